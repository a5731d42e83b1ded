"""Which passages answer a question? This is the one public way in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from corpus.errors import QueryError
from corpus.text import clean
from index import exact
from index.dense import Dense
from index.encoder import Encoder, Vectors
from index.filters import Filters, allowed_passages, check_language
from index.shown import Shown, passage_rows, shown_passages
from index.store import Store
from ingest import language

__all__ = ["MAX_QUERY", "Hit", "Question", "Result", "Search"]

MAX_QUERY: Final = 50_000
"""Longest question, in characters; a model's window holds far less."""

_SPARE: Final = 8
"""How many times `k` are fetched, since the versions of one paragraph collapse to one hit."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as the lists of answers are made from it.

    Attributes:
        text: repaired, as it is compared.
        language: in which it seems to be asked; None where it cannot be told.
        vector: ``(dimension,)`` float32, unit length, freed of its language.
    """

    text: str
    language: str | None
    vector: Vectors


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
        self._dense = Dense(store, encoder)
        self._store = store
        self._lock = threading.RLock()

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
        with self._lock:
            (question,) = self.understood([text])
            spoken, asked = question.language, question.vector
            allowed = allowed_passages(self._store, filters or Filters())
            named = exact.asked(self._store, text)
            certain = self._exact(named, asked, (shown_in, spoken), allowed)
            certain_keys = {item.key for item in certain}
            hits = [(item.passage_id, 1.0) for item in certain[:k]]
            if len(hits) < k:
                nearest = self._collapsed(question, k + len(certain), allowed)
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
            self._dense.refresh()

    def understood(self, texts: Sequence[str]) -> list[Question]:
        """Make questions of texts, all in one batch.

        Raises:
            QueryError: one asks nothing, or too much.
        """
        checked = [_checked(text) for text in texts]
        languages = [language.of_text(text) for text in checked]
        with self._lock:
            vectors = self._dense.asked(checked, languages)
        return [Question(*one) for one in zip(checked, languages, vectors, strict=True)]

    def ranked(
        self, question: Question, k: int, *, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Rank passages, each for itself: versions of one paragraph are as many passages.

        Args:
            question: from :meth:`understood`.
            k: at most how many.
            among: ids of the passages that may be found; all where it is None.

        Returns:
            Passage ids and scores, best first.
        """
        with self._lock:
            return self._dense.nearest(question.vector, k, among)

    # --- the inside ------------------------------------------------------------------------------

    def _exact(
        self,
        named: exact.Asked,
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
        nearness = dict(self._dense.nearest(asked, len(ids), ids)) if ids else {}
        return sorted(found, key=lambda item: (item.tier, -nearness.get(item.passage_id, -1.0)))

    def _collapsed(
        self, question: Question, k: int, allowed: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        """The best ``k``, of the versions of one paragraph only the best."""
        fetch = k * _SPARE
        while True:
            nearest = self.ranked(question, fetch, among=allowed)
            keys = self._variant_keys([passage for passage, _ in nearest])
            kept: dict[tuple[int, str], tuple[int, float]] = {}
            for passage, score in nearest:
                kept.setdefault(keys[passage], (passage, score))
            if len(kept) >= k or len(nearest) < fetch:
                return list(kept.values())[:k]
            fetch *= 4

    def _variant_keys(self, passages: Sequence[int]) -> dict[int, tuple[int, str]]:
        """What the versions of one paragraph share: their document and their variant key."""
        rows = passage_rows(self._store, passages, "passage.id, document_id, variant")
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
