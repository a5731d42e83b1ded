"""The reader of Word files (.docx): blocks as printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from corpus.errors import NoTextError
from ingest.balance import Balance, Ledger
from ingest.blocks import FileContent
from ingest.tables import Item, Paragraph, Table, build_blocks, cell_text
from ingest.word.cover import describe_paragraphs
from ingest.word.names import REL, W, XmlElement, is_on, take_other_branches
from ingest.word.notes import NoteBook
from ingest.word.numbering import Numbering
from ingest.word.package import WordPackage, open_package
from ingest.word.source import WordSource
from ingest.word.story import StoryReader
from ingest.word.styles import Styles


def read(path: Path) -> FileContent:
    """Read the Word file at ``path``, tracked changes accepted, without tables of contents.

    A note follows the block with its mark, a text box the paragraph of its anchor. Raises
    ReadError from ``ingest.word.package.open_package``, and NoTextError without words.
    """
    package = open_package(path)
    styles = Styles(package.styles)
    numbering = Numbering(package.numbering, styles.find_numbering_styles())
    sections = [
        section
        for section in package.body.iter(W + "sectPr")
        if next(section.iterancestors(W + "sectPrChange"), None) is None  # before a tracked change
    ]
    notes = NoteBook(package, sections)
    source = WordSource(package)
    roots = _find_text_roots(package)
    whole = "".join(source.read_text(root) for _, root in roots)
    ledger = Ledger()
    for _, root in roots:
        _drop_branches(root, source, ledger)
    story = StoryReader(package, styles, numbering, notes, ledger=ledger)
    items = story.read(package.body)
    blocks = tuple(build_blocks(items, opens_document=True))
    for note in notes.list_uncalled():
        ledger.leave_out("uncalled-note", source.read_text(note))
    for block in blocks:
        ledger.add("table", block.added)
    if not blocks:
        raise NoTextError(
            f"{path}: the file holds no text, perhaps only pictures of pages. "
            "Look for a version with text, or run character recognition on it.",
        )
    balance = ledger.balance(
        "the text",
        whole,
        (block.text for block in blocks),
        lambda: (piece for name, root in roots for piece in source.read_pieces(root, name)),
    )
    headers = _Headers(package, styles, numbering, source)
    return FileContent(
        blocks=blocks,
        running=tuple(headers.lines),
        properties=package.properties,
        warnings=(*package.warnings, *story.warnings, *notes.warnings),
        changes=tuple(story.changes),
        balance=(balance, *headers.balances),
        cover=describe_paragraphs(items),
    )


def read_tables(path: Path) -> list[list[list[str]]]:
    """Return a Word file's tables as rows of cells; raise ReadError as ``open_package`` does."""
    package = open_package(path)
    styles = Styles(package.styles)
    numbering = Numbering(package.numbering, styles.find_numbering_styles())
    items = StoryReader(package, styles, numbering).read(package.body)
    tables = []
    for table in items:
        if isinstance(table, Table):
            rows = [[""] * table.columns for _ in table.rows]
            for texts, row in zip(rows, table.rows, strict=True):
                for cell in row.cells:
                    texts[cell.column] = cell_text(cell)
            tables.append(rows)
    return tables


# The parts that blocks are made of, with the diagrams and charts that are shown there. Headers and
# footers are handed on apart; comments and building blocks are no text of the document.
_OF_TEXT: Final = frozenset({W + "body", W + "footnotes", W + "endnotes"})


def _find_text_roots(package: WordPackage) -> list[tuple[str, XmlElement]]:
    return [
        (package.names[identifier][0] if identifier else "word/document.xml", root)
        for identifier, root in (("", package.body), *package.parts.items())
        if root.tag in _OF_TEXT
    ]


def _drop_branches(root: XmlElement, source: WordSource, ledger: Ledger) -> None:
    """Remove unread branches from a part, and note their text."""
    for branch in take_other_branches(root):
        ledger.leave_out("alternate-content", source.read_text(branch))


class _Headers:
    """The headers and footers of all sections: distinct ``lines``, and ``balances`` of parts."""

    def __init__(
        self, package: WordPackage, styles: Styles, numbering: Numbering, source: WordSource
    ) -> None:
        self.lines: dict[str, None] = {}
        self.balances: list[Balance] = []
        references = _list_printed(package)
        for identifier in dict.fromkeys(
            reference.get(REL + "id") or "" for reference in references
        ):
            part = package.parts.get(identifier)
            if part is None:
                continue
            name, _ = package.names[identifier]
            whole = source.read_text(part)
            ledger = Ledger()
            _drop_branches(part, source, ledger)
            story = StoryReader(package, styles, numbering, is_running=True, ledger=ledger)
            items = story.read(part)
            lines = list(_list_lines(items))
            self.lines.update(dict.fromkeys(_list_lines(items, without_raised=True)))
            pieces = partial(source.read_pieces, part, name)
            self.balances.append(ledger.balance(name, whole, lines, pieces))


def _list_printed(package: WordPackage) -> Iterator[XmlElement]:
    """Yield the references to headers and footers that some page has."""
    settings = package.settings
    has_even = settings is not None and is_on(settings.find(W + "evenAndOddHeaders"))
    for section in package.body.iter(W + "sectPr"):
        has_first = is_on(section.find(W + "titlePg"))
        for reference in section.iter(W + "headerReference", W + "footerReference"):
            kind = reference.get(W + "type")
            if (kind != "first" or has_first) and (kind != "even" or has_even):
                yield reference


def _list_lines(items: Iterable[Item], *, without_raised: bool = False) -> Iterator[str]:
    for item in items:
        if isinstance(item, Paragraph):
            text = item.bare if without_raised and item.bare is not None else item.text
            yield from text.split("\n") if text else ()
            yield from _list_lines(item.shapes, without_raised=without_raised)
        else:
            for row in item.rows:
                for cell in row.cells:
                    yield from _list_lines(cell.items, without_raised=without_raised)
