"""Are tracked changes accepted, and listed?"""

from __future__ import annotations

from corpus.documents import Change
from ingest.word.document import read
from tests.ingest.word.markup import WHO, WordFile, deletion, paragraph, run, texts

DELETED_MARK = f"<w:rPr><w:del {WHO}/></w:rPr>"


def test_changes_are_accepted_and_listed(word_file: WordFile) -> None:
    body = paragraph(
        run("The ")
        + deletion("Council")
        + f"<w:ins {WHO}>{run('Assembly')}</w:ins>"
        + run(" decides")
    )
    reading = read(word_file(body))
    assert [block.text for block in reading.blocks] == ["The Assembly decides"]
    assert reading.changes == (
        Change("deleted", "Council", "Ana", "2024-10-02T09:00:00Z"),
        Change("inserted", "Assembly", "Ana", "2024-10-02T09:00:00Z"),
    )


def test_a_change_that_word_cut_up_is_one(word_file: WordFile) -> None:
    def insertion(text: str) -> str:
        return f"<w:ins {WHO}>{run(text)}</w:ins>"

    body = paragraph(insertion("A") + insertion("B") + run(" c ") + insertion("D") + deletion("E"))
    changes = read(word_file(body)).changes
    assert [(change.kind, change.text) for change in changes] == [
        ("inserted", "AB"),
        ("inserted", "D"),
        ("deleted", "E"),
    ]


def test_moved_text_is_only_at_its_new_place(word_file: WordFile) -> None:
    body = paragraph(
        f"<w:moveFrom {WHO}>{run('moved')}</w:moveFrom>", "<w:rPr><w:moveFrom/></w:rPr>"
    )
    body += paragraph("between") + paragraph(f"<w:moveTo {WHO}>{run('moved')}</w:moveTo>")
    assert texts(word_file(body)) == ["between", "moved"]


def test_a_paragraph_without_its_mark_runs_into_the_next(word_file: WordFile) -> None:
    body = paragraph("first ", DELETED_MARK) + paragraph(deletion("gone"), DELETED_MARK)
    body += paragraph("second") + paragraph("third")
    assert texts(word_file(body)) == ["first second", "third"]


def test_text_of_a_last_paragraph_without_mark_is_kept(word_file: WordFile) -> None:
    cell = f"<w:tc>{paragraph('in the cell', DELETED_MARK)}</w:tc>"
    body = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>" + paragraph("last", DELETED_MARK)
    assert texts(word_file(body)) == ["in the cell", "last"]


def test_a_dropped_capital_begins_the_next_paragraph(word_file: WordFile) -> None:
    body = paragraph("T", '<w:framePr w:dropCap="drop"/>') + paragraph("he group met.")
    assert texts(word_file(body)) == ["The group met."]


def test_deleted_words_read_as_they_were_printed(word_file: WordFile) -> None:
    inner = (
        f"<w:del {WHO}><w:r><w:delText>inter\u00adnational </w:delText><w:softHyphen/>"
        '<w:sym w:font="Symbol" w:char="F061"/><w:noBreakHyphen/><w:delText>1</w:delText></w:r>'
        "</w:del>"
    )
    (change,) = read(word_file(paragraph(run("kept ") + inner))).changes
    assert change.text == "international α-1"


def test_blocks_name_the_changes_that_they_hold(word_file: WordFile) -> None:
    def insertion(text: str) -> str:
        return f"<w:ins {WHO}>{run(text)}</w:ins>"

    def cell(inner: str) -> str:
        return f"<w:tc>{paragraph(inner)}</w:tc>"

    body = (
        paragraph(insertion("new"), f"<w:rPr><w:ins {WHO}/></w:rPr>")
        + paragraph(deletion("gone"), DELETED_MARK)
        + paragraph(deletion("emptied"))
        + paragraph(run("a ") + deletion("b"), DELETED_MARK)
        + paragraph(run("c") + insertion("d"))
        + f"<w:tbl><w:tr>{cell(run('x') + insertion('y'))}{cell('z')}{cell('1')}</w:tr>"
        f"<w:tr>{cell('2')}{cell(deletion('3'))}{cell('4')}</w:tr></w:tbl>"
        + paragraph(run("note") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
    )
    note = f'<w:footnote w:id="1">{paragraph(insertion("in a note"))}</w:footnote>'
    reading = read(word_file(body, footnotes=note))
    held = {
        block.text: [reading.changes[change].text for change in block.changes]
        for block in reading.blocks
    }
    assert held == {
        "new": ["new"],
        "a cd": ["b", "d"],
        "xy | z | 1": ["y"],
        "2 | 4": ["3"],
        "note": [],
        "in a note": ["in a note"],
    }
    before = [reading.changes[change].text for change in reading.blocks[1].deleted_before]
    assert before == ["gone", "emptied"]


def test_deleted_rows_and_cells_are_out(word_file: WordFile) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    body = (
        "<w:tbl>"
        f"<w:tr>{cell('A1 1')}{cell('B')}{cell('C')}{cell('D')}</w:tr>"
        f"<w:tr><w:trPr><w:del {WHO}/></w:trPr>{cell('x')}{cell('y')}</w:tr>"
        f"<w:tr><w:trPr><w:ins {WHO}/></w:trPr>{cell('E')}{cell('z', '<w:cellDel/>')}"
        f"{cell('F')}{cell('G')}</w:tr></w:tbl>"
    )
    reading = read(word_file(body))
    assert [block.text for block in reading.blocks] == ["A1 1 | B | C | D", "E | F | G"]
    assert [change.text for change in reading.changes] == ["x y", "z", "E F G"]
