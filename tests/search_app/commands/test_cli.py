"""The command keeps its contract: JSON, exit codes, and messages for people."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from corpus.languages import BY_CODE
from corpus.sample import FILES
from index.model.encoder import Encoder
from search_app import cli
from search_app.localise import Locale
from tests.commands import PROGRAM, Outcome, run, start

DOCUMENT_KEYS = [
    "symbol",
    "title",
    "source",
    "countries",
    "date",
    "meeting",
    "series",
    "number",
    "revision",
    "addendum",
    "original_language",
    "meeting_place",
    "meeting_days",
    "agenda_item",
]


@pytest.fixture(scope="module")
def ingest_run(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> tuple[Path, Outcome]:
    assert encoder.name == "multilingual-e5-small-q4"  # the command's model too, loaded by now
    folder = tmp_path_factory.mktemp("cli")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "bees.txt").write_text("1\tBees dance.\n1.1\tThey tell the way.", "utf-8")
    (documents / "empty.pdf").write_bytes(b"")
    for code in "EA":
        source = FILES / "CWGWSIS39" / f"S23-CWGWSIS39-C-0004!A1!MSW-{code}.docx"
        shutil.copy(source, documents)
    index = folder / "index"
    return index, run("ingest", documents, "--json", "--workers", "2", index=index)


@pytest.mark.thorough
def test_ingest_reports_counts_and_failures(ingest_run: tuple[Path, Outcome]) -> None:
    index, outcome = ingest_run
    assert outcome.code == 1
    report = outcome.json()
    assert {"files", "ingested", "unchanged", "failed", "warnings", "passages", "seconds"} <= set(
        report
    )
    assert (report["files"], report["ingested"], report["unchanged"]) == (4, 3, 0)
    (failed,) = report["failed"]
    assert set(failed) == {"file", "code", "message"}
    assert Path(failed["file"]).name == "empty.pdf"
    assert failed["code"] == "empty-file"
    assert "empty.pdf" in outcome.err  # a person may read only stderr
    again = run("ingest", index.parent / "documents" / "bees.txt", "--json", index=index)
    assert again.code == 0
    assert again.json()["unchanged"] == 1
    assert again.err == ""  # no progress bar where nobody looks


@pytest.mark.thorough
def test_search_gives_hits_with_citations(ingest_run: tuple[Path, Outcome]) -> None:
    index, _ = ingest_run
    answer = run("search", "bees", "-k", "2", "--json", index=index).json()
    assert list(answer)[:4] == ["query", "language", "took_ms", "hits"]
    assert set(answer) >= {"suggestions", "notes", "has_more"}
    first = answer["hits"][0]
    assert set(first) >= {
        "rank",
        "score",
        "symbol",
        "title",
        "language",
        "label",
        "page",
        "text",
        "shown_language",
        "shown_text",
        "citation",
        "versions",
        "file",
    }
    assert first["rank"] == 1
    assert first["label"] == "1"
    assert first["text"] == first["shown_text"] == "Bees dance."
    assert first["symbol"] is None
    assert Path(first["file"]).name == "bees.txt"

    query = "budget of the regional dialogues"
    shown = run("search", query, "-k", "3", "--in", "ar", "--json", index=index).json()
    assert {hit["shown_language"] for hit in shown["hits"]} == {"ar"}
    assert all("CWG-WSIS&SDG-39/4-A(Add.1)" in hit["citation"] for hit in shown["hits"])
    assert shown["hits"][0]["versions"] == ["ar", "en"]
    for question, *chosen, code in (
        ("ميزانية الحوارات الإقليمية", "ar"),
        ("budget of the regional dialogues", "en"),
        ("ميزانية الحوارات الإقليمية", "--in", "en", "en"),
    ):
        hits = run("search", question, *chosen, "-k", "3", "--json", index=index).json()["hits"]
        assert {hit["shown_language"] for hit in hits} == {code}
    arabic = ("search", query, "--language", "ar", "-k", "3", "--json")
    for options, code in ((("--in", "original"), "ar"), ((), "en")):
        hits = run(*arabic, *options, index=index).json()["hits"]
        assert {(hit["language"], hit["shown_language"]) for hit in hits} == {("ar", code)}
    filtered = run("search", query, "--language", "ar", "--meeting", "39", "--json", index=index)
    assert {hit["language"] for hit in filtered.json()["hits"]} == {"ar"}


def test_a_hit_with_words_of_the_query_is_no_translation(
    ingest_run: tuple[Path, Outcome],
) -> None:
    index, _ = ingest_run
    options = ("-k", "1", "--language", "ar", "--in", "en")
    label = Locale("en").text("search.found_in", language="Arabic")
    for question, is_said in (("regional dialogues", False), ("الحوارات الإقليمية", True)):
        outcome = run("search", question, *options, index=index)
        assert (label in " ".join(outcome.out.split())) is is_said


@pytest.mark.parametrize(
    ("question", "is_said"),
    [
        ("ما هي تكلفة اللقاءات التي تعقد في كل منطقة؟", False),
        ("cost of encounters by region", True),
    ],
)
def test_a_version_in_the_questions_language_explains_itself(
    ingest_run: tuple[Path, Outcome], question: str, is_said: bool
) -> None:
    index, _ = ingest_run
    options = ("-k", "9", "--language", "en", "--in", "ar")
    label = Locale("ar").text("search.found_in", language=Locale("ar").language("en"))
    outcome = run("search", question, *options, index=index)
    assert "الفقرة" in outcome.out
    assert (label in " ".join(outcome.out.split())) is is_said


def test_precedents_prints_earlier_passages(ingest_run: tuple[Path, Outcome]) -> None:
    index, _ = ingest_run
    done = run("precedents", "-", index=index, given=b"They tell the way.")
    assert done.code == 0, done.err
    assert "100%, reused word for word" in done.out
    assert "1.1" in done.out
    assert "Draft:" not in done.out
    arabic = run("precedents", "-", "--in", "ar", index=index, given=b"They tell the way.")
    assert "100%، منقول حرفياً" in arabic.out
    assert "reused" not in arabic.out
    arguments = ("budget of the regional dialogues", "--language", "en", "--json")
    text = run("search", *arguments, index=index).json()["hits"][0]["text"]
    *_, last = re.finditer(r"\d+", text)
    draft = f"{text[: last.start()]}777{text[last.end() :]}"
    done = run("precedents", "-", index=index, given=draft.encode())
    changed = rf"\[-(?:\d+\W)*{last[0]}\W*-\]\s*{{\+(?:\d+\W)*777"
    assert re.search(changed, done.out), done.out


@pytest.mark.parametrize("code", ["zh"])
@pytest.mark.thorough
def test_a_draft_of_an_indexed_document_notes_the_left_out(reports_index: Path, code: str) -> None:
    file = next(FILES.glob("CWGWSIS40/*C-0003!!MSW-A.docx"))
    locale = Locale(code)
    itself = locale.text("precedents.itself", symbol="CWG-WSIS&SDG-40/3")
    later = locale.text("precedents.later", date=locale.date("2024-01-22"), count=locale.number(4))
    outcome = run("precedents", str(file), "--in", code, "--json", index=reports_index)
    assert outcome.err.splitlines() == [itself, later]
    notes = [{"code": "itself", "message": itself}, {"code": "later", "message": later}]
    assert outcome.json()["notes"] == notes
    # What is left out by the reader's own choice needs no word.
    chosen = ("--until", "2024-01-22", "--in", code)
    assert run("precedents", str(file), *chosen, index=reports_index).err.splitlines() == [itself]
    undated = run("precedents", "-", "--in", code, "--json", index=reports_index, given=b"One.")
    assert (undated.err, undated.json()["notes"]) == ("", [])


def test_show_and_status(ingest_run: tuple[Path, Outcome]) -> None:
    index, _ = ingest_run
    whole = run("show", "CWG-WSIS&SDG-39/4-E(Add.1)", "--json", index=index).json()
    assert list(whole)[: len(DOCUMENT_KEYS)] == DOCUMENT_KEYS
    assert (whole["meeting_place"], whole["agenda_item"]) == ("Geneva", "4.2")
    assert whole["countries"] == ["BRA", "PRT"]
    assert whole["symbol"] == "CWG-WSIS&SDG-39/4(Add.1)"
    assert whole["language"] == "en"
    assert [version["language"] for version in whole["versions"]] == ["ar", "en"]
    assert len(whole["passages"]) > 10
    answer = run(
        "show", "cwg-wsis&sdg-39/4 (Add.1)#1.1", "--in", "ar", "--json", index=index
    ).json()
    (passage,) = answer["passages"]
    assert (passage["label"], passage["language"]) == ("1.1", "ar")
    missing = run("show", "CWG-WSIS&SDG-39/4(Add.1)#77", index=index)
    assert missing.code == 2
    assert "no paragraph 77" in missing.err
    absent = run("show", "CWG-WSIS&SDG-39/5", index=index)
    assert absent.code == 2
    assert "It has: CWG-WSIS&SDG-39/4(Add.1)" in absent.err
    status = run("status", "--json", index=index).json()
    assert status["documents"] == 2
    assert status["versions"] == {"ar": 1, "en": 2}
    assert [item["code"] for item in status["failed"]] == ["empty-file"]
    # All passages are more than a search counts: headings are found with their text.
    count = run("search", "regional dialogues", "--json", index=index).json()["totals"]["passages"]
    assert status["findable"] == count < status["passages"]
    shown = " ".join(run("status", index=index).out.split())
    assert f"{status['passages']}, of which a search finds {count}" in shown


@pytest.mark.thorough
def test_parse_needs_no_index(tmp_path: Path) -> None:
    source = FILES / "CWGWSIS40" / "S24-CWGWSIS40-C-0003!R1!MSW-F.docx"
    parsed = run("parse", source, "--json", index=tmp_path / "none").json()
    assert list(parsed) == [
        "file",
        "format",
        "language",
        "pages",
        "document",
        "passages",
        "mentions",
        "warnings",
        "provenance",
    ]
    assert (parsed["format"], parsed["language"], parsed["pages"]) == ("docx", "fr", None)
    assert list(parsed["document"]) == DOCUMENT_KEYS
    document = parsed["document"]
    assert document["symbol"] == "CWG-WSIS&SDG-40/3(Rev.1)"
    assert (document["meeting"], document["series"], document["number"]) == ("40", "C", "3")
    assert (document["revision"], document["addendum"]) == ("1", None)
    assert document["date"] == "2024-02-09"
    assert document["original_language"] == "en"
    assert (document["meeting_place"], document["agenda_item"]) == ("Genève", "4.1")
    assert document["countries"] == ["JPN"]
    assert parsed["provenance"]["symbol"] == "cover"
    assert parsed["provenance"]["language"] == "file-name"
    assert {passage["kind"] for passage in parsed["passages"]} == {
        "paragraph",
        "heading",
        "table",
        "footnote",
    }
    first = next(passage for passage in parsed["passages"] if passage["label"] == "1.1")
    assert set(first) == {"kind", "label", "heading", "page", "language", "text"}
    assert first["heading"].startswith("1 ")
    assert not (tmp_path / "none").exists()


def test_parse_lists_what_a_document_proposes_to_change(tmp_path: Path) -> None:
    source = tmp_path / "proposal.md"
    source.write_text("MOD ARB/39A7/1\n\n# RÉSOLUTION 140\n\nNOC\n\nText.\n", encoding="utf-8")
    parsed = run("parse", source, "--changes", "--json", index=tmp_path / "none").json()
    assert list(parsed)[-1] == "changes"
    first, second = parsed["changes"]
    assert first == {
        "kind": "modify",
        "text": "RÉSOLUTION 140",
        "author": None,
        "date": None,
        "label": None,
        "passage": 1,
        "proposal": "ARB/39A7/1",
    }
    assert (second["kind"], second["text"]) == ("no-change", "Text.")
    table = run("parse", source, "--changes", index=tmp_path / "none").out
    assert "ARB/39A7/1" in table


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", "x"], "There is no index"),
        (["status"], "There is no index"),
        (["parse", "no-such-file.docx"], "There is no no-such-file.docx"),
        (["ingest"], "Name a file or a folder"),
        (["search", "x", "--mode", "guess"], "for '--mode': 'guess' is not one of"),
        (["search", "-فقط"], "begins with a minus, put -- before it"),
        (["search", "-k"], "Option '-k' requires an argument.\n"),
        (["no-such-command"], "no-such-command"),
        (["search"], "QUERY"),
    ],
)
def test_wrong_use_ends_with_two(tmp_path: Path, arguments: list[str], message: str) -> None:
    outcome = run(*arguments, index=tmp_path)
    assert outcome.code == 2
    assert message in outcome.err
    assert outcome.out == ""


@pytest.mark.model
def test_a_file_that_cannot_be_read_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "ملف فارغ.docx").write_bytes(b"")
    outcome = run("parse", tmp_path / "ملف فارغ.docx", "--json")
    assert outcome.code == 1
    assert "ملف فارغ.docx is empty" in outcome.err
    absent = run("ingest", tmp_path / "nothing here", "--json", index=tmp_path / "index")
    assert absent.code == 1
    (failed,) = absent.json()["failed"]
    assert failed["code"] == "no-such-path"
    assert "nothing here" in absent.err


def test_an_index_of_another_model_is_refused(
    ingest_run: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name: loading it would take seconds, and memory."""
    from index.model.default_model import folder

    index, _ = ingest_run
    monkeypatch.setattr("index.model.encoder.load", lambda _: pytest.fail("it was loaded"))
    outcome = run("search", "bees", "--model", folder(), index=index)
    assert outcome.code == 2
    assert "was built with the model multilingual-e5-small-q4" in outcome.err


@pytest.mark.thorough
def test_a_reader_that_stops_early_is_no_error(ingest_run: tuple[Path, Outcome]) -> None:
    index, _ = ingest_run
    done = subprocess.run(
        ["bash", "-c", f"'{PROGRAM}' show 'CWG-WSIS&SDG-39/4(Add.1)' | head -n 1"],
        env={**os.environ, "WSIS_SEARCH_INDEX": str(index)},
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr


@pytest.mark.thorough
def test_output_survives_a_terminal_without_utf_8(ingest_run: tuple[Path, Outcome]) -> None:
    index, _ = ingest_run
    outcome = start(
        "show", "CWG-WSIS&SDG-39/4(Add.1)#1.1", "--in", "ar", index=index, PYTHONIOENCODING="ascii"
    )
    assert outcome.code == 0
    assert "الفقرة 1.1" in outcome.out


def test_help_and_version() -> None:
    assert start("--version").out.startswith("wsis-search 0.")
    outcome = run("--help")
    for command in ("ingest", "parse", "search", "show", "status", "serve", "demo"):
        assert command in outcome.out


GIVEN = {
    ("alerts",): [],
    ("alerts", "add"): ["name", "女性"],
    ("answer",): ["女性"],
    ("compare",): ["40/3", "40/5"],
    ("dossier",): ["40"],
    ("equivalents",): ["نساء"],
    ("lookup",): ["40/3"],
    ("mandates",): [],
    ("positions",): ["女性"],
    ("precedents",): [str(next(FILES.glob("CWGWSIS40/*C-0003!!MSW-A.docx")))],
    ("search",): ["نساء"],
    ("show",): ["40/3"],
    ("source",): ["巴西"],
}


def test_every_command_says_which_languages_there_are(sample_index: Path, tmp_path: Path) -> None:
    assert {names for names in _commands(get_command(cli.app)) if names} == set(GIVEN)
    for names, given in GIVEN.items():
        saved = ["--file", str(tmp_path / "alerts.json")] if names[0] == "alerts" else []
        outcome = run(*names, *given, *saved, "--in", "xx", index=sample_index)
        assert outcome.err.endswith(
            "Error: xx is not one of the six languages. Use one of: ar, en, es, fr, ru, zh.\n"
        ), names
        assert (outcome.code, outcome.out) == (2, ""), names


WRONG = {
    ("answer",): ["女性", "--since", "20x"],
    ("compare",): ["40/3", "40/99"],
    ("dossier",): ["99"],
    ("equivalents",): [""],
    ("lookup",): ["999/1"],
    ("mandates",): ["--due", "tomorrow"],
    ("positions",): ["女性", "--since", "20x"],
    ("precedents",): ["-", "--until", "20x"],
    ("search",): ["--", "-flood"],
    ("show",): ["40/3#3.99"],
}


@pytest.mark.parametrize("code", [code for code in BY_CODE if code != "en"])
@pytest.mark.once
def test_errors_are_in_the_language_of_the_option(sample_index: Path, code: str) -> None:
    locale = Locale(code)
    for names, given in WRONG.items():
        english, outcome = (
            run(*names, "--in", language, *given, index=sample_index) for language in ("en", code)
        )
        assert (outcome.code, outcome.out) == (english.code, english.out), names
        assert outcome.code, names
        assert outcome.err != english.err, names
        assert locale.text("error.details") not in outcome.err, names
    neither = run("lookup", "Resolution 999", "--in", code, index=sample_index).err
    assert locale.text("problem.not-mentioned", reference="¦").split("¦")[0].strip() in neither
    near = run("lookup", "40/33", "--in", code, index=sample_index).err
    assert locale.text("search.did_you_mean") in near
    assert "CWG-WSIS&SDG-40/3" in near
    nothing = run("equivalents", "zzyyx", "--in", code, index=sample_index).err
    assert nothing.strip() == locale.text("equivalents.nothing", term="zzyyx")
    table = run("equivalents", "early warning", "--in", code, index=sample_index).out
    assert locale.text("equivalents.paragraphs") in table


def test_every_error_has_the_readers_word_for_it(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    lines = run("search", "x", "--in", "zh", index=missing).err.splitlines()
    assert lines[0] == "错误：尚无索引"
    assert lines[1].startswith("详细信息（英文）：There is no index in ")
    unread = run("parse", missing, LC_ALL="ru_RU.UTF-8").err
    assert unread.startswith("Ошибка: Файл не удалось прочитать.\n")
    assert str(missing) in unread
    assert run("--help", LC_ALL="zh_CN.UTF-8").out == run("--help").out


def _commands(command: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The names of every command that shows something in a language."""
    if any("--in" in option.opts for option in command.params):
        yield names
    for name, subcommand in getattr(command, "commands", {}).items():
        yield from _commands(subcommand, (*names, name))


COLLECTIONS = """
import gc, sys
from search_app.cli import main
before = sum(counts["collections"] for counts in gc.get_stats())
try:
    main()
finally:
    print(sum(counts["collections"] for counts in gc.get_stats()) - before, file=sys.stderr)
"""


@pytest.mark.thorough
def test_a_command_scans_each_imported_package_once(
    ingest_run: tuple[Path, Outcome],
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COLLECTIONS, "--index", str(ingest_run[0]), "status"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert int(done.stderr) < 30
