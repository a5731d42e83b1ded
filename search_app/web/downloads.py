"""Download buttons, whose file is made when the reader asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Final, Literal

import streamlit as st
from streamlit import runtime

from search_app.citing import intact
from search_app.citing.export import EXPORTS
from search_app.file_names import name_export
from search_app.localise import Locale
from search_app.operations import AnyOperation
from search_app.web.session import note_export

_KEPT: Final = 8
"""Number of made files that the server keeps for browsers to fetch; each may have 100 MB."""

_numbers: Final = count()


def download_button(
    label: str,
    make: Callable[[], bytes],
    *,
    subject: str,
    file_name: str,
    mime: str,
    key: str,
    help_text: str | None = None,
    kind: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """Draw a button that makes and downloads a file.

    ``make`` runs in a thread as the reader of the page, unless their rights have changed since.
    ``subject`` is the file's name in the audit log.
    """
    st.download_button(
        label,
        _keep_made(note_export(subject, make), file_name, mime),
        file_name=file_name,
        mime=mime,
        key=key,
        help=help_text,
        icon=":material/download:",
        type=kind,
        on_click="ignore",
    )


def _keep_made(make: Callable[[], bytes], file_name: str, mime: str) -> Callable[[], bytes]:
    """Return a function that makes the file and keeps it until the browser has fetched it."""

    def make_and_keep() -> bytes:
        content = make()
        runtime.get_instance().media_file_mgr.add(
            content,
            mime,
            coordinates=f"download-{next(_numbers) % _KEPT}",
            file_name=file_name,
            is_for_static_download=True,
        )
        return content

    return make_and_keep


def download_buttons(
    locale: Locale,
    name: str,
    forms: Mapping[str, tuple[str, Callable[[], bytes]]],
    made_of: str = "wsis-search",
) -> None:
    """Draw a button for each file format of a page.

    ``forms`` have a label and a function by format, a key of ``EXPORTS``. ``name`` is the page's,
    for file names and widget keys, and ``made_of`` the first part of the file names.
    """
    for form, (label, make) in forms.items():
        export = EXPORTS[form]
        download_button(
            label,
            make,
            subject=f"{name}, {form}",
            file_name=name_export(name, locale.code, export.extension, made_of),
            mime=export.mime,
            key=f"{name}-download-{form}",
            help_text=locale.text("basket.download"),
        )


LABELS: Final = {
    "docx": "Word (DOCX)",
    "odt": "OpenDocument (ODT)",
    "pdf": "PDF",
    "markdown": "Markdown",
    "csv": "CSV",
    "bibtex": "BibTeX",
    "ris": "RIS",
}
"""Names of the kinds of files, the same in all languages."""

WORKSHEETS: Final = ("docx", "csv")
"""Kinds of files that can be filled in and read again."""


def paper_buttons(
    locale: Locale,
    operation: AnyOperation,
    find: Callable[[], object],
    name: str = "",
    content: str = "",
) -> None:
    """Draw a button for each file of an operation's result, which ``find`` returns when asked.

    ``content`` says on the buttons what is in the files, on a page with several kinds of them.
    """

    def make(kind: str) -> bytes:
        return operation.write(kind, find(), locale.code)

    forms = {
        kind: (_name_file(locale, kind, content), partial(make, kind)) for kind in operation.files
    }
    download_buttons(locale, name or operation.name, forms)


def worksheet_buttons(
    locale: Locale, operation: AnyOperation, find: Callable[[], object], content: str
) -> None:
    """Draw a button for each file to fill in of an operation's result; the rest as above."""

    def make(kind: str) -> bytes:
        return operation.write_worksheet(kind, find(), locale.code)

    forms = {kind: (_name_file(locale, kind, content), partial(make, kind)) for kind in WORKSHEETS}
    download_buttons(locale, f"{operation.name}-worksheet", forms)


def _name_file(locale: Locale, kind: str, content: str) -> str:
    name = LABELS[kind]
    return locale.add_label(content, intact(name, locale.code)) if content else name
