"""What became of the paragraphs of a document in its newest revision? In doubt nothing is said.

A revision is read in the language of the version that is asked about: of a paragraph in another
language it cannot be told whether its words stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from corpus.documents import Passage
from corpus.errors import QueryError
from corpus.paragraphs import pieces_of
from index.lookup import show
from index.precedents import words_of
from index.reports.compare import ALIKE, MOVED, MOVED_WORDS, likeness, partners
from index.reports.paragraphs import first_pieces, whole_paragraphs
from index.store import Excerpt, Store

_LEFT_OUT: Final = 0.2
"""Share of its runs of three words up to which a paragraph of which nothing was recognised is gone.

Of what the sample's revision left out fewer stand there, of what it worded anew more do
(``tests/index/reports/test_revised.py``)."""

_TOLD_BY: Final = 10
"""Runs that a paragraph needs for that."""


Became = Literal["same", "changed", "removed"]
"""``same`` are the same words, whatever their number."""


@dataclass(frozen=True, slots=True)
class InRevision:
    """What became of a paragraph.

    Attributes:
        change: whether it has the same words there, others, or is there no longer.
        shown: the paragraph of the revision, as it is cited; None where it has none.
        is_renumbered: whether that has another number, and no other paragraph may be meant.
    """

    change: Became
    shown: Excerpt | None
    is_renumbered: bool = False

    @property
    def now(self) -> Excerpt | None:
        """Where it stands under another number."""
        return self.shown if self.is_renumbered else None


def in_revisions(store: Store, shown: Sequence[Excerpt]) -> list[tuple[Excerpt, InRevision | None]]:
    """Passages, with what is to be cited of their revision, and what became of their paragraphs.

    None where its document was not revised, or not in its language, or where it cannot be told.
    """
    read: dict[tuple[str, str, str | None], Mapping[int, InRevision]] = {}
    found = []
    for one in shown:
        told = None
        if one.symbol and one.superseded_by:
            key = one.symbol, one.superseded_by, one.language
            if key not in read:
                read[key] = became_of(store, *key)
            told = read[key].get(one.passage_id)
        is_left_out = told is not None and told.change == "removed"
        now = told.now if told else None
        found.append((replace(one, is_left_out=is_left_out, now=now), told))
    return found


def told_of(store: Store, shown: Sequence[Excerpt]) -> tuple[Excerpt, ...]:
    """Passages, each with whether the newest revision has left it out, or renumbered it."""
    return tuple(one for one, _ in in_revisions(store, shown))


def became_of(store: Store, old: str, new: str, language: str | None) -> Mapping[int, InRevision]:
    """What became of each paragraph of a document; those in doubt are left out.

    What was put into another paragraph, or worded anew, is not called removed, and of a revision
    that is hardly recognised nothing is said to be.

    Args:
        store: of the index.
        old: symbol of the earlier document.
        new: of its revision.
        language: of the versions; nothing is said where one of the two is not there in it.

    Returns:
        By the ids of the pieces of each paragraph.
    """
    there = _both(store, old, new, language)
    if there is None:
        return {}
    before, after = there
    pieces, cited = pieces_of([one.passage for one in before]), first_pieces(after)
    left, right = (whole_paragraphs([one.passage for one in side]) for side in there)
    told = became(left, right)
    partner = {at: place for at, (_, place) in told.items() if place is not None}
    has_other_number = renumbered(left, right, partner)
    return {
        before[at].passage_id: InRevision(
            change, None if place is None else cited[place], old_place in has_other_number
        )
        for old_place, (change, place) in told.items()
        for at in pieces[old_place]
    }


def became(old: Sequence[Passage], new: Sequence[Passage]) -> dict[int, tuple[Became, int | None]]:
    """What became of whole paragraphs, and which of the new they are; those in doubt are left out.

    Args:
        old: the paragraphs of the earlier text.
        new: of the later one, in the same language.
    """
    partner = {a: b for b, a in partners(old, new)[0].items()}
    left = _gone(partner, old, new)
    found: dict[int, tuple[Became, int | None]] = {}
    for at, one in enumerate(old):
        place = partner.get(at)
        if place is None:
            if one.kind == "paragraph" and one.label and one.label_path in left:
                found[at] = "removed", None
        elif one.text == new[place].text:
            found[at] = "same", place
        elif _in_common(one, new[place]) >= ALIKE:
            found[at] = "changed", place
    return found


def _both(
    store: Store, old: str, new: str, language: str | None
) -> tuple[Sequence[Excerpt], Sequence[Excerpt]] | None:
    """What stands in both; None where one of the two is not there in the language."""
    if language is None:
        return None
    try:
        return show(store, old, language).passages, show(store, new, language).passages
    except QueryError:
        return None


def _gone(
    partner: Mapping[int, int], old: Sequence[Passage], new: Sequence[Passage]
) -> frozenset[tuple[str, ...]]:
    """The labels of numbered paragraphs of which a revision has nothing any more."""
    removed = [one for at, one in enumerate(old) if at not in partner]
    if 2 * len(removed) > len(old):
        return frozenset()
    stays = {old[at].label_path for at in partner}
    numbered = [
        one
        for one in removed
        if one.kind == "paragraph" and one.label and one.label_path not in stays
    ]
    there = {run for one in new for run in _runs(one)} if numbered else set()
    return frozenset(
        one.label_path
        for one in numbered
        if len(runs := _runs(one)) >= _TOLD_BY and len(runs & there) <= _LEFT_OUT * len(runs)
    )


def renumbered(
    old: Sequence[Passage], new: Sequence[Passage], partner: Mapping[int, int]
) -> frozenset[int]:
    """Places of the paragraphs that surely have another number now.

    Only one of the revision has the same words and only this one had them, or so nearly the same
    ones: of a row of paragraphs that differ in a name each may be the other.

    Args:
        old: the whole paragraphs of the earlier text.
        new: of the revision.
        partner: which of the new each of the old is.
    """
    places = [
        at
        for at, place in partner.items()
        if old[at].kind == new[place].kind == "paragraph" and old[at].label and new[place].label
        if old[at].label_path != new[place].label_path
        if len(words_of(old[at].text)) >= MOVED_WORDS
    ]
    texts = [Counter(one.text for one in side) for side in (old, new)]
    row = {
        at: i for i, at in enumerate(at for at in places if old[at].text != new[partner[at]].text)
    }
    alike = [
        likeness([old[at] for at in row], new) >= MOVED,
        likeness([new[partner[at]] for at in row], old) >= MOVED,
    ]

    def is_sure(at: int) -> bool:
        if at not in row:
            return all(side[old[at].text] == 1 for side in texts)
        return bool(alike[0][row[at], partner[at]]) and all(
            side[row[at]].sum() == 1 for side in alike
        )

    return frozenset(filter(is_sure, places))


def _runs(passage: Passage) -> set[tuple[str, ...]]:
    words = words_of(passage.text)
    return set(zip(words, words[1:], words[2:], strict=False))


def _in_common(old: Passage, new: Passage) -> float:
    """Share of different words in common; two that only have one number may be of other things."""
    left, right = set(words_of(old.text)), set(words_of(new.text))
    return 2 * len(left & right) / max(1, len(left) + len(right))
