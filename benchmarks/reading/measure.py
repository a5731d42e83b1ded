"""How many characters and references are lost when a page is printed to PDF and read again?

    python -m benchmarks.reading.measure [--language ar …] [--held-out] [--keep FOLDER]

Sixty paragraphs a language (running text, UN sentences, SDG texts), each ending in a reference in
brackets, are laid out by LibreOffice (from DOCX) and printed by Chromium (from HTML), and read by
this project and, where they are installed, by others. PyMuPDF is under the AGPL: it is compared
when it is there, and nothing here needs it. The reader was mended on the first sixty paragraphs;
``--held-out`` takes sixty UN sentences for which nothing was changed.
"""

from __future__ import annotations

import argparse
import csv
import html
import importlib
import importlib.util
import re
import subprocess
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import numpy as np
from docx.oxml import OxmlElement

from ingest.pdf import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATA = Path(__file__).parents[3] / "shared" / "data"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
REFERENCES = (
    "CWG-WSIS&SDG-39/2",
    "CWG-WSIS&SDG-40/INF/4",
    "CWG-WSIS-32/16(Rev.1)",
    "C24/8",
    "A/RES/70/125",
    "PP-14/20(Add.1)",
    "A/70/684",
    "E/RES/2023/3",
    "WSIS-05/TUNIS/DOC/6(Rev.1)",
)


def paragraphs(language: str, *, held_out: bool = False) -> list[str]:
    """Sixty paragraphs of a language."""
    least = 60 if language == "zh" else 150
    if held_out:
        texts = [t for t in _column("un-parallel", language)[3000:] if len(t) > least][:60]
        return [f"{text} ({REFERENCES[at % len(REFERENCES)]})" for at, text in enumerate(texts)]
    texts = [t for t in _column("udhr", language) if len(t) > least / 4][:20]
    texts += [t for t in _column("un-parallel", language)[100:] if len(t) > least][:25]
    texts += [t for t in _column("sdg", language)[10:] if len(t) > least / 8][: 60 - len(texts)]
    return [f"{text} ({REFERENCES[at % len(REFERENCES)]})" for at, text in enumerate(texts)]


def _column(folder: str, language: str) -> list[str]:
    with (DATA / folder / "aligned.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row[language].strip() for row in rows]


def by_libreoffice(language: str, texts: list[str], folder: Path) -> Path:
    """The paragraphs as a PDF laid out by LibreOffice."""
    document = docx.Document()
    for text in texts:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        if language == "ar":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))  # noqa: SLF001
    source = folder / f"{language}-libreoffice.docx"
    document.save(str(source))
    profile = f"-env:UserInstallation=file://{folder}/libreoffice"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)  # noqa: S603
    return source.with_suffix(".pdf")


def by_chromium(language: str, texts: list[str], folder: Path) -> Path:
    """The paragraphs as a PDF printed by Chromium."""
    direction = "rtl" if language == "ar" else "ltr"
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts)
    source = folder / f"{language}-chromium.html"
    source.write_text(
        f'<html lang="{language}" dir="{direction}"><meta charset="utf-8">{body}', encoding="utf-8"
    )
    target = source.with_suffix(".pdf")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu"]
    command += ["--disable-background-networking", f"--user-data-dir={folder}/chromium"]
    command += [f"--print-to-pdf={target}", "--no-pdf-header-footer", str(source)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return target


def _ours(path: Path) -> str:
    return "\n".join(block.text for block in read(path).blocks)


def _pdfplumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def _pypdfium2(path: Path) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def _pymupdf(path: Path) -> str:
    pymupdf = importlib.import_module("pymupdf")
    with pymupdf.open(path) as document:
        return "\n".join(page.get_text(sort=True) for page in document)


def readers() -> Iterator[tuple[str, Callable[[Path], str]]]:
    """The readers that are installed, ours first."""
    yield "wsis-search", _ours
    yield from (("pdfplumber", _pdfplumber), ("pypdfium2", _pypdfium2))
    if importlib.util.find_spec("pymupdf"):
        yield "PyMuPDF", _pymupdf


def wrong(source: str, found: str) -> float:
    """Characters to change, insert or delete (edit distance) per thousand of the source.

    White space counts as one space, tatweel and the way of composing letters do not count.
    """
    before, after = (np.array([ord(char) for char in _plain(text)]) for text in (source, found))
    places = np.arange(len(after) + 1)
    distances = places.copy()
    for at, char in enumerate(before, 1):
        row = np.concatenate(
            ([at], np.minimum(distances[:-1] + (after != char), distances[1:] + 1))
        )
        distances = np.minimum.accumulate(row - places) + places
    return 1000 * int(distances[-1]) / len(before)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u0640", "").split())


def lost(texts: list[str], found: str) -> int:
    """How many paragraphs' references are not found, whole, behind the paragraph's last words."""
    plain = _plain(found)
    missing = 0
    for text in texts:
        match = re.search(r"\S+ \(\S+\)$", _plain(text))
        missing += match is None or match.group() not in plain
    return missing


def main() -> None:
    """Print the table of the README."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--language", nargs="*", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--held-out", action="store_true", help="the other sixty paragraphs")
    parser.add_argument("--keep", type=Path, help="folder for the pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print("| language | printed by | reader | wrong per 1000 | references lost | seconds |")
        print("|---|---|---|---|---|---|")
        for language in options.language:
            texts = paragraphs(language, held_out=options.held_out)
            for producer in (by_libreoffice, by_chromium):
                path = producer(language, texts, folder.absolute())
                for name, reader in readers():
                    start = time.perf_counter()
                    found = reader(path)
                    seconds = time.perf_counter() - start
                    print(
                        f"| {language} | {producer.__name__[3:]} | {name} "
                        f"| {wrong(' '.join(texts), found):.1f} | {lost(texts, found)} of "
                        f"{len(texts)} | {seconds:.1f} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
