"""Whether a bit that the disk flips is ever silent, in every file of an index.

After each flip, either `verify --content` finds damage or nothing has changed. Three things are
compared: the content of the index, the hits of a search, and the vectors that the search uses. Then
a repair derives again what it can, and an index that passes as whole has to be as before. The copy
of a class of readers, below `seen/`, is tried in the same way.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.trust import world
from benchmarks.trust.kills import Place, with_place
from benchmarks.trust.service import open_index
from benchmarks.trust.tally import Tally, cases, chance_of
from corpus.errors import WsisSearchError
from index import Index

_CLASS: Final = "public"
_RULES: Final = "access.toml"
"""The operator's file, which is no part of the index."""

_Answers = tuple[world.Content, list[tuple[str, ...]], list[bytes]]


@with_place
def run(seed: int, count: int, minutes: float | None, there: Place) -> Tally:
    """Flip bits."""
    columns = ("flips", "found", "nothing changed", "mended by --repair", "said what to do")
    tally = Tally("Bits that were flipped, by file", columns)
    index = there.folder / "index"
    there.put("seen")
    expected = _answers(index, there)
    for case in cases(seed, count, minutes):
        there.put("seen")
        _flip(tally, there, case, expected)
    return tally


def _flip(tally: Tally, there: Place, seed: int, expected: list[_Answers]) -> None:
    chance, index = chance_of(seed), there.folder / "index"
    files = sorted(
        path
        for path in index.rglob("*")
        if path.is_file() and path.stat().st_size and path.name != _RULES
    )
    # By kind, so that the many files of vectors do not take all; names are others in each index.
    kinds = sorted({_kind(path) for path in files})
    kind = chance.choice(kinds)
    path = chance.choice([path for path in files if _kind(path) == kind])
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    tally.count(kind, "flips")
    try:
        with open_index(index, there.model) as held:
            is_noticed = any(finding.kind == "damage" for finding in held.verify(content=True))
        if not is_noticed:
            if _answers(index, there) != expected:
                tally.fault(seed, f"{kind}: verify says nothing, and it is not what it was")
            tally.count(kind, "nothing changed")
            return
        tally.count(kind, "found")
        with open_index(index, there.model) as held:
            held.repair()
            left = held.verify(content=True)
    except WsisSearchError as error:
        tally.count(kind, "said what to do")
        if "opy" not in error.message:
            tally.fault(seed, f"{kind}: {error.message}")
        return
    if left:
        tally.count(kind, "said what to do")
        return
    repaired = [answers[0] for answers in _answers(index, there)]
    for (before, *_), after in zip(expected, repaired, strict=True):
        if changed := world.differences(before, after):
            tally.fault(seed, f"{kind}: repaired, said to be whole, and not what it was: {changed}")
            return
    tally.count(kind, "mended by --repair")


def _kind(path: Path) -> str:
    name = path.name if path.suffix in (".sqlite3", ".json") else f"vectors/*{path.suffix}"
    return f"seen/{name}" if _CLASS in path.parts else name


def _answers(index: Path, there: Place) -> list[_Answers]:
    """Return the content, hits and vectors of the whole index and of a class of readers."""
    with open_index(index, there.model) as whole:
        return [_answers_of(whole), _answers_of(whole.view_for(_CLASS))]


def _answers_of(index: Index) -> _Answers:
    rows = index.store.query("SELECT id, text FROM passage WHERE NOT leads ORDER BY id")
    texts = []
    for row in rows[:: max(1, len(rows) // 8)]:
        hits = index.search(row["text"], k=5).hits
        texts.append(tuple(hit.found.passage.text for hit in hits))
    dense = index._search._ranking.dense  # noqa: SLF001 - what searches by meaning look at
    embeddings = dense.vectors_of([row["id"] for row in rows])
    vectors = [np.round(vector, 5).tobytes() for _, vector in sorted(embeddings.items())]
    return world.content_of(index.store.folder), texts, vectors
