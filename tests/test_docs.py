"""Do the pages of the documentation lead where they say, and do their commands exist?"""

from __future__ import annotations

import inspect
import re
import shlex
import shutil
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest

from corpus import errors as errors_module
from corpus import settings
from corpus.errors import WsisSearchError
from corpus.sample import FILES
from docs import hooks
from search_app.localise import CODES, Locale
from search_app.operations import REGISTRY, operation
from tests.commands import run
from tests.conftest import copy_index

ROOT = Path(__file__).parents[1]
PAGES = [
    path
    for path in sorted(
        [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/**/*.md")]
    )
    if ".venv" not in path.parts
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
QUICK_STARTS = sorted(ROOT.glob("docs/start/*.md"))


def test_each_promise_of_security_names_tests_that_there_are() -> None:
    rows = [line for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if "|" in line]
    promises = [row.rstrip("| ").rpartition("|")[2] for row in rows[2:]]
    assert len(promises) > 15
    for promise in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", promise)
        assert named, promise
        for path, function in named:
            content = (ROOT / path).read_text("utf-8")
            assert f"def {function or 'test_'}" in content, (path, function)


def test_the_promised_end_of_a_sign_in_is_that_of_its_setting() -> None:
    setting = settings.SIGN_IN_HOURS
    promise = f"`{setting.name}` after they began ({setting.default:g}, and never more than "
    assert f"{promise}{setting.most:g})" in (ROOT / "SECURITY.md").read_text("utf-8")


def public_names() -> list[tuple[str, str]]:
    """The rows of the table of public names, as a package and a name in it."""
    page = (ROOT / "docs" / "reference" / "python.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| (.+?) \|", page, re.MULTILINE)
    return [(package, name) for package, names in rows for name in re.findall(r"`(\w+)`", names)]


def test_public_names_are_there_and_described() -> None:
    names = public_names()
    assert len(names) == len(set(names))
    for package, name in names:
        value = getattr(import_module(package), name)
        assert inspect.getdoc(value), name


def test_every_request_answer_and_kind_of_error_is_public() -> None:
    """The requests, the answers, and the errors that a caller may tell apart have public names."""
    names = {name for _, name in public_names()}
    for question in REGISTRY:
        row = operation(question)
        assert {row.request.__name__, row.answer.__name__} <= names, question
    errors = {
        kind.__name__ for kind in vars(errors_module).values() if _is_direct(kind, WsisSearchError)
    }
    assert errors <= names


def _is_direct(kind: object, base: type) -> bool:
    return isinstance(kind, type) and base in kind.__bases__


def test_every_link_leads_somewhere() -> None:
    """Files, and headings in them; addresses on the network are not asked."""
    broken = []
    for page in PAGES:
        for target in LINK.findall(_without_code(page.read_text("utf-8"))):
            name, _, anchor = unquote(target).partition("#")
            if re.match(r"[a-z]+:", name):
                continue
            there = (page.parent / name).resolve() if name else page
            if not there.exists() or (anchor and anchor not in _anchors(there)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_command_that_is_shown_is_there() -> None:
    """With each of its options."""
    known = {name: command for name, command, _ in hooks.every_command()}
    unknown = []
    for page in PAGES:
        for line in _console_lines(page.read_text("utf-8")):
            words = shlex.split(line, comments=True)[1:]
            name = "wsis-search"
            options = _options(known[name])
            while words:
                word = words.pop(0)
                if f"{name} {word}" in known:
                    name = f"{name} {word}"
                    options |= _options(known[name])
                elif word.startswith("-") and len(word) > 1 and word.split("=")[0] not in options:
                    unknown.append(f"{page.relative_to(ROOT)}: {line}: {word}")
            if name == "wsis-search":
                unknown.append(f"{page.relative_to(ROOT)}: {line}")
    assert unknown == []


def test_the_table_of_commands_is_up_to_date() -> None:
    """As ``python -m docs.hooks`` writes it."""
    page = hooks.COMMANDS_PAGE.read_text("utf-8")
    assert "| `wsis-search alerts add NAME [QUESTION]` |" in page
    assert page == hooks.fill_table(page)


def test_the_tables_of_settings_are_up_to_date() -> None:
    page = hooks.SETTINGS_PAGE.read_text("utf-8")
    assert "| `WSIS_SEARCH_SIGN_IN_HOURS` |" in page
    assert page == hooks.fill_settings(page)


@pytest.mark.thorough
def test_every_command_of_the_tutorials_does_what_it_says(
    reports_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the sample; all but those that ask ITU's site or never end."""
    index = tmp_path / "index"
    copy_index(reports_index, index)
    monkeypatch.chdir(tmp_path)
    Path("archive").mkdir()
    for pattern in ("CWGWSIS40/*C-0005!!MSW-[AS]*", "CWGWSIS41/*C-0006!!MSW-[EF]*"):
        for path in FILES.glob(pattern):
            shutil.copy(path, "archive")
    for draft in ("statement.docx", "draft-report.docx"):
        shutil.copy(FILES / "CWGWSIS40" / "S24-CWGWSIS40-C-0003!!MSW-E.docx", draft)
    failed = []
    # The secretariat's come first: they fill the archive that the others ask.
    for page in sorted(ROOT.glob("docs/tutorials/*.md"), reverse=True):
        for line in _console_lines(page.read_text("utf-8")):
            arguments = shlex.split(line)[1:]
            if arguments[0] != "fetch":
                done = run(*arguments, index=index)
                if done.code:
                    failed.append(f"{page.name}: {line}: {done.code} {done.err}")
    assert failed == []


def test_quick_starts_name_a_citation_as_the_app_does() -> None:
    assert len(QUICK_STARTS) == len(CODES)
    for path in QUICK_STARTS:
        said = Locale(path.stem).text("search.copy")
        name = said.partition(" ")[2] or said
        assert re.search(rf"^3\. .*{re.escape(name)}", path.read_text("utf-8"), re.MULTILINE), path


def test_the_quick_start_is_the_same_in_six_languages() -> None:
    commands = {
        path.stem: re.findall(r"```\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
        for path in QUICK_STARTS
    }
    assert sorted(commands) == ["ar", "en", "es", "fr", "ru", "zh"]
    assert all(each == commands["en"] for each in commands.values())


@pytest.mark.thorough
def test_help_and_addresses_are_taken_from_the_program() -> None:
    """Every command's help, and every address with its parameters."""
    help_of_all = hooks.commands()
    for name in ("ingest", "search", "alerts add", "serve"):
        assert f"## `wsis-search {name}`" in help_of_all
    assert "--all-revisions" in help_of_all
    described = hooks.network()
    assert "## `GET /api/v1/search`" in described
    assert "| `shown_in` | query |" in described or "| `in` | query |" in described
    page = hooks.on_page_markdown("[before](../benchmarks/a.md) {{ network }} after")
    assert page.startswith("before ## `")
    assert "{{" not in page


def _without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def _anchors(page: Path) -> set[str]:
    """As GitHub and MkDocs make them of headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def _console_lines(text: str) -> list[str]:
    blocks = re.findall(r"```(?:console|sh|bash)?\n(.*?)```", text, re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("wsis-search ")]


def _options(command: object) -> set[str]:
    return {
        name
        for parameter in getattr(command, "params", [])
        for name in (*parameter.opts, *parameter.secondary_opts)
    } | {"--help"}
