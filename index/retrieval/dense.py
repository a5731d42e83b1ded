"""The search by meaning: passages near to a question, by debiased vectors.

A passage is as near as the mean of its whole and its best sentence (``index.indexing.texts``),
shared with its translations (``index.retrieval.debiasing``). Vectors come from memory, files or a
server (``index.retrieval.server_index``), and passages changed since are added.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from typing import Final, NamedTuple, TypeVar

import numpy as np

from corpus.errors import IndexStoreError
from corpus.text import terms
from index.model import Encoder, Vectors, neutral
from index.retrieval import debiasing, weights
from index.retrieval.debiasing import Neutrality, Treatment, consensus
from index.retrieval.passage_filters import PassageMask
from index.retrieval.questions import Question, length
from index.retrieval.server_index import ServerIndex
from index.retrieval.vectors import (
    GoneError,
    Holding,
    Rows,
    Scored,
    Segments,
    Sparse,
    VectorEngine,
    Whole,
)
from index.store import Store

T = TypeVar("T")

__all__ = ["Ahead", "Dense", "Neutrality"]

_EXACT: Final = 50
"""Nearest passages scored exactly after an approximate search (`benchmarks.scale.engines`)."""

_EXACT_OF_EACH: Final = 16
"""Nearest passages per language scored exactly for consensus (`benchmarks.scale.servers`)."""

_TOGETHER: Final = 64
"""Questions whose nearest passages are read from the store at once; it bounds the memory."""

_VIEWS: Final = 8
"""Moments whose vectors stay in memory, for searches that began before a write."""

_BEGUN: Final = 64
"""Most questions being embedded; failed searches leave theirs behind."""

_ASIDE: Final = 1000
"""Rows outside the server from which on its update is checked."""

_SENTENCE: Final = 5
"""Words from which on a question's vector is moved as a sentence's and not as a term's. On the
tuning part of `benchmarks.short` this gives 0.687 rather than 0.681.
"""

_TRIES: Final = 5
"""Attempts to ask a server whose rows change meanwhile."""


@dataclass(frozen=True, slots=True)
class _DenseView:
    """The immutable vectors of one moment.

    ``fitted_rows`` counts the rows at the treatment's fit. ``opened_at`` is empty without files.
    """

    vectors: VectorEngine
    treatment: Treatment
    fitted_rows: int
    opened_at: str = ""


class Ahead(NamedTuple):
    """A search by meaning that runs before its result is needed."""

    view: _DenseView
    k: int
    found: Future[dict[int, float] | None]


class Dense:
    """The vectors of an index. Threads may share it, each in a snapshot of its own.

    ``engine`` is the address of a server of vectors and words (None: files). ``neutrality`` other
    than full is for measurements. Raises ``OtherModelError`` where another model built the index.
    Raises ``EngineError`` for an invalid address, or at a question if the server cannot be used.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        *,
        neutrality: Neutrality = "full",
        engine: str | None = None,
    ) -> None:
        store.vectors.check_model(encoder)
        self._server = ServerIndex(engine) if engine and neutrality == "full" else None
        self._store = store
        self._encoder = encoder
        self._neutrality = neutrality
        self._views: tuple[_DenseView, ...] = ()
        self._embedding = ThreadPoolExecutor(thread_name_prefix="embed")
        self._looking = ThreadPoolExecutor(thread_name_prefix="look")
        self._begun: dict[str, Future[Vectors]] = {}
        self._changing = threading.Lock()
        self._keeping = threading.Lock()

    def keep(self) -> None:
        """Bring the vectors at the server or in files up to date, while searches go on."""
        # Who writes an index brings its server up, and no copy of it does.
        if self._store.is_read_only or (self._server is not None and self._store.is_copy):
            return
        if self._server is not None:
            with self._keeping, Store(self._store.folder) as store:
                self._server.keep(store, self._encoder)
            return
        # On a full disk searches work from memory.
        with (
            self._keeping,
            contextlib.suppress(OSError, IndexStoreError),
            Store(self._store.folder) as store,
        ):
            debiasing.keep(store, self._encoder)

    @property
    def is_served(self) -> bool:
        """Whether a server keeps the vectors and words."""
        return self._server is not None

    @property
    def is_full(self) -> bool:
        """Whether vectors are fully debiased, as searches for users need."""
        return self._neutrality == "full"

    def refresh(self) -> None:
        """Bring the vectors to the store's present moment."""
        self._read_current_view()

    def begin(self, question: Question) -> None:
        """Start to embed a question in another thread; :meth:`questions` fetches the result."""
        if len(self._begun) >= _BEGUN:
            self._begun.clear()
        text = _read_text(question)
        self._begun[text] = self._embedding.submit(self._encoder.queries, [text])

    def questions(self, questions: Sequence[Question]) -> Vectors:
        """Embed questions: ``(n, dimension)`` float32, unit length, debiased."""
        view = self._read_current_view()
        texts = [_read_text(question) for question in questions]
        begun = self._begun.pop(texts[0], None) if len(texts) == 1 else None
        vectors = begun.result() if begun else self._encoder.queries(texts)
        return self._free(questions, vectors, view)

    def search_ahead(self, question: Question, k: int, among: PassageMask | None) -> Ahead | None:
        """Start :meth:`nearest` in another thread; None if a server keeps the vectors."""
        if self._server is not None:
            return None
        view = self._read_current_view()
        begun = self._begun.get(_read_text(question))

        def look() -> dict[int, float] | None:
            # This thread has a snapshot of its own, and somebody may have written in between.
            with self._store.snapshot():
                if self._store.stamp != view.vectors.stamp:
                    return None
                vector = (
                    self._free([question], begun.result(), view)[0] if begun else question.embedding
                )
                return self._score_nearest(view, vector, k, among)

        return Ahead(view, k, self._looking.submit(look))

    def nearest(
        self,
        question: Question,
        k: int,
        among: PassageMask | None = None,
        also: Sequence[int] = (),
        ahead: Ahead | None = None,
    ) -> list[tuple[int, float]]:
        """Find the passages nearest to an embedded question, best first, each once.

        A score is the mean cosine of the whole passage and its best sentence, averaged with its
        translations. ``among`` are those that may be found (None: all). ``also`` adds such passages
        however far they are. ``ahead`` is from :meth:`search_ahead` for the same question.
        """
        return self._ask_view(
            lambda view: self._find_nearest(view, question, k, among, also, ahead)
        )

    def nearest_to_each(
        self, questions: Sequence[Question], k: int, among: Sequence[PassageMask | None]
    ) -> list[list[tuple[int, float]]]:
        """Find for each question what :meth:`nearest` does, many at once.

        Where vectors are kept in fewer bits (:attr:`VectorEngine.is_exact`), scores are of those.
        """
        pairs = [*zip(questions, among, strict=True)]
        return [
            hits
            for start in range(0, len(pairs), _TOGETHER)
            for hits in self._ask_view(
                partial(self._find_nearest_to_each, pairs[start : start + _TOGETHER], k)
            )
        ]

    def sentence_scores(
        self, question: Question, passages: Sequence[int]
    ) -> dict[int, tuple[Whole, Vectors]]:
        """Score the sentences of passages by meaning, as ``VectorEngine`` does."""
        vector = question.embedding
        return self._ask_view(lambda view: view.vectors.sentence_scores(vector, passages))

    def sentence_vectors(self, passages: Sequence[int]) -> dict[int, tuple[Whole, Vectors]]:
        """Return by passage spans and debiased vectors of sentences; (0, 0) is the only one."""
        view = self._read_current_view()
        rows = view.treatment.rows_of(self._store, self._encoder.dimension, sorted({*passages}))
        ids, starts, counts = np.unique(rows.ids, return_index=True, return_counts=True)
        return {
            passage: (rows.spans[start : start + count], rows.vectors[start : start + count])
            for passage, start, count in np.stack([ids, starts, counts], axis=1).tolist()
        }

    def scores(self, vector: Vectors, passages: Sequence[int]) -> dict[int, float]:
        """Return by passage the inner product of its nearest row with a debiased vector."""
        return self._ask_view(lambda view: view.vectors.scores(vector, passages))

    def vectors_of(self, passages: Sequence[int]) -> dict[int, Vectors]:
        """Return debiased vectors of the passages that have one, by id."""
        return self._ask_view(lambda view: view.vectors.of(passages))

    def with_words(
        self,
        queries: Sequence[Sparse],
        k: int,
        among: PassageMask | None = None,
        *,
        has_weights: bool = False,
    ) -> list[list[Holding]] | None:
        """Find passages by the weights of their words; None if no server has them."""
        allowed = None if among is None else among.bits
        return self._ask_view(
            lambda view: view.vectors.with_words(queries, k, among=allowed, has_weights=has_weights)
        )

    # --- the inside ------------------------------------------------------------------------------

    def _ask_view(self, ask: Callable[[_DenseView], T]) -> T:
        """Ask the vectors of the present moment, again if a server's have changed meanwhile."""
        for _ in range(_TRIES):
            try:
                return ask(self._read_current_view())
            except GoneError:
                with self._changing:
                    self._views = ()
        return ask(self._read_current_view())

    def _find_nearest(
        self,
        view: _DenseView,
        question: Question,
        k: int,
        among: PassageMask | None,
        also: Sequence[int],
        ahead: Ahead | None,
    ) -> list[tuple[int, float]]:
        """Find the nearest passages, with those of ``also`` added, wherever they rank."""
        vectors, query = view.vectors, question.embedding
        known, others = None, {}
        if ahead is not None and ahead.view is view and ahead.k == k:
            if not ahead.found.done():  # this thread has nothing else to do
                others = vectors.scores(query, also)
            known = ahead.found.result()
        near = self._score_nearest(view, query, k, among) if known is None else known
        nearest = _sort_nearest(near, k)
        missing = set(also) - {passage for passage, _ in nearest}
        if missing:
            others = others or vectors.scores(query, missing - near.keys())
            nearest += [
                (passage, near[passage] if passage in near else others[passage])
                for passage in missing
                if passage in near or passage in others
            ]
            nearest.sort()
            nearest.sort(key=itemgetter(1), reverse=True)  # of two as near, the lower id goes first
        return nearest

    def _find_nearest_to_each(
        self, pairs: Sequence[tuple[Question, PassageMask | None]], k: int, view: _DenseView
    ) -> list[list[tuple[int, float]]]:
        queries = np.stack([question.embedding for question, _ in pairs])
        places_of: dict[int, list[int]] = {}
        for place, (_, among) in enumerate(pairs):
            places_of.setdefault(id(among), []).append(place)
        groups: list[list[Scored]] = [[] for _ in pairs]
        for places in places_of.values():
            own = self._search_groups(view, queries[places], k, pairs[places[0]][1])
            for place, nearest in zip(places, own, strict=True):
                groups[place] = nearest
        depth = weights.CONSENSUS_DEPTH
        meanings = view.vectors.of(
            {passage for own in groups for group in own for passage, _ in group[:depth]}
        )
        return [_sort_nearest(self._share(view, own, meanings), k) for own in groups]

    def _score_nearest(
        self, view: _DenseView, query: Vectors, k: int, among: PassageMask | None
    ) -> dict[int, float]:
        """Score the nearest passages of each language, in a snapshot of the view's moment."""
        (groups,) = self._search_groups(view, query[None], k, among)
        meanings: dict[int, Vectors] = {}
        if not view.vectors.is_exact:
            first = [*_choose_first(groups)]
            rows = view.treatment.rows_of(self._store, self._encoder.dimension, first)
            groups, meanings = _score_exactly(query, groups, rows)
        return self._share(view, groups, meanings)

    def _share(
        self, view: _DenseView, groups: Sequence[Scored], meanings: Mapping[int, Vectors]
    ) -> dict[int, float]:
        scores = {passage: score for group in groups for passage, score in group}
        return scores | self._share_scores(view.vectors, groups, scores, meanings)

    def _search_groups(
        self, view: _DenseView, queries: Vectors, k: int, among: PassageMask | None
    ) -> list[list[Scored]]:
        allowed = None if among is None else among.bits
        together = None
        if not view.vectors.is_exact:
            # With room for those whose scores become others when they are exact.
            together = (
                max(k, weights.CONSENSUS_DEPTH)
                + _EXACT
                + _EXACT_OF_EACH * len(view.treatment.groups)
            )
        depth = max(k, weights.CONSENSUS_DEPTH) + weights.CONSENSUS_DEPTH
        return view.vectors.search_groups_of_each(queries, depth, among=allowed, together=together)

    def _free(self, questions: Sequence[Question], vectors: Vectors, view: _DenseView) -> Vectors:
        """Free vectors of questions from their language, and terms from being mere terms."""
        codes = np.array([question.language or "" for question in questions])
        share = np.array([[_measure_term_share(question)] for question in questions], np.float32)
        result = np.array(vectors, np.float32)
        apart = neutral.terms_apart(self._encoder.name) if self.is_full else {}
        for code in set(codes.tolist()):
            chosen = codes == code
            if apart:
                result[chosen] -= share[chosen] * apart.get(code, apart[""])
            result[chosen] = neutral.neutral(
                result[chosen], view.treatment.neutraliser, code or None, role="queries"
            )
        return result

    def _share_scores(
        self,
        vectors: VectorEngine,
        groups: Sequence[Scored],
        scores: Mapping[int, float],
        known: Mapping[int, Vectors],
    ) -> dict[int, float]:
        """Return consensus scores of the nearest passages; none if there is one language."""
        if self._neutrality != "full" or len(groups) < 2:
            return {}
        group_of = {
            passage: number
            for number, group in enumerate(groups)
            for passage, _ in group[: weights.CONSENSUS_DEPTH]
        }
        meanings = {passage: known[passage] for passage in group_of if passage in known}
        meanings |= vectors.of(group_of.keys() - meanings.keys())
        shared = consensus(
            [scores[passage] for passage in meanings],
            [group_of[passage] for passage in meanings],
            np.stack([*meanings.values()]),
        )
        return dict(zip(meanings, shared.tolist(), strict=True))

    def _read_current_view(self) -> _DenseView:
        """Return the vectors of the present moment: from memory, from files, or made again."""
        view = self._find_view(self._store.stamp)
        if view is None:
            with self._changing, self._store.snapshot():
                stamp = self._store.stamp
                view = self._find_view(stamp)
                if view is None:
                    self._store.vectors.check_model(
                        self._encoder
                    )  # who filled it may have named another
                    view = self._follow_view() or self._open_view() or self._build_view(stamp)
                    view.vectors.stamp = stamp
                    self._views = (view, *self._views[: _VIEWS - 1])
        return view

    def _find_view(self, stamp: str) -> _DenseView | None:
        return next((view for view in self._views if view.vectors.stamp == stamp), None)

    def _follow_view(self) -> _DenseView | None:
        """Return the vectors in memory, with the passages changed since."""
        if self._neutrality != "full":
            return None
        for view in self._views:
            touched = self._store.moments.find_touched(view.vectors.stamp)
            if touched is None:  # later than this search, or forgotten
                continue
            if self._server is not None:
                if view.vectors.rows > _ASIDE:
                    return None  # the server may have been brought up
            elif view.vectors.rows > (1 + debiasing.GROWN) * view.fitted_rows:
                files = debiasing.current(self._store, self._encoder)
                if files is not None and files[0].stamp != view.opened_at:
                    return None  # another process has put together what is in pieces here
            return self._update_view(replace(view, vectors=view.vectors.copy()), touched)
        return None

    def _open_view(self) -> _DenseView | None:
        """Return the vectors of a server or of files, with the passages changed since."""
        if self._server is not None:
            if not self._store.vectors.count_findable():
                return None
            vectors, treatment, touched = self._server.open(self._store, self._encoder)
            return self._update_view(_DenseView(vectors, treatment, 0), touched)
        files = debiasing.current(self._store, self._encoder)
        if files is None or self._neutrality != "full":
            return None
        opened = files[0].open(self._store.folder)
        if opened is None or not neutral.is_current(opened[1], self._encoder.name):
            return None
        treatment = debiasing.treatment_of(opened[1], files[0].groups)
        fitted = files[0].segments[0].rows
        return self._update_view(_DenseView(opened[0], treatment, fitted, files[0].stamp), files[1])

    def _update_view(
        self, view: _DenseView, touched: Sequence[tuple[int, int]]
    ) -> _DenseView | None:
        view.vectors.remove(touched)
        for rows in view.treatment.rows(self._store, self._encoder.dimension, touched):
            view.vectors.add(*rows)
        is_small = view.vectors.is_local and debiasing.has_outgrown(
            view.vectors.rows, view.fitted_rows
        )
        return None if is_small else view

    def _build_view(self, stamp: str) -> _DenseView:
        dimension = self._encoder.dimension
        treatment = debiasing.fit_treatment(self._store, dimension, self._neutrality)
        parts = debiasing.all_parts(self._store, treatment, dimension)
        if self._neutrality == "full" and self._server is None:
            with contextlib.suppress(OSError):  # the next one tries again
                debiasing.put(self._store, self._encoder, stamp, treatment, parts)
        vectors = Segments(dimension, stamp, parts)
        return _DenseView(vectors, treatment, vectors.rows)


def _choose_first(groups: Sequence[Scored]) -> dict[int, None]:
    """Choose the nearest, which are scored exactly."""
    # No more of one group can be among the first; of two as near, the first group has it.
    nearest = sorted(
        (scored for group in groups for scored in group[:_EXACT]), key=itemgetter(1), reverse=True
    )
    first = dict.fromkeys(passage for passage, _ in nearest[:_EXACT])
    return first | dict.fromkeys(
        passage for group in groups for passage, _ in group[:_EXACT_OF_EACH]
    )


def _score_exactly(
    query: Vectors, groups: Sequence[Scored], rows: Rows
) -> tuple[list[Scored], dict[int, Vectors]]:
    """Score the nearest by what the store holds, and give its vectors of them."""
    begins = np.flatnonzero(np.diff(rows.ids, prepend=-1))
    scores = np.maximum.reduceat(rows.vectors @ query, begins) if len(begins) else begins
    meanings = np.add.reduceat(rows.vectors, begins) if len(begins) else rows.vectors
    meanings /= np.maximum(np.linalg.norm(meanings, axis=1, keepdims=True), 1e-6)
    ids = rows.ids[begins].tolist()
    exact = dict(zip(ids, scores.tolist(), strict=True))
    reordered = []
    for group in groups:
        head = [(passage, exact.get(passage, score)) for passage, score in group[:_EXACT]]
        reordered.append(sorted([*head, *group[_EXACT:]], key=itemgetter(1), reverse=True))
    return reordered, dict(zip(ids, meanings, strict=True))


def _sort_nearest(near: Mapping[int, float], k: int) -> list[tuple[int, float]]:
    ids, scores = np.array([*near], np.int64), np.array([*near.values()])
    order = np.lexsort((ids, -scores))[: max(k, 0)]
    return list(zip(ids[order].tolist(), scores[order].tolist(), strict=True))


def _read_text(question: Question) -> str:
    text = question.text
    return terms.unify(text if question.is_sentence else terms.expand_acronym(text))


def _measure_term_share(question: Question) -> float:
    """Return how far a question is a term and no sentence, 1 to 0, less the longer it is."""
    if question.is_sentence:
        return 0.0
    return max(0.0, min(1.0, (_SENTENCE - length(question)) / (_SENTENCE - 1)))
