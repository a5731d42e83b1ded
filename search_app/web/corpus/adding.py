"""How does a person add documents from a page? By giving files, if the operator allows it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from corpus.errors import LockedIndexError, WsisSearchError
from index.store.database import path_text
from index.store.documents import Store
from ingest.files.formats import READABLE
from search_app.localise import Locale
from search_app.web import trouble, uploads
from search_app.web.parts.escape import as_html
from search_app.web.session import index_folder, open_search

__all__ = ["draw", "reason"]

_STYLE: Final = Path(__file__).parents[1] / "static" / "pages.css"
_FILES: Final = "corpus-files"
_GOES_ON: Final = "corpus-upload-goes-on"

# Streamlit's own words in the place for files are English in every language; pages.css hides them.
_WORDS: Final = (
    "<style>.st-key-corpus-files {{ --wsis-choose: {choose}; --wsis-refused: {refused}; }}</style>"
)


def reason(locale: Locale, code: str) -> str:
    """Say why a file could not be read, and what to do, from the code of its error."""
    return locale.text(f"reason.{code if locale.has(f'reason.{code}') else 'other'}")


def draw(locale: Locale) -> None:
    """Draw a form for files, or how far those that were given are; else the command."""
    st.html(_STYLE)  # the page itself may have failed, for want of documents
    st.html(f'<h2 class="wsis-section">{locale.text("corpus.add")}</h2>')
    if not uploads.is_allowed():
        st.html(f'<p class="wsis-status">{locale.text("corpus.command")}</p>')
        folder = shlex.quote(path_text(index_folder()))
        st.code(f"wsis-search --index {folder} ingest FOLDER", language=None)
    elif uploads.current(index_folder()) is not None:
        _progress(locale)
    else:
        _form(locale)


def _form(locale: Locale) -> None:
    limits = uploads.UploadLimits.from_environment()
    words = {
        name: json.dumps(locale.text(f"upload.{name}"), ensure_ascii=False)
        for name in ("choose", "refused")
    }
    st.html(_WORDS.format(**words))
    endings = sorted(ending.removeprefix(".") for ending in READABLE)
    with st.form("corpus-upload", border=False):
        given = st.file_uploader(
            locale.text("upload.label"),
            endings,
            accept_multiple_files=True,
            key=_FILES,
            max_upload_size=limits.megabytes,
        )
        said = locale.text(
            "upload.limits",
            files=locale.number(limits.files),
            size=locale.number(limits.megabytes),
        )
        formats = ", ".join(ending.upper() for ending in endings if ending != "text")
        st.html(
            f'<p class="wsis-status">{as_html(said)} <bdi dir="ltr">{as_html(formats)}</bdi></p>'
        )
        is_sent = st.form_submit_button(locale.text("upload.begin"), icon=":material/upload_file:")
    if is_sent and given:
        with st.spinner(locale.text("loading.model")):
            is_begun = _begin(locale, [(file.name, file.getvalue()) for file in given], limits)
        if is_begun:
            st.rerun()


def _begin(
    locale: Locale, files: Sequence[tuple[str, bytes]], limits: uploads.UploadLimits
) -> bool:
    """Read the files into the index, which is made where there is none."""
    try:
        Store(index_folder(), create=True).close()
        uploads.begin(index_folder(), open_search().encoder, files, limits)
    except LockedIndexError:
        _alert(locale.text("upload.busy"))
    except WsisSearchError as error:
        _alert(*trouble.said(locale, error))
    except OSError:
        _alert(reason(locale, "no-room"))
    else:
        return True
    return False


def _alert(*lines: str) -> None:
    """Tell of something that went wrong, in lines of HTML."""
    st.html(f'<p class="wsis-note" role="alert">{"<br>".join(lines)}</p>')


@st.fragment(run_every=0.7)
def _progress(locale: Locale) -> None:
    """Say how far the files are, and at the end what became of each."""
    upload = uploads.current(index_folder())
    if upload is None:
        st.rerun()
    elif not upload.is_done:
        st.session_state[_GOES_ON] = True
        share = min(1.0, upload.done / upload.all) if upload.all else 0.0
        told = locale.text(
            f"upload.{upload.step}",
            done=locale.number(upload.done),
            all=locale.number(upload.all),
        )
        st.progress(share, text=told)
    elif st.session_state.pop(_GOES_ON, False):
        st.rerun()  # what else the page says is true of the new files too
    else:
        _outcomes(locale, upload)


def _outcomes(locale: Locale, upload: uploads.Upload) -> None:
    if upload.error:
        _alert(locale.text("upload.stopped"), *trouble.said(locale, upload.error))
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
        told = locale.text(f"upload.{one.code}") if is_there else reason(locale, one.code)
        parts = [f'<bdi dir="ltr">{as_html(one.symbol)}</bdi>'] if one.symbol else []
        if is_there:
            parts.append(as_html(locale.language(one.language)))
            parts.append(locale.plural("corpus.passages", one.passages))
        about = " · ".join(parts)
        icon = "check_circle" if is_there else "error"
        yield (
            f'<span class="wsis-icon" aria-hidden="true">{icon}</span> '
            f'<strong><bdi dir="ltr">{as_html(one.name)}</bdi></strong> — {as_html(told)}'
            f"{f' ({about})' if about else ''}"
        )
