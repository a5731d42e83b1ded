"""The reader of PDF files: blocks in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus.documents import ReadingWarning
from corpus.errors import CorruptFileError, NoTextError, ReadError
from ingest.balance import Balance, Ledger
from ingest.blocks import Block, FileContent, PrintedParagraph
from ingest.pdf.content import open_pdf
from ingest.pdf.layout import PageText, build_blocks, describe_paragraphs, find_running_lines
from ingest.pdf.lines import MARK_END, MARK_START, Brackets, KnownColumns, Line, find_habits
from ingest.pdf.ocr import Scans
from ingest.pdf.page import PageAccount, read_page
from ingest.pdf.remarks import insert_remarks, read_remarks, warn_of_remarks

_MARKS: Final = re.compile(f"{MARK_START}[^{MARK_END}]*{MARK_END}")
"""Raised signs; next to a symbol in a page header, a digit would become a part of it."""


def read(path: Path) -> FileContent:
    """Read the PDF file at ``path``; paragraphs go on across page breaks.

    Page headers and footers are in ``FileContent.running``. A footnote follows the block with its
    mark.

    Raises:
        EncryptedFileError: it needs a password.
        CorruptFileError: no page can be read.
        NoTextError: no page has usable text.
        UnreadableError: the operating system denies access.
    """
    accounts: list[PageAccount] = []
    remarks: list[Block] = []
    warnings: list[ReadingWarning] = []
    brackets, columns = Brackets(), KnownColumns()
    count, scans = 0, Scans(path)
    with open_pdf(path) as file:
        for content in file.read_pages():
            count += 1
            remarks += read_remarks(content)
            for part in (content, *content.turned):
                account = read_page(part, brackets, warnings, columns, scans)
                if account.page is not None:
                    account.page.is_marginal = part is not content
                accounts.append(account)
        properties = file.properties
        if file.is_rebuilt:
            warnings.append(_warn_of_rebuilding(path, count))
    warnings += scans.list_warnings()
    pages = [account.page for account in accounts if account.page is not None]
    if not any(page.lines or page.tables for page in pages):
        raise _make_no_text_error(path, count, warnings)
    running = _take_out_running(pages)
    for account in accounts:
        for line in running[id(account.page)] if account.page is not None else ():
            account.ledger.leave_out("running-header", line.text)
    balances = [account.balance() for account in accounts]
    page_blocks, balance = _join_pages(accounts, pages)
    if remarks:
        warnings.append(warn_of_remarks(path, remarks))
    return FileContent(
        blocks=tuple(insert_remarks(page_blocks, remarks)),
        running=tuple(
            dict.fromkeys(_MARKS.sub("", line.text) for page in pages for line in running[id(page)])
        ),
        pages=count,
        properties=properties,
        warnings=tuple(warnings),
        balance=(*balances, balance),
        cover=_describe_cover(pages, page_blocks),
    )


def _join_pages(
    accounts: Sequence[PageAccount], pages: Sequence[PageText]
) -> tuple[list[Block], Balance]:
    """Return the blocks of all pages, and the balance of their letters with those of the lines."""
    lines = [
        (f"page {a.number}", line) for a in accounts if a.page for line in a.list_texts(a.page)
    ]
    ledger = Ledger()
    page_blocks = build_blocks(pages, ledger)
    source = "".join(line for _, line in lines)
    texts = (block.text for block in page_blocks)
    return page_blocks, ledger.balance("all pages", source, texts, lambda: lines)


def _describe_cover(
    pages: Sequence[PageText], page_blocks: Sequence[Block]
) -> tuple[PrintedParagraph, ...]:
    first = next((page for page in pages if page.number == 1 and not page.is_marginal), None)
    if first is None:
        return ()
    headings = [block.text for block in page_blocks if block.kind == "heading" and block.page == 1]
    return describe_paragraphs(first, find_habits(first.lines), headings)


def _warn_of_rebuilding(path: Path, count: int) -> ReadingWarning:
    return ReadingWarning(
        "repaired-file",
        f"{path.name} is damaged: its table of contents is missing or wrong. It was rebuilt from "
        f"what the file still holds; compare the number of pages ({count}), or get the file again.",
    )


def _take_out_running(pages: Sequence[PageText]) -> dict[int, list[Line]]:
    """Remove and return each page's running lines, by its ``id``, for each direction of text."""
    running: dict[int, list[Line]] = {}
    directions: dict[float, list[PageText]] = {}
    for page in pages:
        frame = page.lines[0].frame if page.is_marginal and page.lines else None
        directions.setdefault(frame.angle if frame else 0, []).append(page)
    for group in directions.values():
        running_by_page = find_running_lines(
            [(page.number, page.height, page.lines) for page in group]
        )
        for page in group:
            left = running[id(page)] = running_by_page.get(page.number, [])
            ids = {id(line) for line in left}
            page.lines = [line for line in page.lines if id(line) not in ids]
    return running


def _make_no_text_error(path: Path, count: int, warnings: Sequence[ReadingWarning]) -> ReadError:
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
