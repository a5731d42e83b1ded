"""Measure the search for precedents, and the distinction of reused from similar text.

    python -m benchmarks.precedents.measure ../shared/data

First come the translations with other numbers, and the lengths of translations; then four tables:

* Sentences with replaced words: the share that is reported. Of sentences that are not indexed, the
  number with marked words.
* The translations and the nearest other sentences above each cosine. The thresholds of
  ``index.analyses.precedents`` (``drafts``, ``reuse``) come from it.
* Drafts as a whole: sentences of indexed documents as they are, without a tenth of their words, or
  translated; and sentences that are not indexed.
* Paragraphs of the sample with their translations and the nearest ones of other documents. It also
  has new translations with one changed figure (``retold.tsv``).
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np

from corpus.cards import Figures
from corpus.documents import Document, Metadata, Passage
from corpus.languages import LANGUAGES
from corpus.sample import FILES
from index.analyses import (
    TAKEN_OVER,
    TRANSLATION,
    LanguageText,
    is_translation,
    share_in_common,
)
from index.analyses.precedents.drafts import NEAR, precedents
from index.analyses.precedents.figures import numbers_differ
from index.analyses.precedents.translation import STRETCH, length, match_paraphrase
from index.indexing import build
from index.indexing.sample_vectors import put_sample_vectors
from index.model import Encoder, load
from index.retrieval import Search
from index.store import Store
from index.versions import versions_of

_CODES: Final = [language.code for language in LANGUAGES]
_ROWS: Final = 240
_OF_DOCUMENT: Final = 6
_COMPARED: Final = 200
_REPLACED: Final = (10, 4, 3, 2)
"""One word in so many is replaced."""
_PARAGRAPH: Final = 80
"""Fewest characters of an English paragraph; shorter ones are parts of covers."""
_RETOLD: Final = Path(__file__).parent / "retold.tsv"
"""New translations of the sample's sentences, each with one changed figure.

Held-out ones were written when the rule was set.
"""
_KINDS: Final = ("as it is", "a tenth left out", "translated", "not there")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="folder with un-parallel/aligned.tsv")
    arguments = parser.parse_args()
    rows = _rows(arguments.data / "un-parallel" / "aligned.tsv")
    random.Random(7).shuffle(rows)  # noqa: S311 - a shuffle that is the same in every run
    rows = rows[:_ROWS]
    indexed, rest = rows[: _ROWS * 3 // 4], rows[_ROWS * 3 // 4 :]
    encoder = load()
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "ix"), create=True) as store:
        files = _write(indexed, Path(folder))
        report = build(store, encoder, files, workers=1)
        search = Search(store, encoder)
        print(f"{report.passages} passages in {len(files)} documents, one language each\n")
        every = _rows(arguments.data / "un-parallel" / "aligned.tsv")
        _numbers(every)
        _lengths(every)
        _shares(indexed, rest)
        _thresholds(search, indexed)
        _whole_way(store, search, indexed, rest)
    _sample(encoder)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in rows if len(row["en"].split()) >= 8]


def _language_of(at: int) -> str:
    return _CODES[at // _OF_DOCUMENT % len(_CODES)]


def _write(rows: list[dict[str, str]], folder: Path) -> list[Path]:
    files = []
    for start in range(0, len(rows), _OF_DOCUMENT):
        code = _language_of(start)
        path = folder / f"{start:04}.txt"
        path.write_text("\n".join(row[code] for row in rows[start : start + _OF_DOCUMENT]), "utf-8")
        files.append(path)
    return files


def _numbers(rows: list[dict[str, str]]) -> None:
    differ = [
        numbers_differ(LanguageText(row[a], a), LanguageText(row[b], b))
        for row in rows
        for a, b in combinations(_CODES, 2)
    ]
    print(f"{sum(differ) / len(differ):.1%} of {len(differ):,} translations are of other numbers\n")


def _lengths(rows: list[dict[str, str]]) -> None:
    english = sum(len(row["en"]) for row in rows)
    said = (f"{code} {sum(len(row[code]) for row in rows) / english:.2f}" for code in _CODES)
    print(f"Characters for each of English: {', '.join(said)}")
    stretches = [
        length(LanguageText(row[a], a)) / length(LanguageText(row[b], b))
        for row in rows
        for a, b in combinations(_CODES, 2)
    ]
    within = sum(1 / STRETCH <= stretch <= STRETCH for stretch in stretches) / len(stretches)
    print(f"{within:.1%} of translations are at most {STRETCH} times as long, evened out\n")


def _shares(rows: list[dict[str, str]], others: list[dict[str, str]]) -> None:
    """Print the share of their text that sentences keep as words are replaced, without a model."""
    chance = random.Random(1)  # noqa: S311 - likewise
    print("| one word replaced of | kept |", " | ".join(_CODES), "|")
    print("|---|---|", "---|" * len(_CODES), sep="")
    for one_of in _REPLACED:
        kept: list[float] = []
        told = []
        for code in _CODES:
            shares = []
            for at, row in enumerate(rows):
                units = _units(row[code], code)
                other = _units(others[at % len(others)][code], code)
                gone = set(chance.sample(range(len(units)), len(units) // one_of))
                changed = (
                    other[place % len(other)] if place in gone else unit
                    for place, unit in enumerate(units)
                )
                shares.append(share_in_common(_joined(changed, code), row[code]))
                kept.append(1 - len(gone) / len(units))
            told.append(f"{100 * sum(shares) / len(shares):.0f} %")
        print(f"| {one_of} | {100 * sum(kept) / len(kept):.0f} % |", " | ".join(told), "|")
    counts = []
    for code in _CODES:
        most = [
            max(share_in_common(row[code], there[code]) for there in rows if there is not row)
            for row in others
        ]
        counts.append(f"{code} {sum(share >= TAKEN_OVER for share in most)}")
    print(f"\nBy their words marked of {len(others)} that are not there: {', '.join(counts)}\n")


def _thresholds(search: Search, rows: list[dict[str, str]]) -> None:
    vectors: dict[str, Any] = {
        code: np.stack(
            [embed_text.embedding for embed_text in search.embed_texts([row[code] for row in rows])]
        )
        for code in _CODES
    }
    same, other = [], []
    for left in _CODES:
        for right in _CODES:
            if left != right:
                scores = vectors[left] @ vectors[right].T
                same.append(np.diag(scores).copy())
                np.fill_diagonal(scores, -1)
                other.append(scores.max(axis=1))
    print("| cosine from | translations | nearest other sentence |\n|---|---|---|")
    for bound in sorted({0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, NEAR, TRANSLATION}):
        above = [100 * float((np.concatenate(part) >= bound).mean()) for part in (same, other)]
        print(f"| {bound:.2f} | {above[0]:.1f} % | {above[1]:.1f} % |")
    print()


def _whole_way(
    store: Store, search: Search, indexed: list[dict[str, str]], rest: list[dict[str, str]]
) -> None:
    chance = random.Random(11)  # noqa: S311 - likewise
    kinds: list[str] = []
    passages: list[Passage] = []
    for at, row in enumerate([*indexed, *rest]):
        own = _language_of(at)
        kind = _KINDS[at % 3] if at < len(indexed) else _KINDS[3]
        code = own if kind in _KINDS[:2] else chance.choice([one for one in _CODES if one != own])
        text = _shortened(row[code], code, chance) if kind == _KINDS[1] else row[code]
        kinds.append(kind)
        passages.append(Passage("paragraph", text, language=code))
    draft = Document(Path("draft"), "txt", None, None, Metadata(), tuple(passages))
    first: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    asked = Counter(kinds)
    found = precedents(store, search, draft, k=1)
    for at, (kind, paragraph) in enumerate(zip(kinds, found, strict=True)):
        for best in paragraph.precedents:
            first[kind] += best.found.file_name == f"{at // _OF_DOCUMENT * _OF_DOCUMENT:04}.txt"
            marked[kind] += best.reuse is not None
    print("| a draft's sentence | drafts | its document first | marked as taken over |")
    print("|---|---|---|---|")
    for kind in _KINDS:
        place = f"{100 * first[kind] / asked[kind]:.1f} %" if kind != _KINDS[3] else "–"
        print(f"| {kind} | {asked[kind]} | {place} | {100 * marked[kind] / asked[kind]:.1f} % |")
    print(f"\nTaken over: from {TAKEN_OVER:.0%} of the text in common.")


def _sample(encoder: Encoder) -> None:
    """Print for the sample's paragraphs their translations, and the nearest of other documents."""
    told: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    figures = 0
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder), create=True) as store:
        put_sample_vectors(store, encoder.name)
        build(store, encoder, sorted(FILES.iterdir()), workers=1)
        search = Search(store, encoder)
        chance = random.Random(3)  # noqa: S311 - likewise

        def worded(passage: int) -> LanguageText:
            return LanguageText(store.passages.paragraph_text(passage), excerpts[passage].language)

        def compare(kind: str, one: int, other: int) -> None:
            asked[kind] += 1
            told[kind] += is_translation(search, worded(one), worded(other))

        excerpts = store.passages.excerpts(store.filters.passages())
        own = [at for at, one in excerpts.items() if one.passage.kind in ("paragraph", "table")]
        own = [at for at in own if length(worded(at)) >= _PARAGRAPH]
        for at in chance.sample(own, _COMPARED):
            here = excerpts[at].language
            versions = {code: there for code, there in versions_of(store, at).items() if there}
            if versions:
                compare("translations", at, chance.choice([*versions.values()])[0])
            found = (hit.found for hit in search.find_related(at, 8))
            for other in [one for one in found if one.language != here][:3]:
                compare("nearest of other documents", at, other.passage_id)
            for near in _own_versions(store, search, at, here or ""):
                pair = worded(at), worded(near)
                if share_in_common(pair[0].text, pair[1].text) < TAKEN_OVER:
                    asked["nearest in its language"] += 1
                    there = match_paraphrase(search, *pair)
                    told["nearest in its language"] += there.share >= TAKEN_OVER
                    figures += bool(there.figures)
        retellings = _retold(store, search)
    print("\n| paragraphs of the sample | pairs | told to be translations |\n|---|---|---|")
    for kind, count in asked.items():
        print(f"| {kind} | {count} | {100 * told[kind] / count:.1f} % |")
    print(f"\nAnother figure is told of {figures} of the nearest in its language.\n")
    print("| translated anew, one figure another | drafts | told |\n|---|---|---|")
    for kind, right in retellings.items():
        print(f"| {kind} | {len(right)} | {100 * sum(right) / len(right):.1f} % |")


def _retold(store: Store, search: Search) -> dict[str, list[bool]]:
    """Return for each kind whether only the figure that differs is reported of its document."""
    with _RETOLD.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    passages = tuple(Passage("paragraph", row["draft"], language=row["language"]) for row in rows)
    draft = Document(Path("draft"), "txt", None, None, Metadata(), passages)
    right: dict[str, list[bool]] = {}
    for row, paragraph in zip(rows, precedents(store, search, draft, k=1), strict=True):
        best = paragraph.precedents[0]
        told = Figures((row["own"],), (row["earlier"],))
        is_right = (best.found.symbol or "").startswith(row["document"]) and best.figures == told
        right.setdefault(row["drafts"], []).append(is_right)
    return right


def _own_versions(store: Store, search: Search, passage: int, code: str) -> list[int]:
    """Return the nearest passages of other documents, in the passage's own language."""
    there = (versions_of(store, hit.found.passage_id) for hit in search.find_related(passage, 8))
    return [versions[code][0] for versions in there if versions.get(code)]


def _shortened(text: str, code: str, chance: random.Random) -> str:
    units = _units(text, code)
    gone = set(chance.sample(range(len(units)), max(1, len(units) // 10)))
    return _joined((unit for at, unit in enumerate(units) if at not in gone), code)


def _units(text: str, code: str) -> list[str]:
    return list(text) if code == "zh" else text.split()


def _joined(units: Iterable[str], code: str) -> str:
    return ("" if code == "zh" else " ").join(units)


if __name__ == "__main__":
    main()
