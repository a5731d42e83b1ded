"""Accuracy of the equivalents of a term, by their weight: from which weight on are they right?

    python -m benchmarks.positions.equivalents --index DIR [--wrong] [--readme]

DIR holds an index of the sample corpus. The terms are the topics of ``nominal.toml``,
``phrases.toml`` and ``alike.toml``, each labelled in six languages. An equivalent is right if it
shares a word with the topic's form in its language; in Chinese, two neighbouring characters.
It is also right if the program's tables list it with that form. Other synonyms count as wrong.
Terms of one letter are not counted, since none is shown.

``learned`` are equivalents from paragraphs of the archive, ``program`` those without any. Each cell
counts the right ones and all of a weight. A bound of ``index/retrieval/terms/terminology.py`` is
the least weight from which on four of five are right in every step, on the topics that are not held
out. The last row counts those that are shown. ``--wrong`` prints the wrong ones among them.
``--readme`` replaces the table in README.md.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Final
from unittest import mock

from benchmarks.positions.phrases import NOMINAL, PHRASES
from benchmarks.speed.tables import put
from corpus.languages import BY_CODE, find_language
from index.retrieval.terms import acronyms
from index.retrieval.terms.acronyms import term_of
from index.store import Store

ALIKE: Final = PHRASES.with_name("alike.toml")
README: Final = PHRASES.with_name("README.md")

_STEPS: Final = 20
"""Number of steps of the weight, from 0 to 1."""

BOUNDS: Final = ("LEAST_LEARNED", "LEAST_IN_PROGRAM")
"""Names of the constants with the least weights that are shown."""

_TERMINOLOGY: Final = import_module("index.retrieval.terms.terminology")


@dataclass(frozen=True, slots=True)
class JudgedEquivalent:
    """An equivalent of a topic, and whether it is right.

    Attributes:
        topic: form of the topic that is asked for.
        language: of the equivalent; ``labelled`` is the topic's form in it.
        is_learned: whether paragraphs of the archive have it.
    """

    topic: str
    language: str
    term: str
    labelled: str
    weight: float
    is_learned: bool
    is_right: bool
    is_held_out: bool

    @property
    def is_shown(self) -> bool:
        """Whether its weight is that of equivalents that are shown."""
        return bool(_TERMINOLOGY.is_sure(self.weight, is_learned=self.is_learned))


def read_forms() -> tuple[list[Mapping[str, str]], set[str]]:
    """Return the forms of each topic by language, and those that any file holds out."""
    topics: list[Mapping[str, str]] = []
    held_out: set[str] = set()
    for path in (NOMINAL, PHRASES, ALIKE):
        for topic in tomllib.loads(path.read_text("utf-8"))["topic"]:
            forms = {
                code: topic[code] if isinstance(topic[code], str) else topic[code][0]
                for code in BY_CODE
            }
            topics.append(forms)
            if topic.get("held_out"):
                held_out.update(forms.values())
    return topics, held_out


def judge(store: Store) -> Iterator[JudgedEquivalent]:
    """Judge every equivalent of every topic, whatever its weight."""
    topics, held_out = read_forms()
    judged: set[tuple[str, str]] = set()
    with mock.patch.dict(vars(_TERMINOLOGY), dict.fromkeys(BOUNDS, 0.0)):
        for forms in topics:
            for code, form in forms.items():
                if (code, form) in judged:
                    continue
                judged.add((code, form))
                for equivalent in _TERMINOLOGY.terminology(store, form).equivalents:
                    labelled = forms[equivalent.language]
                    yield JudgedEquivalent(
                        form,
                        equivalent.language,
                        equivalent.term,
                        labelled,
                        equivalent.weight,
                        bool(equivalent.paragraphs),
                        is_right(equivalent.term, labelled, equivalent.language),
                        form in held_out,
                    )


def is_right(term: str, labelled: str, code: str) -> bool:
    """Whether a term shares a word with a topic's form, or a table lists both under one name."""
    if find_language(code).is_spaced:
        parts = (set(term_of(text.rstrip("…"), code).split()) for text in (term, labelled))
    else:
        parts = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (term, labelled))
    if set.intersection(*parts):
        return True
    names = acronyms.find_names()
    of_both = [set(names.get((code, term_of(text, code)), ())) for text in (term, labelled)]
    return bool(set.intersection(*of_both))


def table(judged: Sequence[JudgedEquivalent]) -> str:
    """Return right ones and all, a row for each step of weights, then for those that are shown."""
    rows = [
        "| weight | learned, tuned | learned, held out | program, tuned | program, held out |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for step in range(_STEPS):
        of_step = [each for each in judged if min(int(each.weight * _STEPS), _STEPS - 1) == step]
        rows.append(_row(f"{step / _STEPS:.2f}", of_step))
    rows.append(_row("shown", [each for each in judged if each.is_shown]))
    return "\n".join(rows)


def _row(name: str, judged: Sequence[JudgedEquivalent]) -> str:
    cells = []
    for is_learned, is_held_out in product((True, False), (False, True)):
        kind = is_learned, is_held_out
        some = [each for each in judged if (each.is_learned, each.is_held_out) == kind]
        right = sum(each.is_right for each in some)
        cells.append(f"{right} of {len(some)} ({right / len(some):.2f})" if some else "")
    return f"| {name} | {' | '.join(cells)} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or put it into README.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.positions.equivalents")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--wrong", action="store_true", help="print wrong ones above the bounds")
    parser.add_argument("--readme", action="store_true", help="replace the table in README.md")
    chosen = parser.parse_args(arguments)
    with Store(chosen.index) as store:
        judged = [*judge(store)]
    print(table(judged))
    if chosen.readme:
        put(README, "equivalents", table(judged))
    for each in judged if chosen.wrong else ():
        if each.is_shown and not each.is_right:
            print(f"  {each.weight:.2f} {each.topic}: {each.language} {each.term}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
