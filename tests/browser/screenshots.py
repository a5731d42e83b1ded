"""Take the pictures of the README anew: ``python -m tests.browser.screenshots``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from corpus.sample import FILES
from index.build import build
from index.encoder import load
from index.search import Search
from index.store import Store
from search_app.options import sample_index
from tests.browser.conftest import browsing, serving

TARGET = Path(__file__).parents[2] / "docs"

PICTURES = {
    "search-en.png": "?q=" + quote("Who tracks livestock with satellite ear tags?"),
    "search-ar.png": "?q=" + quote("كيف يمكن دعم تعدد اللغات في العالم الرقمي؟") + "&in=ar",
    "search-zh.png": "?q=" + quote("农村学校如何接入互联网？") + "&in=zh",
}


def main() -> None:
    """Bring the demo's index up to date and photograph the app's answers."""
    TARGET.mkdir(exist_ok=True)
    index = sample_index()
    encoder = load()
    with Store(index, create=True) as store:
        build(store, encoder, [FILES], workers=2)
        Search(store, encoder).prepare()
    with serving(index) as address, browsing() as browser:
        for name, query in PICTURES.items():
            page = browser.new_page(
                viewport={"width": 1000, "height": 900}, device_scale_factor=1.5
            )
            page.goto(f"{address}/{query}")
            page.locator(".wsis-hit").first.wait_for(timeout=120_000)
            page.wait_for_timeout(1000)
            page.screenshot(path=TARGET / name)
            page.close()
            print(TARGET / name)


if __name__ == "__main__":
    main()
