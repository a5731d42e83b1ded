"""People who sign in see and add what they may, and the audit log notes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, Page, expect

from search_app.localise import Locale
from search_app.web import any_free_port
from tests.browser.conftest import SECONDS, serving, visit
from tests.browser.identity_provider import providing, write_secrets
from tests.conftest import copy_index
from tests.index.access.archive import HIDDEN, RULES

pytestmark = pytest.mark.browser

PEOPLE: dict[str, dict[str, Any]] = {
    "Amina": {"email": "amina@states.example", "email_verified": True},
    "Boris": {"groups": ["staff", "editors"]},
    "Mallory": {"email": "mallory@states.example", "email_verified": False},
}
WHO = """
[[people]]
claim = "email"
value = "*@states.example"
class = "members"

[[people]]
claim = "groups"
value = "editors"
class = "member-states"
role = "editor"

[audit]
file = "{audit}"
queries = true
"""


@pytest.mark.thorough
def test_people_see_what_they_may(page: Page, classed_index: Path, tmp_path: Path) -> None:
    index, audit = tmp_path / "index", tmp_path / "audit.jsonl"
    copy_index(classed_index, index)
    (index / "access.toml").write_text(RULES + WHO.format(audit=audit), "utf-8")
    port = any_free_port()
    with providing(PEOPLE) as provider:
        secrets = write_secrets(tmp_path, provider.address, port)
        with serving(
            index,
            port=port,
            WSIS_SEARCH_SECRETS=str(secrets),
            WSIS_SEARCH_ALLOW_UPLOAD="1",
        ) as address:
            _look(page, address)
            assert HIDDEN not in httpx.get(f"{address}/api/v1/documents", timeout=SECONDS).text
            listed = page.locator(".wsis-list li")
            expect(listed).to_have_count(2)
            # Nobody knows her address to be hers.
            _sign_in(page, "Mallory")
            _look(page, address)
            expect(page.get_by_role("button", name="Sign out")).to_be_visible()
            expect(listed).to_have_count(2)
            _sign_out(page)
            _sign_in(page, "Amina")
            _look(page, address)
            expect(listed).to_have_count(3)
            page.goto(f"{address}/documents?view=contents&ui=en")
            expect(page.get_by_text("wsis-search --index")).to_be_visible()
            assert page.locator('[data-testid="stFileUploader"]').count() == 0
            page.goto(f"{address}/?ui=en&q=quagga+budget")
            expect(page.locator(".wsis-citation").first).to_contain_text("40/3")
            _sign_out(page)
            _look(page, address)
            expect(listed).to_have_count(2)
            page.goto(f"{address}/?ui=en&q=quagga+budget")
            expect(page.locator(".wsis-citation").first).to_be_visible()
            expect(page.get_by_text("Swiss francs")).to_have_count(0)

            _add_as_an_editor(page, address, tmp_path / "new.txt")
            # A token that another key has signed is nobody's.
            _look(page, address)
            _sign_out(page)
            provider.published = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
            before = provider.signed
            _sign_in(page, "Boris")
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            assert provider.signed == before + 1
    told = [json.loads(line) for line in audit.read_text("utf-8").splitlines()]
    asked = {(one["who"], one["query"]) for one in told if one["event"] == "query"}
    assert ("person:amina@states.example", "quagga budget") in asked
    assert ("anonymous", "quagga budget") in asked
    (added,) = [one for one in told if one["event"] == "ingested"]
    assert (added["who"], added["ingested"]) == ("person:Boris", 1)


DELEGATION = """
[[people]]
claim = "email"
value = "*@states.example"
class = "members"
delegation = "Japan"

[[people]]
claim = "groups"
value = "staff"
class = "public"
delegation = "Japan"
"""


@pytest.mark.thorough
def test_a_delegation_shares_a_folder_and_each_sees_what_they_may(
    browser: Browser, classed_index: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    copy_index(classed_index, index)
    (index / "access.toml").write_text(RULES + DELEGATION, "utf-8")
    port = any_free_port()
    locale = Locale("en")
    title = locale.text("folder.title", name="Japan")
    with (
        providing(PEOPLE) as provider,
        browser.new_context() as first,
        browser.new_context() as second,
    ):
        secrets = write_secrets(tmp_path, provider.address, port)
        with serving(index, port=port, WSIS_SEARCH_SECRETS=str(secrets)) as address:
            page, other = first.new_page(), second.new_page()
            visit(page, f"{address}/citations?ui=en")
            expect(page.get_by_text(title)).to_have_count(0)  # nobody has signed in
            for symbol in (HIDDEN, "CWG-WSIS&SDG-40/2"):
                _look(page, address)
                if symbol == HIDDEN:
                    _sign_in(page, "Amina")
                visit(page, f"{address}/documents?{urlencode({'symbol': symbol, 'at': 1})}&ui=en")
                page.get_by_role("button", name=locale.text("basket.add")).click()
                expect(
                    page.get_by_role("button", name=locale.text("basket.remove"))
                ).to_be_visible()
            visit(page, f"{address}/citations?ui=en")
            page.get_by_text(title).click()
            page.get_by_role("button", name=locale.text("folder.put")).click()
            filed = page.locator(".st-key-folder [class*=st-key-row-] .wsis-filed")
            expect(filed).to_have_count(2)
            expect(filed.first).to_contain_text("added by amina@states.example")
            _look(other, address)
            _sign_in(other, "Boris")
            visit(other, f"{address}/citations?ui=en")
            other.get_by_text(title).click()
            seen = other.locator(".st-key-folder [class*=st-key-row-] .wsis-filed")
            expect(seen).to_have_count(1)
            expect(seen).to_contain_text("40/2")
            assert HIDDEN not in other.content().replace("&amp;", "&")
            other.get_by_role("button", name=locale.text("folder.take")).click()
            expect(other.locator("article .wsis-cited")).to_have_count(1)
            other.get_by_role("button", name=locale.text("folder.remove")).click()
            expect(seen).to_have_count(0)
            visit(page, f"{address}/citations?ui=en")
            page.get_by_text(title).click()
            expect(filed).to_have_count(1)
            page.get_by_text(locale.text("folder.history")).click()
            expect(page.get_by_text("removed by Boris")).to_be_visible()
            # Drawn anew, the history stays open.
            page.get_by_role("button", name=locale.text("folder.remove")).click()
            expect(page.get_by_text("removed by amina@states.example")).to_be_visible()
            expect(page.get_by_text("removed by Boris")).to_be_visible()


def _add_as_an_editor(page: Page, address: str, new: Path) -> None:
    new.write_text("The archive hears of a heron.", "utf-8")
    _look(page, address)
    _sign_in(page, "Boris")
    _look(page, address)
    expect(page.locator(".wsis-list li")).to_have_count(5)
    page.goto(f"{address}/documents?view=contents&ui=en")
    page.locator('input[type="file"]').set_input_files([new])
    page.get_by_role("button", name=Locale("en").text("upload.begin")).click()
    line = page.locator(".wsis-lines li").filter(has_text="new.txt").last
    expect(line).to_contain_text(Locale("en").text("upload.added"))


def _look(page: Page, address: str) -> None:
    page.goto(f"{address}/documents?ui=en")
    expect(page.locator(".wsis-list li").first).to_be_visible()


def _sign_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Who are you?")
    page.get_by_role("link", name=name).click()
    expect(page.locator(".wsis-brand")).to_be_visible()


def _sign_out(page: Page) -> None:
    # The page that is left may say so before the browser goes on.
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
