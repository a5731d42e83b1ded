"""Newer texts of superseded paragraphs: added before these, or one hit with an equal one.

The same paragraph of the newest revision has the same text and language, or else the same key
(``index.versions``). If the text is the same, both are one hit. Paragraphs that a revision drops
keep their place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from index.retrieval.ranking import Key, Ranked
from index.store import SnapshotCache, Store

_REMEMBERED: Final = 20_000
"""Paragraphs of revisions in the cache."""


@dataclass(slots=True)
class CurrentHits:
    """Hits, best first; ``stands_for`` has by key the older paragraphs with the same text."""

    hits: list[tuple[Ranked, Key]] = field(default_factory=list)
    stands_for: dict[Key, list[Key]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Newer:
    """The paragraphs of a revision: by language and text, and by variant key and language."""

    by_text: dict[tuple[str | None, str], tuple[int, str]]
    by_key: dict[str, dict[str | None, int]]


class Revisions:
    """The newer texts of a store's superseded documents. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._newer: SnapshotCache[int, _Newer] = SnapshotCache(
            store, _REMEMBERED, lambda newer: len(newer.by_text)
        )

    def supersede(
        self,
        ranked: Sequence[tuple[Ranked, Key]],
        most: int,
        allowed: Collection[int] | None,
        keep: Callable[[Key], bool] = lambda _: False,
    ) -> CurrentHits:
        """Put the newer paragraph before each superseded one, or make one hit of both if equal.

        ``ranked`` has one hit per paragraph, best first. ``allowed`` are the passages that may be
        found (None: all), also as newer ones. ``keep`` says whether a paragraph stays as it is.
        """
        newest = self._store.documents.superseding()
        result = CurrentHits()
        placed: set[Key] = set()
        older = [hit[0] for hit, key in ranked if key[0] in newest]
        languages = self._store.facts.languages_of(older) if older else {}
        texts = self._store.passages.read_shown_texts(older) if older else {}
        for hit, key in ranked:
            if len(result.hits) >= most:
                break
            passage, score = hit
            if key[0] in newest and not keep(key):
                document = newest[key[0]][0]
                newer = self._newer.get(document, lambda: self._read(document))  # noqa: B023 - at once
                language = languages.get(passage)
                same = newer.by_text.get((language, texts.get(passage, "")))
                versions = newer.by_key.get(key[1], {})
                other = (
                    same[0] if same else versions.get(language, next(iter(versions.values()), None))
                )
                if other is not None and (allowed is None or other in allowed):
                    instead = (document, same[1] if same else key[1])
                    if instead not in placed:
                        placed.add(instead)
                        result.hits.append(((other, score), instead))
                    if same:
                        result.stands_for.setdefault(instead, []).append(key)
                        continue
            if key not in placed:
                placed.add(key)
                result.hits.append((hit, key))
        del result.hits[most:]
        return result

    def _read(self, document: int) -> _Newer:
        newer = _Newer({}, {})
        for row in self._store.passages.paragraphs_in(document):
            newer.by_text.setdefault((row["language"], row["text"]), (row["id"], row["variant"]))
            newer.by_key.setdefault(row["variant"], {}).setdefault(row["language"], row["id"])
        return newer
