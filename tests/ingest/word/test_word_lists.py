"""Do items of numbered lists stay items, and do lists in the cells of a table keep its rows?"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ingest.read import read

RUSSIAN = (
    "1.1 Стороны выполняют следующее:",
    ("закупить 12 автобусов", "обучить 340 библиотекарей", "опубликовать открытый каталог"),
    "Министерство культуры отвечает за исполнение и представит отчет в 2025 году.",
)
SPANISH = (
    "1.1 Las Partes harán lo siguiente:",
    ("comprar 12 autobuses", "formar a 340 bibliotecarios", "publicar el catálogo abierto"),
    "El Ministerio de Cultura responde de la ejecución y presentará un informe en 2025.",
)
ARABIC = (
    "1.1 يقوم الطرفان بما يلي:",
    ("شراء 12 حافلة", "تدريب 340 من أمناء المكتبات", "نشر الفهرس المفتوح"),
    "وزارة الثقافة مسؤولة عن التنفيذ وتقدم تقريراً في عام 2025.",
)
CHINESE = (
    "1.1 双方应开展以下工作：",
    ("采购12辆巴士", "培训340名图书管理员", "公布开放目录"),
    "文化部负责落实工作，并于2025年提交报告。",
)

List = tuple[str, tuple[str, ...], str]


def read_items(file: Path) -> list[tuple[str, str | None, str, tuple[str, ...]]]:
    """Return kind, number, text and headings of all passages."""
    return [
        (passage.kind, passage.label, passage.text, passage.heading)
        for passage in read(file).passages
    ]


@pytest.mark.parametrize("written", [RUSSIAN, SPANISH, ARABIC, CHINESE])
@pytest.mark.parametrize("is_typed", [False, True])
@pytest.mark.parametrize("is_led", [True, False])
@pytest.mark.thorough
def test_the_last_item_of_a_list_is_an_item(
    written: List, is_typed: bool, is_led: bool, tmp_path: Path
) -> None:
    lead, items, text = written
    document = docx.Document()
    if is_led:
        document.add_paragraph(lead)
    for number, item in enumerate(items, 1):
        if is_typed:
            document.add_paragraph(f"{number}. {item}")
        else:
            document.add_paragraph(item, style="List Number")
    document.add_paragraph(text)
    document.save(str(file := tmp_path / "body.docx"))
    assert read_items(file)[is_led:] == [
        *(("paragraph", f"{number}.", item, ()) for number, item in enumerate(items, 1)),
        ("paragraph", None, text, ()),
    ]


@pytest.mark.parametrize("written", [RUSSIAN, ARABIC, CHINESE])
def test_a_list_in_a_layout_cell_has_items(written: List, tmp_path: Path) -> None:
    _, items, text = written
    document = docx.Document()
    document.add_paragraph(text)
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.paragraphs[0].text = items[0]
    for item in items[1:]:
        left.add_paragraph(item)
    for paragraph in left.paragraphs:
        paragraph.style = "List Number"
    right.text = text
    document.save(str(file := tmp_path / "cells.docx"))
    assert [(kind, label) for kind, label, _, _ in read_items(file)[1:]] == [
        ("paragraph", "1."),
        ("paragraph", "2."),
        ("paragraph", "3."),
        ("paragraph", None),
    ]


@pytest.mark.parametrize("is_bold", [True, False])
def test_numbered_headings_stay_headings(is_bold: bool, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Стороны договорились о нижеследующем.")
    for number, title in enumerate(("Предмет", "Сроки", "Цена"), 1):
        document.add_paragraph(style="List Number").add_run(title).bold = is_bold
        # Headings with nothing under them differ from items by how they are set.
        if number == 3 or not is_bold:
            document.add_paragraph(f"{title}: об этом стороны договариваются отдельно.")
    document.save(str(file := tmp_path / "headings.docx"))
    assert [label for kind, label, _, _ in read_items(file) if kind == "heading"] == (
        ["3."] if is_bold else ["1.", "2.", "3."]
    )


@pytest.mark.parametrize(
    ("names", "items", "bodies"),
    [
        (("Задача", "Ответственный"), RUSSIAN[1], ("Минкультуры", "Минпросвещения", "Минфин")),
        (
            ("المهمة", "الجهة المسؤولة"),
            ARABIC[1],
            ("وزارة الثقافة", "وزارة التعليم", "وزارة المالية"),
        ),
        (("任务", "负责方"), CHINESE[1], ("文化部", "教育部", "财政部")),
    ],
)
@pytest.mark.parametrize("counts", [(1, 1, 1), (2, 3, 1), (3, 3, 3), (8, 0, 1), (3,)])
@pytest.mark.thorough
def test_lists_in_cells_keep_the_rows_of_their_table(
    names: tuple[str, str],
    items: tuple[str, ...],
    bodies: tuple[str, ...],
    counts: tuple[int, ...],
    tmp_path: Path,
) -> None:
    document = docx.Document()
    document.add_paragraph(bodies[0])
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = names
    number = 0
    expected = []
    for count, body in zip(counts, bodies, strict=False):
        left, right = table.add_row().cells
        right.text = body
        left.text = items[0]
        tasks = []
        for position in range(count):
            number += 1
            paragraph = left.add_paragraph() if position else left.paragraphs[0]
            paragraph.text, paragraph.style = items[position % len(items)], "List Number"
            tasks.append(f"{number}. {paragraph.text}")
        expected.append(f"{names[0]}: {' '.join(tasks) or items[0]} | {names[1]}: {body}")
    document.save(str(file := tmp_path / "table.docx"))
    assert [(kind, text) for kind, _, text, _ in read_items(file)[1:]] == [
        ("table", " | ".join(names)),
        *(("table", text) for text in expected),
    ]


def test_columns_of_numbered_paragraphs_stay_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Тексты")
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    for row, name in enumerate(("Действующий текст", "Предлагаемый текст")):
        table.rows[0].cells[row].paragraphs[0].add_run(name).bold = True
    for cell in table.add_row().cells:
        cell.paragraphs[0].text = "Совет постановляет, " * 12
        cell.add_paragraph("Совет поручает Генеральному секретарю доложить.")
        for paragraph in cell.paragraphs:
            paragraph.style = "List Number"
    document.save(str(file := tmp_path / "columns.docx"))
    assert all(kind == "paragraph" for kind, _, _, _ in read_items(file))
