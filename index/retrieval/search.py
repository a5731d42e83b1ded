"""Which passages answer a question? This is the one public way in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final, Literal

from corpus.errors import QueryError
from corpus.languages import check_language, is_official
from index.model import Encoder
from index.references import Exact, References, exact, find_references
from index.retrieval.dense import Neutrality
from index.retrieval.questions import Question, plain_question, read_question
from index.retrieval.ranking import Mode, Ranking
from index.store import Excerpt, Filters, Store
from index.versions import passages_in

Order = Literal["relevance", "date"]
"""What comes first: the best, or the newest of the best."""

_SPARE: Final = 8
"""How many times `k` are fetched, since the versions of one paragraph collapse to one hit."""

_REMEMBERED: Final = 16
"""Questions whose vectors are kept: a page asks for hits first, then for their sentences."""

_BEST: Final = 200
"""How many of the best hits are put in order of their dates."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer.

    Attributes:
        rank: from 1.
        score: 0 to 1, never rising from one hit to the next but in order of dates. By meaning, the
            cosine of question and passage, freed of their languages, 0 where it is less; by words,
            the part of the question's words that the passage has (``index.retrieval.lexical``); by
            both, the cosine of the place that the passage takes (``index.retrieval.fusion``). 1 for
            a passage that a reference in the question leads to.
        found: the passage as it was found.
        shown: the same passage in the language that was asked for; ``found`` where there is none.
        is_exact: whether a reference in the question leads to it, by its form and not its meaning.
    """

    rank: int
    score: float
    found: Excerpt
    shown: Excerpt
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader of a result should know.

    Attributes:
        code: ``other-language``, ``long-text`` or ``no-phrase``.
        message: in English, for people.
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answers to a question.

    Attributes:
        query: as it was asked.
        language: in which it seems to be asked; None where it cannot be told.
        milliseconds: that the search took, embedding of the question included.
        hits: best first.
        suggestions: near forms of a reference in the question that the index does not have.
        notes: what the reader should know of how the question was taken.
        has_more: whether there are hits behind these.
    """

    query: str
    language: str | None
    milliseconds: float
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    has_more: bool = False


class Search:
    """An index that answers questions. It notices when the index changes; threads may share it.

    Args:
        store: of the index.
        encoder: the model that the index was built with.
        neutrality: how vectors are freed of their language; for measurements.

    Raises:
        OtherModelError: the index was built with another model.
    """

    def __init__(self, store: Store, encoder: Encoder, *, neutrality: Neutrality = "full") -> None:
        self.encoder = encoder
        self._ranking = Ranking(store, encoder, neutrality=neutrality)
        self._store = store
        self._lock = threading.RLock()
        self._embedded: dict[str, Question] = {}
        self._generation = -1

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        offset: int = 0,
        filters: Filters | None = None,
        shown_in: str | None = None,
        mode: Mode = "hybrid",
        order: Order = "relevance",
    ) -> Result:
        """Find the passages that answer a question, whatever language they are in.

        What a reference in the question leads to comes first (``index.references.exact``), then
        what answers best. Phrases in quotation marks stand in every hit, and what has a minus
        before it in none (``index.retrieval.questions``).

        Args:
            query: the question, a phrase, or a reference.
            k: at most how many hits.
            offset: how many hits to leave out, for further pages.
            filters: what may be found.
            shown_in: language to show each hit in, where its document has it.
            mode: how to compare.
            order: what comes first; by date, undated documents come last.

        Raises:
            QueryError: nothing is asked, too much is, or a filter is not understood.
        """
        began = perf_counter()
        question = read_question(query)
        if k < 1 or offset < 0:
            raise QueryError("Ask for at least one hit (-k 1).")
        if shown_in is not None:
            check_language(shown_in)
        chosen_by = filters or Filters()
        with self._lock, self._store.snapshot():
            if mode != "lexical":
                question = self._with_vector(question)
            allowed = self._ranking.holding(
                question, None if chosen_by.is_empty else self._store.findable(chosen_by)
            )
            named = find_references(self._store, question.text)
            certain = self._exact(named, question, shown_in, allowed, mode)
            wanted = offset + k + 1 if order == "relevance" else max(_BEST, offset + k + 1)
            hits = self._answers(question, certain, wanted, allowed, mode)
            if order == "date":
                hits = self._newest_first(hits)
            chosen = hits[offset : offset + k]
            found = self._store.excerpts([passage for passage, _ in chosen])
            shown = self._versions_in(found, shown_in) if shown_in else {}
        certain_ids = {item.passage_id for item in certain}
        return Result(
            query=query,
            language=question.language,
            milliseconds=1000 * (perf_counter() - began),
            hits=tuple(
                Hit(
                    rank,
                    score,
                    found[passage],
                    shown.get(passage, found[passage]),
                    is_exact=passage in certain_ids,
                )
                for rank, (passage, score) in enumerate(chosen, start=offset + 1)
            ),
            suggestions=named.suggestions,
            notes=_notes(question, has_hits=bool(hits)),
            has_more=len(hits) > offset + k,
        )

    def related(self, passage_id: int, k: int = 5) -> tuple[Hit, ...]:
        """Find the passages of other documents that lie nearest to a passage in meaning.

        Args:
            passage_id: in the store.
            k: at most how many; the versions of one paragraph are one.

        Returns:
            Nearest first; none where the passage is not there or cannot be found by its meaning.
        """
        with self._lock, self._store.snapshot():
            vector = self._ranking.dense.vectors_of([passage_id]).get(passage_id)
            if vector is None:
                return ()
            document = self._store.documents_of([passage_id])[passage_id]
            question = Question("", vector=vector)
            others = self._store.of_other_documents(document)
            hits = [hit for hit, _ in self._collapsed(question, k, others, "dense")]
            found = self._store.excerpts([passage for passage, _ in hits])
        return tuple(
            Hit(rank, min(1.0, max(0.0, score)), found[passage], found[passage])
            for rank, (passage, score) in enumerate(hits, start=1)
        )

    def equivalent_terms(self, query: str) -> dict[str, tuple[str, ...]]:
        """Give by language what the words of a short question are there, as ``marks`` takes it.

        Raises:
            QueryError: nothing is asked, or too much is.
        """
        question = read_question(query)
        with self._lock, self._store.snapshot():
            return self._ranking.translated.marked(question)

    def best_sentences(self, query: str, passages: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Find the sentence of each passage that lies nearest to a question in meaning.

        Args:
            query: as for :meth:`search`.
            passages: their ids.

        Returns:
            Offsets of its first character and behind its last one, by passage id; a passage that
            is one sentence is left out.

        Raises:
            QueryError: nothing is asked, or too much is.
        """
        question = read_question(query)
        with self._lock, self._store.snapshot():
            return self._ranking.dense.best_sentences(self._with_vector(question), passages)

    def prepare(self) -> None:
        """Load the vectors now rather than at the first question."""
        with self._lock, self._store.snapshot():
            self._ranking.dense.refresh()

    def embedded(self, texts: Sequence[str]) -> list[Question]:
        """Make questions of texts, all in one batch; quotation marks and minuses are text.

        Raises:
            QueryError: one asks nothing, or too much.
        """
        questions = [plain_question(text) for text in texts]
        with self._lock, self._store.snapshot():
            return self._ranking.embedded(questions)

    def ranked(
        self,
        question: Question,
        k: int,
        *,
        among: Sequence[int] | None = None,
        mode: Mode = "hybrid",
    ) -> list[tuple[int, float]]:
        """Rank passages, each for itself: versions of one paragraph are as many passages.

        Args:
            question: from :meth:`embedded`.
            k: at most how many.
            among: ids of the passages that may be found; all where it is None.
            mode: how to compare.

        Returns:
            Passage ids and scores, best first.
        """
        with self._lock, self._store.snapshot():
            return self._ranking.ranked(question, k, among, mode)

    # --- the inside ------------------------------------------------------------------------------

    def _with_vector(self, question: Question) -> Question:
        """The question with its vector; the last ones are remembered, for their hits' sentences."""
        generation = self._store.generation
        if generation != self._generation or len(self._embedded) > _REMEMBERED:
            self._embedded.clear()
            self._generation = generation
        if question.text not in self._embedded:
            (self._embedded[question.text],) = self._ranking.embedded([question])
        return replace(question, vector=self._embedded[question.text].vector)

    def _exact(
        self,
        named: References,
        question: Question,
        shown_in: str | None,
        allowed: Sequence[int] | None,
        mode: Mode,
    ) -> list[Exact]:
        """What the references in a question lead to; of one tier the nearest in meaning first."""
        if not named.references:
            return []
        languages = (shown_in, question.language)
        found = exact(self._store, named.references, languages, allowed)
        if not named.has_words or not found:
            return found
        ids = [item.passage_id for item in found]
        nearness = dict(self._ranking.ranked(question, len(ids), ids, mode))
        return sorted(found, key=lambda item: (item.tier, -nearness.get(item.passage_id, -1.0)))

    def _answers(
        self,
        question: Question,
        certain: Sequence[Exact],
        k: int,
        allowed: Sequence[int] | None,
        mode: Mode,
    ) -> list[tuple[int, float]]:
        """The best ``k``: what a reference leads to, then what is like the question."""
        hits = [(item.passage_id, 1.0) for item in certain[:k]]
        if len(hits) == k:
            return hits
        certain_keys = {item.key for item in certain}
        rest = [
            (passage, min(1.0, max(0.0, score)))
            for (passage, score), key in self._collapsed(question, k + len(certain), allowed, mode)
            if key not in certain_keys
        ]
        return hits + rest[: k - len(hits)]

    def _collapsed(
        self, question: Question, k: int, allowed: Sequence[int] | None, mode: Mode
    ) -> list[tuple[tuple[int, float], tuple[int, str]]]:
        """The best ``k``, of the versions of one paragraph only the best; each with its key."""
        fetch = k * _SPARE
        while True:
            best = self._ranking.ranked(question, fetch, allowed, mode)
            keys = self._store.paragraphs_of([passage for passage, _ in best])
            kept: dict[tuple[int, str], tuple[int, float]] = {}
            for passage, score in best:
                kept.setdefault(keys[passage], (passage, score))
            if len(kept) >= k or len(best) < fetch:
                return [(hit, key) for key, hit in kept.items()][:k]
            fetch *= 4

    def _newest_first(self, hits: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        dates = self._store.dates_of([passage for passage, _ in hits])
        return sorted(hits, key=lambda item: dates[item[0]] or "", reverse=True)

    def _versions_in(self, found: dict[int, Excerpt], code: str) -> dict[int, Excerpt]:
        """For each passage, its variant in another language, where there is one."""
        foreign = [passage for passage, shown in found.items() if shown.language != code]
        others = {
            passage: versions[code]
            for passage, versions in passages_in(self._store, foreign, code).items()
            if versions.get(code)
        }
        shown = self._store.excerpts([one for many in others.values() for one in many])
        # Of a long paragraph in pieces, the piece that stands where the found one does.
        nearest: dict[int, Excerpt] = {}
        for passage, many in others.items():
            part = found[passage].passage.part
            apart = [(abs(shown[other].passage.part - part), at) for at, other in enumerate(many)]
            nearest[passage] = shown[many[min(apart)[1]]]
        return nearest


def _notes(question: Question, *, has_hits: bool) -> tuple[Note, ...]:
    notes = []
    code = question.language
    if code is not None and not is_official(code):
        notes.append(
            Note(
                "other-language",
                f"The question seems to be asked in {_OTHER_LANGUAGES.get(code, code)}, which is "
                "none of the six languages. The answers may be less exact.",
            )
        )
    if question.is_text:
        notes.append(
            Note(
                "long-text",
                "The question is a long text, so its quotation marks and minus signs were taken as "
                "part of it.",
            )
        )
    if question.phrases and not has_hits:
        quoted = ", ".join(question.phrases)
        notes.append(
            Note(
                "no-phrase",
                f"No passage that may be found holds these words exactly: {quoted}. Leave out the "
                "quotation marks to search by meaning.",
            )
        )
    return tuple(notes)


_OTHER_LANGUAGES: Final = {
    "am": "Amharic", "bg": "Bulgarian", "de": "German", "el": "Greek", "fa": "Persian",
    "he": "Hebrew", "hi": "Hindi", "hy": "Armenian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
}  # fmt: skip
