"""Script of each run of the app: what is common to all pages, then the requested page."""

from __future__ import annotations

import logging
from importlib.machinery import ModuleSpec

import streamlit as st

from corpus.errors import WsisSearchError
from search_app.web import address, alerts, basket, browser_storage, trouble
from search_app.web import frame as chrome
from search_app.web.corpus import adding
from search_app.web.parts import html
from search_app.web.session import loading, settle_files

# A process that reads files begins by running the main module of the one that starts it, unless it
# is called `__main__`: while the app runs, that is this page, which is none of its business.
__spec__ = ModuleSpec("__main__", None)


def _follow_typed(text: str | None, is_first: bool) -> None:
    if is_first and text and st.session_state.get("precedents-text") == "":
        st.session_state["precedents-text"] = text


_locale = chrome.interface()
_pages = chrome.pages(_locale)
_page = st.navigation(list(_pages.values()), position="hidden")
st.set_page_config(
    page_title=f"{_page.title} · {chrome.NAME}", page_icon=str(chrome.ICON), layout="wide"
)
chrome.frame(
    _locale,
    {
        basket.NAME: basket.follow,
        alerts.NAME: alerts.follow,
        browser_storage.VISIT: browser_storage.follow_visit,
        "typed": _follow_typed,
    },
    _page.url_path,
)
address.enter(_page.url_path or chrome.PAGES[0])
# Citations and alerts say of themselves what becomes of what they hold.
_holds = _page.url_path == "draft" or bool(basket.list_items())
_view = address.read().get("view", [""])[0]
if browser_storage.is_refused() and _holds and _view != "alerts" and _page.url_path != "citations":
    chrome.note(_locale.text("app.not_kept"))
try:
    trouble.check_index()
    loading()  # starts it, whichever page is the first
    place = st.empty()
    _page.run()
    if address.is_astray():
        place.html(html("parts.note", text=_locale.text("app.no_page")))
    chrome.foot(_locale)
    settle_files()
    loading().warm_up()
except WsisSearchError as error:
    trouble.show(_locale, error)
    if error.code in trouble.LACKS_DOCUMENTS and adding.may_add():
        if _view == "contents":
            adding.draw(_locale)
        else:
            parameters = {"view": "contents"}
            icon = ":material/upload_file:"
            chrome.link("documents", _locale.text("corpus.add"), parameters, icon=icon)
except Exception as error:
    logging.getLogger(__name__).exception("The page %s failed", _page.url_path or "search")
    trouble.show(_locale, WsisSearchError(type(error).__name__))
