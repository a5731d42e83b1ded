"""Accuracy of agreement and conflict between sentences of different documents.

    python -m benchmarks.answers.agreement --index DIR [--errors] [--readme]

DIR holds an index of the sample corpus. ``--errors`` prints the tuned pairs that are related
wrongly. A second table has what each limit of ``index.answers.AgreementLimits`` costs and gains on
the tuned pairs. ``--readme`` replaces the tables in AGREEMENT.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.answers.check_sets import list_rightly, read_facts
from benchmarks.speed.tables import put
from corpus.languages import BY_CODE
from corpus.text import sentences
from index import Index
from index.analyses import LanguageText
from index.answers import AGREEMENT_LIMITS, AgreementLimits, compare_sentences
from index.retrieval import Search

README: Final = Path(__file__).with_name("AGREEMENT.md")

PAIRS: Final = Path(__file__).with_name("pairs.txt")
"""The pairs: class, set, a sentence and another, and what is changed in the other one."""

CLASSES: Final = ("agree", "conflict", "neither")
_SETS: Final = ("tuned", "held out")
_CODES: Final = tuple(BY_CODE)
_TRIED: Final[dict[str, tuple[float, ...]]] = {
    "alike": (0.58, 0.64, 0.7),
    "translated": (0.54, 0.6, 0.66),
    "figures": (0.0, 0.1, 0.2),
    "proof": (1, 2, 3),
    "lists": (0.25, 0.5, 0.75),
}
"""Values of each limit of which the others are those in use."""

_APART: Final = (0, 1, 3)
"""Distances of the languages of a pair, as places in the order of languages."""


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of a document and another one, with what they are to each other."""

    relation: str
    is_held_out: bool
    own: LanguageText
    other: LanguageText


def read_pairs(index: Index) -> Iterator[SentencePair]:
    """Read the pairs, each in three pairs of languages.

    A sentence is named by its document, paragraph and number. It is left out in a language whose
    version divides the paragraph otherwise.
    """
    facts = read_facts()
    for place, line in enumerate(PAIRS.read_text("utf-8").splitlines()):
        relation, held, own, other, *change = line.split(" | ")
        old, _, new = "".join(change).partition(">")
        sides = [
            list_rightly(facts[int(name.split()[1])])
            if name.startswith("fact ")
            else _read_versions(index, name)
            for name in (own, other)
        ]
        for code, counterpart in _choose_languages(sides, place):
            texts = sides[0][code], sides[1][counterpart]
            if old and old not in texts[1]:
                raise ValueError(f"{other} in {counterpart} has no {old}: {texts[1]}")
            yield SentencePair(
                relation,
                held == _SETS[1],
                LanguageText(texts[0], code),
                LanguageText(texts[1].replace(old, new, 1) if old else texts[1], counterpart),
            )


def _read_versions(index: Index, name: str) -> dict[str, str]:
    """Return a sentence by language, where the paragraph has as many as in English."""
    symbol, *labels, number = name.split(" ")
    document = f"CWG-WSIS&SDG-{symbol}"
    versions = {
        code: [
            shown.passage.text[start:end].strip()
            for shown in index.show(document, code).passages
            if [*shown.passage.label_path] == labels and shown.passage.kind == "paragraph"
            for start, end in sentences(shown.passage.text)
        ]
        for code in (card.language for card in index.show(document).versions)
        if code
    }
    count = len(versions["en"])
    return {code: own[int(number) - 1] for code, own in versions.items() if len(own) == count > 0}


def _choose_languages(sides: Sequence[dict[str, str]], place: int) -> Iterator[tuple[str, str]]:
    """Yield pairs of languages, in which every language comes as often where it can."""
    for step, apart in enumerate(_APART):
        for turn in range(len(_CODES)):
            first = (place + 2 * step + turn) % len(_CODES)
            code, counterpart = _CODES[first], _CODES[(first + apart) % len(_CODES)]
            if code in sides[0] and counterpart in sides[1]:
                yield code, counterpart
                break


def relate(search: Search, pair: SentencePair, limits: AgreementLimits = AGREEMENT_LIMITS) -> str:
    """Return the class that the program gives a pair."""
    agreement = compare_sentences(search, pair.own, pair.other, limits)
    if agreement is None:
        return "neither"
    return "conflict" if agreement.differing else "agree"


def format_table(related: Sequence[tuple[SentencePair, str]]) -> str:
    """Format how often each class is seen as each, by set and by whether languages differ."""
    lines = [
        f"| set | languages | pairs | {' | '.join(f'seen: {name}' for name in CLASSES)} |",
        f"|---|---|---|{'---:|' * len(CLASSES)}",
    ]
    for held, is_held_out in ((name, name == _SETS[1]) for name in _SETS):
        for languages, is_one in (("one", True), ("two", False)):
            for relation in CLASSES:
                seen = [
                    name
                    for pair, name in related
                    if pair.is_held_out is is_held_out
                    and (pair.own.language == pair.other.language) is is_one
                    and pair.relation == relation
                ]
                cells = " | ".join(str(seen.count(name)) for name in CLASSES)
                lines.append(f"| {held} | {languages} | {len(seen)} {relation} | {cells} |")
    return "\n".join(lines)


def format_trade_off(search: Search, pairs: Sequence[SentencePair]) -> str:
    """Format how many tuned pairs of each class are seen as such, by the limits."""
    tuned = [pair for pair in pairs if not pair.is_held_out]
    counts = [sum(pair.relation == name for pair in tuned) for name in CLASSES]
    heads = (f"{name}, of {count}" for name, count in zip(CLASSES, counts, strict=True))
    lines = [f"| limit | value | {' | '.join(heads)} |", f"|---|{'---:|' * (1 + len(CLASSES))}"]
    for name, values in _TRIED.items():
        for value in values:
            limits = AgreementLimits(**(asdict(AGREEMENT_LIMITS) | {name: value}))
            right = [
                pair.relation for pair in tuned if relate(search, pair, limits) == pair.relation
            ]
            mark = "**" if limits == AGREEMENT_LIMITS else ""
            cells = " | ".join(str(right.count(relation)) for relation in CLASSES)
            lines.append(f"| {name} | {mark}{value}{mark} | {cells} |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers.agreement")
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="name what is wrong, on stderr")
    parser.add_argument("--readme", action="store_true", help="put the tables into AGREEMENT.md")
    options = parser.parse_args()
    with Index.open(options.index) as index:
        search = Search(index.store, index.encoder)
        pairs = [*read_pairs(index)]
        related = [(pair, relate(search, pair)) for pair in pairs]
        trade_off = format_trade_off(search, pairs)
    for pair, seen in related if options.errors else ():
        if seen != pair.relation and not pair.is_held_out:
            texts = (
                f"{pair.own.language} {pair.own.text} -- {pair.other.language} {pair.other.text}"
            )
            print(f"{pair.relation}, seen: {seen}: {texts}", file=sys.stderr)
    table = format_table(related)
    if options.readme:
        put(README, "agreement", table)
        put(README, "limits", trade_off)
    print(table, trade_off, sep="\n\n")


if __name__ == "__main__":
    main()
