"""Passages are found by their whole and their sentences, whatever language they are in."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from benchmarks.relevance.needs import read_needs
from corpus.documents import Document, Metadata, Passage
from index.indexing import add, build
from index.indexing.texts import VERSION
from index.model.encoder import Encoder, Vectors
from index.retrieval import Search, debiasing
from index.retrieval.dense import Dense, Neutrality
from index.retrieval.passage_filters import PassageMask
from index.retrieval.questions import Question
from index.retrieval.vectors import Segments
from index.store import Store
from tests.conftest import copy_index

REPORTS = {
    "en": (
        (
            "The working group elected two vice-chairs. Broadband reaches only half of the rural "
            "schools in the region. The next meeting will be held in Geneva in February. Delegates "
            "thanked the secretariat for the interpretation."
        ),
        "The budget of the forum was adopted without amendment by the Council last week.",
    ),
    "fr": (
        (
            "Le groupe de travail a élu deux vice-présidents. Le large bande n'atteint que la "
            "moitié des écoles rurales de la région. La prochaine réunion se tiendra à Genève en "
            "février. Les délégués ont remercié le secrétariat pour l'interprétation."
        ),
        "Le budget du forum a été adopté sans modification par le Conseil la semaine dernière.",
    ),
    "es": (
        (
            "El grupo de trabajo eligió a dos vicepresidentes. La banda ancha solo llega a la "
            "mitad de las escuelas rurales de la región. La próxima reunión se celebrará en "
            "Ginebra en febrero. Los delegados agradecieron a la Secretaría la interpretación."
        ),
        "El Consejo aprobó sin enmiendas el presupuesto del foro la semana pasada.",
    ),
    "ru": (
        (
            "Рабочая группа избрала двух заместителей председателя. Широкополосная связь есть "
            "лишь в половине сельских школ региона. Следующее собрание пройдет в Женеве в "
            "феврале. Делегаты поблагодарили секретариат за устный перевод."
        ),
        "Бюджет форума был утвержден Советом без поправок на прошлой неделе.",
    ),
    "ar": (
        (
            "انتخب فريق العمل نائبين للرئيس. ولا يصل النطاق العريض إلا إلى نصف المدارس الريفية في "
            "المنطقة. وسيُعقد الاجتماع المقبل في جنيف في فبراير. وشكر المندوبون الأمانة على خدمات "
            "الترجمة الشفوية."
        ),
        "اعتمد المجلس ميزانية المنتدى دون تعديل في الأسبوع الماضي.",
    ),
    "zh": (
        "工作组选举了两位副主席。该区域只有一半的农村学校接入了宽带。下一次会议将于二月在日内瓦召开。代表们感谢秘书处提供的口译服务。",
        "理事会上周未经修改通过了论坛的预算。",
    ),
}

QUESTIONS = {
    "en": "Where and when do we meet next?",
    "fr": "Où et quand aura lieu la prochaine réunion ?",
    "es": "¿Dónde y cuándo será la próxima reunión?",
    "ru": "Где и когда будет следующее собрание?",
    "ar": "أين ومتى يُعقد الاجتماع المقبل؟",
    "zh": "下次会议何时何地举行？",
}

PLACES = {
    "en": "Geneva",
    "fr": "Genève",
    "es": "Ginebra",
    "ru": "Женеве",
    "ar": "جنيف",
    "zh": "日内瓦",
}


def _document(code: str) -> Document:
    passages = tuple(
        Passage("paragraph", text, label=str(number), label_path=(str(number),), language=code)
        for number, text in enumerate(REPORTS[code], start=1)
    )
    return Document(
        file=Path(f"/none/report-{code}.docx"),
        format="docx",
        language=code,
        pages=None,
        metadata=Metadata(symbol="CWG-WSIS&SDG-42/1"),
        passages=passages,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("dense"), create=True) as store:
        add(store, encoder, [_document(code) for code in REPORTS])
        yield store


def _embed(dense: Dense, text: str, code: str) -> Question:
    question = Question(text, language=code)
    return replace(question, vector=dense.questions([question])[0])


@pytest.fixture(scope="module")
def dense(store: Store, encoder: Encoder) -> Dense:
    return Dense(store, encoder)


def _texts(store: Store) -> dict[int, tuple[str, str]]:
    rows = store.query("SELECT id, language, text FROM passage")
    return {row["id"]: (row["language"], row["text"]) for row in rows}


@pytest.mark.thorough
def test_a_question_is_embedded_while_its_words_are_looked_up(
    store: Store, encoder: Encoder, dense: Dense
) -> None:
    """By another thread, once; whoever asks for it waits, and gets what they would get anyway."""
    lock, questions = threading.Lock(), []

    class SlowEncoder:
        """The model, as slow as this test wants it."""

        name, dimension = encoder.name, encoder.dimension

        def queries(self, texts: list[str]) -> Vectors:
            with lock:
                questions.extend(texts)
                return encoder.queries(texts)

    held = Dense(store, cast("Encoder", SlowEncoder()))
    question = Question(QUESTIONS["en"], language="en")
    with lock:
        held.begin(question)  # and is back while the model is held
    np.testing.assert_array_equal(held.questions([question]), dense.questions([question]))
    assert questions == [question.text]
    held.questions([question])
    assert len(questions) == 2  # who has its vector remembers it


@pytest.mark.parametrize("code", sorted(QUESTIONS))
def test_one_sentence_of_a_paragraph_answers_in_every_language(
    store: Store, dense: Dense, code: str
) -> None:
    texts = _texts(store)
    question = _embed(dense, QUESTIONS[code], code)
    ranking = dense.nearest(question, 12)
    assert len({passage for passage, _ in ranking}) == len(ranking) == 12
    scores = [score for _, score in ranking]
    assert scores == sorted(scores, reverse=True)
    first = [passage for passage, _ in ranking[:6]]
    assert {texts[passage] for passage in first} == {(c, REPORTS[c][0]) for c in REPORTS}
    for passage, (spans, cosines) in dense.sentence_scores(question, first).items():
        start, stop = spans[int(np.argmax(cosines))]
        language, text = texts[passage]
        assert PLACES[language] in text[start:stop]
        assert stop - start < len(text) / 2


def test_single_words_are_moved_as_terms_and_lie_apart(dense: Dense) -> None:
    words = ("harbour", "vaccine", "copyright", "drought", "election", "spectrum", "tax", "poetry")

    def alike(is_sentence: bool) -> float:
        questions = [Question(word, language="en", is_sentence=is_sentence) for word in words]
        vectors = dense.questions(questions)
        return float((vectors @ vectors.T)[np.triu_indices(len(words), 1)].mean())

    assert alike(is_sentence=False) < alike(is_sentence=True) - 0.1
    sentence = Question("Who pays for schools in the mountains?", language="en")
    both = dense.questions([sentence, replace(sentence, is_sentence=True)])
    assert np.array_equal(both[0], both[1])


def test_only_passages_of_the_mask_are_found(store: Store, dense: Dense) -> None:
    question = _embed(dense, QUESTIONS["en"], "en")
    chinese = [passage for passage, (code, _) in _texts(store).items() if code == "zh"]
    assert {passage for passage, _ in dense.nearest(question, 9, PassageMask.of(chinese))} == set(
        chinese
    )
    assert dense.nearest(question, 9, PassageMask.of([])) == []
    # Without other languages there is nothing that translations could say.
    alone = [dense.nearest(question, 1, PassageMask.of([passage]))[0] for passage in chinese]
    assert dense.nearest(question, 2, PassageMask.of(chinese)) == sorted(
        alone, key=lambda item: -item[1]
    )


def test_a_search_ahead_finds_the_same(store: Store, dense: Dense) -> None:
    text = QUESTIONS["fr"]
    question = _embed(dense, text, "fr")
    chosen = PassageMask.of([item for item, (code, _) in _texts(store).items() if code != "zh"])
    for among in (None, chosen):
        ranking = dense.nearest(question, 6, among)
        dense.begin(Question(text, language="fr"))
        begun = dense.search_ahead(Question(text, language="fr"), 6, among)
        ahead = dense.search_ahead(question, 6, among)
        for candidate in (begun, ahead):
            assert candidate is not None
            assert dense.nearest(question, 6, among, ahead=candidate) == ranking
            assert dense.nearest(question, 3, among, ahead=candidate) == ranking[:3]


def test_a_search_ahead_is_of_the_searched_moment(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debiasing, "put", lambda *_: None)
    monkeypatch.setattr(debiasing, "kind_for", lambda _: "quantised")  # the store is asked as well
    with Store(tmp_path, create=True) as store:
        add(store, encoder, [_document(code) for code in ("en", "fr", "ru")])
        dense = Dense(store, encoder)
        question = _embed(dense, QUESTIONS["fr"], "fr")
        with store.snapshot():
            ranking = dense.nearest(question, 6)
            with Store(tmp_path) as other:
                other.files.remove(_document("en").file)
            ahead = dense.search_ahead(question, 6, None)
            assert dense.nearest(question, 6, ahead=ahead) == ranking
        assert len(dense.nearest(question, 6)) == len(ranking) - 2


def test_required_passages_are_in_the_answer(dense: Dense) -> None:
    question = _embed(dense, QUESTIONS["en"], "en")
    everything = [passage for passage, _ in dense.nearest(question, 100)]
    ranking = dense.nearest(question, 2, also=[everything[-1], everything[0], 10**6])
    assert [passage for passage, _ in ranking] == [*everything[:2], everything[-1]]


def test_required_passages_are_scored_during_the_search_ahead(
    dense: Dense, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = _embed(dense, QUESTIONS["en"], "en")
    everything = [passage for passage, _ in dense.nearest(question, 100)]
    also = [everything[-1], everything[0], 10**6]
    expected = dense.nearest(question, 2, also=also)
    begun = dense.search_ahead(question, 2, None)
    assert begun is not None
    ranking = begun.found.result()
    assert dense.nearest(question, 2, also=also, ahead=begun) == expected

    scores, scored = Segments.scores, list[list[int]]()

    def watch(self: Segments, vector: Vectors, passages: Collection[int]) -> dict[int, float]:
        scored.append(list(passages))
        return scores(self, vector, passages)

    class Slow(Future[dict[int, float] | None]):
        def done(self) -> bool:
            return bool(scored)

    monkeypatch.setattr(Segments, "scores", watch)
    slow = Slow()
    slow.set_result(ranking)
    assert dense.nearest(question, 2, also=also, ahead=begun._replace(found=slow)) == expected
    assert scored == [also]


@pytest.mark.parametrize("neutrality", ["raw", "means"])
def test_the_baseline_has_one_vector_a_passage(
    store: Store, encoder: Encoder, neutrality: Neutrality
) -> None:
    plain = Dense(store, encoder, neutrality=neutrality)
    question = _embed(plain, QUESTIONS["en"], "en")
    assert len(plain.nearest(question, 100)) == 12
    assert plain.sentence_scores(question, list(_texts(store))) == {}


def test_an_index_without_sentences_works_until_the_next_ingest(
    tmp_path: Path, encoder: Encoder
) -> None:
    with Store(tmp_path, create=True) as store:
        add(store, encoder, [_document("en")])
        count = store.vectors.count_sentences()
        with store.transaction():  # as the migration leaves it
            store.run("DELETE FROM sentence")
            store.run("UPDATE passage SET cut = 0")
            store.raise_generation()
        store.vectors.drop_unused()
        dense = Dense(store, encoder)
        question = _embed(dense, QUESTIONS["en"], "en")
        assert len(dense.nearest(question, 5)) == 2
        assert dense.sentence_scores(question, [1, 2]) == {}
        assert store.vectors.count_missing(VERSION)[0] == 0

        build(store, encoder, [])
        assert store.vectors.count_sentences() == count == 4
        assert store.vectors.count_missing(VERSION)[0] == 0
        assert len(dense.sentence_scores(question, [1, 2])) == 1


@pytest.mark.thorough
def test_eight_bit_vectors_find_the_exact_nearest(
    sample_index: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    copy_index(sample_index, folder, "vectors")
    monkeypatch.setattr(debiasing, "put", lambda *_: None)
    questions = [query for need in read_needs()[::16] for query in need.queries.values()]
    with Store(folder) as store:
        rankings = []
        for kind in ("quantised", "exact"):
            monkeypatch.setattr(debiasing, "kind_for", lambda _, kind=kind: kind)
            search = Search(store, encoder)
            rankings.append(
                [
                    [hit.found.passage_id for hit in search.search(query, mode="dense").hits]
                    for query in questions
                ]
            )
    same = sum(ranking == other for ranking, other in zip(*rankings, strict=True))
    assert same >= len(questions) - 1
