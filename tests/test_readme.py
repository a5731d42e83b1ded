"""Does the README's way in for programs work as it is written?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from search_app.api import Answers, rest
from search_app.api.tokens import VARIABLE
from search_app.localise import Locale
from search_app.web.frame import PAGES
from tests.search_app.api.conftest import listening

README = Path(__file__).parents[1] / "README.md"


def _examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)


def test_the_example_in_python_runs(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example, _ = _examples()
    folder = 'Path("~/.local/share/wsis-search/sample").expanduser()'
    assert folder in example
    exec(example.replace(folder, f"Path({str(sample_index)!r})"), {})  # noqa: S102 - our own text
    printed = capsys.readouterr().out
    assert "CWG-WSIS&SDG-40/INF/7 " in printed
    assert "PP Res. 140 (Rev. Bucharest, 2022)" in printed


def test_pages_are_called_as_in_the_menu() -> None:
    (table,) = re.findall(r"\| page \|.*\n\|---.*\n((?:\|.*\n)+)", README.read_text("utf-8"))
    called = [row.split("|")[1].strip() for row in table.splitlines()]
    assert called == [Locale("en").text(f"page.{name}") for name in PAGES]


def test_the_example_of_the_client_runs(
    sample_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    _, example = _examples()
    answers = Answers(sample_index)
    with listening(rest(answers, "127.0.0.1")) as address:
        assert "http://127.0.0.1:8501" in example
        exec(example.replace("http://127.0.0.1:8501", address), {})  # noqa: S102 - as above
    answers.close()
    printed = capsys.readouterr().out
    assert "CWG-WSIS&SDG-40/INF/7-R, para. 1.1" in printed
    assert "PP Res. 140 (Rev. Bucharest, 2022)" in printed
