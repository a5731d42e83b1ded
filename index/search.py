"""Which passages answer a question? This is the one public way in."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from time import perf_counter
from typing import Any, Final

import numpy as np

from corpus import terms
from corpus.documents import Passage
from corpus.errors import QueryError
from corpus.text import clean
from index import exact, neutral
from index.encoder import Encoder, Vectors
from index.filters import Filters, allowed_passages, check_language
from index.store import Store
from index.vectors import VectorIndex, file_name
from ingest import language

__all__ = ["MAX_QUERY", "Hit", "Result", "Search", "Shown", "shown_passages"]

MAX_QUERY: Final = 50_000
"""Longest question, in characters; a model's window holds far less."""

_SPARE: Final = 8
"""How many times `k` are fetched, since the versions of one paragraph collapse to one hit."""


_VALUES: Final = 500
"""Values in one statement; SQLite takes 999 in its oldest versions."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage with what a reader needs to know to cite it.

    Attributes:
        passage_id: in the store.
        passage: the text and its place.
        symbol: of its document; None where it has none.
        title: of the document, in the version's language; of any version where that has none.
        source: of the document, likewise.
        date: of the document, ISO 8601.
        meeting: of the document.
        series: of the document.
        language: of the version.
        file: that it was read from.
        versions: languages in which the document is there.
    """

    passage_id: int
    passage: Passage
    symbol: str | None
    title: str | None
    source: str | None
    date: str | None
    meeting: str | None
    series: str | None
    language: str | None
    file: str
    versions: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """The name of the file, without its folders."""
        return PurePath(self.file).name


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer.

    Attributes:
        rank: from 1.
        score: cosine of question and passage, freed of their languages; higher is nearer. 1, the
            highest there is, for a passage that a reference in the question leads to.
        found: the passage as it was found.
        shown: the same passage in the language that was asked for; ``found`` where there is none.
        is_exact: whether a reference in the question leads to it, by its form and not its meaning.
    """

    rank: int
    score: float
    found: Shown
    shown: Shown
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The answers to a question.

    Attributes:
        query: as it was asked.
        language: in which it seems to be asked; None where it cannot be told.
        milliseconds: that the search took, embedding of the question included.
        hits: best first.
        suggestions: near forms of a reference in the question that the index does not have.
    """

    query: str
    language: str | None
    milliseconds: float
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...] = ()


class Search:
    """An index that answers questions. It notices when the index changes; threads may share it.

    Args:
        store: of the index.
        encoder: the model that the index was built with.

    Raises:
        OtherModelError: the index was built with another model.
    """

    def __init__(self, store: Store, encoder: Encoder) -> None:
        store.use_model(encoder.name, encoder.dimension)
        self._store = store
        self._encoder = encoder
        self._lock = threading.RLock()
        self._vectors: VectorIndex | None = None
        self._treatment = neutral.Treatment({}, {})
        self._generation = -1

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        filters: Filters | None = None,
        shown_in: str | None = None,
    ) -> Result:
        """Find the passages that answer a question, whatever language they are in.

        What a reference in the question leads to comes first (``index.exact``), then what is
        nearest in meaning. A reference is matched or it is not, so what it leads to has score 1,
        which no meaning exceeds: scores never rise from one hit to the next.

        Args:
            query: the question, a phrase, or a reference.
            k: at most how many hits.
            filters: what may be found.
            shown_in: language to show each hit in, where its document has it.

        Raises:
            QueryError: nothing is asked, too much is, or a filter is not understood.
        """
        began = perf_counter()
        text = _checked(query)
        if k < 1:
            raise QueryError("Ask for at least one hit (-k 1).")
        if shown_in is not None:
            check_language(shown_in)
        spoken = language.of_text(text)
        with self._lock:
            vectors = self._current()
            asked = self._neutral_query(self._encoder.queries([terms.unify(text)]), spoken)
            allowed = allowed_passages(self._store, filters or Filters())
            named = exact.asked(self._store, text)
            certain = self._exact(named, vectors, asked, (shown_in, spoken), allowed)
            certain_keys = {item.key for item in certain}
            hits = [(item.passage_id, 1.0) for item in certain[:k]]
            if len(hits) < k:
                nearest = self._collapsed(vectors, asked, k + len(certain), allowed)
                keys = self._variant_keys([passage for passage, _ in nearest])
                hits += [
                    (passage, min(1.0, score))
                    for passage, score in nearest
                    if keys[passage] not in certain_keys
                ][: k - len(hits)]
            found = shown_passages(self._store, [passage for passage, _ in hits])
            shown = self._versions_in(found, shown_in) if shown_in else {}
        return Result(
            query=query,
            language=spoken,
            milliseconds=1000 * (perf_counter() - began),
            hits=tuple(
                Hit(
                    rank,
                    score,
                    found[passage],
                    shown.get(passage, found[passage]),
                    is_exact=rank <= len(certain),
                )
                for rank, (passage, score) in enumerate(hits, start=1)
            ),
            suggestions=named.suggestions,
        )

    def prepare(self) -> None:
        """Load the vectors now rather than at the first question."""
        with self._lock:
            self._current()

    # --- the inside ------------------------------------------------------------------------------

    def _current(self) -> VectorIndex:
        """Give the vectors of the store's present generation: in memory, from the file, or anew."""
        generation = self._store.generation
        if self._vectors is not None and generation == self._generation:
            return self._vectors
        path = self._store.folder / file_name(self._store.id, generation)
        size = self._store.count_findable()
        vectors = VectorIndex.read(path, dimension=self._encoder.dimension, size=size)
        if vectors is None or not neutral.is_current(vectors.arrays, self._encoder.name):
            vectors = self._built(size)
            if generation == self._store.generation:
                _write(vectors, path)
        self._treatment = neutral.from_arrays(vectors.arrays)
        self._vectors, self._generation = vectors, generation
        return vectors

    def _built(self, size: int) -> VectorIndex:
        dimension = self._encoder.dimension
        raw = np.zeros((size, dimension), np.float32)
        ids = np.zeros(size, np.int64)
        languages: list[str | None] = []
        for at, (passage, code, value) in enumerate(self._store.findable_vectors(dimension)):
            ids[at] = passage
            raw[at] = np.frombuffer(value, "<f4")
            languages.append(code)
        fitted = neutral.shipped(self._encoder.name)
        rows = self._store.query(
            "SELECT passage.id, document_id FROM passage JOIN version ON version.id = version_id"
        )
        documents = {row["id"]: row["document_id"] for row in rows}
        treatment = neutral.for_corpus(
            raw, languages, fitted, [documents[passage] for passage in ids.tolist()]
        )
        codes = np.array([code or "" for code in languages])
        for code in set(codes.tolist()):
            chosen = codes == code
            raw[chosen] = neutral.neutral(raw[chosen], treatment, code)
        return VectorIndex.of(ids, raw, neutral.as_arrays(treatment, self._encoder.name))

    def _neutral_query(self, vectors: Vectors, spoken: str | None) -> Vectors:
        result: Vectors = neutral.neutral(vectors, self._treatment, spoken, role="queries")[0]
        return result

    def _exact(
        self,
        named: exact.Asked,
        vectors: VectorIndex,
        asked: Vectors,
        languages: Sequence[str | None],
        allowed: Sequence[int] | None,
    ) -> list[exact.Exact]:
        """What the references in a question lead to; of one tier the nearest in meaning first."""
        if not named.references:
            return []
        found = exact.exact(self._store, named.references, languages, allowed)
        if not named.has_words:
            return found
        ids = [item.passage_id for item in found]
        nearness = dict(vectors.search(asked, len(ids), among=ids)) if ids else {}
        return sorted(found, key=lambda item: (item.tier, -nearness.get(item.passage_id, -1.0)))

    def _collapsed(
        self, vectors: VectorIndex, asked: Vectors, k: int, allowed: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """The best ``k``, of the versions of one paragraph only the best."""
        fetch = k * _SPARE
        while True:
            nearest = vectors.search(asked, fetch, among=allowed)
            keys = self._variant_keys([passage for passage, _ in nearest])
            kept: dict[tuple[int, str], tuple[int, float]] = {}
            for passage, score in nearest:
                kept.setdefault(keys[passage], (passage, score))
            if len(kept) >= k or len(nearest) < fetch:
                return list(kept.values())[:k]
            fetch *= 4

    def _variant_keys(self, passages: Sequence[int]) -> dict[int, tuple[int, str]]:
        """What the versions of one paragraph share: their document and their variant key."""
        rows = _rows(self._store, passages, "passage.id, document_id, variant")
        return {row["id"]: (row["document_id"], row["variant"]) for row in rows}

    def _versions_in(self, found: dict[int, Shown], code: str) -> dict[int, Shown]:
        """For each passage, its variant in another language, where there is one."""
        others: dict[int, int] = {}
        for passage, shown in found.items():
            if shown.language == code:
                continue
            rows = self._store.query(
                """
                SELECT other.id FROM passage AS one
                JOIN version AS one_version ON one_version.id = one.version_id
                JOIN version AS other_version
                    ON other_version.document_id = one_version.document_id
                JOIN passage AS other ON other.version_id = other_version.id
                WHERE one.id = ? AND other_version.language = ? AND other_version.twin_id IS NULL
                    AND other.variant = one.variant
                ORDER BY abs(other.part - one.part), other.ordinal LIMIT 1
                """,
                passage,
                code,
            )
            if rows:
                others[passage] = rows[0]["id"]
        shown_others = shown_passages(self._store, list(others.values()))
        return {passage: shown_others[other] for passage, other in others.items()}


def shown_passages(store: Store, passages: Sequence[int]) -> dict[int, Shown]:
    """Give passages with what is needed to cite them, by their ids in the store."""
    columns = (
        "passage.*, version.language AS version_language, document_id, symbol, title, source, "
        "date, meeting, series, shown"
    )
    rows = _rows(store, passages, columns)
    languages = _languages(store, {row["document_id"] for row in rows})
    return {row["id"]: _shown(row, languages[row["document_id"]]) for row in rows}


def _rows(store: Store, passages: Sequence[int], columns: str) -> list[Any]:
    found: list[Any] = []
    for at in range(0, len(passages), _VALUES):
        chosen = passages[at : at + _VALUES]
        places = ", ".join("?" * len(chosen))
        found += store.query(
            f"SELECT {columns} FROM passage JOIN version ON version.id = version_id "  # noqa: S608
            "JOIN document ON document.id = document_id JOIN file ON file.id = file_id "
            f"WHERE passage.id IN ({places})",
            *chosen,
        )
    return found


def _languages(store: Store, documents: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {document: [] for document in documents}
    for document in documents:
        for row in store.query(
            "SELECT DISTINCT language FROM version WHERE language NOT NULL AND document_id = ? "
            "ORDER BY language",
            document,
        ):
            found[document].append(row["language"])
    return {document: tuple(codes) for document, codes in found.items()}


def _checked(query: str) -> str:
    text = clean(query)
    if not any(character.isalnum() for character in text):
        raise QueryError("Nothing is asked: type a question, some words or a reference.")
    if len(text) > MAX_QUERY:
        raise QueryError(
            f"The question has {len(text):,} characters; at most {MAX_QUERY:,} are taken. Ask for "
            "a paragraph of it."
        )
    return text


def _write(vectors: VectorIndex, path: Path) -> None:
    try:
        vectors.write(path)
    except OSError:
        # A full or read-only disk: the search works from memory, and the next one tries again.
        return


def _shown(row: Any, languages: tuple[str, ...]) -> Shown:
    passage = Passage(
        kind=row["kind"],
        text=row["text"],
        label=row["label"],
        label_path=tuple(json.loads(row["label_path"])),
        heading=tuple(json.loads(row["heading"])),
        page=row["page"] if row["page"] is not None else row["twin_page"],
        language=row["language"],
        start=row["start"],
        part=row["part"],
    )
    return Shown(
        passage_id=row["id"],
        passage=passage,
        symbol=row["symbol"],
        title=row["title"],
        source=row["source"],
        date=row["date"],
        meeting=row["meeting"],
        series=row["series"],
        language=row["version_language"],
        file=row["shown"],
        versions=languages,
    )
