"""Stored alignment of a document's versions: the same paragraph in other languages.

A *slot* is the finest piece that any version has as a passage; passages share text where their
slots overlap. The variant key is coarser: pieces of a split paragraph share it, and paragraphs that
one version merged do not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import numpy as np

from corpus.documents import Passage
from corpus.errors import QueryError
from corpus.languages import find_language
from index.model import Vectors, neutral
from index.store import Excerpt, Row, Store
from index.versions.alignment import Paragraphs, align
from index.versions.keys import label_in_common, unit_keys, variant_keys
from index.versions.pairwise import unit

VERSION: Final = "1"
"""Version of the alignment; documents that another one aligned are aligned anew."""

_SETTING: Final = "alignment"
_FOOTNOTE: Final = "footnote"
_FEW: Final = 10
"""Weight of zero, in paragraphs, against what a version's vectors have in common."""

Pair = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(slots=True)
class _Version:
    """Paragraphs of a version, with all pieces of a long one as one."""

    passages: list[list[int]]
    rows: list[Row]
    keys: list[str]
    vectors: Vectors
    lengths: list[int]


def align_documents(store: Store) -> int:
    """Align the versions of changed documents; return the number of documents."""
    every = store.setting(_SETTING) != VERSION
    documents = store.versions.documents_to_align(all_again=every)
    for document in documents:
        store.versions.put_slots(document, _align(store, document))
    if every:
        wrong = [version for version in _read_single_versions(store) if _count_wrong(*version[1:])]
        for document, rows, keys in wrong:
            ids = (row["id"] for row in rows)
            store.versions.put_variants(document, [*zip(ids, keys, strict=True)])
        store.put_setting(_SETTING, VERSION)
    return len(documents)


def count_misnamed(store: Store) -> int:
    """Count passages of single-version documents whose key is wrong.

    A document that has lost its other versions rightly keeps the keys that it had among them.
    """
    return sum(
        _count_wrong(rows, keys)
        for _, rows, keys in _read_single_versions(store)
        if not any(row["has_slots"] for row in rows)
    )


def versions_of(store: Store, passage_id: int) -> dict[str, tuple[int, ...]]:
    """Return ids of the passages that share text with a passage, by language."""
    return passages_in(store, [passage_id]).get(passage_id, {})


def passages_in(
    store: Store, passages: Sequence[int], language: str | None = None
) -> dict[int, dict[str, tuple[int, ...]]]:
    """Return :func:`versions_of` for many passages at once, in one language or in all."""
    with store.snapshot():
        known = store.versions.beside_known.read_many(passages, partial(_read_beside, store))
    if language is None:
        return {passage: by for passage, by in known.items() if by}
    return {passage: {language: by[language]} for passage, by in known.items() if language in by}


def _read_beside(store: Store, passages: Sequence[int]) -> dict[int, dict[str, tuple[int, ...]]]:
    """Return aligned passages in all other languages; empty for passages without any."""
    passages_of: dict[int, list[int]] = {}
    aligned = store.versions.documents_beside()
    for passage, (document, _) in store.facts.paragraphs_of(passages).items():
        if document in aligned:
            passages_of.setdefault(document, []).append(passage)
    versions_of_each: dict[int, dict[str, tuple[int, ...]]] = {passage: {} for passage in passages}
    for code, ones, others in store.versions.sharing_slots(passages_of):
        texts_of: dict[int, list[int]] = {}
        for passage, other in zip(ones, others, strict=True):
            texts_of.setdefault(passage, []).append(other)
        for passage, texts in texts_of.items():
            # Of two files that claim to be the same language, one shows the paragraph.
            versions_of_each[passage].setdefault(code, tuple(texts))
    return versions_of_each


def as_one(passage: Excerpt, others: Sequence[Excerpt]) -> Excerpt:
    """Return a passage in another language with the text of all its pieces.

    For a later piece of ``passage`` it is the piece at the same place instead.
    """
    if passage.passage.piece:
        return min(others, key=lambda excerpt: abs(excerpt.passage.piece - passage.passage.piece))
    first = others[0]
    pieces = [
        excerpt.passage.text
        for number, excerpt in enumerate(others, 1)
        if excerpt.passage.piece == number
    ]
    if len(pieces) < 2:
        return first
    text = find_language(first.language).space.join(pieces)
    mentions = tuple(mention for excerpt in others for mention in excerpt.passage.mentions)
    return replace(first, passage=replace(first.passage, text=text, mentions=mentions))


def paragraph_pairs(
    store: Store, document_id: int, left_language: str, right_language: str
) -> list[Pair]:
    """Pair the paragraphs of two versions: tuples of passage ids left and right.

    They are in the left version's reading order, and each passage is in one. A paragraph that a
    version lacks has an empty tuple there. Raises ``QueryError`` where a version is missing.
    """
    left = _read_slots(store, document_id, left_language)
    right = _read_slots(store, document_id, right_language)
    sides = _number_components([left, right])
    order: dict[int, tuple[int, int, int]] = {}
    for index, (_, _, _) in enumerate(left):
        order.setdefault(sides[0][index], (index, -1, 0))
    before: dict[bool, tuple[int, int, int]] = {}
    for index, (_, _, kind) in enumerate(right):
        group = sides[1][index]
        flow = kind == _FOOTNOTE
        if group not in order:
            base = before.get(flow, (-1, -1, 0))
            order[group] = (base[0], index, 1)
        before[flow] = order[group]
    result: list[Pair] = []
    for group in sorted(order, key=lambda group: order[group]):
        pair = tuple(
            tuple(passage[0] for passage, mine in zip(side, numbers, strict=True) if mine == group)
            for side, numbers in zip((left, right), sides, strict=True)
        )
        result.append((pair[0], pair[1]))
    return result


# --- the inside ----------------------------------------------------------------------------------


def _read_single_versions(store: Store) -> Iterator[tuple[int, list[Row], list[str]]]:
    for document, group in groupby(store.versions.passages_alone(), itemgetter("document_id")):
        rows = [*group]
        yield document, rows, variant_keys([*map(_make_passage, rows)])


def _count_wrong(rows: Sequence[Row], keys: Sequence[str]) -> int:
    return sum(row["variant"] != key for row, key in zip(rows, keys, strict=True))


def _make_passage(row: Row) -> Passage:
    path = tuple(json.loads(row["label_path"]))
    return Passage(row["kind"], "", label_path=path, piece=row["part"])


def _read_slots(
    store: Store, document_id: int, language: str
) -> list[tuple[int, tuple[Any, ...], str]]:
    """Return id, slots (or variant key) and kind of the passages of a version."""
    version = store.versions.find_shown(document_id, language)
    if version is None:
        raise QueryError(f"The document is not in the index in {language}.")
    return [
        (
            row["id"],
            (row["variant"],) if row["first"] is None else tuple(range(row["first"], row["stop"])),
            row["kind"],
        )
        for row in store.versions.slots_of(version)
    ]


def _number_components(
    sides: Sequence[Sequence[tuple[int, tuple[Any, ...], str]]],
) -> list[list[int]]:
    """Return group numbers of passages that slots connect, directly or by others."""
    parent: list[int] = []
    numbers: list[list[int]] = []
    first_with: dict[Any, int] = {}

    def root(unit: int) -> int:
        while parent[unit] != unit:
            parent[unit] = parent[parent[unit]]
            unit = parent[unit]
        return unit

    for side in sides:
        own = []
        for _, slots, _ in side:
            here = len(parent)
            parent.append(here)
            own.append(here)
            for slot in slots:
                parent[root(here)] = root(first_with.setdefault(slot, here))
        numbers.append(own)
    return [[root(unit) for unit in own] for own in numbers]


def _align(store: Store, document_id: int) -> list[tuple[int, str, int, int]]:
    """Align a document; return id, variant key, first slot and stop slot of each passage."""
    versions = _read_versions(store, document_id)
    spans: list[list[tuple[int, int, int]]] = [
        [(0, 0, 1)] * len(version.rows) for version in versions
    ]
    slots = units = 0
    # Footnotes are where they are called in one version and at a page's foot in another.
    for footnotes in (False, True):
        chosen = [
            [
                index
                for index, row in enumerate(version.rows)
                if (row["kind"] == _FOOTNOTE) is footnotes
            ]
            for version in versions
        ]
        alignment = align(
            [_make_paragraphs(version, own) for version, own in zip(versions, chosen, strict=True)]
        )
        for index, own in enumerate(chosen):
            both = zip(
                own, alignment.units[index].tolist(), alignment.slots[index].tolist(), strict=True
            )
            for paragraph, slot, (first, stop) in both:
                spans[index][paragraph] = (units + slot[0], slots + first, slots + stop)
        units += max((int(units.max()) for units in alignment.units if len(units)), default=0)
        slots += max((int(slots.max()) for slots in alignment.slots if len(slots)), default=0)
    names: list[list[str]] = [[] for _ in range(units)]
    for version, own_spans in zip(versions, spans, strict=True):
        for key, (slot, _, _) in zip(version.keys, own_spans, strict=True):
            names[slot].append(key)
    keys = unit_keys(names)
    return [
        (passage, keys[slot], first, stop)
        for version, own_spans in zip(versions, spans, strict=True)
        for pieces, (slot, first, stop) in zip(version.passages, own_spans, strict=True)
        for passage in pieces
    ]


def _read_versions(store: Store, document_id: int) -> list[_Version]:
    rows = store.versions.passages_to_align(document_id)
    rows_of: dict[int, list[Row]] = {}
    for row in rows:
        rows_of.setdefault(row["version_id"], []).append(row)
    dimension = max((len(row["value"]) // 4 for row in rows if row["value"]), default=1)
    neutraliser = store.vectors.neutraliser()
    return [_make_version(own, dimension, neutraliser) for own in rows_of.values()]


def _make_version(
    rows: Sequence[Row], dimension: int, neutraliser: neutral.Neutraliser
) -> _Version:
    vectors = np.zeros((len(rows), dimension), np.float32)
    for index, row in enumerate(rows):
        if row["value"] and len(row["value"]) == 4 * dimension:
            vectors[index] = np.frombuffer(row["value"], "<f4")
    has = np.linalg.norm(vectors, axis=1) > 0
    codes = np.array([row["language"] or "" for row in rows])
    for code in set(codes[has].tolist()):
        chosen = has & (codes == code)
        vectors[chosen] = neutral.neutral(vectors[chosen], neutraliser, code or None)
    keys = variant_keys([*map(_make_passage, rows)])
    whole = [index for index, row in enumerate(rows) if row["part"] <= 1]
    pieces = [
        list(range(start, end)) for start, end in zip(whole, [*whole[1:], len(rows)], strict=True)
    ]
    means = np.stack([_average_weighted(vectors[own], rows, own) for own in pieces])
    # What a whole version has in common, its title above all, is taken away here, since a few
    # footnotes by themselves could not tell it from what they say.
    common = means.sum(axis=0) / (len(means) + _FEW)
    means = unit(np.where(means.any(axis=1, keepdims=True), means - common, np.float32(0)))
    return _Version(
        [[rows[index]["id"] for index in own] for own in pieces],
        [rows[index] for index in whole],
        [keys[index] for index in whole],
        _fill_headings(means, [rows[index] for index in whole]),
        [sum(len(rows[index]["text"]) for index in own) for own in pieces],
    )


def _average_weighted(vectors: Vectors, rows: Sequence[Row], pieces: Sequence[int]) -> Vectors:
    lengths = np.array([len(rows[index]["text"]) + 1 for index in pieces], np.float32)
    return np.asarray(unit((lengths @ vectors)[None, :].astype(np.float32))[0])


def _fill_headings(vectors: Vectors, rows: Sequence[Row]) -> Vectors:
    """Give a heading without a vector the mean of the passages that carry it."""
    result = vectors.copy()
    levels = [len(json.loads(row["heading"])) for row in rows]
    for index, row in enumerate(rows):
        if row["kind"] != "heading" or vectors[index].any():
            continue
        under: list[int] = []
        for after in range(index + 1, len(rows)):
            if levels[after] <= levels[index] or len(under) == 5:
                break
            if rows[after]["kind"] != _FOOTNOTE and vectors[after].any():
                under.append(after)
        if under:
            result[index] = unit(vectors[under].sum(axis=0)[None, :])[0]
    return result


def _make_paragraphs(version: _Version, chosen: Sequence[int]) -> Paragraphs:
    rows = [version.rows[index] for index in chosen]
    return Paragraphs(
        version.vectors[np.array(chosen, np.int64)],
        np.array([version.lengths[index] for index in chosen], np.float64),
        tuple(_label(row) for row in rows),
        tuple(_kind(row) for row in rows),
    )


def _label(row: Row) -> str | None:
    path = json.loads(row["label_path"])
    return label_in_common(path) if path else None


def _kind(row: Row) -> str:
    kind: str = row["kind"]
    return f"heading {len(json.loads(row['heading']))}" if kind == "heading" else kind
