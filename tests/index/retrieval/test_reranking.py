"""The learned order of the best candidates."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from index.model import Encoder
from index.retrieval import Search
from index.retrieval.reranking import (
    FEATURES,
    OF_SHORT,
    SIGNS,
    Evidence,
    choose_sentence,
    features,
    order,
    rate_doubt,
    sentence_features,
    signs,
    weights,
)
from index.store import Store

EVEN = Evidence(
    meaning=np.full(3, 0.5),
    translations=np.full(3, 0.4),
    around=np.zeros(3),
    words=np.zeros(3),
    translated_words=np.zeros(3),
    sections=np.arange(3),
    documents=np.arange(3),
    lengths=np.full(3, 30),
    signs=np.zeros(3, np.bool_),
    slight=np.zeros(3, np.bool_),
    tables=np.zeros(3, np.bool_),
    openings=np.zeros(3, np.bool_),
    accounts=np.zeros(3, np.bool_),
    own_language=np.ones(3, np.bool_),
)
"""Three candidates that nothing tells apart but their places."""


def test_the_table_has_a_weight_for_each_feature() -> None:
    text = files("index.retrieval.reranking").joinpath("weights.toml").read_text("utf-8")
    table = tomllib.loads(text)
    assert [*table["all"]] == [*FEATURES]
    assert [*table["short"]] == [*OF_SHORT]
    assert [*table["unanswered"]] == [*SIGNS]
    assert [len(table) for table in weights()] == [len(FEATURES) + len(OF_SHORT), len(SIGNS)]


@pytest.mark.parametrize("is_short", [False, True])
def test_candidates_that_are_alike_keep_their_order(is_short: bool) -> None:
    assert order(EVEN, is_short=is_short) == [0, 1, 2]


@pytest.mark.parametrize("is_short", [False, True])
@pytest.mark.parametrize("name", ["meaning", "translations"])
def test_the_nearest_candidate_comes_first(name: str, is_short: bool) -> None:
    nearer = replace(EVEN, **{name: getattr(EVEN, name) + np.array([0.0, 0.0, 0.2])})
    assert order(nearer, is_short=is_short)[0] == 2


def test_a_line_of_a_cover_ranks_behind_content() -> None:
    assert order(replace(EVEN, signs=np.array([True, False, False])), is_short=False)[-1] == 0


def test_short_queries_across_languages_keep_the_order_of_words() -> None:
    foreign = replace(
        EVEN,
        meaning=EVEN.meaning + np.array([0.0, 0.0, 0.2]),
        own_language=np.array([False, False, True]),
    )
    assert order(foreign, is_short=True) == [0, 1, 2]
    assert order(foreign, is_short=False)[0] == 2


def test_a_question_without_near_passage_or_word_is_unanswered() -> None:
    far = replace(EVEN, meaning=np.full(3, 0.1))
    for evidence, shares, expected in ((EVEN, (1.0, 1.0), False), (far, (0.0, 0.0), True)):
        values = signs(evidence, [0, 1, 2], shares, is_short=True)
        assert (rate_doubt(values) > 0) == expected


def test_unknown_reference_makes_an_answer_less_likely() -> None:
    plain, named = (
        signs(EVEN, [0, 1, 2], (0.5, 0.5), is_short=False, is_unknown=is_unknown)
        for is_unknown in (False, True)
    )
    assert (named - plain) @ weights().signs > 0


def test_only_a_short_question_has_features_of_its_own() -> None:
    own = len(FEATURES)
    assert not features(EVEN, is_short=False)[:, own:].any()
    assert features(EVEN, is_short=True)[:, own:].any()


def test_no_candidates_have_no_features() -> None:
    nothing = Evidence(*(getattr(EVEN, name)[:0] for name in Evidence.__slots__))
    assert features(nothing, is_short=True).shape == (0, len(FEATURES) + len(OF_SHORT))
    assert order(nothing, is_short=True) == []


def test_a_document_is_measured_by_its_best_candidates() -> None:
    near = replace(EVEN, meaning=np.array([0.3, 0.6, 0.5]), documents=np.array([7, 7, 9]))
    measured = features(near, is_short=False)
    assert measured[:, FEATURES.index("document")] == pytest.approx([0.3, 0.0, 0.0])
    assert measured[:, FEATURES.index("document_hits")] == pytest.approx(np.log([3, 3, 2]))


@pytest.mark.model
def test_pages_of_answers_fit_together(sample_index: Path, encoder: Encoder) -> None:
    with Store(sample_index) as store:
        search = Search(store, encoder)
        whole = [hit.found.passage_id for hit in search.search("early warning", k=20).hits]
        pages = [
            search.search("early warning", k=5, offset=position).hits for position in (0, 5, 10, 15)
        ]
    assert [hit.found.passage_id for page in pages for hit in page] == whole


@pytest.mark.model
def test_scores_never_rise_in_the_learned_order(sample_index: Path, encoder: Encoder) -> None:
    with Store(sample_index) as store:
        scores = [hit.score for hit in Search(store, encoder).search("skills", k=30).hits]
    assert scores == sorted(scores, reverse=True)


ASKED_FOR_NUMBERS = {
    "ar": ("كم عدد المراكز؟", ["افتتحت مراكز في القرى.", "بلغ مجموعها 36 مركزا.", "وهي مجانية."]),
    "zh": ("开设了多少个中心？", ["村里开设了中心。", "一共36个。", "中心免费开放。"]),
    "en": ("How many were opened?", ["Villages have them.", "There are 36.", "They are free."]),
    "fr": ("Combien sont ouverts ?", ["Les villages en ont.", "Il y en a 36.", "C'est gratuit."]),
    "ru": ("Сколько их открыто?", ["Они есть в сёлах.", "Всего их 36.", "Вход свободный."]),
    "es": ("¿Cuántos se abrieron?", ["Los pueblos los tienen.", "Son 36.", "Son gratuitos."]),
}


@pytest.mark.parametrize("code", sorted(ASKED_FOR_NUMBERS))
def test_the_sentence_with_the_number_of_the_question_is_chosen(code: str) -> None:
    question, texts = ASKED_FOR_NUMBERS[code]
    measured = sentence_features(question, code, texts, code, np.array([0.5, 0.45, 0.48]))
    assert choose_sentence(measured) == 1


def test_rare_word_of_the_question_decides_between_sentences_as_near() -> None:
    texts = ["The fund is new.", "The fund trains women.", "The fund trains farmers."]
    measured = sentence_features("farmers of the fund", "en", texts, "en", np.full(3, 0.5))
    assert choose_sentence(measured) == 2
    assert not sentence_features("farmers", "en", texts, "fr", np.full(3, 0.5))[:, 1].any()
