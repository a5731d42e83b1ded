"""Tests of the command `compare`: drafts and revisions, as JSON and at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.passages import part_label
from search_app.localise import Locale
from tests.commands import run

ORIGINAL = "CWG-WSIS&SDG-40/3"


def test_the_command_compares_a_draft_with_what_it_rests_on(
    reports_index: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.txt"
    shown = run("show", f"{ORIGINAL}#3.3", "--in", "fr", "--json", index=reports_index).json()
    text = shown["passages"][0]["text"]
    label, _ = part_label("3.3\t" + text)
    draft.write_text(f"{label}\t{text.replace('95', '97')}\n", "utf-8")
    word = tmp_path / "changes.docx"
    outcome = run("compare", ORIGINAL, draft, "--docx", word, "--json", index=reports_index)
    assert outcome.code == 0, outcome.err
    assert word.stat().st_size
    answer = outcome.json()
    assert list(answer)[:3] == ["from", "to", "language"]
    assert (answer["from"], answer["to"], answer["language"]) == (ORIGINAL, "draft.txt", "fr")
    (changed,) = (paragraph for paragraph in answer["paragraphs"] if paragraph["label_to"])
    assert (changed["change"], changed["label_from"]) == ("changed", "3.3")
    assert [word["text"] for word in changed["words"] if word["kind"] != "same"] == ["95", "97"]
    on_screen = run("compare", ORIGINAL, draft, index=reports_index).out
    assert "[-95-]{+97+}" in on_screen
    lost = run("compare", ORIGINAL, tmp_path / "none.docx", index=reports_index)
    assert lost.code == 2
    assert "none.docx is not in the index" in lost.err


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.thorough
def test_every_command_reads_a_number_of_the_group(reports_index: Path, code: str) -> None:
    base, revised = "40/3", "40/3(Rev.1)"
    for short, arguments in (
        (("show", f"{base}#3.3", "--in", code), ("show", f"{ORIGINAL}#3.3", "--in", code)),
        (("compare", base, revised), ("compare", ORIGINAL, f"{ORIGINAL}(Rev.1)")),
        (("mandates", "--document", base), ("mandates", "--document", ORIGINAL)),
    ):
        outcome = run(*short, "--json", index=reports_index)
        assert outcome.code == 0, outcome.err
        assert outcome.json() == run(*arguments, "--json", index=reports_index).json()
    absent = run("show", "77/7", index=reports_index)
    assert absent.code == 2
    assert "CWG-WSIS&SDG-77/7 is not in the index" in absent.err


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "22 January 2024", "9 February 2024"),
        ("ar", "22 يناير 2024", "9 فبراير 2024"),
        ("zh", "2024年1月22日", "2024年2月9日"),
    ],
)
def test_the_date_of_a_cover_is_changed_in_every_language(
    reports_index: Path, language: str, first: str, second: str
) -> None:
    command = (ORIGINAL, f"{ORIGINAL}(Rev.1)", "--in", language, "--json")
    rows = run("compare", *command, index=reports_index).json()["paragraphs"]
    changes = [(row["change"], row["text_from"], row["text_to"]) for row in rows]
    assert ("changed", first, second) in changes


@pytest.mark.parametrize("language", ["ar", "zh"])
@pytest.mark.once
def test_a_terminal_names_changes_in_the_shown_language(reports_index: Path, language: str) -> None:
    outcome = run("compare", ORIGINAL, f"{ORIGINAL}(Rev.1)", "--in", language, index=reports_index)
    locale = Locale(language)
    for key in ("one_changed", "one_added", "one_removed", "same"):
        assert locale.text(f"compare.{key}") in outcome.out
    for word in ("changed", "added", "removed", "unchanged"):
        assert word not in outcome.out
    alike = run("compare", ORIGINAL, ORIGINAL, "--in", language, index=reports_index)
    assert locale.text("compare.alike") in alike.out
