"""The text of one page of a PDF file, without unusable letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from corpus.documents import ReadingWarning
from ingest.balance import Balance, Ledger
from ingest.pdf.content import (
    Doubt,
    Glyph,
    PageContent,
    attach_marks,
    drop_doubles,
    drop_doubtful,
    drop_repeats,
    fill_unknown,
    find_implausible,
)
from ingest.pdf.layout import PageText, RuledTable, build_table
from ingest.pdf.lines import Brackets, KnownColumns, build_lines, runs_from_right
from ingest.pdf.ocr import Scans

SCANNED_SHARE: Final = 0.3
"""Share of a page under images from which it is a scan, if it has no text."""

TURNED_LETTERS: Final = 4
"""Letters in unread directions that cause a warning; drawings have fewer."""

LEAST_LEFT: Final = 0.2
"""Smallest usable share of a page's signs; below it only numbers would remain."""


_RULE: Final = re.compile(r"_{3,}")
"""A line that was typed, above notes or at the end of a document."""


@dataclass(slots=True)
class PageAccount:
    """The text of a page in one direction, with a ledger of its letters.

    ``source`` is all text drawn, ``ledger`` has the unread letters. ``page`` is None without usable
    text.
    """

    number: int
    source: str
    page: PageText | None = None
    ledger: Ledger = field(default_factory=Ledger)

    def note_dropped(self, rule: str, before: Sequence[Glyph], after: Sequence[Glyph]) -> None:
        """Note the glyphs that a rule leaves out."""
        if len(before) == len(after):
            return
        ids = {id(glyph) for glyph in after}
        self.ledger.leave_out(rule, _join_text(glyph for glyph in before if id(glyph) not in ids))

    @staticmethod
    def list_texts(page: PageText) -> Iterator[str]:
        """Yield the texts of a page's lines, those in tables too."""
        yield from (line.text for line in page.lines)
        for table in page.tables:
            yield from (line.text for cell in table.list_cells() for line in cell.lines)

    def balance(self) -> Balance:
        """Return the balance of the letters drawn with those of lines and cells."""
        texts = list(self.list_texts(self.page)) if self.page else []
        place = f"page {self.number}"
        return self.ledger.balance(place, self.source, texts, lambda: [(place, self.source)])


def _join_text(glyphs: Iterable[Glyph]) -> str:
    return "".join([glyph.text for glyph in glyphs])


def read_page(
    content: PageContent,
    brackets: Brackets,
    warnings: list[ReadingWarning],
    columns: KnownColumns,
    scans: Scans,
) -> PageAccount:
    """Read a page's text in one direction; add to ``warnings``.

    ``brackets`` and ``columns`` learn from each page; ``scans`` recognises pages that are images.
    """
    account = PageAccount(content.number, "")
    account.page = _build_page(content, account, brackets, columns, warnings, scans)
    return account


def _build_page(
    content: PageContent,
    account: PageAccount,
    brackets: Brackets,
    columns: KnownColumns,
    warnings: list[ReadingWarning],
    scans: Scans,
) -> PageText | None:
    number = content.number
    warnings += _list_faults(content)
    drawn = fill_unknown(content.glyphs, scans.path, number)
    account.source = _join_text(drawn)
    for rule, text in content.left_out.items():
        account.source += text
        account.ledger.leave_out(rule, text)
    glyphs = drop_doubles(drop_repeats(drawn))
    account.note_dropped("drawn-twice", drawn, glyphs)
    glyphs = attach_marks(glyphs)
    if not any(glyph.text.strip() for glyph in glyphs):
        page = _read_scan(content, warnings, scans)
        account.source += "".join(line.text for line in page.lines) if page else ""
        return page
    attached = glyphs
    glyphs, doubts = drop_doubtful(attached)
    account.note_dropped("doubtful-font", attached, glyphs)
    rtl = runs_from_right(glyphs)
    inverted: frozenset[str] = frozenset()
    if rtl:
        brackets.add(glyphs)
        inverted = brackets.find_inverted()
    make_lines = partial(
        build_lines, page=number, page_rtl=rtl, inverted=inverted, frame=content.frame
    )
    tables: list[RuledTable] = []
    rest: list[Glyph] = glyphs
    for cells in content.tables:
        table, used = build_table(cells, rest, number, rtl=rtl, make_lines=make_lines)
        if table is not None:
            tables.append(table)
            rest = [glyph for index, glyph in enumerate(rest) if index not in used]
    page_lines = [
        line
        for line in make_lines(rest, columns=columns if content.frame is None else None)
        if not _RULE.fullmatch(line.text)
    ]
    page = PageText(number, content.height, rtl, page_lines, tables, width=content.width)
    doubts += _take_out_implausible(page, account.ledger)
    if doubts:
        whole = sum(not glyph.text.isspace() for glyph in attached if glyph.text)
        left = whole - sum(doubt.letters for doubt in doubts)
        if left < LEAST_LEFT * whole:
            account.ledger.leave_out("doubtful-font", "".join(account.list_texts(page)))
            page = PageText(number, content.height, rtl, [])
        warnings.append(_warn_of_damage(number, doubts, whole if left >= LEAST_LEFT * whole else 0))
    return page if page.lines or page.tables else None


def _list_faults(content: PageContent) -> Iterator[ReadingWarning]:
    if content.fault:
        yield ReadingWarning(
            "damaged-page", f"Page {content.number} could not be read to its end: {content.fault}."
        )
    if content.unread > TURNED_LETTERS:
        yield ReadingWarning(
            "turned-text",
            f"{content.unread} letters on page {content.number} stand along a curve or in many "
            "directions: they were not read.",
        )


def _take_out_implausible(page: PageText, ledger: Ledger) -> list[Doubt]:
    """Remove a page's lines whose letters make no words, and return the doubts."""
    cells = [cell for table in page.tables for cell in table.list_cells()]
    all_lines = [*page.lines, *(line for cell in cells for line in cell.lines)]
    places = find_implausible([line.text for line in all_lines], [line.font for line in all_lines])
    if not places:
        return []
    dropped = [all_lines[index] for index in sorted(places)]
    ids = {id(line) for line in dropped}
    page.lines = [line for line in page.lines if id(line) not in ids]
    for table in page.tables:
        for row in table.rows:
            for cell in row:
                cell.lines = [line for line in cell.lines if id(line) not in ids]
        rows = ([cell for cell in row if cell.lines] for row in table.rows)
        table.rows = [row for row in rows if row]
    page.tables = [table for table in page.tables if table.rows]
    letters: Counter[str] = Counter()
    for line in dropped:
        ledger.leave_out("doubtful-font", line.text)
        letters[line.font] += len("".join(line.text.split()))
    return [Doubt(count, font, "its letters make no words") for font, count in letters.items()]


def _read_scan(
    content: PageContent, warnings: list[ReadingWarning], scans: Scans
) -> PageText | None:
    number = content.number
    if content.image_share <= SCANNED_SHARE:
        return None
    recognised = scans.read_lines(number)
    if recognised:
        rtl = sum(line.rtl for line in recognised) * 2 > len(recognised)
        return PageText(number, content.height, rtl, recognised)
    message = f"Page {number} is an image without text: it was not read. "
    warnings.append(ReadingWarning("scanned-page", message + scans.explain_failure(number)))
    return None


def _warn_of_damage(number: int, doubts: Sequence[Doubt], whole: int) -> ReadingWarning:
    """Return a warning of unusable signs on a page; ``whole`` 0 means all signs."""
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
