"""References in six languages: labelled sentences, canonical forms, any string, linear time."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.references.score import HELD_OUT, score, sentences
from corpus.extract.references import find, paragraphs
from corpus.languages import BY_CODE

CANONICAL = [
    "CWG-WSIS&SDG-39/2", "CWG-WSIS&SDG-40/INF/4", "CWG-WSIS-32/16(Rev.1)", "C24/8",
    "PP-14/20(Add.1)", "PP Res. 140 (Rev. Bucharest, 2022)", "Council Res. 1332 (Rev. 2023)",
    "Council Dec. 562", "WTDC Res. 30 (Rev. Buenos Aires, 2017)",
    "WTSA Res. 75 (Rev. Hammamet, 2016)", "A/RES/70/125", "A/70/684", "E/RES/2023/3",
    "WSIS-05/TUNIS/DOC/6(Rev.1)", "WSIS C5", "SDG 9", "SDG 9.c", "S/RES/1929", "PP Res. 140",
    "PP Dec. 5", "WTDC Res. 30", "WRC Res. 750 (Rev. WRC-19)", "ITU-T Rec. X.1303",
    "ITU-T Rec. Y.4102/Y.2074", "ITU-T Rec. A.Supp3", "WHA74.7", "UN/CEFACT Rec. 42",
    "ECE/TRADE/C/CEFACT/2019/26", "ECE/AGAT/2020/INF.1",
    "A/DEC/69/555", "A/HRC/RES/28/6", "RA Res. 2-8", "A/RES/217(III)A", "Council Res. 1332",
    "PP Res. 214 (Bucharest, 2022)",
]  # fmt: skip


@pytest.mark.parametrize("language", BY_CODE)
def test_labelled_sentences_give_their_references(language: str) -> None:
    result = score(language)
    assert result.wrong == ()
    assert (result.precision, result.recall) == (1, 1)


@pytest.mark.parametrize("language", BY_CODE)
def test_held_out_sentences_give_their_references(language: str) -> None:
    """All of them are right, although nothing was corrected on them."""
    assert score(language, HELD_OUT).wrong == ()


@pytest.mark.parametrize("language", BY_CODE)
def test_a_third_of_the_large_labelled_set_are_traps(language: str) -> None:
    labelled = list(sentences(language))
    assert len(labelled) >= 60
    assert sum(not sentence.expected for sentence in labelled) * 3 >= len(labelled)


@pytest.mark.parametrize("canonical", CANONICAL)
def test_a_canonical_form_is_found_as_itself(canonical: str) -> None:
    (mention,) = find(canonical)
    assert mention.canonical == canonical


FORMS = [
    ("Sustainable Development Goal (SDG) 12", ["SDG 12"]),
    ("objectif de développement durable (ODD) 12", ["SDG 12"]),
    ("Objetivos de Desarrollo Sostenible (ODS) 4 y 9", ["SDG 4", "SDG 9"]),
    ("Цель в области устойчивого развития (ЦУР) 12", ["SDG 12"]),
    ("可持续发展目标（SDG）12", ["SDG 12"]),
    ("أهداف التنمية المستدامة (SDG) 4 و9", ["SDG 4", "SDG 9"]),
    ("Sustainable Development Goals (SDG 4)", ["SDG 4"]),
    ("Sustainable Development Goals (17 of them)", []),
    ("Recommendation ITU-T Y.4102/Y.2074 and Y.4500", [
        "ITU-T Rec. Y.4102/Y.2074", "ITU-T Rec. Y.4500",
    ]),
    ("ITU-T A Suppl. 3", ["ITU-T Rec. A.Supp3"]),
    ("resolutions WHA74.7 and WHA77.3.", ["WHA74.7", "WHA77.3"]),
    ("UN/CEFACT Recommendation No. 42.", ["UN/CEFACT Rec. 42"]),
    ("WHA1, WHAT7.3", []),
    ("ITU-R Resolution 60-3", ["RA Res. 60-3"]),
    ("Resolution 1-9 of the Radiocommunication Assembly", ["RA Res. 1-9"]),
    ("МСЭ-R Резолюция 1-9", ["RA Res. 1-9"]),
    ("ITU-R第1-9号决议", ["RA Res. 1-9"]),
    ("ITU-T Resolution 75", ["WTSA Res. 75"]),
    ("Resolution 30 of ITU-D", ["WTDC Res. 30"]),
    ("In ITU-T, Resolution 71 of PP", ["PP Res. 71"]),
    ("Recommendation ITU-D 19", []),
    ("resolutions A/RES/70/125 and A/70/1", ["A/RES/70/125", "A/RES/70/1"]),
    ("резолюции A/RES/70/125 и А/70/1", ["A/RES/70/125", "A/RES/70/1"]),
    ("document A/RES/70/125 and A/70/1", ["A/RES/70/125", "A/70/1"]),
    ("HRC resolution 47/23", ["A/HRC/RES/47/23"]),
    ("Resolution 2 of the UPU Congress", []),
    ("WHO Resolution 5, Résolution 5 de l'OMS, резолюция 12 ЮНЕСКО", []),
    ("قرار اليونسكو 12", []),
    ("委员会第5和6号决议、教科文组织大会第40号决议", []),
    ("UNESCO and ITU noted Resolution 140", ["PP Res. 140"]),
    ("PP-14 Resolution 140", ["PP Res. 140 (Rev. Busan, 2014)"]),
    ("PP-22 Resolution 214", ["PP Res. 214 (Bucharest, 2022)"]),
    ("Resolution 1332 (C11, last amended C19)", ["Council Res. 1332 (Rev. 2019)"]),
    ("第1332号决议（理事会2019年会议最新修订版）", ["Council Res. 1332 (Rev. 2019)"]),
    ("Resolución 1332 del Consejo (modificada en 2019)", ["Council Res. 1332 (Rev. 2019)"]),
    ("（2022年，布加勒斯特，修订版）第140号决议", ["PP Res. 140 (Rev. Bucharest, 2022)"]),
    ("第71号决议(2014年,釜山,修订版)", ["PP Res. 71 (Rev. Busan, 2014)"]),
    ("A/78/62-E/2023/49", ["A/78/62", "E/2023/49"]),
    ("https://www.itu.int/md/S25-CL-C-0093/fr", ["C25/93"]),
    ("res 1332", ["Council Res. 1332"]),
    ("1332号决议", ["Council Res. 1332"]),
    ("S24-CWGWSIS39-C-0002", ["CWG-WSIS&SDG-39/2"]),
    ("SDGs 1-3", ["SDG 1", "SDG 2", "SDG 3"]),
    ("الأمــم المتحـدة: القــرار 140", ["PP Res. 140"]),
    ("Резолюциями 130 и 140", ["PP Res. 130", "PP Res. 140"]),
    ("Resolution 140 and 25 countries", ["PP Res. 140"]),
    ("Resolution ITU-R 2-8", ["RA Res. 2-8"]),
    ("Security Council resolution 1325 (2000); resolution 1325", ["S/RES/1325", "S/RES/1325"]),
    ("822 (1993) and resolutions 853 (1993) 874 (1993)", ["S/RES/853", "S/RES/874"]),
    ("第 140 号决议（2022 年，布加勒斯特，修订版）", ["PP Res. 140 (Rev. Bucharest, 2022)"]),
    ("第 1332 号和第 1334 号决议", ["Council Res. 1332", "Council Res. 1334"]),
    ("Resolution\n140  (Rev. Bucharest,\n2022)", ["PP Res. 140 (Rev. Bucharest, 2022)"]),
    ("CWG-WSIS&SDG-\n39/2", ["CWG-WSIS&SDG-39/2"]),
    ("an SDG target 4.2 million people", []),
    ("the Connect 2030 Agenda", []),
    ("decision 1/CP.21", []),
    ("Resolution 2015", []),
    ("本决议第5段", []),
    ("CWG-WSIS&SDG-39/2 to 39/4", [f"CWG-WSIS&SDG-39/{n}" for n in (2, 3, 4)]),
    ("39/2, 39/3 and 39/7(Rev.1)", [f"CWG-WSIS&SDG-39/{n}" for n in ("2", "3", "7(Rev.1)")]),
    ("40/2 à 40/4", [f"CWG-WSIS&SDG-40/{n}" for n in (2, 3, 4)]),
    ("第39/2至39/4号文件", [f"CWG-WSIS&SDG-39/{n}" for n in (2, 3, 4)]),
    ("الوثائق من 39/2 إلى 39/4", [f"CWG-WSIS&SDG-39/{n}" for n in (2, 3, 4)]),
    ("Documents C24/8, 9 and 12", ["C24/8", "C24/9", "C24/12"]),
    ("C24/8 and 25 countries", ["C24/8"]),
    ("C24/8 and 24/7 support", ["C24/8"]),
    ("Document 5/12 of Study Group 5", []),
    ("from 30/10 to 31/12", []),
    ("The votes were 45/12, 45/13 and 45/14.", []),
    ("Table 39/2–39/4 of the annex", []),
    ("fractions 33/100, 33/50", []),
    ("The contributions, 39/2 and 39/3, were noted.", ["CWG-WSIS&SDG-39/2", "CWG-WSIS&SDG-39/3"]),
    ("CL-25/44, CL-24/43", ["CL-25/44", "CL-24/43"]),
    ("https://www.itu.int/md/S25-SG-CIR-0044/en", ["CL-25/44"]),
    ("理事会决议R1332、R1395", ["Council Res. 1332", "Council Res. 1395"]),
    ("Resolutions A/70/1 and A/71/212", ["A/RES/70/1", "A/RES/71/212"]),
    ("A/70/1、A/71/212号决议", ["A/RES/70/1", "A/RES/71/212"]),
    ("resolution A/RES/70/1; report A/71/212", ["A/RES/70/1", "A/71/212"]),
    ("EG-DEC482-3/2", ["EG-DEC482-3/2"]),
    ("WG-Internet 11/11", ["CWG-Internet-11/11"]),
    ("خطوط العمل جيم2 وجيم5", ["WSIS C2", "WSIS C5"]),
    ("Форум ВВУИО с 5 по 9 июня", []),
    ("SDG 17.6–17.8", ["SDG 17.6", "SDG 17.7", "SDG 17.8"]),
    ("Resolution 140 (Dubai, 2018), as revised in Bucharest (2022)",
     ["PP Res. 140 (Rev. Bucharest, 2022)"]),
    ("Resolution 140, as revised by the Plenipotentiary Conference (Bucharest, 2022)",
     ["PP Res. 140 (Rev. Bucharest, 2022)"]),
    ("理事会第1332号决议2016年修改版", ["Council Res. 1332 (Rev. 2016)"]),
    ("القرارين ١/٧٠ و٧٠/١٢٥", ["A/RES/70/1", "A/RES/70/125"]),
    ("قرار المجلس الاقتصادي والاجتماعي ٣/٢٠٢٣", ["E/RES/2023/3"]),
    ("resolution 1/70", []),
    ("القرار رقم (1332) للمجلس", ["Council Res. 1332"]),
    ("القرار رقم (1332) (المراجَع في 2023)", ["Council Res. 1332 (Rev. 2023)"]),
    ("القرار رقم: 1332", ["Council Res. 1332"]),
    ("قرار مجلس الوزراء رقم (25) لسنة 2016", []),
    ("Resolution No. (1332)", ["Council Res. 1332"]),
    ("Resolution No. (1332, 5)", []),
    ("Resolution (1332)", []),
    ("A/RES/70/125 (2015)", ["A/RES/70/125"]),
    ("A/RES/70/\n125 and A/RES/\n70/1", ["A/RES/70/125", "A/RES/70/1"]),
    ("A/70/ 125", []),
]  # fmt: skip

COUNCIL_2016 = "Council Res. 1332 (2016)"
REVISED_IN_2016 = "Council Res. 1332 (Rev. 2016)"
PP_22 = "PP Res. 140 (Rev. Bucharest, 2022)"
EDITIONS = [
    # A year in brackets behind the number, the body or, in Chinese, the head.
    ("Council Resolution 1332 (2016)", [COUNCIL_2016]),
    ("Resolution 1332 of the Council (2016)", [COUNCIL_2016]),
    ("la résolution 1332 du Conseil (2016)", [COUNCIL_2016]),
    ("la Resolución 1332 del Consejo (2016)", [COUNCIL_2016]),
    ("Резолюция 1332 Совета (2016 г.)", [COUNCIL_2016]),
    ("القرار 1332 الصادر عن المجلس (2016)", [COUNCIL_2016]),
    ("理事会第1332号决议（2016年）", [COUNCIL_2016]),
    ("les Résolutions 1332 et 1334 du Conseil (2016)", [COUNCIL_2016, "Council Res. 1334 (2016)"]),
    ("理事会第1332和1334号决议（2016年）", [COUNCIL_2016, "Council Res. 1334 (2016)"]),
    ("la Décision 562 du Conseil (2016)", ["Council Dec. 562 (2016)"]),
    ("Resolution 214 of the Plenipotentiary Conference (Bucharest, 2022)",
     ["PP Res. 214 (Bucharest, 2022)"]),
    # The Security Council's number of that year, or another body's: no edition of ITU's.
    ("resolution 1332 of the Council (2000)", ["Council Res. 1332"]),
    ("resolution 5 of ECOSOC (2016)", ["E/RES/5"]),
    ("Council Resolution 1332 (Geneva, 2022)", ["Council Res. 1332 (2022)"]),
    # A year without brackets, or of a session, may be that of the adoption.
    ("Council Resolution 1332 of 2016", ["Council Res. 1332"]),
    ("la Résolution 1332 du Conseil de 2016", ["Council Res. 1332"]),
    ("la Resolución 1332 del Consejo de 2016", ["Council Res. 1332"]),
    ("Резолюция 1332 Совета 2016 года", ["Council Res. 1332"]),
    ("قرار المجلس 1332 لعام 2016", ["Council Res. 1332"]),
    ("2016年理事会第1332号决议", ["Council Res. 1332"]),
    ("理事会2016年会议第1332号决议", ["Council Res. 1332"]),
    ("Resolution 1332 of the 2016 session of Council", ["Council Res. 1332"]),
    # A revision in words.
    ("Council Resolution 1332, as amended in 2016", [REVISED_IN_2016]),
    ("理事会2016年修订的第1332号决议", [REVISED_IN_2016]),
    ("理事会2016年修订版第1332号决议", [REVISED_IN_2016]),
    ("全权代表大会2022年布加勒斯特修订的第140号决议", [PP_22]),
    ("理事会将于2026年修订的第1332号决议", ["Council Res. 1332"]),
    ("理事会2016年修订第1332号决议", ["Council Res. 1332"]),
    ("2016年大幅修订的第1332号决议", ["Council Res. 1332"]),
    # A period is no edition.
    ("Resolution 1332 (2016–2019)", ["Council Res. 1332"]),
    ("理事会第1332号决议（2016-2019年）", ["Council Res. 1332"]),
    # A conference's code without brackets.
    ("Resolution 140 of PP-22", [PP_22]),
    ("la Résolution 140 de la PP-22", [PP_22]),
    ("la Resolución 140 de la PP-22", [PP_22]),
    ("Резолюция 140 ПК-22", [PP_22]),
    ("القرار 140 الصادر عن PP-22", [PP_22]),
    ("discussed Resolution 140 in PP-22", ["PP Res. 140"]),
    ("Resolution 140 PP-22", ["PP Res. 140"]),
    ("Resolution 140 of PP-22/5", ["PP Res. 140", "PP-22/5"]),
]  # fmt: skip
"""The edition of a resolution has a year; in doubt a reference has no edition."""


@pytest.mark.parametrize(("text", "expected"), FORMS + EDITIONS)
def test_each_form_is_found_in_canonical_form(text: str, expected: list[str]) -> None:
    assert [mention.canonical for mention in find(text)] == expected


def test_a_mention_s_fields() -> None:
    text = "see Council Resolution 1332 (Rev. 2023), para. 2"
    (mention,) = find(text)
    assert (mention.kind, mention.body, mention.number, mention.edition) == (
        "resolution", "Council", "1332", "2023",
    )  # fmt: skip
    assert mention.text == "Resolution 1332 (Rev. 2023), para. 2"
    assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("paragraphs 35, 37 and 72 of the Tunis Agenda", ("35", "37", "72")),
        ("《突尼斯议程》第109段", ("109",)),
        ("الفقرة ١٠٩ من برنامج عمل تونس", ("109",)),
        ("Tunis Agenda", ()),
    ],
)
def test_a_mention_has_the_numbers_of_its_paragraphs(text: str, numbers: tuple[str, ...]) -> None:
    (mention,) = find(text)
    assert mention.canonical == "WSIS-05/TUNIS/DOC/6(Rev.1)"
    assert mention.text == text
    assert paragraphs(mention.text) == numbers


PIECES = [
    "Resolution ", "Resolutions ", "القرار ", "و", "第", "号决议", "决议", "Резолюции ", "1332",
    "140", "70/125", " and ", "、", "和", "–", "(Rev. ", "Bucharest, 2022)", "（2022年，",
    "修订版）", "C4",
    " WSIS ",     "SDG ", "9.c", "para. ", "《突尼斯议程》",
    "Tunis Agenda", "A/RES/", "/", "(", ")", " ", "\n", "ﻻ",
    "ـ",     "CWG-WSIS&SDG-39/", "ITU-T X.1", " of the Council", "2030 Agenda", "(III)",
    "目标", "!R1!", "39/2", "-R1-E", "Documents ", "جيم5", "as revised in ", "号文件", "C 5",
    "-TD-", "WSIS+20 ",
]  # fmt: skip


def check(text: str) -> None:
    """The promises of ``find`` for any text."""
    position = -1
    last = (-1, -1)
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.text
        is_between = (mention.start, mention.end) == last
        assert mention.start >= position or is_between
        position, last = mention.end, (mention.start, mention.end)


@given(st.text(max_size=300))
def test_no_text_crashes(text: str) -> None:
    check(text)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_mixture_of_pieces_crashes(text: str) -> None:
    check(text)


HARD = [
    "Resolution ", "1", "(", "ق", "قرار ", "第", "1、", "第1和", "Resolutions 1332 and ", "a/",
    "C1 ",     "para 1 ", "goal 1 ", "resolution 1 (rev. ", "1号决议",
    "council ", "ـ", "ﻻ", "A/70/1/",
    "SDG 1, ", "39/2, ", "CWG-WSIS&SDG-39/2, 39/3 ", "Documents 39/2 to 39/30 ", "40/INF/1-",
    "Resolution 140, as revised in ", "2016年", "جيم5 و", "-td-w", "T25-SG13-260227-TD-",
    "resolution A/70/1, ", "A/RES/70/1, 70/2, ", "WSIS+20 ", "action line C 5 ", "第39/2号、",
]  # fmt: skip


@pytest.mark.parametrize("unit", HARD)
@pytest.mark.thorough
def test_time_is_linear(unit: str) -> None:
    """Four times the text takes no more than some four times as long, whatever it repeats."""

    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        begin = time.process_time()
        find(text)
        return time.process_time() - begin

    find(unit)
    # A collection of the garbage of all other tests takes longer than what is measured here.
    gc.disable()
    try:
        short = min(seconds(5_000) for _ in range(2))
        # A second time only where other work may have made the first one long.
        assert any(seconds(20_000) < 8 * short + 0.05 for _ in range(2))
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (
            "action lines C4–C6, para. 109 of the Tunis Agenda",
            ["C6", "para. 109 of the Tunis Agenda"],
        ),
        (
            "Resolution 140, para. 109 of the Tunis Agenda",
            ["Resolution 140", "para. 109 of the Tunis Agenda"],
        ),
        (
            "Résolution 140, paragraphe 109 de l'Agenda de Tunis",
            ["Résolution 140", "paragraphe 109 de l'Agenda de Tunis"],
        ),
        (
            "Резолюция 140, пункт 109 Тунисской программы",
            ["Резолюция 140", "пункт 109 Тунисской программы"],
        ),
        ("A/RES/70/125, para. 12, and C24/8", ["A/RES/70/125, para. 12", "C24/8"]),
    ],
)
def test_a_paragraph_belongs_to_the_reference_that_it_names(text: str, mentions: list[str]) -> None:
    assert [mention.text for mention in find(text)][-2:] == mentions


@pytest.mark.parametrize(
    ("text", "written", "canonical"),
    [
        ("follow-up to the Global Digital Compact", "2024-02-12", None),
        ("متابعة التعاهد الرقمي العالمي", "2024-02-12", None),
        ("全球数字契约的后续落实", "2024-02-12", None),
        ("последующей деятельности по Глобальному цифровому договору", "2024-09-21", None),
        ("le suivi du Pacte numérique mondial", "2024", None),
        ("follow-up to the Global Digital Compact", "2024-09-22", "A/RES/79/1"),
        ("متابعة التعاهد الرقمي العالمي", "2025-01-02", "A/RES/79/1"),
        ("全球数字契约的后续落实", None, "A/RES/79/1"),
        ("the Pact for the Future (A/RES/79/1)", "2024-02-12", "A/RES/79/1"),
        ("the Tunis Agenda", "2024-02-12", "WSIS-05/TUNIS/DOC/6(Rev.1)"),
        ("突尼斯承诺", "2005-06-01", None),
    ],
)
def test_a_name_is_no_document_younger_than_the_text(
    text: str, written: str | None, canonical: str | None
) -> None:
    canonicals = [mention.canonical for mention in find(text, None, written)]
    assert canonicals == ([] if canonical is None else [canonical])
