"""Measure how well the search meets the needs of this folder, per language and mode of search.

    python -m benchmarks.relevance --index DIR [--short | --hard] [--mode MODE …] [--list] [--weak]
        [--by-date] [--engine milvus://HOST:PORT/COLLECTION]

DIR holds an index of the sample corpus; without it, one is kept in the user's cache folder. Each
query is asked as a person asks it, and its first thirty hits, one per paragraph, are judged. A hit
counts as the judged paragraph in whatever version. The same text in a superseded document counts as
the judged paragraph too, once. Hits are measured as ranked and as shown on a page. Held-out needs
are also reported apart.

``--short`` asks the needs of one to three words instead, ``--hard`` those that are hard to meet.
``--weak`` counts the queries with the note that nothing answers well, for both sets of needs and
for questions without an answer. ``--by-date`` prints, for several shares of the best score, the
judged paragraphs among the hits above it. It also prints the share of the first page by relevance
that is on the first page by date. ``--list`` prints on stderr the needs whose first hit is not
relevant. ``--engine`` copies the index to a server and asks that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Final, get_args

from benchmarks.relevance.needs import (
    HARD,
    NEEDS,
    NONSENSE,
    SHORT,
    Need,
    read_needs,
    select_held_back,
)
from corpus.documents import Passage
from corpus.errors import WsisSearchError
from corpus.languages import BY_CODE
from corpus.sample import FILES
from index.evaluation import score_rankings
from index.indexing import build, put_sample_vectors
from index.model import Encoder, load
from index.retrieval import PER_DOCUMENT, Hit, Mode, Search
from index.retrieval.answers import ANSWERING, newest_first
from index.store import Store
from search_app.commands.evaluation import default_cache
from search_app.commands.progress import bars

SHOWN: Final = {
    "nDCG@10": "nDCG@10",
    "P@1": "P@1",
    "RR": "MRR",
    "AP": "MAP",
    "R@10": "R@10",
    "R@30": "R@30",
}
"""Heading in the table of each measure of ``index.evaluation.score_rankings``."""

DEPTH: Final = 30

DATED: Final = 200
"""Hits among which those that answer are put in order of their dates."""

PAGE: Final = 10

ALIKE: Final = 3
"""Hits that are compared between two languages of one need."""

SHARES: Final = (0.0, 0.5, 0.55, 0.6, ANSWERING, 0.7, 0.75, 0.8)
"""Shares of the best score from which a hit may count as an answer."""

Place = tuple[int, str]
"""The id of a paragraph's document, and its variant key: both are shared by its versions."""


@dataclass(frozen=True, slots=True)
class Score:
    """The ranks that one query reached.

    Attributes:
        need: that it asks for.
        language: of the query.
        figures: by measure, 0 to 1.
        first: the citation's parts of the first hit: symbol, label, beginning of its text.
        best: the names of the first three.
    """

    need: Need
    language: str
    figures: Mapping[str, float]
    first: str
    best: frozenset[str] = frozenset()


@contextmanager
def open_sample(folder: Path | None) -> Iterator[tuple[Store, Encoder]]:
    """Open an index of the sample corpus: that of a folder, or the one in the user's cache folder,
    which is brought up to date.

    Raises:
        WsisSearchError: it cannot be opened.
    """  # noqa: D205 - one sentence
    with Store(folder or default_cache() / "sample", create=folder is None) as store:
        encoder = load(store.setting("model"))
        if folder is None:
            put_sample_vectors(store, encoder.name)
            with bars() as tell:
                build(store, encoder, [FILES], workers=2, prune=True, progress=tell)
        yield store, encoder


def grade_places(store: Store, need: Need) -> dict[Place, int]:
    """Give the places of the paragraphs that meet a need, with their grades.

    Raises:
        ValueError: a judged paragraph is not in the index.
    """
    grades: dict[Place, int] = {}
    for judgement in need.relevant:
        if judgement.is_document:
            document = store.documents.id_of(judgement.symbol)
            if document is None:
                raise ValueError(f"{need.id}: {judgement.symbol} is not in the index.")
            grades[document, ""] = judgement.grade
            continue
        rows = store.query(
            "SELECT document_id, variant, kind, part, label_path, text, version.language AS code "
            "FROM passage JOIN version ON version.id = version_id "
            "JOIN document ON document.id = document_id WHERE symbol = ? AND same_as IS NULL",
            judgement.symbol,
        )
        languages = {row["code"] for row in rows}
        language = judgement.anchor_language or (
            "en" if "en" in languages else min(languages, default="")
        )
        places = {
            (row["document_id"], row["variant"])
            for row in rows
            if row["code"] == language
            and judgement.is_named_by(
                Passage(
                    row["kind"],
                    row["text"],
                    label_path=tuple(json.loads(row["label_path"])),
                    piece=row["part"],
                )
            )
        }
        if not places:
            raise ValueError(
                f"{need.id}: {judgement.symbol} has no paragraph "
                f"{judgement.label or judgement.anchor}: is this an index of the sample corpus?"
            )
        grades.update(dict.fromkeys(places, judgement.grade))
    return grades


def score(
    store: Store,
    search: Search,
    mode: Mode,
    needs: Sequence[Need],
    per_document: int | None = None,
    reader: str | None = None,
) -> list[Score]:
    """Ask every query of the needs, as who reads a language does, and measure what is found."""
    relevant: dict[str, dict[str, int]] = {}
    rankings: dict[str, list[str]] = {}
    firsts: dict[str, str] = {}
    for need in needs:
        judged_places = grade_places(store, need)
        all_grades = {_name(place): grade for place, grade in judged_places.items()}
        for code, query in need.queries.items():
            key = f"{need.id}/{code}"
            hits = search.search(
                query, k=DEPTH, mode=mode, per_document=per_document, shown_in=reader
            ).hits
            beside = [excerpt for hit in hits for excerpt in (*hit.stands_for, *hit.rows)]
            shown_passages = [hit.found for hit in hits] + beside
            places = _places(store, [excerpt.passage_id for excerpt in shown_passages])
            names = {
                passage: _name((place[0], "") if (place[0], "") in judged_places else place)
                for passage, place in places.items()
            }
            # A second piece of a paragraph that was found already is no second answer.
            # The rows of a table that a hit shows are read with it.
            rankings[key] = list(
                dict.fromkeys(
                    names[excerpt.passage_id] for hit in hits for excerpt in (hit.found, *hit.rows)
                )
            )
            grades = dict(all_grades)
            for hit in hits:
                own = names[hit.found.passage_id]
                for excerpt in hit.stands_for:
                    other = names[excerpt.passage_id]
                    if other != own and other in grades:
                        grades[own] = max(grades.pop(other), grades.get(own, 0))
            relevant[key] = grades
            firsts[key] = "nothing"
            if hits:
                shown = hits[0].found
                label = " ".join(shown.passage.label_path)
                firsts[key] = f"{shown.symbol} {label} ({shown.language}) {shown.passage.text[:60]}"
    figures = score_rankings(relevant, rankings)
    return [
        Score(need, code, figures[key], firsts[key], frozenset(rankings[key][:ALIKE]))
        for need in needs
        for code in need.queries
        for key in [f"{need.id}/{code}"]
    ]


def weak(search: Search) -> list[str]:
    """Count the questions that get the note ``weak-answers``, a line for each set."""
    lines = NONSENSE.read_text("utf-8").splitlines()
    sets = {"no answer": [query for line in lines for query in json.loads(line)["queries"]]}
    for path in (NEEDS, SHORT):
        sets[path.stem] = [query for need in read_needs(path) for query in need.queries.values()]
    texts = []
    for name, queries in sets.items():
        results = [search.search(query, k=1) for query in queries]
        noted = [any(note.code == "weak-answers" for note in result.notes) for result in results]
        texts.append(f"{name}: {sum(noted)} of {len(noted)}, {sum(noted) / len(noted):.1%}")
    return texts


def by_date(store: Store, search: Search, needs: Sequence[Need]) -> str:
    """Return a table of judged paragraphs in order of dates, a line for each part of a score."""
    ranks: dict[float, list[tuple[float, float, int]]] = {share: [] for share in SHARES}
    for need in needs:
        wanted = grade_places(store, need)
        for query in need.queries.values():
            hits = search.search(query, k=DATED).hits
            shown = _judged_places(store, hits, wanted)
            best = set().union(*shown[:PAGE])
            if not best:
                continue
            ranked = [
                ((position, hit.score), (0, str(position))) for position, hit in enumerate(hits)
            ]
            certain = {position for position, hit in enumerate(hits) if hit.is_exact}
            dates = {position: hit.found.date for position, hit in enumerate(hits)}
            for share, figures in ranks.items():
                ordered, count = newest_first(ranked, certain, dates, share)
                order = [shown[position] for (position, _), _ in ordered]
                inside = len(set().union(*order[:count])) / len(set().union(*order))
                figures.append((inside, len(set().union(*order[:PAGE])) / len(best), count))
    return "\n".join(
        f"  {share:.2f}: {mean(figure[0] for figure in figures):.3f} in order of dates, "
        f"{mean(figure[1] for figure in figures):.3f} on the first page, "
        f"{mean(figure[2] for figure in figures):.0f} hits"
        for share, figures in ranks.items()
    )


def report(which: str, scores: Sequence[Score]) -> str:
    """Return a line for each measure: the mean, the worst language, and every language."""
    lines = []
    for measure, shown in SHOWN.items():
        means = {
            code: mean(score.figures[measure] for score in scores if score.language == code)
            for code in BY_CODE
        }
        worst = min(means, key=lambda code: means[code])
        cells = "  ".join(f"{code} {value:.3f}" for code, value in means.items())
        lines.append(
            f"{which:26} {shown:8} mean {mean(means.values()):.3f}  worst "
            f"{means[worst]:.3f} ({worst})   {cells}"
        )
    pairs = [
        len(pair.best & other.best) / ALIKE
        for pair, other in combinations(scores, 2)
        if pair.need.id == other.need.id
    ]
    lines.append(f"{which:26} first {ALIKE} alike in two languages {mean(pairs):.3f}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relevance")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--mode", action="append", choices=get_args(Mode))
    parser.add_argument("--reader", choices=[*BY_CODE], help="language of whoever asks")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--short", action="store_true", help="ask one to three words")
    which.add_argument("--hard", action="store_true", help="ask what is hard to answer")
    parser.add_argument("--weak", action="store_true", help="count the notes of weak answers")
    parser.add_argument("--by-date", action="store_true", help="measure the order of dates")
    parser.add_argument("--list", action="store_true", help="name the needs that fail")
    parser.add_argument("--engine", help="address of a server, instead of files")
    chosen = parser.parse_args(arguments)
    needs = read_needs(SHORT if chosen.short else HARD if chosen.hard else NEEDS)
    held = {need.id for need in select_held_back(needs)}
    modes: Sequence[Mode] = chosen.mode or get_args(Mode)
    try:
        with open_sample(chosen.index) as (store, encoder):
            search = Search(store, encoder, engine=chosen.engine)
            search.prepare()
            if chosen.weak:
                print("\n".join(weak(search)))
                return 0
            if chosen.by_date:
                for name, is_held in (("chosen on", False), ("held back", True)):
                    some = [need for need in needs if (need.id in held) == is_held]
                    print(f"{len(some)} needs, {name}", by_date(store, search, some), sep="\n")
                return 0
            print(f"{len(needs)} needs, each asked in {len(BY_CODE)} languages, of {store.folder}")
            for mode in modes:
                for per_document in (None, PER_DOCUMENT):
                    scores = score(store, search, mode, needs, per_document, chosen.reader)
                    worked_on = [result for result in scores if result.need.id not in held]
                    left_out = [result for result in scores if result.need.id in held]
                    row = f"{mode}, {'shown' if per_document else 'ranked'}"
                    print(report(row, scores))
                    print(report(f"{row}, worked on", worked_on))
                    print(report(f"{row}, held back", left_out), flush=True)
                failed = [score for score in worked_on if not score.figures["P@1"]]
                for failure in failed if chosen.list else ():
                    query = failure.need.queries[failure.language]
                    print(
                        f"  {failure.need.id} {failure.language}: {query} → {failure.first}",
                        file=sys.stderr,
                    )
    except (WsisSearchError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


def _places(store: Store, passages: Sequence[int]) -> dict[int, Place]:
    marks = ", ".join("?" * len(passages))
    rows = store.query(
        "SELECT passage.id, document_id, variant FROM passage "  # noqa: S608
        f"JOIN version ON version.id = version_id WHERE passage.id IN ({marks})",
        *passages,
    )
    return {row["id"]: (row["document_id"], row["variant"]) for row in rows}


def _judged_places(
    store: Store, hits: Sequence[Hit], wanted: Mapping[Place, int]
) -> list[set[Place]]:
    """The judged paragraphs, or documents as a whole, that each hit shows."""
    beside = [[hit.found, *hit.stands_for, *hit.rows] for hit in hits]
    places = _places(store, [excerpt.passage_id for each in beside for excerpt in each])
    return [
        {
            place
            for excerpt in each
            for place in (places[excerpt.passage_id], (places[excerpt.passage_id][0], ""))
            if place in wanted
        }
        for each in beside
    ]


def _name(place: Place) -> str:
    document, variant = place
    return f"{document}/{variant}"


if __name__ == "__main__":
    sys.exit(main())
