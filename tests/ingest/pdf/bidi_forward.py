"""Layout of a line: UAX 9 forwards, as a browser or an office program does it."""

from __future__ import annotations

import unicodedata

from ingest.pdf.lines.bidi import BRACKETS, mirror

OPENING = "([{<«‹（"


def forward(text: str, *, rtl: bool) -> str:
    """Return the line as it is seen from left to right: no explicit codes, brackets mirrored."""
    levels = _levels(text, 1 if rtl else 0)
    order = list(range(len(text)))
    for level in range(max(levels, default=0), 0, -1):
        position = 0
        while position < len(order):
            end = position
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[position:end] = reversed(order[position:end])
            position = max(end, position + 1)
    return "".join(
        mirror(text[position]) if levels[position] % 2 else text[position] for position in order
    )


def _levels(text: str, base: int) -> list[int]:
    kinds = [unicodedata.bidirectional(char) for char in text]
    embedding = "R" if base else "L"
    _weak(kinds, embedding)
    _brackets(text, kinds, embedding)
    _neutral(kinds, embedding)
    levels = []
    for kind in kinds:
        if base:
            levels.append(2 if kind in {"L", "EN", "AN"} else 1)
        else:
            levels.append({"R": 1, "EN": 2, "AN": 2}.get(kind, 0))
    for position in range(len(text) - 1, -1, -1):  # L1
        if not text[position].isspace():
            break
        levels[position] = base
    return levels


def _weak(kinds: list[str], embedding: str) -> None:  # noqa: C901, PLR0912
    strong = embedding
    for position, kind in enumerate(kinds):  # W1, W2
        if kind == "NSM":
            kinds[position] = kinds[position - 1] if position else embedding
        elif kind == "EN" and strong == "AL":
            kinds[position] = "AN"
        if kinds[position] in {"L", "R", "AL"}:
            strong = kinds[position]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for position in range(1, len(kinds) - 1):  # W4
        before, after = kinds[position - 1], kinds[position + 1]
        if before == after and (
            (kinds[position] == "CS" and before in {"EN", "AN"})
            or (kinds[position] == "ES" and before == "EN")
        ):
            kinds[position] = before
    position = 0
    while position < len(kinds):  # W5
        end = position
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > position:
            neighbours = {
                kinds[position - 1] if position else "",
                kinds[end] if end < len(kinds) else "",
            }
            kinds[position:end] = ["EN" if "EN" in neighbours else "ON"] * (end - position)
        position = max(end, position + 1)
    strong = embedding
    for position, kind in enumerate(kinds):  # W6, W7
        if kind in {"ES", "CS"}:
            kinds[position] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[position] = "L"


def _brackets(text: str, kinds: list[str], embedding: str) -> None:  # N0
    waiting: list[int] = []
    pairs = []
    for position, char in enumerate(text):
        if char in BRACKETS and unicodedata.bidirectional(char) == "ON" and char not in "<>«»‹›":
            if char in OPENING:
                waiting.append(position)
            else:
                for depth in range(len(waiting) - 1, -1, -1):
                    if mirror(text[waiting[depth]]) == char:
                        pairs.append((waiting[depth], position))
                        del waiting[depth:]
                        break
    side = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
    for first, last in sorted(pairs):
        inside = {
            side[kinds[position]] for position in range(first + 1, last) if kinds[position] in side
        }
        if embedding in inside:
            kinds[first] = kinds[last] = embedding
        elif inside:
            before = next(
                (
                    side[kinds[position]]
                    for position in range(first - 1, -1, -1)
                    if kinds[position] in side
                ),
                embedding,
            )
            kinds[first] = kinds[last] = before if before in inside else embedding


def _neutral(kinds: list[str], embedding: str) -> None:  # N1, N2
    side = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
    position = 0
    while position < len(kinds):
        end = position
        while end < len(kinds) and kinds[end] not in side:
            end += 1
        if end > position:
            before = side[kinds[position - 1]] if position else embedding
            after = side[kinds[end]] if end < len(kinds) else embedding
            kinds[position:end] = [before if before == after else embedding] * (end - position)
        position = max(end, position + 1)
