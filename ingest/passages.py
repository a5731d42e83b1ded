"""Conversion of blocks to passages: labels split off, headings found, long texts cut."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from corpus import tables
from corpus.documents import Passage, PassageKind
from corpus.languages import direction
from corpus.text import clean, fold, language_of, latin, split_long
from ingest.balance import count_letters
from ingest.blocks import Block
from ingest.resolutions import INNERMOST, find_resolution_parts, mark_calls

LIMIT: Final = 1100
"""Longest passage, in letters (Chinese: three); at most 339 tokens, in a window of 512."""

_HEADING_LETTERS: Final = 120
_HEADING_LEVELS: Final = 9

_ROMAN: Final = r"(?:x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})"
_WORDS: Final = tables.load_shipped("reading")
_REPEATED: Final = rf"(?:{'|'.join(_WORDS['repeated'])})"
_PART: Final = rf"\d{{1,3}}{_REPEATED}?"
_HAN_NUMBER: Final = "[〇一二三四五六七八九十百]"
_CIRCLED: Final = "[\u2460-\u2473]"
_PROVISION: Final = rf"第(?:\d[\d.]{{0,7}}|{_HAN_NUMBER}{{1,6}})[段条款章节]"
_SPELLED: Final = rf"(?:{'|'.join(_WORDS['heading_numerals'])})"
"""The number of a heading as a word: the Arabic ordinals and names of letters."""

_BULLET: Final = re.compile(r"[•●○◦▪▫■□–—\-*·‣\uf0b7\uf0a7\uf02d]\t\s*")

# A typed number before its paragraph. With a tab behind it any short number is one; with a mere
# space only what can hardly be anything else (`2.10.1`, `a)`, `(iii)`, not `3 Member States`).
# A quotation or a question may open right behind it.
_OPENS: Final = r"[«“„‟‘‚‹「『《〈\"'¿¡(\[]"
_MARKS: Final = "[\u200e\u200f\u061c]*"
_BEFORE_TAB: Final = re.compile(
    rf"""
    {_MARKS}
    (?P<label>
        {_PART}(?:\.{_PART}){{0,8}}(?:\s?{_REPEATED})?(?:\.|\s?\))?
      | \(\s?(?:\d{{1,3}}|{_ROMAN}|[^\W\d_]{{1,2}})(?:\s?{_REPEATED})?\s?\)(?:\s?{_REPEATED})?
      | \(\d{{1,3}}                                             # a mark that Arabic closes in front
      | (?:{_ROMAN}|[^\W\d_]{{1,2}})(?:\s?{_REPEATED})?\s?[).](?:\s?{_REPEATED})?
      | [A-Z]\d{{0,2}}(?:\.{_PART}){{0,6}}\.?
      | [IVX]{{1,5}}(?:\.{_PART}){{0,6}}\.?
      | (?:\d{{1,2}}\.){{1,5}}(?:[A-Z]|[IVX]{{2,5}})                  # A.2 as Arabic may print it
      | {_HAN_NUMBER}{{1,4}}[、.]?
      | \({_HAN_NUMBER}{{1,4}}\)
      | {_CIRCLED}
      | {_PROVISION}
    )
    \s?\t\s*(?=\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_SPACE: Final = re.compile(
    rf"""
    {_MARKS}
    (?P<label>
        {_PART}(?:\.{_PART}){{1,8}}(?:\s{_REPEATED}(?!\w))?\.?
        (?=\s+{_MARKS}(?:{_OPENS}\s?){{0,3}}{_MARKS}[^\W\d_%]
          |\s*{_MARKS}(?![亿万倍])[\u2e80-\u9fff“„«「『《"]\s?\w
          |\s+\d{{1,4}}\s?[年月])
      | \d{{1,3}}\s?{_REPEATED}\.?(?=\s+{_OPENS}?[^\W\d_]|[\u2e80-\u9fff])
      | (?:\d{{1,3}}|{_ROMAN}|[^\W\d_])\s?{_REPEATED}\s?\)(?=\s|[^\W\d_])
      # A.2 and II.1 of an annex; X.25 and E.164 are recommendations.
      | (?-i:[A-F]\.\d|[A-Z]\d?(?:\.\d{{1,2}}){{2,6}}|[IVX]{{2,5}}(?:\.\d{{1,2}}){{1,6}})\.?
        (?=\s+{_OPENS}?[^\W\d_]|(?!建议)[\u2e80-\u9fff])
      | (?-i:\d{{1,2}}(?:\.\d{{1,2}}){{2,5}}(?=[A-ZÀ-ÞА-ЯЁ][a-zà-ÿа-яё]|[\u2e80-\u9fff]))
      | (?-i:\d{{1,2}}(?:\.\d{{1,2}}){{0,5}}\.
          (?=[A-ZÀ-ÞА-ЯЁ]\s?[a-zà-ÿа-яё]|{_MARKS}[\u0620-\u06ff]))       # 1.1.The text
      | (?-i:(?:\d{{1,2}}\.){{1,5}}(?:[A-Z]|[IVX]{{2,5}}))(?=\s+{_OPENS}?[\u0620-\u06ff])
      | \d{{1,3}}(?:\.(?=\s|[\u2e80-\u9fff])|\)(?=\s|[^\W\d_]))
      | \d{{1,3}}、(?!\s?\d)
      | \((?:\d{{1,2}}|{_ROMAN}|[^\W\d_])\)(?=\s|(?!he\b)[^\W\d_])
      | \((?-i:(?P<letter>[a-zа-я])(?P=letter))\)(?=\s|[\u2e80-\u9fff])
      | (?:{_ROMAN}|[^\W\d_])\s?\)(?:\s?{_REPEATED})?(?=\s|[^\W\d_])
      | {_HAN_NUMBER}{{1,4}}(?:、|\.(?=\s|[\u2e80-\u9fff]))
      | \({_HAN_NUMBER}{{1,4}}\)
      | {_CIRCLED}
      | {_PROVISION}(?=[\s:])
      | {_SPELLED}(?=\s?[-–]\s?[\u0620-\u06ff])
      | \d{{1,3}}(?=\s?[-–]\s?{_OPENS}?\s?[\u0620-\u06ff])        # the UN's Arabic: `41 - text`
    )
    (?:\s?[-–]\s?(?={_OPENS}?\s?[\u0620-\u06ff]))?\s*(?=\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_HEADING: Final = re.compile(
    rf"(?P<label>(?:[A-ZА-Я]|[IVX]{{1,5}})\.(?=\s)|[IVX]{{1,5}}(?=\s?[-–—]\s)"
    rf"|第{_HAN_NUMBER}{{1,4}}[章节])(?:\s?[-–—](?=\s))?\s*(?=[^\W\d_])"
)
"""A number that only a heading has before a mere space, or before none: ``II. State``."""

_BARE_NUMBER: Final = re.compile(rf"(\d{{1,3}})\s+{_MARKS}{_OPENS}?(?=[^\W\d_])(?![a-zа-яà-ÿ])")
_SEQUENCE: Final = 3
"""Number of paragraphs that must count from 1 before a bare number is their label."""

_DECIMAL: Final = re.compile(r"\d+(?:\.\d+)*")
_CLAUSE: Final = re.compile(r"(?:[A-Z]{1,5}\.)?\d+(?:\.\d+)*(?:\.[A-Z]{1,5})?")
"""The number of a clause, with the letter of its annex at either end."""

_ANNEX: Final = re.compile(
    rf"(?:{'|'.join(_WORDS['annexes'])})(?:\s|(?<=[\u2e80-\u9fff]))(?P<number>[A-ZА-Я]|[IVX]{{1,5}}|\d{{1,2}})(?!\w)",
    re.IGNORECASE,
)
"""The beginning of an annex's title, with its letter or number."""

_REPEATED_END: Final = re.compile(rf"\s?{_REPEATED}(?=[).]?$)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
"""A label that is a number; formats of automatic numbers may print any signs."""
_SENTENCE_END: Final = re.compile(r"[.。!！?？؟;；،,，:：…]['\"”»’)）]*$")
_LEADS_IN: Final = re.compile(r"[:：]\s*$")


_ROUND: Final = str.maketrans("（）", "()")


def part_label(text: str) -> tuple[str | None, str]:
    """Split a block's text into its typed label, as printed, and the rest; no label is None."""
    width_folded = _fold_width(text[:24]).translate(_ROUND) + text[24:]
    match = _BEFORE_TAB.match(width_folded) or _BEFORE_SPACE.match(width_folded)
    if match:
        return text[match.start("label") : match.end("label")].strip(), text[match.end() :]
    bullet = _BULLET.match(text)
    return None, text[bullet.end() :] if bullet else text


def _fold_width(text: str) -> str:
    # Character by character, so that offsets stay what they are.
    return "".join(
        chr(ord(character) - 0xFEE0)
        if "！" <= character <= "～" and character not in "（）"
        else str(unicodedata.digit(character))
        if unicodedata.category(character) == "Nd"
        else character
        for character in text
    )


@dataclass(slots=True)
class _Heading:
    level: int
    label: str | None
    line: str
    is_preamble: bool = False

    @property
    def number(self) -> str | None:
        """The number before those of the clauses below: ``3``, ``A`` of an annex, or None."""
        if self.label is not None:
            return _normalise(self.label) if _CLAUSE.fullmatch(_normalise(self.label)) else None
        annex = _ANNEX.match(self.line)
        return latin(annex["number"].lower()).upper() if annex else None


def passages(blocks: Sequence[Block], version_language: str | None) -> tuple[Passage, ...]:
    """Make a version's passages in reading order; a text in another language keeps its own code."""
    labelled = [piece for pieces in _part_all(blocks) for piece in pieces]
    if direction(version_language) == "rtl":
        labelled = _turn_numbers(labelled)
    parts = find_resolution_parts(labelled)
    labelled = mark_calls(labelled, parts)
    depths = [_count_numbers(block.label) for block in labelled]
    kinds = _list_kinds(labelled, depths)
    headings: list[_Heading] = []
    levels: list[tuple[str, str]] = []  # (style, label) of the list items that lead here
    result: list[Passage] = []
    start = 0
    carrier = ""
    for place, (block, depth, kind) in enumerate(zip(labelled, depths, kinds, strict=True)):
        if not block.text:
            continue
        _enter_preamble(headings, version_language, is_inside=place in parts.preamble)
        if block.label and kind != "footnote":
            levels = _extend_path(_begin_path(levels, depth, kind), block.label)
            _leave(headings, block.label)
        elif kind == "heading":
            levels = []
        level = _find_level(block, depth, headings)
        if kind == "heading":
            level = _close_headings(headings, block, level, carrier)
        whole = Passage(
            kind=kind,
            text=block.text,
            label=block.label,
            label_path=_make_label_path(levels, block, kind),
            heading=tuple(heading.line for heading in headings),
            page=block.page,
            boxes=block.boxes,
            language=language_of(block.text, expected=version_language),
            start=start,
            called_at=_find_call(block, carrier) if kind == "footnote" else None,
        )
        carrier = carrier if kind == "footnote" else block.text
        result.extend(_cut(whole, block.turns))
        start += len(block.text) + 1
        if kind == "heading":
            line = f"{block.label} {block.text}" if block.label else block.text
            headings.append(_Heading(level, block.label, line))
            if not block.label:
                levels = []
    return tuple(result)


def _enter_preamble(headings: list[_Heading], language: str | None, *, is_inside: bool) -> None:
    """Add or remove the heading of a preamble, which no line of the document has."""
    is_open = bool(headings) and headings[-1].is_preamble
    if is_inside and not is_open:
        names = tables.load_shipped("reading")["preamble"]
        line = names.get(language, names["en"])
        headings.append(_Heading(INNERMOST, None, line, is_preamble=True))
    elif is_open and not is_inside:
        headings.pop()


def _list_kinds(blocks: Sequence[Block], depths: Sequence[int]) -> Iterator[PassageKind]:
    """Yield the kind of each block's passage, with headings found among the paragraphs."""
    numbered = _find_numbered_headings(blocks, depths)
    for index, block in enumerate(blocks):
        is_heading = index in numbered or (block.kind == "paragraph" and _is_cover_head(block))
        yield "heading" if is_heading else block.kind


def starts(blocks: Sequence[Block]) -> tuple[int | None, ...]:
    """Return each block's offset, as ``Passage.start`` counts; None for one without a passage."""
    offsets: list[int | None] = []
    start = 0
    for pieces in _part_all(blocks):
        texts = [piece.text for piece in pieces if piece.text]
        offsets.append(start if texts else None)
        start += sum(len(text) + 1 for text in texts)
    return tuple(offsets)


def _part_all(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return for each block the list of blocks that it becomes once typed numbers are labels."""
    parted = [_part_labels(block) for block in blocks]
    for place, number in _find_bare_numbers(parted):
        (block,) = parted[place]
        parted[place] = [
            replace(block, label=number, text=block.text.removeprefix(number).lstrip())
        ]
    return parted


def _find_bare_numbers(parted: Sequence[Sequence[Block]]) -> list[tuple[int, str]]:
    """Return the places of at least three bare numbers (``1 Text``) that count from 1."""
    runs: list[list[tuple[int, str]]] = []
    for place, pieces in enumerate(parted):
        block = pieces[0]
        if len(pieces) > 1 or block.label or block.kind not in ("paragraph", "heading"):
            continue
        match = _BARE_NUMBER.match(block.text)
        if match and match[1] == "1":
            runs.append([(place, "1")])
        elif match and runs and match[1] == str(len(runs[-1]) + 1):
            runs[-1].append((place, match[1]))
    return [number for run in runs if len(run) >= _SEQUENCE for number in run]


def _turn_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with decimal numbers restored that Arabic files reverse (2.1.3 for 3.1.2)."""
    numbers = [
        (place, plain.split("."))
        for place, block in enumerate(blocks)
        if block.kind != "footnote" and _CLAUSE.fullmatch(plain := _normalise(block.label or ""))
    ]
    printed = [tuple(map(_rank_part, number)) for _, number in numbers]
    turned = [number[::-1] for number in printed]
    if _count_steps(turned) <= _count_steps(printed):
        return list(blocks)
    result = list(blocks)
    for place, number in numbers:
        label = blocks[place].label or ""
        plain = _normalise(label)
        in_order = ".".join(number[::-1])
        whole = _fold_width(label).replace(plain, in_order, 1)
        result[place] = replace(blocks[place], label=whole)
    return result


def _rank_part(part: str) -> int:
    """Return a part of a clause number as a number; the letter of an annex is no small one."""
    return int(part) if part.isdecimal() else int.from_bytes(part.encode(), "big") << 16


def _count_steps(numbers: Sequence[tuple[int, ...]]) -> int:
    """Count the decimal numbers that follow directly on the one before: 3.1, 3.1.1, 3.2, 4."""
    return sum(
        next_number == (*number, 1)
        or any(
            next_number == (*number[:depth], number[depth] + 1)
            for depth in range(1, len(number))  # a step from 1 to 2 is one in either order
        )
        for number, next_number in pairwise(numbers)
    )


def _part_labels(block: Block) -> list[Block]:
    """Return the block with its typed number as label; one block for each list item in it."""
    text = clean(block.text)
    if block.kind not in ("paragraph", "heading"):
        return [replace(block, text=text.replace("\t", " "))]
    parts: list[Block] = []
    for item in _split_items(text, block.label) if block.kind == "paragraph" else [text]:
        label, rest = (block.label, item) if block.label and not parts else part_label(item)
        if label is None and block.kind == "heading" and (number := _BEFORE_HEADING.match(item)):
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


def _count_numbers(label: str | None) -> int:
    match = _DECIMAL.fullmatch(_normalise(label)) if label else None
    return match.group().count(".") + 1 if match else 0


def _normalise(label: str) -> str:
    return _fold_width(label).strip().rstrip(".")


@functools.cache
def _cover_heads() -> frozenset[str]:
    languages = tables.load_shipped("cover_heads").values()
    return frozenset(fold(head) for heads in languages for head in heads)


def _is_cover_head(block: Block) -> bool:
    """Whether the block heads a box on the cover: `Summary`, `Suite à donner`, `目的`."""
    return block.label is None and fold(block.text).rstrip(": ") in _cover_heads()


def _find_numbered_headings(blocks: Sequence[Block], depths: Sequence[int]) -> set[int]:
    """Return the places of unstyled numbered lines that are headings, such as ``2⇥Activities``."""
    headings = {
        index
        for index, block in enumerate(blocks)
        if block.kind == "paragraph" and _stands_over_text(blocks, depths, index)
    }
    for run in _find_runs(blocks, depths):
        over_text = headings.intersection(run)
        headings -= {
            index for index in over_text if _is_item(blocks, depths, index, run, len(over_text))
        }
    return headings


def _stands_over_text(blocks: Sequence[Block], depths: Sequence[int], index: int) -> bool:
    """Whether a numbered line seems to have text under it, as a list's last item also does."""
    block = blocks[index]
    head = block.text[: _HEADING_LETTERS + 1]
    letters = sum(3 if "\u2e80" <= character <= "\uffef" else 1 for character in head)
    if letters > _HEADING_LETTERS or _SENTENCE_END.search(block.text) or "\n" in block.text:
        return False
    following = _find_neighbour(blocks, index, 1)
    if following is None or not depths[index]:
        return False
    if depths[following] > depths[index]:
        return _normalise(blocks[following].label or "").startswith(
            _normalise(block.label or "") + "."
        )
    return depths[index] == 1 and blocks[following].label is None and block.page is None


def _find_runs(blocks: Sequence[Block], depths: Sequence[int]) -> list[list[int]]:
    """Return the places of single numbers of one kind that follow each other, run by run."""
    runs: list[list[int]] = []
    last: dict[tuple[int | None, bool], list[int]] = {}
    for index, block in enumerate(blocks):
        if block.kind == "paragraph" and depths[index] == 1:
            kind = _classify_number(block)
            if kind in last and _follows(blocks[last[kind][-1]], block):
                last[kind].append(index)
            else:
                last[kind] = [index]
                runs.append(last[kind])
    return runs


def _is_item(
    blocks: Sequence[Block], depths: Sequence[int], index: int, run: Sequence[int], over_text: int
) -> bool:
    """Whether a numbered line with text under it is a list item, as the numbers of its run show."""
    first = index
    while (above := _find_number_above(blocks, depths, first)) is not None:
        first = above
    lead = _find_neighbour(blocks, first, -1)
    is_led = lead is not None and _LEADS_IN.search(blocks[lead].text) is not None
    following = _find_neighbour(blocks, index, 1)
    if following is not None and depths[following]:
        # Behind an item `2.` the text may go on with its own 2.2; under a heading 2.1 is first.
        part = _normalise(blocks[following].label or "")
        if not is_led or part == f"{_normalise(blocks[index].label or '')}.1":
            return False
    if is_led:
        return first < index or len(run) == 1
    return first < index and not blocks[index].is_bold and 2 * over_text <= len(run)


def _find_number_above(blocks: Sequence[Block], depths: Sequence[int], index: int) -> int | None:
    """Return the place of the number before a block's, with only notes and `a)` in between."""
    above = _find_neighbour(blocks, index, -1)
    while above is not None and blocks[above].label is not None and not depths[above]:
        above = _find_neighbour(blocks, above, -1)
    return above if above is not None and _follows(blocks[above], blocks[index]) else None


def _follows(first_block: Block, second_block: Block) -> bool:
    """Whether the second block's number comes right after the first one's and has its kind."""
    first, second = (
        _NUMBER.fullmatch(_normalise(block.label or "")) for block in (first_block, second_block)
    )
    return (
        first is not None
        and second is not None
        and first_block.kind == second_block.kind
        and _classify_number(first_block) == _classify_number(second_block)
        and int(second[0]) - int(first[0]) == 1
    )


def _classify_number(block: Block) -> tuple[int | None, bool]:
    return block.level, (block.label or "").endswith(".")


def _find_neighbour(blocks: Sequence[Block], index: int, step: int) -> int | None:
    """Return the place of the nearest block after (1) or before (-1) that is no footnote."""
    index += step
    while 0 <= index < len(blocks) and blocks[index].kind == "footnote":
        index += step
    return index if 0 <= index < len(blocks) else None


def _find_level(block: Block, depth: int, headings: Sequence[_Heading]) -> int:
    if depth and block.kind != "heading":
        return depth
    if _is_cover_head(block) and not any(heading.number for heading in headings):
        return _HEADING_LEVELS  # it has nothing above it but the title, and only text below it
    return min(block.level or depth or 1, _HEADING_LEVELS)


def _leave(headings: list[_Heading], label: str) -> None:
    """Remove numbered headings that a decimal label is not under: 3.1 is not under 2."""
    if not _count_numbers(label):
        return
    number = _normalise(label)
    while headings:
        above = headings[-1].label
        if above is None or not _count_numbers(above) or number.startswith(_normalise(above) + "."):
            return
        headings.pop()


def _close_headings(headings: list[_Heading], block: Block, level: int, line_above: str) -> int:
    """Remove the headings that end at a heading with this level; return its level.

    Pages print 3 and 3.1 in letters of one size, so clause numbers come before the size.
    """
    if _is_annex_title(headings, block, line_above):
        return max(level, headings[-1].level + 1)
    number = _normalise(block.label or "")
    while headings and headings[-1].level >= level:
        if number.startswith(f"{headings[-1].number}."):
            return headings[-1].level + 1
        headings.pop()
    return level


def _is_annex_title(headings: Sequence[_Heading], block: Block, line_above: str) -> bool:
    """Whether a heading is the title of the annex whose number is the heading right above it."""
    return (
        bool(headings)
        and block.label is None
        and headings[-1].line == line_above
        and _ANNEX.fullmatch(line_above) is not None
        and _ANNEX.match(block.text) is None
    )


def _classify_label(label: str, levels: Sequence[tuple[str, str]]) -> str:
    """Return the kind of a label's number; the next number of that kind replaces it."""
    plain = _REPEATED_END.sub("", _fold_width(label).strip())
    core = plain.strip("().（）、 ")
    wrapping = plain.replace(core, "#", 1)
    if core.isdecimal():
        kind = "decimal"
    elif re.fullmatch(f"{_HAN_NUMBER}+", core):
        kind = "han"
    elif re.fullmatch(_ROMAN, core.lower()) and not _follows_letter(core, wrapping, levels):
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


def _begin_path(
    levels: list[tuple[str, str]], depth: int, kind: PassageKind
) -> list[tuple[str, str]]:
    """Return the items that lead to a number: a heading II. is no part of paragraph 6."""
    is_new = kind == "heading" and not depth and levels and levels[0][0] == "decimal"
    return [] if is_new else levels


def _extend_path(levels: list[tuple[str, str]], label: str) -> list[tuple[str, str]]:
    plain = _normalise(label)
    if _count_numbers(_REPEATED_END.sub("", plain)) and not plain.endswith(")"):
        return [("decimal", plain)]
    style = _classify_label(label, levels)
    for index, (known, _) in enumerate(levels):
        if known == style:
            return [*levels[:index], (style, plain)]
    return [*levels, (style, plain)]


def _make_label_path(levels: Sequence[tuple[str, str]], block: Block, kind: str) -> tuple[str, ...]:
    if kind == "footnote":
        return (*(label for _, label in levels), f"fn{block.label or ''}")
    return tuple(label for _, label in levels) if block.label else ()


def _find_call(note: Block, carrier: str) -> int | None:
    """Return the offset of a note's mark in the text that calls it, by the text after the mark."""
    if note.rest is None:
        return None
    rest = "".join(clean(note.rest).split())
    places = [index for index, character in enumerate(carrier) if not character.isspace()]
    if len(rest) > len(places) or not "".join(carrier.split()).endswith(rest):
        return None
    behind = len(places) - len(rest)
    if not behind:
        return 0
    hangs_on = not note.rest[:1].strip()
    return places[behind - 1] + 1 if hangs_on else places[behind]


def _cut(whole: Passage, turns: Sequence[tuple[int, int]]) -> list[Passage]:
    """Return the pieces of a long passage, each with its pages; ``turns`` as in ``Block``."""
    spans = split_long(whole.text, LIMIT)
    if len(spans) == 1:
        return [whole]
    pieces = []
    left = count_letters(whole.text)  # from the piece on: a number was parted from the beginning
    for number, (start, end) in enumerate(spans, start=1):
        text = whole.text[start:end]
        page = _find_page(left, turns, whole.page)
        left -= count_letters(text)
        last = _find_page(left + 1, turns, whole.page)
        pieces.append(
            replace(
                whole,
                text=text.rstrip(),
                start=whole.start + start,
                page=page,
                boxes=tuple(
                    box for box in whole.boxes if page and last and page <= box.page <= last
                ),
                piece=number,
            )
        )
    return pieces


def _find_page(left: int, turns: Sequence[tuple[int, int]], first: int | None) -> int | None:
    """Return the page of the letter from which ``left`` letters remain."""
    return max((page for page, there in turns if there >= left), default=first)
