"""Take pictures of every page: ``python -m tests.browser.screenshots [PAGE…]``.

In three languages, light and dark, wide and narrow, they are written to ``build/screenshots``.
Those that ``docs/screenshots`` has are replaced there. ``--help`` names the pages.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, expect
from playwright.sync_api import Error as BrowserError

from corpus import countries
from corpus.sample import FILES
from index.indexing import build, put_sample_vectors
from index.lookup import show
from index.model.encoder import load
from index.retrieval import Search
from index.store import Store
from search_app.commands.options import sample_index
from search_app.web.frame import PAGES
from search_app.web.precedents.link import pack_draft
from tests.browser.conftest import browsing, serving, settled

ROOT: Final = Path(__file__).parents[2]
ALL: Final = ROOT / "build" / "screenshots"
SHOWN: Final = ROOT / "docs" / "screenshots"
COLOURS: Final = 64
"""Colours of a picture: text on even ground needs no more."""

LANGUAGES: Final = ("en", "zh", "ar")
QUESTIONS: Final = {
    "en": "How can rural schools be connected to the Internet?",
    "zh": "农村学校如何接入互联网？",
    "ar": "كيف يمكن توصيل المدارس الريفية بالإنترنت؟",
}
TOPICS: Final = {
    "en": "early warning of floods and earthquakes",
    "zh": "早期预警",
    "ar": "الإنذار المبكر بالفيضانات والزلازل",
}
DRAFTS: Final = {
    "en": "Requests the secretariat to revise twice a year the matrix of WSIS action lines.\n"
    "Invites the Council not to extend the mandate of the group.",
    "zh": "请秘书处每年两次修订WSIS行动方面的对照表。\n请理事会不再延长工作组的任期。",
    "ar": "يطلب من الأمانة تحديث مصفوفة خطوط عمل القمة مرتين في السنة.\n"
    "يدعو المجلس إلى عدم تمديد ولاية الفريق.",
}
SIZES: Final = {"wide": (1200, 900), "narrow": (390, 844)}
Scheme = Literal["light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")

CITED: Final[list[str]] = []
"""The passages that are gathered: their numbers are known when the index is there."""

INDEX: Final[list[str]] = []
"""The identity of the index, which the browser keeps with the alerts that were saved over it."""

STATES: Final[dict[str, Callable[[str], dict[str, str | list[str]]]]] = {
    "search": lambda code: {"q": QUESTIONS[code]},
    "start": lambda _: {},
    "documents": lambda code: {"symbol": "CWG-WSIS&SDG-40/5", "left": code},
    "references": lambda _: {"q": "PP Res. 140"},
    "positions": lambda code: {"q": TOPICS[code], "view": "positions"},
    "alerts": lambda _: {"view": "alerts"},
    "mandates": lambda _: {"view": "mandates"},
    "corpus": lambda _: {"view": "contents"},
    "draft": lambda code: {"draft": pack_draft(DRAFTS[code], None) or ""},
    "asked": lambda code: {"draft": pack_draft(DRAFTS[code], None) or "", "view": "asked"},
    "citations": lambda code: {"cite": CITED, "in": code},
    "meeting": lambda _: {"meeting": "40"},
}
"""Steps on a page before its picture; every other page is shown as it opens."""

VIEWS: Final = {
    "positions": "",
    "alerts": "",
    "mandates": "meeting",
    "corpus": "documents",
    "compare": "compare",
    "asked": "draft",
}
"""Paths of the pages that show what no link of the navigation does, by names of pictures."""

WAITED: Final = {
    "search": ".wsis-hit",
    "alerts": ".wsis-hit",
    "positions": ".wsis-said",
    "draft": ".wsis-pairs",
    "asked": ".wsis-record",
    "citations": ".wsis-cited",
    "mandates": ".wsis-record",
    "meeting": ".wsis-paper",
    "corpus": ".wsis-heat",
}
"""Element of a page that is there when it has answered."""


def main() -> None:
    """Bring the demo's index up to date and photograph the app."""
    names = ("start", *PAGES, *VIEWS)
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screenshots",
        description="Take pictures of the app over the demo's index, in three languages, light and "
        f"dark, wide and narrow. They go to {ALL.relative_to(ROOT)}. Those that "
        f"{SHOWN.relative_to(ROOT)} has are replaced there.",
    )
    parser.add_argument("page", nargs="*", help=f"only these pages: {', '.join(names)}")
    chosen = parser.parse_args().page
    unknown = [page for page in chosen if page not in names]
    if unknown:
        parser.error(f"no such page: {', '.join(unknown)}")
    pages = [page for page in names if page in (chosen or names)]
    ALL.mkdir(parents=True, exist_ok=True)
    index = sample_index()
    encoder = load()
    with Store(index, create=True) as store:
        put_sample_vectors(store, encoder.name)
        build(store, encoder, [FILES], workers=2)
        Search(store, encoder).prepare()
        INDEX.append(store.id)
        for symbol in ("CWG-WSIS&SDG-39/7#4.1", "CWG-WSIS&SDG-40/3#3.1"):
            CITED.append(str(show(store, symbol, "en").passages[0].passage_id))
    failed = []
    with serving(index) as address, browsing() as browser:
        for page, code, scheme in product(pages, LANGUAGES, SCHEMES):
            targets = {size: ALL / f"{page}-{code}-{scheme}-{size}.png" for size in SIZES}
            try:
                _take(browser, address, (page, code, scheme), targets)
            except (AssertionError, BrowserError) as error:
                failed.append(f"{page}-{code}-{scheme}: {str(error).splitlines()[0]}")
    size_of_all = sum(path.stat().st_size for path in ALL.glob("*.png")) / 1e6
    print(f"{ALL}: {len(list(ALL.glob('*.png')))} pictures, {size_of_all:.1f} MB")
    for shown in SHOWN.glob("*.png"):
        if (ALL / shown.name).exists():
            shutil.copy(ALL / shown.name, shown)
    if failed:
        sys.exit("Not taken:\n" + "\n".join(failed))


def _take(
    browser: Browser,
    address: str,
    shot: tuple[str, str, Scheme],
    targets: Mapping[str, Path],
) -> None:
    """Open a page once, and photograph it in each size."""
    name, code, scheme = shot
    context = browser.new_context(color_scheme=scheme, locale=code)
    page = context.new_page()
    if name == "alerts":
        page.add_init_script(f"localStorage.setItem('wsis-search.alerts', {_alerts(code)})")
    state = STATES.get(name)
    parameters = {**(state(code) if state else {}), "ui": code}
    path = VIEWS.get(name, "" if name in ("search", "start") else name)
    for size, target in targets.items():
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        if page.url == "about:blank":
            page.goto(f"{address}/{path}?{urlencode(parameters, doseq=True)}")
        if name in WAITED:
            page.locator(WAITED[name]).first.wait_for(timeout=120_000)
        page.locator(".st-key-chrome").wait_for(timeout=60_000)
        settled(page)
        expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0, timeout=60_000)
        page.wait_for_timeout(1000)  # the fonts
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    context.close()


def _alerts(code: str) -> str:
    """A source whose documents came since it was saved, and a question to which nothing has."""
    every = [
        {"source": countries.name("JPN", code), "after": 0},
        {"query": QUESTIONS[code], "after": 10**6},
    ]
    return json.dumps(json.dumps({"index": INDEX[0], "alerts": every}))


if __name__ == "__main__":
    main()
