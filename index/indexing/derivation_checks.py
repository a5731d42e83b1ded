"""Comparison of derived rows with those that the program would derive now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

import numpy as np

from corpus.errors import DamagedIndexError
from corpus.extract.mandates import dump, rules
from index.indexing.prepare import cut_anew, whole_text
from index.indexing.texts import VERSION
from index.model import Encoder
from index.store import Row, Store
from index.versions import count_misnamed
from index.words import terms_of

_SAMPLE: Final = 16
"""Vectors that are compared with a model's, to see whether it made them."""

_SAME: Final = 0.98
"""Least cosine of two vectors of one text by one model; batches make them differ."""


def find_wrong_rows(store: Store) -> Iterator[tuple[str, str]]:
    """Yield code and message of rows that are wrong whatever the texts are; this is cheap."""
    if names := store.checks.count_other_names():
        yield "names", f"{names:,} files are shown under another name than their own."
    if versions := store.checks.count_stray_slots():
        yield "slots", f"Of {versions:,} versions only parts lie beside other versions."
    if wrong := [name for name in store.checks.wrong_settings() if name != "dimension"]:
        yield "settings", f"Settings are missing, or no numbers: {', '.join(wrong)}."
    try:
        store.vectors.neutraliser()
    except DamagedIndexError:
        again = "After the repair fit it again: wsis-search calibrate."
        yield "neutraliser", f"What was fitted on translations cannot be read. {again}"


def find_other_rows(store: Store) -> Iterator[tuple[str, str]]:
    """Yield code and message of rows that do not follow from the texts; this reads all texts."""
    from index.analyses import count_wrong_fates  # here: who ingests derives nothing of all rows

    words = sum(
        terms_of(row["text"], row["language"]) != (row["words"], row["wholes"])
        for row in store.checks.words()
    )
    mandates = sum(
        stored != dump([*store.passages.in_version(version, quoted=True).values()])
        for version in store.versions.documents()
        if (stored := store.mandates.of(version, rules())) is not None
    )
    counts = (
        ("words", words, "passages are not found by the words that they have"),
        ("words", store.checks.count_stray_words(), "rows of words belong to no passage"),
        (
            "fields",
            store.words.count_wrong_fields(),
            "headings are not found by the words that they have",
        ),
        (
            "roles",
            store.facts.count_wrong_roles(),
            "passages are taken for another kind than they are",
        ),
        ("sentences", len(find_uncut(store)), "passages lack sentences"),
        ("mandates", mandates, "versions hold other mandates than are kept"),
        ("revisions", count_wrong_fates(store), "versions became something else than is kept"),
        ("variants", count_misnamed(store), "passages go by the name of another paragraph"),
    )
    yield from ((code, f"{number:,} {text}.") for code, number, text in counts if number)


def find_uncut(store: Store) -> list[int]:
    """Return ids of passages with text that is in none of their sentences."""
    uncut = []
    for passage, group in groupby(store.vectors.sentence_places(VERSION), itemgetter("id")):
        rows = [*group]
        if _lacks_sentences(rows):
            uncut.append(passage)
    return uncut


def is_made_by(store: Store, encoder: Encoder) -> bool:
    """Whether the vectors of an index are those of this model for the same texts."""
    texts: dict[bytes, str] = {}
    for row in store.checks.texts():
        if len(texts) == _SAMPLE:
            break
        if store.vectors.among([row["embedded"]]):
            texts[row["embedded"]] = whole_text(row)
    stored = store.vectors.by_digest(texts)
    vectors = encoder.passages([*texts.values()])
    with np.errstate(invalid="ignore"):  # a stored vector may be no numbers
        return all(
            len(value) == len(vector) and float((value * vector).sum()) > _SAME
            for value, vector in zip((stored[digest] for digest in texts), vectors, strict=True)
        )


def _lacks_sentences(rows: list[Row]) -> bool:
    first = rows[0]
    if first["start"] is None:
        return bool(cut_anew(first))
    stop = 0
    for row in rows:
        if first["text"][stop : row["start"]].strip():
            return True
        stop = max(stop, row["stop"])
    return bool(first["text"][stop:].strip())
