"""Measure what translations lose without a mark, and how often official versions are marked.

    python -m benchmarks.translations --index DIR [--errors] [--readme]

DIR holds an index of the sample corpus. Apertium's server is started, unless
``WSIS_SEARCH_TRANSLATOR`` names a translator. README.md says what is counted. ``--errors`` prints
on stderr what is lost without a mark, and the marked official versions. ``--readme`` replaces the
tables in README.md.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import permutations
from os import environ
from pathlib import Path
from typing import Final

from benchmarks.speed.tables import put
from corpus.extract.references import find
from corpus.languages import BY_CODE, find_language
from index import Index
from index.answers import compare_translation
from index.lookup import catalogue
from index.retrieval import ArchiveTerms
from index.store import Store
from index.versions import passages_in
from search_app.writers import TranslatorSettings, WriterError, translate_text
from tests.apertium_server import apertium_server

README: Final = Path(__file__).with_name("README.md")
VARIABLE: Final = "WSIS_SEARCH_TRANSLATOR"

PAIRS: Final = (("fr", "es"), ("en", "es"))
"""Pairs of languages that Apertium translates here."""

_THOUSANDS: Final = re.compile(r"(?<=\d)[ ,.\u00a0\u202f](?=\d{3}(?!\d))")
_DIGITS: Final = re.compile(r"\d+")


def read_numbers(text: str) -> Counter[str]:
    """Count the runs of digits of a text, without separators of thousands.

    That is no rule of the comparison, so that it can be measured by it.
    """
    return Counter(_DIGITS.findall(_THOUSANDS.sub("", text)))


def count_lost(original: str, translation: str, differs: Sequence[str]) -> tuple[int, int, int]:
    """Return the numbers and references of a text: how many, those lost, and those unmarked."""
    numbers = read_numbers(original)
    lost_numbers = numbers - read_numbers(translation)
    unmarked = sum((lost_numbers - read_numbers(" ; ".join(differs))).values())
    mentions = find(original)
    there = {mention.canonical for mention in find(translation)}
    lost = [mention for mention in mentions if mention.canonical not in there]
    unmarked += sum(not any(each.text in words for words in differs) for each in lost)
    return numbers.total() + len(mentions), lost_numbers.total() + len(lost), unmarked


def measure_translations(index: Index, *, has_errors: bool) -> Iterator[Sequence[object]]:
    """Yield a row for each pair of languages: its paragraphs, translated by a real server."""
    settings = TranslatorSettings.from_environment()
    if settings is None:
        raise SystemExit(f"{VARIABLE} names no translator.")
    for source, target in PAIRS:
        passages = list_passages(index.store, source)
        versions = passages_in(index.store, [*passages], target)
        for name, some in (
            ("without a version", [each for each in passages if each not in versions]),
            ("with a version", [each for each in passages if each in versions]),
        ):
            tally: Counter[str] = Counter()
            for passage in some:
                original = passages[passage]
                try:
                    translation = translate_text(settings, original, source, target, {})
                except WriterError as error:
                    tally[error.reason] += 1
                    continue
                differs = index.translation_check.compare(original, translation, source, target)
                signs, lost, unmarked = count_lost(original, translation, differs)
                tally.update(texts=1, signs=signs, lost=lost, unmarked=unmarked)
                tally["marked"] += bool(differs)
                if unmarked and has_errors:
                    print(f"{original}\n  {translation}\n  {differs}", file=sys.stderr)
            failed = len(some) - tally["texts"]
            share = f"{1 - tally['unmarked'] / max(1, tally['signs']):.1%}"
            yield (
                *(f"{source} → {target}", name, tally["texts"], failed, tally["signs"]),
                *(tally["lost"], share, f"{tally['marked'] / max(1, tally['texts']):.1%}"),
            )


def list_passages(store: Store, language: str) -> dict[int, str]:
    """Return the texts with words of the versions in a language, by the ids of passages."""
    ids = [
        passage
        for entry in catalogue.entries(store)
        if language in entry.passages
        for passage in catalogue.version_passages(store, entry.id, language)
    ]
    texts = store.passages.read_shown_texts(ids)
    return {each: text for each, text in texts.items() if any(map(str.isalpha, text))}


class _OtherTerms(ArchiveTerms):
    """The terms of an archive without one of its documents."""

    def __init__(self, store: Store, without: int) -> None:
        super().__init__(store)
        self._all = store
        self._without = without

    def read_versions(self, term: str, source: str, target: str) -> Collection[str]:
        own = self._all.words.with_term(source, term)[0].tolist()
        documents = self._all.facts.paragraphs_of(own)
        others = [each for each in own if documents[each][0] != self._without]
        versions = passages_in(self._all, others, target)
        ids = [each for by_language in versions.values() for each in by_language[target]]
        texts = self._all.words.terms_of(ids, target)
        return {
            " ".join(texts.get(each, "") for each in by_language[target])
            for by_language in versions.values()
        }


def measure_versions(index: Index, *, has_errors: bool) -> Iterator[Sequence[object]]:
    """Yield a row for each language: the marked ones of its official versions from all others.

    Terms of a document are learned from the other documents.
    """
    store = index.store
    terms: dict[int, ArchiveTerms] = {}
    tallies: dict[str, Counter[str]] = {code: Counter() for code in BY_CODE}
    texts = {code: list_passages(store, code) for code in BY_CODE}
    for source, target in permutations(BY_CODE, 2):
        tally = tallies[target]
        documents = store.facts.paragraphs_of([*texts[source]])
        for passage, by_language in passages_in(store, [*texts[source]], target).items():
            parts = [texts[target].get(each, "") for each in by_language[target]]
            original, version = texts[source][passage], find_language(target).space.join(parts)
            document = documents[passage][0]
            if document not in terms:
                terms[document] = _OtherTerms(store, document)
            missing = terms[document].find_missing(original, version, source, target)
            differs = compare_translation(original, version, source, target)
            tally.update(pairs=1, terms=bool(missing), figures=bool(differs))
            tally["either"] += bool(missing or differs)
            if has_errors and (missing or differs):
                wanted = [f"{each.term} = {each.translation}" for each in missing]
                print(f"{original}\n  {version}\n  {differs} {wanted}", file=sys.stderr)
    total = sum(tallies.values(), Counter())
    for name, tally in (*tallies.items(), ("all", total)):
        shares = (f"{tally[key] / tally['pairs']:.2%}" for key in ("figures", "terms", "either"))
        yield (name, tally["pairs"], *shares)


def write_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    with (
        apertium_server() if VARIABLE not in environ else nullcontext(environ[VARIABLE]) as name,
        Index.open(options.index) as index,
    ):
        environ[VARIABLE] = name
        tables = {
            "translations": write_table(
                (
                    *("pair", "paragraphs", "translated", "failed", "numbers and references"),
                    *("lost", "kept or marked", "paragraphs marked"),
                ),
                measure_translations(index, has_errors=options.errors),
            ),
            "versions": write_table(
                ("into", "versions", "figures or references", "terms", "either"),
                measure_versions(index, has_errors=options.errors),
            ),
        }
    for name, table in tables.items():
        print(f"{table}\n")
        if options.readme:
            put(README, name, table)


if __name__ == "__main__":
    main()
