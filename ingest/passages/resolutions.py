"""The parts of resolutions: the preamble, and the lines in italics that open their lists.

The name of a body and a comma open a resolution. The United Nations then have the preamble and
numbered paragraphs; ITU has lines such as *resolves*, each over a list from ``a)`` or 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from corpus import tables
from corpus.text import fold
from ingest.blocks import Block

INNERMOST: Final = 9
"""Level of the headings of these parts: every other heading ends them."""

_LONGEST_OPENING: Final = 160
_LONGEST_CALL: Final = 160
"""Letters of an opening and of a line over a list, a Han character counted as three."""

_COMMA: Final = re.compile(r"[,،，]\W*$")
_GOES_ON: Final = re.compile(r"[,،，;；؛:：](?:\s?\w{1,4})?\W*$")
"""The end of a paragraph that another one follows: a comma, or a semicolon and ``and``."""

_ENDS: Final = re.compile(r"[.。!！?？؟;；؛:：,،，…]\W*$")
_FULL_STOP: Final = re.compile(r"[.。؟?!]\W*$")
_FIRST: Final = re.compile(r"[(（]?(?:1|a|i|أ|ا|а|一|١)(?:\s?[-–.)）、])*", re.IGNORECASE)
_CALL_STYLE: Final = "call"
"""The style of such lines in ITU's templates for Word."""


@dataclass(frozen=True, slots=True)
class ResolutionParts:
    """The places of these parts among the blocks of a document."""

    calls: frozenset[int]
    preamble: frozenset[int]


def find_resolution_parts(blocks: Sequence[Block]) -> ResolutionParts:
    """Find the lines over lists, and the paragraphs and notes of preambles."""
    calls: set[int] = set()
    preamble: set[int] = set()
    text = [place for place, block in enumerate(blocks) if block.text and block.kind != "footnote"]
    for index, place in enumerate(text):
        if _is_opening(blocks[place]) and not _leads_list(blocks, text, index):
            following = text[index + 1 :]
            calls.update(_find_calls(blocks, following))
            if not calls.intersection(following[:1]):
                preamble.update(_find_preamble(blocks, following))
        elif _is_set_apart(blocks[place]) and _leads_list(blocks, text, index):
            calls.add(place)
    notes = (place for place, block in enumerate(blocks) if block.kind == "footnote")
    for place in notes:
        if place - 1 in preamble:
            preamble.add(place)
    return ResolutionParts(frozenset(calls), frozenset(preamble))


def mark_calls(blocks: Sequence[Block], parts: ResolutionParts) -> list[Block]:
    """Return the blocks with the lines over lists as headings."""
    return [
        replace(block, kind="heading", level=INNERMOST) if place in parts.calls else block
        for place, block in enumerate(blocks)
    ]


def _is_opening(block: Block) -> bool:
    return (
        block.kind == "paragraph"
        and block.label is None
        and "\n" not in block.text
        and block.text[0].isalpha()
        and not block.text[0].islower()
        and _measure(block.text) <= _LONGEST_OPENING
        and _COMMA.search(block.text) is not None
        and any(word in fold(block.text) for word in _read_bodies())
    )


@cache
def _read_bodies() -> frozenset[str]:
    return frozenset(map(fold, tables.load_shipped("reading")["resolving"]))


def _measure(text: str) -> int:
    return sum(3 if "\u2e80" <= character <= "\uffef" else 1 for character in text)


def _find_preamble(blocks: Sequence[Block], following: Sequence[int]) -> list[int]:
    """Return the places of the paragraphs behind an opening; none where they prove no preamble."""
    found: list[int] = []
    for place in following:
        block = blocks[place]
        is_item = block.label is not None and not any(map(str.isdigit, block.label))
        if block.kind != "paragraph" or (block.label is not None and not (is_item and found)):
            break
        if block.label is None and _FULL_STOP.search(block.text):
            break
        found.append(place)
    own = [place for place in found if blocks[place].label is None]
    commas = sum(bool(_COMMA.search(blocks[place].text)) for place in own)
    return found if own and 2 * commas > len(own) else []


def _find_calls(blocks: Sequence[Block], following: Sequence[int]) -> Iterator[int]:
    """Yield the places of the lines over lists in a resolution, up to its end."""
    for index, place in enumerate(following):
        block = blocks[place]
        if block.kind == "heading" and not _is_set_apart(block):
            return
        leads_list = _leads_list(blocks, following, index)
        if _is_opening(block) and index and not leads_list:
            return
        if index + 1 == len(following) or not _reads_as_call(block):
            continue
        before = blocks[following[index - 1]].text if index else ","
        is_before_text = blocks[following[index + 1]].kind == "paragraph"
        is_open = _GOES_ON.search(before) and is_before_text and not _COMMA.search(block.text)
        if index and _ends_preamble(blocks[following[index - 1]], block):
            leads_list = False
        if leads_list or is_open or _is_set_apart(block):
            yield place


def _ends_preamble(before: Block, block: Block) -> bool:
    """Whether a block is the last paragraph of a preamble, which the first numbered one follows.

    Chinese and Arabic have no capitals that would tell it from a line over a list.
    """
    return before.label is None and all(_COMMA.search(each.text) for each in (before, block))


def _reads_as_call(block: Block) -> bool:
    """Whether a line is short, has no number, and does not end or begin like a sentence."""
    return (
        block.label is None
        and block.kind in ("paragraph", "heading")
        and "\n" not in block.text
        and _find_first_letter(block) != ""
        and not _find_first_letter(block).isupper()
        and _measure(block.text) <= _LONGEST_CALL
        and (not _ENDS.search(block.text) or _COMMA.search(block.text) is not None)
    )


def _find_first_letter(block: Block) -> str:
    return next(filter(str.isalpha, block.text), "")


def _is_set_apart(block: Block) -> bool:
    """Whether a line is in italics or in the style for lines over lists."""
    has_style = (block.style or "").strip().casefold() == _CALL_STYLE
    return _reads_as_call(block) and (block.is_italic or has_style)


def _leads_list(blocks: Sequence[Block], text: Sequence[int], index: int) -> bool:
    """Whether a line comes right before the first item of a list."""
    following = blocks[text[index + 1]] if index + 1 < len(text) else None
    return following is not None and bool(_FIRST.fullmatch(following.label or ""))
