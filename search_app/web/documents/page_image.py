"""PNG of a page of a PDF, drawn by PDFium in a process of its own.

A PDF may crash PDFium, never end or use up the memory, and PDFium allows no threads.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.errors import CorruptFileError, OutOfTimeError

_SECONDS: Final = 20
_MEGABYTES: Final = 2048
_PIXELS: Final = 4_000_000
"""Maximum pixels of a picture, however long and narrow the page is."""

_POINTS: Final = 14_400
"""Longest side of a page that PDF readers agree on: 200 inches (ISO 32000-1, annex C)."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a picture, with its size in points and the file's number of pages."""

    png: bytes
    width: float
    height: float
    pages: int


def draw(path: Path, page: int, *, width: int = 1100) -> PageImage:
    """Draw a page (from 1; at most the last), ``width`` pixels wide; may raise ``ReadError``."""
    command = [sys.executable, "-P", "-m", __name__, str(path), str(page), str(width)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise OutOfTimeError(
            f"Page {page} of {path.name} was not drawn within {_SECONDS} seconds."
        ) from error
    head, _, png = done.stdout.partition(b"\n")
    if done.returncode or not png:
        raise CorruptFileError(f"Page {page} of {path.name} cannot be drawn.")
    try:
        size = json.loads(head)
        return PageImage(png, float(size["width"]), float(size["height"]), int(size["pages"]))
    except (ValueError, KeyError) as error:
        raise CorruptFileError(f"Page {page} of {path.name} cannot be drawn.") from error


def _main() -> None:
    """Write the page's size as a line of JSON, then the picture."""
    from ingest.limits import limit_memory

    limit_memory(_MEGABYTES)
    import io

    import pypdfium2

    path, page, width = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    document = pypdfium2.PdfDocument(path)
    drawn = document[min(max(page, 1), len(document)) - 1]
    points = drawn.get_size()
    if not all(0 < side <= _POINTS for side in points):
        sys.exit(1)
    scale = min(width / points[0], math.sqrt(_PIXELS / (points[0] * points[1])))
    picture = io.BytesIO()
    drawn.render(scale=scale).to_pil().convert("RGB").quantize(64).save(picture, "PNG")
    size = {"width": points[0], "height": points[1], "pages": len(document)}
    sys.stdout.buffer.write(json.dumps(size).encode() + b"\n" + picture.getvalue())


if __name__ == "__main__":
    _main()
