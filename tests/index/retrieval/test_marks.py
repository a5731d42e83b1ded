"""Is a reference that is asked for marked where it is mentioned, and nothing of others?"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import Passage
from corpus.extract.references import DocumentFrame, find, find_in_document
from index import Index
from index.retrieval.marks import matching_spans

PARAGRAPH = {
    "en": "Acting under Council Resolutions 1332 (Rev. 2024) and 1334 (Rev. 2023) and Resolution "
    "140 (Rev. Bucharest, 2022) of the Plenipotentiary Conference, the group is asked",
    "fr": "En application des Résolutions 1332 (Rév. 2024) et 1334 (Rév. 2023) du Conseil et de la "
    "Résolution 140 (Rév. Bucarest, 2022) de la Conférence de plénipotentiaires, le Groupe",
    "es": "De conformidad con las Resoluciones 1332 (Rev. 2024) y 1334 (Rev. 2023) del Consejo y "
    "la Resolución 140 (Rev. Bucarest, 2022) de la Conferencia de Plenipotenciarios, se pide",
    "ru": "В соответствии с Резолюциями 1332 (Пересм. 2024 г.) и 1334 (Пересм. 2023 г.) Совета и "
    "Резолюцией 140 (Пересм. Бухарест, 2022 г.) Полномочной конференции группе предлагается",
    "ar": "عملاً بقراري المجلس 1332 (المراجَع في 2024) و1334 (المراجَع في 2023) والقرار 140 (المراجَع "
    "في بوخارست، 2022) لمؤتمر المندوبين المفوضين، يُطلب إلى الفريق",
    "zh": "根据理事会第1332号决议（2024年，修订版）和第1334号决议（2023年，修订版）以及全权代表大会"
    "第140号决议（2022年，布加勒斯特，修订版），请工作组",
}
"""Beginning of a paragraph of CWG-WSIS&SDG-41/2, by language."""

MARKED = {
    "en": "Resolutions 1332 (Rev. 2024)",
    "fr": "Résolutions 1332 (Rév. 2024)",
    "es": "Resoluciones 1332 (Rev. 2024)",
    "ru": "Резолюциями 1332 (Пересм. 2024 г.)",
    "ar": "بقراري المجلس 1332 (المراجَع في 2024)",
    "zh": "第1332号决议（2024年，修订版）",
}

QUESTIONS = ("Resolution 1332", "第1332号决议", "القرار 1332", "Резолюция 1332 (Пересм. 2023 г.)")


def _mark(text: str, code: str, question: str) -> list[str]:
    return [text[start:stop] for start, stop in matching_spans(text, code, question)]


@pytest.mark.parametrize("code", MARKED)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_mention_is_marked_as_a_whole_in_every_language(question: str, code: str) -> None:
    assert _mark(PARAGRAPH[code], code, question) == [MARKED[code]]


@pytest.mark.parametrize(
    ("text", "question", "marked"),
    [
        (PARAGRAPH["en"], "Which group has Resolution 140?", [
            "Resolution 140 (Rev. Bucharest, 2022)", "group"]),
        ("It is noted in A/RES/70/1 and A/RES/70/125.", "A/RES/70/125", ["A/RES/70/125"]),
        ("WSIS action lines C4–C6", "C5", ["C4–C6"]),
        ("WSIS action lines C1 to C11", "C5", ["C1 to C11"]),
        ("خطوط العمل C1\u200f–\u200fC11", "C5", ["C1\u200f–\u200fC11"]),
        ("Cybersecurity (C5)", "C5", ["C5"]),
        ("Documents CWG-WSIS&SDG-40/5 and 40/15", "40/5", ["CWG-WSIS&SDG-40/5"]),
        ("at work 24/7, on 24 of 7", "24/7", ["24/7"]),
        ("Resolution 9999 and Resolution 140", "Resolution 9999", ["Resolution 9999"]),
        ("القرار 9999 والقرار 140", "Resolution 9999", ["9999"]),
        ("A resolution of nobody", "Resolution 140", []),
    ],
)  # fmt: skip
def test_nothing_of_other_references_is_marked(text: str, question: str, marked: list[str]) -> None:
    assert _mark(text, "en", question) == marked


def test_a_bare_number_is_marked_for_the_body_of_its_document() -> None:
    text = "It follows Resolution 22 of 2016."
    frame = DocumentFrame(None, "T-RES-T.1-2016-MSW-E.docx")
    (mentions,) = find_in_document([Passage("paragraph", text)], frame)

    def mark(question: str) -> list[str]:
        found = matching_spans(text, "en", question, (), mentions)
        return [text[start:stop] for start, stop in found]

    assert mark("WTSA Resolution 22") == ["Resolution 22"]
    assert mark("PP Resolution 22") == []


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_hits_of_a_reference_have_it_marked_and_no_more(sample_index: Path, question: str) -> None:
    with Index.open(sample_index) as index:
        equivalents = index.equivalent_terms(question)
        hits = index.search(question, k=30).hits
        exact = [hit.found for hit in hits if hit.is_exact]
    assert len({hit.text_language for hit in exact}) > 1
    for hit in exact:
        text, code = hit.passage.text, hit.text_language
        spans = matching_spans(text, code, question, equivalents.get(code or "", ()))
        every = [mention for mention in find(text) if mention.number == "1332"]
        assert spans == [(mention.start, mention.end) for mention in every]


def test_words_next_to_a_reference_have_their_equivalents(sample_index: Path) -> None:
    with Index.open(sample_index) as index:
        beside = index.equivalent_terms("Resolution 140, early warning", "en")
        assert beside == index.equivalent_terms("early warning", "en")
        assert beside["ru"]
