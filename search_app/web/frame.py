"""Frame of every page (language, navigation, style), and widgets that pages share.

The address (``?ui=ar``) chooses the language of the interface, else the reader's earlier choice,
else the browser. No link names it, so its receiver reads the page in their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import streamlit as st

from corpus.documents import path_text
from corpus.errors import QueryError, WsisSearchError
from corpus.languages import BY_CODE
from index.store import Excerpt
from search_app.localise import CODES, Locale, negotiate_language
from search_app.web import alerts, basket, browser_storage
from search_app.web.address import INTERFACE
from search_app.web.assets import own_scripts
from search_app.web.parameters import PageState
from search_app.web.parts import document_parameters, html, without_controls
from search_app.web.session import can_sign_in, find_reader_name, index_folder, loading

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

NAME: Final = "wsis-search"

_STATIC: Final = Path(__file__).with_name("static")

ICON: Final = _STATIC / "icon.png"

PAGES: Final = ("search", "meeting", "draft", "references", "documents", "citations")
"""Pages in the order of the navigation, by the names of their files in ``pages``."""

_FOLDER: Final = Path(__file__).with_name("pages")
_CHOSEN: Final = "interface.chosen"
_LANGUAGE: Final = "interface-language"
_SENT: Final = "interface.sent"
_COOKIE: Final = "wsis-ui"
"""Cookie with the chosen language; ``static/page.js`` writes it."""

_SHARED: Final = frozenset(
    {
        *("dates-reversed", "list-empty", "list-kind", "list-no-csv", "list-too-large"),
        *("list-too-long", "name-too-long", "near-number", "near-unquoted", "near-words"),
        *("no-meeting", "no-series", "no-source", "no-source-near", "no-worksheet"),
        "several-sources",
    }
)
"""Reasons of refusals that are worded as for programs."""

_ELSEWHERE: Final = {"date": "search.date_wrong"} | {name: f"problem.{name}" for name in _SHARED}
"""Error reasons whose sentence belongs to another part of the interface."""

_PAGES: Final = "interface.pages"

_SAID: Final = {
    "Open": "app.opens",
    "Clear entry": "app.clears",
    "Clear value": "app.clears",
    "Clear all": "basket.clear",
    "Dismiss": "app.close",
    "Selected values": "app.chosen",
    "Remove {}": "app.removes",
    "No results": "app.no_option",
    "{} option available.": "app.options",
    "{} options available.": "app.options",
    "{}, selected": "app.selected",
    "Pagination": "search.pages",
    "Previous page": "search.previous",
    "Next page": "search.next",
    "Page {}": "app.page",
    "file upload": "precedents.choose_file",
    "Add files": "upload.choose",
    "progress": "app.progress",
}
"""Streamlit's English names of controls for screen readers, with the keys of translations."""


def interface() -> Locale:
    """Return the language of the interface, for this run of the app."""
    code = st.query_params.get(INTERFACE)
    if code in CODES:
        st.session_state[_CHOSEN] = code
    context = st.context
    return Locale(
        negotiate_language(
            (
                st.session_state.get(_CHOSEN),
                context.cookies.get(_COOKIE),
                context.headers.get("Accept-Language"),
                context.locale,
            )
        )
    )


def pages(locale: Locale) -> dict[str, StreamlitPage]:
    """Return the existing pages by name, with titles in a language."""
    pages_by_name = {
        name: st.Page(
            _FOLDER / f"{name}.py",
            title=locale.text(f"page.{name}"),
            url_path="" if name == PAGES[0] else name,
            default=name == PAGES[0],
        )
        for name in PAGES
        if (_FOLDER / f"{name}.py").is_file()
    }
    st.session_state[_PAGES] = pages_by_name
    return pages_by_name


def frame(
    locale: Locale,
    followers: Mapping[str, browser_storage.Follow] = MappingProxyType({}),
    shown: str = "",
) -> None:
    """Draw the frame of a page, before the page itself; ``followers`` take the browser's texts."""
    styles("app")
    control_names = {
        english: locale.text(key, name="{}", number="{}", count="{}")
        for english, key in _SAID.items()
    }
    script = html(
        "frame.script",
        locale=locale,
        chosen=st.session_state.get(_CHOSEN),
        said=json.dumps(control_names, ensure_ascii=False),
        sources=own_scripts(),
    )
    st.html(script, unsafe_allow_javascript=True)  # it may run what it names, from this app
    # First: what is counted below has been kept when it is seen.
    with st.container(key="kept-in-browser"):
        browser_storage.sync(followers, _press, shown)
    pages_by_name: Mapping[str, StreamlitPage] = st.session_state[_PAGES]
    labels = {name: page.title for name, page in pages_by_name.items() if name in PAGES}
    if "citations" in labels and (gathered := len(basket.list_items())):
        labels["citations"] += f" ({locale.number(gathered)})"
    links = [(name, _path(name), label) for name, label in labels.items()]
    with st.container(key="chrome", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(html("frame.head", locale=locale, name=NAME), width="content")
        _language_menu(locale)
        _sign_in(locale)
        # Behind the language, so that brand and language share the first line.
        st.html(html("frame.pages", locale=locale, found=links))
    st.html('<span id="content" class="wsis-content" tabindex="-1"></span>')


def _press(act: str, of: str) -> None:
    """Do what a button says; basket and alerts ignore each other's acts."""
    basket.press(act, of)
    alerts.press(act, of)


def foot(locale: Locale) -> None:
    """Draw the foot of every page: help for the keyboard, and the choice of light or dark."""
    paths = " ".join(["/", *(f"/{name}" for name in PAGES[1:])])
    st.html(html("frame.keys", locale=locale, paths=paths))


def styles(*names: str) -> None:
    """Apply style sheets of ``static`` to the page."""
    for name in names:
        st.html(_STATIC / f"{name}.css")


def wide() -> None:
    """Let the page take the width of a wide screen, for tables and texts side by side."""
    st.html('<span class="wsis-nothing wsis-wide"></span>')


def note(text: str, role: str = "status") -> None:
    """Draw a sentence in a box; with the role ``alert`` it is read aloud at once."""
    st.html(html("parts.note", text=text, role=role))


def nothing(locale: Locale, key: str, hint: str = "") -> None:
    """Say that there is nothing, and what to do: the text of a key, and that of its hint."""
    text, more = locale.text(key), locale.text(hint or f"{key}_hint")
    st.html(html("parts.intro", text=text, more=more))


def views(
    locale: Locale,
    page: str,
    states: Mapping[str, PageState],
    open_view: str,
    names: Mapping[str, tuple[str, str]],
) -> None:
    """Draw the links between the views of a page, each with its state, name and icon."""
    links = [
        (view, locale.text(names[view][0]), names[view][1], address_of(page, state.to_address()))
        for view, state in states.items()
    ]
    st.html(html("frame.views", locale=locale, links=links, open_view=open_view))


def search_box(locale: Locale, page: str, key: str) -> str:
    """Draw the box for a question; return what the reader typed."""
    with nullcontext() if key == "question" else st.container(key="question"):
        typed = st.text_input(
            locale.text(f"{page}.label"),
            key=key,
            persist_state="page",
            type="search",
            placeholder=locale.text(f"{page}.placeholder"),
            label_visibility="collapsed",
            icon=":material/search:",
        )
    return typed or ""


def choose(
    locale: Locale,
    label: str,
    key: str,
    counts: Mapping[str, int | str],
    called: Callable[[str], str],
    *,
    width: int,
    total: int | None = None,
) -> str:
    """Draw a list to choose a value from; return the value, or an empty text for any.

    ``counts`` has each value's results or a remark, ``total`` all results. ``width`` is in pixels.
    """
    options = ["", *counts]
    if st.session_state.get(key) not in options:
        st.session_state[key] = ""

    def format_value(value: str) -> str:
        count_or_remark = counts[value] if value else total
        name = called(value) if value else locale.text("search.any")
        if count_or_remark is None:
            return name
        count = (
            count_or_remark if isinstance(count_or_remark, str) else locale.number(count_or_remark)
        )
        return without_controls(f"{name} ({count})")

    chosen = st.selectbox(
        label,
        options,
        key=key,
        persist_state="page",
        format_func=format_value,
        placeholder=locale.text("search.any"),
        width=width,
    )
    return chosen or ""


def choose_language(label: str, codes: Sequence[str], key: str) -> str | None:
    """Draw the choice of one of some languages, whose names are their own; return its code."""
    chosen: str | None = st.segmented_control(
        label,
        codes,
        format_func=lambda code: BY_CODE[code].name,
        key=key,
        persist_state="page",
        required=True,
        wrap=True,
    )
    return chosen


def link(
    page: str, label: str, parameters: Mapping[str, str] | None = None, **settings: Any
) -> None:
    """Draw a link to one of :data:`PAGES`; its Markdown ``label`` must escape text of documents."""
    target = st.session_state[_PAGES].get(page)
    if target is not None:
        st.page_link(target, label=label, query_params=parameters or {}, **settings)


def open_link(locale: Locale, shown: Excerpt) -> None:
    """Draw the link that opens a passage in its document."""
    text = locale.text("search.open")
    link("documents", text, document_parameters(shown), icon=":material/menu_book:")


def submit_button(label: str, icon: str, form: str, **settings: Any) -> bool:
    """Draw the button that sends a form; return whether what it asks for is still to be done.

    Streamlit reports a press in one run only, so it counts until :func:`settle`.
    """
    st.form_submit_button(
        label, on_click=_send, args=(form,), icon=f":material/{icon}:", **settings
    )
    return _is_sent(form)


def send_button(label: str, icon: str, form: str, **settings: Any) -> bool:
    """Draw a button that sends what is in no form; it works as :func:`submit_button`.

    A form can be sent before its files; outside of one, the server knows which files are there.
    """
    st.button(label, on_click=_send, args=(form,), icon=f":material/{icon}:", key=form, **settings)
    return _is_sent(form)


def _is_sent(form: str) -> bool:
    return form in st.session_state.get(_SENT, ())


def settle(form: str) -> None:
    """Note that what a form asked for is done, or was refused."""
    st.session_state[_SENT] = st.session_state.get(_SENT, frozenset()) - {form}


def _send(form: str) -> None:
    st.session_state[_SENT] = st.session_state.get(_SENT, frozenset()) | {form}


def turn_pages(pages: int, page: int, key: str, visible: int = 7) -> int | None:
    """Draw the choice of another page, from 1; return the chosen one, or None."""
    if pages < 2:
        return None
    next_page = st.pagination(pages, default=page, max_visible_pages=visible, key=f"{key}-{page}")
    return next_page if next_page != page else None


def turn_state(pages: int, state: Any, key: str, session_key: str) -> None:
    """Draw the choice of another page of a state, which the session keeps; go to a chosen one."""
    if next_page := turn_pages(pages, state.page, key):
        st.session_state[session_key] = replace(state, page=next_page)
        st.rerun()


def details(locale: Locale, error: WsisSearchError) -> None:
    """Draw the error's own words, folded; they are English."""
    # Whoever visits need not know where things are on the server.
    folder = index_folder()
    message = error.message.replace(path_text(folder), folder.name)
    with st.expander(locale.text("error.details")):
        st.html(html("parts.error", message=message))


@st.fragment(run_every=0.4)
def wait(text: str) -> None:
    """Say what the page waits for, and draw it anew when the model is there."""
    if loading().ready() is not None:
        st.rerun()
    st.html(html("frame.waiting", text=text))


def refuse(locale: Locale, error: QueryError) -> None:
    """Say why a question is not answered; in English only where no translation is known."""
    reason = _ELSEWHERE.get(error.reason, f"search.refused.{error.reason}")
    is_known = bool(error.reason) and locale.has(reason)
    title = locale.text(reason, **error.values) if is_known else locale.text("error.query.title")
    st.html(html("frame.refusal", title=title, message=None if is_known else error.message))


def address_of(page: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """Return the address of one of :data:`PAGES`, for a link in HTML; still to be escaped."""
    return f"{_path(page)}?{urlencode(parameters, doseq=True)}"


def _path(page: str) -> str:
    return "./" if page == PAGES[0] else page


def _sign_in(locale: Locale) -> None:
    """Draw the button to sign in or out, where the operator has configured that."""
    if not can_sign_in():
        return
    name = find_reader_name()
    act: Callable[[], None] = st.login if name is None else st.logout
    st.button(
        locale.text("app.sign_in" if name is None else "app.sign_out"),
        on_click=act,
        icon=f":material/{'login' if name is None else 'logout'}:",
        type="tertiary",
        help=name,
        key="interface-person",
    )


def _language_menu(locale: Locale) -> None:
    st.menu_button(
        BY_CODE[locale.code].name,
        CODES,
        format_func=lambda code: BY_CODE[code].name,
        on_click=_choose_language,
        key=_LANGUAGE,
        icon=":material/language:",
        type="tertiary",
        help=locale.text("app.language"),
    )


def _choose_language() -> None:
    st.session_state[_CHOSEN] = st.session_state[_LANGUAGE] or st.session_state.get(_CHOSEN)
