"""Passages that hold a question's words tell where others lie that say the same in other words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.indexing import add
from index.model import Encoder
from index.retrieval.dense import Dense
from index.retrieval.feedback import Feedback
from index.retrieval.lexical import Lexical
from index.retrieval.passage_filters import FilterIndex
from index.retrieval.questions import read_question
from index.retrieval.terms import TermTranslator
from index.store import Store
from index.versions import align_documents
from tests.index.building import document

ENGLISH = (
    "The mountain yak grazes on high meadows in summer.",
    "A mountain yak needs salt and cold air.",
    "The tax on imports rises next year.",
    "Harbours need cranes for heavy boxes.",
    "Elections were held without incident.",
    "The budget of the office was approved.",
)
FRENCH = (
    "Le yack montagnard broute l'été sur les hautes prairies.",
    "Il faut au yack montagnard du sel et un air froid.",
    "La taxe sur les importations augmente l'an prochain.",
    "Les ports ont besoin de grues pour les caisses lourdes.",
    "Les élections se sont déroulées sans incident.",
    "Le budget du bureau a été approuvé.",
)
ALONE = (
    "Les bovins de l'Himalaya paissent dans les alpages.",
    "Les marins attendent le navire au quai.",
    "Le conseil a adopté le rapport financier.",
)


@pytest.fixture
def store(tmp_path: Path, encoder: Encoder) -> Iterator[Store]:
    with Store(tmp_path, create=True) as made:
        made.vectors.use_model(encoder)
        texts = (("C1/1", "en", ENGLISH), ("C1/1", "fr", FRENCH), ("C1/2", "fr", ALONE))
        add(made, encoder, [document(*text) for text in texts])
        align_documents(made)
        yield made


def test_feedback_leads_to_the_same_content_in_another_language(
    store: Store, encoder: Encoder
) -> None:
    dense = Dense(store, encoder)
    with store.snapshot():
        holding = TermTranslator(store, Lexical(store)).holding(read_question("mountain yak"))
        assert set(store.passages.read_shown_texts(holding).values()) == set(ENGLISH[:2])
        direction = Feedback(store, dense, FilterIndex(store)).direction(holding)
        assert direction is not None
        alone = store.passages.of_documents([store.documents.id_of("C1/2") or 0])
        products = dense.scores(direction.vector, sorted(alone))
        texts = store.passages.read_shown_texts(products)
    standing = {
        texts[passage]: direction.measure_deviation(product)
        for passage, product in products.items()
    }
    assert max(standing, key=lambda text: standing[text]) == ALONE[0]


def test_a_question_of_absent_words_gives_no_direction(store: Store, encoder: Encoder) -> None:
    feedback = Feedback(store, Dense(store, encoder), FilterIndex(store))
    with store.snapshot():
        assert TermTranslator(store, Lexical(store)).holding(read_question("glacier")) == []
        assert feedback.direction([]) is None


def test_an_archive_without_vectors_gives_no_direction(tmp_path: Path, encoder: Encoder) -> None:
    with Store(tmp_path / "empty", create=True) as made:
        feedback = Feedback(made, Dense(made, encoder), FilterIndex(made))
        with made.snapshot():
            assert feedback.direction([1]) is None
