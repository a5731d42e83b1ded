"""Replica of an index that another machine publishes: fetched, checked, and put in place.

An interrupted fetch over HTTP resumes. Once its digests agree, the copy replaces the index in one
transaction; earlier errors change nothing. ``copied.json`` records source and state.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from corpus import settings
from corpus.documents import path_text
from corpus.errors import BackupError, CopyError, IndexStoreError, WsisSearchError
from index.replication.backup import (
    NO_ROOM,
    Manifest,
    check_written,
    private,
    put,
    sha256_of,
    unpack,
)
from index.replication.publisher import LATEST, NewerFormatError, Publication, parse
from index.store import COPIED, COPY, DATABASE, RULES_SETTING, SCHEMA, Store, now, sync_names
from ingest import scratch

if TYPE_CHECKING:
    from index.lookup import ReplicaStatus

LOOK_SECONDS: Final = 60.0
"""Seconds between two looks at what is published."""

_LOCK: Final = "copied.lock"

_log = logging.getLogger("wsis_search.copy")


@dataclass(frozen=True, slots=True)
class ReplicaState:
    """State of a replica; times are ISO 8601, UTC.

    Attributes:
        taken: manifest of the copy here; None before there is one.
        published: generation of the published copy at the last answer.
        current: when the copy here was last known to equal the index.
        rules: SHA-256 of the files of rules that came with copies.
        trouble: why the last update failed; None where it did not.
    """

    address: str = ""
    taken: Manifest | None = None
    published: int | None = None
    last_answer: str | None = None
    current: str | None = None
    rules: tuple[str, ...] = ()
    trouble: str | None = None


class Replica:
    """A folder with an index that follows a published one at an address.

    The address may hold user and password; ``WSIS_SEARCH_COPY_KEY`` is sent as a token. ``rules``
    names the file of access rules. Raises ``CopyError`` where the address is invalid, or the folder
    has an index that is no copy.
    """

    def __init__(self, folder: Path, address: str, rules: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise CopyError(
                f"{COPY} is not an address: name the folder that wsis-search publish writes, as a "
                "web server has it, such as https://example.org/archive/"
            )
        if (folder / DATABASE).exists() and not (folder / COPIED).exists():
            raise CopyError(
                f"{COPY} is set, and the index in {path_text(folder)} is not a copy. Name another "
                f"folder with --index, or unset {COPY}."
            )
        self._folder = folder
        self._address = f"{address.rstrip('/')}/"
        self._shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self._rules = rules
        self._stop = threading.Event()
        self._is_started = False

    @property
    def has_index(self) -> bool:
        """Whether a copy is there."""
        return (self._folder / DATABASE).exists()

    def look(self, *, is_waiting: bool = True, is_forced: bool = False) -> bool:
        """Fetch the published copy if it is another one; return whether it replaced the copy.

        ``is_waiting`` waits for another process at the same work; ``is_forced`` replaces an equal
        copy too. Raises ``CopyError`` where that fails; the earlier copy stays.
        """
        from filelock import FileLock, Timeout  # here: few indexes are copies

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / _LOCK, timeout=-1 if is_waiting else 0):
                return self._look(is_forced=is_forced)
        except Timeout:
            return False
        except OSError as error:
            raise CopyError(
                f"What {COPY} names cannot be copied into {path_text(self._folder)}: "
                f"{error.strerror or error}. Name another folder with --index."
            ) from error

    def start(self, notify: Callable[[], None]) -> None:
        """Look every minute in a thread, until :meth:`stop`.

        ``notify`` is called after each new copy.
        """

        def follow() -> None:
            while not self._stop.wait(LOOK_SECONDS):
                try:
                    is_new = False
                    # The status shows why one fails, and the next look may succeed.
                    with contextlib.suppress(WsisSearchError):
                        is_new = self.look(is_waiting=False)
                    if is_new:
                        notify()
                except Exception:  # noqa: BLE001 - a thread has nobody else to tell
                    _log.exception("what is published could not be taken over")

        if not self._is_started:
            self._is_started = True
            threading.Thread(target=follow, name="follow-copy", daemon=True).start()

    def stop(self) -> None:
        """Stop the thread."""
        self._stop.set()

    # --- the inside ------------------------------------------------------------------------------

    def _look(self, *, is_forced: bool) -> bool:
        """Take the published copy if it is another, and note the state; return whether it was."""
        state = replace(_read_state(self._folder) or ReplicaState(), address=self._shown)
        try:
            published = self._ask()
            state = replace(state, published=published.copy.generation, last_answer=now())
            is_new = is_forced or state.taken != published.copy or not self.has_index
            if is_new:
                state = self._take(published, state)
            self._note(replace(state, current=published.current, trouble=None))
        except CopyError as error:
            if state.taken is not None:
                self._note(replace(state, trouble=error.message))
            raise
        return is_new

    def _ask(self) -> Publication:
        with self._naming_errors(), self._answer(LATEST) as answer:
            answer.raise_for_status()
            published = parse(answer.read())
            if published.schema > SCHEMA:
                raise NewerFormatError("its database has tables that are not known here")
        return published

    def _take(self, published: Publication, state: ReplicaState) -> ReplicaState:
        """Fetch and check a published copy, and put it and its rules in place."""
        copy = published.copy
        known = state.taken
        if known is not None and (known.id, known.model) != (copy.id, copy.model):
            raise self._error(
                f"is of another index, or of another model ({copy.model}), than the copy in "
                f"{path_text(self._folder)}. Name another folder with --index"
            )
        with self._naming_errors():
            whole = self._fetch(published)
            with scratch.folder(self._folder) as own:
                manifest, files = unpack(whole, own, (self._rules,))
                if manifest != copy:
                    raise ValueError("it is not the copy that was named")
                with Store(own) as coming:  # an older one is brought forward
                    self._keep_own_rules(coming, state)
                check_written(own)
                rules = files[self._rules]
                digest = None if rules is None else hashlib.sha256(rules).hexdigest()
                # First that it is a copy, and the rules: there is no index before.
                state = replace(state, rules=(*state.rules, *([digest] if digest else ())))
                self._note(state)
                self._put_rules(rules, own, state)
                if self.has_index:
                    with Store(self._folder) as store:
                        store.become(own / DATABASE)
                else:
                    put(own / DATABASE, self._folder / DATABASE)
                    sync_names(self._folder.parent)
        state = replace(state, taken=copy, rules=(digest,) if digest else ())
        self._note(state)
        whole.unlink()
        return state

    def _keep_own_rules(self, coming: Store, state: ReplicaState) -> None:
        """Store the rules of this folder in a copy, unless they came with a copy."""
        if self.has_index:
            with Store(self._folder) as store:
                own = store.setting(RULES_SETTING)
            if own is not None and hashlib.sha256(own.encode()).hexdigest() not in state.rules:
                coming.remember(RULES_SETTING, own)

    def _fetch(self, published: Publication) -> Path:
        """Download a copy, resuming where an earlier try broke off, and check its digest."""
        part = self._folder / f".{published.file}.part"
        for other in self._folder.glob(".*.zip.part"):
            if other != part:
                other.unlink()
        size = part.stat().st_size if part.exists() else 0
        if size < published.bytes:
            with self._answer(published.file, size) as answer:
                answer.raise_for_status()
                self._write(answer, part, published.bytes)
        if part.stat().st_size < published.bytes:
            raise self._error("broke off. It goes on at the next look")
        if (part.stat().st_size, sha256_of(part)) != (published.bytes, published.sha256):
            part.unlink()
            raise self._error(
                f"is damaged, or was changed on its way: {published.file} is not what was published"
            )
        return part

    def _write(self, answer: Any, part: Path, most: int) -> None:
        goes_on = answer.status_code == 206
        try:
            with part.open("ab" if goes_on else "wb") as stream:
                for some in answer.iter_bytes():
                    stream.write(some)
                    if self._stop.is_set() or stream.tell() > most:
                        return
        except OSError as error:
            if error.errno in NO_ROOM:  # others need what room there is
                part.unlink()
            raise

    def _put_rules(self, content: bytes | None, own: Path, state: ReplicaState) -> None:
        """Put rules that came with a copy in place, unless somebody else put some there."""
        path = self._folder / self._rules
        if path.exists() and sha256_of(path) not in state.rules:
            return
        if content is None:
            path.unlink(missing_ok=True)
        else:
            put(private(content, own / self._rules), path)

    @contextlib.contextmanager
    def _answer(self, name: str, begun: int = 0) -> Iterator[Any]:
        """Yield the response to a request for a file, from the byte ``begun`` on."""
        import httpx  # here: it takes a while, and few indexes are copies

        headers = {"Accept-Encoding": "identity", "Cache-Control": "no-cache"}
        if begun:
            headers["Range"] = f"bytes={begun}-"
        key = settings.COPY_KEY.text
        if key:
            headers["Authorization"] = f"Bearer {key}"
        try:
            timeout = httpx.Timeout(30, connect=10)
            with (
                httpx.Client(timeout=timeout, follow_redirects=True) as client,
                client.stream("GET", urljoin(self._address, name), headers=headers) as answer,
            ):
                yield answer
        except httpx.HTTPStatusError as error:
            code = error.response.status_code
            raise self._error(f"cannot be had: the server says {code} for {name}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            why = str(error) or type(error).__name__
            raise self._error(f"cannot be reached or read to its end ({why})") from error

    @contextlib.contextmanager
    def _naming_errors(self) -> Iterator[None]:
        try:
            yield
        except CopyError:
            raise
        except NewerFormatError as error:
            raise self._error("was published by a newer wsis-search. Update this one") from error
        except OSError as error:
            if error.errno in NO_ROOM:
                raise self._error(
                    f"finds no room in {path_text(self._folder)}: make some. It takes three times "
                    "what the index has"
                ) from error
            raise self._error(f"cannot be put in place ({error.strerror or error})") from error
        except (BackupError, IndexStoreError) as error:
            raise self._error(f"cannot be taken over. {error.message.rstrip('.')}") from error
        except (KeyError, TypeError, ValueError, AttributeError, zipfile.BadZipFile) as error:
            raise self._error(
                f"is not what wsis-search publish writes ({error}). Look whether the address is "
                "that of its folder"
            ) from error

    def _error(self, what: str) -> CopyError:
        stays = (
            "The copy that is here goes on being searched."
            if self.has_index
            else f"There is no index in {path_text(self._folder)} until then."
        )
        return CopyError(f"What {COPY} names, {self._shown}, {what}. {stays}")

    def _note(self, state: ReplicaState) -> None:
        new_file = self._folder / f"{COPIED}.new"
        new_file.write_text(json.dumps(asdict(state), indent=2), "utf-8")
        put(new_file, self._folder / COPIED)


def open_replica(folder: Path, rules: str) -> Replica | None:
    """Return the replica of a folder, with a copy in it; None where no address is set."""
    address = settings.COPY.text
    if not address:
        return None
    replica = Replica(folder, address, rules)
    if not replica.has_index:
        replica.look()
    return replica


def verify_taken(store: Store) -> str | None:
    """Return the fault of a copy that differs from what was fetched; None where it is whole."""
    state = _read_state(store.folder)
    expected = None if state is None else state.taken
    if expected is None:
        return "It is not known which copy this index is."
    found = store.vectors.count_findable()
    actual = (store.id, store.stamp, store.documents.totals()["documents"], found)
    if actual != (expected.id, expected.stamp, expected.documents, expected.passages):
        return "This index is not the copy that was taken over."
    return None


def copy_status(folder: Path) -> ReplicaStatus | None:
    """Return the state of a replica; None where an index is none."""
    from index.lookup import ReplicaStatus

    state = _read_state(folder)
    if state is None:
        return None
    published_at, generation = (
        (state.taken.made, state.taken.generation) if state.taken else (None, 0)
    )
    behind = max(0, (state.published or 0) - generation)
    return ReplicaStatus(
        state.address, published_at, state.current, state.last_answer, behind, state.trouble
    )


def _read_state(folder: Path) -> ReplicaState | None:
    try:
        stored = json.loads((folder / COPIED).read_text("utf-8"))
        copy = stored.pop("taken")
        rules = tuple(stored.pop("rules"))
        return ReplicaState(**stored, rules=rules, taken=copy and Manifest(**copy))
    except FileNotFoundError:
        return None
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return ReplicaState()  # damaged: what is published is taken over anew
