"""Text recognition on scanned pages by Tesseract, where it is installed."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pypdfium2
from lxml import etree  # type: ignore[import-untyped]

from corpus.documents import ReadingWarning
from corpus.text import clean, join_lines, without_bidi_controls
from ingest.limits import Limits
from ingest.pdf.lines import Line, has_rtl

RESOLUTION: Final = 300
"""Dots per inch, as Tesseract's documentation recommends."""

MOST_PIXELS: Final = 24_000_000
"""Pixels of an A3 page; larger pages are rendered more coarsely to limit memory."""

LEAST_CONFIDENCE: Final = 50.0
"""Smallest mean confidence of a page, in percent: text has 85 and more, photographs below 40."""

SHARE_OF_TIME: Final = 0.6
"""Share of a file's time limit; a warning names pages unread by then."""

SAME_SIZE: Final = 0.22
"""Share by which line heights of one font differ."""

_AS_LAID_OUT: Final = "3"
_AS_ONE_BLOCK: Final = "6"
"""Tesseract's page segmentation modes: automatic layout, and one block of text."""

ONE_BLOCK_BETTER: Final = 1.02
"""Factor by which one block must be surer, since columns read across are as sure."""

_PAGE_SECONDS: Final = 90.0
_UNKNOWN: Final = "eng fra spa rus ara chi_sim".split()
_LANGUAGES: Final = {
    # References are written in Latin letters everywhere. On an Arabic page of the sample corpus
    # six of seven were read with English and Arabic, none without; letters came out alike.
    "Latin": "eng fra spa".split(),
    "Cyrillic": "rus eng".split(),
    "Arabic": "ara eng".split(),
    "Han": "chi_sim eng".split(),
}
_SCRIPT: Final = re.compile(r"^Script: (\w+)$", re.MULTILINE)
_FIELD: Final = re.compile(r"(bbox|baseline|x_size|x_wconf)((?: -?[\d.]+)+)")
_LINES: Final = frozenset(["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"])


class Scans:
    """The scanned pages of a PDF file; ``read`` and ``doubtful`` list page numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._script: str | None = None
        self._ends = time.monotonic() + SHARE_OF_TIME * Limits.from_environment().seconds
        self.read: list[int] = []
        self.doubtful: list[int] = []

    def read_lines(self, number: int) -> list[Line]:
        """Recognise page ``number`` (1-based); empty if unreadable or without text."""
        if not find_languages() or self._measure_time_left() <= 0:
            return []
        try:
            image, scale = _render(self.path, number)
            page_lines, confidence = self._read(image, number, scale)
        except (subprocess.SubprocessError, OSError, ValueError, pypdfium2.PdfiumError):
            return []
        if confidence < LEAST_CONFIDENCE:
            self.doubtful.append(number)
            return []
        self.read.append(number)
        return page_lines

    def explain_failure(self, number: int) -> str:
        """Return a sentence for people on why page ``number`` is not recognised."""
        if not find_languages():
            return (
                "Install Tesseract with its languages (ara, chi_sim, eng, fra, rus, spa) and "
                "ingest the file again."
            )
        if number in self.doubtful:
            return "It holds nothing that text recognition could make out."
        if self._measure_time_left() <= 0:
            return "Text recognition ran out of time; allow more with WSIS_SEARCH_READ_SECONDS."
        return "Text recognition failed on it."

    def list_warnings(self) -> list[ReadingWarning]:
        """Return a warning with the recognised pages, if there are any."""
        if not self.read:
            return []
        pages = _format_ranges(self.read)
        what = f"Page {pages} is" if len(self.read) == 1 else f"Pages {pages} are"
        message = f"{what} scanned and read by text recognition (OCR): compare with the page."
        return [ReadingWarning("ocr", message)]

    def _measure_time_left(self) -> float:
        return min(_PAGE_SECONDS, self._ends - time.monotonic())

    def _read(self, image: bytes, number: int, scale: float) -> tuple[list[Line], float]:
        """Recognise a page in the script of earlier pages, or where that fails in its own."""
        known_script = self._script
        if known_script is None:
            self._script = _detect_script(image, self._measure_time_left())
        page_lines, confidence = recognise_lines(
            image, number, scale, self._script, seconds=self._measure_time_left()
        )
        if known_script is not None and confidence < 75:
            # The script was that of an earlier page.
            script = _detect_script(image, self._measure_time_left())
            if script != known_script:
                self._script = script
                return recognise_lines(
                    image, number, scale, script, seconds=self._measure_time_left()
                )
        return page_lines, confidence


@cache
def find_languages() -> frozenset[str]:
    """Return Tesseract's installed languages; empty where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        output = _run_tesseract(["--list-langs"], b"", 20)
    except (subprocess.SubprocessError, OSError):
        return frozenset()
    return frozenset(output.split("\n")[1:]) & frozenset(_UNKNOWN)


def recognise_lines(
    image: bytes, number: int, scale: float, script: str | None, *, seconds: float = _PAGE_SECONDS
) -> tuple[list[Line], float]:
    """Return the lines on an upright page image, and the confidence in percent.

    ``scale`` is pixels per point; ``script`` is Tesseract's name (Latin, Cyrillic, Arabic, Han).
    Raises subprocess.SubprocessError if Tesseract fails or takes too long.
    """
    wanted = _LANGUAGES.get(script or "", _UNKNOWN)
    languages = [name for name in wanted if name in find_languages()] or sorted(find_languages())
    page_lines, confidences = _segment(image, number, scale, languages, seconds, _AS_LAID_OUT)
    if script == "Arabic":
        # Looking for columns, Tesseract loses whole lines of Arabic pages. Read as one block, one
        # has more of its words right (0.91 against 0.87, 0.91 and 0.81, 0.96 and 0.94 on three
        # pages of the sample); its own certainty shows which of the two is better.
        block, block_confidences = _segment(image, number, scale, languages, seconds, _AS_ONE_BLOCK)
        if sum(block_confidences) > ONE_BLOCK_BETTER * sum(confidences):
            page_lines, confidences = block, block_confidences
    return _unify_sizes(page_lines), sum(confidences) / len(confidences) if confidences else 0.0


def _segment(
    image: bytes, number: int, scale: float, languages: Sequence[str], seconds: float, mode: str
) -> tuple[list[Line], list[float]]:
    """Return lines, and the confidence of each character, for one segmentation mode."""
    arguments = [
        "stdin",
        "stdout",
        "-l",
        "+".join(languages),
        "--dpi",
        str(RESOLUTION),
        "--psm",
        mode,
    ]
    output = _run_tesseract([*arguments, "-c", "tessedit_create_hocr=1"], image, seconds)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    root = etree.fromstring(output.encode(), parser)
    page_lines: list[Line] = []
    confidences: list[float] = []
    for element in root.iter("span"):
        if element.get("class") in _LINES:
            words = [word for word in map(_OcrWord, element.iter("span")) if word.text]
            confidences += [word.confidence for word in words for _ in word.text]
            if words:
                page_lines.append(_build_line(element, words, number, scale))
    return page_lines, confidences


class _OcrWord:
    def __init__(self, element: Any) -> None:
        is_word = element.get("class") == "ocrx_word"
        text = "".join(element.itertext()) if is_word else ""
        self.text = clean(without_bidi_controls(text))  # Tesseract sets marks behind Latin words
        fields = _read_fields(element)
        self.confidence = fields.get("x_wconf", [0.0])[0]
        self.x0, _, self.x1, _ = fields.get("bbox", [0.0] * 4)


def _read_fields(element: Any) -> dict[str, list[float]]:
    return {
        name: [float(number) for number in numbers.split()]
        for name, numbers in _FIELD.findall(element.get("title") or "")
    }


def _build_line(element: Any, words: Sequence[_OcrWord], number: int, scale: float) -> Line:
    fields = _read_fields(element)
    x0, top, x1, bottom = fields["bbox"]
    slope, offset = fields.get("baseline", [0.0, 0.0])
    size = fields.get("x_size", [bottom - top])[0]
    text = ""
    for word in words:
        text = join_lines(text, word.text)
    return Line(
        text=text,
        page=number,
        x0=x0 / scale,
        x1=x1 / scale,
        baseline=(bottom + offset + slope * (x1 - x0) / 2) / scale,
        size=size / scale,
        bold=False,
        rtl=has_rtl(text),
        first_word=(words[0].x1 - words[0].x0) / scale,
        spaced=False,
    )


def _unify_sizes(lines: Sequence[Line]) -> list[Line]:
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.size):
        if groups and line.size < (1 + SAME_SIZE) * groups[-1][0].size:
            groups[-1].append(line)
        else:
            groups.append([line])
    sizes = {id(line): group[len(group) // 2].size for group in groups for line in group}
    return [replace(line, size=sizes[id(line)]) for line in lines]


def _detect_script(image: bytes, seconds: float) -> str | None:
    try:
        match = _SCRIPT.search(_run_tesseract(["stdin", "stdout", "--psm", "0"], image, seconds))
    except subprocess.CalledProcessError:  # too few letters, or its data are not installed
        return None
    return match.group(1) if match else None


def _render(path: Path, number: int) -> tuple[bytes, float]:
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(RESOLUTION / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        image = page.render(scale=scale, grayscale=True).to_pil()
        target = io.BytesIO()
        image.save(target, "PNG", compress_level=1)
        return target.getvalue(), scale


def _run_tesseract(arguments: Sequence[str], image: bytes, seconds: float) -> str:
    process = subprocess.run(  # noqa: S603
        [shutil.which("tesseract") or "tesseract", *arguments],
        input=image,
        capture_output=True,
        timeout=max(1.0, seconds),
        check=True,
        # One thread: files are read side by side already.
        env={**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
    )
    return process.stdout.decode("utf-8", "replace")


def _format_ranges(numbers: Sequence[int]) -> str:
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return ", ".join(
        str(group[0]) if len(group) == 1 else f"{group[0]}–{group[-1]}" for group in groups
    )
