"""Do notes follow what calls them, with their marks?"""

from __future__ import annotations

from ingest.word.document import read
from tests.ingest.word.markup import WHO, WordFile, field, paragraph, run, texts

NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>(</w:t></w:r><w:r><w:footnoteRef/></w:r><w:r><w:t>)'
    "</w:t><w:tab/><w:t>First.</w:t></w:r></w:p><w:p><w:r><w:t>More.</w:t></w:r></w:p>"
    '</w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> '
    'Second.</w:t></w:r></w:p></w:footnote><w:footnote w:id="3"><w:p><w:r><w:t>* Custom.</w:t>'
    '</w:r></w:p></w:footnote><w:footnote w:id="9"><w:p><w:r><w:t>Never called.</w:t></w:r>'
    "</w:p></w:footnote>"
)


def reference(identifier: int, more: str = "", attributes: str = "") -> str:
    """Return a run with a footnote reference."""
    return f'<w:r><w:footnoteReference w:id="{identifier}" {attributes}/>{more}</w:r>'


def test_notes_follow_their_paragraph_and_leave_no_trace_in_it(word_file: WordFile) -> None:
    body = paragraph(
        run("One") + reference(2) + run(" two(") + reference(1) + run("), three")
    ) + paragraph("after")
    blocks = read(word_file(body, footnotes=NOTES)).blocks
    assert [(block.kind, block.label, block.text) for block in blocks] == [
        ("paragraph", None, "One two, three"),
        ("footnote", "1", "Second."),
        ("footnote", "2", "First.\nMore."),
        ("paragraph", None, "after"),
    ]


def test_marks_in_a_row_leave_no_comma(word_file: WordFile) -> None:
    body = paragraph(run("One") + reference(1) + run(", ") + reference(2) + run(", two"))
    assert texts(word_file(body, footnotes=NOTES))[0] == "One, two"


def test_a_mark_repeated_by_a_field_is_no_text(word_file: WordFile) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = paragraph(run("a") + field("NOTEREF x", run("1", raised)) + run(" b, see note "))
    body += paragraph(run("see note ") + field("NOTEREF x", run("1")))
    assert texts(word_file(body)) == ["a b, see note", "see note 1"]


def test_custom_marks_are_not_counted(word_file: WordFile) -> None:
    star = reference(3, "<w:t>*</w:t>", 'w:customMarkFollows="1"')
    late = reference(3, "", 'w:customMarkFollows="1"') + run("*")
    for mark in (star, late):
        body = paragraph(run("A") + mark + run(" b") + reference(2))
        blocks = read(word_file(body, footnotes=NOTES)).blocks
        assert [(block.label, block.text) for block in blocks] == [
            (None, "A b"),
            ("*", "Custom."),
            ("1", "Second."),
        ]


def test_deleted_references_are_not_counted(word_file: WordFile) -> None:
    body = paragraph(run("A") + f"<w:del {WHO}>{reference(1)}</w:del>" + run(" b") + reference(2))
    blocks = read(word_file(body, footnotes=NOTES)).blocks
    assert [(block.label, block.text) for block in blocks] == [(None, "A b"), ("1", "Second.")]


def test_notes_of_a_row_follow_the_row(word_file: WordFile) -> None:
    def cell(inner: str) -> str:
        return f"<w:tc>{paragraph(inner)}</w:tc>"

    row = cell("a 1") + cell(run("b") + reference(2)) + cell("c") + cell("d")
    blocks = read(word_file(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>", footnotes=NOTES)).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("table", "a 1 | b | c | d"),
        ("footnote", "Second."),
    ]


def test_format_start_and_restart_of_notes(word_file: WordFile) -> None:
    section = (
        '<w:sectPr><w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="2"/>'
        '<w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    )
    body = paragraph(run("x") + reference(1), section) + paragraph(run("y") + reference(2))
    blocks = read(word_file(body + section, footnotes=NOTES)).blocks
    assert [block.label for block in blocks if block.kind == "footnote"] == ["b", "b"]


def test_former_properties_of_a_section_are_no_section(word_file: WordFile) -> None:
    former = f"<w:sectPrChange {WHO}><w:sectPr/></w:sectPrChange>"
    section = (
        '<w:sectPr><w:footnotePr><w:numFmt w:val="{}"/><w:numRestart w:val="eachSect"/>'
        "</w:footnotePr>{}</w:sectPr>"
    )
    body = paragraph(run("x") + reference(1), section.format("lowerLetter", former))
    body += paragraph(run("y") + reference(2)) + section.format("upperRoman", "")
    blocks = read(word_file(body, footnotes=NOTES)).blocks
    assert [block.label for block in blocks if block.kind == "footnote"] == ["a", "I"]


def test_a_note_that_is_missing_is_a_warning(word_file: WordFile) -> None:
    reading = read(word_file(paragraph(run("x") + reference(7)), footnotes=NOTES))
    assert [warning.code for warning in reading.warnings] == ["missing-note"]


def test_endnotes_count_in_roman(word_file: WordFile) -> None:
    body = paragraph(run("x") + '<w:r><w:endnoteReference w:id="1"/></w:r>')
    notes = f'<w:endnote w:id="1">{paragraph("<w:r><w:endnoteRef/></w:r>" + run(" End."))}'
    blocks = read(word_file(body, endnotes=notes + "</w:endnote>")).blocks
    assert [(block.label, block.text) for block in blocks] == [(None, "x"), ("i", "End.")]
