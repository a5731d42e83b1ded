"""Earlier passages that the documents of an agenda item continue.

Paragraphs are compared by stored vectors. Nearness, shared references, citations and mandates make
one score; ``continuations.toml`` has the weights, with the command that fits them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, islice, zip_longest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.languages import BY_CODE
from index.analyses.fates import with_fates
from index.analyses.paragraphs import in_language, language_of
from index.analyses.tasks import Task, UnreadMandate, by_piece, of_version
from index.lookup import CatalogueEntry
from index.retrieval import Search
from index.store import Excerpt, Store, strip_revision

FEATURES: Final = (
    *("meaning", "document", "place", "references", "common", "citation", "mandate", "density"),
)
"""Features of a pair of paragraphs, as :meth:`_Evidence.measure` measures them."""

WEIGHTS: Final = "continuations.toml"

_SHOWN: Final = 6
"""Earlier passages for an item."""

_OF_DOCUMENT: Final = 2
"""Passages of one earlier document."""

_PARAGRAPHS: Final = 60
"""Paragraphs of an item that are compared; each takes 12 ms of processor among 100,000."""

_NEAREST: Final = 24
"""Earlier paragraphs that are read for each."""

_CITED: Final = 3
"""Nearest paragraphs of each earlier document that a paragraph cites."""

_FEW: Final = 3
"""Documents with a reference that is rare enough to look up its other passages."""

_CANDIDATES: Final = 40
"""Earlier paragraphs of an item that are scored."""

_PREAMBLE: Final = 0.2
"""Share of references from which a paragraph only names what it is based on. In the benchmark's
archive it has 0.35 and more, and other paragraphs at most 0.1.
"""

_RARE: Final = 4.0
"""Sum of the rarity of common references beyond which more do not count."""

_GROUP: Final = "CWG-WSIS&SDG"
"""Addressee of requests to the meeting itself, which no later document continues."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """An earlier paragraph with the nearest paragraph of an item.

    ``passage`` is the earlier one's passage id in its nearest version. ``paragraph`` is the id of
    the passage that continues it. ``features`` are ``(f,)`` in the order of ``FEATURES``.
    """

    passage: int
    document: int
    paragraph: int
    features: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EarlierPassage:
    """An earlier passage, in the reader's language if possible, that an agenda item continues.

    ``sentence`` is the span of its sentence nearest to the item, or None.
    """

    shown: Excerpt
    sentence: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ContinuationWeights:
    """Fitted weights ``(f,)`` in the order of ``FEATURES``; ``least`` is the lowest shown score."""

    values: NDArray[np.float64]
    bias: float
    least: float

    def score(self, candidate: Continuation) -> float:
        """Return the probability that an earlier paragraph is continued."""
        return 1 / (1 + math.exp(-float(self.values @ candidate.features) - self.bias))


@dataclass(frozen=True, slots=True)
class PriorText:
    """The text older than a meeting.

    ``passages`` are ids of those that make sense alone. ``tasks`` are mandates that fall due at the
    meeting, with reports on them.
    """

    passages: Collection[int]
    entries: Mapping[int, CatalogueEntry]
    tasks: Sequence[Task] = ()


@cache
def read_weights() -> ContinuationWeights:
    """Read the fitted weights."""
    table = tomllib.loads(files("index.analyses").joinpath(WEIGHTS).read_text("utf-8"))
    values = np.array([table["weights"][name] for name in FEATURES])
    return ContinuationWeights(values, table["bias"], table["least"])


def find_continuations(
    store: Store,
    search: Search,
    documents: Sequence[CatalogueEntry],
    earlier: PriorText,
    language: str,
) -> list[EarlierPassage]:
    """Find the earlier passages that an item's documents continue, the surest first."""
    candidates = gather_continuations(store, search, documents, earlier)
    chosen = choose_continuations(store, candidates, read_weights())
    shown = in_language(store, [candidate.passage for candidate in chosen], language)
    texts = store.passages.read_shown_texts([excerpt.passage_id for excerpt in shown])
    passages = []
    for candidate, excerpt in zip(chosen, shown, strict=True):
        spans = search.nearest_sentences(candidate.paragraph, [excerpt.passage_id])
        span = spans.get(excerpt.passage_id)
        if span and (text := texts.get(excerpt.passage_id, "")) != excerpt.passage.text:
            # Several pieces were joined: the sentence is looked for in the first.
            start = excerpt.passage.text.find(text[slice(*span)])
            span = (start, start + span[1] - span[0]) if start >= 0 else None
        passages.append(EarlierPassage(excerpt, span))
    return passages


def choose_continuations(
    store: Store, candidates: Sequence[Continuation], weights: ContinuationWeights
) -> list[Continuation]:
    """Choose sure continuations: one for each paragraph, few of one document."""
    scored = [(weights.score(candidate), candidate) for candidate in candidates]
    scored.sort(key=lambda pair: -pair[0])
    sure = [candidate for score, candidate in scored if score >= weights.least]
    excerpts = store.passages.excerpts([candidate.passage for candidate in sure], quoted=False)
    shown = with_fates(store, [excerpts[candidate.passage] for candidate in sure])
    chosen: list[Continuation] = []
    for candidate, excerpt in zip(sure, shown, strict=True):
        if excerpt.superseded_by and not excerpt.is_left_out:
            continue
        documents = [other.document for other in chosen]
        is_new = candidate.paragraph not in {other.paragraph for other in chosen}
        if is_new and documents.count(candidate.document) < _OF_DOCUMENT:
            chosen.append(candidate)
    return chosen[:_SHOWN]


def gather_continuations(
    store: Store, search: Search, documents: Sequence[CatalogueEntry], earlier: PriorText
) -> list[Continuation]:
    """Gather earlier paragraphs near to an item's documents, with their features."""
    own = _list_paragraphs(store, search, documents)
    if not own or not earlier.passages:
        return []
    ranked = search.rank_near([(paragraph, earlier.passages) for paragraph in own], _NEAREST)
    near = {paragraph: hits for paragraph, hits in zip(own, ranked, strict=True) if hits}
    cited = _find_cited(store, documents, own)
    among = [
        *((each, store.passages.of_documents([i])) for each, ids in cited.items() for i in ids),
        *_find_sharing(store, own).items(),
    ]
    allowed = [
        (paragraph, [passage for passage in others if passage in earlier.passages])
        for paragraph, others in among
    ]
    named: list[int] = []
    ranked = search.rank_near(allowed, _CITED * len(BY_CODE))
    for (paragraph, _), nearest_passages in zip(allowed, ranked, strict=True):
        hits = _keep_nearest_versions(store, nearest_passages)[:_CITED]
        near.setdefault(paragraph, []).extend(hits)
        named += [passage for passage, _ in hits]
    pairs = _pair_paragraphs(store, near)
    nearest = sorted(pairs, key=lambda passage: -pairs[passage][0])[:_CANDIDATES]
    pairs = {passage: pairs[passage] for passage in [*nearest, *named] if passage in pairs}
    evidence = _Evidence(store, documents, earlier, near, [*pairs], cited)
    return [
        Continuation(
            passage,
            evidence.documents[passage],
            paragraph,
            evidence.measure(passage, score, paragraph),
        )
        for passage, (score, paragraph) in pairs.items()
        if not evidence.is_boilerplate(passage, paragraph)
    ]


def _keep_nearest_versions(
    store: Store, hits: Sequence[tuple[int, float]]
) -> list[tuple[int, float]]:
    keys = store.facts.paragraphs_of([passage for passage, _ in hits])
    kept: dict[tuple[int, str], tuple[int, float]] = {}
    for passage, score in hits:
        kept.setdefault(keys[passage], (passage, score))
    return [*kept.values()]


def _pair_paragraphs(
    store: Store, near: Mapping[int, Sequence[tuple[int, float]]]
) -> dict[int, tuple[float, int]]:
    """Pair each earlier paragraph, in its nearest version, with the nearest one of an item."""
    keys = store.facts.paragraphs_of({passage for hits in near.values() for passage, _ in hits})
    best: dict[tuple[int, str], tuple[float, int, int]] = {}
    for paragraph, hits in near.items():
        for passage, score in hits:
            pair = score, passage, paragraph
            best[keys[passage]] = max(best.get(keys[passage], pair), pair)
    return {passage: (score, paragraph) for score, passage, paragraph in best.values()}


class _Evidence:
    def __init__(
        self,
        store: Store,
        own: Sequence[CatalogueEntry],
        earlier: PriorText,
        near: Mapping[int, Sequence[tuple[int, float]]],
        candidates: Sequence[int],
        cited: Mapping[int, Sequence[int]],
    ) -> None:
        every = {*near, *(passage for hits in near.values() for passage, _ in hits)}
        self.documents = store.passages.documents_of(every)
        self._near = near
        self._best: dict[int, dict[int, float]] = {}
        for paragraph, hits in near.items():
            for passage, score in hits:
                own_best = self._best.setdefault(self.documents[passage], {})
                own_best[paragraph] = max(score, own_best.get(paragraph, score))
        both = [*near, *candidates]
        of_both = {self.documents[passage] for passage in both}
        self._forms = _list_forms(store, [earlier.entries[document] for document in of_both])
        self._rarity = _measure_rarity(store, self._forms, len(earlier.entries))
        self._cited_in = _list_passage_forms(store, both)
        letters = store.mentions.count_letters(both)
        texts = store.passages.read_shown_texts(both)
        known = {strip_revision(entry.symbol or "") for entry in earlier.entries.values()}
        self._density = {
            passage: letters.get(passage, 0) / max(1, len(texts.get(passage, "")))
            for passage in both
        }
        # A paragraph that cites a document of the group is no preamble for that.
        self._bases = {
            passage: max(0.0, share - sum(map(len, symbols)) / max(1, len(texts.get(passage, ""))))
            for passage, share in self._density.items()
            for symbols in [self._cited_in[passage] & known]
        }
        self._asking = _find_asking(store, earlier, {self.documents[i] for i in candidates})
        self._reported = _find_reported(store, own, earlier.tasks)
        self._keys = store.facts.paragraphs_of(candidates)
        self._cited = self._rank_cited(store, cited)

    def is_boilerplate(self, passage: int, paragraph: int) -> bool:
        """Whether both only name what they are based on, and nothing else cites the passage."""
        is_cited = self._keys[passage] in self._cited
        return not is_cited and min(self._bases[passage], self._bases[paragraph]) >= _PREAMBLE

    def measure(self, passage: int, score: float, paragraph: int) -> NDArray[np.float64]:
        """Measure a pair, in the order of ``FEATURES``.

        ``document`` is the cosine of another paragraph with the earlier document. ``place`` is 1
        for the nearest, else less. ``references`` is the rarity of those that the documents share,
        ``common`` of those that the passage shares with a paragraph. ``citation`` is 1 for
        the best passage of a document that a paragraph cites, else less. ``mandate`` is 0.5 for a
        request, 1 for one that is reported on.
        """
        document, key = self.documents[passage], self._keys[passage]
        hits = [other for other, _ in self._near[paragraph]]
        shared = self._forms[document] & self._forms[self.documents[paragraph]]
        others = (
            other_score for other, other_score in self._best[document].items() if other != paragraph
        )
        return np.array(
            [
                score,
                max(others, default=0.0),
                1 / (1 + hits.index(passage)),
                min(_RARE, self._sum_rarity(shared)),
                max(self._measure_common(passage, other) for other in self._near),
                self._cited.get(key, 0.0),
                1.0 if key in self._reported else 0.5 * (key in self._asking),
                max(self._density[passage], self._density[paragraph]),
            ],
            np.float64,
        )

    def _sum_rarity(self, forms: Iterable[str]) -> float:
        return sum(self._rarity.get(form, 0.0) for form in forms)

    def _measure_common(self, passage: int, paragraph: int) -> float:
        """Measure the rarity of the references that two paragraphs share; none for a preamble."""
        if max(self._bases[passage], self._bases[paragraph]) >= _PREAMBLE:
            return 0.0
        shared = self._cited_in[passage] & self._cited_in[paragraph]
        return min(_RARE, self._sum_rarity(shared))

    def _rank_cited(
        self, store: Store, cited: Mapping[int, Sequence[int]]
    ) -> dict[tuple[int, str], float]:
        """Rank the paragraphs of each document that one of substance cites: 1, a half, a third."""
        keys = store.facts.paragraphs_of(
            {passage for paragraph in cited for passage, _ in self._near[paragraph]}
        )
        ranks: dict[tuple[int, str], float] = {}
        for paragraph, others in cited.items():
            for document in others if self._bases[paragraph] < _PREAMBLE else ():
                hits = sorted(self._near[paragraph], key=lambda hit: -hit[1])
                own = dict.fromkeys(
                    keys[passage] for passage, _ in hits if self.documents[passage] == document
                )
                for rank, key in enumerate(own):
                    ranks[key] = max(1 / (1 + rank), ranks.get(key, 0.0))
        return ranks


def _list_paragraphs(
    store: Store, search: Search, documents: Sequence[CatalogueEntry]
) -> list[int]:
    """List paragraphs that make sense alone, each document in one version, up to a limit."""
    symbols = {document.symbol for document in documents}
    lists = []
    for document in documents:
        language = language_of(document, ())
        version = store.versions.find_shown(document.id, language)
        if version is None or document.superseded_by in symbols - {None}:
            continue
        substantive = search.find_substantive([document.id])
        requests = by_piece(of_version(store, document, language, {}))
        passages = [
            passage
            for passage in store.passages.ids_in(version)
            if passage in substantive and not _asks_the_group(requests.get(passage, ()))
        ]
        texts = store.passages.read_shown_texts(passages)
        longest = sorted((-len(texts.get(passage, "")), passage) for passage in passages)
        lists.append([passage for _, passage in longest])
    in_turns = chain.from_iterable(zip_longest(*lists))
    return [*islice((passage for passage in in_turns if passage is not None), _PARAGRAPHS)]


def _asks_the_group(mandates: Iterable[UnreadMandate]) -> bool:
    addressees = {name for mandate in mandates for name in mandate.found.addressees}
    return addressees == {_GROUP}


def _find_cited(
    store: Store, documents: Sequence[CatalogueEntry], own: Sequence[int]
) -> dict[int, list[int]]:
    roots = {strip_revision(document.symbol or "") for document in documents}
    forms = store.mentions.canonicals_of(own)
    symbols = {form for cited in forms.values() for form in cited}
    ids = {
        symbol: document
        for symbol in symbols
        if strip_revision(symbol) not in roots
        and (document := store.documents.id_of(symbol)) is not None
    }
    cited = {
        paragraph: [ids[symbol] for symbol in sorted(names) if symbol in ids]
        for paragraph, names in forms.items()
    }
    return {paragraph: others for paragraph, others in cited.items() if others}


def _find_sharing(store: Store, own: Sequence[int]) -> dict[int, list[int]]:
    """Return by paragraph the passages that share a reference which few documents have."""
    forms = store.mentions.canonicals_of(own)
    counts = store.mentions.count_citing({form for cited in forms.values() for form in cited})
    rare = {form for form, count in counts.items() if count <= _FEW}
    citing = store.mentions.passages_citing(rare)
    sharing = {
        paragraph: [passage for form in sorted(cited & rare) for passage in citing.get(form, ())]
        for paragraph, cited in forms.items()
    }
    return {paragraph: passages for paragraph, passages in sharing.items() if passages}


def _list_forms(store: Store, documents: Sequence[CatalogueEntry]) -> dict[int, set[str]]:
    """Return the references of each document, and its own symbol, without revisions."""
    forms = store.mentions.canonicals_in([document.id for document in documents])
    return {
        document.id: {*map(strip_revision, {*forms[document.id], document.symbol or ""})}
        for document in documents
    }


def _list_passage_forms(store: Store, passages: Sequence[int]) -> dict[int, set[str]]:
    forms = store.mentions.canonicals_of(passages)
    return {passage: {*map(strip_revision, forms.get(passage, ()))} for passage in passages}


def _measure_rarity(
    store: Store, forms: Mapping[int, Collection[str]], documents: int
) -> dict[str, float]:
    """Measure how few of the documents cite each reference: 0 where all do."""
    counts = store.mentions.count_citing({form for cited in forms.values() for form in cited})
    return {form: math.log(max(documents, count) / count) for form, count in counts.items()}


def _find_asking(
    store: Store, earlier: PriorText, documents: Collection[int]
) -> set[tuple[int, str]]:
    asking: list[int] = []
    for document in documents:
        entry = earlier.entries[document]
        read = by_piece(of_version(store, entry, language_of(entry, ()), {}))
        asking += [passage for passage, mandates in read.items() if not _asks_the_group(mandates)]
    return {*store.facts.paragraphs_of(asking).values()}


def _find_reported(
    store: Store, own: Sequence[CatalogueEntry], tasks: Sequence[Task]
) -> set[tuple[int, str]]:
    symbols = {document.symbol for document in own}
    reported = [
        task.shown.passage_id
        for task in tasks
        if any(report.shown.symbol in symbols for report in task.reported_in)
    ]
    return {*store.facts.paragraphs_of(reported).values()}
