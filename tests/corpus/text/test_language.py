"""Is the language of a passage, and of a file, told for what it is?"""

from __future__ import annotations

import csv
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.languages import BY_CODE
from corpus.text import language_of, main_language
from corpus.text.language.profiles import log_likelihoods
from tests.conftest import REAL_DATA

DATA = REAL_DATA

SENTENCES = {
    "ar": "يُدعى فريق العمل التابع للمجلس إلى النظر في هذه الوثيقة واتخاذ ما يلزم من إجراءات.",
    "zh": "请理事会工作组审议本文件，并采取必要行动，以支持信息社会世界峰会成果的落实工作。",
    "en": "The Council Working Group is invited to consider this document and to act on it.",
    "fr": "Le Groupe de travail du Conseil est invité à examiner ce document et à y donner suite.",
    "ru": "Рабочей группе Совета предлагается рассмотреть настоящий документ и принять меры.",
    "es": "Se invita al Grupo de Trabajo del Consejo a examinar este documento y a tomar medidas.",
}
QUOTATION = {
    "en": "An alert that nobody understands does not save anybody from the flood.",
    "fr": "Une alerte que personne ne comprend ne sauve personne de l'inondation.",
    "es": "Una alerta que nadie entiende no salva a nadie de la inundación.",
}


@pytest.mark.parametrize("code", sorted(SENTENCES))
@pytest.mark.parametrize("expected", [None, "ar", "zh", "en", "fr", "ru", "es"])
def test_a_whole_passage_has_its_own_language(code: str, expected: str | None) -> None:
    assert language_of(SENTENCES[code], expected=expected) == code


@pytest.mark.parametrize("code", sorted(SENTENCES))
@pytest.mark.parametrize("quoted", sorted(QUOTATION))
@pytest.mark.parametrize("form", ["{0} «{1}»", "{0} “{1}”", '{0} "{1}"', "{0} {1}", "{1} {0}"])
def test_a_quotation_changes_nothing(code: str, quoted: str, form: str) -> None:
    assert language_of(form.format(SENTENCES[code], QUOTATION[quoted]), expected=code) == code


@pytest.mark.parametrize("quoted", sorted(QUOTATION))
@pytest.mark.parametrize("version", ["ar", "zh", "en", "ru"])
def test_a_passage_that_is_only_a_quotation(quoted: str, version: str) -> None:
    assert language_of(f"«{QUOTATION[quoted]}»", expected=version) == quoted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("引言", "zh"),
        ("行动", "zh"),
        ("CWG-WSIS&SDG的活动", "zh"),
        ("WSIS行动方面C8、ITU-T X.1303建议书、5G", "zh"),
        ("Resolution 140 (Rev. Bucharest, 2022)", "en"),
        ("РЕЗОЛЮЦИЯ 140 (ПЕРЕСМ. БУХАРЕСТ, 2022 г.)", "ru"),
        ("ПРЕДЛОЖЕНИЕ", "ru"),
        ("خط العمل C5 (WSIS) وA/RES/70/125", "ar"),
        ("No poverty", "en"),
        ("Pas de pauvreté", "fr"),
        ("Fin de la pobreza", "es"),
        ("SUSTAINABLE DEVELOPMENT GOALS", "en"),
        ("RÉUNION DU GROUPE DE TRAVAIL", "fr"),
        ("ORDEN DEL DÍA DE LA REUNIÓN", "es"),
    ],
)
def test_a_heading_has_its_language(text: str, code: str) -> None:
    assert language_of(text) == code
    assert language_of(text, expected=code) == code


@pytest.mark.parametrize(
    "text", ["CWG-WSIS&SDG-39/2", "A/RES/70/125", "2023", "–", "", "https://www.itu.int/wsis"]
)
@pytest.mark.parametrize("expected", [None, "ar", "zh", "fr"])
def test_symbols_have_no_language_of_their_own(text: str, expected: str | None) -> None:
    assert language_of(text, expected=expected) == expected


@pytest.mark.parametrize("text", ["Introduction", "Geneva", "Union internationale", "ITU Telecom"])
@pytest.mark.parametrize("expected", ["zh", "ar", "ru", "en", "fr", "es"])
def test_a_name_or_a_short_line_keeps_what_is_expected(text: str, expected: str) -> None:
    assert language_of(text, expected=expected) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Der Rat hat beschlossen, dass die Arbeitsgruppe sich mit den Ergebnissen befasst.",
            "de",
        ),
        (
            "O Grupo de Trabalho é convidado a tomar as medidas necessárias para a sua aplicação.",
            "pt",
        ),
        (
            "Робоча група має розглянути цей документ і вжити необхідних заходів для його дій.",
            "uk",
        ),
        ("作業部会は、この文書を検討し、必要な措置をとるよう求められている。", "ja"),
        ("실무 그룹은 이 문서를 검토하고 필요한 조치를 취하도록 요청받는다.", "ko"),
    ],
)
def test_languages_outside_the_six(text: str, code: str) -> None:
    assert language_of(text) == code
    assert language_of(text, expected="en") == code


def test_the_same_answer_every_time() -> None:
    texts = ["Resolution", "Recommendation 5", "Communication", "Document C24/8", "Point 3"]
    first = [language_of(text) for text in texts]
    assert all([language_of(text) for text in texts] == first for _ in range(5))


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not here")
@pytest.mark.parametrize("code", sorted(BY_CODE))
@pytest.mark.parametrize("folder", ["un-parallel", "sdg", "udhr"])
@pytest.mark.parametrize(
    ("one_in", "share"), [(6, 0.996), pytest.param(1, 0.999, marks=pytest.mark.slow)]
)
@pytest.mark.once
def test_sentences_of_others(folder: str, code: str, one_in: int, share: float) -> None:
    # Chinese is about a third as long; some 3 lines in 3,000 are really in another language.
    shortest = 20 if code == "zh" else 60
    with (DATA / folder / "aligned.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        texts = [row[code] for row in rows if len(row[code]) > shortest][::one_in]
    assert sum(language_of(text) == code for text in texts) >= share * len(texts)
    assert sum(language_of(text, expected=code) == code for text in texts) >= share * len(texts)


def test_a_thousand_passages_take_seconds_and_not_minutes() -> None:
    began = time.perf_counter()
    for number in range(1_000):
        language_of(f"{SENTENCES['fr']} {number}", expected="en")
    assert time.perf_counter() - began < 30


@given(st.text(), st.sampled_from([None, *BY_CODE]))
def test_no_text_is_too_strange(text: str, expected: str | None) -> None:
    code = language_of(text, expected=expected)
    assert code is None or len(code) == 2
    assert code is not None or expected is None


def test_profiles_prefer_the_language_of_a_sentence() -> None:
    likely = log_likelihoods(SENTENCES["es"], ("en", "fr", "es"))
    assert max(likely, key=likely.__getitem__) == "es"


def test_texts_that_begin_without_letters_have_no_main_language() -> None:
    assert main_language(["(" * 2_000 + "word"]) == (None, 0.0, 0)
