"""Reader of a page's hits: passages in the reader's language, with superseded versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from corpus.text import ends_with_colon
from index.retrieval.answers.results import Hit
from index.retrieval.answers.revisions import CurrentHits
from index.retrieval.ranking import Key, Ranked
from index.retrieval.reranking import NO_DOUBT
from index.store import Excerpt, SnapshotCache, Store
from index.versions import as_one, passages_in

_REMEMBERED: Final = 3000
"""Excerpts in the cache, some kilobytes each."""


@dataclass(frozen=True, slots=True)
class HitList:
    """All hits that were fetched, best first, with the rows of one table as one hit.

    Attributes:
        rows: further rows of its table, by the key of a hit.
        certain: passages that references lead to.
        superseded: the same hits, with the superseded passages that each replaces.
        doubt: log-odds that none of the hits answers; ``NO_DOUBT`` where not measured.
    """

    hits: list[tuple[Ranked, Key]] = field(default_factory=list)
    rows: Mapping[Key, Sequence[int]] = field(default_factory=dict)
    certain: frozenset[int] = frozenset()
    superseded: CurrentHits = field(default_factory=CurrentHits)
    doubt: float = NO_DOUBT
    is_all: bool = True


@dataclass(frozen=True, slots=True)
class HitsPage:
    """The hits of a page; ``answering`` counts the answering ones of the list, None if unknown."""

    hits: tuple[Hit, ...]
    goes_on_by_relevance: bool
    answering: int | None


class HitReader:
    """A reader of the passages of hits, as they are cited. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._excerpts: SnapshotCache[int, Excerpt] = SnapshotCache(store, _REMEMBERED)

    def read(
        self,
        answers: HitList,
        chosen: Sequence[tuple[Ranked, Key]],
        first: int,
        shown_in: str | None,
        more: Mapping[Key, int],
    ) -> tuple[Hit, ...]:
        """Read the hits of a page in the order of ``chosen``, in ``shown_in`` where possible."""
        passages = [passage for (passage, _), _ in chosen]
        rows = {key: answers.rows.get(key, ()) for _, key in chosen}
        excerpts = self._read([*passages, *chain.from_iterable(rows.values())])
        shown = excerpts | (self._read_versions(excerpts, shown_in) if shown_in else {})
        items = items_of(self._store, [shown[passage] for passage in passages])
        older = self._read_superseded(answers.superseded.stands_for, chosen, excerpts)
        return tuple(
            Hit(
                rank,
                score,
                excerpts[passage],
                shown[passage],
                is_exact=passage in answers.certain,
                stands_for=older.get(key, ()),
                rows=tuple(shown[row] for row in rows[key]),
                items=items.get(shown[passage].passage_id, ()),
                more_here=more.get(key, 0),
            )
            for rank, ((passage, score), key) in enumerate(chosen, start=first)
        )

    # --- the inside ------------------------------------------------------------------------------

    def _read(self, passages: Sequence[int]) -> dict[int, Excerpt]:
        return self._excerpts.get_many(passages, self._store.passages.excerpts)

    def _read_versions(self, excerpts: Mapping[int, Excerpt], code: str) -> dict[int, Excerpt]:
        foreign = [passage for passage, shown in excerpts.items() if shown.language != code]
        others = {
            passage: versions[code]
            for passage, versions in passages_in(self._store, foreign, code).items()
        }
        shown = self._read([version for many in others.values() for version in many])
        return {
            passage: as_one(excerpts[passage], [shown[version] for version in many])
            for passage, many in others.items()
        }

    def _read_superseded(
        self,
        stands_for: Mapping[Key, Sequence[Key]],
        chosen: Sequence[tuple[Ranked, Key]],
        excerpts: Mapping[int, Excerpt],
    ) -> dict[Key, tuple[Excerpt, ...]]:
        older: dict[Key, list[int]] = {}
        for (passage, _), key in chosen:
            for document, variant in stands_for.get(key, ()):
                paragraphs = self._store.passages.paragraphs_in(document)
                rows = [row for row in paragraphs if row["variant"] == variant]
                rows.sort(key=lambda row: row["language"] != excerpts[passage].language)
                older.setdefault(key, []).append(rows[0]["id"])
        shown = self._read([passage for many in older.values() for passage in many])
        return {key: tuple(shown[passage] for passage in many) for key, many in older.items()}


def items_of(store: Store, shown: Sequence[Excerpt]) -> dict[int, tuple[Excerpt, ...]]:
    """Return the items of the lists that passages introduce, by passage id."""
    items_by_passage = {
        excerpt.passage_id: store.passages.items_under(excerpt.passage_id)
        for excerpt in shown
        if ends_with_colon(excerpt.passage.text)
    }
    read = store.passages.excerpts([item for items in items_by_passage.values() for item in items])
    return {
        passage: tuple(read[item] for item in items)
        for passage, items in items_by_passage.items()
        if items
    }
