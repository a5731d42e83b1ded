"""Does an address hold all that the search page shows, and nothing that it does not understand?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.languages import BY_CODE
from search_app.web.documents.state import DocumentState
from search_app.web.meeting.state import MeetingState
from search_app.web.references import ReferenceState
from search_app.web.search.state import AS_FOUND, FACETS, SearchState

_VALUES = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=3, unique=True)
_CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        name: _VALUES.map(tuple) for name in FACETS if name not in ("language", "kind", "region")
    }
    | {
        "meeting": st.lists(
            st.sampled_from(["40", "C24", "CWG-Internet-11"]), min_size=1, unique=True
        ).map(tuple),
        "language": st.lists(st.sampled_from(sorted(BY_CODE)), min_size=1, unique=True).map(tuple),
        "kind": st.just(("paragraph", "table")),
    },
)
_STATES = st.builds(
    SearchState,
    query=st.text(max_size=50),
    chosen=_CHOSEN.map(lambda chosen: tuple((n, chosen[n]) for n in FACETS if n in chosen)),
    since=st.sampled_from([None, "2023", "2023-10", "2023-10-12"]),
    until=st.sampled_from([None, "2024"]),
    order=st.sampled_from(["relevance", "date"]),
    page=st.integers(1, 1000),
    shown_in=st.sampled_from([None, AS_FOUND, *BY_CODE]),
    versions=st.dictionaries(st.integers(1, 999), st.sampled_from(sorted(BY_CODE)), max_size=3).map(
        lambda versions: tuple(sorted(versions.items()))
    ),
    related=st.integers(0, 999),
)


@given(_STATES)
def test_a_state_comes_back_from_its_address(state: SearchState) -> None:
    assert SearchState.from_address(state.to_address()) == state


def test_a_usual_state_leaves_the_address_bare() -> None:
    assert SearchState().to_address() == {}
    assert SearchState(query="x").to_address() == {"q": ["x"]}


@pytest.mark.parametrize(
    "parameters",
    [
        {"language": ["xx"]},
        {"kind": ["poem"]},
        {"since": ["yesterday"]},
        {"page": ["-1"]},
        {"page": ["²"]},
        {"order": ["<script>"]},
        {"in": ["tlh"]},
        {"other": ["x"]},
        {"meeting": [""]},
        {"version": ["1-xx", "fr", "²-fr"]},
        {"related": ["x"]},
    ],
)
def test_what_is_not_understood_is_left_out(parameters: dict[str, list[str]]) -> None:
    assert SearchState.from_address(parameters) == SearchState()


def test_filters_are_those_of_the_search() -> None:
    state = SearchState.from_address(
        {
            "meeting": ["40", "41"],
            "language": ["fr"],
            "source": ["Brazil", "Peru"],
            "since": ["2024"],
        }
    )
    assert state.filters.meetings == ("40", "41")
    assert state.filters.languages == ("fr",)
    assert state.filters.submitters == ("Brazil", "Peru")
    assert state.filters.since == "2024"


@pytest.mark.parametrize(
    "meeting", ["الاجتماع ٤٠", "第40次会议", "40th meeting", "CWG-WSIS&SDG-40"]
)
def test_an_address_names_a_meeting_as_people_write_it(meeting: str) -> None:
    asked = {"meeting": [meeting, "C24", "40"]}
    assert SearchState.from_address(asked).filters.meetings == ("40", "C24")
    assert DocumentState.from_address(asked).meeting == "40"
    assert ReferenceState.from_address(asked).meeting == "40"
    assert MeetingState.from_address(asked).meeting == "40"


def test_documents_of_no_meeting_keep_their_name_in_the_address() -> None:
    assert DocumentState.from_address({"meeting": ["-"]}).meeting == "-"


def test_another_page_begins_without_what_was_chosen_for_single_hits() -> None:
    state = SearchState(query="x", shown_in="fr").with_version(3, "zh").with_version(3, "ru")
    assert state.versions == ((3, "ru"),)
    assert state.turn_to(2) == SearchState(query="x", shown_in="fr", page=2)
