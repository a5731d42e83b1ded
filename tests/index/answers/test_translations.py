"""Terms of a translation, compared with what the archive itself writes for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.answers import TranslationCheck
from index.lookup import show
from index.store import Store
from index.versions import paragraph_pairs

REPORT = "CWG-WSIS&SDG-41/2"


@pytest.fixture(scope="module")
def store(word_index: Path) -> Iterator[Store]:
    with Store(word_index) as opened:
        yield opened


@pytest.fixture(scope="module")
def check(store: Store) -> TranslationCheck:
    return TranslationCheck(store)


def test_a_term_that_the_archive_translates_otherwise_is_marked(check: TranslationCheck) -> None:
    original = "Le Secrétariat du SMSI a rendu compte des feuilles de route."
    right = "La Secretaría de la CMSI informó sobre las hojas de ruta."
    assert check.compare(original, right, "fr", "es") == ()
    wrong = right.replace("CMSI", "SMSI").replace("hojas de ruta", "hojas del camino")
    differs = check.compare(original, wrong, "fr", "es")
    assert set(differs) == {"SMSI = CMSI", "feuilles de route = hojas de ruta"}


@pytest.mark.parametrize(
    ("source", "target", "term", "translation"),
    [
        ("ru", "en", "ВВУИО", "WSIS"),
        ("en", "fr", "Council Working Group", "Groupe de travail du Conseil"),
        ("fr", "es", "ODD", "ODS"),
        ("zh", "en", "突尼斯议程", "Tunis Agenda"),
    ],
)
def test_a_sure_term_comes_with_what_the_archive_writes(
    check: TranslationCheck, source: str, target: str, term: str, translation: str
) -> None:
    assert check.choose_terms(f"{term}.", source, target) == {term: translation}


@pytest.mark.parametrize(("source", "target"), [("en", "fr"), ("ru", "zh"), ("ar", "es")])
def test_official_versions_have_each_sure_term_and_need_it(
    store: Store, check: TranslationCheck, source: str, target: str
) -> None:
    document = store.documents.by_symbol(REPORT)
    assert document
    texts = {
        shown.passage_id: shown.passage.text
        for code in (source, target)
        for shown in show(store, REPORT, code).passages
    }
    terms = 0
    for own, other in paragraph_pairs(store, document["id"], source, target):
        original, version = (" ".join(texts[each] for each in ids) for ids in (own, other))
        chosen = check.choose_terms(original, source, target) if own and other else {}
        terms += len(chosen)
        marks = [f"{term} = {translation}" for term, translation in chosen.items()]
        assert not {*marks} & {*check.compare(original, version, source, target)}
        nothing = "1" if target == "zh" else "Nada."
        assert {*marks} <= {*check.compare(original, nothing, source, target)}
    assert terms > 10
