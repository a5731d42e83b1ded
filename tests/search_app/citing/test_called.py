"""A note is called behind the same words in either text of a comparison."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Passage
from index.analyses import word_changes
from search_app.citing.comparison_lines import ComparisonLine
from search_app.citing.note_calls import Call, among, calls_by_cell, calls_of, cut

TEXT = st.text("ab نص文\t.", max_size=12)


@given(TEXT, TEXT, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 2))))
def test_either_text_has_its_marks_behind_the_same_words(
    old: str, new: str, drawn: list[tuple[int, int, int]]
) -> None:
    places = {"old": [], "new": []}  # type: dict[str, list[int | None]]
    for side, text, position in (("old", old, 0), ("new", new, 1)):
        ordered = sorted(min(mark[position], len(text)) for mark in drawn)
        there = [mark[2] != position for mark in drawn]
        places[side] = [
            place if is_there else None for place, is_there in zip(ordered, there, strict=True)
        ]
    notes = [ComparisonLine(Passage("footnote", "n"), Passage("footnote", "n"), ()) for _ in drawn]
    calls = [
        Call(note, *both)
        for note, both in zip(notes, zip(*places.values(), strict=True), strict=True)
    ]
    calls = [call for call in calls if call.old is not None or call.new is not None]
    pieces = word_changes(old, new)
    for side, other, text in (("old", "inserted", old), ("new", "deleted", new)):
        read = ""
        marks = []
        for piece in cut(pieces, among(calls, pieces, is_counted=True)):
            if not isinstance(piece, Call):
                read += piece.text if piece.kind != other else ""
            elif getattr(piece, side) is not None:
                marks.append((id(piece.note), len(read)))
        assert read == text
        expected = [(id(call.note), getattr(call, side)) for call in calls]
        assert marks == [call for call in expected if call[1] is not None]


def test_a_note_is_called_in_its_cell() -> None:
    row = Passage("table", "البلد: نيبال | السنة: 2024")
    notes = [_note(len("البلد: نيبال")), _note(len(row.text)), _note(None)]
    line = ComparisonLine(row, row, (), notes=notes)
    cells = ((1, "نيبال"), (1, ""), (1, "2024"))
    calls_by = calls_by_cell(line, cells, cells)
    assert [[(call.old, call.new) for call in cell] for cell in calls_by] == [
        [(5, 5)],
        [],
        [(4, 4), (4, 4)],
    ]


def test_an_unknown_call_is_at_the_end_before_later_notes() -> None:
    text = Passage("paragraph", "第109段赋予国际电联", "1.3")
    line = ComparisonLine(text, text, (), notes=[_note(None), _note(3), _note(None)])
    assert [call.new for call in calls_of(line)] == [7, 7, 4 + len(text.text)]


def _note(place: int | None) -> ComparisonLine:
    note = Passage("footnote", "note", called_at=place)
    return ComparisonLine(note, note, ())
