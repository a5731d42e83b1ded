"""A sign-in ends at the server by signing out or by its time; other rules change its pages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from search_app.web import any_free_port
from tests.browser.conftest import SECONDS, TIMEOUT, serving
from tests.browser.identity_provider import providing, write_secrets
from tests.conftest import copy_index
from tests.index.access.archive import HIDDEN, RULES, write_rules

pytestmark = pytest.mark.browser

AMINA = {"email": "amina@states.example", "email_verified": True}
WHO = """
[[people]]
claim = "email"
value = "{}"
class = "members"
"""
HOST = "search.example.org"
Cookies = dict[str, str]


@pytest.fixture
def folder(classed_index: Path, tmp_path: Path) -> Path:
    """A folder with an index, whose rules let Amina see one document more than others."""
    copy_index(classed_index, tmp_path / "index")
    write_rules(tmp_path / "index", RULES + WHO.format("amina@*"))
    return tmp_path


@contextmanager
def _server(folder: Path, provider: str, port: int, hours: str = "") -> Iterator[str]:
    secrets = write_secrets(folder, provider, port)
    with serving(
        folder / "index",
        port=port,
        public=f"https://{HOST}",
        WSIS_SEARCH_SECRETS=str(secrets),
        WSIS_SEARCH_STATE=str(folder / "state"),
        WSIS_SEARCH_SIGN_IN_HOURS=hours,
    ) as address:
        yield address


@pytest.mark.thorough
def test_a_sign_in_ends_for_good_at_the_server(browser: Browser, folder: Path) -> None:
    port = any_free_port()
    with (
        providing({"Amina": AMINA}) as provider,
        browser.new_context() as context,
        browser.new_context() as other_context,
    ):
        with _server(folder, provider.address, port) as address:
            first, second = _sign_in(context, address), _sign_in(other_context, address)
            second_tab = context.new_page()
            _shows(second_tab, address, 3)
            cookies, other_cookies = _cookies(context), _cookies(other_context)
            assert HIDDEN in _replay(address, cookies)
            first.get_by_role("button", name="Sign out").click()
            # The other tab is told, and shows what anybody may see.
            expect(second_tab.get_by_role("button", name="Sign in")).to_be_visible()
            expect(second_tab.locator(".wsis-list li")).to_have_count(2)
            assert HIDDEN not in _replay(address, cookies)
            # A sign-in of the same person in another browser goes on.
            assert HIDDEN in _replay(address, other_cookies)
            expect(second.locator(".wsis-list li")).to_have_count(3)
            # Until the operator's rules show her less: the page that is open is drawn anew.
            write_rules(folder / "index", RULES + WHO.format("boris@*"))
            expect(second.locator(".wsis-list li")).to_have_count(2)
            expect(second.get_by_role("button", name="Sign out")).to_be_visible()
            write_rules(folder / "index", RULES + WHO.format("amina@*"))
            expect(second.locator(".wsis-list li")).to_have_count(3)
        # The server is another, and a sign-in lasts 20 seconds.
        hours = str(20 / 3600)
        with _server(folder, provider.address, port, hours) as address:
            assert HIDDEN not in _replay(address, cookies)
            began = time.monotonic()
            page = _sign_in(context, address)
            lasting = _cookies(context)
            assert {
                round(cookie["expires"] - time.time(), -1)
                for cookie in context.cookies(address)
                if cookie["name"].startswith("_streamlit_user")
            } <= {10, 20}
            assert HIDDEN in _replay(address, lasting)
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            assert 10 < time.monotonic() - began < 40
            expect(page.locator(".wsis-list li")).to_have_count(2)
            assert HIDDEN not in _replay(address, lasting)
            assert HIDDEN not in _replay(address, other_cookies)
            _check_cookies(address)


def _check_cookies(address: str) -> None:
    """Check that cookies go by HTTPS alone where the app is opened so, and no header feigns it."""
    path = f"{address}/_stcore/health"
    for headers, is_safe in (
        ({"Host": HOST}, True),
        ({}, False),
        ({"X-Forwarded-Proto": "https"}, False),
    ):
        cookies = httpx.get(path, headers=headers, timeout=SECONDS).headers.get_list("set-cookie")
        assert cookies
        assert all(("; Secure" in cookie) is is_safe for cookie in cookies), headers
    # A link on a page of another site signs nobody out.
    headers_of_link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    answer = httpx.get(f"{address}/auth/logout", headers=headers_of_link, timeout=SECONDS)
    assert answer.status_code == 403


def _sign_in(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.goto(f"{address}/documents?ui=en")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Amina").click()
    expect(page.locator(".wsis-brand")).to_be_visible()
    _shows(page, address, 3)
    return page


def _shows(page: Page, address: str, documents: int) -> None:
    page.goto(f"{address}/documents?ui=en")
    expect(page.locator(".wsis-list li")).to_have_count(documents)


def _cookies(context: BrowserContext) -> Cookies:
    return {cookie["name"]: cookie["value"] for cookie in context.cookies()}


def _replay(address: str, cookies: Cookies) -> str:
    """Return the list of documents that a program with copied cookies gets."""
    token = generate_xsrf_token_string()
    header = "; ".join(
        f"{name}={value}" for name, value in {**cookies, "_streamlit_xsrf": token}.items()
    )
    request = BackMsg()
    request.rerun_script.page_name = "documents"
    request.rerun_script.query_string = "ui=en"
    received = b""
    with connect(
        f"ws://{urlsplit(address).netloc}/_stcore/stream",
        origin=Origin(address),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
        additional_headers={"Cookie": header},
    ) as socket:
        socket.send(request.SerializeToString())
        is_drawn = False
        while not is_drawn:
            message = socket.recv(timeout=SECONDS)
            assert isinstance(message, bytes)
            received += message
            is_drawn = ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"
    return received.decode("utf-8", "replace").replace("&amp;", "&")
