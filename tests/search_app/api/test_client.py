"""A program in Python asks over the network and gets typed answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from corpus.filters import Filters
from corpus.sample import FILES
from search_app.api import AnswerError, Answers, Client, Tokens, rest
from search_app.drafts import Draft
from search_app.operations import (
    CompareRequest,
    DocumentsRequest,
    DossierRequest,
    EquivalentsRequest,
    FilesRequest,
    LookupRequest,
    MandatesRequest,
    PositionsRequest,
    RefsRequest,
    SearchRequest,
    ShowRequest,
    StatusRequest,
)
from tests.search_app.api.conftest import listening


@pytest.fixture
def address(answers: Answers) -> Iterator[str]:
    """Yield the address of a server on a real port."""
    with listening(rest(answers, "127.0.0.1")) as address:
        yield address


@pytest.mark.thorough
def test_every_operation_of_the_server_has_a_request(address: str) -> None:
    document = "CWG-WSIS&SDG-40/3"
    with Client(address) as archive:
        russian = Filters(series=("INF",), languages=("ru",))
        page = archive.ask(SearchRequest("satellite", filters=russian, shown_in="en"), k=2)
        assert {hit.language for hit in page.hits} == {"ru"}
        assert page.totals.documents == 1
        pages = archive.pages(DocumentsRequest(), k=1)
        assert [entry.symbol for page in pages for entry in page.documents] == [
            "CWG-WSIS&SDG-41/INF/3",
            document,
            "CWG-WSIS&SDG-40/INF/7",
        ]
        shown = archive.ask(ShowRequest(document, "1.1", shown_in="fr"))
        assert shown.passages[0].citation.startswith("CWG-WSIS&SDG-40/3-F, par. 1.1")
        looked_up = archive.ask(LookupRequest(document))
        assert looked_up.document is not None
        assert looked_up.document.countries == ("JPN",)
        assert archive.ask(EquivalentsRequest("earthquake", shown_in="fr")).language == "en"
        references = archive.ask(RefsRequest(Draft("WSIS C5"))).mentions
        assert references[0].canonical == "WSIS C5"
        compared = archive.pages(CompareRequest(document, "CWG-WSIS&SDG-41/INF/3"), k=40)
        changes = [change for page in compared for change in page.paragraphs]
        assert len(changes) > 40
        assert any(
            (change.citation_to or "").startswith("CWG-WSIS&SDG-41/INF/3") for change in changes
        )
        draft = Draft(path=next(FILES.glob("CWGWSIS40/*C-0003!!MSW-F*")))
        assert archive.ask(CompareRequest(document, draft, changed=True)).paragraphs == ()
        at_meeting = Filters(meetings=("40",))
        position_pages = archive.pages(
            PositionsRequest("earthquake early warning", filters=at_meeting, shown_in="fr"), k=1
        )
        assert {cell.meeting for page in position_pages for cell in page.cells} == {"40"}
        mandate_pages = archive.pages(MandatesRequest(addressee="Secretariat", shown_in="es"), k=1)
        addressees = [mandate.addressees for page in mandate_pages for mandate in page.mandates]
        assert {"Secretariat" in addressee for addressee in addressees} == {True}
        dossier = archive.pages(DossierRequest("40", shown_in="ru"), k=1)
        items = [item for page in dossier for item in page.items]
        assert len(items) > 1
        assert {code for item in items for code in item.absent} >= {"fr"}
        file = next(FILES.glob("CWGWSIS41/*INF-0003!!MSW-A*"))
        assert archive.ask(RefsRequest(Draft(path=file))).mentions
        (first, *_) = archive.ask(FilesRequest("CWG-WSIS&SDG-41/INF/3")).files
        assert archive.original(first.sha256) == file.read_bytes()
        assert archive.ask(StatusRequest()).documents == 3


def test_a_whole_list_is_fetched_page_by_page(address: str) -> None:
    with Client(address, page_size=1) as archive:
        documents = archive.ask(DocumentsRequest()).documents
        assert len({entry.symbol for entry in documents}) == 3
        assert len(archive.ask(DocumentsRequest(), k=2).documents) == 2
        parts = [*archive.pages(LookupRequest("CWG-WSIS&SDG-40/3"))]
        assert len(parts) == 1


def test_a_refusal_has_the_servers_words(address: str, tokens: Tokens) -> None:
    token = tokens.add("kenya")
    with Client(address) as archive, pytest.raises(AnswerError, match="Show a token") as caught:
        archive.ask(StatusRequest())
    assert caught.value.problem is not None
    assert caught.value.problem.status == 401
    with Client(address, token) as archive, pytest.raises(AnswerError, match="neither has"):
        archive.ask(LookupRequest("CWG-WSIS&SDG-99/1"))


def test_an_address_without_server_is_reported(address: str) -> None:
    with (
        Client("http://127.0.0.1:9") as archive,
        pytest.raises(AnswerError, match="does not answer"),
    ):
        archive.ask(StatusRequest())
    with (
        Client(f"{address}/elsewhere") as archive,
        pytest.raises(AnswerError, match="openapi.json"),
    ):
        archive.ask(StatusRequest())


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
