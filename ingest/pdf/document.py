"""How does a PDF file become blocks in reading order?"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import partial
from math import inf
from pathlib import Path
from typing import Final

from corpus.documents import ReadingWarning
from corpus.errors import CorruptFileError, NoTextError, ReadError
from ingest.blocks import Block, Reading
from ingest.pdf.drawn import (
    Doubt,
    Glyph,
    PageContent,
    attach_marks,
    drop_doubles,
    drop_repeats,
    implausible,
    opened,
    without_doubtful,
)
from ingest.pdf.layout import PageText, RuledTable, blocks, box_around, running_lines, table_of
from ingest.pdf.lines import MARK_END, MARK_START, Brackets, Line, lines, reads_from_right
from ingest.pdf.ocr import Scans

SCANNED_SHARE: Final = 0.3
"""A page without text of which images cover more than this share is a scan."""

TURNED_LETTERS: Final = 4
"""So many letters that could not be read for their direction are worth a warning; fewer are signs
in a drawing."""

LEAST_LEFT: Final = 0.2
"""Where less than this share of a page's signs can be used, none is: numbers without their text."""

_MARKS: Final = re.compile(f"[{MARK_START}{MARK_END}]")


def read(path: Path) -> Reading:
    """The blocks of the PDF file at ``path``.

    Paragraphs are rebuilt from lines, over page breaks too; running headers and footers are left
    out of them and kept in ``Reading.running``; footnotes follow the block that calls them.

    Raises:
        EncryptedFileError: it needs a password.
        CorruptFileError: no page of it can be read.
        NoTextError: no page of it has text that can be used.
        UnreadableError: the operating system does not let it be read.
    """
    pages: list[PageText] = []
    remarks: list[Block] = []
    warnings: list[ReadingWarning] = []
    brackets = Brackets()
    count = 0
    scans = Scans(path)
    with opened(path) as file:
        for content in file.pages():
            count += 1
            remarks += _remarks(content)
            for part in (content, *content.turned):
                page = _page(part, brackets, warnings, scans)
                if page is not None:
                    page.beside = part is not content
                    pages.append(page)
        properties = file.properties
        if file.is_rebuilt:
            warnings.append(
                ReadingWarning(
                    "repaired-file",
                    f"{path.name} is damaged: its table of contents is missing or wrong. It was "
                    "rebuilt from what the file still holds; compare the number of pages "
                    f"({count}), or get the file again.",
                )
            )
    warnings += scans.warnings()
    if not any(page.lines or page.tables for page in pages):
        raise _no_text(path, count, warnings)
    running = _without_running(pages)
    if remarks:
        warnings.append(_remarks_read(path, remarks))
    return Reading(
        blocks=tuple(_with_remarks(blocks(pages), remarks)),
        running=_distinct(running),
        pages=count,
        properties=properties,
        warnings=tuple(warnings),
    )


def _remarks(content: PageContent) -> list[Block]:
    """What readers remarked on a page, a block each."""
    found: list[Block] = []
    for place, text in content.comments:
        rectangle = content.frame.on_page(place) if content.frame else place
        boxes = (box_around(content.number, [rectangle]),)
        words = unicodedata.normalize("NFC", " ".join(text.split()))
        found.append(Block("paragraph", words, page=content.number, boxes=boxes))
    return found


def _with_remarks(found: Sequence[Block], remarks: Sequence[Block]) -> list[Block]:
    """The blocks with each remark behind the one on its page that stands nearest to it."""
    result = list(found)
    for remark in remarks:
        nearest = min(
            range(len(result)), key=lambda at: (_apart(result[at], remark), -at), default=-1
        )
        result.insert(nearest + 1, remark)
    return result


def _apart(block: Block, remark: Block) -> float:
    """Points from a remark up or down to a block; infinite on other pages."""
    place = remark.boxes[0]
    return min(
        (
            max(box.top - place.bottom, place.top - box.bottom, 0.0)
            for box in block.boxes
            if box.page == place.page
        ),
        default=inf,
    )


def _remarks_read(path: Path, remarks: Sequence[Block]) -> ReadingWarning:
    pages = [str(page) for page in dict.fromkeys(remark.page for remark in remarks)]
    count = "1 remark" if len(remarks) == 1 else f"{len(remarks)} remarks"
    where = f"page{'s' if len(pages) > 1 else ''} {', '.join(pages)}"
    return ReadingWarning(
        "remarks",
        f"{path.name} holds {count} of its readers, on {where}. Each was read as a passage of its "
        "own behind the text at which it stands: do not cite it as the document's own words.",
    )


def _without_running(pages: Sequence[PageText]) -> dict[int, list[Line]]:
    """The running lines of each page, taken out of it.

    What stands turned in a margin can run as well: pages are compared in each direction.
    """
    running: dict[int, list[Line]] = {}
    directions: dict[float, list[PageText]] = {}
    for page in pages:
        frame = page.lines[0].frame if page.beside and page.lines else None
        directions.setdefault(frame.angle if frame else 0, []).append(page)
    for alike in directions.values():
        found = running_lines([(page.number, page.height, page.lines) for page in alike])
        for page in alike:
            left_out = found.get(page.number, [])
            running.setdefault(page.number, []).extend(left_out)
            ids = {id(line) for line in left_out}
            page.lines = [line for line in page.lines if id(line) not in ids]
    return running


def _page(
    content: PageContent,
    brackets: Brackets,
    warnings: list[ReadingWarning],
    scans: Scans,
) -> PageText | None:
    number = content.number
    if content.fault:
        warnings.append(
            ReadingWarning(
                "damaged-page", f"Page {number} could not be read to its end: {content.fault}."
            )
        )
    if content.unread > TURNED_LETTERS:
        warnings.append(
            ReadingWarning(
                "turned-text",
                f"{content.unread} letters on page {number} stand along a curve or in many "
                "directions: they were not read.",
            )
        )
    glyphs = attach_marks(drop_doubles(drop_repeats(content.glyphs)))
    if not any(glyph.text.strip() for glyph in glyphs):
        return _scanned(content, warnings, scans)
    whole = sum(not glyph.text.isspace() for glyph in glyphs if glyph.text)
    glyphs, doubts = without_doubtful(glyphs)
    rtl = reads_from_right(glyphs)
    inverted: frozenset[str] = frozenset()
    if rtl:
        brackets.add(glyphs)
        inverted = brackets.inverted()
    make_lines = partial(lines, page=number, page_rtl=rtl, inverted=inverted, frame=content.frame)
    tables: list[RuledTable] = []
    rest: list[Glyph] = glyphs
    for cells in content.tables:
        table, used = table_of(cells, rest, number, rtl=rtl, make_lines=make_lines)
        if table is not None:
            tables.append(table)
            rest = [glyph for at, glyph in enumerate(rest) if at not in used]
    found = make_lines(rest)
    page = PageText(number, content.height, rtl, found, tables)
    doubts += _without_implausible(page)
    if doubts:
        left = whole - sum(doubt.letters for doubt in doubts)
        if left < LEAST_LEFT * whole:
            page = PageText(number, content.height, rtl, [])
        warnings.append(_damaged_text(number, doubts, whole if left >= LEAST_LEFT * whole else 0))
    return page if page.lines or page.tables else None


def _without_implausible(page: PageText) -> list[Doubt]:
    """Take out of a page the lines whose letters make no words; what those are."""
    cells = [cell for table in page.tables for cell in table.cells()]
    every = [*page.lines, *(line for cell in cells for line in cell.lines)]
    places = implausible([line.text for line in every], [line.font for line in every])
    if not places:
        return []
    left_out = [every[at] for at in sorted(places)]
    ids = {id(line) for line in left_out}
    page.lines = [line for line in page.lines if id(line) not in ids]
    for table in page.tables:
        for row in table.rows:
            for cell in row:
                cell.lines = [line for line in cell.lines if id(line) not in ids]
        rows = ([cell for cell in row if cell.lines] for row in table.rows)
        table.rows = [row for row in rows if row]
    page.tables = [table for table in page.tables if table.rows]
    letters: Counter[str] = Counter()
    for line in left_out:
        letters[line.font] += len("".join(line.text.split()))
    return [Doubt(count, font, "its letters make no words") for font, count in letters.items()]


def _scanned(content: PageContent, warnings: list[ReadingWarning], scans: Scans) -> PageText | None:
    number = content.number
    if content.image_share <= SCANNED_SHARE:
        return None
    recognised = scans.lines(number)
    if recognised:
        rtl = sum(line.rtl for line in recognised) * 2 > len(recognised)
        return PageText(number, content.height, rtl, recognised)
    message = f"Page {number} is an image without text: it was not read. "
    warnings.append(ReadingWarning("scanned-page", message + scans.why_not(number)))
    return None


def _damaged_text(number: int, doubts: Sequence[Doubt], whole: int) -> ReadingWarning:
    """What cannot be used of the signs of a page; all of it where ``whole`` is 0."""
    letters = sum(doubt.letters for doubt in doubts)
    causes = "; ".join(dict.fromkeys(doubt.cause for doubt in doubts))
    if not whole:
        message = (
            f"The text of page {number} cannot be used: {causes}. Its fonts have no usable map "
        )
        return ReadingWarning("damaged-text", f"{message}to Unicode.")
    fonts = ", ".join(dict.fromkeys(doubt.font for doubt in doubts))
    return ReadingWarning(
        "damaged-text",
        f"{letters} of the {whole} signs on page {number} cannot be used and were left out: "
        f"{causes}. Their fonts ({fonts}) have no usable map to Unicode.",
    )


def _distinct(running: dict[int, list[Line]]) -> tuple[str, ...]:
    texts = (_MARKS.sub("", line.text) for page in sorted(running) for line in running[page])
    return tuple(dict.fromkeys(texts))


def _no_text(path: Path, count: int, warnings: Sequence[ReadingWarning]) -> ReadError:
    codes = Counter(warning.code for warning in warnings)
    pages = "its only page" if count == 1 else f"any of its {count} pages"
    if codes["damaged-page"] == count and count:
        return CorruptFileError(
            f"{path.name} is damaged: {pages} could not be read. Get the file again."
        )
    if codes["damaged-text"]:
        why = "its fonts have no usable map to Unicode"
    elif codes["scanned-page"]:
        why = "it is scanned: its pages are images"
    else:
        why = "its pages are empty or hold only drawings"
    return NoTextError(
        f"{path.name} gives no text on {pages}: {why}. Ingest the Word file of the document, or a "
        "PDF printed from it anew, or one that has been through text recognition (OCR)."
    )
