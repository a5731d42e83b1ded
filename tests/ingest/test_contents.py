"""Tests for tables of contents that are typed text."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ingest.blocks import Block
from ingest.contents import drop_contents
from ingest.read import read

TITLES = {
    "en": ("Contents", "Scope", "Terms used in this guide"),
    "fr": ("Table des matières", "Domaine d’application", "Termes utilisés dans ce guide"),
    "es": ("Índice", "Alcance", "Términos utilizados en esta guía"),
    "ru": ("Содержание", "Область применения", "Термины, используемые в руководстве"),
    "ar": ("المحتويات", "مجال التطبيق", "المصطلحات المستخدمة في الدليل"),
    "zh": ("目录", "范围", "本指南使用的术语"),
}


@pytest.mark.parametrize("style", ["toc 1", "Normal"])
@pytest.mark.parametrize("language", TITLES)
def test_typed_contents_are_no_text(language: str, style: str, tmp_path: Path) -> None:
    contents, *headings = TITLES[language]
    document = docx.Document()
    if style != "Normal":
        document.styles.add_style(style, 1)
    document.add_paragraph(contents)
    for number, heading in enumerate(headings, start=1):
        document.add_paragraph(f"{number}\t{heading}\t{number + 1}", style)
    for number, heading in enumerate(headings, start=1):
        document.add_heading(f"{number}\t{heading}", 1)
        document.add_paragraph(f"{heading}: …, {heading}.")
    path = tmp_path / "guide.docx"
    document.save(str(path))
    read_document = read(path)
    assert [(passage.label, passage.text) for passage in read_document.passages][::2] == [
        ("1", headings[0]),
        ("2", headings[1]),
    ]
    assert not [warning for warning in read_document.warnings if warning.code == "text-lost"]


def blocks(*texts: str) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


def test_lines_with_leaders_are_dropped_where_headings_repeat_them() -> None:
    body = blocks("1 Scope", "This guide is for towns.", "2 Terms", "A hub is a place.")
    lines = blocks("Contents", "Page", "1 Scope . . . . . . 2", "2 Terms\u202c ……… iv\u202c")
    assert drop_contents([*lines, *body]) == tuple(body)


@pytest.mark.parametrize(
    "titles",
    [("СОДЕРЖАНИЕ", "Стр."), ("جدول المحتويات", "الصفحة"), ("目录", "页码"), ("ÍNDICE", "Página")],
)
def test_titles_of_contents_and_their_page_numbers_are_dropped(titles: tuple[str, str]) -> None:
    body = blocks("1 Scope", "This guide is for towns.", "2 Terms", "A hub is a place.")
    lines = blocks(*titles, "1 Scope....... 2", "2 Terms...... 3")
    assert drop_contents([*lines, *body]) == tuple(body)


def test_chinese_entries_that_a_page_joins_are_dropped() -> None:
    body = blocks("6.2\t关闭条目", "条目予以保留。", "附件A 试验", "保存者进行试验。")
    lines = blocks("6.2\t关闭条目........4附件A – 试验........5")
    assert drop_contents([*lines, *body]) == tuple(body)


@pytest.mark.parametrize(
    "rows",
    [
        ("Page", "I. Introduction | 1", "II. Networks | 2", "III. Proposals | 4"),
        (
            "Chapter | Paragraphs | Page",
            "Chapter: I. | Introduction | Paragraphs: 1–4 | Page: 1",
            "Chapter: II. | Networks | Paragraphs: 5 | Page: 2",
            "Chapter: III. | Proposals | Paragraphs: 6–9 | Page: 4",
        ),
    ],
)
def test_contents_in_a_table_are_dropped(rows: tuple[str, ...]) -> None:
    body = blocks("I.\tIntroduction", "A text.", "II.\tNetworks", "A text.", "III.\tProposals")
    entries = [Block("table", row) for row in rows]
    assert drop_contents([*blocks("Contents"), *entries, *body]) == tuple(body)
    assert drop_contents([*entries, *body]) == tuple(body)


def test_a_table_of_numbers_stays_under_other_titles() -> None:
    rows = [Block("table", row) for row in ("Schools | 12", "Libraries | 40", "Museums | 57")]
    body = blocks("Places of learning", "Schools", "There are twelve.")
    assert drop_contents([*body, *rows]) == (*body, *rows)


@pytest.mark.parametrize(
    "lines",
    [
        ("I.\tIntroduction\t1–4\t1", "II.\tNetworks\t5\t2", "III.\tProposals\t6–9\t4"),
        ("Chapter Page", "I. Introduction 1", "II. Networks 2 III. Proposals 4"),
        ("I. Introduction", "II. Networks III. Proposals", "Page", "1 2 4"),
    ],
)
def test_contents_of_columns_or_without_leaders_are_dropped(lines: tuple[str, ...]) -> None:
    body = blocks("I.\tIntroduction", "A text.", "II.\tNetworks", "A text.", "III.\tProposals")
    assert drop_contents([*blocks("Contents", *lines), *body]) == tuple(body)


def test_old_contents_below_their_title_are_dropped() -> None:
    body = blocks("1\tScope", "This guide is for towns.")
    lines = blocks("Contents", "1 Aim ..... 2", "2 Words ..... 3", "3 Signs ..... 5")
    assert drop_contents([*lines, *body]) == tuple(body)


def test_several_lines_in_one_block_are_dropped() -> None:
    body = blocks("1 Scope", "This guide is for towns.", "2 Terms", "A hub is a place.")
    assert drop_contents([*blocks("1 Scope....... 2\n2 Terms...... 3"), *body]) == tuple(body)


@pytest.mark.parametrize(
    "texts",
    [
        ("Total\t12", "Total of the year"),
        ("1 Scope ...... 2", "2 Terms", "A hub is a place."),
        ("1 Scope", "Seats\t40", "Seats and tables"),
        ("Seats", "Seats\t40"),
        ("Seats\t40", "Seats", "There are enough."),
        ("Contents", "What the box contains."),
    ],
)
def test_a_line_that_no_later_heading_repeats_stays(texts: tuple[str, ...]) -> None:
    lines = blocks(*texts)
    assert drop_contents(lines) == tuple(lines)


def test_a_file_of_contents_alone_is_read_as_it_is() -> None:
    lines = [Block("paragraph", "1\tScope\t2", style="toc 1")]
    assert drop_contents(lines) == tuple(lines)
