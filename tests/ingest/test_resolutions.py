"""Preambles, lists and numbered paragraphs of resolutions, from Word and from printed pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.documents.__main__ import compare
from benchmarks.documents.files import print_by_libreoffice, word_file
from benchmarks.documents.sheets import SETS, Sheet, read_sheets
from ingest import office
from ingest.blocks import Block
from ingest.passages import passages
from ingest.read import read

LEFT = {
    "ar-standardization-assembly": {"cover"},  # the number of the resolution is taken for the title
    "ru-corrigendum": {"heading"},  # it quotes a paragraph 2.1 below its own heading 1
    "es-study-group": {"cover"},  # without a symbol of a known form, no bold line is a title
    "zh-development-sector": {"cover"},
}
"""Kinds of the errors that are left in Word files, by the names of documents."""

ALL = [sheet for name in SETS for sheet in read_sheets(name)]
NAMES = (
    "fr-assembly", "ru-union", "zh-commission", "ar-recommendation-reversed", "en-recommendation",
    "fr-proposal", "es-committee", "fr-committee", "fr-contribution", "ar-dashes", "en-supplement",
)  # fmt: skip
PRINTED = [sheet for sheet in ALL if sheet.name in NAMES]


@pytest.mark.parametrize("sheet", ALL, ids=[sheet.name for sheet in ALL])
def test_word_file_gives_each_paragraph_with_its_heading_path(sheet: Sheet, tmp_path: Path) -> None:
    """The pages of LibreOffice and Chromium are measured by ``python -m benchmarks.documents``."""
    share, errors = compare(sheet, word_file(sheet, tmp_path), {})
    assert (share, {kind for kind, _ in errors}) == (0.0, LEFT.get(sheet.name, set()))
    assert len(errors) == len(LEFT.get(sheet.name, ()))


@pytest.mark.process
@pytest.mark.skipif(office.find_program() is None, reason="LibreOffice is not installed")
@pytest.mark.thorough
def test_printed_pages_give_the_same_paragraphs_and_their_pages(tmp_path: Path) -> None:
    files = [word_file(sheet, tmp_path) for sheet in PRINTED]
    pages = print_by_libreoffice(files, tmp_path)
    for sheet, file in zip(PRINTED, files, strict=True):
        assert max(pages[sheet.name].values()) > 1
        printed = file.with_suffix(".pdf")
        assert compare(sheet, printed, pages[sheet.name]) == (0.0, [])
        later = [passage.text for passage in read(printed).passages if passage.page != 1]
        assert not [text for text in later if sheet.fields["job"] in text]


def _read(*blocks: Block) -> list[tuple[str, tuple[str, ...]]]:
    return [(passage.text, passage.heading) for passage in passages(blocks, "en")]


def test_a_letter_has_no_preamble() -> None:
    letter = [
        Block("paragraph", "Dear Madam Chair,"),
        Block("paragraph", "I thank you for your letter of 3 May."),
        Block("paragraph", "1.\tThe report is attached."),
    ]
    assert [heading for _, heading in _read(*letter)] == [(), (), ()]


def test_a_term_before_its_explanation_opens_no_resolution() -> None:
    blocks = [
        Block("paragraph", "Group of rooms G,"),
        Block("paragraph", "where G is the name of the group;"),
        Block("paragraph", "1.\tThe number follows the name."),
    ]
    assert [heading for _, heading in _read(*blocks)] == [(), (), ()]


def test_an_italic_sentence_before_a_list_is_no_heading() -> None:
    blocks = [
        Block("paragraph", "The group agreed on three points:", is_italic=True),
        Block("paragraph", "1\tto meet again;"),
    ]
    assert [heading for _, heading in _read(*blocks)] == [(), ()]


def test_an_italic_line_before_a_list_is_its_heading() -> None:
    blocks = [
        Block("paragraph", "resolves", is_italic=True),
        Block("paragraph", "1\tto meet again;"),
        Block("paragraph", "instructs the Director", is_italic=True),
        Block("paragraph", "1\tto report;"),
    ]
    assert _read(*blocks) == [
        ("resolves", ()),
        ("to meet again;", ("resolves",)),
        ("instructs the Director", ()),
        ("to report;", ("instructs the Director",)),
    ]
