"""A reader of web pages that keeps what a browser shows."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from corpus.documents import ReadingWarning
from corpus.errors import CorruptFileError, NoTextError
from corpus.text import clean, format_number
from ingest import plain
from ingest.balance import Ledger
from ingest.blocks import FileContent
from ingest.tables import Cell, Item, Paragraph, Row, Table, build_blocks
from ingest.web.visible import find_hiding_rule, is_block, is_typed_number

_META: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)  # noqa: FURB167
_XML: Final = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LOOKED_AT: Final = 4096
"""Bytes searched for an encoding; the HTML standard says 1024, real pages need more."""

# Pages say one and mean the other, and browsers know (https://encoding.spec.whatwg.org, 4.2).
_MEANT: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "utf-16": "utf-8",
}
_NUMBERS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LONGEST_NODE: Final = 3_000_000
"""Longest page, in characters, that libxml2 reads in full without its option for large pages."""
_MAX_ROWS: Final = 65_534
"""Most rows that a cell may span (HTML standard, 4.9.11)."""
_MAX_COLUMNS: Final = 200
"""Most columns of a row; unlimited spans took five minutes for one page."""


def read(path: Path) -> FileContent:
    """Read the HTML file at ``path`` as shown; navigation is in ``FileContent.running``.

    Raises NoTextError where it shows no text, CorruptFileError where no encoding fits.
    """
    data = path.read_bytes()
    text, warnings = _decode(data, path)
    return replace(of_markup(text, path), warnings=tuple(warnings))


def of_markup(text: str, path: Path) -> FileContent:
    """Return the blocks of markup, of a page or a part; ``path`` is for messages.

    Raises NoTextError where it shows no text, CorruptFileError if it is not HTML.
    """
    root = _parse_markup(text, path)
    page = _Page()
    page.walk(root)
    page.end_paragraph()
    blocks = tuple(build_blocks(page.items, opens_document=True))
    if not blocks:
        raise NoTextError(
            f"{path.name} shows no text: perhaps a program in the page fetches it. Open it in a "
            "browser and save what you see as PDF."
        )
    for block in blocks:
        page.ledger.add("table", block.added)
    balance = page.ledger.balance(
        "the page",
        "".join(root.itertext()),
        (block.text for block in blocks),
        lambda: (
            (f"line {element.sourceline}", text or "")
            for element in root.iter("*")
            for text in (element.text, *(child.tail for child in element))
        ),
    )
    return FileContent(
        blocks,
        running=tuple(page.running),
        properties=_read_properties(root),
        balance=(balance,),
    )


def _parse_markup(text: str, path: Path) -> Any:
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=len(text) > _LONGEST_NODE,
    )
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise CorruptFileError(
            f"{path.name} is no web page that can be read ({error}). Open it in a browser and save "
            "it again."
        ) from error
    if root is None:
        raise NoTextError(f"{path.name} holds no text. Check that it is the file you meant.")
    return root


def _decode(data: bytes, path: Path) -> tuple[str, list[ReadingWarning]]:
    if not data.startswith(_MARKS):
        head = data[:_LOOKED_AT]
        match = _META.search(head) or _XML.search(head)
        label = match.group(1).decode("ascii").lower() if match else "utf-8"
        # Pages err about themselves; text in another encoding is hardly ever UTF-8 by chance.
        for encoding in ("utf-8", _MEANT.get(label, label)):
            with contextlib.suppress(LookupError, UnicodeDecodeError):
                if match:
                    return data.decode(encoding), []
    text, encoding = plain.decode(data, path)
    if encoding in ("utf-8", "utf-8-sig"):
        return text, []
    message = f"{path.name} does not say its encoding; it was read as {encoding}."
    return text, [ReadingWarning("encoding", message)]


def _read_properties(root: Any) -> dict[str, str]:
    result = {}
    title = clean(_SPACE.sub(" ", root.findtext(".//head/title") or ""))
    if title:
        result["title"] = title
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        result["language"] = language
    for element in root.iterfind(".//head/meta[@name]"):
        name, content = element.get("name").lower(), clean(element.get("content") or "")
        if name == "author" and content:
            result["author"] = content
    return result


@dataclass(slots=True)
class _List:
    style: str | None
    number: int
    step: int
    mark: str


@dataclass(slots=True)
class _Page:
    """The paragraphs and tables of a page or a cell; ``running`` are lines of navigation."""

    ledger: Ledger = field(default_factory=Ledger)
    items: list[Item] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)
    _label: str | None = None
    _heading: int | None = None
    _preformatted: int = 0

    def walk(self, element: Any) -> None:
        """Read an element with its content, but not the text after it."""
        tag = element.tag
        if rule := find_hiding_rule(element):
            self.ledger.leave_out(rule, "".join(element.itertext()))
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "nav":
            self._navigation(element)
        elif tag == "table":
            self.end_paragraph()
            self._table(element)
        elif tag in ("ol", "ul", "menu", "dir"):
            self.end_paragraph()
            self._lists.append(_list_of(element))
            self._inside(element)
            self.end_paragraph()
            self._lists.pop()
        elif is_block(tag):
            self.end_paragraph()
            if tag == "li":
                self._begin_item(element)
            self._heading = _HEADINGS.get(tag)
            self._preformatted += tag == "pre"
            self._inside(element)
            self.end_paragraph()
            self._preformatted -= tag == "pre"
            self._heading = None
            if tag == "li":
                self._label = None
        elif is_typed_number(element):
            # Word writes the number of a list item as text and a row of spaces.
            self._pieces.append(_SPACE.sub("", "".join(element.itertext())).strip("\xa0") + "\t")
        else:
            self._inside(element)

    def _navigation(self, element: Any) -> None:
        inner = _Page(self.ledger)
        inner._inside(element)
        inner.end_paragraph()
        for block in build_blocks(inner.items):
            self.running.append(block.text)
            self.ledger.leave_out("navigation", block.text)
            self.ledger.add("table", block.added)
        self.running += inner.running

    def _inside(self, element: Any) -> None:
        self._add(element.text)
        for child in element:
            self.walk(child)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text if self._preformatted else _SPACE.sub(" ", text))

    def end_paragraph(self) -> None:
        """Make a paragraph of the text since the last one, if any."""
        text = "".join(self._pieces)
        self._pieces.clear()
        if not self._preformatted:
            text = re.sub(r" ?([\n\t]) ?", r"\1", re.sub(" +", " ", text))
        text = clean(text)
        if not text:
            return
        level = len(self._lists) - 1 if self._lists else None
        self.items.append(
            Paragraph(text, label=self._label, heading=self._heading, list_level=level)
        )
        self._label = None

    def _begin_item(self, element: Any) -> None:
        self._label = None
        if not self._lists:
            return
        current = self._lists[-1]
        value = _parse_integer(element.get("value"))
        if value is not None:
            current.number = value
        style = _NUMBERS.get(element.get("type") or "", current.style)
        if style is not None and current.style is not None:
            self._label = format_number(current.number, style) + current.mark
        current.number += current.step

    def _table(self, element: Any) -> None:
        self._outside_cells(element)
        self.end_paragraph()
        table = _read_table(element, self)
        if table.rows:
            self.items.append(table)

    def _outside_cells(self, parent: Any) -> None:
        """Read a table's caption and text outside cells, which browsers show before it."""
        self._add(parent.text)
        for child in parent:
            is_cell = child.tag in ("td", "th") and parent.tag == "tr"
            if find_hiding_rule(child):
                self.walk(child)
            elif child.tag in ("thead", "tbody", "tfoot", "tr"):
                self._outside_cells(child)
            elif not is_cell:
                self.walk(child)
            self._add(child.tail)


def _list_of(element: Any) -> _List:
    """Return the kind, first number, step and mark of a list element's numbers."""
    mark = element.get("data-mark") or "."
    if element.tag != "ol":
        return _List(None, 1, 1, mark)
    style = re.search(
        r"list-style(?:-type)?\s*:\s*[^;]*?\b(none|(?:lower|upper)-(?:alpha|latin|roman)|decimal)\b",
        element.get("style") or "",
    )
    kind = {
        "none": None,
        "lower-alpha": "lowerLetter",
        "lower-latin": "lowerLetter",
        "upper-alpha": "upperLetter",
        "upper-latin": "upperLetter",
        "lower-roman": "lowerRoman",
        "upper-roman": "upperRoman",
        "decimal": "decimal",
    }[style.group(1)] if style else _NUMBERS.get(element.get("type") or "1", "decimal")  # fmt: skip
    start = _parse_integer(element.get("start"))
    if element.get("reversed") is not None:
        items = sum(1 for child in element if child.tag == "li")
        return _List(kind, items if start is None else start, -1, mark)
    return _List(kind, 1 if start is None else start, 1, mark)


def _parse_integer(value: str | None) -> int | None:
    match = re.match(r"\s*([+-]?\d{1,9})", value or "")
    return int(match.group(1)) if match else None


def _read_table(element: Any, page: _Page) -> Table:
    rows: list[Row] = []
    open_cells: dict[int, int] = {}  # column: rows that a cell from above still covers
    columns = 0
    for row, in_head in _list_rows(element):
        cells: list[Cell] = []
        column_start = 0
        taken = {column for column, left in open_cells.items() if left > 0}
        open_cells = {column: left - 1 for column, left in open_cells.items() if left > 1}
        parts = [
            child for child in row if child.tag in ("td", "th") and not find_hiding_rule(child)
        ]
        for part in parts:
            while column_start in taken:
                column_start += 1
            room = max(1, _MAX_COLUMNS - column_start)
            span = min(max(_parse_integer(part.get("colspan")) or 1, 1), room)
            down = min(max(_parse_integer(part.get("rowspan")) or 1, 1), _MAX_ROWS)
            if down > 1 and column_start < _MAX_COLUMNS:
                open_cells.update(dict.fromkeys(range(column_start, column_start + span), down - 1))
            inner = _Page(page.ledger)
            inner._inside(part)  # noqa: SLF001
            inner.end_paragraph()
            page.running += inner.running
            cells.append(Cell(column_start, span, tuple(inner.items)))
            column_start += span
        columns = max(columns, column_start)
        names_columns = bool(parts) and not rows and all(part.tag == "th" for part in parts)
        rows.append(Row(tuple(cells), is_header=in_head or names_columns))
    style = element.get("style") or ""
    has_lines = element.get("border") not in (None, "", "0") or "border" in style
    return Table(tuple(rows), columns, has_lines or any(row.is_header for row in rows))


def _list_rows(table: Any) -> Iterator[tuple[Any, bool]]:
    for child in table:
        if find_hiding_rule(child):
            continue
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child:
                if row.tag == "tr" and not find_hiding_rule(row):
                    yield row, child.tag == "thead"
