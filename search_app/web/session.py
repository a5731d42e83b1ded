"""What is kept between reruns of the app: the open index and the model, loaded once.

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
from index.retrieval.search import Search
from index.store.documents import Store

_AGAIN_SECONDS: Final = 5.0
"""After how long what could not be loaded is tried again; its reason may be gone by then."""


class Loading:
    """The search over an index, while its model is being loaded in the background and after.

    Args:
        folder: of the index.
        model: setting of the model; None for the one that the index was built with.
    """

    def __init__(self, folder: Path, model: str | None) -> None:
        self.began = time.monotonic()
        self._folder = folder
        self._model = model
        self._done = threading.Event()
        self._search: Search | None = None
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

    def ready(self, wait: float = 0.0) -> Search | None:
        """The search, if it is there or comes within so many seconds.

        Raises:
            WsisSearchError: it cannot be loaded; it says what to do.
        """
        if not self._done.wait(wait):
            return None
        if self._error:
            raise self._error
        return self._search

    def _load(self) -> None:
        try:
            from index.model.encoder import load

            store = Store(self._folder)
            search = Search(store, load(self._model or store.setting("model")))
            search.prepare()
            # Streamlit collects garbage after each run of a page. Without what stays anyway, the
            # model and its libraries, that takes a fraction of the time.
            gc.collect()
            gc.freeze()
            self._search = search
        except WsisSearchError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            self._error = WsisSearchError(f"The search could not be loaded: {error}")
        finally:
            self._done.set()


def index_folder() -> Path:
    """The folder of the index that the app was started with."""
    return Path(os.environ["WSIS_SEARCH_INDEX"])


def open_store() -> Store:
    """The index, open for reading, at once and without the model.

    Raises:
        WsisSearchError: the index cannot be used; it says what to do.
    """
    return _store(index_folder(), _identity(index_folder()))


def loading() -> Loading:
    """The search over the index, on its way or there; the first call starts it."""
    folder, model = index_folder(), os.environ.get("WSIS_SEARCH_MODEL")
    found = _loading(folder, model, _identity(folder))
    if found.has_failed and found.seconds > _AGAIN_SECONDS:
        _loading.clear()
        found = _loading(folder, model, _identity(folder))
    return found


def open_search() -> Search:
    """The search over the index; waits for the model.

    Raises:
        WsisSearchError: the index or the model cannot be used; it says what to do.
    """
    search = loading().ready(wait=600)
    if search is None:
        raise WsisSearchError("The model is still being loaded. Try again in a moment.")
    return search


def _identity(folder: Path) -> int:
    """Tells the index from one that was put in its place."""
    try:
        return (folder / "index.sqlite3").stat().st_ino
    except OSError:
        return 0


@st.cache_resource(show_spinner=False)
def _store(folder: Path, identity: int) -> Store:
    del identity  # with the folder, the key
    return Store(folder)


@st.cache_resource(show_spinner=False)
def _loading(folder: Path, model: str | None, identity: int) -> Loading:
    del identity  # likewise
    return Loading(folder, model)
