"""Precedents of a draft, paragraph by paragraph, in any language.

A precedent is a passage of another document, not later than the draft. Texts taken over word for
word come first, then probable translations, contraries and texts with part of the words, then near
ones. Each document gives its most significant passage, and others that contradict further
sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Literal, TypedDict, Unpack

from corpus.cards import Editions, Figures
from corpus.documents import Document, Metadata, Passage
from corpus.errors import QueryError
from corpus.extract.references import find_in_passage
from corpus.filters import Filters
from corpus.languages import check_language
from corpus.paragraphs import pieces_of, whole
from corpus.text import ends_with_colon, is_han
from index.analyses.precedents.contraries import Contraries, Doubt, find_contraries
from index.analyses.precedents.figures import besides_references, numbers_differ, other_editions
from index.analyses.precedents.reuse import (
    TAKEN_OVER,
    LanguageText,
    differences,
    is_verbatim,
    share_in_common,
)
from index.analyses.precedents.substitutions import (
    find_changed_countries,
    find_changed_figures,
    find_changed_negations,
)
from index.analyses.precedents.translation import (
    TextEmbedder,
    TextMemory,
    cut_sentences,
    match_paraphrase,
    match_rewording,
    match_translation,
)
from index.retrieval import PassageMask, Question, Search
from index.store import Excerpt, Store
from index.versions import as_one, versions_of

Reuse = Literal["verbatim", "changed", "translated"]

Relation = Literal["verbatim", "changed", "translated", "partly", "near"]
"""Relation of an earlier text to a paragraph: common words, translation, or only nearness."""

PrecedentClass = Literal["taken-over", "changed", "translated", "contrary", "same-subject"]
"""Class of an earlier text: taken over, changed, translated, contrary, or on the same subject."""

NEAR: Final = 0.32
"""Lowest cosine of a precedent; translations nearly always have more (`python -m
benchmarks.precedents.measure`).
"""

_WORTH_SAYING: Final = 0.1
"""Share of a paragraph below which texts have only set phrases in common."""

_PARTLY: Final = 0.3
"""Share from which a text that was not taken over has part of the words."""

_SAME_REFERENCE: Final = 0.05
"""Weight of a common reference, in cosine; at most two count."""

_WORDS: Final = 4
"""Least number of words of a paragraph: shorter ones are signatures and dates."""

_CANDIDATES: Final = 200
"""Passages compared for a paragraph, before the best of each document is taken."""

_BY_WORDS: Final = 5
"""Additional documents by common words, for lists and parts that are far in meaning."""

_POSSIBLE: Final = 0.25
"""Cosine from which a passage is compared: one sentence of it may be the same."""

_SAME_DOCUMENT: Final = 3
"""Passages of a document that are compared: the nearest may say something else."""

_SAME_SUBJECT: Final = 0.4
"""Cosine of texts on the same subject, which four in ten nearest others exceed (``measure``)."""

_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier passage that says the same as a paragraph of a draft.

    Attributes:
        score: cosine of both.
        shown: the passage in the draft's or the chosen language, else ``found``.
        compared: the passage in the draft's language; None where its document lacks it.
        text: whole paragraph of ``compared``, else of ``found``.
        share: share of the paragraph's words in ``compared``, 0 to 1, or None without it.
        reuse: ``verbatim``, ``changed`` (most of it), ``translated`` (probably), or None.
        references: canonical forms that both cite.
        figures: numbers and dates that differ where the rest is nearly the same.
        negations: denying words without a counterpart in the other text.
        editions: common references in different editions.
        exchanged: figures or words that changed places.
        doubts: reasons why it may be a contrary.
        is_shortened: whether the draft only leaves out words.
        countries: ISO 3166-1 alpha-3 codes of countries that replace others in common sentences.
    """

    score: float
    found: Excerpt
    shown: Excerpt
    compared: Excerpt | None
    text: str
    share: float | None
    reuse: Reuse | None
    references: tuple[str, ...]
    figures: Figures
    negations: Figures
    editions: tuple[Editions, ...]
    opposites: Figures = field(default_factory=Figures)
    exchanged: Figures = field(default_factory=Figures)
    doubts: tuple[Doubt, ...] = ()
    is_shortened: bool = False
    countries: Figures = field(default_factory=Figures)

    @property
    def is_contrary(self) -> bool:
        """Whether one says the contrary of the other in some respect."""
        return bool(self.negations or self.opposites or self.exchanged)

    @property
    def class_(self) -> PrecedentClass | None:
        """Its class; None where it is only near in meaning."""
        if self.is_contrary:
            return "contrary"
        if self.reuse == "verbatim":
            return "taken-over"
        if self.figures or (self.reuse and self.editions):
            return "changed"
        if self.reuse == "changed":
            return "taken-over" if self.is_shortened else "changed"
        if self.reuse == "translated":
            return "translated"
        return "same-subject" if self.score >= _SAME_SUBJECT else None

    @property
    def is_worth_saying(self) -> bool:
        """Whether the share is known and above that of set phrases."""
        return self.share is not None and self.share >= _WORTH_SAYING

    @property
    def relation(self) -> Relation:
        """Its relation to the paragraph."""
        return self.reuse or ("partly" if (self.share or 0.0) >= _PARTLY else "near")


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph of a draft with its precedents, the most significant first.

    A document gives one, and further ones only where they contradict other sentences of the draft.
    ``is_compared`` is False where the paragraph is too short.
    """

    passage: Passage
    precedents: tuple[Precedent, ...]
    is_compared: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The documents that a draft was not compared with: itself, and later ones.

    ``itself`` is its symbol, where the index has it. ``date`` is the draft's, ISO 8601; without one
    nothing is later. ``later`` is the number of later documents under the filters.
    """

    itself: str | None = None
    date: str | None = None
    later: int = 0


def find_left_out(store: Store, draft: Document, filters: Filters | None = None) -> LeftOut:
    """Find the documents that :func:`precedents` does not compare a draft with."""
    symbol, date = draft.metadata.symbol, draft.metadata.date
    later = set(store.documents.later(symbol, date)) if date else set()
    allowed = store.filters.documents(filters) if later else None
    return LeftOut(
        symbol if symbol and store.documents.by_symbol(symbol) else None,
        date,
        len(later if allowed is None else later & allowed),
    )


class PrecedentsOptions(TypedDict, total=False):
    """Keywords of :func:`precedents`.

    ``k`` is the greatest number for each paragraph, 5 by default. ``progress`` is called with the
    number of finished paragraphs, and of all. ``shown_in`` None shows each paragraph's own
    language.
    """

    k: int
    filters: Filters | None
    shown_in: str | None
    progress: Callable[[int, int], None] | None


def precedents(
    store: Store, search: Search, draft: Document, **options: Unpack[PrecedentsOptions]
) -> list[DraftParagraph]:
    """Find the precedents of a draft, by paragraph in reading order, without headings.

    The draft need not be in the index. Documents with its symbol, or a later date, are left out.
    Raises ``QueryError`` where ``k`` is no number of hits, or the language is none of the six.
    """
    k, shown_in = options.get("k", 5), options.get("shown_in")
    progress = options.get("progress")
    if k < 1:
        raise QueryError("Ask for at least one precedent a paragraph (-k 1).")
    if shown_in is not None:
        check_language(shown_in)
    filters = options.get("filters") or Filters()
    ids = _find_earlier(store, draft.metadata, filters)
    allowed = PassageMask.of(ids)
    permitted = None if filters.is_empty else frozenset(ids)
    paragraphs = _group_paragraphs(draft.passages, draft.metadata)
    compared: list[DraftParagraph] = []
    for start in range(0, len(paragraphs), _BATCH):
        batch = paragraphs[start : start + _BATCH]
        judge = _Judge(store, TextMemory(search), shown_in, permitted)
        embedded = _embed_statements(search, batch)
        every = [question for statements in embedded for question in statements]
        ranked = iter(search.rank_near_each(every, _CANDIDATES, [allowed] * len(every)))
        for parts, statements in zip(batch, embedded, strict=True):
            paragraph = whole(parts)
            best: Sequence[Precedent] = ()
            if statements:
                nearest = [*islice(ranked, len(statements))]
                candidates = _find_candidates(
                    store, search, statements, nearest, paragraph.language, allowed, k
                )
                best = judge.choose(paragraph, candidates, k)
            compared.append(DraftParagraph(paragraph, tuple(best), is_compared=bool(statements)))
            if progress:
                progress(len(compared), len(paragraphs))
    return compared


def _embed_statements(
    search: Search, paragraphs: Sequence[Sequence[Passage]]
) -> list[list[Question]]:
    """Embed the pieces of each paragraph that states something; others get an empty list."""
    pieces = [
        (index, piece)
        for index, parts in enumerate(paragraphs)
        if _is_statement(" ".join(part.text for part in parts))
        for piece in parts
        if any(map(str.isalnum, piece.text))
    ]
    questions: list[list[Question]] = [[] for _ in paragraphs]
    embedded = search.embed_texts([piece.text for _, piece in pieces]) if pieces else []
    for (index, _), question in zip(pieces, embedded, strict=True):
        questions[index].append(question)
    return questions


def _find_earlier(store: Store, draft: Metadata, filters: Filters) -> list[int]:
    """Find the passages of other documents that are undated, or not later than the draft."""
    ids = store.passages.earlier(draft.symbol, draft.date)
    if filters.is_empty:
        return ids
    allowed = set(store.filters.passages(filters))
    return [passage for passage in ids if passage in allowed]


def _group_paragraphs(passages: Sequence[Passage], metadata: Metadata) -> list[Sequence[Passage]]:
    from ingest.cover import length_of_cover  # its words take long to load, and searches need none

    body = passages[length_of_cover(passages, metadata) :]
    every = [body[places.start : places.stop] for places in pieces_of(body)]
    return [
        parts
        for parts in every
        if parts[0].kind != "heading" and any(any(map(str.isalnum, part.text)) for part in parts)
    ]


def _is_statement(text: str) -> bool:
    # Chinese writes no spaces; a word has about two characters.
    words = sum(any(map(str.isalpha, word)) and not is_han(word[0]) for word in text.split())
    return words + sum(map(is_han, text)) // 2 >= _WORDS


def _find_candidates(
    store: Store,
    search: Search,
    statements: Sequence[Question],
    ranked: Sequence[Sequence[tuple[int, float]]],
    language: str | None,
    allowed: Collection[int],
    k: int,
) -> list[tuple[int, float]]:
    """Find passages with cosines: the nearest of each document, then those by words."""
    near: dict[int, float] = {}
    worded: dict[int, float] = {}
    for question, nearest_to_it in zip(statements, ranked, strict=True):
        for passage, score in nearest_to_it:
            if score >= _POSSIBLE:
                near[passage] = max(score, near.get(passage, -1.0))
        for passage, score in search.rank(question, _CANDIDATES, among=allowed, mode="lexical"):
            worded[passage] = max(score, worded.get(passage, 0.0))
    # Judging costs more than finding, and candidates far behind never come to the front.
    best = _choose_best_of_documents(store, near)[: 3 * k]
    nearest = best + _find_others_of(store, near, best)
    others = [passage for passage, _ in _choose_best_of_documents(store, worded)[: 3 * _BY_WORDS]]
    # Words in common tell nothing of a translation, which is to be near.
    excerpts = store.passages.excerpts(others)
    others = [
        passage
        for passage in others
        if passage in excerpts and excerpts[passage].language == language
    ]
    others = [passage for passage in others[:_BY_WORDS] if passage not in dict(nearest)]
    cosines: dict[int, float] = {}
    for question in statements if others else ():
        for passage, score in search.rank(question, len(others), among=others, mode="dense"):
            cosines[passage] = max(score, cosines.get(passage, -1.0))
    return nearest + [(passage, cosines[passage]) for passage in others if passage in cosines]


def _choose_best_of_documents(store: Store, scores: Mapping[int, float]) -> list[tuple[int, float]]:
    documents = store.passages.documents_of(scores)
    best: dict[int, tuple[int, float]] = {}
    for passage, score in sorted(scores.items(), key=lambda item: -item[1]):
        if passage in documents:  # an ingest may have taken it away since
            best.setdefault(documents[passage], (passage, score))
    return list(best.values())


def _find_others_of(
    store: Store, scores: Mapping[int, float], best: Sequence[tuple[int, float]]
) -> list[tuple[int, float]]:
    """Find further passages of the documents that the best ones are in, a few of each."""
    others = dict(best)
    documents = store.passages.documents_of(scores)
    for _ in range(1, _SAME_DOCUMENT):
        rest = {passage: score for passage, score in scores.items() if passage not in others}
        others |= _choose_best_of_documents(store, rest)
    chosen = {documents[passage] for passage, _ in best if passage in documents}
    return [
        (passage, score)
        for passage, score in others.items()
        if passage not in dict(best) and documents.get(passage) in chosen
    ]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An earlier paragraph before the model compares it; attributes as of :class:`Precedent`."""

    score: float
    found: Excerpt
    own: Excerpt | None
    versions: dict[str, tuple[int, ...]]
    passages: tuple[int, ...]
    text: LanguageText
    share: float | None
    is_verbatim: bool
    references: tuple[str, ...]

    @property
    def highest_key(self) -> tuple[int, float, bool]:
        """The highest :func:`sort_key` that it can have, whatever the comparison gives."""
        share = self.share or 0.0
        counted = 1.0 + self.score / 2
        if self.is_verbatim:
            counted = 1.1 + share
        elif share >= _PARTLY:
            counted = max(counted, 1.0 + share)
        counted += _SAME_REFERENCE * min(2, len(self.references))
        return 2, round(counted, 6), self.found.superseded_by is None


@dataclass(frozen=True, slots=True)
class _Judge:
    store: Store
    texts: TextEmbedder
    shown_in: str | None
    allowed: Collection[int] | None

    def choose(
        self, draft: Passage, candidates: Sequence[tuple[int, float]], k: int
    ) -> list[Precedent]:
        """Return the most significant precedents of a paragraph, as :class:`DraftParagraph`."""
        excerpts = self.store.passages.excerpts([passage for passage, _ in candidates])
        read = [
            self._read(draft, excerpts[passage], score)
            for passage, score in candidates
            if passage in excerpts
        ]
        documents = self.store.passages.documents_of([each.found.passage_id for each in read])
        # Those that may be the most significant first: most of the time goes to the model.
        order = sorted(range(len(read)), key=lambda place: read[place].highest_key, reverse=True)
        compared: dict[int, Precedent] = {}
        best: list[Precedent] = []
        for place in order:
            if len(best) == k and sort_key(best[-1]) > read[place].highest_key:
                break
            compared[place] = self._compare(draft, read[place])
            best = _choose_best(
                LanguageText(draft.text, draft.language),
                [compared[other] for other in sorted(compared)],
                documents,
            )[:k]
        return best

    def _read(self, draft: Passage, found: Excerpt, score: float) -> _Candidate:
        store, passage = self.store, found.passage_id
        versions = versions_of(store, passage)
        own = _read_in_language(store, found, self._filter(versions), draft.language)
        same = () if own in (None, found) else versions.get(draft.language or "", ())
        # Another version may have the paragraph in several.
        passages = tuple(same or (passage,))
        text = "\n".join(dict.fromkeys(map(store.passages.paragraph_text, passages)))
        earlier = LanguageText(text, (own or found).language)
        cited = {mention.canonical for mention in draft.mentions}
        return _Candidate(
            score,
            found,
            own,
            versions,
            passages,
            earlier,
            None if own is None else share_in_common(draft.text, text),
            own is not None and is_verbatim(draft.text, text),
            tuple(sorted(cited & store.mentions.canonicals_of([passage])[passage])),
        )

    def _compare(self, draft: Passage, candidate: _Candidate) -> Precedent:
        found, own, text = candidate.found, candidate.own, candidate.text.text
        verdict = _judge_reuse(self.texts, draft, candidate)
        wanted = own
        if self.shown_in:
            wanted = _read_in_language(self.store, found, candidate.versions, self.shown_in)
        mentions = find_in_passage(text, self.store.mentions.of_paragraphs(candidate.passages))
        editions = other_editions(draft.mentions, mentions)
        sides = (draft.text, draft.mentions), (text, mentions)
        return Precedent(
            score=candidate.score,
            found=found,
            shown=wanted or found,
            compared=own,
            text=text,
            share=verdict.share,
            reuse=verdict.reuse,
            references=candidate.references,
            figures=besides_references(verdict.figures, editions, *sides),
            negations=verdict.negations or verdict.contraries.negations,
            editions=editions,
            opposites=verdict.contraries.opposites,
            exchanged=verdict.contraries.exchanged,
            doubts=verdict.contraries.doubts if verdict.reuse else (),
            is_shortened=verdict.reuse == "changed" and _is_shortened(draft.text, text),
            countries=verdict.countries,
        )

    def _filter(self, versions: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
        if self.allowed is None:
            return versions
        return {
            code: ids
            for code, ids in versions.items()
            if all(passage in self.allowed for passage in ids)
        }


def _choose_best(
    draft: LanguageText, precedents: Sequence[Precedent], documents: Mapping[int, int]
) -> list[Precedent]:
    """Return the most significant precedents of each document, the most significant first."""
    worthy = [
        each
        for each in precedents
        if each.score >= NEAR or each.class_ or each.relation == "partly"
    ]
    worthy.sort(key=sort_key, reverse=True)
    best: dict[int | None, list[Precedent]] = {}
    for precedent in worthy:
        chosen = best.setdefault(documents.get(precedent.found.passage_id), [])
        if not chosen or _contradicts_another_sentence(draft, precedent, chosen):
            chosen.append(precedent)
    return sorted((each for chosen in best.values() for each in chosen), key=sort_key, reverse=True)


def _contradicts_another_sentence(
    draft: LanguageText, precedent: Precedent, chosen: Sequence[Precedent]
) -> bool:
    """Whether a contrary has the words of a draft's sentence that the chosen ones lack."""
    return precedent.is_contrary and any(
        share_in_common(sentence.text, precedent.text) >= TAKEN_OVER
        and all(share_in_common(sentence.text, each.text) < _PARTLY for each in chosen)
        for sentence in cut_sentences(draft)
    )


def _is_shortened(draft: str, earlier: str) -> bool:
    return not any(
        piece.kind == "draft" and any(map(str.isalnum, piece.text))
        for piece in differences(draft, earlier)
    )


def sort_key(precedent: Precedent) -> tuple[int, float, bool]:
    """Return a sort key: certain reuse first, then probable reuse, then near texts.

    A text with part of the words is as probable as one in other words. Of the same text in a
    document and its revision, that of the revision comes first.
    """
    share = precedent.share or 0.0
    grades = {
        "verbatim": (2, 1.1 + share),
        "changed": (2, 1.0 + share),
        "translated": (2, 1.0 + precedent.score / 2),
        "partly": (2, 1.0 + share / 2),
        "near": (0, precedent.score),
    }
    step, counted = grades[precedent.relation]
    if precedent.is_contrary:
        step, counted = max((step, counted), grades["translated"])
    counted += _SAME_REFERENCE * min(2, len(precedent.references))
    return step, round(counted, 6), precedent.found.superseded_by is None


def _read_in_language(
    store: Store, excerpt: Excerpt, versions: dict[str, tuple[int, ...]], code: str | None
) -> Excerpt | None:
    if excerpt.language == code:
        return excerpt
    ids = versions.get(code or "", ())
    pieces = store.passages.excerpts(ids)
    return as_one(excerpt, [pieces[passage] for passage in ids]) if ids else None


@dataclass(frozen=True, slots=True)
class _Verdict:
    share: float | None
    reuse: Reuse | None
    figures: Figures
    negations: Figures = field(default_factory=Figures)
    contraries: Contraries = field(default_factory=Contraries)
    countries: Figures = field(default_factory=Figures)


def _judge_reuse(search: TextEmbedder, draft: Passage, candidate: _Candidate) -> _Verdict:
    """Judge how much of a paragraph was taken over, and which figures or words contradict it."""
    mine, earlier, share = LanguageText(draft.text, draft.language), candidate.text, candidate.share
    if share is not None:
        if candidate.is_verbatim:
            return _Verdict(share, "verbatim", Figures())
        figures = negations = others = Figures()
        # Short sentences of texts on other subjects may be as near as rewordings.
        is_reworded = (
            share < _PARTLY
            and candidate.score >= _SAME_SUBJECT
            and match_rewording(search, mine, earlier) >= TAKEN_OVER
        )
        # What has a good part of the words, and others for the rest, may say something else.
        contraries = (
            find_contraries(search, mine, earlier, is_taken_over=share >= _PARTLY)
            if share >= _PARTLY or is_reworded
            else Contraries()
        )
        if share < TAKEN_OVER or numbers_differ(mine, earlier):
            match = match_paraphrase(search, mine, earlier)
            figures = match.figures
            if share < TAKEN_OVER <= match.share:
                return _Verdict(share, "translated", figures, contraries=contraries)
        if share >= _PARTLY:
            # Words in another order hide which number stands for which; sentences do not.
            figures = find_changed_figures(draft.text, earlier.text, draft.language) or figures
            if ends_with_colon(draft.text) == ends_with_colon(earlier.text):
                # What only leads into a list says nothing that can be denied.
                negations = find_changed_negations(draft.text, earlier.text, draft.language)
            others = find_changed_countries(draft.text, earlier.text)
        reuse: Reuse | None = "translated" if is_reworded else None
        reuse = "changed" if share >= TAKEN_OVER else reuse
        return _Verdict(share, reuse, figures, negations, contraries, others)
    match = match_translation(search, mine, earlier, is_loose=True)
    contraries = find_contraries(search, mine, earlier)
    reuse = "translated" if match.share >= TAKEN_OVER else None
    return _Verdict(None, reuse, match.figures, contraries=contraries)
