"""Answers of the command, the REST interface and the tools are those that are recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.sample import FILES
from search_app.api import Answers, Tokens
from search_app.mcp.serving import link_into
from tests.golden.requests import REQUESTS, GoldenRequest
from tests.golden.surfaces import Surfaces

ASKED = [request for request in REQUESTS if request.operation != "page"]


@pytest.fixture(scope="session")
def surfaces(word_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surfaces]:
    """The surfaces over all Word files, and a folder of files of which one is damaged."""
    folder = tmp_path_factory.mktemp("golden")
    files = folder / "files"
    files.mkdir()
    for name in ("INF-0003!!MSW-A.docx", "INF-0003!!PDF-A.pdf"):
        shutil.copy(FILES / "CWGWSIS41" / f"S24-CWGWSIS41-{name}", files)
    whole = (FILES / "CWGWSIS41" / "S24-CWGWSIS41-INF-0004!!MSW-F.docx").read_bytes()
    (files / "S24-CWGWSIS41-INF-0004!!MSW-F.docx").write_bytes(whole[: len(whole) // 2])
    answers = Answers(word_index, link=link_into("https://search.example"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WSIS_SEARCH_TOKENS", str(folder / "tokens"))
        Tokens().open()
        yield Surfaces(word_index, answers, folder)
    answers.close()


@pytest.mark.model
@pytest.mark.parametrize("asked", ASKED, ids=[request.id for request in ASKED])
def test_answers_are_those_recorded(asked: GoldenRequest, surfaces: Surfaces) -> None:
    asked.check("answers", surfaces.collect(asked))
