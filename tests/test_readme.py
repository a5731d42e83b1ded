"""The README's session and the examples of the documentation run and print what they show."""

from __future__ import annotations

import re
import shlex
from itertools import chain
from pathlib import Path

import pytest

from index.model import Encoder
from search_app.api import Answers, rest
from search_app.api.tokens import Tokens
from search_app.localise import Locale
from search_app.web.frame import PAGES
from tests.commands import run
from tests.conftest import MakeOnce, of_sample
from tests.search_app.api.conftest import listening

README = Path(__file__).parents[1] / "README.md"
DOCS = README.with_name("docs")


def _read_example(page: str) -> str:
    """Return the first example in Python on a page of the documentation."""
    content = (DOCS / page).read_text("utf-8")
    example, *_ = re.findall(r"```python\n(.*?)```", content, re.DOTALL)
    return str(example)


_SCORE = re.compile(r"\b0\.\d{3}$", re.MULTILINE)
_TOOK = re.compile(r"[\d,]+(?= ms$| ميلي ثانية$)", re.MULTILINE)


def _session() -> list[tuple[str, str]]:
    """Return each command of the session that prints something, and its output."""
    text = README.read_text("utf-8").partition("## A session\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    commands = chain.from_iterable(re.split(r"^\$ ", block, flags=re.MULTILINE) for block in blocks)
    parts = (part.partition("\n") for part in commands)
    return [(command, printed.strip("\n")) for command, _, printed in parts if printed.strip()]


@pytest.fixture(scope="session")
def session_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """The whole sample; of the PDFs, which only add pages, those whose pages are printed."""
    pages = ("40/*INF-0007!!PDF-R*", "40/*C-0005!!PDF-S*", "41/*C-0006!!PDF-A*")
    patterns = ("*/*MSW-*", *(f"CWGWSIS{page}" for page in pages))
    return made_once("session-index", of_sample(encoder, *patterns))


@pytest.mark.thorough
def test_the_session_prints_what_it_says(session_index: Path) -> None:
    """All of it but for times; scores within what processors compute differently."""
    session = _session()
    assert len(session) == 4
    for command, shown in session:
        *given, words = command.split(" | ")
        text = shlex.split(given[0])[1] if given else ""
        done = run(*shlex.split(words)[1:], index=session_index, given=text.encode(), COLUMNS="80")
        lines = "\n".join(line.rstrip() for line in done.out.splitlines()).strip("\n")
        lines = lines.replace("\N{NO-BREAK SPACE}", " ")
        printed = shown.removeprefix("…\n")  # its end
        lines = lines if printed == shown else lines[-len(printed) :]
        texts, expected = (_TOOK.sub("", _SCORE.sub("", text)) for text in (lines, printed))
        assert texts == expected, command
        scores = [[float(score) for score in _SCORE.findall(it)] for it in (lines, printed)]
        assert scores[0] == pytest.approx(scores[1], abs=0.02), command


def test_the_example_in_python_runs(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = _read_example("reference/python.md")
    folder = 'Path("~/.local/share/wsis-search/sample").expanduser()'
    assert folder in example
    exec(example.replace(folder, f"Path({str(sample_index)!r})"), {})  # noqa: S102 - our own text
    printed = capsys.readouterr().out
    assert "CWG-WSIS&SDG-40/INF/7 " in printed
    assert "PP Res. 140 (Rev. Bucharest, 2022)" in printed


def test_every_page_of_the_menu_is_described() -> None:
    page = (DOCS / "app.md").read_text("utf-8")
    (table,) = re.findall(r"\| page \|.*\n\|---.*\n((?:\|.*\n)+)", page)
    for name in PAGES:
        assert re.search(rf"\b{Locale('en').text(f'page.{name}')}\b", table), name


def test_the_example_of_the_client_runs(
    sample_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_TOKENS", str(tmp_path))
    Tokens().open()
    example = _read_example("reference/network.md")
    answers = Answers(sample_index)
    with listening(rest(answers, "127.0.0.1")) as address:
        assert "http://127.0.0.1:8501" in example
        exec(example.replace("http://127.0.0.1:8501", address), {})  # noqa: S102 - as above
    answers.close()
    printed = capsys.readouterr().out
    assert "CWG-WSIS&SDG-40/INF/7-R, para. 1.1" in printed
    assert "PP Res. 140 (Rev. Bucharest, 2022)" in printed
