"""Is every letter that is drawn on a PDF page handed on, or left out by a rule that has a name?"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from ingest.balance import Balance
from ingest.pdf.document import read
from tests.ingest.pdf.pdf_writer import LINES, Pdf, long_document

FILES = Path(__file__).parents[3] / "corpus" / "sample" / "files"


def count_left_out(balances: tuple[Balance, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for balance in balances:
        for rule, count in balance.left_out.items():
            counts[rule] = counts.get(rule, 0) + count
    return counts


def test_left_out_text_is_counted_under_a_named_rule(tmp_path: Path) -> None:
    pdf = long_document(4)
    pdf.raw("q 0 0 10 10 re W n")
    pdf.text(300, 400, "clipped")
    pdf.raw("Q")
    pdf.text(60, 300, "bold")
    pdf.text(60.2, 300, "bold")
    pdf.text(pdf.text(60, 400, "A mark"), 396, "1", size=6)
    pdf.text(pdf.text(60, 700, "1", size=5), 704, "The note", size=7)
    balances = read(pdf.save(tmp_path / "document.pdf")).balance
    assert [balance.difference for balance in balances] == [0] * 5
    assert count_left_out(balances) == {
        "clipped": 7,
        "drawn-twice": 4,
        "note-mark": 2,
        "running-header": 4 * (len("CWGWSISSDG392E") + 1),
    }


def test_a_loss_on_the_way_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = Pdf().page()
    pdf.paragraph(60, 100, LINES)
    pdf.paragraph(60, 200, ["What stands below is read."])
    module = import_module("ingest.pdf.layout.blocks")
    whole = module.split_paragraphs
    monkeypatch.setattr(module, "split_paragraphs", lambda *a, **k: whole(*a, **k)[1:])
    balances = read(pdf.save(tmp_path / "document.pdf")).balance
    lost = balances[-1]
    assert lost.difference == sum(map(str.isalnum, "".join(LINES)))
    assert lost.missing == (("page 1", lost.difference),)


@pytest.mark.parametrize(
    "path",
    sorted(FILES.rglob("*.pdf"))[::7],
    ids=lambda path: path.name,
)
@pytest.mark.once
def test_files_of_the_sample_lose_nothing(path: Path) -> None:
    reading = read(path)
    assert [(b.place, b.difference) for b in reading.balance if b.difference] == []
