"""Presentations read slide by slide, as an audience reads them."""

from __future__ import annotations

import copy
import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches

from corpus.errors import CorruptFileError, NoTextError
from ingest import slides

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


def text_box(slide: Any, left: float, top: float, text: str) -> Any:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.5))
    box.text_frame.text = text
    return box


def save(presentation: Any, folder: Path) -> Path:
    path = folder / "talk.pptx"
    presentation.save(str(path))
    return path


def read_shown(path: Path) -> list[tuple[str, int | None, str | None, str]]:
    return [(b.kind[0], b.page, b.label, b.text) for b in slides.read(path).blocks]


def test_titles_text_notes_and_pages(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    deck.core_properties.title = "Progress"
    deck.core_properties.author = "Secretariat"
    deck.core_properties.created = dt.datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[1].text = "First point\nSecond\vpoint"
    slide.shapes.title.text = "Progress\vreport"
    slide.notes_slide.notes_text_frame.text = "See C24/8."
    text_box(deck.slides.add_slide(deck.slide_layouts[6]), 1, 1, "Ответы на вопросы")
    reading = slides.read(save(deck, tmp_path))
    assert [(b.kind[0], b.page, b.level, b.text) for b in reading.blocks] == [
        ("h", 1, 1, "Progress report"),
        ("p", 1, None, "First point"),
        ("p", 1, None, "Second\npoint"),
        ("p", 1, None, "See C24/8."),
        ("p", 2, None, "Ответы на вопросы"),
    ]
    assert reading.pages == 2
    assert reading.properties["title"] == "Progress"
    assert reading.properties["created"] == "2024-01-02T03:04:05"


def test_shapes_are_read_from_the_top_and_in_their_direction(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    text_box(slide, 5, 3.05, "right")
    text_box(slide, 1, 3.1, "left")
    text_box(slide, 1, 1, "top")
    group = slide.shapes.add_group_shape([text_box(slide, 5, 5, "b"), text_box(slide, 1, 5, "a")])
    assert group.shapes
    assert [text for *_, text in read_shown(save(deck, tmp_path))] == [
        "top",
        "left",
        "right",
        "a",
        "b",
    ]
    for paragraph in slide.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        paragraph.insert(0, parse_xml(f'<a:pPr {_A} rtl="1"/>'))
    assert [text for *_, text in read_shown(save(deck, tmp_path))] == [
        "top",
        "right",
        "left",
        "b",
        "a",
    ]


def test_automatic_numbers_become_labels(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    frame = text_box(deck.slides.add_slide(deck.slide_layouts[6]), 1, 1, "").text_frame
    for level, scheme, text in (
        (0, "arabicPeriod", "one"),
        (1, "alphaLcParenR", "one a"),
        (1, "alphaLcParenR", "one b"),
        (0, "arabicPeriod", "two"),
        (1, "alphaLcParenR", "two a"),
        (0, None, "between"),
        (0, 'romanUcParenBoth" startAt="4', "four"),
        (0, "ea1ChsPeriod", "han"),
    ):
        paragraph = frame.add_paragraph()
        paragraph.text = text
        number = f'<a:buAutoNum type="{scheme}"/>' if scheme else ""
        paragraph._p.insert(0, parse_xml(f'<a:pPr {_A} lvl="{level}">{number}</a:pPr>'))
    assert [(label, text) for _, _, label, text in read_shown(save(deck, tmp_path))] == [
        ("1.", "one"),
        ("a)", "one a"),
        ("b)", "one b"),
        ("2.", "two"),
        ("a)", "two a"),
        (None, "between"),
        ("(IV)", "four"),
        ("一.", "han"),
    ]


def test_tables_repeat_their_header(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shape = slide.shapes.add_table(3, 3, Emu(0), Emu(0), Inches(4), Inches(2))
    rows = (
        ("Country", "Phase", "Year"),
        ("Switzerland", "Geneva", "2003"),
        ("Tunisia", "", "2005"),
    )
    for position, row in enumerate(rows):
        for column, text in enumerate(row):
            shape.table.cell(position, column).text = text
    shape.table.cell(2, 0).merge(shape.table.cell(2, 1))
    assert [text for *_, text in read_shown(save(deck, tmp_path))] == [
        "Country | Phase | Year",
        "Country: Switzerland | Phase: Geneva | Year: 2003",
        "Country Phase: Tunisia | Year: 2005",
    ]


def test_slides_without_text(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[6])
    with pytest.raises(NoTextError, match=r"talk\.pptx has no text"):
        slides.read(save(deck, tmp_path))


@pytest.mark.parametrize(
    "part",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(part: str, tmp_path: Path) -> None:
    deck = pptx.Presentation()
    text_box(deck.slides.add_slide(deck.slide_layouts[6]), 1, 1, "ENTITY")
    source = save(deck, tmp_path)
    target = tmp_path / "bomb.pptx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "ppt/slides/slide1.xml":
                data = data.replace(b"<p:sld", part.encode() + b"<p:sld", 1)
            new.writestr(name, data)
    assert read_shown(source)
    with pytest.raises(CorruptFileError, match=r"bomb\.pptx.*declares entities"):
        slides.read(target)


@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
def test_a_truncated_file(share: float, tmp_path: Path) -> None:
    deck = pptx.Presentation()
    text_box(deck.slides.add_slide(deck.slide_layouts[6]), 1, 1, "text")
    path = save(deck, tmp_path)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    with pytest.raises(CorruptFileError, match=r"talk\.pptx"):
        slides.read(path)


def test_a_slide_that_is_damaged_leaves_the_others(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for text in ("one", "two"):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        box = text_box(slide, 1, 1, text)
        if text == "one":
            box._element.spPr.xfrm.off.set("x", "rubbish")
    reading = slides.read(save(deck, tmp_path))
    assert [block.text for block in reading.blocks] == ["two"]
    assert reading.warnings[0].code == "damaged-page"
    assert "Slide 1" in reading.warnings[0].message


def test_charts_formulas_and_alternatives_are_read_once(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["2023", "2024"]
    data.add_series("Africa", (37, 38))
    data.add_series("Asia", (66, 67))
    kind, half = XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(0.5)
    chart = slide.shapes.add_chart(kind, half, half, Inches(3), Inches(2), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "People online, %"
    box = text_box(slide, 1, 5, "where ")
    box.text_frame.paragraphs[0]._p.append(
        parse_xml(
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            "<m:r><m:t>x=1</m:t></m:r></m:oMath>"
        )
    )
    alternate = parse_xml(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice Requires='a14'/><mc:Fallback/></mc:AlternateContent>"
    )
    box._element.addprevious(alternate)
    alternate[1].append(copy.deepcopy(box._element))
    alternate[0].append(box._element)
    reading = slides.read(save(deck, tmp_path))
    assert [block.text for block in reading.blocks] == [
        "People online, %",
        "Africa | Asia",
        "2023 | Africa: 37 | Asia: 66",
        "2024 | Africa: 38 | Asia: 67",
        "where x=1",
    ]
    (balance,) = reading.balance
    assert (balance.left_out, balance.difference) == ({"repeated": 8, "alternate-content": 7}, 0)


def test_a_partly_readable_slide_gives_a_warning(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    text_box(slide, 1, 1, "Read")
    lost = f"<p:unheard {_P} {_A}><a:t>Never read</a:t></p:unheard>"
    slide.shapes._spTree.append(parse_xml(lost))
    (balance,) = slides.read(save(deck, tmp_path)).balance
    assert (balance.place, balance.difference, balance.missing) == ("slide 1", 9, (("slide 1", 9),))
