"""Two texts are laid over each other, and the Word file of it gives both of them back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, Final, Literal

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from corpus.documents import Document, Metadata, Passage
from corpus.languages import BY_CODE
from corpus.sample import FILES
from index import Index
from index.analyses import ComparedText, Comparison, compare, word_changes
from index.analyses.compare import pair_paragraphs
from index.analyses.paragraphs import whole_paragraphs
from ingest.read import read
from search_app.citing.comparison_lines import Grid, lay_out_comparison
from search_app.citing.export import comparison_docx

ORIGINAL, REVISED = "CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)"
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Line = tuple[str | None, str]

OLD: list[Line] = [
    ("1", "The group met twice in Geneva and thanked its hosts."),
    ("2", "The secretariat will publish the roadmap before the next meeting of the group."),
    ("3", "Members may send their comments by electronic mail until the end of March."),
    ("4", "Travel grants are open to delegates from the least developed countries only."),
]
NEW: list[Line] = [
    ("1", "The group met twice in Geneva and thanked its hosts."),
    ("2", "Travel grants are open to delegates from the least developed countries only."),
    ("3", "The secretariat will publish both roadmaps before the next meeting of the group."),
    ("4", "Interpretation is provided in the six languages."),
]


def draft(lines: list[Line], language: str = "en") -> Document:
    passages = [
        Passage("paragraph", text, label, (label,) if label else (), language=language)
        for label, text in lines
    ]
    file = Path(f"draft-{len(lines)}.docx")
    return Document(file, "docx", language, None, Metadata(), tuple(passages))


def _lay_over(old: list[Line], new: list[Line]) -> Comparison:
    side = ComparedText(None, None, None, "en", "draft.docx")
    line_pairs = pair_paragraphs(draft(old).passages, draft(new).passages)
    return Comparison(side, side, tuple(line_pairs))


def _decide(content: bytes, decision: Literal["accept", "reject"]) -> bytes:
    """The file as Word leaves it when all changes are accepted, or all rejected."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            has_text = name in ("word/document.xml", "word/footnotes.xml")
            new.writestr(name, _text_decided(data, decision) if has_text else data)
    return out.getvalue()


def _text_decided(data: bytes, decision: Literal["accept", "reject"]) -> bytes:
    inserted, deleted = ("ins", "moveTo"), ("del", "moveFrom")
    kept, lost = (inserted, deleted) if decision == "accept" else (deleted, inserted)
    root = etree.fromstring(data)
    for mark in list(root.iter(*(W + tag for tag in lost))):
        within = mark.getparent()
        # The mark of a whole paragraph or row stands in its properties.
        if within.tag == f"{W}rPr":
            gone = within.getparent().getparent()
        else:
            gone = within.getparent() if within.tag == f"{W}trPr" else mark
        # A cell is never without a paragraph.
        if gone.getparent() is not None and gone.getparent().tag != f"{W}tc":
            gone.getparent().remove(gone)
    for change in list(root.iter(*(W + tag for tag in kept))):
        for child in list(change):
            change.addprevious(child)
        change.getparent().remove(change)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            table.getparent().remove(table)
    for text in root.iter(f"{W}delText"):
        text.tag = f"{W}t"
    return bytes(etree.tostring(root))


def _read_back(content: bytes, path: Path) -> list[Line]:
    path.write_bytes(content)
    return _lines(read(path))


def _lines(document: Document) -> list[Line]:
    return [(passage.label, passage.text) for passage in whole_paragraphs(document.passages)]


def _sides(comparison: Comparison) -> tuple[list[Line], ...]:
    """The two texts as the comparison has them, in their own orders."""
    old = {
        paragraph.old_place: paragraph.old
        for paragraph in comparison.paragraphs
        if paragraph.old is not None
    }
    new = {
        paragraph.new_place: paragraph.new
        for paragraph in comparison.paragraphs
        if paragraph.new is not None
    }
    return tuple(
        [
            (passage.label, passage.text)
            for _, passage in sorted(side.items(), key=lambda item: item[0] or 0)
        ]
        for side in (old, new)
    )


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
@pytest.mark.thorough
def test_word_accepts_all_and_rejects_all(
    reports_index: Path, tmp_path: Path, language: str
) -> None:
    with Index.open(reports_index) as index:
        comparison = index.compare(ORIGINAL, REVISED, language)
        card = index.show(REVISED, language)
    changes = {
        passage.label: passage
        for passage in (c.new for c in comparison.paragraphs if c.change == "added")
        if passage
    }
    assert "3.4" in changes
    assert [
        paragraph.old.label
        for paragraph in comparison.paragraphs
        if paragraph.change == "removed" and paragraph.old
    ][-1] == "2.2"
    old, new = _sides(comparison)
    # Nothing of either text is lost on the way.
    assert len(new) == sum(excerpt.passage.piece <= 1 for excerpt in card.passages)
    content = comparison_docx(comparison, language)
    for decision, lines, symbol in (("accept", new, REVISED), ("reject", old, ORIGINAL)):
        path = tmp_path / f"{decision}.docx"
        assert _words(_read_back(_decide(content, decision), path)) == _words(lines)  # type: ignore[arg-type]
        with Index.open(reports_index) as index:
            held = [excerpt.passage for excerpt in index.show(symbol, language).passages]
        called = _calls(read(path).passages)
        assert called == _calls(held)
        # Both notes are called within their paragraphs, not at the end.
        assert [bool(after) for _, _, after in called] == [True, True]


def _calls(passages: Sequence[Passage]) -> list[tuple[str | None, str, str]]:
    """Return the mark of each note, and the words before and behind it."""
    lines = []
    carrier = ""
    for passage in whole_paragraphs(passages):
        if passage.kind != "footnote":
            carrier = passage.text
            continue
        assert passage.called_at is not None
        lines.append((passage.label, carrier[: passage.called_at], carrier[passage.called_at :]))
    return lines


def _words(lines: list[Line]) -> list[str]:
    """Numbers and texts, however their space is written."""
    return [" ".join("".join((label or "", " ", text)).split()) for label, text in lines]


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
@pytest.mark.thorough
def test_tables_and_notes_stay_what_they_are(
    reports_index: Path, tmp_path: Path, language: str
) -> None:
    (file,) = FILES.glob(f"CWGWSIS40/*C-0003!!MSW-{BY_CODE[language].letter}.docx")
    draft = _edit(file, tmp_path / "draft.docx")
    with Index.open(reports_index) as index:
        comparison = compare(index.store, ORIGINAL, draft, language)
    content = comparison_docx(comparison, "en")
    with zipfile.ZipFile(io.BytesIO(content)) as written:
        body = etree.fromstring(written.read("word/document.xml"))
        notes = etree.fromstring(written.read("word/footnotes.xml"))
    (table,) = body.iter(f"{W}tbl")
    rows = table.findall(f"{W}tr")
    tracked = [
        [element.tag.removeprefix(W) for element in row.iterfind(f"{W}trPr/*")] for row in rows
    ]
    assert tracked == [["tblHeader"], [], ["del"], [], [], [], ["ins"]]
    changed = [[*map(bool, map(_tracked_changes, row.findall(f"{W}tc")))] for row in rows]
    assert changed[1] == [False, True, False, False]
    assert not any(changed[3])
    texts = ["".join(cell.itertext()) for cell in rows[0].findall(f"{W}tc")]
    assert texts == _first_row(file)
    changed_note, new, gone = (
        _tracked_changes(note_element) for note_element in notes.findall(f"{W}footnote")[2:]
    )
    assert "ins" in changed_note
    assert (new, gone) == ({"ins"}, {"del"})
    calls = [element.getparent().getparent() for element in body.iter(f"{W}footnoteReference")]
    assert [element.tag.removeprefix(W) for element in calls] == ["p", "ins", "del"]
    for decision, sides in (("reject", read(file)), ("accept", draft)):
        path = tmp_path / f"{decision}.docx"
        path.write_bytes(_decide(content, decision))  # type: ignore[arg-type]
        for kind in ("table", "footnote"):
            assert _of(read(path), kind) == _of(sides, kind)
        assert _calls(read(path).passages) == _calls(sides.passages)
        assert _words(_lines(read(path))) == _words(_lines(sides))


@pytest.mark.parametrize("language", ["ar", "zh"])
@pytest.mark.once
def test_a_moved_mark_is_removed_there_and_added_here(tmp_path: Path, language: str) -> None:
    (file,) = FILES.glob(f"CWGWSIS40/*C-0003!!MSW-{BY_CODE[language].letter}.docx")
    opened = docx.Document(str(file))
    first, second = opened.element.body.iter(f"{W}footnoteReference")
    first.getparent().getparent().append(first.getparent())
    cell = opened.tables[-1].rows[1].cells[1].paragraphs[0]
    cell._p.append(second.getparent())
    cell.add_run(" 2027")
    opened.save(str(tmp_path / "draft.docx"))
    old, new = read(file), read(tmp_path / "draft.docx")
    side = ComparedText(None, None, None, language, "draft.docx")
    lines = pair_paragraphs(whole_paragraphs(old.passages), whole_paragraphs(new.passages))
    content = comparison_docx(Comparison(side, side, tuple(lines)), language)
    for decision, document in (("reject", old), ("accept", new)):
        path = tmp_path / f"{decision}.docx"
        path.write_bytes(_decide(content, decision))  # type: ignore[arg-type]
        assert _calls(read(path).passages) == _calls(document.passages)
        assert _words(_lines(read(path))) == _words(_lines(document))


def _tracked_changes(element: Any) -> set[str]:
    marks = ("ins", "del", "moveFrom", "moveTo")
    return {mark for mark in marks if element.find(f".//{W}{mark}") is not None}


def _of(document: Document, kind: str) -> list[Line]:
    return [(passage.label, passage.text) for passage in document.passages if passage.kind == kind]


def _first_row(file: Path) -> list[str]:
    return [cell.text for cell in docx.Document(str(file)).tables[-1].rows[0].cells]


def _edit(file: Path, draft: Path) -> Document:
    """A document with a row less, a row more and a changed cell; a note changed, new and gone."""
    opened = docx.Document(str(file))
    rows = opened.tables[-1].rows
    rows[1].cells[1].paragraphs[0].add_run(" 2027")
    opened.tables[-1]._tbl.append(deepcopy(rows[3]._tr))
    for position, cell in enumerate(opened.tables[-1].rows[-1].cells):
        cell.text = f"Polar {position}"
    rows[2]._tr.getparent().remove(rows[2]._tr)
    first, second = opened.element.body.iter(f"{W}footnoteReference")
    (part,) = (
        relation.target_part
        for relation in opened.part.rels.values()
        if "footnotes" in relation.reltype
    )
    notes = etree.fromstring(part.blob)
    added = deepcopy(notes[-1])
    added.set(f"{W}id", "90")
    [*added.iter(f"{W}t")][-1].text = "Polar 4"
    [*notes[-2].iter(f"{W}t")][-1].text += " 2027"
    notes.append(added)
    part._blob = etree.tostring(notes)
    second.getparent().getparent().remove(second.getparent())
    paragraph = first.getparent().getparent()
    call = deepcopy(first.getparent())
    call.find(f"{W}footnoteReference").set(f"{W}id", "90")
    behind = paragraph.itersiblings(f"{W}p")
    following = next(element for element in behind if element.find(f"{W}r") is not None)
    following.append(call)
    opened.save(str(draft))
    return read(draft)


@pytest.mark.parametrize("marks", [("*", "**"), ("2", "1")])
def test_marks_that_word_does_not_count_stay(tmp_path: Path, marks: tuple[str, str]) -> None:
    old = [Passage("paragraph", OLD[0][1]), Passage("footnote", OLD[1][1], marks[0])]
    new = [Passage("paragraph", NEW[0][1]), Passage("footnote", NEW[2][1], marks[1])]
    side = ComparedText(None, None, None, "en", "draft.docx")
    content = comparison_docx(Comparison(side, side, tuple(pair_paragraphs(old, new))), "en")
    assert _read_back(_decide(content, "reject"), tmp_path / "a.docx") == _plain(old)
    assert _read_back(_decide(content, "accept"), tmp_path / "b.docx") == _plain(new)


def _plain(passages: list[Passage]) -> list[Line]:
    return [(passage.label, passage.text) for passage in passages]


ROWS = [
    Passage("table", "Place | Length"),
    Passage("table", "Place: upper valley of the river | Length: 12"),
    Passage("table", "Place: lower valley of the river | Length: 13"),
    Passage("table", "Year | Place | Length"),
    Passage("table", "Year: 2023 | Place: delta of the river | Length: 14"),
    Passage("table", "a cell | another cell"),
]
NOTES = [Passage("footnote", text, "1") for _, text in (OLD[1], NEW[2], OLD[2])]


@settings(max_examples=300)
@given(st.data())
def test_rows_and_notes_have_the_order_of_both_texts(data: st.DataObject) -> None:
    any_line = st.sampled_from(
        [*ROWS, *NOTES, *draft(OLD + NEW).passages, Passage("heading", "End")]
    )
    old = data.draw(st.lists(any_line, max_size=9))
    new = data.draw(st.lists(any_line, max_size=9) | st.permutations(old))
    written = lay_out_comparison(pair_paragraphs(old, new))
    for side, expected in (("old", old), ("new", new)):
        rows: list[Passage] = []
        for part in written:
            lines = [row.line for row in part.rows] if isinstance(part, Grid) else [part]
            for every in (note for line in lines for note in (line, *line.notes)):
                rows += filter(None, [getattr(every, side)])
        assert [_kind(line) for line in rows] == [_kind(line) for line in expected]


def _kind(passage: Passage) -> tuple[str, str | None, str]:
    return passage.kind, passage.label, passage.text


@pytest.mark.parametrize(
    "text", ["The Group invites members to report.", "请秘书处在会议上报告进展。"]
)
def test_a_note_whose_mark_moved_is_marked_as_moved(text: str) -> None:
    carrier, other = Passage("paragraph", text), Passage("paragraph", text[::-1])

    def note(called_at: int | None) -> Passage:
        return Passage("footnote", "See above.", "1", called_at=called_at)

    def changes_of(old: list[Passage], new: list[Passage]) -> list[tuple[str, bool, bool]]:
        return [
            (row.change, row.is_moved, row.stands_elsewhere)
            for row in pair_paragraphs(old, new)
            if (row.new or carrier).kind == "footnote"
        ]

    assert changes_of([carrier, note(3)], [carrier, note(3)]) == [("same", False, False)]
    assert changes_of([carrier, note(3)], [carrier, note(7)]) == [("same", False, True)]
    assert changes_of([carrier, note(3)], [carrier, note(None)]) == [("same", False, False)]
    # To another paragraph that both have; not behind words that changed.
    left, right = [carrier, note(3), other], [carrier, other, note(3)]
    assert [elsewhere for *_, elsewhere in changes_of(left, right)] == [True]
    changed = Passage("paragraph", f"{text} Again.")
    assert changes_of([carrier, note(3)], [changed, note(7)]) == [("same", False, False)]


def test_moved_paragraphs_are_found_and_survive_word(tmp_path: Path) -> None:
    laid = _lay_over([*OLD], [*NEW])
    changes = [
        (
            paragraph.change,
            paragraph.is_moved,
            paragraph.old and paragraph.old.label,
            paragraph.new and paragraph.new.label,
        )
        for paragraph in laid.paragraphs
    ]
    assert changes == [
        ("same", False, "1", "1"),
        ("removed", False, "3", None),
        ("changed", False, "4", "2"),
        ("changed", True, "2", "3"),
        ("added", False, None, "4"),
    ]
    same_number: list[Line] = [*OLD[:1], ("4", OLD[3][1]), *OLD[1:3]]
    for after in ([*NEW], same_number):
        comparison = _lay_over([*OLD], after)
        content = comparison_docx(comparison, "en")
        assert _read_back(_decide(content, "accept"), tmp_path / "b.docx") == after
        assert _read_back(_decide(content, "reject"), tmp_path / "a.docx") == OLD
    (moved,) = (paragraph for paragraph in comparison.paragraphs if paragraph.is_moved)
    assert moved.change == "same"
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        text = file.read("word/document.xml").decode()
    assert "<w:moveFrom " in text
    assert "<w:moveTo " in text


UP = {
    "en": (
        (
            "1.1",
            "The Group meets {} a year in Geneva and reports to the Council each year.",
            "twice",
            "three times",
        ),
        (
            "1.2",
            "The secretariat shall publish documents in six languages {} weeks before the meeting.",
            "four",
            "six",
        ),
        (
            "1.3",
            "Chairs of regional groups are invited to send their names before the end of March.",
            "",
            "",
        ),
    ),
    "ar": (
        (
            "1.1",
            "يجتمع الفريق {} في السنة في جنيف ويقدم تقريراً إلى المجلس كل عام.",
            "مرتين",
            "ثلاث مرات",
        ),
        (
            "1.2",
            "تنشر الأمانة الوثائق باللغات الست قبل الاجتماع بمدة {} أسابيع على الأقل.",
            "أربعة",
            "ستة",
        ),
        ("1.3", "يُدعى رؤساء المجموعات الإقليمية إلى إرسال أسمائهم قبل نهاية شهر مارس.", "", ""),
    ),
}


@pytest.mark.parametrize("language", UP)
def test_one_paragraph_that_moved_up_leaves_the_others_unmoved(language: str) -> None:
    old: list[Line] = [(label, text.format(word)) for label, text, word, _ in UP[language]]
    new: list[Line] = [(label, text.format(word)) for label, text, _, word in UP[language]]
    comparison = _lay_over(
        [("1", "One"), *old, ("2", "Two")], [("1", "One"), new[2], *new[:2], ("2", "Two")]
    )
    changes = [
        (paragraph.change, paragraph.is_moved, paragraph.new and paragraph.new.label)
        for paragraph in comparison.paragraphs
    ]
    assert changes == [
        ("same", False, "1"),
        ("same", True, "1.3"),
        ("changed", False, "1.1"),
        ("changed", False, "1.2"),
        ("same", False, "2"),
    ]


def test_only_words_that_changed_are_marked() -> None:
    changes = word_changes("Pays 640 000 francs in 2024.", "Pays 712 000 francs in 2025!")
    assert [(change.kind, change.text) for change in changes] == [
        ("same", "Pays "),
        ("deleted", "640 000"),
        ("inserted", "712 000"),
        ("same", " francs in "),
        ("deleted", "2024."),
        ("inserted", "2025!"),
    ]
    han = word_changes("请秘书处提交第一份报告。", "请秘书处提交第二份报告。")
    assert [change.text for change in han if change.kind != "same"] == ["一", "二"]
    arabic = word_changes(
        "يدعو الفريق الأمانة إلى نشر التقرير", "يدعو الفريق الأمانة إلى نشر التقريرين"
    )
    assert [change.text for change in arabic if change.kind != "same"] == ["التقرير", "التقريرين"]


@settings(max_examples=40)
@given(st.text(max_size=80), st.text(max_size=80))
def test_changes_make_both_texts_again(old: str, new: str) -> None:
    changes = word_changes(old, new)
    assert "".join(change.text for change in changes if change.kind != "inserted") == old
    assert "".join(change.text for change in changes if change.kind != "deleted") == new


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(OLD + NEW), max_size=6),
    st.lists(st.sampled_from(OLD + NEW), max_size=6),
)
def test_every_paragraph_appears_once_on_its_side(old: list[Line], new: list[Line]) -> None:
    left, right = _sides(_lay_over(old, new))
    assert (left, right) == (old, new)
