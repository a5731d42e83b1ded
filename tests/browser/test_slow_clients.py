"""Clients that never end what they begin to send are let go, and others are served meanwhile."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from search_app.web.uploads import UploadLimits
from tests.browser.conftest import TIMEOUT, serving
from tests.search_app.api.test_slow_requests import trickle

pytestmark = pytest.mark.browser

SECONDS = 3


@pytest.fixture
def slow_address(sample_index: Path) -> Iterator[str]:
    with serving(
        sample_index,
        WSIS_SEARCH_ALLOW_UPLOAD="1",
        WSIS_SEARCH_REQUEST_SECONDS=str(SECONDS),
    ) as served:
        yield served


@pytest.mark.thorough
def test_what_never_ends_is_refused_in_time(slow_address: str) -> None:
    token = generate_xsrf_token_string()
    with contextlib.ExitStack() as sending_files:
        page = sending_files.enter_context(_page(slow_address, token))
        session = _place_for_a_file(page)
        client = sending_files.enter_context(
            httpx.Client(
                timeout=TIMEOUT / 1000, base_url=slow_address, cookies={"_streamlit_xsrf": token}
            )
        )
        place = f"/_stcore/upload_file/{session}/"
        headers = {"X-Xsrftoken": token}
        files = {"file": ("new.txt", b"The archive hears of a heron.")}
        for name in range(UploadLimits().files - 1):
            assert client.put(f"{place}{name}", files=files, headers=headers).status_code == 204
        # The other request of the page keeps its connection while the file trickles in.
        answers: list[bytes] = []
        sending = threading.Thread(
            target=lambda: answers.append(trickle(slow_address, _upload(session, token), 30))
        )
        sending.start()
        time.sleep(SECONDS / 3)
        assert client.put(f"{place}other", files=files, headers=headers).status_code == 429
        assert client.get("/_stcore/health").status_code == 200
        sending.join()
        assert answers[0].startswith(b"HTTP/1.1 408 ")
        # Its place is free again.
        assert client.put(f"{place}other", files=files, headers=headers).status_code == 204
    assert trickle(slow_address, "GET /documents HTTP/1.1\r\nX-Long: ", 30).startswith(
        b"HTTP/1.1 408 "
    )
    with _page(slow_address, token) as page, pytest.raises(ConnectionClosedError) as ended:
        page.send(_without_end())
    assert ended.value.rcvd is not None
    assert ended.value.rcvd.code == 1008


def _without_end() -> Iterator[bytes]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        yield b"x"
        time.sleep(0.2)


def _page(address: str, token: str) -> ClientConnection:
    return connect(
        f"ws://{urlsplit(address).netloc}/_stcore/stream",
        origin=Origin(address),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
        additional_headers={"Cookie": f"_streamlit_xsrf={token}"},
    )


def _place_for_a_file(page: ClientConnection) -> str:
    """Ask for the page that takes files, and return the session that may send one."""
    request = BackMsg()
    request.rerun_script.page_name = "documents"
    request.rerun_script.query_string = "ui=en&view=contents"
    page.send(request.SerializeToString())
    session = ""
    while True:
        received = page.recv(timeout=TIMEOUT / 1000)
        assert isinstance(received, bytes)
        message = ForwardMsg.FromString(received)
        if message.WhichOneof("type") == "new_session":
            session = message.new_session.initialize.session_id
        if message.WhichOneof("type") == "script_finished":
            return session


def _upload(session: str, token: str) -> str:
    return (
        f"PUT /_stcore/upload_file/{session}/one HTTP/1.1\r\nHost: {{host}}\r\n"
        f"Cookie: _streamlit_xsrf={token}\r\nX-Xsrftoken: {token}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n--b\r\n"
    )
