"""Errors of the program, in one tree below ``WsisSearchError``.

Every error has a stable ``code`` for programs, and a message that tells people what to do.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar, Literal


class WsisSearchError(Exception):
    """An error that this program reports: a ``code`` for programs, a message for people."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,)


class ReadError(WsisSearchError):
    """A file gives no passages; the run goes on without it."""

    code = "unreadable"


class NoSuchPathError(ReadError):
    """There is nothing at the path."""

    code = "no-such-path"


class LeadsOutError(ReadError):
    """A link leads out of the folder that is read."""

    code = "leads-out"


class EmptyFileError(ReadError):
    """The file has no bytes."""

    code = "empty-file"


class EmptyFolderError(ReadError):
    """The folder holds no file of a format that can be read."""

    code = "empty-folder"


class UnsupportedFormatError(ReadError):
    """No reader exists for this format."""

    code = "unsupported-format"


class WrongExtensionError(ReadError):
    """The content is of another format than the extension says."""

    code = "wrong-extension"


class CorruptFileError(ReadError):
    """The file is damaged."""

    code = "corrupt-file"


class EncryptedFileError(ReadError):
    """The file needs a password."""

    code = "encrypted-file"


class TooLargeError(ReadError):
    """The file is larger, or unpacks to more, than the limit."""

    code = "too-large"


class NoTextError(ReadError):
    """The file holds no usable text: it is scanned, or its fonts have no Unicode map."""

    code = "no-text"


class UnreadableError(ReadError):
    """The operating system refuses to read the file: no permission, a device, a read error."""

    code = "unreadable"


class NotAFileError(UnreadableError):
    """The path leads to a folder, a pipe, a socket or a device."""

    code = "not-a-file"


class OutOfTimeError(ReadError):
    """Reading took longer than the limit and was stopped."""

    code = "out-of-time"


class ReaderCrashError(ReadError):
    """The reader's process died or ran out of memory."""

    code = "reader-crash"


class IndexStoreError(WsisSearchError):
    """The index cannot be used as it is."""

    code = "index"


class NoIndexError(IndexStoreError):
    """There is no index in the folder."""

    code = "no-index"


class NewerIndexError(IndexStoreError):
    """The index was written by a newer version of this program."""

    code = "newer-index"


class OtherModelError(IndexStoreError):
    """The index was built with another embedding model."""

    code = "other-model"


class DamagedIndexError(IndexStoreError):
    """The index's database is damaged."""

    code = "damaged-index"


class LockedIndexError(IndexStoreError):
    """Another process is writing to the index."""

    code = "locked-index"


class EngineError(IndexStoreError):
    """The server that keeps the vectors cannot be used, or keeps those of another index."""

    code = "engine"


class CopyError(IndexStoreError):
    """The index is a read-only copy, or the published copy cannot be fetched."""

    code = "copy"


class ModelError(WsisSearchError):
    """The embedding model cannot be loaded."""

    code = "model"


class ModelWarning(UserWarning):
    """The embedding model works, but slower than it could; the message says why."""


class QueryError(WsisSearchError):
    """The question cannot be answered as it was asked.

    ``reason`` is the key of the translated reason, or empty; ``values`` fill its placeholders.
    """

    code = "query"

    def __init__(
        self, message: str, reason: str = "", **values: str | int | tuple[str, ...]
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(_query_error, self.values), (self.message, self.reason)


def _query_error(
    values: dict[str, str | int | tuple[str, ...]], message: str, reason: str
) -> QueryError:
    return QueryError(message, reason, **values)


class SettingError(WsisSearchError):
    """A setting has a value that it cannot have.

    ``kind`` tells what ``allowed`` holds: the words of a ``choice``, the least and the most of a
    ``number``, which may have to be ``whole``, or examples of ``networks``.
    """

    code = "setting"

    def __init__(
        self,
        name: str,
        value: str,
        kind: Literal["choice", "number", "whole", "networks"],
        allowed: tuple[str, ...],
    ) -> None:
        names = ", ".join(allowed)
        limits = f"number from {allowed[0]} to {allowed[-1]}"
        known = {
            "choice": names,
            "number": f"a {limits}",
            "whole": f"a whole {limits}",
            "networks": f"addresses or networks with commas between them, such as {names}",
        }
        super().__init__(
            f"{name} is “{value}”. It can be {known[kind]}. Correct it or leave it out."
        )
        self.name = name
        self.value = value
        self.kind = kind
        self.allowed = allowed

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.name, self.value, self.kind, self.allowed)


class FetchError(WsisSearchError):
    """Nothing can be fetched as it was asked."""

    code = "fetch"


class AlertError(WsisSearchError):
    """An alert cannot be saved, read or sent."""

    code = "alert"


class TokenError(WsisSearchError):
    """A token for programs cannot be made, or the tokens cannot be read."""

    code = "token"


class AccessError(WsisSearchError):
    """The rules of access are unclear, or somebody may not do what they asked for."""

    code = "access"


class BackupError(WsisSearchError):
    """A copy of an index cannot be written or used."""

    code = "backup"


class EvaluationSetError(WsisSearchError):
    """A set of judged questions cannot be used."""

    code = "evaluation-set"
