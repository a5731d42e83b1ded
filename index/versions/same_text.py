"""Files with the same text: a Word file and the PDF made from it are one version.

The file with the best reading is shown, and lends its place to the others; a PDF lends its pages.
Files that differ although they claim one version are all kept, and reported.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from corpus.documents import Document, ReadingWarning
from corpus.text import fold
from index.store import Store
from ingest.files import preference

_SAME_TEXT: Final = 0.95
"""Least share of six-letter runs in common by which files of two formats have the same text.

In the sample corpus a Word file and its PDF share 0.99 or more, two documents 0.2 or less. Files of
one format must agree to the letter.
"""

_RUN: Final = 6

_BODY: Final = frozenset({"paragraph", "heading"})
_SAME_WITH_NOTES: Final = 0.6
"""Least share including notes and tables; ten of twelve real ITU pairs had 0.60 to 0.948."""

_LEAST_BODY: Final = 1_000
"""Letters of paragraphs that suffice for a comparison, since a print moves notes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several files that claim to be the same version."""

    version_id: int
    document_key: str
    language: str | None
    format: str
    shown: str
    same_as: int | None


def pair_same_texts(store: Store) -> list[tuple[str, str, str]]:
    """Show one of several files with the same text in place of all.

    Return file, code and message for each file that claims a version but has another text.
    """
    warnings = []
    for group in _group_candidates(store):
        ranked = sorted(
            group, key=lambda candidate: (preference(candidate.format), candidate.shown)
        )
        if all(
            candidate.same_as == ranked[0].version_id for candidate in ranked[1:]
        ) and store.versions.borrows_pages(ranked[0].version_id):
            continue  # paired before
        shown: list[Candidate] = []
        for candidate in ranked:
            twin = next(
                (other for other in shown if _have_same_text(store, other, candidate)), None
            )
            if twin is None:
                if shown:
                    warnings.append((candidate.shown, *_report_two_texts(candidate, shown[0])))
                shown.append(candidate)
            pages = _find_pages(store, twin, candidate) if twin else []
            if candidate.same_as != (twin.version_id if twin else None) or any(pages):
                store.versions.set_same(
                    candidate.version_id, twin.version_id if twin else None, pages
                )
    return warnings


def stands_for(store: Store, document: Document) -> int | None:
    """Return the stored version of the same text that is shown instead of a new document."""
    if document.metadata.symbol is None:
        return None
    rows = store.versions.rivals(
        document.metadata.symbol, document.language, os.fsencode(document.file)
    )
    texts = [(passage.kind, passage.text) for passage in document.passages]
    for row in rows:
        if preference(row["format"]) < preference(document.format) and _has_same_body(
            texts, _read_passage_texts(store, row["id"])
        ):
            return int(row["id"])
    return None


def _report_two_texts(candidate: Candidate, other: Candidate) -> tuple[str, str]:
    warning = ReadingWarning(
        "two-texts",
        f"{candidate.shown} and {other.shown} both say that they are {candidate.document_key} in "
        f"language {candidate.language or 'unknown'}, but their texts differ. Both can be found; "
        "check which of them is right.",
    )
    return warning.code, warning.message


def _have_same_text(store: Store, candidate: Candidate, other: Candidate) -> bool:
    first, second = (_read_passage_texts(store, item.version_id) for item in (candidate, other))
    if candidate.format != other.format:
        return _has_same_body(first, second)
    return _is_same([text for _, text in first], [text for _, text in second], 1.0)


def _has_same_body(first: Sequence[tuple[str, str]], second: Sequence[tuple[str, str]]) -> bool:
    """Whether kinds and texts of two files agree, by paragraphs alone where these suffice."""
    whole, other_whole = ([text for _, text in texts] for texts in (first, second))
    body, other_body = (
        [text for kind, text in texts if kind in _BODY] for texts in (first, second)
    )
    if min(sum(map(len, body)), sum(map(len, other_body))) < _LEAST_BODY:
        return _is_same(whole, other_whole, _SAME_TEXT)
    return _is_same(body, other_body, _SAME_TEXT) and _is_same(whole, other_whole, _SAME_WITH_NOTES)


def _is_same(first: Iterable[str], second: Iterable[str], share: float) -> bool:
    runs, other_runs = _count_letter_runs(first), _count_letter_runs(second)
    return (runs & other_runs).total() >= share * max(1, runs.total(), other_runs.total())


def _count_letter_runs(texts: Iterable[str]) -> Counter[str]:
    letters = "".join(fold(text) for text in texts).replace(" ", "")
    return Counter(letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1))


def _read_passage_texts(store: Store, version_id: int) -> list[tuple[str, str]]:
    return [(row["kind"], row["text"]) for row in store.passages.rows_in(version_id)]


def _find_pages(store: Store, shown: Candidate, printed: Candidate) -> list[int | None]:
    """Return the pages of the shown file's passages, from a file that has pages.

    Passages of the same text take each other's pages in order, where both files have as many. Of
    two known pages that are the same, what is between them is on that page. Else none is known.
    """
    pages_of: dict[str, list[int | None]] = {}
    for row in store.passages.rows_in(printed.version_id):
        pages_of.setdefault(fold(row["text"]), []).append(row["page"])
    texts = [fold(row["text"]) for row in store.passages.rows_in(shown.version_id)]
    counts, used = Counter(texts), Counter[str]()
    pages: list[int | None] = []
    for text in texts:
        printed_on = pages_of.get(text, [])
        if len(printed_on) == counts[text]:
            pages.append(printed_on[used[text]])
        else:
            pages.append(printed_on[0] if len(set(printed_on)) == 1 else None)
        used[text] += 1
    known = [(position, page) for position, page in enumerate(pages) if page is not None]
    for (first, page), (last, next_page) in pairwise(known):
        if page == next_page:
            pages[first + 1 : last] = [page] * (last - first - 1)
    return pages


def _group_candidates(store: Store) -> list[list[Candidate]]:
    groups: dict[tuple[str, str | None], list[Candidate]] = {}
    for row in store.versions.all_rivals():
        groups.setdefault((row["key"], row["language"]), []).append(Candidate(*row))
    return list(groups.values())
