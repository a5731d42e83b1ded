"""Is it seen what a proposal adds, modifies, suppresses or leaves, in all six languages?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Change
from ingest import changes, passages
from ingest.blocks import Block, FileContent
from ingest.changes import marks as find
from ingest.read import read

LANGUAGES = {
    "en": ("RESOLUTION 140 (REV. BUCHAREST, 2022)", "DRAFT NEW RESOLUTION [ARB-1]", "Reasons: x"),
    "fr": ("RÉSOLUTION 140 (RÉV. BUCAREST, 2022)", "PROJET DE NOUVELLE RÉSOLUTION", "Motifs: x"),
    "es": ("RESOLUCIÓN 140 (REV. BUCAREST, 2022)", "PROYECTO DE NUEVA RESOLUCIÓN", "Motivos: x"),
    "ru": ("РЕЗОЛЮЦИЯ 140 (ПЕРЕСМ. БУХАРЕСТ, 2022 Г.)", "ПРОЕКТ НОВОЙ РЕЗОЛЮЦИИ", "Основания: x"),
    "ar": ("القرار 140 (المراجَع في بوخارست، 2022)", "مشروع قرار جديد", "الأسباب: س"),
    "zh": ("第140号决议（2022年，布加勒斯特，修订版）", "新决议草案[ARB-1]", "理由：无"),
}


def place_changes(*lines: str | Block) -> tuple[Change, ...]:
    """The changes of a document with these paragraphs."""
    blocks = tuple(line if isinstance(line, Block) else Block("paragraph", line) for line in lines)
    return changes.place_changes(FileContent(blocks), passages.passages(blocks, None))


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_of_change_have_their_paragraphs(language: str) -> None:
    resolution, draft, reasons = LANGUAGES[language]
    changes = place_changes(
        "MOD\tARB/39A7/1", Block("heading", resolution, level=1), "Words.", reasons,
        "ADD\tEUR/44A2/1#12345", draft, reasons,
        "SUP\tRCC/12(Add.13)(Add.1)/3", resolution, reasons,
        "(MOD)\tCAN/CTU/MEX/47A1/2", "NOC", resolution,
    )  # fmt: skip
    assert [(change.kind, change.proposal, change.text, change.passage) for change in changes] == [
        ("modify", "ARB/39A7/1", resolution, 1),
        ("add", "EUR/44A2/1#12345", draft, 5),
        ("suppress", "RCC/12(Add.13)(Add.1)/3", resolution, 8),
        ("modify", "CAN/CTU/MEX/47A1/2", "", 10),
        ("no-change", None, resolution, 12),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "proposal"),
    [
        ("MOD  ARB/39A7/1", "modify", "ARB/39A7/1"),
        ("\u200fMOD\tARB/39A7/1", "modify", "ARB/39A7/1"),
        ("（MOD）　B/MEX/45/1", "modify", "B/MEX/45/1"),
        ("(MOD)ARB/39A7/4", "modify", "ARB/39A7/4"),
        ("ARB/39A7/1 SUP", "suppress", "ARB/39A7/1"),
        ("ADD\tUSA / 27 / 1", "add", "USA/27/1"),
        ("SUP*\tAPT/37-E/1/2", "suppress", "APT/37-E/1/2"),
        ("NOC", "no-change", None),
    ],
)
def test_forms_of_the_mark(line: str, kind: str, proposal: str | None) -> None:
    (change,) = place_changes(line, "Article 5")
    assert (change.kind, change.proposal, change.text) == (kind, proposal, "Article 5")


def test_a_number_on_the_next_line() -> None:
    (change,) = place_changes("ADD", "ARB/39A7/1", "Article 5")
    assert (change.proposal, change.text, change.passage) == ("ARB/39A7/1", "Article 5", 2)


@pytest.mark.parametrize(
    ("line", "label", "text"),
    [
        ("ADD\t5.134A\tThe band is allocated.", None, "5.134A The band is allocated."),
        ("MOD\t3.14\tThe group", "3.14", "The group"),
        ("MOD 23 PP-98", None, "23 PP-98"),
        ("SUP Résolution 12 (Rév. Kigali, 2022)", None, "Résolution 12 (Rév. Kigali, 2022)"),
        ("NOC 第5条", None, "第5条"),
        ("SUP القرار 12", None, "القرار 12"),
        ("MOD Статья 4", None, "Статья 4"),
    ],
)
def test_a_provision_behind_its_mark(line: str, label: str | None, text: str) -> None:
    (change,) = place_changes("Before", line, "Behind")
    assert (change.label, change.text, change.passage) == (label, text, 1)


@pytest.mark.parametrize(
    "line",
    [
        "ADD value to the programme",
        "MODERN networks",
        "Mod ARB/39A7/1",
        "ARB/39A7/1",
        "SUP and NOC are marks of proposals",
        "(MOD ARB/39A7/1",
        Block("table", "MOD"),
        Block("footnote", "MOD"),
    ],
)
def test_a_line_without_mark_has_no_change(line: str | Block) -> None:
    assert place_changes(line, "Article 5") == ()


def test_a_mark_at_the_end_applies_to_nothing() -> None:
    (change,) = place_changes("Before", "SUP\tARB/39A7/1")
    assert (change.text, change.passage, change.proposal) == ("", 1, "ARB/39A7/1")


WHO = 'w:author="Ana" w:date="2024-10-02T09:00:00Z"'


def run(text: str) -> str:
    """A ``w:r`` with the text; a bar stands for a tab."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'.replace("|", "</w:t><w:tab/><w:t>")


def test_tracked_changes_and_marks_in_reading_order(
    word_file: Callable[..., Path],
) -> None:
    deleted = f"<w:del {WHO}><w:r><w:delText>{{}}</w:delText></w:r></w:del>"
    mark = f"<w:pPr><w:rPr><w:del {WHO}/></w:rPr></w:pPr>"
    body = (
        f"<w:p>{run('MOD|ARB/39A7/1')}</w:p>"
        f"<w:p>{run('RESOLUTION 140 (REV. ')}{deleted.format('DUBAI, 2018')}"
        f"<w:ins {WHO}>{run('BUCHAREST, 2022')}</w:ins>{run(')')}</w:p>"
        f"<w:p>{run('3.1|to ')}<w:ins {WHO}>{run('invite')}</w:ins></w:p>"
        f"<w:p>{run('SUP|ARB/39A7/2')}</w:p>"
        f"<w:p>{mark}{deleted.format('RESOLUTION 11')}</w:p>"
        f"<w:p>{mark}{deleted.format('Words.')}</w:p>"
        f"<w:p>{run('Reasons: none')}</w:p>"
    )
    changes = read(word_file(body)).changes
    assert [(change.kind, change.text, change.label, change.passage) for change in changes] == [
        ("modify", "RESOLUTION 140 (REV. BUCHAREST, 2022)", None, 1),
        ("deleted", "DUBAI, 2018", None, 1),
        ("inserted", "BUCHAREST, 2022", None, 1),
        ("inserted", "invite", "3.1", 2),
        ("suppress", "RESOLUTION 11 Words.", None, 3),
        ("deleted", "RESOLUTION 11", None, None),
        ("deleted", "Words.", None, None),
    ]
    assert {change.author for change in changes if change.kind == "inserted"} == {"Ana"}


def test_an_insertion_in_a_long_paragraph_names_its_piece(word_file: Callable[..., Path]) -> None:
    sentence = "The group reviewed the report and took note of its findings. "
    body = f"<w:p>{run('2.1|' + sentence * 30)}<w:ins {WHO}>{run('It was adopted.')}</w:ins></w:p>"
    document = read(word_file(f"<w:p>{run('Before')}</w:p>{body}"))
    (change,) = document.changes
    assert change.label == "2.1"
    assert change.passage is not None
    assert change.passage > 1
    assert document.passages[change.passage].text.endswith("It was adopted.")


@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(["MOD", "ADD\tARB/39A7/1"]))))
def test_no_text_is_too_strange(lines: list[str]) -> None:
    blocks = [Block("paragraph", line) for line in lines]
    for mark in find(blocks):
        assert mark.target is None or mark.target >= mark.block


def test_a_long_line_of_slashes_is_quick() -> None:
    assert place_changes("MOD " + "A/" * 50_000, "ADD\t" + "A/1" * 50_000 + "/") != ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_in_the_rows_of_a_table(language: str) -> None:
    resolution, _, _ = LANGUAGES[language]
    changes = place_changes(
        Block("table", "Proposal | Text | Remarks"),
        Block("table", f"Proposal: MOD | Text: ARB/39A7/1 | {resolution} | Remarks: none"),
        Block("table", f"SUP RCC/12/3 | {resolution}"),
        Block("table", f"{resolution} | NOC"),
        Block("table", f"ADD {resolution}"),
        Block("table", "MOD | one | SUP | two"),
    )
    assert [(change.kind, change.text, change.proposal, change.passage) for change in changes] == [
        ("modify", f"{resolution} | Remarks: none", "ARB/39A7/1", 1),
        ("suppress", resolution, "RCC/12/3", 2),
        ("no-change", resolution, None, 3),
        ("add", resolution.replace("（", "(").replace("）", ")"), None, 4),
        ("modify", "one", None, 5),
        ("suppress", "two", None, 5),
    ]


def test_columns_named_after_the_marks_are_no_proposals() -> None:
    assert (
        place_changes(
            Block("table", "Member | ADD | MOD | SUP"),
            Block("table", "Member: France | ADD: 3 | MOD: 2 | SUP: 0"),
            Block("table", "ADD value to the network | yes"),
        )
        == ()
    )
