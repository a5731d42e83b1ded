"""Accuracy of positions: are all those who speak on a topic found, and nobody else?

    python -m benchmarks.positions --index DIR [--errors] [--readme]
                                   [--alike | --stances | --phrases | --nominal | --fit [--write]]

DIR holds an index of the sample corpus. Each topic of ``topics.toml`` is asked in six languages; a
half is held out from tuning. ``found`` is the share of speakers on a topic that are shown.
``wrong`` counts others among those who name it, ``wrong near`` among those only near in meaning.
Topics without speakers count for both.

``--alike`` asks the topics of ``alike.toml``, which mean the same in six languages and in several
forms. It prints how far their answers agree: the Jaccard index of the sources of two answers (two
empty ones have 1). Pairs are those of languages, and of forms of a language. ``sources`` is the
size of an answer, since empty answers would agree.

``--stances`` asks the topics of ``stances.toml``, and looks at cells with a position. It prints how
many are shown, how many show the sentence with the position, and how often two languages use the
same paragraph.

``--phrases`` asks the topics of ``phrases.toml``, as people say them. It counts the sources on a
topic that are ``named`` as naming it, ``there`` at all, and with a labelled ``best paragraph``. It
also prints the right share of those named, and the topics without speakers that are ``silent``.
``alike`` is the agreement of names between two languages. ``--nominal`` does so for the plain noun
phrases of ``nominal.toml``.

``--fit`` fits the weights of ``index/analyses/speakers.toml`` on the topics that are not held out;
``--write`` saves them. Its table counts the documents above the bound that speak on their topic, by
weights of other topics. ``--readme`` replaces the table in README.md.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.positions.fitting import fit_speakers
from benchmarks.positions.phrases import NOMINAL, PHRASES, cells_by_source, paragraph_name, phrases
from benchmarks.speed.tables import put
from corpus.languages import BY_CODE
from corpus.text import sentences
from index import Index
from index.analyses.positions import Position

TOPICS = Path(__file__).with_name("topics.toml")
ALIKE = Path(__file__).with_name("alike.toml")
STANCES = Path(__file__).with_name("stances.toml")
README = Path(__file__).with_name("README.md")

SETS = (("tuned", False), ("held out", True))
"""Names of the halves, and whether their topics are held out."""

Sources = frozenset[tuple[str, str | None]]
"""Submitters by their keys, and meetings."""


@dataclass(slots=True)
class Tally:
    """Counts over the topics of one set and language."""

    wanted: int = 0
    named: int = 0
    near: int = 0
    wrong: int = 0
    wrong_near: int = 0
    errors: list[str] = field(default_factory=list)


def ask(index: Index, topic: dict[str, Any], language: str, tally: Tally) -> None:
    """Ask one topic and count its speakers."""
    must, may = set(topic.get("must", ())), set(topic.get("may", ()))
    cells = index.positions(topic[language]).cells
    names: dict[str, bool] = {}
    for cell in cells:
        for submitter in cell.submitters:
            names[submitter.key] = names.get(submitter.key, False) or cell.names_topic is True
    tally.wanted += len(must)
    tally.named += sum(names.get(one, False) for one in must)
    tally.near += sum(one in names and not names[one] for one in must)
    others = names.keys() - must - may
    tally.wrong += sum(names[other] for other in others)
    tally.wrong_near += sum(not names[other] for other in others)
    if others or must - names.keys():
        said = {one: "names" if named else "near" for one, named in names.items()}
        tally.errors.append(f"{language} {topic[language]}: {said}, wanted {sorted(must)}")


def agreement(answers: Iterable[Sources]) -> list[float]:
    """Return the share of sources that each pair of answers has in common."""
    return [
        len(one & two) / len(one | two) if one | two else 1.0
        for one, two in combinations(answers, 2)
    ]


def alike(index: Index) -> str:
    """Return a table of how far answers in different languages and forms agree."""
    topics = tomllib.loads(ALIKE.read_text("utf-8"))["topic"]
    rows = [
        "| set | topics | between languages | between forms | sources |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, is_held in SETS:
        between: list[float] = []
        forms: list[float] = []
        sizes: list[int] = []
        asked = [topic for topic in topics if topic.get("held_out", False) == is_held]
        for topic in asked:
            answers = {
                code: [
                    frozenset(cells_by_source(index.positions(form).cells)) for form in topic[code]
                ]
                for code in BY_CODE
            }
            between.append(fmean(agreement(own[0] for own in answers.values())))
            forms += [share for own in answers.values() for share in agreement(own)]
            sizes += [len(own[0]) for own in answers.values()]
        rows.append(
            f"| {name} | {len(asked)} | {fmean(between):.2f} | {fmean(forms):.2f} "
            f"| {fmean(sizes):.1f} |"
        )
    return "\n".join(rows)


def spoken(index: Index, *, errors: bool) -> str:
    """Return a table of sources found and wrong, by set and language and over the languages."""
    topics = tomllib.loads(TOPICS.read_text("utf-8"))["topic"]
    rows = [
        "| set | language | found | of them named | wrong | wrong near |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for name, is_held in SETS:
        tallies = {code: Tally() for code in BY_CODE}
        for language, tally in tallies.items():
            for topic in topics:
                if topic.get("held_out", False) == is_held:
                    ask(index, topic, language, tally)
            rows.append(_row(name, language, [tally]))
            if errors:
                print(*tally.errors, sep="\n", file=sys.stderr)
        rows.append(_row(name, "all", [*tallies.values()]))
    return "\n".join(rows)


@dataclass(slots=True)
class Stances:
    """Counts of the cells that show a position.

    Attributes:
        wanted: cells in which somebody takes a position.
        there: those of them that are shown.
        taken: shown cells whose sentence takes the position.
    """

    wanted: int = 0
    there: int = 0
    taken: int = 0


def stances(index: Index, *, errors: bool) -> str:
    """Whether the sentence of a cell takes the position: a table, by set and language."""
    topics = tomllib.loads(STANCES.read_text("utf-8"))["topic"]
    rows = [
        "| set | language | cells | there | take it | from one paragraph |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for name, is_held in SETS:
        tallies = {code: Stances() for code in BY_CODE}
        alike: list[bool] = []
        for topic in topics:
            if topic.get("held_out", False) != is_held:
                continue
            paragraphs: dict[str, list[str]] = {}
            for language, tally in tallies.items():
                cells = {
                    f"{key}/{meeting}": cell
                    for (key, meeting), cell in cells_by_source(
                        index.positions(topic[language]).cells
                    ).items()
                }
                for cell, wanted in topic["takes"].items():
                    tally.wanted += 1
                    if cell not in cells:
                        continue
                    paragraph, places = place(index, cells[cell])
                    is_taken = not {paragraph, *(f"{paragraph} {at}" for at in places)}.isdisjoint(
                        wanted
                    )
                    tally.there += 1
                    tally.taken += is_taken
                    paragraphs.setdefault(cell, []).append(paragraph)
                    if errors and not is_taken:
                        said = f"{language} {topic[language]}: {cell} {paragraph} {places[0]}"
                        print(f"{said}, wanted {wanted}", file=sys.stderr)
            alike += [
                one == two for own in paragraphs.values() for one, two in combinations(own, 2)
            ]
        rows += [_of_stances(name, code, [tally]) + " |" for code, tally in tallies.items()]
        rows.append(f"{_of_stances(name, 'all', [*tallies.values()])} {fmean(alike):.2f} |")
    return "\n".join(rows)


def place(index: Index, cell: Position) -> tuple[str, tuple[int, int]]:
    """Return document and paragraph, as in ``stances.toml``, and the place of a cell's sentence.

    The place counts from the start (1 is the first) and from the end (-1 is the last). A Chinese ；
    does not end a sentence.
    """
    text = index.store.passages.paragraph_text(cell.shown.passage_id)
    stops = [
        end
        for _, end in sentences(text)
        if end == len(text) or not text[:end].rstrip().endswith("；")
    ]
    since = max(0, text.find(cell.sentence))
    last = since + len(cell.sentence) - 1  # behind the sentence that only names who speaks
    at = sum(end <= last for end in stops)
    return paragraph_name(index, cell.shown.passage_id), (at + 1, at - len(stops))


def _of_stances(name: str, language: str, tallies: Sequence[Stances]) -> str:
    wanted, there, taken = (
        sum(counts) for counts in zip(*((t.wanted, t.there, t.taken) for t in tallies), strict=True)
    )
    return f"| {name} | {language} | {wanted} | {there} | {taken} |"


def _row(name: str, language: str, tallies: Sequence[Tally]) -> str:
    found, wanted, named, wrong, wrong_near = (
        sum(counts)
        for counts in zip(
            *((t.named + t.near, t.wanted, t.named, t.wrong, t.wrong_near) for t in tallies),
            strict=True,
        )
    )
    return f"| {name} | {language} | {found} of {wanted} | {named} | {wrong} | {wrong_near} |"


def main() -> None:
    """Print a table, or put it into README.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="name what is wrong, on stderr")
    parser.add_argument("--alike", action="store_true", help="how far languages agree, instead")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    parser.add_argument("--stances", action="store_true", help="whose sentence takes it, instead")
    parser.add_argument("--phrases", action="store_true", help="topics as people say them, instead")
    parser.add_argument("--nominal", action="store_true", help="plain noun phrases, instead")
    parser.add_argument("--fit", action="store_true", help="fit the weights, instead")
    parser.add_argument("--write", action="store_true", help="put fitted weights into their table")
    asked = parser.parse_args()
    with Index.open(asked.index) as index:
        if asked.fit:
            print(fit_speakers(index, TOPICS, write=asked.write))
            return
        if asked.alike:
            name, table = "alike", alike(index)
        elif asked.stances:
            name, table = "stances", stances(index, errors=asked.errors)
        elif asked.phrases:
            name, table = "phrases", phrases(index, PHRASES, errors=asked.errors)
        elif asked.nominal:
            name, table = "nominal", phrases(index, NOMINAL, errors=asked.errors)
        else:
            name, table = "spoken", spoken(index, errors=asked.errors)
    if asked.readme:
        put(README, name, table)
    print(table)


if __name__ == "__main__":
    main()
