"""Worth of each part of the search's ranking: nDCG@10 without it, ranked and shown.

    python -m benchmarks.ablate [--index DIR] [--languages N] [PART …]

The needs of ``benchmarks/relevance`` are asked with the whole ranking, then without each part in
turn. A figure above 0 is the part's gain: the mean over all queries, held-out ones included.

``--languages`` is the number of languages that ask each need (2 by default; the pairs change). DIR
holds an index of the sample corpus; by default one is kept in the user's cache folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any, Final
from unittest import mock

import numpy as np

from benchmarks.relevance.__main__ import open_sample, score
from benchmarks.relevance.needs import HARD, NEEDS, SHORT, Need, read_needs
from corpus.errors import WsisSearchError
from corpus.languages import BY_CODE
from index.model import Encoder
from index.retrieval import PER_DOCUMENT, Search, dense, reranking, scorers, weights
from index.retrieval.fields import Fields
from index.retrieval.lexical import Lexical
from index.retrieval.reranking import reranker
from index.retrieval.scorers import Candidates, TermScorer, WordScorer
from index.retrieval.terms import TermTranslator
from index.store import Store

FILES: Final = (NEEDS, SHORT, HARD)

Replacement = tuple[Any, str, Any]
"""An object, the name of its attribute, and what stands there while a part is left out."""


def _keep_order(evidence: reranking.Evidence, *, is_short: bool) -> list[int]:
    del is_short
    return [*range(len(evidence.meaning))]


def _set_zero(*names: str) -> list[Replacement]:
    return [(weights, name, 0.0) for name in names]


def _returns(owner: Any, name: str, value: Callable[..., Any]) -> list[Replacement]:
    return [(owner, name, value)]


def _keep_candidates(
    self: object, question: object, candidates: Candidates, evidence: object
) -> Candidates:
    del self, question, evidence
    return candidates


PARTS: Final[dict[str, list[Replacement]]] = {
    "learned order": _returns(reranker, "order", _keep_order),
    "words of the question": _returns(Lexical, "matches", lambda *_: {}),
    "words within a language": _returns(WordScorer, "order", _keep_candidates),
    "terms of short questions": _returns(TermScorer, "order", _keep_candidates),
    "surroundings": _returns(
        Fields, "compute_bonuses", lambda _, facts, __: np.zeros(len(facts.paragraphs))
    ),
    "equivalents in other languages": _returns(TermTranslator, "strength", lambda *_: 0.0),
    "share of known words": _returns(TermTranslator, "measure_known", lambda *_, **__: 0.0),
    "mean over a paragraph's versions": _returns(
        scorers, "average_over_versions", lambda scores, _: scores
    ),
    "passages alone in their language": _set_zero("WEIGHT_ALONE", "WEIGHT_OF_FEEDBACK"),
    "direction of passages with the words": _set_zero("WEIGHT_OF_FEEDBACK"),
    "countries by name": _set_zero("SPOKEN_OF"),
    "submitters by country": _set_zero("COUNTRY"),
    "translations nearby": _returns(dense, "consensus", lambda scores, *_: np.asarray(scores)),
    "lines of covers behind": _set_zero("SIGN"),
    "short passages behind": _set_zero("SLIGHT"),
    "tables behind": _set_zero("TABLE"),
    "summaries lower": _set_zero("OPENING"),
}
"""Replacements that take each part out of the ranking."""

NEUTRAL: Final = "vectors freed of their language"


@contextmanager
def _without(part: str) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name, value in PARTS.get(part, []):
            stack.enter_context(mock.patch.object(owner, name, value))
        yield


def measure(store: Store, encoder: Encoder, needs: Sequence[Need], part: str = "") -> list[float]:
    """Return the mean nDCG@10 of the needs without a part: as ranked, and as shown."""
    with _without(part):
        search = Search(store, encoder, neutrality="raw" if part == NEUTRAL else "full")
        search.prepare()
        return [
            mean(
                result.figures["nDCG@10"]
                for result in score(store, search, "hybrid", needs, per_document)
            )
            for per_document in (None, PER_DOCUMENT)
        ]


def ask_in(need: Need, position: int, count: int) -> Need:
    """Return a need that only some languages ask: ``count``, from a place that moves by need."""
    codes = [*BY_CODE]
    chosen = [codes[(position * count + step) % len(codes)] for step in range(count)]
    return replace(need, queries={code: need.queries[code] for code in chosen})


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablate")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--languages", type=int, choices=range(1, 7), default=2)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS, NEUTRAL], metavar="PART")
    chosen = parser.parse_args(arguments)
    sets = {
        path.stem: [
            ask_in(need, position, chosen.languages)
            for position, need in enumerate(read_needs(path))
        ]
        for path in FILES
    }
    columns = [f"{name}, {how}" for name in sets for how in ("ranked", "shown")]
    print(f"| without | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}")
    try:
        with open_sample(chosen.index) as (store, encoder):
            figures = partial(measure, store, encoder)
            whole = [figure for needs in sets.values() for figure in figures(needs)]
            print(f"| nothing | {' | '.join(f'{figure:.3f}' for figure in whole)} |", flush=True)
            for part in chosen.parts or (*PARTS, NEUTRAL):
                results = [figure for needs in sets.values() for figure in figures(needs, part)]
                lost = [
                    f"{before - after:+.3f}" for before, after in zip(whole, results, strict=True)
                ]
                print(f"| {part} | {' | '.join(lost)} |", flush=True)
    except (WsisSearchError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
