"""Lead-ins of an item of a list, in six languages and in real files; none where in doubt."""

from __future__ import annotations

import pytest

from corpus.documents import LeadIn, Passage
from corpus.lead_ins import lead_ins
from corpus.sample import FILES
from ingest.read import read


def _of(*paragraphs: tuple[str, str] | str, **fields: str) -> tuple[LeadIn, ...]:
    """Return what leads into the last paragraph; each is its label (``2.1 b)``) and text."""
    made = []
    for paragraph in paragraphs:
        label, text = ("", paragraph) if isinstance(paragraph, str) else paragraph
        path = tuple(label.split())
        made.append(
            Passage("paragraph", text, path[-1] if path else None, path, language="en", **fields)  # type: ignore[arg-type]
        )
    return lead_ins(made[-1], reversed(made[:-1]))


def _lead_in_parts(*paragraphs: tuple[str, str] | str) -> list[tuple[str | None, str, bool]]:
    return [(lead_in.label, lead_in.text, lead_in.is_next) for lead_in in _of(*paragraphs)]


@pytest.mark.parametrize(
    ("code", "lead"),
    [
        ("E", "The group decides to recommend that the Council:"),
        ("F", "Le Groupe décide de recommander au Conseil:"),
        ("S", "El Grupo decide recomendar al Consejo que:"),
        ("R", "Группа решает рекомендовать Совету:"),
        ("A", "يقرر الفريق أن يوصي المجلس بما يلي:"),
        ("C", "工作组决定建议理事会："),
    ],
)
def test_the_deciding_paragraph_leads_into_the_items_of_a_draft(code: str, lead: str) -> None:
    (file,) = FILES.rglob(f"S24-CWGWSIS40-C-0005!!MSW-{code}.docx")
    passages = read(file).passages
    lead_ins_of = {
        passage.label: lead_ins(passage, reversed(passages[:position]))
        for position, passage in enumerate(passages)
    }
    for number in range(1, 7):
        assert lead_ins_of[f"3.{number}"] == (LeadIn(None, lead, is_next=number == 1),)
    # A list of its own, under a paragraph with a number.
    own = [lead for label, lead in lead_ins_of.items() if label and label.endswith(")")]
    assert [[each.label for each in lead_in_list] for lead_in_list in own] == [["4.2"]] * 4
    assert [group[0].is_next for group in own] == [True, False, False, False]
    # What only stands under a heading or a paragraph that says all by itself is no item.
    assert not any(lead_ins_of[label] for label in ("1.2", "2.2", "2.3.1", "2.3.2", "4.1", "5.2"))


@pytest.mark.parametrize(
    ("paragraphs", "led_by"),
    [
        # Numbers prove it, whatever the items end with.
        ([("3", "It recommends:"), ("3.1", "Stop."), ("3.2", "Go.")], [("3", "It recommends:", 0)]),
        # A list within a list.
        (
            [("2.1", "They propose:"), ("2.1 a)", "one;"), ("2.1 b)", "two:"), ("2.1 b) i)", "x;")],
            [("2.1", "They propose:", 0), ("b)", "two:", 1)],
        ),
        # The next item of the outer list is none of the inner one.
        (
            [("2.1", "A:"), ("2.1 a)", "b:"), ("2.1 a) i)", "x;"), ("2.1 b)", "y.")],
            [("2.1", "A:", 0)],
        ),
        # Items without a number, as bullets are read.
        (["It would:", "note it;", "ask her."], [(None, "It would:", 0)]),
        # Only the last sentence leads in.
        ([("4", "All agreed. She then asked:"), ("4 a)", "why?")], [("4", "She then asked:", 1)]),
        # The operative part of a resolution has no colon.
        (
            ["instructs the Secretary-General", ("1", "to report;"), ("2", "to act,")],
            [(None, "instructs the Secretary-General", 0)],
        ),
    ],
)
def test_the_sentence_that_leads_in(
    paragraphs: list[tuple[str, str] | str], led_by: list[tuple[str | None, str, int]]
) -> None:
    assert _lead_in_parts(*paragraphs) == [
        (label, text, bool(position)) for label, text, position in led_by
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        # The item before has ended the list, or is a paragraph like any other.
        ["It decides:", ("3.1", "to go;"), ("3.2", "to stop."), ("3.3", "Others spoke.")],
        ["It decides:", "to go;", "to stop.", "Others spoke."],
        # Something without a number has come between.
        ["It decides:", ("3.1", "to go;"), "Others spoke.", ("3.2", "So it was;")],
        # Unnumbered items say not of which of two lists they are.
        ["It asks for:", "a group, of:", "one;", "two;"],
        # Fields of a form are no list.
        ["Name:", "Office:"],
        # No list was announced.
        [("2.3", "Two conclusions emerged."), ("2.3.1", "One."), ("2.3.2", "Two.")],
        ["Annex", ("1", "to report;")],
    ],
)
def test_doubtful_paragraphs_have_no_lead_in(paragraphs: list[tuple[str, str] | str]) -> None:
    assert _lead_in_parts(*paragraphs) == []


def test_a_heading_leads_in_only_as_part_of_a_sentence() -> None:
    item = Passage("paragraph", "to report;", "1", ("1",), language="en")
    heads = ("Financial implications:", "instructs the Secretary-General")
    above = [Passage("heading", head, language="en") for head in heads]
    assert [bool(lead_ins(item, [lead_in])) for lead_in in above] == [False, True]


def test_notes_and_pieces_keep_a_lead_in_another_script_none() -> None:
    lead = Passage("paragraph", "It decides:", "2", ("2",), language="en")
    note = Passage("footnote", "A note.", "1", ("2", "fn1"), language="en")
    pieces = [
        Passage("paragraph", text, "a)", ("2", "a)"), language="en", piece=position)
        for position, text in enumerate(("It is long.", "It goes on;"), start=1)
    ]
    for position, passage in enumerate(pieces):
        (lead_in,) = lead_ins(passage, [*reversed(pieces[:position]), note, lead])
        assert lead_in == LeadIn("2", "It decides:", is_next=True)
    foreign = Passage("paragraph", "يقرر:", "2", ("2",), language="ar")
    assert lead_ins(pieces[0], [foreign]) == ()
