"""Reader's alerts, which only the browser stores: saving, buttons, news since the last visit."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any, Final

import streamlit as st

from corpus.alerts import Alert
from corpus.errors import AlertError, QueryError
from corpus.filters import FACETS, Filters
from index.alerts import News
from index.references import write_reference
from search_app.localise import Locale
from search_app.web import browser_storage
from search_app.web.session import keep_with_index, open_index, ready_index, value_name

NAME: Final = "alerts"
"""Name of the text in the browser."""

_ALERTS: Final = "alerts"
_REFUSED: Final = "alerts.refused"
_MOST: Final = 50
_ASKED: Final = ("query", "cites", "source", "filters")
_ACTS: Final = ("save", "forget", "seen")
_IS_NUMBER: Final = re.compile("[0-9]{1,18}").fullmatch
_LONGEST: Final = 1000
"""Maximum characters of what an alert asks for."""


def list_saved() -> tuple[Alert, ...]:
    """Return the alerts, in the order in which the reader saved them."""
    alerts: tuple[Alert, ...] = browser_storage.state().get(_ALERTS, ())
    return alerts


def same(alert: Alert) -> Alert | None:
    """Return the saved alert that asks for the same; None where there is none."""
    return next(
        (other for other in list_saved() if _get_criteria(other) == _get_criteria(alert)), None
    )


def save(alert: Alert) -> None:
    """Save an alert; what is in the index now is not new to it."""
    if same(alert) or len(list_saved()) >= _MOST:
        return
    try:
        _put((*list_saved(), open_index().alerts().begin(alert)))
    except (AlertError, QueryError) as error:
        browser_storage.state()[_REFUSED] = error


def remove(alert: Alert) -> None:
    """Forget an alert."""
    _put(tuple(other for other in list_saved() if _get_criteria(other) != _get_criteria(alert)))


def mark_seen(alert: Alert, last: int) -> None:
    """Note that the reader has seen an alert's news, up to the document with the id ``last``."""
    criteria = _get_criteria(alert)
    _put(
        tuple(
            replace(other, after=max(other.after, last))
            if _get_criteria(other) == criteria
            else other
            for other in list_saved()
        )
    )


def press(act: str, of: str) -> None:
    """Do what a button says: ``save`` or ``forget`` an alert, or mark its news as ``seen``."""
    last, _, alert_key = of.partition("-") if act == "seen" else ("", "", of)
    if act not in _ACTS or (alert := _parse_key(alert_key)) is None:
        return
    if act == "save":
        save(alert)
    elif act == "forget":
        remove(alert)
    elif _IS_NUMBER(last):
        mark_seen(alert, int(last))


def key(alert: Alert) -> str:
    """Return what an alert asks for, in the letters, digits, hyphens and low lines of a button."""
    criteria = {
        name: value for name, value in zip(_ASKED, _get_criteria(alert), strict=True) if value
    }
    criteria["filters"] = {name: value for name, value in asdict(alert.filters).items() if value}
    text = json.dumps(criteria, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def check(locale: Locale) -> list[News]:
    """Return the news of each alert, which needs the model; may raise :class:`AlertError`."""
    return _check(list_saved(), locale.code)


@keep_with_index(50, is_shared=True)
def _check(alerts: tuple[Alert, ...], code: str) -> list[News]:
    return ready_index().alerts().check(code, alerts)


def follow(text: str | None, is_first: bool) -> None:
    """Take over the browser's alerts; those that this session saved before stay, too."""
    alerts = _read(text)
    if is_first and list_saved():
        known_criteria = {_get_criteria(alert) for alert in alerts}
        _put(
            (
                *alerts,
                *(alert for alert in list_saved() if _get_criteria(alert) not in known_criteria),
            )
        )
        return
    browser_storage.state()[_ALERTS] = alerts


def button(locale: Locale, alert: Alert) -> None:
    """Draw the button that saves what a page shows as an alert, or forgets it."""
    if len(alert.query or "") > _LONGEST:
        return
    is_there = same(alert) is not None
    browser_storage.button(
        locale.text("alerts.saved" if is_there else "alerts.save"),
        press,
        "forget" if is_there else "save",
        key(alert),
        key="alert",
        icon="notifications_active" if is_there else "notification_add",
        type="tertiary",
        help=locale.text("alerts.remove" if is_there else "alerts.hint"),
    )
    error = browser_storage.state().pop(_REFUSED, None)
    if error:
        st.warning(locale.text("alerts.refused"))


def name(locale: Locale, alert: Alert) -> str:
    """Return a sentence on what an alert asks for."""
    names = [write_reference(canonical, locale.code) or canonical for canonical in alert.cites]
    parts = [alert.query or "", *names, alert.source or ""]
    parts += [
        value_name(locale, facet.name, value)
        for field, facet in FACETS.items()
        for value in getattr(alert.filters, field)
    ]
    parts += [
        locale.add_label(locale.text(f"search.{name}"), locale.date(getattr(alert.filters, name)))
        for name in ("since", "until")
        if getattr(alert.filters, name)
    ]
    return " · ".join(filter(None, parts))


# --- the inside ----------------------------------------------------------------------------------


def _get_criteria(alert: Alert) -> tuple[object, ...]:
    return tuple(getattr(alert, name) for name in _ASKED)


def _parse_key(key: str) -> Alert | None:
    """Return the alert of a :func:`key`, as it would begin; None where it is none."""
    try:
        text = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        row = json.loads(text.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return _alert(row) if isinstance(row, dict) else None


def _put(alerts: tuple[Alert, ...]) -> None:
    record = {"index": open_index().store.id, "alerts": [asdict(alert) for alert in alerts]}
    with browser_storage.at_once():
        browser_storage.state()[_ALERTS] = alerts
        browser_storage.write(NAME, json.dumps(record, ensure_ascii=False))


def _read(text: str | None) -> tuple[Alert, ...]:
    """Read the browser's alerts, which anyone may have written."""
    try:
        record = json.loads(text or "{}")
    except ValueError:
        return ()
    rows = record.get("alerts") if isinstance(record, dict) else None
    if not isinstance(rows, list):
        return ()
    alerts = [_alert(row) for row in rows[:_MOST] if isinstance(row, dict)]
    readable = [alert for alert in alerts if alert is not None]
    if record.get("index") == open_index().store.id:
        return tuple(readable)
    # Each index counts its own documents: in another one an alert begins anew.
    try:
        return tuple(open_index().alerts().begin(alert) for alert in readable)
    except (AlertError, QueryError):
        return tuple(readable)


def _alert(row: Mapping[str, Any]) -> Alert | None:
    """Return a saved alert without addresses to send to, which no page takes."""

    def text(name: str) -> str | None:
        return str(row.get(name) or "")[:_LONGEST] or None

    def texts(name: str) -> tuple[str, ...]:
        some = row.get(name)
        return tuple(str(value)[:_LONGEST] for value in some) if isinstance(some, list) else ()

    query, cites, source = text("query"), texts("cites"), text("source")
    filters = _filters(row.get("filters"))
    after = row.get("after")
    alert = Alert(
        name=text("name") or " ".join(filter(None, (query, *cites, source))),
        query=query,
        cites=cites,
        source=source,
        filters=filters or Filters(),
        after=after if isinstance(after, int) and after >= 0 else 0,
    )
    is_asked = alert.query or alert.cites or alert.source
    return alert if is_asked and filters is not None else None


def _filters(row: object) -> Filters | None:
    """Return saved filters; None for anything else, which would let all documents pass."""
    if not isinstance(row, dict):
        return Filters()
    values: dict[str, Any] = {}
    for field in fields(Filters):
        value = row.get(field.name)
        if not value:
            continue
        if field.default == () and isinstance(value, list):
            values[field.name] = tuple(str(each)[:_LONGEST] for each in value)
        elif field.default is None and isinstance(value, str):
            values[field.name] = value[:_LONGEST]
        else:
            return None
    try:
        return Filters(**values)
    except QueryError:
        return None
