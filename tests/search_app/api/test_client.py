"""A program in Python asks over the network and gets typed answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from corpus.sample import FILES
from search_app.api import AnswerError, Answers, Client, Tokens, rest
from tests.search_app.api.conftest import listening


@pytest.fixture
def address(answers: Answers) -> Iterator[str]:
    """Of a server on a real port."""
    with listening(rest(answers, "127.0.0.1")) as found:
        yield found


@pytest.mark.thorough
def test_all_that_the_server_answers_can_be_asked(address: str) -> None:
    with Client(address) as archive:
        found = archive.search("satellite", k=2, series=["INF"], language=["ru"], shown_in="en")
        assert {hit.language for hit in found.hits} == {"ru"}
        assert found.totals.documents == 1
        documents = list(archive.documents(k=1))
        assert [one.symbol for one in documents] == [
            "CWG-WSIS&SDG-41/INF/3",
            "CWG-WSIS&SDG-40/3",
            "CWG-WSIS&SDG-40/INF/7",
        ]
        shown = archive.show("CWG-WSIS&SDG-40/3", "1.1", "fr")
        assert shown.passages[0].citation.startswith("CWG-WSIS&SDG-40/3-F, par. 1.1")
        looked_up = archive.look_up("CWG-WSIS&SDG-40/3")
        assert looked_up.document is not None
        assert looked_up.document.countries == ("JPN",)
        assert archive.equivalents("earthquake", "fr").language == "en"
        assert archive.refs("WSIS C5").mentions[0].canonical == "WSIS C5"
        changes = list(archive.compare("CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-41/INF/3", k=40))
        assert len(changes) > 40
        assert any((one.citation_to or "").startswith("CWG-WSIS&SDG-41/INF/3") for one in changes)
        draft = next(FILES.glob("CWGWSIS40/*C-0003!!MSW-F*"))
        assert list(archive.compare("CWG-WSIS&SDG-40/3", draft, changed=True)) == []
        said = list(
            archive.positions("earthquake early warning", k=1, shown_in="fr", meeting=["40"])
        )
        assert {one.meeting for one in said} == {"40"}
        asked = list(archive.mandates(addressee="Secretariat", k=1, shown_in="es"))
        assert {"Secretariat" in one.addressees for one in asked} == {True}
        items = list(archive.dossier("40", k=1, shown_in="ru"))
        assert len(items) > 1
        assert {code for item in items for code in item.absent} >= {"fr"}
        file = next(FILES.glob("CWGWSIS41/*INF-0003!!MSW-A*"))
        assert archive.refs(file).mentions
        (one, *_) = archive.files("CWG-WSIS&SDG-41/INF/3")
        assert archive.original(one) == file.read_bytes()
        assert archive.status().documents == 3


def test_what_the_server_refuses_is_said_as_it_says_it(address: str, tokens: Tokens) -> None:
    token = tokens.add("kenya")
    with Client(address) as archive, pytest.raises(AnswerError, match="Show a token") as caught:
        archive.status()
    assert caught.value.problem is not None
    assert caught.value.problem.status == 401
    with Client(address, token) as archive, pytest.raises(AnswerError, match="neither has"):
        archive.look_up("CWG-WSIS&SDG-99/1")


def test_a_server_that_is_none_is_told(address: str) -> None:
    with (
        Client("http://127.0.0.1:9") as archive,
        pytest.raises(AnswerError, match="does not answer"),
    ):
        archive.status()
    with (
        Client(f"{address}/elsewhere") as archive,
        pytest.raises(AnswerError, match="openapi.json"),
    ):
        archive.status()


@pytest.mark.process
@pytest.mark.thorough
def test_the_client_brings_no_server_and_no_model() -> None:
    heavy = {"fastapi", "uvicorn", "mcp", "streamlit", "torch", "openvino"}
    for module in ("search_app.api", "search_app.cli"):
        code = f"import sys, {module}; print({heavy!r} & set(sys.modules))"
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        assert done.stdout.strip() == "set()"
