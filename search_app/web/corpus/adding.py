"""Form by which a person adds documents, its progress and outcomes, if the operator allows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from corpus.errors import LockedIndexError, WsisSearchError
from index import Index
from index.store import COPIED
from ingest.files import READABLE
from search_app.localise import Locale
from search_app.web import frame, trouble, uploads
from search_app.web.parts import html
from search_app.web.session import (
    expect_files,
    index_folder,
    index_to_add_to,
    label_uploader,
    reader,
)

_FORM: Final = "corpus-upload"
_FILES: Final = "corpus-files"
_THERE: Final = ("added", "known")
_GOES_ON: Final = "corpus-upload-goes-on"


def reason(locale: Locale, code: str) -> str:
    """Return why a file could not be read, and what to do, from the code of its error."""
    return locale.text(f"reason.{code if locale.has(f'reason.{code}') else 'other'}")


def may_add() -> bool:
    """Whether the reader may add documents; nobody may add any to a copy."""
    return uploads.is_allowed() and reader().role == "editor" and not _is_copy()


def _is_copy() -> bool:
    return (index_folder() / COPIED).exists()


def draw(locale: Locale) -> None:
    """Draw a form for files, the progress of sent files, or the command."""
    frame.styles("pages")  # the page itself may have failed, for want of documents
    st.html(html("parts.section", text=locale.text("corpus.add")))
    if _is_copy():
        st.html(html("parts.status", text=locale.text("error.copy.text"), role=""))
    elif not may_add():
        st.html(html("parts.status", text=locale.text("corpus.command"), role=""))
        trouble.show_command(locale)
    elif uploads.current(index_folder()) is not None:
        _progress(locale)
    else:
        _form(locale)


def _form(locale: Locale) -> None:
    """Draw the form for files, and begin to read the files that are sent."""
    limits = uploads.UploadLimits.from_environment()
    expect_files(limits.files, limits.megabytes)
    endings = sorted(ending.removeprefix(".") for ending in READABLE)
    label_uploader(locale, endings, _FILES, "upload.choose")
    files = st.file_uploader(
        locale.text("upload.label"),
        endings,
        accept_multiple_files=True,
        key=_FILES,
        max_upload_size=limits.megabytes,
    )
    limits_text = locale.text(
        "upload.limits", files=locale.number(limits.files), size=locale.number(limits.megabytes)
    )
    formats = locale.join_names(ending.upper() for ending in endings if ending != "text")
    st.html(html("corpus.limits", said=limits_text, formats=formats))
    label = locale.text("upload.begin")
    is_sent = frame.send_button(label, "upload_file", _FORM, disabled=not files)
    if not is_sent:
        return
    is_begun = False
    if files:
        with st.spinner(locale.text("loading.model")):
            is_begun = _begin(locale, [(file.name, file.getvalue()) for file in files], limits)
            frame.settle(_FORM)  # before the spinner ends, where the run may stop
    frame.settle(_FORM)
    if is_begun:
        st.rerun()


def _begin(
    locale: Locale, files: Sequence[tuple[str, bytes]], limits: uploads.UploadLimits
) -> bool:
    """Start the ingest of files; make an index where there is none."""
    try:
        Index.open(index_folder(), create=True).close()
        uploads.begin(index_to_add_to(), index_folder(), files, limits)
    except LockedIndexError:
        _alert(locale.text("upload.busy"))
    except WsisSearchError as error:
        _alert(*trouble.describe_error(locale, error))
    except OSError:
        _alert(reason(locale, "no-room"))
    else:
        return True
    return False


def _alert(*lines: str) -> None:
    st.html(html("corpus.alert", some=lines))


@st.fragment(run_every=0.7)
def _progress(locale: Locale) -> None:
    """Draw how far an ingest is, or, once it is done, its outcomes."""
    upload = uploads.current(index_folder())
    if upload is None:
        st.rerun()
    elif not upload.is_done:
        st.session_state[_GOES_ON] = True
        share = min(1.0, upload.done / upload.all) if upload.all else 0.0
        text = locale.text(
            f"upload.{upload.step}", done=locale.number(upload.done), all=locale.number(upload.all)
        )
        st.progress(share, text=text)
    elif st.session_state.pop(_GOES_ON, False):
        st.rerun()  # what else the page says is true of the new files too
    else:
        _outcomes(locale, upload)


def _outcomes(locale: Locale, upload: uploads.Upload) -> None:
    """Draw the outcome for each file, and a button for more files."""
    if upload.error:
        _alert(locale.text("upload.stopped"), *trouble.describe_error(locale, upload.error))
    outcomes = [
        (
            outcome,
            outcome.code in _THERE,
            locale.text(f"upload.{outcome.code}")
            if outcome.code in _THERE
            else reason(locale, outcome.code),
        )
        for outcome in upload.outcomes
    ]
    st.html(html("corpus.done", locale=locale, outcomes=outcomes))
    if st.button(
        locale.text("upload.again"),
        icon=":material/upload_file:",
        key="corpus-again",
        on_click=uploads.forget,
        args=(index_folder(),),
    ):
        st.rerun()
