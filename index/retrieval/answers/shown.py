"""In which language does a hit stand, and which older texts is it one for?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.retrieval.answers.revisions import Key, Ranked
from index.store import Excerpt, Store
from index.versions import as_one, passages_in


def versions_in(store: Store, found: Mapping[int, Excerpt], code: str) -> dict[int, Excerpt]:
    """For each passage, its variant in another language, where there is one."""
    foreign = [passage for passage, shown in found.items() if shown.language != code]
    others = {
        passage: versions[code]
        for passage, versions in passages_in(store, foreign, code).items()
        if versions.get(code)
    }
    shown = store.passages.excerpts([one for many in others.values() for one in many])
    return {
        passage: as_one(found[passage], [shown[one] for one in many])
        for passage, many in others.items()
    }


def items_of(store: Store, shown: Sequence[Excerpt]) -> dict[int, tuple[Excerpt, ...]]:
    """For each passage that leads into a list, its items."""
    found = {
        one.passage_id: store.passages.items_under(one.passage_id)
        for one in shown
        if one.passage.text.rstrip().endswith((":", "："))
    }
    read = store.passages.excerpts([item for items in found.values() for item in items])
    return {one: tuple(read[item] for item in items) for one, items in found.items() if items}


def stood_for(
    store: Store,
    stands_for: Mapping[Key, Sequence[Key]],
    chosen: Sequence[tuple[Ranked, Key]],
    found: Mapping[int, Excerpt],
) -> dict[Key, tuple[Excerpt, ...]]:
    """Passages of superseded documents, in the language of the hit that is one for them."""
    older: dict[Key, list[int]] = {}
    for (passage, _), key in chosen:
        for document, variant in stands_for.get(key, ()):
            rows = [
                row for row in store.passages.paragraphs_in(document) if row["variant"] == variant
            ]
            rows.sort(key=lambda row: row["language"] != found[passage].language)
            older.setdefault(key, []).append(rows[0]["id"])
    shown = store.passages.excerpts([one for many in older.values() for one in many])
    return {key: tuple(shown[one] for one in many) for key, many in older.items()}
