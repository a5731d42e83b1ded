"""Every format comes in through one door and gives the same document."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import CorruptFileError, NoTextError, UnreadableError
from ingest import plain
from ingest.read import read

LINES = ("CWG-WSIS&SDG-40/3-E", "Report of the Chair", "The Group notes the report.")


def text(path: Path) -> None:
    path.write_text("\n".join(LINES), encoding="utf-8")


def page(path: Path) -> None:
    path.write_text("".join(f"<p>{line.replace('&', '&amp;')}</p>" for line in LINES), "utf-8")


def markdown(path: Path) -> None:
    path.write_text("\n\n".join(LINES), encoding="utf-8")


def slides(path: Path) -> None:
    import pptx

    deck = pptx.Presentation()
    box = deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_textbox(0, 0, 9, 9)
    box.text_frame.text = "\n".join(LINES)
    deck.save(str(path))


@pytest.mark.parametrize(
    ("name", "write", "pages"),
    [
        ("a.txt", text, None),
        ("a.html", page, None),
        ("a.md", markdown, None),
        ("a.pptx", slides, 1),
    ],
)
def test_each_format_gives_the_same_document(
    name: str, write: Callable[[Path], None], pages: int | None, tmp_path: Path
) -> None:
    path = tmp_path / name
    write(path)
    document = read(path)
    assert [passage.text for passage in document.passages] == list(LINES)
    assert document.metadata.symbol == "CWG-WSIS&SDG-40/3"
    assert document.language == "en"
    assert document.pages == pages
    assert document.file == path
    assert f".{document.format}" == path.suffix
    assert not document.warnings


def test_a_member_of_an_archive_keeps_its_own_name(tmp_path: Path) -> None:
    """The symbol and the language may stand in the file's name only."""
    path = tmp_path / "meeting.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("in/S25-CL-C-0093!R1!MSW-S.txt", "Informe del Grupo sobre la reunión.")
    document = read(tmp_path / "meeting.zip!" / "in" / "S25-CL-C-0093!R1!MSW-S.txt")
    assert document.metadata.symbol == "C25/93(Rev.1)"
    assert document.language == "es"


def test_an_unforeseen_error_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "odd.txt"
    text(path)

    def raising(error: Exception) -> None:
        def fail(_: Path) -> None:
            raise error

        monkeypatch.setattr(plain, "read", fail)

    raising(KeyError("w:rPr"))
    with pytest.raises(CorruptFileError, match=r"odd\.txt cannot be read \(KeyError"):
        read(path)
    raising(OSError(5, "Input/output error"))
    with pytest.raises(UnreadableError, match=r"odd\.txt cannot be read: Input/output error"):
        read(path)
    raising(MemoryError())
    with pytest.raises(MemoryError):  # the worker's business
        read(path)


def test_a_file_without_words(tmp_path: Path) -> None:
    path = tmp_path / "blank.txt"
    path.write_text("\n \n", encoding="utf-8")
    with pytest.raises(NoTextError, match=r"blank\.txt"):
        read(path)
