"""Tests of the command `compare`: drafts and revisions, as JSON and at a terminal."""

from __future__ import annotations

from pathlib import Path

from ingest.passages import part_label
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
