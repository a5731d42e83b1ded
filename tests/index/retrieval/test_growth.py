"""Vectors grow with the store: what is new is found at once, and nothing else is made anew."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Document, Metadata, Passage
from index.indexing.prepare import prepare
from index.model import Vectors
from index.retrieval import debiasing
from index.retrieval.dense import Dense
from index.retrieval.questions import Question
from index.retrieval.vectors import read_files
from index.store import Store
from tests.index.building import put

LANGUAGES = ("en", "fr", "zh")


class Names:
    """A model that gives each text the vector that its words name; questions need none here."""

    name = "names"
    dimension = 32

    def passages(self, texts: Sequence[str], progress: object = None) -> Vectors:  # noqa: ARG002
        return np.stack([self.of(text) for text in texts])

    queries = passages

    model_tokens = 512

    def tokens(self, text: str) -> int:
        return len(text.split())

    @staticmethod
    def of(text: str) -> Vectors:
        vector = np.zeros(32, np.float32)
        for word in text.split():
            seed = int.from_bytes(word.encode()[-8:].rjust(8), "big")
            vector += np.random.default_rng(seed).normal(size=32)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


MODEL = Names()


def _put(store: Store, number: int, count: int = 10) -> None:
    code = LANGUAGES[number % 3]
    passages = tuple(
        Passage(
            "paragraph",
            f"document{number} passage{number}x{position}",
            f"{position}",
            language=code,
        )
        for position in range(count)
    )
    metadata = Metadata(symbol=f"C24/{number}")
    document = Document(Path(f"/none/{number}.txt"), "txt", code, None, metadata, passages)
    texts = prepare(document).texts
    put(store, document, {digest: MODEL.of(text) for digest, text in texts.items()})


def _nearest(dense: Dense, store: Store, text: str) -> str:
    """The text of the passage that lies nearest to a text."""
    rows = store.query("SELECT language FROM passage WHERE text = ?", text)
    dense.refresh()
    question = Question(text, language=rows[0]["language"] if rows else "en")
    vector = dense.questions([question])[0]
    (nearest, _), *_ = dense.nearest(Question(text, vector=vector), 1)
    return store.passages.excerpts([nearest])[nearest].passage.text


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows where all vectors are made anew."""
    made: list[str] = []
    fitted = debiasing.fit_treatment

    def watch(
        store: Store, dimension: int, neutrality: debiasing.Neutrality
    ) -> debiasing.Treatment:
        made.append(store.stamp)
        return fitted(store, dimension, neutrality)

    monkeypatch.setattr(debiasing, "fit_treatment", watch)
    return made


def test_a_running_search_sees_changes_of_another_process(store: Store, fits: list[str]) -> None:
    dense = Dense(store, MODEL)
    assert _nearest(dense, store, "document7 passage7x3") == "document7 passage7x3"
    with Store(store.folder) as other:
        _put(other, 30)
        assert _nearest(dense, store, "document30 passage30x3") == "document30 passage30x3"
        other.files.remove(Path("/none/7.txt"))
        assert _nearest(dense, store, "document7 passage7x3") != "document7 passage7x3"
        _put(other, 8, count=3)
        assert _nearest(dense, store, "document8 passage8x2") == "document8 passage8x2"
        assert _nearest(dense, store, "document8 passage8x7") != "document8 passage8x7"
    assert len(fits) == 1
    fresh = Dense(store, MODEL)  # from the files, and what was touched since
    assert _nearest(fresh, store, "document30 passage30x3") == "document30 passage30x3"
    assert len(fits) == 1


def test_new_vectors_go_into_segments_that_are_merged(store: Store, fits: list[str]) -> None:
    dense = Dense(store, MODEL)
    dense.keep()
    sizes = []
    for number in range(30, 36):
        _put(store, number)
        dense.keep()
        listed = read_files(store.folder)
        assert listed is not None
        sizes.append([segment.rows for segment in listed.segments])
        fresh = Dense(store, MODEL)
        for document in (number, number - 9):
            text = f"document{document} passage{document}x4"
            assert _nearest(fresh, store, text) == text
    assert len(fits) == 1
    assert sizes == [[300, 10], [300, 20], [300, 20, 10], [300, 40], [300, 40, 10], [300, 40, 20]]
    for number in range(36, 40):
        _put(store, number)
    dense.keep()
    listed = read_files(store.folder)
    assert listed is not None
    assert [segment.rows for segment in listed.segments] == [400]
    assert len(fits) == 2


def test_words_that_were_written_piece_by_piece_are_put_together(store: Store) -> None:
    def pieces() -> int:
        (row,) = store.query("SELECT count(DISTINCT segid) AS n FROM words_en_idx")
        return int(row["n"])

    terms = [("words", "document0"), ("words", "passage9x4"), ("words", "nowhere")]
    before = [store.words.with_any("en", [term], 99) for term in terms]
    assert pieces() > 1
    Dense(store, MODEL).keep()
    assert pieces() == 1
    assert [store.words.with_any("en", [term], 99) for term in terms] == before
    assert before[0]


def test_added_vectors_equal_those_made_again(store: Store) -> None:
    dense = Dense(store, MODEL)
    dense.keep()
    for number in range(30, 33):
        _put(store, number)
    dense.keep()
    grown = dense.vectors_of(range(1, 400))
    shutil.rmtree(store.folder / "vectors")
    anew = Dense(store, MODEL).vectors_of(range(1, 400))
    assert grown.keys() == anew.keys()
    cosines = [float(grown[passage] @ anew[passage]) for passage in grown]
    assert min(cosines) > 0.99


def test_an_older_database_put_back_gets_its_own_vectors(store: Store, fits: list[str]) -> None:
    """Both count to the same generation, with other documents behind the same ids."""
    folder = store.folder
    old = folder / "old"
    store.query("PRAGMA wal_checkpoint(TRUNCATE)")
    old.mkdir()
    shutil.copy(folder / "index.sqlite3", old)
    _put(store, 40)
    _put(store, 41)
    Dense(store, MODEL).keep()
    generation = store.generation
    store.close()
    for path in folder.glob("index.sqlite3*"):
        path.unlink()
    shutil.copy(old / "index.sqlite3", folder)
    with Store(folder) as back:
        _put(back, 50)
        _put(back, 51)
        assert back.generation == generation
        for number in (50, 51):
            text = f"document{number} passage{number}x4"
            assert _nearest(Dense(back, MODEL), back, text) == text
    assert len(fits) == 2


def test_later_vectors_and_an_own_treatment_are_seen(store: Store) -> None:
    dense = Dense(store, MODEL)
    text = "document3 passage3x3"
    assert _nearest(dense, store, text) == text
    (row,) = store.query("SELECT id, embedded FROM passage WHERE text = ?", text)
    with store.transaction():
        store.run("DELETE FROM vector WHERE digest = ?", row["embedded"])
    assert dense.vectors_of([row["id"]]) == {}
    store.vectors.put({row["embedded"]: MODEL.of(text)})
    assert _nearest(dense, store, text) == text
    before = store.stamp
    store.vectors.put_neutraliser(debiasing.fit_treatment(store, 32, "means").neutraliser, "a test")
    assert store.moments.find_touched(before) is None
    assert _nearest(dense, store, text) == text
