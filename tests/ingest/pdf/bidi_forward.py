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
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return "".join(mirror(text[at]) if levels[at] % 2 else text[at] for at in order)


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
    for at in range(len(text) - 1, -1, -1):  # L1
        if not text[at].isspace():
            break
        levels[at] = base
    return levels


def _weak(kinds: list[str], embedding: str) -> None:  # noqa: C901, PLR0912
    strong = embedding
    for at, kind in enumerate(kinds):  # W1, W2
        if kind == "NSM":
            kinds[at] = kinds[at - 1] if at else embedding
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
        if kinds[at] in {"L", "R", "AL"}:
            strong = kinds[at]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for at in range(1, len(kinds) - 1):  # W4
        before, after = kinds[at - 1], kinds[at + 1]
        if before == after and (
            (kinds[at] == "CS" and before in {"EN", "AN"}) or (kinds[at] == "ES" and before == "EN")
        ):
            kinds[at] = before
    at = 0
    while at < len(kinds):  # W5
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > at:
            neighbours = {kinds[at - 1] if at else "", kinds[end] if end < len(kinds) else ""}
            kinds[at:end] = ["EN" if "EN" in neighbours else "ON"] * (end - at)
        at = max(end, at + 1)
    strong = embedding
    for at, kind in enumerate(kinds):  # W6, W7
        if kind in {"ES", "CS"}:
            kinds[at] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _brackets(text: str, kinds: list[str], embedding: str) -> None:  # N0
    waiting: list[int] = []
    pairs = []
    for at, char in enumerate(text):
        if char in BRACKETS and unicodedata.bidirectional(char) == "ON" and char not in "<>«»‹›":
            if char in OPENING:
                waiting.append(at)
            else:
                for depth in range(len(waiting) - 1, -1, -1):
                    if mirror(text[waiting[depth]]) == char:
                        pairs.append((waiting[depth], at))
                        del waiting[depth:]
                        break
    side = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
    for first, last in sorted(pairs):
        inside = {side[kinds[at]] for at in range(first + 1, last) if kinds[at] in side}
        if embedding in inside:
            kinds[first] = kinds[last] = embedding
        elif inside:
            before = next(
                (side[kinds[at]] for at in range(first - 1, -1, -1) if kinds[at] in side), embedding
            )
            kinds[first] = kinds[last] = before if before in inside else embedding


def _neutral(kinds: list[str], embedding: str) -> None:  # N1, N2
    side = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] not in side:
            end += 1
        if end > at:
            before = side[kinds[at - 1]] if at else embedding
            after = side[kinds[end]] if end < len(kinds) else embedding
            kinds[at:end] = [before if before == after else embedding] * (end - at)
        at = max(end, at + 1)
