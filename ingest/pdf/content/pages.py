"""The content of each page of a PDF file: glyphs, table cells and images."""

from __future__ import annotations

import itertools
import logging
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text, mult_matrix
from pdfplumber.page import Page

from corpus.errors import CorruptFileError, UnreadableError
from ingest.pdf.content.cmap import Fonts
from ingest.pdf.content.collector import MOST_ANGLE, Collector
from ingest.pdf.content.frames import Frame, Rectangle
from ingest.pdf.content.glyphs import Glyph
from ingest.pdf.content.interpreter import Interpreter
from ingest.pdf.content.repair import rebuild_pdf
from ingest.pdf.content.table_cells import find_cells

# pdfminer logs every oddity of a font, a thousand times for some files;
# what matters of it reaches the reader as a ReadingWarning.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

MOST_ANGLES: Final = 6
FEWEST_SLANTED: Final = 5
"""Most directions read on a page, and fewest letters in a slanted one: a stamp has more."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """The content of one page, sizes in points.

    Attributes:
        number: 1-based.
        glyphs: in drawing order.
        tables: cells of each ruled table, row by row; None where a row has no cell.
        image_share: share of the page's area under images, 0 to 1.
        frame: set where most text is turned; all places are then on the turned page.
        turned: content in other directions, each in its own frame.
        unread: count of letters and digits in directions that are not read.
        left_out: unread text by rule: clipped, beyond the edge, or in another direction.
        comments: readers' remarks with their places; not drawn.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    tables: tuple[tuple[tuple[Rectangle | None, ...], ...], ...] = ()
    image_share: float = 0.0
    fault: str | None = None
    frame: Frame | None = None
    turned: tuple[PageContent, ...] = ()
    unread: int = 0
    comments: tuple[tuple[Rectangle, str], ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PdfFile:
    """An open PDF file; ``is_rebuilt`` tells that PDFium's copy of a damaged file is read."""

    path: Path
    _pdf: Any
    properties: dict[str, str] = field(default_factory=dict)
    is_rebuilt: bool = False

    def read_pages(self) -> Iterator[PageContent]:
        """Yield the pages in order, each released before the next is read.

        Raises CorruptFileError if the page tree is broken before the first page.
        """
        for number, page_object in enumerate(self._find_page_objects(), 1):
            if page_object is None:
                yield PageContent(number, 0, 0, (), fault="the list of pages is damaged here")
                return
            try:
                page = Page(self._pdf, page_object, number)
            except Exception:  # noqa: BLE001
                # pdfminer raises whatever a broken object leads to: KeyError, TypeError, struct …
                yield PageContent(number, 0, 0, (), fault="its description is damaged")
                continue
            content, angles = _read_content(page, number)
            main_angle = _find_main_direction(content, angles)
            if main_angle:
                page.close()
                frame = Frame(main_angle, content.width, content.height)
                page = self._turn_page(page_object, number, main_angle)
                content, angles = _read_content(page, number)
                content = replace(content, frame=frame)
            apart = _choose_directions(angles)
            if any(abs((angle + 180) % 360 - 180) < MOST_ANGLE for angle in apart):
                content = replace(_read_content(page, number, apart)[0], frame=content.frame)
            yield _add_turned(page, content, angles, apart)
            page.close()
            self._release_objects()

    def _find_page_objects(self) -> Iterator[Any]:
        """Yield pdfminer's pages; None at the end if the following pages are damaged."""
        count = 0
        while True:
            try:
                tree = PDFPage.create_pages(self._pdf.doc)
                for page_object in itertools.islice(tree, count, None):
                    count += 1
                    yield page_object
            except Exception:  # noqa: BLE001
                whole = False
            else:
                whole = count > 0
            if whole:
                return
            if self.is_rebuilt or not self._rebuild():
                break
        if not count:
            raise _make_corrupt_error(self.path)
        yield None

    def _rebuild(self) -> bool:
        """Switch to a rebuilt copy of the file; return whether one can be made."""
        copy = rebuild_pdf(self.path)
        if copy is None:
            return False
        self._pdf.stream.close()
        self._pdf = _open(copy)
        self.is_rebuilt = True
        return True

    def _release_objects(self) -> None:
        """Release a page's objects except fonts, as pdfminer would keep all of them."""
        objects = self._pdf.doc._cached_objs  # noqa: SLF001
        fonts = self._pdf.rsrcmgr._cached_fonts  # noqa: SLF001
        needed = {number: objects[number] for number in fonts if number in objects}
        objects.clear()
        objects.update(needed)

    def close(self) -> None:
        """Close the file."""
        self._pdf.stream.close()

    def _turn_page(self, page_object: Any, number: int, angle: int) -> Any:
        page_object.rotate = (page_object.rotate + angle) % 360
        page_object.attrs["Rotate"] = page_object.rotate
        return Page(self._pdf, page_object, number)


@contextmanager
def open_pdf(path: Path) -> Iterator[PdfFile]:
    """Open the PDF file at ``path`` as long as the context lasts.

    Raises EncryptedFileError where reading needs a password; CorruptFileError where it has no page;
    UnreadableError where the operating system denies access.
    """
    try:
        pdf = _open(path)
    except OSError as error:
        raise UnreadableError(
            f"{path.name} could not be read: {error.strerror or error}. Check that the file is "
            "there and that you may read it."
        ) from error
    except Exception as error:
        # An encrypted one too: PDFium knows of more ways to encrypt, and whether a password lacks.
        copy = rebuild_pdf(path)
        if copy is None:
            raise _make_corrupt_error(path) from error
        try:
            pdf = _open(copy)
        except Exception as second:
            raise _make_corrupt_error(path) from second
        cause = error.args[0] if error.args else None
        encrypted = isinstance(cause, PDFEncryptionError)
        file = PdfFile(path, pdf, _read_properties(pdf), is_rebuilt=not encrypted)
    else:
        file = PdfFile(path, pdf, _read_properties(pdf))
    try:
        yield file
    finally:
        file.close()


def _open(file: Any) -> Any:
    pdf = pdfplumber.open(file)
    pdf.rsrcmgr = Fonts()
    return pdf


def _make_corrupt_error(path: Path) -> CorruptFileError:
    return CorruptFileError(
        f"{path.name} is damaged or cut short: it has no page that can be found. Get the file "
        "again, or open it in a PDF viewer and save it anew."
    )


def _read_content(
    page: Any, number: int, apart: Container[int] = ()
) -> tuple[PageContent, Counter[int]]:
    """Return a page's upright content, and letter counts by other direction."""
    x_off, top_off, right, bottom = (float(value) for value in page.cropbox)
    origin = float(page.mediabox[0]), float(page.mediabox[1])
    collector = Collector(page.pdf.rsrcmgr, number, float(page.height), apart, origin)
    fault = _explain_missing_content(page)
    try:
        Interpreter(page.pdf.rsrcmgr, collector).process_page(page.page_obj)
    except Exception as error:  # noqa: BLE001
        fault = f"its content is damaged ({type(error).__name__})"
    width, height = right - x_off, bottom - top_off
    left_shift, top_shift = x_off - float(page.bbox[0]), top_off - float(page.bbox[1])
    glyphs = collector.glyphs
    if left_shift or top_shift:
        glyphs = [_move(glyph, left_shift, top_shift) for glyph in glyphs]
    comments = tuple(
        ((x0 - left_shift, top - top_shift, x1 - left_shift, bottom - top_shift), text)
        for (x0, top, x1, bottom), text in collector.comments
    )
    visible, off_page = _split_visible(glyphs, width, height)
    content = PageContent(
        number,
        width,
        height,
        visible,
        fault=fault,
        comments=comments,
        left_out={
            "clipped": "".join(collector.clipped),
            "off-page": off_page,
        },
    )
    if not fault:
        content = replace(
            content,
            tables=find_cells(collector.drawings, x_off, top_off),
            image_share=_measure_image_share(page, collector.images),
        )
    return content, collector.turned


def _split_visible(
    glyphs: Iterable[Glyph], width: float, height: float
) -> tuple[tuple[Glyph, ...], str]:
    visible: list[Glyph] = []
    off: list[str] = []
    for glyph in glyphs:
        text, x0, x1, baseline, size, _, _, _ = glyph
        if x1 >= -1 and x0 <= width + 1 and 0 <= baseline <= height + size:
            visible.append(glyph)
        else:
            off.append(text)
    return tuple(visible), "".join(off)


def _find_main_direction(content: PageContent, angles: Counter[int]) -> int | None:
    """Return the right angle with more letters and digits than upright text, or None."""
    for angle, count in angles.most_common():
        if angle in {90, 180, 270}:
            upright = sum(glyph.text.isalnum() for glyph in content.glyphs)
            return angle if count > upright else None
    return None


def _choose_directions(angles: Counter[int]) -> list[int]:
    """Return directions with enough text to read; letters along a curve have a few in each."""
    return [
        angle
        for angle, count in angles.most_common(MOST_ANGLES)
        if count and (angle in {90, 180, 270} or count >= FEWEST_SLANTED)
    ]


def _add_turned(
    page: Any, content: PageContent, angles: Counter[int], apart: Sequence[int]
) -> PageContent:
    """Return a page's content together with its text in other directions."""
    unread = sum(
        count
        for angle, count in angles.items()
        if angle not in apart and MOST_ANGLE <= angle <= 360 - MOST_ANGLE
    )
    parts = tuple(_read_turned(page, content, angle) for angle in apart)
    left_out = {**content.left_out, "turned": "0" * unread}
    return replace(content, turned=parts, unread=unread, left_out=left_out)


def _read_turned(page: Any, content: PageContent, angle: int) -> PageContent:
    frame = Frame(angle, content.width, content.height)
    left, _, _, bottom = (float(value) for value in page.cropbox)
    to_crop = (1, 0, 0, 1, float(page.bbox[0]) - left, bottom - float(page.bbox[3]))
    collector = Collector(page.pdf.rsrcmgr, content.number, frame.height, range(360))
    turn = mult_matrix(to_crop, frame.matrix)
    fault = None
    try:
        Interpreter(page.pdf.rsrcmgr, collector, turn).process_page(page.page_obj)
    except Exception as error:  # noqa: BLE001
        fault = f"its content is damaged ({type(error).__name__})"
    if content.frame is not None:
        frame = Frame(
            angle + content.frame.angle, content.frame.page_width, content.frame.page_height
        )
    glyphs, _ = _split_visible(collector.glyphs, frame.width, frame.height)
    return PageContent(content.number, frame.width, frame.height, glyphs, fault=fault, frame=frame)


def _explain_missing_content(page: Any) -> str | None:
    """Return the end of a sentence if the page refers to content that the file lacks."""
    reference = page.page_obj.attrs.get("Contents")
    try:
        parts = resolve1(reference)
        parts = parts if isinstance(parts, list) else [parts]
        is_missing = reference is not None and any(resolve1(part) is None for part in parts)
    except Exception:  # noqa: BLE001
        is_missing = True
    return "a part of its content is not in the file" if is_missing else None


def _move(glyph: Glyph, left: float, up: float) -> Glyph:
    return glyph._replace(x0=glyph.x0 - left, x1=glyph.x1 - left, baseline=glyph.baseline - up)


def _measure_image_share(page: Any, images: Iterable[Rectangle]) -> float:
    area = float(page.width) * float(page.height)
    if not area:
        return 0.0
    covered = sum(
        max(0.0, min(right, page.width) - max(left, 0))
        * max(0.0, min(bottom, page.height) - max(top, 0))
        for left, top, right, bottom in images
    )
    return min(1.0, float(covered) / area)


_DATE: Final = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")


def _read_properties(pdf: Any) -> dict[str, str]:
    properties: dict[str, str] = {}
    for ours, theirs in (("title", "Title"), ("author", "Author"), ("created", "CreationDate")):
        value = pdf.metadata.get(theirs)
        if not isinstance(value, str) or not value.strip():
            continue
        if ours == "created":
            value = _format_date(value)
        if value:
            properties[ours] = value.replace("\x00", "").strip()
    try:
        language = resolve1(pdf.doc.catalog.get("Lang"))
    except Exception:  # noqa: BLE001
        language = None
    if isinstance(language, bytes) and language.strip():
        properties["language"] = decode_text(language).strip()
    return properties


def _format_date(value: str) -> str | None:
    match = _DATE.match(value.strip())
    if not match:
        return None
    year, month, day, *time = match.groups()
    date = "-".join(part for part in (year, month, day) if part)
    return f"{date}T{':'.join(time)}" if day and all(time) else date
