"""Count characters and references that are lost when a page is printed to PDF and read again.

    python -m benchmarks.reading.measure [--language ar …] [--held-out] [--columns] [--keep FOLDER]

The producers of ``producers`` lay out sixty paragraphs a language: running text, UN sentences, SDG
texts. Each ends in a reference in brackets. This project and other readers read them. Readers that
are not installed are left out with a note; ``pip install --group benchmark`` installs those on
PyPI. PyMuPDF (AGPL) is compared only if it is there.

The first sixty paragraphs were used for development. ``--held-out`` takes sixty UN sentences that
were not. ``--columns`` sets the text in two justified columns.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from benchmarks.reading.producers import CANNOT, list_producers, word_file
from ingest.pdf import read
from ingest.word import read as read_word

if TYPE_CHECKING:
    from collections.abc import Callable

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
        return [
            f"{text} ({REFERENCES[position % len(REFERENCES)]})"
            for position, text in enumerate(texts)
        ]
    texts = [t for t in _column("udhr", language) if len(t) > least / 4][:20]
    texts += [t for t in _column("un-parallel", language)[100:] if len(t) > least][:25]
    texts += [t for t in _column("sdg", language)[10:] if len(t) > least / 8][: 60 - len(texts)]
    return [
        f"{text} ({REFERENCES[position % len(REFERENCES)]})" for position, text in enumerate(texts)
    ]


def _column(folder: str, language: str) -> list[str]:
    with (DATA / folder / "aligned.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row[language].strip() for row in rows]


def _ours(path: Path) -> str:
    return "\n".join(block.text for block in read(path).blocks)


def _word(path: Path) -> str:
    return "\n".join(block.text for block in read_word(path).blocks)


def _pdfplumber(path: Path) -> list[str]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [
            "\n".join(page.extract_text(char_dir=direction) for page in pdf.pages)
            for direction in ("ltr", "rtl")
        ]


def _pypdfium2(path: Path) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return ["\n".join(page.get_textpage().get_text_range() for page in document)]


def _pymupdf(path: Path) -> list[str]:
    pymupdf = importlib.import_module("pymupdf")
    with pymupdf.open(path) as document:
        return ["\n".join(p.get_text(sort=is_sorted) for p in document) for is_sorted in (0, 1)]


def _poppler(path: Path) -> list[str]:
    done = subprocess.run(  # noqa: S603
        ["pdftotext", "-enc", "UTF-8", str(path), "-"],  # noqa: S607
        check=True,
        capture_output=True,
    )
    return [done.stdout.decode("utf-8", "replace")]


def readers() -> dict[str, Callable[[Path], list[str]]]:
    """Return the installed readers, ours first; each returns the texts of a file by setting."""
    readers: dict[str, Callable[[Path], list[str]]] = {
        "wsis-search": lambda path: [_ours(path)],
        "pdfplumber": _pdfplumber,
        "pypdfium2": _pypdfium2,
    }
    if importlib.util.find_spec("pymupdf"):
        readers["PyMuPDF"] = _pymupdf
    if shutil.which("pdftotext"):
        readers["poppler"] = _poppler
    return readers


def wrong(source: str, text: str) -> float:
    """Characters to change, insert or delete (edit distance) per thousand of the source.

    White space counts as one space, tatweel and the way of composing letters do not count.
    """
    before, after = _plain(source), _plain(text)
    return 1000 * Levenshtein.distance(before, after) / len(before)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u0640", "").split())


def lost(texts: list[str], output: str) -> int:
    """Count the paragraphs whose reference is not found, whole, behind their last words."""
    plain = _plain(output)
    missing = 0
    for text in texts:
        match = re.search(r"\S+ \(\S+\)$", _plain(text))
        missing += match is None or match.group() not in plain
    return missing


def figures(texts: list[str], outputs: list[str]) -> str:
    """Wrong characters per thousand and lost references, those of the better text."""
    source = " ".join(texts)
    best = min((wrong(source, text), lost(texts, text)) for text in outputs)
    return f"{best[0]:.1f}, {best[1]}"


def main() -> None:
    """Print a table of the README."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--language", nargs="*", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--held-out", action="store_true", help="the other sixty paragraphs")
    parser.add_argument("--columns", action="store_true", help="two justified columns")
    parser.add_argument("--keep", type=Path, help="folder for the pages")
    options = parser.parse_args()
    makers = dict(list_producers(columns=options.columns))
    known = readers()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        print(f"| language | made by | {' | '.join(known)} |")
        print("|---" * (2 + len(known)) + "|")
        for language in options.language:
            texts = paragraphs(language, held_out=options.held_out)
            if not options.columns:
                row = figures(texts, [_word(word_file(language, texts, folder))])
                print(f"| {language} | DOCX, read directly | {row} |" + " |" * (len(known) - 1))
            for name, producer in makers.items():
                if (name, language) in CANNOT:
                    continue
                path = producer(language, texts, folder, options.columns)
                row = " | ".join(figures(texts, reader(path)) for reader in known.values())
                print(f"| {language} | {name} | {row} |", flush=True)
    for what in {"LibreOffice", "Chromium", "WeasyPrint", "Typst"} - makers.keys():
        print(f"{what} is not installed here.", file=sys.stderr)
    for what in {"PyMuPDF", "poppler"} - known.keys():
        print(f"{what} is not installed here.", file=sys.stderr)


if __name__ == "__main__":
    main()
