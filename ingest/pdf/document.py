"""Reading a PDF file into blocks in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus.documents import ReadingWarning
from corpus.errors import CorruptFileError, NoTextError, ReadError
from ingest.balance import Balance, Ledger
from ingest.blocks import Block, Printed, Reading
from ingest.pdf.drawn import opened
from ingest.pdf.layout import PageText, blocks, printed, running_lines
from ingest.pdf.lines import MARK_END, MARK_START, Brackets, KnownColumns, Line, habits
from ingest.pdf.ocr import Scans
from ingest.pdf.page import PageAccount, read_page
from ingest.pdf.remarks import remarks_on, remarks_read, with_remarks

_MARKS: Final = re.compile(f"{MARK_START}[^{MARK_END}]*{MARK_END}")
"""Raised signs; beside a symbol in a page header a digit would become a part of it."""


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
    accounts: list[PageAccount] = []
    remarks: list[Block] = []
    warnings: list[ReadingWarning] = []
    brackets, columns = Brackets(), KnownColumns()
    count, scans = 0, Scans(path)
    with opened(path) as file:
        for content in file.pages():
            count += 1
            remarks += remarks_on(content)
            for part in (content, *content.turned):
                account = read_page(part, brackets, warnings, columns, scans)
                if account.page is not None:
                    account.page.beside = part is not content
                accounts.append(account)
        properties = file.properties
        if file.is_rebuilt:
            warnings.append(_rebuilt(path, count))
    warnings += scans.warnings()
    pages = [account.page for account in accounts if account.page is not None]
    if not any(page.lines or page.tables for page in pages):
        raise _no_text(path, count, warnings)
    running = _without_running(pages)
    for account in accounts:
        for line in running[id(account.page)] if account.page is not None else ():
            account.ledger.leave_out("running-header", line.text)
    balances = [account.balance() for account in accounts]
    found, balance = _join_pages(accounts, pages)
    if remarks:
        warnings.append(remarks_read(path, remarks))
    return Reading(
        blocks=tuple(with_remarks(found, remarks)),
        running=tuple(
            dict.fromkeys(_MARKS.sub("", line.text) for page in pages for line in running[id(page)])
        ),
        pages=count,
        properties=properties,
        warnings=tuple(warnings),
        balance=(*balances, balance),
        cover=_cover(pages, found),
    )


def _join_pages(
    accounts: Sequence[PageAccount], pages: Sequence[PageText]
) -> tuple[list[Block], Balance]:
    """Return the blocks of all pages, and the balance of their letters with the lines' letters."""
    drawn = [(f"page {a.number}", line) for a in accounts if a.page for line in a.lines(a.page)]
    ledger = Ledger()
    found = blocks(pages, ledger)
    source = "".join(line for _, line in drawn)
    texts = (block.text for block in found)
    return found, ledger.balance("all pages", source, texts, lambda: drawn)


def _cover(pages: Sequence[PageText], found: Sequence[Block]) -> tuple[Printed, ...]:
    """How the paragraphs of the first page stand on it."""
    first = next((page for page in pages if page.number == 1 and not page.beside), None)
    if first is None:
        return ()
    headings = [block.text for block in found if block.kind == "heading" and block.page == 1]
    return printed(first, habits(first.lines), headings)


def _rebuilt(path: Path, count: int) -> ReadingWarning:
    return ReadingWarning(
        "repaired-file",
        f"{path.name} is damaged: its table of contents is missing or wrong. It was rebuilt from "
        f"what the file still holds; compare the number of pages ({count}), or get the file again.",
    )


def _without_running(pages: Sequence[PageText]) -> dict[int, list[Line]]:
    """The running lines of each page, by its ``id``, taken out of it.

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
            left_out = running[id(page)] = found.get(page.number, [])
            ids = {id(line) for line in left_out}
            page.lines = [line for line in page.lines if id(line) not in ids]
    return running


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
