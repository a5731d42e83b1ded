"""Measure how well passages in other languages answer terms of one to three words.

    python -m benchmarks.short DATA [--mode MODE …] [--list] [--misses]

DATA is the folder with ``un-parallel`` and ``sdg``. Each term of :mod:`benchmarks.short.sets` is
asked of an index of INF documents; hits in the asker's own language are left out. The seed of
equivalents must not have seen the archive; with the shipped one the figures are too good.
``python -m benchmarks.short.seed DATA FILE --half`` makes such a seed, and ``--seed FILE`` takes
it. ``--misses`` gives the reason why answers are not among the first thirty, by the languages of
question and passage.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Final, get_args
from unittest import mock

from benchmarks.short.sets import CODES, Archive, Term, archive
from corpus.filters import Filters
from index.evaluation import score_rankings
from index.indexing import add
from index.model import load
from index.retrieval import Mode, Search, read_question
from index.retrieval.lexical import Lexical
from index.retrieval.terms import TermTranslator, seed
from index.retrieval.terms.seed import Seed
from index.store import Store
from index.versions import align_documents

DEPTH: Final = 30

REASONS: Final = ("no equivalent", "another word", "ranked low")
"""Reasons for a miss: no equivalent in that language, none in the passage, or a low rank."""


def fill(store: Store, there: Archive) -> None:
    """Put the documents of an archive into an empty index."""
    encoder = load()
    store.vectors.use_model(encoder)
    add(store, encoder, there.documents)
    align_documents(store)


def rankings(search: Search, term: Term, mode: Mode, there: Archive) -> list[str]:
    """Return the rows found for a term in other languages, best first."""
    hits = search.search(term.text, k=3 * DEPTH, filters=Filters(series=("INF",)), mode=mode).hits
    rows = {
        (document.metadata.symbol, passage.label): row
        for document, names in zip(there.documents, there.rows, strict=True)
        for passage, row in zip(document.passages, names, strict=True)
    }
    passages = [
        rows[hit.found.symbol, hit.found.passage.label]
        for hit in hits
        if hit.found.language != term.language
    ]
    return list(dict.fromkeys(passages))[:DEPTH]


def report(name: str, terms: Sequence[Term], ranking: dict[Term, list[str]]) -> str:
    """Return a line: nDCG@10 by language, and the relevant share of the first thirty."""
    relevant = {
        str(position): dict.fromkeys(term.answers, 1) for position, term in enumerate(terms)
    }
    ranked = {str(position): ranking[term] for position, term in enumerate(terms)}
    figures = score_rankings(relevant, ranked)
    by_code = {
        code: mean(
            figures[str(position)]["nDCG@10"]
            for position, term in enumerate(terms)
            if term.language == code
        )
        for code in CODES
    }
    recall = mean(
        len(term.answers & set(ranking[term])) / min(DEPTH, len(term.answers)) for term in terms
    )
    ndcg = mean(figure["nDCG@10"] for figure in figures.values())
    cells = "  ".join(f"{code} {value:.3f}" for code, value in by_code.items())
    return (
        f"{name:22} {len(terms):4} terms  nDCG@10 {ndcg:.3f}"
        f"  worst {min(by_code.values()):.3f}  recall@30 {recall:.3f}   {cells}"
    )


def misses(store: Store, there: Archive, ranking: Mapping[Term, list[str]]) -> str:
    """Return a line for each pair of languages: answers, misses, and their reasons."""
    places = {
        (excerpt.symbol, excerpt.passage.label): (passage, excerpt.language)
        for passage, excerpt in store.passages.excerpts(
            store.filters.passages(Filters(series=("INF",)))
        ).items()
    }
    passage_of = {
        row: places[document.metadata.symbol, passage.label]
        for document, names in zip(there.documents, there.rows, strict=True)
        if document.metadata.series == "INF"
        for passage, row in zip(document.passages, names, strict=True)
    }
    translated = TermTranslator(store, Lexical(store))
    counts: dict[tuple[str, str], Counter[str]] = {}
    for term in there.terms:
        matched = translated.matches(read_question(term.text), None)
        for row in term.answers:
            passage, code = passage_of[row]
            own = matched[code][0].tolist() if code in matched else []
            reason = REASONS[0] if not own else REASONS[1 + (passage in own)]
            kind = "found" if row in ranking[term] else reason
            counts.setdefault((term.language, code or ""), Counter())[kind] += 1
    total: Counter[str] = Counter()
    lines = []
    for (language, code), counted in sorted(counts.items()):
        total.update(counted)
        lines.append(_why(f"{language}-{code}", counted))
    return "\n".join([*lines, _why("all", total)])


def _why(name: str, own: Counter[str]) -> str:
    cells = "  ".join(f"{reason} {own[reason]:4}" for reason in REASONS)
    return f"{name:6} {own.total():5} answers, missed {own.total() - own['found']:4}:  {cells}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.short")
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--index", type=Path, help="folder of the index, made where it is not there"
    )
    parser.add_argument("--seed", type=Path, help="of benchmarks.short.seed --half")
    parser.add_argument("--mode", action="append", choices=get_args(Mode))
    parser.add_argument("--list", action="store_true", help="name the terms that fare worst")
    parser.add_argument("--misses", action="store_true", help="say why answers are missed")
    chosen = parser.parse_args(arguments)
    there = archive(chosen.data)
    made = Seed(chosen.seed) if chosen.seed else seed.load_seed()
    with (
        mock.patch.object(seed, "load_seed", return_value=made),
        tempfile.TemporaryDirectory() as scratch,
        Store(chosen.index or Path(scratch), create=True) as store,
    ):
        if not store.passages.count():
            fill(store, there)
        search = Search(store, load())
        modes: Sequence[Mode] = chosen.mode or get_args(Mode)
        for mode in modes:
            ranking = {term: rankings(search, term, mode, there) for term in there.terms}
            for name, held in (("tuning", False), ("held out", True)):
                some = [term for term in there.terms if term.held is held]
                print(report(f"{mode}, {name}", some, ranking), flush=True)
            if chosen.misses:
                print(misses(store, there, ranking), flush=True)
            for term in there.terms if chosen.list else ():
                hit = len(term.answers & set(ranking[term][:10])) / min(10, len(term.answers))
                print(f"  {mode} {term.language} {hit:.2f} {term.text}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
