"""A reference is looked up exactly: one line a paragraph, whatever the number of languages."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError
from corpus.extract.references import find, find_in_lookup, find_in_query
from index.lookup.reference import Trace, describe_order, look_up
from index.references import mentions, suggest
from index.store import Store
from tests.index.references.reference_store import put_paragraphs

REPORT = "CWG-WSIS&SDG-40/5"  # in six languages
PROPOSAL = "CWG-WSIS&SDG-39/4"
ADDENDUM = "CWG-WSIS&SDG-39/4(Add.1)"  # in Chinese only
HERDS = "CWG-WSIS&SDG-40/INF/7"  # in Russian only


@pytest.fixture(scope="module")
def store(reference_index: Path) -> Iterator[Store]:
    with Store(reference_index) as opened:
        yield opened


def _places(trace: Trace) -> list[tuple[str | None, str | None, str]]:
    return [
        (line.shown.symbol, line.shown.passage.label, line.shown.passage.text)
        for line in trace.mentions
    ]


# --- questions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("res 1332", ["Council Res. 1332"]),
        ("1332号决议", ["Council Res. 1332"]),
        ("第140号", ["PP Res. 140"]),
        ("القرار 140", ["PP Res. 140"]),
        ("القرار ١٤٠", ["PP Res. 140"]),
        ("РЕЗ. 140", ["PP Res. 140"]),
        ("rés. 1332", ["Council Res. 1332"]),
        ("acuerdo 562", ["Council Dec. 562"]),
        ("cwg 39/2", ["CWG-WSIS&SDG-39/2"]),
        ("CWGWSIS39-2", ["CWG-WSIS&SDG-39/2"]),
        ("S24-CWGWSIS39-C-0002", ["CWG-WSIS&SDG-39/2"]),
        ("S23-CWGWSIS39-C-0004!A1!MSW-C.docx", ["CWG-WSIS&SDG-39/4(Add.1)"]),
        ("Addendum 1 to Document CWG-WSIS&SDG-39/4", ["CWG-WSIS&SDG-39/4(Add.1)"]),
        ("c24/8-e", ["C24/8"]),
        ("A/RES/70/125", ["A/RES/70/125"]),
        ("А/70/1", ["A/70/1"]),  # Cyrillic
        ("WSIS C5", ["WSIS C5"]),
        ("c5", ["WSIS C5"]),
        ("SDG 9.c", ["SDG 9.c"]),
        ("SDG 9c", ["SDG 9.c"]),
        ("council 1332", ["Council Res. 1332"]),
        ("Tunis Agenda", ["WSIS-05/TUNIS/DOC/6(Rev.1)"]),
        ("where are resolutions 133 and 140 cited?", ["PP Res. 133", "PP Res. 140"]),
        # A number that no resolution of ITU has, asked for in a sentence as known ones are.
        *((text, ["Res. 9999"]) for text in (
            "第9999号决议说了什么？", "what does Resolution 9999 say",
            "que dit la Résolution 9999 ?", "что говорится в резолюции 9999",
            "¿qué dice la Resolución 9999?",
            "ماذا يقول القرار 9999؟", "القرار رقم ٩٩٩٩ بشأن المرأة", "Resolution 9999",
        )),
        ("resolutions 9998 and 9999 on fees", ["Res. 9998", "Res. 9999"]),
        ("第9999号决定是什么", ["Dec. 9999"]),
        ("what does Resolution 2015 say", []),  # it may be a year
        ("images with a resolution of 300 dpi", []),
        ("关于300个项目的决定", []),
        ("a decision on 400 projects", []),
        # No reference, or one that is not what was typed.
        ("council 2024", []),
        ("SDG 9.g", []),
        ("1332", []),
        ("in 2023", []),
        ("hello", []),
    ],
)  # fmt: skip
def test_a_question_is_read(question: str, expected: list[str]) -> None:
    mentions = find_in_query(question)
    assert [mention.canonical for mention in mentions] == expected
    assert all(question[mention.start : mention.end] == mention.text for mention in mentions)


@given(st.text(max_size=400))
def test_any_question_is_read(question: str) -> None:
    for mention in find_in_query(question):
        assert question[mention.start : mention.end] == mention.text


@pytest.mark.parametrize("unit", ["Resolution ", "1", "C5, ", "A/", "第1", "39/2 ", "((Rev.1)"])
@pytest.mark.thorough
def test_an_endless_question_takes_linear_time(unit: str) -> None:
    began = time.perf_counter()
    find_in_query(unit * (50_000 // len(unit)))
    # Well under a second; a pattern that goes back over its steps takes minutes.
    assert time.perf_counter() - began < 30


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        *((text, ["Res. 9999"]) for text in (
            "第9999号决议", "القرار 9999", "Resolution 9999", "Résolution 9999", "Резолюция 9999",
            "Resolución 9999", "Res. 9999",
        )),
        *((text, ["SDG 9.c"]) for text in (
            "目标 9.c", "具体目标9.c", "المقصد 9.c", "المقصد 9-ج", "المقصد 9.ج", "الهدف 9.c",
            "target 9.c", "cible 9.c", "задача 9.c", "Meta 9.c", "SDG 9.c",
        )),
        ("第250号决议", ["Res. 250"]),
        ("Resolution 2015", ["Res. 2015"]),
        ("第50号决定", ["Dec. 50"]),
        ("Dec. 250", ["Dec. 250"]),
        ("第1500号决议", ["Council Res. 1500"]),
        ("理事会第9999号决议", ["Council Res. 9999"]),
        ("Resolution 140 and 25 countries", ["PP Res. 140"]),
        ("target 9.1", ["SDG 9.1"]),
        ("Dec. 5", []),  # a day
        ("target 9.g", []),
        ("target 9", []),
        ("140 grants", []),
        ("Resolution 9999 of the UPU", []),
        ("as in Resolution 9999", []),
        ("Resolution 0", []),
    ],
)  # fmt: skip
def test_a_lookup_reads_exactly_one_reference(reference: str, expected: list[str]) -> None:
    mentions = find_in_lookup(reference)
    assert [mention.canonical for mention in mentions] == expected
    assert all(reference[mention.start : mention.end] == mention.text for mention in mentions)


@given(st.text(max_size=100) | st.from_regex(r"[^\d]{0,20}[0-9]{1,5}[^\d]{0,20}"))
def test_anything_is_looked_up(reference: str) -> None:
    for mention in find_in_lookup(reference):
        assert reference[mention.start : mention.end] == mention.text


def test_running_text_is_read_no_laxer() -> None:
    for text in ("The paper is C5.", "第140号", "council 1332", "SDG 9c"):
        assert find(text) == ()


# --- lookup --------------------------------------------------------------------------------------


def test_a_paragraph_in_six_languages_is_one_line(store: Store) -> None:
    trace = look_up(store, "理事会第1332号决议（2023年，修订版）")
    of_report = [place for place in _places(trace) if place[0] == REPORT]
    assert [label for _, label, _ in of_report] == [None, "1.1", "3.4"]
    rows = store.query(
        "SELECT count(*) AS number FROM mention JOIN passage ON passage.id = passage_id JOIN "
        "version ON version.id = version_id JOIN document ON document.id = document_id "
        "WHERE symbol = ? AND canonical LIKE 'Council Res. 1332%'",
        REPORT,
    )
    assert rows[0]["number"] >= 18  # the same three in each language
    assert trace.canonical == "Council Res. 1332 (Rev. 2023)"
    assert len(_places(trace)) == len(set(_places(trace)))


@pytest.mark.parametrize("code", ["ar", "zh", "en", "fr", "ru", "es"])
def test_a_line_is_shown_in_the_language_asked_for(store: Store, code: str) -> None:
    trace = look_up(store, "res 1332", code)
    shown = {line.shown.symbol: line.shown.language for line in trace.mentions}
    assert shown[REPORT] == code
    # Where the language is not there English is, and where that is not either, what there is.
    assert shown["CWG-WSIS&SDG-39/2"] == (code if code in {"ar", "zh", "en"} else "en")
    assert shown[ADDENDUM] == "zh"
    assert shown[HERDS] == "ru"


def test_mentions_are_grouped_by_document_newest_first(store: Store) -> None:
    trace = look_up(store, "res 1332")
    symbols = [line.shown.symbol for line in trace.mentions]
    assert list(dict.fromkeys(symbols)) == [
        "CWG-WSIS&SDG-41/2", HERDS, REPORT, ADDENDUM, "CWG-WSIS&SDG-39/2", PROPOSAL,
    ]  # fmt: skip
    runs = Counter(
        symbol
        for position, symbol in enumerate(symbols)
        if position == 0 or symbols[position - 1] != symbol
    )  # fmt: skip
    assert set(runs.values()) == {1}


def test_editions_are_found_together_the_given_one_first(store: Store) -> None:
    trace = look_up(store, "Резолюция 1332")
    assert [
        (edition.edition, edition.canonical, edition.paragraphs) for edition in trace.editions
    ] == [
        ("2023", "Council Res. 1332 (Rev. 2023)", 12),
        ("2024", "Council Res. 1332 (Rev. 2024)", 2),
    ]
    assert trace.editions[1].documents == ("CWG-WSIS&SDG-41/2",)
    assert trace.mentions[0].shown.symbol == "CWG-WSIS&SDG-41/2"
    earlier = look_up(store, "Resolution 1332 (Rev. 2023)")
    assert len(earlier.mentions) == len(trace.mentions)
    assert earlier.mentions[0].shown.symbol == HERDS
    assert {line.shown.symbol for line in earlier.mentions[-2:]} == {"CWG-WSIS&SDG-41/2"}
    assert earlier.editions == trace.editions


def test_an_edition_that_is_not_named_counts_as_none(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        busan, bucharest = "140 (Rev. Busan, 2014)", "140 (Rev. Bucharest, 2022)"
        put_paragraphs(store, "a", "C24/1", f"Resolution {busan} was revised.", date="2024-01-01")
        put_paragraphs(store, "b", "C24/2", f"Resolution 140 and Resolution {bucharest}.")
        put_paragraphs(store, "c", None, "See Resolution 140.", title="Of c")
        trace = look_up(store, "res 140")
        assert [(edition.edition, edition.documents) for edition in trace.editions] == [
            ("2014", ("C24/1",)),
            ("2022", ("C24/2",)),
            (None, ("C24/2", "Of c")),
        ]
        assert [line.shown.symbol for line in trace.mentions] == ["C24/1", "C24/2", None]
        assert trace.mentions[1].canonicals == ("PP Res. 140", "PP Res. 140 (Rev. Bucharest, 2022)")
        newest = look_up(store, "PP-22 Resolution 140")
        assert [line.shown.symbol for line in newest.mentions] == ["C24/2", "C24/1", None]


def test_a_documents_card(store: Store) -> None:
    card = look_up(store, "CWG-WSIS&SDG-39/4-C").document
    assert card is not None
    assert card.metadata.symbol == PROPOSAL
    assert card.metadata.source == "Contribution by Brazil and Portugal"
    assert [version.language for version in card.versions] == ["ar", "en", "zh"]
    assert [(other_card.symbol, other_card.in_index) for other_card in card.related] == [
        (ADDENDUM, True)
    ]
    cites = {reference.canonical: reference for reference in card.cites}
    assert cites["A/RES/70/125"].paragraphs == 3
    assert cites[ADDENDUM].in_index
    assert not cites["A/RES/70/125"].in_index
    assert PROPOSAL not in cites
    assert [(other_card.symbol, other_card.paragraphs) for other_card in card.cited_by] == [
        (REPORT, 2),
        (ADDENDUM, 4),
    ]
    in_arabic = look_up(store, PROPOSAL, "ar").document
    assert in_arabic is not None
    assert in_arabic.metadata.source == "مساهمة من البرازيل والبرتغال"


@pytest.mark.parametrize("code", ["ar", "zh"])
@pytest.mark.parametrize("typed", ["39/4", " 39/4. ", "３９／４"])
def test_a_document_is_found_by_its_number_alone(store: Store, typed: str, code: str) -> None:
    trace = look_up(store, typed, code)
    assert trace == look_up(store, PROPOSAL, code)
    assert trace.document is not None
    mentioned_only = look_up(store, "40/3", code)
    assert mentioned_only.canonical == "CWG-WSIS&SDG-40/3"
    assert mentioned_only.document is None
    assert mentioned_only.mentions


def test_a_document_does_not_mention_itself(store: Store) -> None:
    assert PROPOSAL not in {line.shown.symbol for line in look_up(store, PROPOSAL).mentions}


def test_a_similar_reference_is_named_where_texts_have_it(store: Store) -> None:
    assert look_up(store, "A/70/125").see_also == ("A/RES/70/125",)
    assert look_up(store, "E/2023/3").see_also == ("E/RES/2023/3",)
    assert look_up(store, "C24/8").see_also == ()
    # A report of the same number is another text: none of these names it.
    assert look_up(store, "A/RES/70/125").see_also == ()
    assert look_up(store, "A/71/212").see_also == ()


def test_report_and_resolution_of_one_number_name_each_other(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        put_paragraphs(store, "a", "CWG-WSIS&SDG-39/9", "Report A/71/212; resolution A/RES/71/212.")
        assert look_up(store, "A/RES/71/212").see_also == ("A/71/212",)
        assert look_up(store, "A/71/212").see_also == ("A/RES/71/212",)


PUBLISHED = ("(09/2021)", "(03/2015)", "(02/2022)(Amd.1)")


@pytest.mark.parametrize(
    ("typed", "edition"),
    [
        ("ITU-T X.1258", "(09/2021)"),
        ("Recomendación UIT-T X.1258", "(09/2021)"),
        ("ITU-T X.1258 (2015)", "(03/2015)"),
        ("ITU-T Rec. X.1258 (03/2015)", "(03/2015)"),
        ("ITU-T Rec. X.1258 (02/2022)(Amd.1)", "(02/2022)(Amd.1)"),
    ],
)
def test_a_recommendation_without_edition_finds_the_newest_text(
    tmp_path: Path, typed: str, edition: str
) -> None:
    symbols = {each: f"ITU-T Rec. X.1258 {each}" for each in PUBLISHED}
    with Store(tmp_path, create=True) as store:
        for number, symbol in enumerate(symbols.values()):
            put_paragraphs(store, str(number), symbol, "ITU-T X.1258 is noted.")
        trace = look_up(store, typed)
        assert trace.document is not None
        assert (trace.mentions, trace.document.cites) == ((), ())  # of itself
        assert trace.document.metadata.symbol == symbols[edition]
        related = {each.symbol for each in trace.document.related}
        assert related == {*symbols.values()} - {symbols[edition]}
        absent = look_up(store, "ITU-T X.1258 (2019)")
        assert (absent.document, {*absent.suggestions}) == (None, {*symbols.values()})
        assert look_up(store, "ITU-T X.125").document is None


OF_THREE = (
    "Resolution 70 (Rev. Bucharest, 2022) of the Plenipotentiary Conference; Resolution 70 (Rev. "
    "Geneva, 2022) and Resolution 55 (Rev. Hammamet, 2016) of the World Telecommunication "
    "Standardization Assembly; Resolution 55 (Rev. Kigali, 2022) of the World Telecommunication "
    "Development Conference; Council Resolution 1332; Decision 5 (Rev. Bucharest, 2022); Council "
    "Decision 562."
)


@pytest.mark.parametrize(
    ("typed", "canonical", "see_also"),
    [
        ("Resolution 70", "Res. 70", ["PP Res. 70", "WTSA Res. 70"]),
        ("Resolución 70", "Res. 70", ["PP Res. 70", "WTSA Res. 70"]),
        ("القرار ٧٠", "Res. 70", ["PP Res. 70", "WTSA Res. 70"]),
        ("第70号决议", "Res. 70", ["PP Res. 70", "WTSA Res. 70"]),
        ("70号决议（2022年，修订版）", "Res. 70", ["PP Res. 70", "WTSA Res. 70"]),
        ("Resolution 1332", "Council Res. 1332", []),
        ("Decision 5", "Dec. 5", ["PP Dec. 5"]),
        ("Decision 562", "Council Dec. 562", []),
        # Whose it is is said: by a name, a code or a place.
        ("全权代表大会第70号决议", "PP Res. 70", []),
        ("القرار 70 لمؤتمر المندوبين المفوضين", "PP Res. 70", []),
        ("Resolution 70 (Rev. Bucharest, 2022)", "PP Res. 70", []),
        ("القرار 70 (المراجَع في جنيف، 2022)", "WTSA Res. 70", []),
        ("PP Res. 70", "PP Res. 70", []),
        ("WTSA Res. 70", "WTSA Res. 70", []),
    ],
)
@pytest.mark.thorough
def test_a_bare_number_is_of_no_body_and_names_known_ones(
    tmp_path: Path, typed: str, canonical: str, see_also: list[str]
) -> None:
    with Store(tmp_path, create=True) as store:
        put_paragraphs(store, "a", "CWG-WSIS&SDG-39/9", OF_THREE)
        trace = look_up(store, typed)
        assert mentions.base(trace.canonical or "") == canonical
        assert trace.lacks_body is not trace.is_found
        # A number that nothing gives to a body names those that the index has.
        near = trace.suggestions if trace.lacks_body else trace.see_also
        assert list(near[: len(see_also)]) == see_also


@pytest.mark.parametrize(
    "typed", ["Decision 5", "Décision 5", "Decisión 5", "Решение 5", "المقرر 5", "第5号决定"]
)
def test_a_decision_of_one_body_in_the_archive_is_only_suggested(
    tmp_path: Path, typed: str
) -> None:
    with Store(tmp_path, create=True) as store:
        put_paragraphs(store, "a", "C24/8", "Decision 5 of the Council is noted.")
        trace = look_up(store, typed)
        assert (trace.canonical, trace.document, trace.mentions) == ("Dec. 5", None, ())
        assert (trace.lacks_body, trace.suggestions[:1]) == (True, ("Council Dec. 5",))


@pytest.mark.parametrize("typed", ["Resolution 55", "القرار 55", "第55号决议"])
def test_a_number_that_only_other_bodies_have_is_theirs(tmp_path: Path, typed: str) -> None:
    near = "".join(f" WTDC Resolution 55{digit} (Rev. Kigali, 2022)." for digit in range(10))
    with Store(tmp_path, create=True) as store:
        put_paragraphs(store, "a", "CWG-WSIS&SDG-39/9", OF_THREE + near)
        trace = look_up(store, typed)
        assert not trace.is_found
        assert trace.is_of_named_bodies
        assert trace.suggestions == ("WTDC Res. 55", "WTSA Res. 55")
        # No body of ITU's is known by the number: any that is mentioned is meant.
        alike = look_up(store, typed.replace("55", "555"))
        assert "WTDC Res. 555" in alike.suggestions[:1]


@pytest.mark.parametrize(
    "typed",
    ["paragraph 109 of the Tunis Agenda", "突尼斯议程第109段", "الفقرة 109 من برنامج عمل تونس"],
)
def test_mentions_of_the_given_paragraph_come_first(tmp_path: Path, typed: str) -> None:
    with Store(tmp_path, create=True) as store:
        put_paragraphs(
            store,
            "a",
            "CWG-WSIS&SDG-39/9",
            "See paragraph 120 of the Tunis Agenda.",
            "See paragraphs 35 and 109 of the Tunis Agenda.",
            "The Tunis Agenda.",
        )
        trace = look_up(store, typed)
        assert trace.paragraphs == ("109",)
        labels = [(line.shown.passage.label, line.is_of_paragraph) for line in trace.mentions]
        assert labels == [("2", True), ("1", False), ("3", False)]
        other = look_up(store, typed.replace("109", "999"))
        assert [line.is_of_paragraph for line in other.mentions] == [False] * 3
        assert look_up(store, "Tunis Agenda").paragraphs == ()


EDITIONS = {
    "en": "Council Resolution 1332 (Rev. 2024)",
    "ar": "القرار ١٣٣٢ للمجلس (المراجَع في ٢٠٢٤)",
    "zh": "理事会第1332号决议（2024年，修订版）",
}


@pytest.mark.parametrize("code", EDITIONS)
def test_mentions_of_the_given_edition_come_first(tmp_path: Path, code: str) -> None:
    with Store(tmp_path, create=True) as store:
        put_paragraphs(
            store,
            "a",
            "CWG-WSIS&SDG-39/9",
            "See Council Resolution 1332 (Rev. 2023).",
            "See Council Resolution 1332 (Rev. 2024).",
            "See Council Resolution 1332.",
        )
        lines = look_up(store, EDITIONS[code], code).mentions
        labels = [(line.shown.passage.label, line.is_of_edition) for line in lines]
        assert labels == [("2", True), ("1", False), ("3", False)]
        assert describe_order(lines) == "edition_first"
        assert describe_order(lines[:1]) is None
        assert describe_order(lines[1:]) == "edition_absent"
        assert describe_order(lines[::-1]) is None  # in another order it would not be true
        absent = look_up(store, EDITIONS[code].replace("2024", "2020").replace("٢٠٢٤", "٢٠٢٠"))
        assert describe_order(absent.mentions) == "edition_absent"
        assert describe_order(look_up(store, "Council Res. 1332").mentions) is None


def test_an_absent_document_names_its_addendum(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        put_paragraphs(store, "a", "CWG-WSIS&SDG-39/9(Add.1)", "More of it.")
        assert look_up(store, "cwg 39/9").see_also == ("CWG-WSIS&SDG-39/9(Add.1)",)


@pytest.mark.parametrize("typed", ["140", "١٤٠", "one hundred and forty", "一百四十"])
def test_a_number_alone_offers_what_has_it(store: Store, typed: str) -> None:
    trace = look_up(store, typed)
    assert trace.canonical is None
    assert "PP Res. 140" in trace.suggestions


def test_a_number_alone_offers_documents_that_are_there_before_others(store: Store) -> None:
    offered = look_up(store, "5").suggestions
    assert offered.index("CWG-WSIS&SDG-40/5") < offered.index("WSIS C5")


def test_a_resolution_whose_number_is_in_words_is_looked_up(store: Store) -> None:
    in_words = look_up(store, "resolution one hundred and forty")
    assert in_words == look_up(store, "resolution 140")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("res 1323", "Council Res. 1332"),  # two digits changed places
        ("res 332", "Council Res. 1332"),
        ("CWG-WSSI&SDG-39/2", "CWG-WSIS&SDG-39/2"),
        ("CWG-WSIS&SDG-39/22", "CWG-WSIS&SDG-39/2"),
        ("CWG-WSIS&SDG-39", "CWG-WSIS&SDG-39/2"),
        ("cwg 40", "CWG-WSIS&SDG-40/INF/7"),
        ("C24", "C24/8"),
        ("39/22", "CWG-WSIS&SDG-39/2"),
        ("70/125", "A/RES/70/125"),
        ("A/RES/70", "A/RES/70/125"),
        ("Rezolution 1332", "Council Res. 1332"),
        ("résoluton 140", "PP Res. 140"),
        ("resoluciòm 1332", "Council Res. 1332"),
        ("Резолуция 1332", "Council Res. 1332"),
        ("القرر 140", "PP Res. 140"),
        ("WSIS C12", "WSIS C1"),
    ],
)
def test_near_forms_are_offered_and_never_put_in_place(
    store: Store, typed: str, meant: str
) -> None:
    trace = look_up(store, typed)
    assert not trace.is_found
    assert trace.canonical != meant
    assert meant in trace.suggestions
    assert len(trace.suggestions) <= 6


@given(st.text("ab1/", max_size=7), st.text("ab1/", max_size=7))
def test_one_typing_error(first: str, second: str) -> None:
    changed = {first[:position] + first[position + 1 :] for position in range(len(first))}
    changed |= {
        first[:position] + sign + first[position:]
        for position in range(len(first) + 1)
        for sign in "ab1/"
    }
    changed |= {
        first[:position] + sign + first[position + 1 :]
        for position in range(len(first))
        for sign in "ab1/"
    }
    changed |= {
        first[:position] + first[position + 1] + first[position] + first[position + 2 :]
        for position in range(len(first) - 1)
    }
    assert suggest._is_one_error(first, second) == (second in changed - {first})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=st.text(max_size=60) | st.from_regex(r"[a-z]{0,9} ?[0-9]{1,4}/?[0-9]{0,3}"))
def test_any_text_is_looked_up_or_refused(store: Store, typed: str) -> None:
    try:
        trace = look_up(store, typed)
    except QueryError:
        return
    assert trace.is_found or trace.canonical or trace.suggestions


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        *(
            (text, "alone is no whole reference")
            for text in (
                "INF/8",
                "المادة 4",
                "المادة (4)",
                "المادة رقم 4",
                "المادة الثانية عشرة",
                "المادتان 4 و5",
                "artículo 4",
                "articles 4 and 5",
                "第四条",
                "第4条",
                "article 4",
                "статья 4",
                "第109段",
                "para. 109",
            )
        ),
        ("行动方面C12", "no such action line"),
        ("action line C12", "no such action line"),
        ("C99", "is no reference"),
        ("hello", "is no reference"),
        ("resolution", "is no reference"),
        ("'; DROP TABLE mention; --", "is no reference"),
        ("1' OR '1'='1", "is no reference"),
        ("", "Nothing is asked"),
        (" \u200f\n", "Nothing is asked"),
        ("A/RES/70/1" * 100, "1,000 characters"),
        ("Resolutions 1332 and 1334", "names 2 references"),
    ],
)
def test_a_text_without_reference_is_refused(store: Store, typed: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        look_up(store, typed)
    assert mentions.absent(store)  # and the tables are still there


def test_the_holes_in_the_archive_are_listed(store: Store) -> None:
    holes = {hole.symbol: hole.mentions for hole in mentions.absent(store)}
    assert holes["C24/8"] == 1  # by one paragraph, in six languages
    assert "CWG-WSIS&SDG-40/3" in holes
    assert not {REPORT, PROPOSAL, "A/RES/70/125", "WSIS-05/TUNIS/DOC/6(Rev.1)"} & set(holes)


def test_a_removed_file_takes_its_mentions_along(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        put_paragraphs(store, "a", "C24/1", "See Document C24/2 and Resolution 1332.")
        assert look_up(store, "C24/2").is_found
        store.files.remove(Path("a"))
        assert not look_up(store, "C24/2").is_found
        assert mentions.absent(store) == []


# --- search --------------------------------------------------------------------------------------
