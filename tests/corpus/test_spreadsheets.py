"""CSV files hold texts as they are, and no spreadsheet finds a formula in them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.spreadsheets import escape_formulas, write_csv
from corpus.text import clean
from tests.spreadsheets import HOSTILE, cells, formulas

HARMLESS = [
    "",
    "-",
    "-5 %",
    "−5 %",
    "+41 22 730 5111",
    "-3.5 °C, and rising",
    "from 20, -5 °C",
    "– текст",
    "— texte",
    "a; b",
    "a; b = c",
    "CWG-WSIS&SDG-39/2 (Rev.1); R&D, a=b, c@d.example",
    "a – b, – c",
    "'=quoted already'",
    "第1332号决议；=",
    "قرار 140؛ -5",
    'he said "yes"; "no"',
    "line\n– line",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_at_any_separator(text: str) -> None:
    content = write_csv([["a", text, "b"], [text, text, text], ["c", "d", "e"]])
    assert formulas(content) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    content = write_csv([["first", text, text, "last"]])
    assert cells(content, ",") == ["first", text, text, "last"]
    assert formulas(content) == []


@given(st.lists(st.text(st.sampled_from("=+-@;,\t\n\"' 5a|＝\u2028"), max_size=9), min_size=1))
@example(["x;-", "&cmd|' /C calc'!A0"])
@example(['x;"', "=1"])
def test_no_mixture_of_quotes_and_separators_becomes_a_formula(texts: list[str]) -> None:
    content = write_csv([texts, texts[::-1]])
    assert formulas(content) == []
    back = [cell.replace("'", "") for cell in cells(content, ",")]
    assert back == [clean(text).replace("'", "") for text in [*texts, *texts[::-1]]]


@given(st.text())
def test_nothing_but_apostrophes_is_added(text: str) -> None:
    assert escape_formulas(text).replace("'", "") == text.replace("'", "")
    assert escape_formulas(escape_formulas(text)) == escape_formulas(text)


def test_every_cell_is_quoted() -> None:
    assert write_csv([["a", 3, None], (), ["b"]]) == b'\xef\xbb\xbf"a","3",""\r\n\r\n"b"\r\n'


def test_long_runs_take_no_time() -> None:
    for run in ("\t", '"', "=", ";=", "-5", ", "):
        escape_formulas(run * 100_000)


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_finds_no_formula_where_files_are_split_at_semicolons(tmp_path: Path) -> None:
    """Read as in France, with formulas computed; a formula by itself shows that they are."""
    table = tmp_path / "table.csv"
    table.write_bytes(write_csv([[text, text] for text in (*HOSTILE, *HARMLESS)]))
    control = tmp_path / "control.csv"
    control.write_text("x;=1+1\n", "utf-8-sig")
    # Separator ;, quotation mark ", UTF-8, from line 1, French, with numbers, trimmed, computed.
    read_in = "CSV:59,34,76,1,,1036,false,true,false,false,true,0,true"
    for file in (table, control):
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{tmp_path}/profile",
                *("--headless", f"--infilter={read_in}", "--convert-to", "fods"),
                *("--outdir", str(tmp_path), str(file)),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
    if not control.with_suffix(".fods").is_file():
        pytest.skip("LibreOffice has no Calc here")
    assert "table:formula=" in control.with_suffix(".fods").read_text("utf-8")
    sheet = table.with_suffix(".fods").read_text("utf-8")
    assert "table:formula=" not in sheet
    assert "xlink:href" not in sheet
