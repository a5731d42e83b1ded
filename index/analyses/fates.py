"""Fate of each paragraph of a document in its newest revision; doubtful ones are left out.

A revision is read in the same language, since a translation does not show whether words stayed. An
ingest stores the fates (``fill_fates``); missing ones are found at each question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from corpus.documents import Passage
from corpus.paragraphs import pieces_of
from index.analyses.compare import ALIKE, MOVED, MOVED_WORDS, find_partners, measure_likeness
from index.analyses.paragraphs import whole_paragraphs
from index.analyses.precedents import words_of
from index.store import Excerpt, Fates, ParagraphFate, Store

VERSION: Final = "1"
"""Version of the rules for fates and of ``compare``; stored fates of another one are found anew."""

_LEFT_OUT: Final = 0.2
"""Share of remaining runs of three words up to which a paragraph is gone (``test_fates.py``)."""

_TOLD_BY: Final = 10
"""Least number of runs of a paragraph for that."""


ParagraphOutcome = Literal["same", "changed", "removed"]
"""Outcome of a paragraph; ``same`` means equal words, whatever their number."""


@dataclass(frozen=True, slots=True)
class InRevision:
    """The outcome of a paragraph in a revision.

    ``shown`` is the revision's paragraph, or None. ``is_renumbered`` is True only where that is
    sure.
    """

    change: ParagraphOutcome
    shown: Excerpt | None
    is_renumbered: bool = False


def in_revisions(store: Store, shown: Sequence[Excerpt]) -> list[tuple[Excerpt, InRevision | None]]:
    """Return each passage with its outcome in the newest revision.

    None where the document has no revision in that language, or the outcome is unknown.
    """
    with store.snapshot():
        fates = [_find_fate(store, passage) for passage in shown]
        cited = store.passages.excerpts(
            [fate.newer for fate in fates if fate and fate.newer is not None]
        )
    return [
        (
            _add_fate(passage, fate, cited),
            fate
            and InRevision(
                fate.change, None if fate.newer is None else cited[fate.newer], fate.is_renumbered
            ),
        )
        for passage, fate in zip(shown, fates, strict=True)
    ]


def with_fates(store: Store, shown: Sequence[Excerpt]) -> tuple[Excerpt, ...]:
    """Return passages, marked where the newest revision left them out or renumbered them."""
    with store.snapshot():
        fates = [_find_fate(store, passage) for passage in shown]
        renumbered = [fate.newer for fate in fates if fate and fate.is_renumbered and fate.newer]
        cited = store.passages.excerpts(renumbered)
    return tuple(
        _add_fate(passage, fate, cited) for passage, fate in zip(shown, fates, strict=True)
    )


def fill_fates(store: Store) -> None:
    """Store the fates of each document's paragraphs in each later revision.

    All revisions are needed: a class of readers may see an earlier one as the newest.
    """
    store.revisions.fill(VERSION, find_fates)


def count_missing_fates(store: Store) -> int:
    """Count the versions that were not compared with a later revision."""
    return len(store.revisions.pairs_without(VERSION))


def count_wrong_fates(store: Store) -> int:
    """Count the versions whose stored fates differ from those found now."""
    return sum(
        stored != find_fates(*([*store.passages.in_version(version).values()] for version in pair))
        for pair in store.revisions.pairs()
        if (stored := store.revisions.read_stored(pair, VERSION)) is not None
    )


def find_fates(old: Sequence[Passage], new: Sequence[Passage]) -> Fates:
    """Find the fates of a version's paragraphs in a newer one, by positions of their pieces.

    Both are in one language. Moved or reworded text is not removed; a revision with little in
    common removes nothing.
    """
    pieces, newer = pieces_of(old), pieces_of(new)
    left, right = whole_paragraphs(old), whole_paragraphs(new)
    outcomes = find_outcomes(left, right)
    partner = {index: place for index, (_, place) in outcomes.items() if place is not None}
    has_other_number = find_renumbered(left, right, partner)
    return {
        piece: ParagraphFate(
            change, None if place is None else newer[place].start, index in has_other_number
        )
        for index, (change, place) in outcomes.items()
        for piece in pieces[index]
    }


def _find_fate(store: Store, passage: Excerpt) -> ParagraphFate | None:
    if not (passage.symbol and passage.superseded_by and passage.language):
        return None
    names = passage.symbol, passage.superseded_by, passage.language
    return store.revisions.fates(*names, VERSION, find_fates).get(passage.passage_id)


def _add_fate(
    passage: Excerpt, fate: ParagraphFate | None, cited: Mapping[int, Excerpt]
) -> Excerpt:
    now = cited[fate.newer] if fate and fate.is_renumbered and fate.newer is not None else None
    return replace(passage, is_left_out=fate is not None and fate.change == "removed", now=now)


def find_outcomes(
    old: Sequence[Passage], new: Sequence[Passage]
) -> dict[int, tuple[ParagraphOutcome, int | None]]:
    """Find outcomes of whole paragraphs, with their new positions; doubtful ones are left out."""
    partner = {a: b for b, a in find_partners(old, new)[0].items()}
    left = _find_removed_labels(partner, old, new)
    outcomes: dict[int, tuple[ParagraphOutcome, int | None]] = {}
    for index, passage in enumerate(old):
        place = partner.get(index)
        if place is None:
            if passage.kind == "paragraph" and passage.label and passage.label_path in left:
                outcomes[index] = "removed", None
        elif passage.text == new[place].text:
            outcomes[index] = "same", place
        elif _measure_in_common(passage, new[place]) >= ALIKE:
            outcomes[index] = "changed", place
    return outcomes


def _find_removed_labels(
    partner: Mapping[int, int], old: Sequence[Passage], new: Sequence[Passage]
) -> frozenset[tuple[str, ...]]:
    """Return labels of surely removed paragraphs; none where most paragraphs lack a partner."""
    removed = [passage for index, passage in enumerate(old) if index not in partner]
    if 2 * len(removed) > len(old):
        return frozenset()
    stays = {old[index].label_path for index in partner}
    numbered = [
        passage
        for passage in removed
        if passage.kind == "paragraph" and passage.label and passage.label_path not in stays
    ]
    new_runs = {run for passage in new for run in _cut_runs(passage)} if numbered else set()
    return frozenset(
        passage.label_path
        for passage in numbered
        if len(runs := _cut_runs(passage)) >= _TOLD_BY
        and len(runs & new_runs) <= _LEFT_OUT * len(runs)
    )


def find_renumbered(
    old: Sequence[Passage], new: Sequence[Passage], partner: Mapping[int, int]
) -> frozenset[int]:
    """Find the positions of the old paragraphs that surely have another number now."""
    places = [
        index
        for index, place in partner.items()
        if old[index].kind == new[place].kind == "paragraph"
        and old[index].label
        and new[place].label
        if old[index].label_path != new[place].label_path
        if len(words_of(old[index].text)) >= MOVED_WORDS
    ]
    texts = [Counter(passage.text for passage in side) for side in (old, new)]
    row = {
        index: i
        for i, index in enumerate(
            index for index in places if old[index].text != new[partner[index]].text
        )
    }
    alike = [
        measure_likeness([old[index] for index in row], new) >= MOVED,
        measure_likeness([new[partner[index]] for index in row], old) >= MOVED,
    ]

    def is_sure(index: int) -> bool:
        if index not in row:
            return all(side[old[index].text] == 1 for side in texts)
        return bool(alike[0][row[index], partner[index]]) and all(
            side[row[index]].sum() == 1 for side in alike
        )

    return frozenset(filter(is_sure, places))


def _cut_runs(passage: Passage) -> set[tuple[str, ...]]:
    words = words_of(passage.text)
    return set(zip(words, words[1:], words[2:], strict=False))


def _measure_in_common(old: Passage, new: Passage) -> float:
    """Measure the share of different words in common, apart from a single common number."""
    left, right = set(words_of(old.text)), set(words_of(new.text))
    return 2 * len(left & right) / max(1, len(left) + len(right))
