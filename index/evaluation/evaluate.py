"""Evaluation of the search: within a language, across languages and from all in one pool.

A set's passages get an index of their own. pytrec_eval (Van Gysel and de Rijke 2018) computes the
measures of NIST's trec_eval. In a pool of translations, a query's own copy does not count. Queries
without relevant passages are left out. Languages and pairs count alike in means.
"""

from __future__ import annotations

import bisect
import contextlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.documents import Document, Metadata, Passage
from index.evaluation.sets import EvaluationSet, EvaluationText
from index.indexing import add
from index.model import Encoder
from index.retrieval import Mode, Neutrality, Question, Search
from index.store import Store
from index.versions import passages_in

Progress = Callable[[str, int, int], None]
"""Callback with the step, the number done since the last call, and the total so far."""

_DEPTH: Final = 10
"""Hits that count for the measures of pairs and the share of the own language."""

_POOL_DEPTH: Final = 30

_BATCH: Final = 500

_MEASURES: Final = (
    "ndcg_cut_10",
    "P_1",
    "P_5",
    "recall_5",
    "recall_10",
    "recall_30",
    "map",
    "recip_rank",
)

Judgements = Mapping[str, Mapping[str, int]]
Rankings = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FigureRange:
    """A figure over languages or pairs: its mean, the lowest, and whose that is."""

    mean: float
    worst: float
    worst_of: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Queries of one language over the passages of another: nDCG@10 and P@1, 0 to 1."""

    ndcg: float
    precision: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set, each between 0 and 1.

    Attributes:
        within: nDCG@10 by language; None for translations, where a sentence is its own passage.
        pairs: by the languages of query and passages, ``en-fr``.
        ndcg: nDCG@10 over the pairs; None where there are none. ``precision`` is P@1.
        recalls: R@5 from the pool, of at most five relevant passages, by language of the query.
        own_language_share: of the first ten from the pool, mean over queries with hits.
        pool_pairs: by pair, the share of relevant passages in that language among the first five.
        average_precision: MAP of the first thirty from the pool; ``recall_30`` is R@30.
        first_as_ranked: share of the first hits from the pool in the language of the query.
        first_as_shown: share of them that can be shown in it, since the document has it.
    """

    name: str
    model: str
    mode: Mode
    queries: int
    within: Mapping[str, float] | None
    pairs: Mapping[str, Pair]
    ndcg: FigureRange | None
    precision: FigureRange | None
    recalls: Mapping[str, float]
    own_language_share: float
    pool_pairs: Mapping[str, float]
    average_precision: float = 0.0
    recall_30: float = 0.0
    first_as_ranked: float = 0.0
    first_as_shown: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def recall(self) -> FigureRange:
        """R@5 from the pool over the languages."""
        return summarise_figures(self.recalls)

    @property
    def mean_within(self) -> float | None:
        """Mean over the languages of nDCG@10 within each."""
        return None if self.within is None else _mean(list(self.within.values()))


@dataclass(frozen=True, slots=True)
class SetIndex:
    """An evaluation set in an index; ``places`` maps passage ids of the set to ids there."""

    evaluation_set: EvaluationSet
    store: Store
    encoder: Encoder
    places: Mapping[str, int]


@contextlib.contextmanager
def index_set(
    encoder: Encoder, evaluation_set: EvaluationSet, progress: Progress | None = None
) -> Iterator[SetIndex]:
    """Put the passages of a set into a temporary index."""
    with (
        tempfile.TemporaryDirectory(prefix="wsis-search-") as folder,
        Store(Path(folder), create=True) as store,
    ):
        places = _fill(store, encoder, evaluation_set, progress)
        yield SetIndex(evaluation_set, store, encoder, places)


def evaluate(
    filled: SetIndex,
    *,
    mode: Mode,
    neutrality: Neutrality = "full",
    progress: Progress | None = None,
) -> Evaluation:
    """Ask all queries of a set and measure the answers."""
    tell = progress or (lambda *_: None)
    evaluation_set, places = filled.evaluation_set, filled.places
    search = Search(filled.store, filled.encoder, neutrality=neutrality)
    ids = {place: name for name, place in places.items()}
    spoken = {passage.id: passage.language for passage in evaluation_set.passages}
    by_language: dict[str, list[int]] = defaultdict(list)
    for name, place in places.items():
        by_language[spoken[name]].append(place)
    everything = sorted(ids)

    def ranking(question: Question, among: Sequence[int] | None, depth: int = _DEPTH) -> list[str]:
        ranked = search.rank(question, depth, among=among, mode=mode)
        return [ids[place] for place, _ in ranked]

    def pool_of(query: EvaluationText) -> list[int] | None:
        if not evaluation_set.is_parallel:
            return None
        own = bisect.bisect_left(everything, places[query.id])
        return everything[:own] + everything[own + 1 :]

    languages: dict[str, str] = {}
    pool: dict[str, list[str]] = {}
    paired: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    total = len(evaluation_set.queries)
    tell("queries", 0, total)
    for start in range(0, total, _BATCH):
        batch = evaluation_set.queries[start : start + _BATCH]
        questions = search.embed_texts([query.text for query in batch], are_sentences=False)
        for query, question in zip(batch, questions, strict=True):
            languages[query.id] = query.language
            pool[query.id] = ranking(question, pool_of(query), _POOL_DEPTH)
            for code in {spoken[name] for name in evaluation_set.relevant[query.id]}:
                paired[query.language, code][query.id] = ranking(question, by_language[code])
            tell("queries", 1, total)
    return _measure_answers(filled, mode, languages, pool, paired)


def score_rankings(relevant: Judgements, rankings: Rankings) -> dict[str, dict[str, float]]:
    """Measure rankings, best first, by graded relevance (1 and above).

    Each query with relevant passages gets ``nDCG@10``, ``P@1``, ``R@5`` (of at most five), ``R@10``
    and ``R@30``. ``AP`` is average precision, and ``RR`` the reciprocal rank of the first relevant
    one.
    """
    # Imported here: it brings SciPy along, which no other command needs.
    from pytrec_eval import RelevanceEvaluator

    relevant_of = {query: dict(relevant[query]) for query in rankings if relevant.get(query)}
    evaluator = RelevanceEvaluator(relevant_of, set(_MEASURES))
    # trec_eval orders by score and breaks ties by name: ranks as scores keep our order.
    run = {
        query: {name: float(-rank) for rank, name in enumerate(rankings[query])}
        for query in relevant_of
    }
    return {
        query: {
            "nDCG@10": values["ndcg_cut_10"],
            "P@1": values["P_1"],
            # Hits among the first five over the number of relevant ones, or over five where there
            # are more: the larger of these two quotients.
            "R@5": max(values["recall_5"], values["P_5"]),
            "R@10": values["recall_10"],
            "R@30": values["recall_30"],
            "AP": values["map"],
            "RR": values["recip_rank"],
        }
        for query, values in evaluator.evaluate(run).items()
    }


# --- the inside ----------------------------------------------------------------------------------


def _fill(
    store: Store, encoder: Encoder, evaluation_set: EvaluationSet, progress: Progress | None
) -> dict[str, int]:
    """Put the passages of a set into a store; return their ids there, by their ids in the set."""
    versions: dict[tuple[str, str], list[EvaluationText]] = defaultdict(list)
    for text in evaluation_set.passages:
        versions[text.document, text.language].append(text)
    numbers: dict[str, int] = {}
    files: dict[str, list[EvaluationText]] = {}
    documents = []
    for (name, code), texts in versions.items():
        # A name in the set may look like a symbol, and would be one to the program.
        symbol = f"set {numbers.setdefault(name, len(numbers) + 1)}"
        file = Path("/", f"{symbol}.{code}")
        files[str(file)] = texts
        documents.append(_make_document(file, symbol, code, texts))
    add(store, encoder, documents, progress)
    return {
        files[file.display_name][index].id: passage
        for file in store.files.all()
        for index, passage in enumerate(store.passages.of_file(file.id))
    }


def _make_document(file: Path, symbol: str, code: str, texts: Sequence[EvaluationText]) -> Document:
    passages = []
    start = 0
    for text in texts:
        heading = (text.title,) if text.title else ()
        passages.append(
            Passage("paragraph", text.text, heading=heading, language=code, start=start)
        )
        start += len(text.text) + 1
    return Document(
        file=file,
        format="txt",
        language=code,
        pages=None,
        metadata=Metadata(symbol=symbol),
        passages=tuple(passages),
    )


def _measure_answers(
    filled: SetIndex,
    mode: Mode,
    asked_in: Mapping[str, str],
    pool: Rankings,
    paired: Mapping[tuple[str, str], Rankings],
) -> Evaluation:
    evaluation_set = filled.evaluation_set
    spoken = {passage.id: passage.language for passage in evaluation_set.passages}
    within, pairs, pool_pairs = _measure_pairs(evaluation_set, spoken, pool, paired)
    recalls: dict[str, list[float]] = {code: [] for code in evaluation_set.languages}
    from_everything = score_rankings(evaluation_set.relevant, pool)
    for query, figures in from_everything.items():
        recalls[asked_in[query]].append(figures["R@5"])
    shares = [
        sum(spoken[name] == asked_in[query] for name in hits[:_DEPTH]) / len(hits[:_DEPTH])
        for query, hits in pool.items()
        if hits
    ]
    firsts = [(asked_in[query], hits[0]) for query, hits in pool.items() if hits]
    return Evaluation(
        name=evaluation_set.name,
        model=filled.encoder.name,
        mode=mode,
        queries=len(pool),
        within=None if evaluation_set.is_parallel else within,
        pairs=pairs,
        ndcg=summarise_figures({name: pair.ndcg for name, pair in pairs.items()})
        if pairs
        else None,
        precision=summarise_figures({name: pair.precision for name, pair in pairs.items()})
        if pairs
        else None,
        recalls={code: _mean(values) for code, values in recalls.items() if values},
        own_language_share=_mean(shares),
        pool_pairs=pool_pairs,
        average_precision=_mean([figures["AP"] for figures in from_everything.values()]),
        recall_30=_mean([figures["R@30"] for figures in from_everything.values()]),
        first_as_ranked=_mean([float(spoken[name] == code) for code, name in firsts]),
        first_as_shown=_share_showable(filled, spoken, firsts),
        notes=evaluation_set.notes,
    )


def _measure_pairs(
    evaluation_set: EvaluationSet,
    spoken: Mapping[str, str],
    pool: Rankings,
    paired: Mapping[tuple[str, str], Rankings],
) -> tuple[dict[str, float], dict[str, Pair], dict[str, float]]:
    """Measure nDCG within languages, figures of language pairs, and R@5 of pairs in the pool."""
    within: dict[str, float] = {}
    pairs: dict[str, Pair] = {}
    pool_pairs: dict[str, float] = {}
    order = {code: position for position, code in enumerate(evaluation_set.languages)}
    for language, searched in sorted(paired, key=lambda pair: [order[code] for code in pair]):
        rankings = paired[language, searched]
        relevant = {
            query: {
                name: grade
                for name, grade in evaluation_set.relevant[query].items()
                if spoken[name] == searched
            }
            for query in rankings
        }
        values = list(score_rankings(relevant, rankings).values())
        from_pool = score_rankings(relevant, {query: pool[query] for query in rankings})
        pool_pairs[f"{language}-{searched}"] = _mean([each["R@5"] for each in from_pool.values()])
        ndcg = _mean([each["nDCG@10"] for each in values])
        if language == searched:
            within[language] = ndcg
        else:
            pairs[f"{language}-{searched}"] = Pair(ndcg, _mean([each["P@1"] for each in values]))
    return within, pairs, pool_pairs


def _share_showable(
    filled: SetIndex, spoken: Mapping[str, str], firsts: Sequence[tuple[str, str]]
) -> float:
    """Return the share of first hits that can be shown in their question's language."""
    readable = {
        code: passages_in(
            filled.store,
            [filled.places[name] for language, name in firsts if language == code],
            code,
        )
        for code in {language for language, _ in firsts}
    }
    return _mean(
        [
            float(
                spoken[name] == code or bool(readable[code].get(filled.places[name], {}).get(code))
            )
            for code, name in firsts
        ]
    )


def summarise_figures(figures: Mapping[str, float]) -> FigureRange:
    """Return the mean and the lowest of figures by language."""
    worst = min(figures, key=lambda name: figures[name])
    return FigureRange(_mean(list(figures.values())), figures[worst], worst)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
