"""Arrangement of a page of answers: one hit per table, a few per document.

On the first page further hits of a document make way for other documents that answer about as well.
They come first on the next page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from index.retrieval.ranking import Key, Ranked

PER_DOCUMENT: Final = 2
"""Passages that a document may have on a page whose hits are spread."""

AS_WELL: Final = 0.8
"""Share of the best score that another document's hit needs, from `benchmarks.relevance`."""

_FIRST: Final = 10
"""Most hits of the first page, also if a longer list is requested."""

_NEAR: Final = 0.05
"""Most by which another row of a table may score below its first row."""

MOST_ROWS: Final = 50
"""Rows of a table that a hit has besides its best: a screen or two of them."""

ANSWERING: Final = 0.65
"""Share of the best score from which on a hit answers (`benchmarks.relevance --by-date`)."""


ENDING: Final = 0.5
"""Share of the best score below which results end: `python -m benchmarks.relevance --by-date`."""


def ends_at(hits: Sequence[tuple[Ranked, Key]], *, is_all: bool) -> int | None:
    """Count the answering hits, at least a page; None if the list may end before them."""
    enough = ENDING * max((score for (_, score), _ in hits), default=0.0)
    count = sum(score >= enough for (_, score), _ in hits)
    if count == len(hits) and not is_all:
        return None
    return max(count, min(len(hits), _FIRST))


def merge_table_rows(
    hits: Sequence[tuple[Ranked, Key]], rows: Collection[int]
) -> tuple[list[tuple[Ranked, Key]], dict[Key, list[int]]]:
    """Keep the best row of each table; return also, by its key, the other rows that answer."""
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
    """Move hits of a document beyond ``most`` behind others that answer as well.

    ``hits`` are best first, ``size`` is that of a page. ``share`` is the part of the best score
    that another document's hit needs. Also return by key of the last hit of a document on the page
    the number that made way.
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
    """Order the hits that answer by date, before the others, and count them.

    If references lead to some hits (``certain``), only these answer. ``dates`` are ISO 8601;
    undated passages come last. ``share`` is the part of the best score from which on a hit answers.
    """
    enough = share * max((score for (_, score), _ in hits), default=0.0)
    led_to = [hit for hit in hits if hit[0][0] in certain]
    first = led_to or [hit for hit in hits if hit[0][1] >= enough]
    keys = {key for _, key in first}
    first.sort(key=lambda hit: dates[hit[0][0]] or "", reverse=True)
    return [*first, *(hit for hit in hits if hit[1] not in keys)], len(first)
