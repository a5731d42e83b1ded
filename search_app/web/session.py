"""Open index of the app, load of its model, caches, and the reader with their rights.

The index opens at once, while the model is loaded in the background.
"""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import partial, wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from corpus import settings
from corpus.errors import AccessError, EngineError, NoIndexError, WsisSearchError
from index import Index
from index.access import ALL, ANONYMOUS, READER, Class, Reader, Rules, rules_of
from index.analyses import with_fates
from index.lookup import meeting_days
from index.store import Excerpt
from search_app.localise import Locale
from search_app.web.guard import UPLOADS, Allowance
from search_app.web.parts import as_css, html
from search_app.writers import WriterError

_EXPECTS: Final = "session.expects-files"
_AGAIN_SECONDS: Final = 5.0
"""Seconds after which a failed load is tried again."""


_LET_THROUGH: Final = 0.006
"""Seconds after which the interpreter has given its lock to another thread."""

_LISTENS: Final = 0.1
"""Maximum seconds that a press waits during a computation."""

_Found = TypeVar("_Found")
_Asked = ParamSpec("_Asked")


class Loading:
    """The model of an open index, during and after its load in the background."""

    def __init__(self, index: Index) -> None:
        self.began = time.monotonic()
        self.index = index
        self._done = threading.Event()
        self._error: Exception | None = None
        self.is_asked = False
        self._warm_up_thread: threading.Thread | None = None
        self._pieces: Iterator[None] | None = None
        self._warmed_up = ""
        threading.Thread(target=self._load, name="load-model", daemon=True).start()

    @property
    def is_stale(self) -> bool:
        """Whether the load failed, so long ago that it is tried again."""
        return self._error is not None and time.monotonic() - self.began > _AGAIN_SECONDS

    def ready(self, wait: float = 0.0) -> Index | None:
        """Return the index if its model comes within ``wait`` seconds, else None.

        Raises :class:`WsisSearchError`, which says what to do, where it cannot be loaded.
        """
        if not self._done.wait(wait):
            return None
        if self._error:
            raise self._error
        return self.index

    def warm_up(self) -> None:
        """Load what first questions need, while a reader reads; again after the index changed."""
        with _lock:
            self.is_asked = False
            if self._warm_up_thread is None or not self._warm_up_thread.is_alive():
                name = "warm-up"
                self._warm_up_thread = threading.Thread(
                    target=self._run_warm_up, name=name, daemon=True
                )
                self._warm_up_thread.start()

    def _run_warm_up(self) -> None:
        """Run the next steps of ``Index.warm_up``, until a reader asks; suppress errors."""
        with contextlib.suppress(Exception):
            if index := self.ready(wait=600):
                if self._pieces is None or self._warmed_up != index.store.stamp:
                    self._pieces, self._warmed_up = index.warm_up(), index.store.stamp
                for _ in self._pieces:
                    if self.is_asked:  # which is not to wait for it
                        break

    def _load(self) -> None:
        try:
            self.index.load()
            # Streamlit collects garbage after each run of a page. Without what stays anyway, the
            # model and its libraries, that takes a fraction of the time.
            gc.collect()
            gc.freeze()
        except EngineError:
            pass  # reported at each question, until the server can be used
        except WsisSearchError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            self._error = WsisSearchError(f"The search could not be loaded: {error}")
        finally:
            self._done.set()


_Named = tuple[Path, str | None, int]
"""Folder of an index, setting of its model, and number of its file."""

_lock = threading.Lock()
_opened: tuple[_Named, Index] | None = None
_loading: dict[Class, Loading] = {}


def index_folder() -> Path:
    """Return the folder of the index that the app was started with."""
    return Path(settings.INDEX.text)


def reader() -> Reader:
    """Return the reader of this page: the signed-in person, or an unknown reader.

    Without access rules, nobody is restricted. Raises :class:`AccessError` for unreadable rules.
    """
    return rights_of(_claims())


def rights_of(claims: Mapping[str, object]) -> Reader:
    """Return a reader from an identity provider's claims, with the rights of the present rules.

    Raises :class:`AccessError` where the rules cannot be read.
    """
    rules = _access_rules()
    if rules is None:
        return replace(ANONYMOUS, sees=ALL, role="editor")
    name = _name_of(claims)
    if name is None:
        return ANONYMOUS
    return Reader(f"person:{name}", *rules.person(claims), rules.delegation(claims))


def _access_rules() -> Rules | None:
    """Return the rules in force; without an index, the rules of the file."""
    try:
        return whole_index().access_rules()
    except NoIndexError:
        return rules_of(index_folder())


def can_sign_in() -> bool:
    """Whether the operator has configured an identity provider."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def find_reader_name() -> str | None:
    """Return the identity provider's name of the reader; None for an unknown reader."""
    return _name_of(_claims())


def _name_of(claims: Mapping[str, object]) -> str | None:
    if claims.get("is_logged_in") is not True:
        return None
    return str(claims.get("email") or claims.get("sub") or "somebody")


def _claims() -> dict[str, object]:
    return dict(st.user.to_dict()) if get_script_run_ctx(suppress_warning=True) else {}


def whole_index() -> Index:
    """Return the unrestricted index, for a reader who may see all; raise WsisSearchError."""
    global _opened  # noqa: PLW0603 - one for all sessions of the server
    folder = index_folder()
    index_name = (folder, settings.MODEL.text or None, _identity(folder))
    with _lock:
        if _opened is None or _opened[0] != index_name:
            _opened = index_name, Index.open(folder, index_name[1])
            _opened[1].follow()
        return _opened[1]


def open_index() -> Index:
    """Return the index as the reader may see it; its model may still be loading."""
    asking = reader()
    READER.set(asking)
    return whole_index().view_for(asking.sees)


def keep_with_index(
    entries: int, *, is_shared: bool = False
) -> Callable[[Callable[_Asked, _Found]], Callable[_Asked, _Found]]:
    """Return a decorator that caches ``entries`` results until the index changes.

    All callers get the same value where ``is_shared``; otherwise each gets a copy.
    """
    cache: Callable[..., Any] = st.cache_resource if is_shared else st.cache_data

    def keep(work: Callable[_Asked, _Found]) -> Callable[_Asked, _Found]:
        def find(moment: str, *values: Any, **settings: Any) -> _Found:
            del moment  # part of the key
            return work(*values, **settings)

        # By these Streamlit distinguishes functions.
        find.__module__, find.__qualname__ = work.__module__, work.__qualname__
        cached = cache(find, max_entries=entries, show_spinner=False)

        @wraps(work)
        def ask(*values: _Asked.args, **settings: _Asked.kwargs) -> _Found:
            result: _Found = cached(open_index().store.state, *values, **settings)
            return result

        return ask

    return keep


def value_name(locale: Locale, facet: str, value: str) -> str:
    """Return the name of a facet's value in a language."""
    if facet == "meeting":
        return name_meeting(locale, value)
    if facet == "language":
        return locale.language(value)
    if locale.has(f"{facet}.{value}"):
        return locale.text(f"{facet}.{value}")
    return value.upper() if facet == "format" else value


def name_meeting(locale: Locale, meeting: str | None) -> str:
    """Return a meeting's name, with its days where the index knows them."""
    return locale.meeting(meeting, meeting_days(open_index().store).get(meeting or ""))


def listen() -> None:
    """End the page's run here if a press came in the meantime, so that it counts."""
    st.session_state.get(_EXPECTS)


def flush_page() -> None:
    """Let the browser draw what is there so far, before the page goes on computing."""
    time.sleep(_LET_THROUGH)


def work_in_thread(work: Callable[[], _Found]) -> _Found:
    """Return the result of long work in a thread, while a press counts at once.

    Work goes on where a press ends the page. It has no session, so it has to know its index.
    """
    future: Future[_Found] = Future()
    context = copy_context()

    def run() -> None:
        try:
            future.set_result(context.run(work))
        except BaseException as error:  # noqa: BLE001 - whoever waits has it
            future.set_exception(error)

    threading.Thread(target=run, name="beside-page", daemon=True).start()
    while not wait([future], _LISTENS).done:
        listen()
    return future.result()


@dataclass(eq=False, slots=True, kw_only=True)
class ReaderTask:
    """Work of a thread for a reader, whose page may be left meanwhile.

    Attributes:
        failure: why the work is not whole.
        is_stopped: whether nobody waits for the rest.
    """

    failure: WsisSearchError | None = None
    is_done: bool = False
    is_stopped: bool = False

    @property
    def reason(self) -> str:
        """Reason of the failure: the writer's or translator's own, where it has one."""
        return self.failure.reason if isinstance(self.failure, WriterError) else "no-answer"

    def run_in_thread(self, work: Callable[[], None], name: str, incomplete: str) -> None:
        """Let a thread do the work as the reader of this page.

        ``incomplete`` begins the message of an error that nobody foresaw.
        """

        def run() -> None:
            try:
                work()
            except WsisSearchError as error:
                self.failure = error
            except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
                self.failure = WsisSearchError(f"{incomplete}: {error}")
            finally:
                self.is_done = True

        threading.Thread(target=copy_context().run, args=(run,), name=name, daemon=True).start()


def add_fate(shown: Excerpt) -> Excerpt:
    """Return a passage with its fate in the newest revision: left out or renumbered."""
    if not (shown.symbol and shown.superseded_by):
        return shown
    (passage,) = work_in_thread(partial(with_fates, open_index().store, [shown]))
    return passage


def note_export(what: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a function that makes a file for the reader of this page, and logs the export.

    It makes none where rights have changed since. ``what`` is its name in the audit log.
    """
    claims, asking, index = _claims(), reader(), open_index()

    def make_file() -> bytes:
        if rights_of(claims) != asking:
            raise AccessError("Who may see what has changed. Open the page again.")
        before = READER.set(asking)  # it is called when the file is asked for, by another thread
        try:
            index.note("export", what=what)
            return make()
        finally:
            READER.reset(before)

    return make_file


def loading() -> Loading:
    """Return the loading of the index's model; the first call starts it."""
    return _loading_of(open_index(), reader().sees)


def _loading_of(index: Index, seen: Class) -> Loading:
    with _lock:
        model = _loading.get(seen)
        if model is None or model.index is not index or model.is_stale:
            model = _loading[seen] = Loading(index)
        return model


def ready_index() -> Index:
    """Wait for the model, and return the index; raise :class:`WsisSearchError` where that fails."""
    return _ready(loading())


def index_to_add_to() -> Index:
    """Wait for the model, and return the whole index, for a reader who may add documents.

    Raises :class:`AccessError` where the reader may not, or another :class:`WsisSearchError`.
    """
    asking = reader()
    if asking.role != "editor":
        raise AccessError("Only editors may add documents.")
    READER.set(asking)
    return _ready(_loading_of(whole_index(), ALL))


def _ready(loading: Loading) -> Index:
    loading.is_asked = True
    index = loading.ready(wait=600)
    if index is None:
        raise WsisSearchError("The model is still being loaded. Try again in a moment.")
    return index


def expect_files(files: int, megabytes: int) -> None:
    """Let the reader of this page send files: how many, and megabytes of each."""
    st.session_state[_EXPECTS] = True
    UPLOADS.allow(_session(), Allowance(files, megabytes))


def draw_uploader(
    locale: Locale,
    label: str,
    endings: Sequence[str],
    key: str,
    megabytes: int,
    choose: str = "precedents.choose_file",
) -> UploadedFile | None:
    """Draw a place for one file; ``label`` and ``choose`` (its button) are locale keys."""
    expect_files(1, megabytes)
    label_uploader(locale, endings, key, choose)
    return st.file_uploader(locale.text(label), list(endings), key=key, max_upload_size=megabytes)


def label_uploader(locale: Locale, endings: Iterable[str], key: str, choose: str) -> None:
    """Give a place for files its words: what its button says, and the types that it takes."""
    names = locale.join_names(ending.upper() for ending in endings if ending != "text")
    types = locale.text("upload.types", types=names)
    refused = as_css(locale.sentences((locale.text("upload.refused"), types)))
    st.html(html("parts.files", key=key, choose=as_css(locale.text(choose)), refused=refused))


def settle_files() -> None:
    """Refuse and forget files where the page has no place for them; call it after each run."""
    if not st.session_state.pop(_EXPECTS, False):
        UPLOADS.allow(_session(), None)
        if runtime.exists():
            runtime.get_instance().uploaded_file_mgr.remove_session_files(_session())


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _identity(folder: Path) -> int:
    """Return a number that changes when another index takes the place of one."""
    try:
        return (folder / "index.sqlite3").stat().st_ino
    except OSError:
        return 0
