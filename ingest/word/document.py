"""What does a Word file (.docx) say, paragraph by paragraph, as it is printed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import NoTextError
from ingest.blocks import Reading
from ingest.tables import Item, Paragraph, as_blocks
from ingest.word.names import REL, W, XmlElement
from ingest.word.notes import NoteBook
from ingest.word.numbering import Numbering
from ingest.word.package import WordPackage, open_package
from ingest.word.story import StoryReader
from ingest.word.styles import Styles


def read(path: Path) -> Reading:
    """Read the Word file at ``path``, tracked changes accepted.

    Paragraphs, headings, table rows and notes come in document order, each once; a note follows
    the block that carries its mark, a text box the paragraph that it is anchored to. Tables of
    contents are left out. Word files have no pages before they are laid out.

    Raises:
        ReadError: as ``ingest.word.package.open_package`` tells; NoTextError where the file can
            be opened and holds no words.
    """
    package = open_package(path)
    styles = Styles(package.styles)
    numbering = Numbering(package.numbering, styles.numbering_styles())
    sections = [found for found in package.body.iter(W + "sectPr") if not _is_former(found)]
    notes = NoteBook(package, sections)
    story = StoryReader(package, styles, numbering, notes)
    blocks = tuple(as_blocks(story.read(package.body), opens_document=True))
    if not blocks:
        raise NoTextError(
            f"{path}: the file holds no text, perhaps only pictures of pages. "
            "Look for a version with text, or run character recognition on it.",
        )
    return Reading(
        blocks=blocks,
        running=tuple(_running(package, styles, numbering)),
        properties=package.properties,
        warnings=(*package.warnings, *story.warnings, *notes.warnings),
        changes=tuple(story.changes),
    )


def _is_former(section: XmlElement) -> bool:
    """Whether the properties of a section are those before a tracked change."""
    return any(True for _ in section.iterancestors(W + "sectPrChange"))


def _running(package: WordPackage, styles: Styles, numbering: Numbering) -> Iterator[str]:
    """The lines of the headers and footers of all sections, each distinct one once."""
    seen: set[str] = set()
    for reference in package.body.iter(W + "headerReference", W + "footerReference"):
        part = package.parts.get(reference.get(REL + "id") or "")
        if part is None:
            continue
        story = StoryReader(package, styles, numbering, is_running=True)
        for line in _lines(story.read(part)):
            if line not in seen:
                seen.add(line)
                yield line


def _lines(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Paragraph):
            yield from item.text.split("\n") if item.text else ()
            yield from _lines(item.shapes)
        else:
            for row in item.rows:
                for cell in row.cells:
                    yield from _lines(cell.items)
