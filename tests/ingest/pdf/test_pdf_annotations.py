"""Is what was filled in, typed over and remarked on the pages of a PDF file read?"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pdf.document import read
from tests.ingest.pdf.pdf_writer import LINES, TEXT, Pdf, texts

FIELD = "/Subtype/Widget/FT/Tx/T(name)/F 4"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "form.pdf"


def in_hex(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


def test_the_values_of_a_form_are_read_in_place(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(60, 100, "Name:")
    pdf.annotation((100, 90, 300, 106), f"{FIELD}/V(Cynthia Lesufi)", "Cynthia Lesufi")
    pdf.text(60, 140, "Country:")
    pdf.annotation((110, 130, 300, 146), f"{FIELD}/V{in_hex('Côte d’Ivoire')}")
    pdf.annotation((100, 170, 300, 186), f"{FIELD}/V{in_hex('جنوب أفريقيا')}")
    text = "\n".join(texts(read(pdf.save(path))))
    assert "Name: Cynthia Lesufi" in text
    assert "Country: Côte d’Ivoire" in text
    assert "جنوب أفريقيا" in text


def test_a_value_longer_than_its_field_is_whole(path: Path) -> None:
    value = "a value that is much longer than the field in which it stands on the page"
    pdf = Pdf().page()
    pdf.annotation((60, 90, 160, 106), f"{FIELD}/V({value})", value)
    assert texts(read(pdf.save(path))) == [value]


def test_lines_of_a_value_stay_apart_and_wrap(path: Path) -> None:
    pdf = Pdf().page()
    long = " ".join(["contribution"] * 12)
    pdf.annotation((60, 90, 300, 190), f"{FIELD}/V({long}\\nGeneva)")
    assert " ".join(texts(read(pdf.save(path)))) == f"{long} Geneva"


def test_ticked_boxes_differ_from_empty_ones(path: Path) -> None:
    pdf = Pdf().page()
    for row, (state, name) in enumerate([("Yes", "agreed"), ("Off", "rejected")]):
        pdf.text(80, 100 + 30 * row, name)
        box = (60, 92 + 30 * row, 70, 102 + 30 * row)
        pdf.annotation(box, f"/Subtype/Widget/FT/Btn/T(b)/AS/{state}/V/{state}", "4")
    text = "\n".join(texts(read(pdf.save(path))))
    assert "☒ agreed" in text
    assert "rejected" in text
    assert text.count("☒") == 1
    assert "4" not in text


def test_passwords_and_what_is_hidden_are_not_read(path: Path) -> None:
    pdf = Pdf().page()
    pdf.text(60, 60, "A form")
    pdf.annotation((60, 90, 300, 106), "/Subtype/Widget/FT/Tx/Ff 8192/V(secret)")
    pdf.annotation((60, 120, 300, 136), "/Subtype/Widget/FT/Tx/F 2/V(hidden)", "hidden")
    assert texts(read(pdf.save(path))) == ["A form"]


def test_text_typed_over_a_page_is_read_as_its_text(path: Path) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 100, LINES)
    pdf.annotation((60, 200, 300, 216), "/Subtype/FreeText/Contents(Approved)", "Approved")
    reading = read(pdf.save(path))
    assert texts(reading) == [TEXT, "Approved"]
    assert reading.warnings == ()


def test_remarks_follow_the_text_they_belong_to(path: Path) -> None:
    pdf = Pdf().page()
    top = pdf.paragraph(60, 100, LINES)
    pdf.paragraph(60, top + 30, LINES[:1])
    pdf.annotation((60, 102, 80, 112), "/Subtype/Text/Contents(Is this the first one?)")
    pdf.annotation((90, 102, 110, 112), "/Subtype/Link/Contents(https://www.itu.int)")
    reading = read(pdf.save(path))
    assert texts(reading) == [TEXT, "Is this the first one?", LINES[0]]
    assert [warning.code for warning in reading.warnings] == ["remarks"]
    assert "1 remark of its readers, on page 1." in reading.warnings[0].message


@pytest.mark.parametrize(
    "entries",
    ["/Subtype/Widget/FT/Tx/V 7", "/Subtype 3", "/Subtype/Text/Contents[1 2]", "/AP<</N 1>>"],
)
def test_annotations_that_make_no_sense_do_no_harm(path: Path, entries: str) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 100, LINES)
    pdf.annotation((60, 200, 300, 216), entries)
    assert texts(read(pdf.save(path))) == [TEXT]
