"""Blocks with their typed numbers as labels: lists taken apart, reversed numbers restored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from corpus.text import clean
from ingest.blocks import Block
from ingest.passages.labels import (
    BEFORE_HEADING,
    CLAUSE,
    DASHED,
    MARKS,
    OPENS,
    fold_width,
    normalise,
    part_label,
)

_BARE_NUMBER: Final = re.compile(rf"(\d{{1,3}})\s+{MARKS}{OPENS}?(?=[^\W\d_])(?![a-zа-яà-ÿ])")

_SEQUENCE: Final = 3
"""Number of paragraphs that must count from 1 before a bare number is their label."""


def part_labels(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return for each block the list of blocks that it becomes once typed numbers are labels."""
    parted = [_part_block(block) for block in blocks]
    for place, number in _find_bare_numbers(parted):
        (block,) = parted[place]
        parted[place] = [
            replace(block, label=number, text=block.text.removeprefix(number).lstrip())
        ]
    return parted


def _find_bare_numbers(parted: Sequence[Sequence[Block]]) -> list[tuple[int, str]]:
    """Return the places of bare numbers (``1 Text``): three from 1 on, or each with 1.1 below."""
    runs: list[list[tuple[int, str]]] = []
    over_parts: list[tuple[int, str]] = []
    for place, pieces in enumerate(parted):
        block = pieces[0]
        if len(pieces) > 1 or block.label or block.kind not in ("paragraph", "heading"):
            continue
        match = _BARE_NUMBER.match(block.text)
        if match is None:
            continue
        below = parted[place + 1][0].label if place + 1 < len(parted) else None
        if normalise(below or "") == f"{match[1]}.1":
            over_parts.append((place, match[1]))
        if match[1] == "1":
            runs.append([(place, "1")])
        elif runs and match[1] == str(len(runs[-1]) + 1):
            runs[-1].append((place, match[1]))
    counted = [number for run in runs if len(run) >= _SEQUENCE for number in run]
    return [*dict.fromkeys([*counted, *over_parts])]


def turn_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with decimal numbers restored that Arabic files reverse (2.1.3 for 3.1.2).

    Numbers with dashes get the full stops of the other languages. Pages reverse some of these. One
    alone stays as it is, since nothing shows its order.
    """
    labels = {
        place: label
        for place, block in enumerate(blocks)
        if block.kind != "footnote"
        and (label := normalise(block.label or ""))
        and (CLAUSE.fullmatch(label) or DASHED.fullmatch(label))
    }
    dashed = [place for place, label in labels.items() if DASHED.fullmatch(label)]
    if len(dashed) == 1:
        del labels[dashed[0]]
    numbers = [re.split("[-–.]", label) for label in labels.values()]
    printed = [tuple(map(_rank_part, number)) for number in numbers]
    is_turned = _count_steps([number[::-1] for number in printed]) > _count_steps(printed)
    result = list(blocks)
    before: tuple[int, ...] = ()
    for (place, label), number, rank in zip(labels.items(), numbers, printed, strict=True):
        order = -1 if is_turned else 1
        if place in dashed and not _is_step(before, rank[::order]):
            order = -order if _is_step(before, rank[::-order]) else order
        before = rank[::order]
        in_order = ".".join(number[::order])
        if in_order != label:
            whole = fold_width(blocks[place].label or "").replace(label, in_order, 1)
            result[place] = replace(blocks[place], label=whole)
    return result


def _rank_part(part: str) -> int:
    """Return a part of a clause number as a number; the letter of an annex is no small one."""
    return int(part) if part.isdecimal() else int.from_bytes(part.encode(), "big") << 16


def _count_steps(numbers: Sequence[tuple[int, ...]]) -> int:
    return sum(_is_step(number, next_number) for number, next_number in pairwise(numbers))


def _is_step(number: tuple[int, ...], next_number: tuple[int, ...]) -> bool:
    """Whether a decimal number follows directly on the one before: 3.1, 3.1.1, 3.2, 4."""
    return next_number == (*number, 1) or any(
        next_number == (*number[:depth], number[depth] + 1)
        for depth in range(1, len(number))  # a step from 1 to 2 is one in either order
    )


def _part_block(block: Block) -> list[Block]:
    """Return the block with its typed number as label; one block for each list item in it."""
    text = clean(block.text)
    if block.kind != "table" and block.label is None and not any(map(str.isalnum, text)):
        return [replace(block, text="")]  # a line or an ornament, typed with signs
    if block.kind not in ("paragraph", "heading"):
        return [replace(block, text=text.replace("\t", " "))]
    parts: list[Block] = []
    for item in _split_items(text, block.label) if block.kind == "paragraph" else [text]:
        label, rest = (block.label, item) if block.label and not parts else part_label(item)
        if label is None and block.kind == "heading" and (number := BEFORE_HEADING.match(item)):
            label, rest = number["label"], item[number.end() :]
        parts.append(replace(block, label=label, text=rest.replace("\t", " ")))
    return parts


def _split_items(text: str, label: str | None) -> list[str]:
    """Split a list typed as one paragraph with line breaks; it needs two numbers at line starts."""
    lines = text.split("\n")
    numbered = [
        (index == 0 and label is not None) or part_label(line)[0] is not None
        for index, line in enumerate(lines)
    ]
    if sum(numbered) < 2:
        return [text]
    items = lines[:1]
    for line, is_item in zip(lines[1:], numbered[1:], strict=True):
        if is_item:
            items.append(line)
        else:
            items[-1] += f"\n{line}"
    return items
