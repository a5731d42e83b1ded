"""The corpus page: what is in the index, what is missing, and how documents are added."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from corpus.errors import LockedIndexError
from index.catalogue import Entry, lacking, totals, unreadable
from index.database import shown_path
from index.mentions import absent
from ingest.formats import READABLE
from search_app import address, chrome, uploads
from search_app.coverage import documents_html, meetings_html
from search_app.document_list import entry_address, entry_name, listed, meeting_name
from search_app.localise import Locale
from search_app.passage_html import language_attributes
from search_app.plain import as_html
from search_app.session import index_folder, open_search, open_store

_STYLE = Path(__file__).parents[1] / "static" / "pages.css"
_FILES = "corpus-files"
# Lines that stand at once; the others are folded.
_FEW = 20


def _section(title: str) -> None:
    st.html(f'<h2 class="wsis-section">{title}</h2>')


def _folded(title: str, inside: str, opened: str = "") -> str:
    summary = f"<summary>{title}</summary>"
    return f'<details class="wsis-fold wsis-broad"{opened}>{summary}{inside}</details>'


def _lines(locale: Locale, lines: Sequence[str]) -> str:
    def listed_lines(some: Sequence[str]) -> str:
        return f'<ul class="wsis-lines">{"".join(f"<li>{line}</li>" for line in some)}</ul>'

    first = listed_lines(lines[:_FEW])
    if len(lines) <= _FEW:
        return first
    more = f"{locale.text('corpus.more')} ({locale.number(len(lines) - _FEW)})"
    return first + _folded(more, listed_lines(lines[_FEW:]))


def _holds(locale: Locale) -> None:
    found = totals(open_store())
    size = locale.text("corpus.megabytes", number=locale.number(found.bytes / 1024**2, 1))
    model = f'<bdi dir="ltr">{as_html(found.model)}</bdi>' if found.model else ""
    day = locale.date(found.ingested[:10]) if found.ingested else locale.text("corpus.none")
    counts = " · ".join(
        (
            locale.plural("documents.count", found.documents),
            locale.plural("corpus.versions", found.versions),
            locale.plural("corpus.passages", found.passages),
        )
    )
    figures = (
        (locale.text("corpus.holds"), counts),
        (locale.text("corpus.ingested"), as_html(day)),
        (locale.text("corpus.size"), as_html(size)),
        (locale.text("corpus.model"), model),
    )
    inside = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    st.html(f'<dl class="wsis-figures">{inside}</dl>')


def _coverage(locale: Locale, documents: Sequence[Entry]) -> None:
    _section(locale.text("corpus.coverage"))
    st.html(
        f'<p class="wsis-status">{locale.text("corpus.coverage_hint")}</p>'
        f"{meetings_html(documents, locale)}"
    )
    folds: list[str] = []
    for meeting, own in groupby(documents, lambda entry: entry.meeting):
        entries = list(own)
        count = locale.plural("documents.count", len(entries))
        name = f'{as_html(meeting_name(meeting, locale))} <span class="wsis-count">{count}</span>'
        opened = "" if folds else " open"  # the newest
        folds.append(_folded(name, documents_html(entries, locale), opened))
    st.html(f'<p class="wsis-status">{locale.text("corpus.cells_hint")}</p>{"".join(folds)}')


def _lacking(locale: Locale, documents: Sequence[Entry]) -> None:
    _section(locale.text("corpus.lacking"))
    folds = []
    for code, entries in lacking(documents).items():
        if not entries:
            continue
        count = locale.plural("documents.count", len(entries))
        title = f'{as_html(locale.language(code))} <span class="wsis-count">{count}</span>'
        folds.append(_folded(title, _lines(locale, [_document(locale, one) for one in entries])))
    none = f'<p class="wsis-status">{locale.text("corpus.none_lacking")}</p>'
    st.html("".join(folds) or none)


def _document(locale: Locale, entry: Entry) -> str:
    title = (
        f" <span {language_attributes(entry.title_language)}>{as_html(entry.title)}</span>"
        if entry.title
        else ""
    )
    return (
        f'<a class="wsis-link" href="{as_html(entry_address(entry, locale))}">'
        f'<bdi dir="ltr">{as_html(entry_name(entry))}</bdi></a>{title}'
    )


def _cited(locale: Locale) -> None:
    _section(locale.text("corpus.cited"))
    lines = [
        f'<a class="wsis-link" href="references?q={as_html(quote(one.symbol, safe=""))}'
        f'&amp;ui={locale.code}"><bdi dir="ltr">{as_html(one.symbol)}</bdi></a> '
        f'<span class="wsis-count">{locale.plural("corpus.cited_in", one.mentions)}</span>'
        for one in absent(open_store())
    ]
    hint = locale.text("corpus.cited_hint" if lines else "corpus.none_cited")
    st.html(f'<p class="wsis-status">{hint}</p>{_lines(locale, lines) if lines else ""}')


def _reason(locale: Locale, code: str) -> str:
    return locale.text(f"reason.{code if locale.has(f'reason.{code}') else 'other'}")


def _unreadable(locale: Locale) -> None:
    _section(locale.text("corpus.unreadable"))
    lines = [
        f'<strong><bdi dir="ltr" title="{as_html(one.shown)}">{as_html(one.name)}</bdi></strong> '
        f"— {_reason(locale, one.code)}"
        for one in unreadable(open_store())
    ]
    none = f'<p class="wsis-status">{locale.text("corpus.none_unreadable")}</p>'
    st.html(_lines(locale, lines) if lines else none)


# --- adding --------------------------------------------------------------------------------------


def _add(locale: Locale) -> None:
    _section(locale.text("corpus.add"))
    if not uploads.is_allowed():
        st.html(f'<p class="wsis-status">{locale.text("corpus.command")}</p>')
        folder = shlex.quote(shown_path(index_folder()))
        st.code(f"wsis-search --index {folder} ingest FOLDER", language=None)
        return
    if uploads.current(index_folder()) is not None:
        _progress(locale)
        return
    limits = uploads.UploadLimits.from_environment()
    with st.form("corpus-upload", border=False):
        given = st.file_uploader(
            locale.text("upload.label"),
            sorted(ending.removeprefix(".") for ending in READABLE),
            accept_multiple_files=True,
            key=_FILES,
            max_upload_size=limits.megabytes,
        )
        said = locale.text(
            "upload.limits",
            files=locale.number(limits.files),
            size=locale.number(limits.megabytes),
        )
        st.html(f'<p class="wsis-status">{as_html(said)}</p>')
        is_sent = st.form_submit_button(locale.text("upload.begin"), icon=":material/upload_file:")
    if is_sent and given:
        _begin(locale, [(file.name, file.getvalue()) for file in given], limits)


def _begin(
    locale: Locale, files: Sequence[tuple[str, bytes]], limits: uploads.UploadLimits
) -> None:
    try:
        search = open_search()
        uploads.begin(index_folder(), search.encoder, files, limits)
    except LockedIndexError:
        _alert(locale.text("upload.busy"))
    except OSError:
        _alert(_reason(locale, "no-room"))
    else:
        st.rerun()


def _alert(text: str) -> None:
    st.html(f'<p class="wsis-note" role="alert">{as_html(text)}</p>')


@st.fragment(run_every=0.7)
def _progress(locale: Locale) -> None:
    """Say how far the files are, and at the end what became of each."""
    upload = uploads.current(index_folder())
    if upload is None:
        st.rerun()
    elif not upload.is_done:
        share = min(1.0, upload.done / upload.all) if upload.all else 0.0
        said = locale.text(
            f"upload.{upload.step}",
            done=locale.number(upload.done),
            all=locale.number(upload.all),
        )
        st.progress(share, text=said)
    else:
        _outcomes(locale, upload)


def _outcomes(locale: Locale, upload: uploads.Upload) -> None:
    if upload.error:
        code = upload.error.code
        said = locale.text("upload.stopped")
        if locale.has(f"error.{code}.text") and "{" not in locale.text(f"error.{code}.text"):
            said += f" {locale.text(f'error.{code}.text')}"
        _alert(said)
    lines = "".join(f"<li>{line}</li>" for line in _told(locale, upload.outcomes))
    st.html(
        f'<p class="wsis-status" role="status"><strong>{locale.text("upload.done")}</strong></p>'
        f'<ul class="wsis-lines">{lines}</ul>'
    )
    if st.button(locale.text("upload.again"), icon=":material/upload_file:", key="corpus-again"):
        uploads.forget(index_folder())
        st.rerun()


def _told(locale: Locale, outcomes: Iterable[uploads.Outcome]) -> Iterable[str]:
    for one in outcomes:
        is_there = one.code in ("added", "known")
        said = locale.text(f"upload.{one.code}") if is_there else _reason(locale, one.code)
        parts = [f'<bdi dir="ltr">{as_html(one.symbol)}</bdi>'] if one.symbol else []
        if is_there:
            parts.append(as_html(locale.language(one.language)))
            parts.append(locale.plural("corpus.passages", one.passages))
        about = " · ".join(parts)
        icon = "check_circle" if is_there else "error"
        yield (
            f'<span class="wsis-icon" aria-hidden="true">{icon}</span> '
            f'<strong><bdi dir="ltr">{as_html(one.name)}</bdi></strong> — {as_html(said)}'
            f"{f' ({about})' if about else ''}"
        )


def _main() -> None:
    locale = chrome.interface()
    st.html(_STYLE)
    chrome.wide()
    address.arrived("corpus", lambda _: None)
    address.write("corpus", {})
    st.html(f'<h1 class="wsis-h1">{locale.text("page.corpus")}</h1>')
    documents = listed(locale)
    _holds(locale)
    _coverage(locale, documents)
    _lacking(locale, documents)
    _cited(locale)
    _unreadable(locale)
    _add(locale)


_main()
