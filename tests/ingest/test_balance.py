"""Is every letter of a file handed on or left out by a named rule, and is the rest named?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import plain, web, word
from ingest.balance import Balance, Ledger, count_letters, list_warnings
from ingest.blocks import FileContent
from ingest.read import read
from tests.conftest import REAL_DATA

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample" / "files"
REAL = [
    *sorted((REAL_DATA / "documents" / "docx").glob("*.docx")),
    *sorted((REAL_DATA / "council-report").glob("*.txt")),
]
WORD_FILES = [
    # It takes as long as all the others.
    pytest.param(path, marks=[pytest.mark.slow] if path.name == "bug65649.docx" else [])
    for path in [*REAL, *sorted(SAMPLE.rglob("*.docx"))]
]


_RESTART = '<w:vMerge w:val="restart"/>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str) -> str:
    return f"<w:tr><w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc></w:tr>"


def balance_of(reading: FileContent) -> Balance:
    return reading.balance[0]


def test_a_balance_is_nought_where_rules_explain_what_is_missing() -> None:
    ledger = Ledger()
    ledger.leave_out("hidden", "secret 1")
    ledger.add("table", 4)
    balance = ledger.balance("page 2", "shown secret 1", ["Name: shown"], list)
    assert (balance.counted, balance.handed_on) == (12, 9)
    assert (balance.left_out, balance.added, balance.difference) == ({"hidden": 7}, {"table": 4}, 0)
    assert list_warnings("a.docx", [balance]) == ()


def test_a_difference_names_place_and_amount() -> None:
    pieces = [("table 1, row 2", "lost words"), ("table 1, row 1", "kept")]
    balance = Ledger().balance("the text", "kept lost words", ["kept"], lambda: pieces)
    assert (balance.difference, balance.missing) == (9, (("table 1, row 2", 9),))
    (warning,) = list_warnings("a.docx", [balance])
    assert warning.code == "text-lost"
    assert "a.docx: 9 of 13 letters of the text were not read (table 1, row 2: 9)" in (
        warning.message
    )


def test_letters_that_are_read_twice_give_a_warning() -> None:
    balance = Ledger().balance("page 1", "once", ["once", "once"], list)
    assert [warning.code for warning in list_warnings("a.pdf", [balance])] == ["text-doubled"]


@pytest.mark.skipif(not REAL, reason="the public sample files are not beside the checkout")
@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: path.name)
@pytest.mark.thorough
def test_real_files_are_balanced(path: Path) -> None:
    reading = word.read(path) if path.suffix == ".docx" else plain.read(path)
    assert sum(balance.counted for balance in reading.balance) > 0
    assert [balance for balance in reading.balance if balance.difference] == []


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("hidden", f"<w:p>{run('seen')}{run('unseen', '<w:vanish/>')}</w:p>"),
        (
            "deleted",
            f"<w:p>{run('seen')}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
        ),
        (
            "contents",
            f'<w:p>{run("seen")}<w:fldSimple w:instr="TOC">{run("Chapter")}</w:fldSimple></w:p>',
        ),
        (
            "ruby",
            (
                f"<w:p><w:r><w:ruby><w:rt>{run('to')}</w:rt>"
                f"<w:rubyBase>{run('東')}</w:rubyBase></w:ruby></w:r></w:p>"
            ),
        ),
        (
            "alternate-content",
            (
                f"<w:p><mc:AlternateContent><mc:Choice>{run('one')}</mc:Choice>"
                f"<mc:Fallback>{run('other')}</mc:Fallback></mc:AlternateContent></w:p>"
            ),
        ),
        (
            "merged-cell",
            f"<w:tbl>{cell('a', _RESTART)}{cell('b', '<w:vMerge/>')}</w:tbl>",
        ),
    ],
)
def test_text_that_word_hides_is_left_out_by_rule(
    word_file: Callable[..., Path], rule: str, body: str
) -> None:
    balance = balance_of(word.read(word_file(body)))
    assert (set(balance.left_out), balance.difference) == ({rule}, 0)


def test_text_that_the_reader_misses_gives_a_warning(word_file: Callable[..., Path]) -> None:
    document = read(
        word_file(
            f"<w:p>{run('A paragraph that is read, in English words.')}</w:p><w:tbl><w:tr><w:tc>"
            f"<w:p>{run('cell')}</w:p><w:unheard>{run('Nobody reads this')}</w:unheard>"
            "</w:tc></w:tr></w:tbl>"
        )
    )
    (warning,) = [warning for warning in document.warnings if warning.code == "text-lost"]
    assert "15 of " in warning.message
    assert "document.docx" in warning.message


_WORDS = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Zs")), min_size=1, max_size=8)
_RUNS = st.builds(run, _WORDS, st.sampled_from(["", "<w:vanish/>", "<w:b/>"]))
_PARAGRAPHS = st.lists(_RUNS, max_size=3).map(lambda runs: f"<w:p>{''.join(runs)}</w:p>")


def _box(inner: str) -> str:
    return (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def _table(rows: list[list[str]]) -> str:
    cells = ["".join(f"<w:tc>{cell}<w:p/></w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


_BODIES = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3).map(_table),
        inner.map(_box),
        inner.map(lambda body: f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"),
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_BODIES)
@pytest.mark.thorough
def test_nothing_is_lost_however_tables_and_boxes_are_nested(
    word_file: Callable[..., Path], body: str
) -> None:
    reading = word.read(word_file(f"<w:p>{run('First')}</w:p>{body}"))
    assert balance_of(reading).difference == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        _WORDS,
        lambda inner: st.builds(
            "<{0}>{1}</{0}>".format,
            st.sampled_from(
                "p div table tr td th ul li nav span caption script pre ruby rt".split()
            ),
            st.lists(inner, max_size=3).map(" ".join),
        ),
        max_leaves=12,
    )
)
def test_no_page_loses_text_whatever_its_markup(tmp_path: Path, body: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><p>First</p>{body}</body></html>", encoding="utf-8")
    assert balance_of(web.read(path)).difference == 0


@given(st.text())
def test_letters_are_counted_alike_composed_or_not(text: str) -> None:
    assert count_letters(text) >= 0
    assert count_letters("e\u0301") == count_letters("é") == 1
