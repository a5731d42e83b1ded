"""Sources that are named for a topic as people say it, mostly not in the words of the texts."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Final

from corpus.languages import BY_CODE
from index import Index
from index.analyses.paragraphs import in_language
from index.analyses.positions import Position

PHRASES: Final = Path(__file__).with_name("phrases.toml")
NOMINAL: Final = PHRASES.with_name("nominal.toml")

Source = tuple[str, str | None]
"""A submitter by its key, and the meeting of its document."""


@dataclass(frozen=True, slots=True)
class LabelledTopic:
    """A topic as people say it, and the paragraphs of the sample corpus that speak on it.

    Attributes:
        names: the topic by language.
        is_held_out: whether nothing may be tuned on it.
        speaks: by source the paragraphs that say, ask, report or plan something about it.
        best: by source those of them with the sentence that best takes its position.
        passing: by source those that only mention the topic or touch on it.
    """

    names: Mapping[str, str]
    is_held_out: bool
    speaks: Mapping[Source, frozenset[str]]
    best: Mapping[Source, frozenset[str]]
    passing: Mapping[Source, frozenset[str]]


def read_topics(path: Path = PHRASES) -> list[LabelledTopic]:
    """Read the topics of a file; ``phrases.toml`` has the sources of all."""
    sources = tomllib.loads(PHRASES.read_text("utf-8"))["sources"]

    def by_source(paragraphs: Iterable[str]) -> dict[Source, frozenset[str]]:
        labels: dict[Source, set[str]] = {}
        for paragraph in paragraphs:
            document = paragraph.split(" ")[0]
            for submitter in sources[document]:
                labels.setdefault((submitter, document.split("/")[0]), set()).add(paragraph)
        return {source: frozenset(own) for source, own in labels.items()}

    return [
        LabelledTopic(
            {code: topic[code] for code in BY_CODE},
            topic.get("held_out", False),
            *(by_source(topic.get(kind, ())) for kind in ("speaks", "best", "passing")),
        )
        for topic in tomllib.loads(path.read_text("utf-8"))["topic"]
    ]


def paragraph_name(index: Index, passage: int) -> str:
    """Return the document of a paragraph and its label in English, or ``table`` for a label."""
    # Labels of items are other letters in other languages.
    (shown,) = in_language(index.store, [passage], "en")
    symbol = (shown.symbol or "").removeprefix("CWG-WSIS&SDG-")
    is_table = shown.passage.kind == "table"
    return " ".join((symbol, *(("table",) if is_table else shown.passage.label_path)))


def cells_by_source(cells: Iterable[Position]) -> dict[Source, Position]:
    """Return the first cell of each source; a joint one counts for each of its submitters."""
    by_source: dict[Source, Position] = {}
    for cell in cells:
        for submitter in cell.submitters:
            by_source.setdefault((submitter.key, cell.meeting), cell)
    return by_source


def count_sources(
    index: Index, topic: LabelledTopic, language: str, counts: Counter[str], *, errors: bool
) -> set[Source]:
    """Ask a topic in a language, add to its ``counts``, and return the sources that name it.

    ``wanted`` counts sources; of them ``named`` and ``there``, and of these those with their
    ``best`` paragraph. ``wrong`` and ``wrong near`` count the other sources. ``on nothing`` counts
    topics without sources, ``silent`` those without an answer. ``errors`` prints faults on stderr.
    """
    cells = cells_by_source(index.positions(topic.names[language]).cells)
    named = {source for source, cell in cells.items() if cell.names_topic}
    others = cells.keys() - topic.speaks.keys() - topic.passing.keys()
    wrong = named & others
    shown = {
        source: paragraph_name(index, cells[source].shown.passage_id)
        for source in cells.keys() & topic.speaks.keys()
    }
    counts["wanted"] += len(topic.speaks)
    counts["named"] += len(named & topic.speaks.keys())
    counts["there"] += len(shown)
    counts["best"] += sum(paragraph in topic.best[source] for source, paragraph in shown.items())
    counts["wrong"] += len(wrong)
    counts["wrong near"] += len(others - named)
    counts["on nothing"] += not topic.speaks
    counts["silent"] += not topic.speaks and not named
    if errors and (wrong or topic.speaks.keys() - named):
        missing = sorted(f"{key}/{meeting}" for key, meeting in topic.speaks.keys() - named)
        too_many = sorted(f"{key}/{meeting}" for key, meeting in wrong)
        print(
            f"{language} {topic.names[language]}: not named {missing}, wrong {too_many}",
            file=sys.stderr,
        )
    return named


def phrases(index: Index, path: Path, *, errors: bool) -> str:
    """Return who is named for the topics of a file as a table, by set and language."""
    rows = [
        "| set | language | named | there | precision | near | best paragraph | silent | alike |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, is_held_out in (("tuned", False), ("held out", True)):
        counts = {code: Counter[str]() for code in BY_CODE}
        alike: list[float] = []
        for topic in read_topics(path):
            if topic.is_held_out != is_held_out:
                continue
            answers = [
                count_sources(index, topic, code, counts[code], errors=errors) for code in BY_CODE
            ]
            # Two answers that name nobody agree on nothing yet.
            alike += [
                len(one & two) / len(one | two)
                for one, two in combinations(answers, 2)
                if one | two
            ]
        rows += [_row(name, code, own) + " |" for code, own in counts.items()]
        agreement = f"{fmean(alike):.2f}" if alike else "–"
        rows.append(f"{_row(name, 'all', sum(counts.values(), Counter[str]()))} {agreement} |")
    return "\n".join(rows)


def _row(name: str, language: str, counts: Counter[str]) -> str:
    named, wanted, there = counts["named"], counts["wanted"], counts["there"]
    return (
        f"| {name} | {language} | {named} of {wanted} | {there} "
        f"| {_format_share(named, counts['wrong'])} "
        f"| {_format_share(there - named, counts['wrong near'])} "
        f"| {counts['best']} of {there} | {counts['silent']} of {counts['on nothing']} |"
    )


def _format_share(right: int, wrong: int) -> str:
    return f"{right / (right + wrong):.2f}" if right + wrong else "–"
