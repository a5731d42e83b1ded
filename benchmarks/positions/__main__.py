"""Are those who speak on a topic found, and nobody else, whatever language it is asked in?

    python -m benchmarks.positions --index DIR [--errors] [--alike]

DIR holds an index of the sample corpus. Each topic of ``topics.toml`` is asked in six languages; a
half is held out from tuning. ``found`` is the share of those who speak on a topic that are there;
``wrong`` counts others among those who name it, ``wrong near`` among those who are only near in
meaning; both over all topics, those that nobody speaks on included.

``--alike`` asks the topics of ``alike.toml``, which mean the same in six languages and in several
forms, and tells how far the answers are one: of two answers the sources that both have as a part of
those that either has (Jaccard; both empty are one), for all pairs of languages, and for all pairs
of forms of a language. ``sources`` is how many an answer has, so that none is no way to agree.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

from corpus.languages import BY_CODE
from index import Index

TOPICS = Path(__file__).with_name("topics.toml")
ALIKE = Path(__file__).with_name("alike.toml")

Sources = frozenset[tuple[str, str | None]]
"""Submitters by their keys, and meetings."""


@dataclass(slots=True)
class Tally:
    """What the topics of one set and language came to."""

    wanted: int = 0
    named: int = 0
    near: int = 0
    wrong: int = 0
    wrong_near: int = 0
    errors: list[str] = field(default_factory=list)


def ask(index: Index, topic: dict[str, Any], language: str, tally: Tally) -> None:
    """Ask one topic and count who is there."""
    must, may = set(topic.get("must", ())), set(topic.get("may", ()))
    cells = index.positions(topic[language]).cells
    names: dict[str, bool] = {}
    for cell in cells:
        key = cell.submitter.key
        names[key] = names.get(key, False) or cell.names_topic is True
    tally.wanted += len(must)
    tally.named += sum(names.get(one, False) for one in must)
    tally.near += sum(one in names and not names[one] for one in must)
    others = names.keys() - must - may
    tally.wrong += sum(names[one] for one in others)
    tally.wrong_near += sum(not names[one] for one in others)
    if others or must - names.keys():
        said = {one: "names" if named else "near" for one, named in names.items()}
        tally.errors.append(f"{language} {topic[language]}: {said}, wanted {sorted(must)}")


def agreement(answers: Iterable[Sources]) -> list[float]:
    """How far each pair of answers is one."""
    return [
        len(one & two) / len(one | two) if one | two else 1.0
        for one, two in combinations(answers, 2)
    ]


def alike(index: Index) -> None:
    """Print how far answers in different languages and forms are one."""
    topics = tomllib.loads(ALIKE.read_text("utf-8"))["topic"]
    print("| set | topics | between languages | between forms | sources |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, is_held in (("tuned", False), ("held out", True)):
        between: list[float] = []
        forms: list[float] = []
        sizes: list[int] = []
        asked = [one for one in topics if one.get("held_out", False) == is_held]
        for topic in asked:
            answers = {
                code: [
                    frozenset(
                        (one.submitter.key, one.meeting) for one in index.positions(form).cells
                    )
                    for form in topic[code]
                ]
                for code in BY_CODE
            }
            between.append(fmean(agreement(own[0] for own in answers.values())))
            forms += [share for own in answers.values() for share in agreement(own)]
            sizes += [len(own[0]) for own in answers.values()]
        print(
            f"| {name} | {len(asked)} | {fmean(between):.2f} | {fmean(forms):.2f} "
            f"| {fmean(sizes):.1f} |"
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="name what is wrong, on stderr")
    parser.add_argument("--alike", action="store_true", help="how far languages agree, instead")
    asked = parser.parse_args()
    if asked.alike:
        with Index.open(asked.index) as index:
            alike(index)
        return
    topics = tomllib.loads(TOPICS.read_text("utf-8"))["topic"]
    print("| set | language | found | of them named | wrong | wrong near |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    with Index.open(asked.index) as index:
        for name, is_held in (("tuned", False), ("held out", True)):
            for language in BY_CODE:
                tally = Tally()
                for topic in topics:
                    if topic.get("held_out", False) == is_held:
                        ask(index, topic, language, tally)
                print(
                    f"| {name} | {language} | {tally.named + tally.near} of {tally.wanted} "
                    f"| {tally.named} | {tally.wrong} | {tally.wrong_near} |"
                )
                if asked.errors:
                    print(*tally.errors, sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main()
