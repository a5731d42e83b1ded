"""What stands around every page? Its language and direction, the navigation, the style.

The language of the interface is chosen by the address (``?ui=ar``), else as it was chosen before,
else by the browser. The root element carries it with its direction, so that the whole layout is
mirrored for Arabic and screen readers speak the right language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import streamlit as st

from corpus.languages import BY_CODE
from search_app.localise import CODES, Locale, preferred
from search_app.web.address import INTERFACE
from search_app.web.basket import basket

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

__all__ = [
    "ICON",
    "NAME",
    "PAGES",
    "address_of",
    "frame",
    "go",
    "interface",
    "link",
    "pages",
    "wide",
]

NAME: Final = "wsis-search"

ICON: Final = Path(__file__).with_name("static") / "icon.png"

PAGES: Final = ("search", "precedents", "references", "documents", "corpus", "citations")
"""The pages in the order of the navigation: each is ``pages/NAME.py`` and called by ``page.NAME``
in the locales. One whose file is not there is not listed."""

_FOLDER: Final = Path(__file__).with_name("pages")
_STYLE: Final = Path(__file__).with_name("static") / "app.css"
_CHOSEN: Final = "interface.chosen"
_PAGES: Final = "interface.pages"

_SCRIPT: Final = """
<div class="wsis-nothing" data-language="{language}"></div>
<script>
(() => {{
  const root = document.documentElement;
  root.lang = "{language}";
  root.dir = "{direction}";
  if (window.wsisListens) return;
  window.wsisListens = true;
  const byHand = (text) => {{
    // Without a secure context there is no clipboard interface.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }};
  const stay = (name) => {{
    // The link is drawn anew; whoever works with the keyboard goes on from it.
    const until = performance.now() + 3000;
    const look = () => {{
      const found = document.querySelector(`[data-focus="${{name}}"]`);
      if (found && document.activeElement === document.body) found.focus({{ preventScroll: true }});
      if (performance.now() < until && (document.activeElement === document.body
          || document.activeElement.dataset.focus === name)) requestAnimationFrame(look);
    }};
    requestAnimationFrame(look);
  }};
  document.addEventListener("click", async (event) => {{
    const copy = event.target.closest?.(".wsis-copy");
    if (copy) {{
      try {{ await navigator.clipboard.writeText(copy.dataset.copy); }}
      catch {{ byHand(copy.dataset.copy); copy.focus(); }}
      copy.classList.add("wsis-was-copied");
      setTimeout(() => copy.classList.remove("wsis-was-copied"), 2500);
      return;
    }}
    const link = event.target.closest?.("a.wsis-link");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {{
      // A page of this app: without loading the app anew, so that the session goes on.
      event.preventDefault();
      history.pushState({{}}, "", link.href);
      dispatchEvent(new PopStateEvent("popstate"));
      if (link.dataset.focus) stay(link.dataset.focus);
    }}
  }});
}})();
</script>
"""


def interface() -> Locale:
    """The language of the interface, for this run of the app."""
    asked = st.query_params.get(INTERFACE)
    if asked in CODES:
        st.session_state[_CHOSEN] = asked
    headers = st.context.headers
    return Locale(
        preferred(
            (st.session_state.get(_CHOSEN), headers.get("Accept-Language"), st.context.locale)
        )
    )


def pages(locale: Locale) -> dict[str, StreamlitPage]:
    """The pages that there are, by their names, with titles in a language."""
    found = {
        name: st.Page(
            _FOLDER / f"{name}.py",
            title=locale.text(f"page.{name}"),
            url_path="" if name == PAGES[0] else name,
            default=name == PAGES[0],
        )
        for name in PAGES
        if (_FOLDER / f"{name}.py").is_file()
    }
    st.session_state[_PAGES] = found
    return found


def frame(locale: Locale) -> None:
    """Draw what stands around every page; to be called before the page itself."""
    st.html(_STYLE)
    st.html(
        _SCRIPT.format(language=locale.code, direction=locale.direction),
        unsafe_allow_javascript=True,
    )
    found: Mapping[str, StreamlitPage] = st.session_state[_PAGES]
    skip = locale.text("app.skip")
    with st.container(key="chrome", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<a class="wsis-skip" href="#content">{skip}</a>'
            f'<span class="wsis-brand" dir="ltr">{NAME}</span>',
            width="content",
        )
        for name, page in found.items():
            label = page.title
            if name == "citations" and len(basket()):
                label = f"{label} ({locale.number(len(basket()))})"
            st.page_link(page, label=label, query_params=_kept())
        _language_menu(locale)
    st.html('<span id="content" class="wsis-content" tabindex="-1"></span>')


def wide() -> None:
    """Let the page take the width of a wide screen, for tables and texts side by side."""
    st.html('<span class="wsis-nothing wsis-wide"></span>')


def link(
    page: str, label: str, parameters: Mapping[str, str] | None = None, **settings: Any
) -> None:
    """Draw a link to a page of the app, keeping the session and the interface's language.

    Args:
        page: one of :data:`PAGES`; nothing is drawn where it is not there.
        label: Markdown; text of a document goes through ``plain.as_label``.
        parameters: that the page's address has.
        settings: for ``st.page_link``.
    """
    target = st.session_state[_PAGES].get(page)
    if target is not None:
        st.page_link(
            target, label=label, query_params={**_kept(), **(parameters or {})}, **settings
        )


def address_of(page: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """The address of a page, for a link in HTML (class ``wsis-link``); still to be escaped.

    Args:
        page: one of :data:`PAGES`.
        parameters: that the page's address has.
    """
    query = urlencode({**parameters, **_kept()}, doseq=True)
    return f"{'./' if page == PAGES[0] else page}?{query}"


def go(page: str, parameters: Mapping[str, str] | None = None) -> None:
    """Switch to a page of the app; does not return."""
    st.switch_page(st.session_state[_PAGES][page], query_params={**_kept(), **(parameters or {})})


def _kept() -> dict[str, str]:
    chosen = st.session_state.get(_CHOSEN)
    return {INTERFACE: chosen} if chosen else {}


def _language_menu(locale: Locale) -> None:
    chosen = st.menu_button(
        BY_CODE[locale.code].name,
        CODES,
        format_func=lambda code: BY_CODE[code].name,
        key="interface-language",
        icon=":material/language:",
        type="tertiary",
        help=locale.text("app.language"),
    )
    if chosen and chosen != locale.code:
        st.session_state[_CHOSEN] = chosen
        st.query_params[INTERFACE] = chosen
        st.rerun()
