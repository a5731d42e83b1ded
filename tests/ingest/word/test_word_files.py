"""Are real Word files read whole: every word once, as LibreOffice counts them?"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.balance import Ledger, count_letters
from ingest.tables import Item, Paragraph
from ingest.word.names import W
from ingest.word.numbering import Numbering
from ingest.word.package import open_package
from ingest.word.story import StoryReader
from ingest.word.styles import Styles
from tests.conftest import REAL_DATA

REAL_FILES = REAL_DATA / "documents" / "docx"
needs_real_files = pytest.mark.skipif(
    not REAL_FILES.is_dir(), reason="the public sample files are not beside the checkout"
)


def words(text: str) -> Counter[str]:
    """Count the words of ``text``."""
    plain = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return Counter(re.findall(r"\w+", plain))


@pytest.mark.slow
@needs_real_files
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_no_word_of_the_real_files_is_lost_or_doubled(tmp_path: Path) -> None:
    files = sorted(REAL_FILES.glob("*.docx"))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path)),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for file in files:
        ledger = Ledger()
        mine = sum(map(words, _without_notes_and_boxes(file, ledger)), Counter())
        theirs = words((tmp_path / f"{file.stem}.txt").read_text("utf-8-sig"))
        # LibreOffice's text leaves out text boxes and the words of notes, as is done here, but
        # glues the mark of a note to the word before it.
        for word in list(theirs - mine):
            theirs[word] -= 1
            theirs.update(words(word.rstrip("0123456789")))
        # LibreOffice's text has what is hidden.
        lost = sum(count_letters(word) * times for word, times in (theirs - mine).items())
        hidden = ledger.balance("", "", [], list).left_out.get("hidden", 0)
        assert (lost, mine - theirs) == (hidden, Counter()), (file.name, theirs - mine)


def _without_notes_and_boxes(file: Path, ledger: Ledger) -> Iterator[str]:
    package = open_package(file)
    for frame in list(package.body.iter(f"{W}framePr", f"{W}tblpPr")):
        # Paragraphs in frames and tables that float are boxes for LibreOffice.
        for place in list(next(frame.iterancestors(W + "p", W + "tbl")).iter(W + "t")):
            place.text = ""  # type: ignore[misc]
    styles = Styles(package.styles)
    numbering = Numbering(package.numbering, styles.find_numbering_styles())

    def of(items: tuple[Item, ...]) -> Iterator[str]:
        for item in items:
            if isinstance(item, Paragraph):
                yield f"{item.label or ''} {item.text}"
            else:
                for row in item.rows:
                    for cell in row.cells:
                        yield from of(cell.items)

    yield from of(StoryReader(package, styles, numbering, ledger=ledger).read(package.body))
