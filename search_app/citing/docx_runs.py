"""Runs of a Word paragraph, split by direction, with the properties that Word needs for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from corpus.extract import symbols
from corpus.languages import BY_CODE, direction, find_language
from corpus.text import SPACED_NUMBER, clean, is_han, replace_unwritable
from search_app.citing.words import (
    LEFT_TO_RIGHT_MARK,
    RIGHT_TO_LEFT_MARK,
    hold_numbers,
    words,
)

FONTS: Final = {"ascii": "Calibri", "hAnsi": "Calibri", "eastAsia": "SimSun", "cs": "Arial"}
"""Fonts by script of OOXML; they come with Word, and other programs have substitutes."""

_CLOSING: Final = {")": "(", "]": "["}
_ARABIC_SIGN: Final = re.compile("(?<!\u200f)[،؛؟]")
_EMBEDDINGS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LEFT_TO_RIGHT_EMBEDDING, _RIGHT_TO_LEFT_EMBEDDING, _END_OF_EMBEDDING = "\u202a\u202b\u202c"
_FIGURES: Final = re.compile(r"(?<![0-9.])(?:[0-9]{1,2}\.)+$")
_ENDS_RUN: Final = frozenset("،؛؟\n\u200f")
"""Arabic signs that end a run from left to right, though Unicode has them neutral."""


def split_by_direction(text: str, language: str | None) -> list[tuple[str, bool]]:
    """Split a text into runs, each with whether Word sets it from right to left.

    Word takes the direction of digits and signs from the run, and would reverse ``39/2`` and
    ``380 000`` in one from right to left.
    """
    return _split_line(text, rtl=direction(language) == "rtl")


def _split_line(text: str, *, rtl: bool) -> list[tuple[str, bool]]:
    """Split a text into runs, as :func:`split_by_direction`, in a line of the direction."""
    numbers = {match.start(): match.end() for match in SPACED_NUMBER.finditer(text) if rtl}
    runs: list[tuple[str, bool]] = []
    start = done = 0
    while start < len(text):
        if _find_side(text[start]) == (not rtl):
            end = _find_end_of_run(text, start, rtl=rtl)
        elif start in numbers:
            end = numbers[start]
        else:
            start += 1
            continue
        if rtl and (figures := _FIGURES.search(text, done, start)):
            start = figures.start()
        if start > done:
            runs.append((text[done:start], rtl))
        runs.append((text[start:end], not rtl))
        start = done = end
    if done < len(text):
        runs.append((text[done:], rtl))
    return runs


def _find_side(character: str) -> bool | None:
    """Whether a letter runs from right to left; None for what is no letter."""
    return {"L": False, "R": True, "AL": True}.get(unicodedata.bidirectional(character))


def _find_end_of_run(text: str, start: int, *, rtl: bool) -> int:
    end = start + 1
    for position in range(start + 1, len(text)):
        character = text[position]
        side = _find_side(character)
        if side is rtl or character in _ENDS_RUN:
            break
        opened = _CLOSING.get(character)
        closes = opened is not None and text[start:position].count(opened) > text[
            start:position
        ].count(character)
        if side is (not rtl) or (rtl and (character.isdigit() or closes)):
            end = position + 1
    return end


def add_text(paragraph: Paragraph, text: str, language: str | None, **formats: Any) -> None:
    """Add a text to a paragraph, which gets the direction of the language; line breaks stay.

    A quotation against that direction is embedded, so that its brackets and its words of other
    scripts keep their place in it. ``formats`` are ``bold``, ``italic``, ``size`` or ``colour`` (of
    ``docx.shared``).
    """
    set_direction(paragraph, language)
    cleaned, rtl, done = clean(text), direction(language) == "rtl", 0
    for start, end in _find_embedded(cleaned, language):
        _add_line(paragraph, cleaned[done:start], language, rtl=rtl, **formats)
        first = len(paragraph.runs)
        # Word reads `w:dir`, LibreOffice the characters alone.
        paragraph.add_run(_LEFT_TO_RIGHT_EMBEDDING if rtl else _RIGHT_TO_LEFT_EMBEDDING)
        _add_line(paragraph, cleaned[start:end], language, rtl=not rtl, **formats)
        paragraph.add_run(_END_OF_EMBEDDING)
        embedding = element("w:dir", val="ltr" if rtl else "rtl")
        for run in paragraph.runs[first:]:
            embedding.append(run._r)  # noqa: SLF001
        paragraph._p.append(embedding)  # noqa: SLF001
        done = end
    _add_line(paragraph, cleaned[done:], language, rtl=rtl, **formats)


def _find_embedded(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """Yield the spans in quotation marks with letters of both directions, most against the line's.

    Marks of direction keep a title of one direction whole; within one of both they cannot.
    """
    say = words(language or "en")
    opening, closing = (mark.strip() for mark in say.quoted.split("{}"))
    rtl = direction(language) == "rtl"
    quoted = rf"{opening}\s*([^{opening}{closing}\n]*?)\s*{closing}"
    for match in re.finditer(quoted, text):
        sides = [side for side in map(_find_side, match[1]) if side is not None]
        against = sum(side is not rtl for side in sides)
        if len(sides) / 2 < against < len(sides):
            yield match.span(1)


def _add_line(
    paragraph: Paragraph, text: str, language: str | None, *, rtl: bool, **formats: Any
) -> None:
    """Add a text as runs of a line or an embedding of the direction."""
    runs = _split_line(text, rtl=rtl)
    for position, (piece, right_to_left) in enumerate(runs):
        is_between = (
            right_to_left and 0 < position < len(runs) - 1 and not any(map(_find_side, piece))
        )
        # Whoever sets a line by its letters alone, as LibreOffice, would have a list of symbols run
        # from left to right: its commas are between Latin letters.
        shown = _ARABIC_SIGN.sub(f"{RIGHT_TO_LEFT_MARK}\\g<0>", piece) if is_between else piece
        shown = _hold_figures(shown, rtl=rtl, right_to_left=right_to_left)
        _join_symbols(add_run(paragraph, shown, language, right_to_left=right_to_left, **formats))


def link_runs(paragraph: Paragraph, address: str) -> None:
    """Make the text of a paragraph, underlined, a link to an address outside the file."""
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = element("w:hyperlink", history="1")
    link.set(qn("r:id"), target)
    for run in paragraph._p.iter(qn("w:r")):  # noqa: SLF001
        properties = run.get_or_add_rPr()
        properties.append(element("w:u", val="single"))
        _sort_properties(properties)
    for part in paragraph._p.xpath("w:r | w:dir"):  # noqa: SLF001
        link.append(part)
    paragraph._p.append(link)  # noqa: SLF001


def _join_symbols(run: Any) -> None:
    """Make hyphens in document symbols unbreakable; copies of the text still have hyphens."""
    for text in run.findall(qn("w:t")):
        hyphens = [
            position
            for symbol in symbols.find(text.text or "")
            for position in range(symbol.start, symbol.end)
            if text.text[position] == "-"
        ]
        if not hyphens:
            continue
        whole, start = text.text, 0
        for position in (*hyphens, len(whole)):
            part = element("w:t")
            part.text = whole[start:position]
            part.set(qn("xml:space"), "preserve")
            text.addprevious(part)
            if position < len(whole):
                text.addprevious(element("w:noBreakHyphen"))
            start = position + 1
        run.remove(text)


def _hold_figures(piece: str, *, rtl: bool, right_to_left: bool) -> str:
    """Hold figures together (``9.c``, ``380 000``), for programs that see only letters."""
    is_apart = not right_to_left and rtl and piece[:1].isdigit()
    return LEFT_TO_RIGHT_MARK + hold_numbers(piece) if is_apart else piece


def add_run(
    paragraph: Paragraph, piece: str, language: str | None, *, right_to_left: bool, **formats: Any
) -> Any:
    """Add a piece of one direction, formatted as by :func:`add_text`; return its ``w:r``."""
    run = paragraph.add_run(make_writable(piece))
    run.bold = formats.get("bold")
    run.italic = formats.get("italic")
    run.font.size = formats.get("size")
    run.font.color.rgb = formats.get("colour")
    _finish(run, piece, language, right_to_left=right_to_left)
    return run._r  # noqa: SLF001


def make_writable(piece: str) -> str:
    """Return a piece of text without characters that XML or Word cannot hold; its ends stay."""
    return _EMBEDDINGS.sub("", replace_unwritable(piece))


def add_marked(
    paragraph: Paragraph, pieces: Sequence[tuple[str, str]], language: str | None, **formats: Any
) -> None:
    """Add pieces to a paragraph: ``inserted`` ones underlined, ``deleted`` ones struck out."""
    set_direction(paragraph, language)
    cleaned = [(mark, clean(f"|{text}|")[1:-1]) for mark, text in pieces]
    sides = iter(directions("".join(text for _, text in cleaned), language))
    is_from_right = direction(language) == "rtl"
    for mark, text in cleaned:
        for rtl, group in groupby(((sign, next(sides)) for sign in text), lambda signed: signed[1]):
            whole = "".join(sign for sign, _ in group)
            piece = _hold_figures(whole, rtl=is_from_right, right_to_left=rtl)
            run = add_run(paragraph, piece, language, right_to_left=rtl, **formats)
            properties = run.get_or_add_rPr()
            if mark == "inserted":
                properties.append(element("w:u", val="single"))
            elif mark == "deleted":
                properties.append(element("w:strike"))
            _sort_properties(properties)


def directions(text: str, language: str | None) -> list[bool]:
    """Return for each character of a paragraph whether its run is from right to left."""
    return [rtl for piece, rtl in split_by_direction(text, language) for _ in piece]


def _finish(run: Run, piece: str, language: str | None, *, right_to_left: bool) -> None:
    """Set the properties of a run that python-docx has no name for."""
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    if not find_language(language).is_spaced or any(map(is_han, piece)):
        # The hint gives quotation marks and dashes, which both scripts have, the Chinese form.
        properties.get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    if run.bold:
        properties.append(element("w:bCs"))
    if run.italic:
        properties.append(element("w:iCs"))
    if run.font.size:
        properties.append(element("w:szCs", val=str(int(run.font.size.pt * 2))))
    if right_to_left:
        properties.append(element("w:rtl"))
    if language in BY_CODE:
        facts = BY_CODE[language]
        attribute = "bidi" if facts.direction == "rtl" else "val" if facts.is_spaced else "eastAsia"
        properties.append(element("w:lang", **{attribute: facts.proofing}))
    _sort_properties(properties)


_ORDER: Final = (
    "rStyle rFonts b bCs i iCs caps strike color spacing kern position sz szCs highlight u rtl cs "
    "lang"
).split()
"""Order of run properties in the schema of OOXML (CT_RPr)."""


def _sort_properties(properties: Any) -> None:
    children = sorted(properties, key=lambda child: _ORDER.index(child.tag.rpartition("}")[2]))
    for child in children:
        properties.append(child)


def set_direction(paragraph: Paragraph, language: str | None) -> None:
    """Set a paragraph from right to left where its language is written so."""
    if language in BY_CODE and direction(language) == "rtl":
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
        if properties.find(qn("w:bidi")) is None:
            following = (f"w:{name}" for name in _AFTER_BIDI)
            properties.insert_element_before(element("w:bidi"), *following)


_AFTER_BIDI: Final = (
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
    "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
).split()


def set_fonts(properties: Any) -> None:
    """Name a font for each script in a style's run properties, in place of the theme's."""
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script, font in FONTS.items():
        fonts.set(qn(f"w:{script}"), font)


def element(name: str, /, **attributes: str) -> Any:
    """Return an element of WordprocessingML with its attributes."""
    xml = OxmlElement(name)
    for attribute, value in attributes.items():
        xml.set(qn(f"w:{attribute}"), value)
    return xml
