"""Written sentences, against the passages of the sample that they cite, in any languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.answers import SentenceCheck, check_sentence, compare_translation
from index.lookup import show
from index.model import Encoder
from index.retrieval import Search
from index.store import Excerpt, Store

WARNING = "CWG-WSIS&SDG-40/3"
CLASSIFIER = (WARNING, "2.1.2")
FLOODS = (WARNING, "1.1")
MESSAGE = (WARNING, "3.3")
COMPILATION = (WARNING, "5.2")


@pytest.fixture(scope="module")
def store(sample_index: Path) -> Iterator[Store]:
    with Store(sample_index) as opened:
        yield opened


@pytest.fixture(scope="module")
def search(store: Store, encoder: Encoder) -> Search:
    return Search(store, encoder)


def read(store: Store, cited: tuple[str, str], language: str) -> Sequence[Excerpt]:
    return show(store, "#".join(cited), language).passages


def list_reasons(check: SentenceCheck) -> list[str]:
    return [fault.reason for fault in check.faults]


@pytest.mark.parametrize(
    ("sentence", "language", "cited", "version"),
    [
        ("River floods drove 640 000 people from their homes.", "en", FLOODS, "zh"),
        ("神经网络并不预测地震，而是更早识别地震。", "zh", CLASSIFIER, "fr"),
        ("Сообщение доходит до 95% телефонов за 12 секунд.", "ru", MESSAGE, "ar"),
        ("L'évaluation demande 3,2 secondes en moyenne, au lieu de 5,4.", "fr", CLASSIFIER, "es"),
        ("El clasificador no predice los terremotos.", "es", CLASSIFIER, "en"),
        ("تصل الرسالة إلى 95 في المائة من الهواتف خلال 12 ثانية.", "ar", MESSAGE, "ru"),
    ],
)
def test_a_sentence_in_other_words_and_another_language_is_supported(
    store: Store, search: Search, sentence: str, language: str, cited: tuple[str, str], version: str
) -> None:
    check = check_sentence(sentence, language, read(store, cited, version), search)
    assert list_reasons(check) == []
    assert check.is_supported


@pytest.mark.parametrize(
    ("sentence", "language", "cited", "version", "reason", "words"),
    [
        (
            *("River floods drove 940 000 people from their homes.", "en", FLOODS, "zh"),
            *("figure", ("940 000",)),
        ),
        (
            *("Между 2013 и 2023 годами 640 000 человек покинули дома.", "ru", FLOODS, "ar"),
            *("figure", ("2023",)),
        ),
        (
            *("菲律宾有64万人因洪水被迫离家。", "zh", FLOODS, "en"),
            *("party", ("菲律宾",)),
        ),
        (
            *("El mensaje no llega al 95 % de los teléfonos.", "es", MESSAGE, "en"),
            *("negation", ("no",)),
        ),
        (
            *("L'OMS compilera les contributions avec le secrétariat.", "fr", COMPILATION, "en"),
            *("party", ("OMS",)),
        ),
        (
            *("يقضي القرار 130 بتجميع المساهمات.", "ar", COMPILATION, "en"),
            *("reference", ("القرار 130",)),
        ),
    ],
)
def test_a_sentence_with_one_thing_wrong_is_stopped_by_its_words(
    store: Store,
    search: Search,
    sentence: str,
    language: str,
    cited: tuple[str, str],
    version: str,
    reason: str,
    words: tuple[str, ...],
) -> None:
    check = check_sentence(sentence, language, read(store, cited, version), search)
    assert (reason, words) in [(str(fault.reason), fault.words) for fault in check.faults]


def test_a_request_turned_round_is_stopped(store: Store, search: Search) -> None:
    sources = read(store, COMPILATION, "fr")
    right = check_sentence("Japan asks the secretariat for a compilation.", "en", sources, search)
    wrong = check_sentence("The secretariat asks Japan for a compilation.", "en", sources, search)
    assert "roles" not in list_reasons(right)
    assert "roles" in list_reasons(wrong)


@pytest.mark.parametrize(
    ("sentence", "language", "version"),
    [
        ("The secretariat is invited to say whether there should be 30 deliverables.", "en", "ru"),
        ("Le secrétariat est invité à dire si le nombre de produits doit passer à 30.", "fr", "zh"),
        ("Se invita a la secretaría a decir si los productos deben pasar a 30.", "es", "fr"),
        ("Секретариату предлагается указать, сократить ли число результатов до 30.", "ru", "en"),
        ("تطلب من الأمانة أن توجه الفريق بشأن خفض عدد النواتج إلى 30.", "ar", "es"),
        ("请秘书处决定是否应将可交付成果减至30项。", "zh", "es"),
    ],
)
def test_only_a_body_that_the_passage_names_is_an_addressee(
    word_index: Path, encoder: Encoder, sentence: str, language: str, version: str
) -> None:
    with Store(word_index) as words:
        sources = read(words, ("CWG-WSIS&SDG-39/2", "5.3"), version)
        check = check_sentence(sentence, language, sources, Search(words, encoder))
    assert "roles" in list_reasons(check)


def test_facts_of_one_sentence_are_spread_over_two_passages(store: Store, search: Search) -> None:
    sentence = "Floods drove 640 000 people from home, and a message comes in 15 languages."
    both = [*read(store, FLOODS, "fr"), *read(store, MESSAGE, "zh")]
    assert check_sentence(sentence, "en", both, search).is_supported
    assert list_reasons(check_sentence(sentence, "en", both[:1], search)) == ["figure"]


def test_a_sentence_on_another_subject_is_far_from_its_passage(
    store: Store, search: Search
) -> None:
    sources = read(store, FLOODS, "es")
    check = check_sentence("Travel grants go to young women engineers.", "en", sources, search)
    assert list_reasons(check) == ["meaning"]
    assert check.cosine < 0.3


def test_a_sentence_without_a_passage_is_not_supported(search: Search) -> None:
    assert list_reasons(check_sentence("Japan proposes an exercise.", "en", [], search)) == [
        "no-source"
    ]


@pytest.mark.parametrize("sentence", ["", " \n", "…", "1" * 40, "no " * 300])
def test_a_sentence_without_sense_is_not_supported(
    store: Store, search: Search, sentence: str
) -> None:
    assert not check_sentence(sentence, "en", read(store, FLOODS, "en"), search).is_supported


def test_a_sentence_of_unbounded_length_is_not_read(store: Store, search: Search) -> None:
    check = check_sentence("floods " * 10_000, "en", read(store, FLOODS, "en"), search)
    assert list_reasons(check) == ["length"]


@pytest.mark.parametrize(
    ("original", "translation", "differing"),
    [
        ("12 décisions le 3 mai 2024", "12 decisions on 3 May 2024", []),
        ("La Résolution 140 (Rév. Bucarest, 2022)", "Resolution 140 (Rev. Bucharest, 2022)", []),
        ("3,2 % des réseaux 5G, SMSI+20", "3.2% of 5G networks, WSIS+20", []),
        ("20 pays", "twenty countries", []),
        ("20 pays", "countries", ["20"]),
        ("les pays", "20 countries", ["20"]),
        ("A/RES/70/125", "A/RES/70/152", ["A/RES/70/125", "A/RES/70/152"]),
        ("ODD 9, C24/8", "SDG 9, C24/9", ["C24/8", "C24/9"]),
        ("le 3 mai 2024", "on 3 June 2024", ["3 mai 2024", "3 June 2024"]),
    ],
)
def test_a_translation_differs_where_figures_or_references_do(
    original: str, translation: str, differing: list[str]
) -> None:
    found = compare_translation(original, translation, "fr", "en")
    assert set(differing) <= set(found)
    assert bool(found) == bool(differing)


@pytest.mark.thorough
def test_each_changed_digit_of_the_sample_is_marked(store: Store) -> None:
    changed = 0
    missed: list[str] = []
    for language in ("en", "fr", "es", "ru", "ar", "zh"):
        for excerpt in show(store, WARNING, language).passages:
            text = excerpt.passage.text
            assert compare_translation(text, text, language, language) == ()
            for digit in re.finditer("[1-9]", text):
                other = str(int(digit[0]) % 9 + 1)
                spoiled = text[: digit.start()] + other + text[digit.end() :]
                changed += 1
                if not compare_translation(text, spoiled, language, language):
                    missed.append(spoiled[max(0, digit.start() - 40) : digit.end() + 30])
    assert changed > 100
    assert missed == []
