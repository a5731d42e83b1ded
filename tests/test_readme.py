"""Does the README's way in for programs work as it is written?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def test_the_example_in_python_runs(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    folder = 'Path("~/.local/share/wsis-search/sample").expanduser()'
    assert folder in example
    exec(example.replace(folder, f"Path({str(sample_index)!r})"), {})  # noqa: S102 - our own text
    printed = capsys.readouterr().out
    assert "CWG-WSIS&SDG-40/INF/7 " in printed
    assert "PP Res. 140 (Rev. Bucharest, 2022)" in printed
