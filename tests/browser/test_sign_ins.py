"""A sign-in ends at the server: by signing out, by its time, and what it shows by other rules."""

from __future__ import annotations

import shutil
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
from tests.browser.conftest import TIMEOUT, serving
from tests.browser.identity_provider import CLIENT, providing
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
    shutil.copytree(classed_index, tmp_path / "index")
    write_rules(tmp_path / "index", RULES + WHO.format("amina@*"))
    return tmp_path


@contextmanager
def _server(folder: Path, provider: str, port: int, hours: str = "") -> Iterator[str]:
    (folder / "secrets.toml").write_text(
        f"""
        [auth]
        redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
        cookie_secret = "of this test, and of no other use at all"
        client_id = "{CLIENT[0]}"
        client_secret = "{CLIENT[1]}"
        server_metadata_url = "{provider}/.well-known/openid-configuration"
        """,
        "utf-8",
    )
    with serving(
        folder / "index",
        port=port,
        public=f"https://{HOST}",
        WSIS_SEARCH_SECRETS=str(folder / "secrets.toml"),
        WSIS_SEARCH_STATE=str(folder / "state"),
        WSIS_SEARCH_SIGN_IN_HOURS=hours,
    ) as address:
        yield address


def test_a_sign_in_ends_for_good_at_the_server(browser: Browser, folder: Path) -> None:
    port = any_free_port()
    with (
        providing({"Amina": AMINA}) as provider,
        browser.new_context() as one,
        browser.new_context() as other,
    ):
        with _server(folder, provider.address, port) as address:
            first, second = _signed_in(one, address), _signed_in(other, address)
            beside = one.new_page()
            _shows(beside, address, 3)
            copied, kept = _cookies(one), _cookies(other)
            assert HIDDEN in _replayed(address, copied)
            first.get_by_role("button", name="Sign out").click()
            # The other tab is told, and shows what anybody may see.
            expect(beside.get_by_role("button", name="Sign in")).to_be_visible()
            expect(beside.locator(".wsis-list li")).to_have_count(2)
            assert HIDDEN not in _replayed(address, copied)
            # A sign-in of the same person in another browser goes on.
            assert HIDDEN in _replayed(address, kept)
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
            assert HIDDEN not in _replayed(address, copied)
            began = time.monotonic()
            page = _signed_in(one, address)
            lasting = _cookies(one)
            assert {
                round(cookie["expires"] - time.time(), -1)
                for cookie in one.cookies(address)
                if cookie["name"].startswith("_streamlit_user")
            } <= {10, 20}
            assert HIDDEN in _replayed(address, lasting)
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            assert 10 < time.monotonic() - began < 40
            expect(page.locator(".wsis-list li")).to_have_count(2)
            assert HIDDEN not in _replayed(address, lasting)
            assert HIDDEN not in _replayed(address, kept)
            _check_cookies(address)


def _check_cookies(address: str) -> None:
    """Check that cookies go by HTTPS alone where the app is opened so, and no header feigns it."""
    path = f"{address}/_stcore/health"
    for headers, is_safe in (
        ({"Host": HOST}, True),
        ({}, False),
        ({"X-Forwarded-Proto": "https"}, False),
    ):
        cookies = httpx.get(path, headers=headers).headers.get_list("set-cookie")
        assert cookies
        assert all(("; Secure" in cookie) is is_safe for cookie in cookies), headers
    # A link on a page of another site signs nobody out.
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    left = httpx.get(f"{address}/auth/logout", headers=followed)
    assert left.status_code == 403


def _signed_in(context: BrowserContext, address: str) -> Page:
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
    return {one["name"]: one["value"] for one in context.cookies()}


def _replayed(address: str, cookies: Cookies) -> str:
    """Return what a program with copied cookies is sent of the list of documents."""
    token = generate_xsrf_token_string()
    shown = "; ".join(
        f"{name}={value}" for name, value in {**cookies, "_streamlit_xsrf": token}.items()
    )
    asked = BackMsg()
    asked.rerun_script.page_name = "documents"
    asked.rerun_script.query_string = "ui=en"
    told = b""
    with connect(
        f"ws://{urlsplit(address).netloc}/_stcore/stream",
        origin=Origin(address),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
        additional_headers={"Cookie": shown},
    ) as socket:
        socket.send(asked.SerializeToString())
        is_drawn = False
        while not is_drawn:
            message = socket.recv(timeout=TIMEOUT / 1000)
            assert isinstance(message, bytes)
            told += message
            is_drawn = ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"
    return told.decode("utf-8", "replace").replace("&amp;", "&")
