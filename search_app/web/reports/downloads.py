"""In which forms does a page leave the app? A button for each, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import streamlit as st

from search_app.citing.export import EXPORTS
from search_app.file_names import safe_name
from search_app.localise import Locale
from search_app.web.session import noted


def downloads(
    locale: Locale,
    name: str,
    forms: Mapping[str, tuple[str, Callable[[], bytes]]],
    made_of: str = "wsis-search",
) -> None:
    """Draw the buttons.

    Args:
        locale: the reader's language.
        name: of the page, for the files' names and the buttons' keys.
        forms: to choose from.
        made_of: what the files are named after.
    """
    today = datetime.now(UTC).date().isoformat()
    stem = made_of.replace("/", "-")
    for form, (said, make) in forms.items():
        export = EXPORTS[form]
        st.download_button(
            said,
            noted(f"{name}, {form}", make),
            file_name=safe_name(f"{stem}-{name}-{today}-{locale.code}.{export.extension}"),
            mime=export.mime,
            key=f"{name}-download-{form}",
            icon=":material/download:",
            help=locale.text("basket.download"),
            on_click="ignore",
        )
