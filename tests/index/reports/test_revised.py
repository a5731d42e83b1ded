"""What became of a paragraph in a revision: the sample's, and texts of which little is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from index.reports import became_of
from index.reports.revised import became, in_revisions, renumbered
from ingest.read import read
from tests.commands import run
from tests.index.reports.test_compare import NEW, ORIGINAL, REVISED, Line, draft

LONG = (
    "Travel grants are open to delegates from the least developed countries only, and are paid on "
    "the first day of each meeting of the group."
)


def test_what_a_revision_has_left_out_is_told_in_each_language_that_it_is_in(
    reports_index: Path,
) -> None:
    with Index.open(reports_index) as index:

        def left_out(old: str, new: str, language: str | None) -> set[str | None]:
            told = became_of(index.store, old, new, language)
            shown = index.store.excerpts([one for one in told if told[one].change == "removed"])
            return {one.passage.label for one in shown.values()}

        for language in ("en", "ar", "zh"):
            assert left_out(ORIGINAL, REVISED, language) == {"2.2"}
        # It is not there in French; and the other way round, 2.2 has not been left out.
        assert not left_out(ORIGINAL, REVISED, "fr")
        assert not left_out(ORIGINAL, REVISED, None)
        assert "2.2" not in left_out(REVISED, ORIGINAL, "en")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (NEW[:1], {"4"}),
        ([*NEW[:1], ("2", f"Coffee is served at ten. {LONG} Tea is served at four.")], set()),
        ([*NEW[:1], ("2", LONG[:80]), ("3", LONG[80:])], set()),
        ([*NEW[:1], ("4", "Grants for travel are open to the least developed countries.")], set()),
        ([("7", "Nothing of this document is known from the one before.")], set()),
    ],
    ids=["left out", "put into another", "split", "worded anew", "another document"],
)
def test_in_doubt_nothing_is_called_left_out(lines: list[Line], told: set[str]) -> None:
    old = draft([*NEW[:1], ("4", LONG)])
    found = became(old.passages, draft(lines).passages)
    removed = {old.passages[at].label for at, (change, _) in found.items() if change == "removed"}
    assert removed == told


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_of_a_paragraph_it_is_told_what_became_of_it_and_where(
    reports_index: Path, language: str
) -> None:
    with Index.open(reports_index) as index:
        passages = index.show(ORIGINAL, language).passages
        found = {
            passage.passage.label: (told and told.change, told and told.shown)
            for passage, told in in_revisions(index.store, passages)
            if passage.passage.label in {"2.2", "5.1", "5.2"}
        }
        there = {one.passage.label: one for one in index.show(REVISED, language).passages}
    assert found == {
        "2.2": ("removed", None),
        "5.1": ("changed", there["5.1"]),
        "5.2": ("same", there["5.2"]),
    }


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_paragraph_with_another_number_is_cited_with_it(
    reports_index: Path, language: str
) -> None:
    with Index.open(reports_index) as index:
        now = {
            one.passage.label: one.now.passage.label
            for one in index.show(ORIGINAL, language).passages
            if one.now
        }
    assert now == {"3.4": "3.5"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ([("4", LONG)], [("5", LONG)], {0}),
        ([("4", LONG)], [("5", LONG.replace("first", "last"))], {0}),
        ([("4", LONG)], [("4", LONG)], set()),
        ([("4", LONG)], [("5", LONG), ("6", LONG)], set()),
        ([("4", LONG)], [("5", LONG.replace("first", n)) for n in ("last", "next")], set()),
        ([("4", "It was so agreed.")], [("5", "It was so agreed.")], set()),
    ],
    ids=["same", "nearly the same", "same number", "twice", "two alike", "too short"],
)
def test_another_number_is_told_of_where_no_other_paragraph_may_be_meant(
    old: list[Line], new: list[Line], told: set[int]
) -> None:
    before, after = draft(old).passages, draft(new).passages
    partner = {at: place for at, (_, place) in became(before, after).items() if place is not None}
    assert renumbered(before, after, partner) == told


def test_in_a_language_that_the_revision_lacks_nothing_is_told(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        passages = index.show(ORIGINAL, "fr").passages
        assert not any(became for _, became in in_revisions(index.store, passages))
        assert not any(
            became for _, became in in_revisions(index.store, index.show("39/2").passages)
        )


def test_a_paragraph_with_the_same_number_and_hardly_a_word_is_not_called_changed() -> None:
    old = draft([*NEW[:2], ("3", "Travel grants are open to two delegates of each country.")])
    new = draft([*NEW[:2], ("3", "Meeting rooms are open from eight to six for each group.")])
    assert became(old.passages, new.passages) == {0: ("same", 0), 1: ("same", 1)}


def test_mandates_of_a_revised_document_say_whether_they_stand(reports_index: Path) -> None:
    found = run("mandates", "--document", ORIGINAL, "--json", index=reports_index).json()
    told = {one["label"]: one for one in found["mandates"]}
    assert told["5.2"]["superseded_by"] == REVISED
    assert told["5.2"]["in_revision"] == {
        "change": "same",
        "label": "5.2",
        "citation": "CWG-WSIS&SDG-40/3-E(Rev.1), para. 5.2",
    }
    assert told["5.1"]["in_revision"]["change"] == "changed"
    (other,) = {
        one.get("superseded_by", one.get("in_revision"))
        for one in run("mandates", "--document", REVISED, "--json", index=reports_index).json()[
            "mandates"
        ]
    }
    assert other is None
    for code, said in (
        ("en", "Unchanged in the revision: CWG-WSIS&SDG-40/3-E(Rev.1), para. 5.2"),
        ("zh", "修订本中未变"),
    ):
        on_screen = run("mandates", "--document", ORIGINAL, "--in", code, index=reports_index).out
        assert said in " ".join(on_screen.split())


@pytest.mark.model
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.thorough
def test_precedents_and_comparison_cite_what_was_left_out_as_cards_do(
    reports_index: Path, tmp_path: Path, language: str
) -> None:
    with Index.open(reports_index) as index:
        old = {one.passage.label: one for one in index.show(ORIGINAL, language).passages}
        file = tmp_path / "draft.txt"
        file.write_text(f"{old['2.2'].passage.text}\n\n{old['5.2'].passage.text}\n", "utf-8")
        told = {
            one.shown.passage.label: one.shown.is_left_out
            for paragraph in index.precedents(read(file))
            for one in paragraph.precedents
            if one.shown.symbol == ORIGINAL
        }
        beside = index.compare(ORIGINAL, REVISED, language).old.cited
    assert told["2.2"]
    assert not told.get("5.2")
    assert [one.passage.label for one in beside if one.is_left_out] == ["2.2"]
