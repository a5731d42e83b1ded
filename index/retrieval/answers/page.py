"""The arrangement of a page of answers: one hit for a table, a few for a document.

A page that one document fills hides the others. So further passages of a document make way on the
first page for those of other documents that answer about as well. The page says how many more it
would have had. They come first on the next page. What answers less well takes no place.

What answers is in order of dates. A question has some passages near to it and hundreds far from
it, and a paper of yesterday on something else is among those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from index.retrieval.ranking import Key, Ranked

PER_DOCUMENT: Final = 2
"""Passages of a document that a page of answers has, where it is asked to spread them."""

AS_WELL: Final = 0.8
"""Part of the best score from which on another document's passage takes the place of a document's
further ones. `python -m benchmarks.relevance` prints what a page shows with it."""

_FIRST: Final = 10
"""Hits of the first page at most, also where more are asked for in one list."""

_NEAR: Final = 0.05
"""Distance below the score of a table's first row within which another row still answers."""

MOST_ROWS: Final = 50
"""Rows of a table that a hit has besides its best: a screen or two of them."""

ANSWERING: Final = 0.65
"""Part of the best score from which on a hit is one of those that answer. Of 0.5 to 0.8 in steps of
0.05, the one with the highest harmonic mean of the two shares that `python -m benchmarks.relevance
--by-date` prints. They are of the needs that are not held back; its README has the figures."""


ENDING: Final = 0.5
"""Part of the best score below which results end: what follows is one press away. `python -m
benchmarks.relevance --by-date` tells what of the judged paragraphs is before the end."""


def ends_at(hits: Sequence[tuple[Ranked, Key]], *, is_all: bool) -> int | None:
    """Count the hits that answer a question; the first page is always among them.

    Args:
        hits: passages and scores, each with its key, best first.
        is_all: whether there are no others.

    Returns:
        How many, or None where more may than were looked at.
    """
    enough = ENDING * max((score for (_, score), _ in hits), default=0.0)
    count = sum(score >= enough for (_, score), _ in hits)
    if count == len(hits) and not is_all:
        return None
    return max(count, min(len(hits), _FIRST))


def merge_table_rows(
    hits: Sequence[tuple[Ranked, Key]], rows: Collection[int]
) -> tuple[list[tuple[Ranked, Key]], dict[Key, list[int]]]:
    """Leave of each table only the best row.

    Args:
        hits: passages and scores, each with its key, best first.
        rows: those of the passages that are rows of tables.

    Returns:
        The hits; and by key of such a hit the other rows that answer, best first, at most
        ``MOST_ROWS``.
    """
    kept_hits: list[tuple[Ranked, Key]] = []
    first: dict[tuple[int, str], tuple[Ranked, Key]] = {}
    others: dict[Key, list[int]] = {}
    for hit, key in hits:
        # Rows of a table have a place in the same run of passages without a number.
        run, plus, _ = key[1].rpartition("+")
        if hit[0] not in rows or not plus:
            kept_hits.append((hit, key))
            continue
        (_, best), best_key = first.setdefault((key[0], run), (hit, key))
        if best_key == key:
            kept_hits.append((hit, key))
        elif hit[1] >= best - _NEAR and len(others.get(best_key, ())) < MOST_ROWS:
            others.setdefault(best_key, []).append(hit[0])
    return kept_hits, others


def limit_per_document(
    hits: Sequence[tuple[Ranked, Key]], size: int, most: int, share: float = AS_WELL
) -> tuple[list[tuple[Ranked, Key]], dict[Key, int]]:
    """Put other documents that answer as well before what a page has of one beyond ``most``.

    Args:
        hits: passages and scores, each with its key, best first.
        size: of a page; the first of a longer one are spread.
        most: passages of a document.
        share: part of the best score from which on a hit takes the place of such a passage.

    Returns:
        The hits; and by key of the last passage of such a document on the page, how many of the
        best ``size`` come behind it.
    """
    size = min(size, _FIRST)
    if size <= 2 * most:  # too small a page to be filled by others
        return list(hits), {}
    enough = share * hits[0][0][1] if hits else 0.0
    count: Counter[int] = Counter()
    page: list[tuple[Ranked, Key]] = []
    behind: list[tuple[Ranked, Key]] = []
    for item in hits:
        (_, score), (document, _) = item
        if len(page) < size and count[document] < most and score >= enough:
            count[document] += 1
            page.append(item)
        else:
            behind.append(item)
    page += behind[: size - len(page)]
    shown = {key for _, key in page}
    last = {key[0]: key for _, key in page}
    more: Counter[Key] = Counter(
        last[key[0]] for _, key in hits[:size] if key not in shown and key[0] in last
    )
    behind = [item for item in hits if item[1] not in shown]
    return [*page, *behind], dict(more)


def newest_first(
    hits: Sequence[tuple[Ranked, Key]],
    certain: Collection[int],
    dates: Mapping[int, str | None],
    share: float = ANSWERING,
) -> tuple[list[tuple[Ranked, Key]], int]:
    """Put those hits that answer in order of their dates, before the others as they are.

    Where a reference leads to some, these answer: what is like it is farther down anyway.

    Args:
        hits: passages and scores, each with its key, best first.
        certain: passages that a reference in the question leads to.
        dates: of the passages, ISO 8601; what has none comes last.
        share: part of the best score from which on a hit answers.

    Returns:
        All hits, and how many of them are in order of their dates.
    """
    enough = share * max((score for (_, score), _ in hits), default=0.0)
    led_to = [hit for hit in hits if hit[0][0] in certain]
    first = led_to or [hit for hit in hits if hit[0][1] >= enough]
    keys = {key for _, key in first}
    first.sort(key=lambda hit: dates[hit[0][0]] or "", reverse=True)
    return [*first, *(hit for hit in hits if hit[1] not in keys)], len(first)
