"""View of the reader's saved alerts, with the news of each."""

from __future__ import annotations

from typing import Final

import streamlit as st

from corpus.alerts import Alert
from corpus.errors import AlertError
from corpus.filters import FACETS
from index.alerts import News
from index.retrieval import explains_hit
from search_app.localise import Locale
from search_app.web import alerts, basket, browser_storage
from search_app.web import frame as chrome
from search_app.web.parts import as_label, html, passage_html
from search_app.web.session import add_fate, loading

_SHOWN: Final = 5


def _where(alert: Alert) -> tuple[str, dict[str, list[str]]]:
    """Return the page that shows what an alert asks for, and the state of its address."""
    filters = {facet.name: list(getattr(alert.filters, field)) for field, facet in FACETS.items()}
    dates = {"since": [alert.filters.since or ""], "until": [alert.filters.until or ""]}
    if alert.query or not alert.cites:
        parameters = {"q": [alert.query or ""], **filters, **dates, "source": [alert.source or ""]}
        return "search", {name: values for name, values in parameters.items() if any(values)}
    return "references", {"q": [alert.cites[0]]}


def _draw_alert(locale: Locale, index: int, news: News) -> None:
    alert = news.alert
    page, parameters = _where(alert)
    with st.container(border=True, key=f"alert-{index}"):
        count = locale.plural("alerts.count", len(news.new))
        target = chrome.address_of(page, parameters)
        name = alerts.name(locale, alert)
        st.html(html("alerts.head", name=name, target=target, said=count, is_new=bool(news.new)))
        for hit in news.new[:_SHOWN]:
            is_clear = not alert.query or explains_hit(hit.shown, alert.query)
            st.html(
                passage_html(
                    add_fate(hit.shown),
                    locale,
                    found_in=None if is_clear else hit.found.language,
                    wanted=locale.code,
                )
            )
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                passage = hit.shown.passage_id
                chrome.open_link(locale, hit.shown)
                basket.button(locale, [passage], f"alert-gather-{index}-{passage}")
        if len(news.new) > _SHOWN:
            more = locale.plural("references.more", len(news.new) - _SHOWN)
            st.html(html("alerts.more", said=more, target=target))
        with st.container(horizontal=True, gap="small"):
            if news.new:
                browser_storage.button(
                    locale.text("alerts.seen"),
                    alerts.press,
                    "seen",
                    f"{news.seen}-{alerts.key(alert)}",
                    key="alert",
                    icon="done_all",
                )
            browser_storage.button(
                locale.text("alerts.remove"),
                alerts.press,
                "forget",
                alerts.key(alert),
                key="alert",
                icon="delete",
                type="tertiary",
                help=as_label(name),
            )


def draw(locale: Locale) -> None:
    """Draw each alert of the reader, those with news first."""
    if browser_storage.is_refused():
        chrome.note(locale.text("alerts.not_kept"))
    if not alerts.list_saved():
        chrome.nothing(locale, "alerts.empty")
        return
    st.html(html("parts.intro", text=locale.text("alerts.intro")))
    if loading().ready() is None:
        chrome.wait(locale.text("loading.waiting"))
        return
    try:
        every_news = alerts.check(locale)
    except AlertError as error:
        chrome.note(locale.text("alerts.refused"), "alert")
        chrome.details(locale, error)
        return
    for index, news in enumerate(sorted(every_news, key=lambda item: not item.new)):
        _draw_alert(locale, index, news)
