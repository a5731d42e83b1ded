"""What is kept between reruns of the app: the open index, whose model is loaded once.

The index opens at once, so that pages stand while the model is still being loaded in the
background; a page that needs the model asks whether it is there.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from pathlib import Path
from typing import Final

import streamlit as st

from corpus.errors import WsisSearchError
from index import Index

_AGAIN_SECONDS: Final = 5.0
"""After how long what could not be loaded is tried again; its reason may be gone by then."""


class Loading:
    """The model of an open index, while it is being loaded in the background and after."""

    def __init__(self, index: Index) -> None:
        self.began = time.monotonic()
        self._index = index
        self._done = threading.Event()
        self._error: Exception | None = None
        threading.Thread(target=self._load, name="load-model", daemon=True).start()

    @property
    def has_failed(self) -> bool:
        """Whether it could not be loaded."""
        return self._error is not None

    @property
    def seconds(self) -> float:
        """Since it was begun."""
        return time.monotonic() - self.began

    def ready(self, wait: float = 0.0) -> Index | None:
        """The index, if its model is there or comes within so many seconds.

        Raises:
            WsisSearchError: it cannot be loaded; it says what to do.
        """
        if not self._done.wait(wait):
            return None
        if self._error:
            raise self._error
        return self._index

    def _load(self) -> None:
        try:
            self._index.load()
            # Streamlit collects garbage after each run of a page. Without what stays anyway, the
            # model and its libraries, that takes a fraction of the time.
            gc.collect()
            gc.freeze()
        except WsisSearchError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            self._error = WsisSearchError(f"The search could not be loaded: {error}")
        finally:
            self._done.set()


def index_folder() -> Path:
    """The folder of the index that the app was started with."""
    return Path(os.environ["WSIS_SEARCH_INDEX"])


def open_index() -> Index:
    """The index, at once; what asks its model would wait for it.

    Raises:
        WsisSearchError: the index cannot be used; it says what to do.
    """
    folder = index_folder()
    return _index(folder, os.environ.get("WSIS_SEARCH_MODEL"), _identity(folder))


def loading() -> Loading:
    """The model of the index, on its way or there; the first call starts it."""
    index = open_index()
    found = _loading(index)
    if found.has_failed and found.seconds > _AGAIN_SECONDS:
        _loading.clear()
        found = _loading(index)
    return found


def ready_index() -> Index:
    """The index with its model; waits for it.

    Raises:
        WsisSearchError: the index or the model cannot be used; it says what to do.
    """
    index = loading().ready(wait=600)
    if index is None:
        raise WsisSearchError("The model is still being loaded. Try again in a moment.")
    return index


def _identity(folder: Path) -> int:
    """Tells the index from one that was put in its place."""
    try:
        return (folder / "index.sqlite3").stat().st_ino
    except OSError:
        return 0


@st.cache_resource(show_spinner=False)
def _index(folder: Path, model: str | None, identity: int) -> Index:
    del identity  # with the others, the key
    return Index.open(folder, model)


@st.cache_resource(show_spinner=False, hash_funcs={Index: id})
def _loading(index: Index) -> Loading:
    return Loading(index)
