"""Paragraphs of a document by their labels: ``5.3``, ``3.3 b)``, ``2.1 fn1``."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from corpus.text import fold_with_places
from index.store import Row, Store


def has_label(label: str | None, path: str, wanted: str) -> bool:
    """Whether a passage has a label, alone or with those above it (``path``, JSON)."""
    return _fold(wanted) in {_fold(label or ""), _fold_path(path)}


def find_labelled(
    store: Store,
    symbol: str,
    labels: Collection[str],
    languages: Sequence[str | None] = (),
    among: Collection[int] | None = None,
) -> list[int]:
    """Find the ids of a document's passages with some labels, in reading order.

    A heading brings its section. Versions may count otherwise: the first of ``languages`` that has
    one of the labels decides which paragraphs they are, then English, then any. Each is given in
    the first language that it has. ``among`` are the passages that may be shown (None: all).
    """
    wanted = {_fold(label) for label in labels}
    if not wanted:
        return []
    order = [code for code in dict.fromkeys((*languages, "en")) if code]
    rows = store.passages.labels_of(symbol)
    labelled = _with_sections(rows, wanted)
    there = {row["language"] for row in labelled}
    own = next((code for code in (*order, *there) if code in there), None)
    versions: dict[str, dict[str | None, list[int]]] = {}
    for row in rows:
        versions.setdefault(row["variant"], {}).setdefault(row["language"], []).append(row["id"])
    shown: list[int] = []
    for variant in dict.fromkeys(row["variant"] for row in labelled if row["language"] == own):
        by_language = versions[variant]
        code = next((code for code in order if code in by_language), own)
        shown += by_language[code]
    return [passage for passage in dict.fromkeys(shown) if among is None or passage in among]


def _with_sections(rows: Sequence[Row], wanted: Collection[str]) -> list[Row]:
    """Return the rows of passages with a label, and of all that is below their headings."""
    chosen: list[Row] = []
    language, heading = None, ""
    for row in rows:
        is_wanted = _fold_path(row["label_path"]) in wanted
        if is_wanted and row["kind"] == "heading":
            language, heading = row["language"], f"{row['label']} {row['title']}"
        is_below = row["language"] == language and heading in json.loads(row["heading"])
        if is_wanted or is_below:
            chosen.append(row)
    return chosen


def _fold_path(path: str) -> str:
    return _fold("".join(json.loads(path)))


def _fold(text: str) -> str:
    return fold_with_places(text).text.replace(" ", "").rstrip(".")
