"""The numbers that lead to a paragraph, as it is cited: ``3.4``, then ``b)``, then ``ii)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.documents import PassageKind
from ingest.blocks import Block
from ingest.passages.labels import HAN_NUMBER, REPEATED, ROMAN, count_numbers, fold_width, normalise

_REPEATED_END: Final = re.compile(rf"\s?{REPEATED}(?=[).]?$)", re.IGNORECASE)


def _classify_label(label: str, levels: Sequence[tuple[str, str]]) -> str:
    """Return the kind of a label's number; the next number of that kind replaces it."""
    plain = _REPEATED_END.sub("", fold_width(label).strip())
    core = plain.strip("().（）、 ")
    wrapping = plain.replace(core, "#", 1)
    if core.isdecimal():
        kind = "decimal"
    elif re.fullmatch(f"{HAN_NUMBER}+", core):
        kind = "han"
    elif re.fullmatch(ROMAN, core.lower()) and not _follows_letter(core, wrapping, levels):
        kind = "roman" if core.islower() else "ROMAN"
    else:
        kind = "letter" if core.islower() else "LETTER"
    return f"{kind}{wrapping}"


def _follows_letter(core: str, wrapping: str, levels: Sequence[tuple[str, str]]) -> bool:
    """Whether `i)` comes after `h)` rather than before `ii)`."""
    for style, label in levels:
        before = label.strip("() .")
        if style in (f"letter{wrapping}", f"LETTER{wrapping}") and len(before) == len(core) == 1:
            return ord(core) - ord(before) == 1
    return False


def begin_path(
    levels: list[tuple[str, str]], depth: int, kind: PassageKind
) -> list[tuple[str, str]]:
    """Return the items that lead to a number: a heading II. is no part of paragraph 6."""
    is_new = kind == "heading" and not depth and levels and levels[0][0] == "decimal"
    return [] if is_new else levels


def extend_path(levels: list[tuple[str, str]], label: str) -> list[tuple[str, str]]:
    """Return the items that lead to a label, and the label itself, with the kind of each."""
    plain = normalise(label)
    if count_numbers(_REPEATED_END.sub("", plain)) and not plain.endswith(")"):
        return [("decimal", plain)]
    style = _classify_label(label, levels)
    for index, (known, _) in enumerate(levels):
        if known == style:
            return [*levels[:index], (style, plain)]
    return [*levels, (style, plain)]


def make_label_path(levels: Sequence[tuple[str, str]], block: Block, kind: str) -> tuple[str, ...]:
    """Return the labels that lead to a block; empty for one without a label."""
    if kind == "footnote":
        return (*(label for _, label in levels), f"fn{block.label or ''}")
    return tuple(label for _, label in levels) if block.label else ()
