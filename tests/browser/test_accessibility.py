"""WCAG 2.2 AA on each page and view, by axe-core; and what has the focus is not covered."""

from __future__ import annotations

from typing import Final, Literal
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from search_app.web.precedents.link import pack_draft
from tests.browser.conftest import SYMBOL, gather, settled, visit

pytestmark = pytest.mark.browser

_ASKING: Final = quote(
    pack_draft("The secretariat is requested to enter it in WSIS Stocktaking.", None) or "", safe=""
)
_DRAFT: Final = quote(pack_draft("Rural schools need a connection.", None) or "", safe="")
_READ: Final = f"documents?symbol={SYMBOL}&para=3.1&left=en&right"
_TO: Final = quote("CWG-WSIS&SDG-40/3(Rev.1)", safe="")

_VIEWS: Final = {
    "documents": (
        (f"{_READ}=ar", ".wsis-chosen"),
        (f"{_READ}=page", ".wsis-box"),
        ("documents?", ".wsis-list"),
        ("documents?view=contents", ".wsis-heat"),
    ),
    "search": (
        ("?q=", ".wsis-intro"),
        ("?q=warning&related=2", ".wsis-related"),
        (f"?q={quote('المنصة الاختبارية والخطر والبيانات المتاحة')}", ".wsis-rows"),
        ("?q=warning&view=positions", ".wsis-said"),
        ("?view=alerts", ".wsis-views"),
        ("?view=questions", ".st-key-questions-file"),
    ),
    "meeting": (
        ("meeting?meeting=40", ".wsis-paper"),
        ("meeting?view=mandates&meeting=all", ".wsis-record"),
        ("meeting?view=coverage", ".wsis-heat"),
    ),
    "draft": (
        ("draft?", "textarea"),
        (f"draft?draft={_DRAFT}", ".wsis-summary"),
        (f"draft?view=asked&draft={_ASKING}", ".wsis-record"),
        (f"draft?view=compared&from={SYMBOL}&to={_TO}&show=all", ".wsis-compared"),
    ),
    "references": (
        ("references?", ".wsis-intro"),
        (f"references?q={SYMBOL}", ".wsis-near-centre"),
    ),
    "citations": (("citations?", ".wsis-cited"),),
}
"""Views of each page, and an element that each has when it is drawn."""

_COVERED: Final = """() => {
  const focused = document.activeElement;
  const { x, y, width, height } = focused.getBoundingClientRect();
  const shares = [0.05, 0.5, 0.95];
  const isFree = shares.some((across) => shares.some((down) => {
    const top = document.elementFromPoint(x + across * width, y + down * height);
    return top && (focused.contains(top) || top.contains(focused));
  }));
  return isFree || focused === document.body ? "" : focused.outerHTML.slice(0, 200);
}"""
"""HTML of the element in focus where something covers it, at nine points of it."""


@pytest.fixture
def served(name: str, address: str, reports_address: str) -> str:
    """Address of the app whose index has what the page shows: one has PDFs, one has revisions."""
    return address if name == "documents" else reports_address


def _open(page: Page, address: str, view: str, drawn: str, ui: str) -> None:
    if view == "citations?":
        gather(page, address, ui=ui)
    else:
        visit(page, f"{address}/{view}&ui={ui}")
    page.locator(drawn).first.wait_for()
    settled(page)


@pytest.mark.parametrize("name", _VIEWS)
@pytest.mark.parametrize(
    ("ui", "scheme", "width"),
    [("en", "light", 1100), ("en", "dark", 1100), ("ar", "light", 390), ("ar", "dark", 1100)],
)
def test_axe_finds_nothing_serious(
    page: Page, served: str, name: str, ui: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for view, drawn in _VIEWS[name]:
        _open(page, served, view, drawn, ui)
        # The size of targets is of WCAG 2.2, and left out unless it is asked for.
        found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response
        serious = [
            violation
            for violation in found["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert not serious, [
            (view, violation["id"], [node["html"][:200] for node in violation["nodes"][:3]])
            for violation in serious
        ]


@pytest.mark.parametrize("name", _VIEWS)
@pytest.mark.parametrize(("ui", "width"), [("en", 1100), ("ar", 390)])
@pytest.mark.thorough
def test_element_in_focus_is_not_covered(
    page: Page, served: str, name: str, ui: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for view, drawn in _VIEWS[name]:
        _open(page, served, view, drawn, ui)
        for key in ["Tab"] * 60 + ["Shift+Tab"] * 30:
            page.keyboard.press(key)
            # What is scrolled to is there at the next frame.
            page.evaluate("new Promise(requestAnimationFrame)")
            assert not page.evaluate(_COVERED), (view, key)
