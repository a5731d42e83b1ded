"""Why is there no answer, and what is to be done? Every error as a problem of RFC 9457.

Commands that the messages of the index advise become what whoever asks can call, and no sentence
tells where on the server anything stands.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final

from corpus.documents import path_text
from corpus.errors import IndexStoreError, ModelError, QueryError, ReadError, WsisSearchError
from search_app.api.schema import Problem, Wrong

_COMMAND: Final = re.compile(r"wsis-search (\w+)( '[^']*'| [A-Z]+\b)?")
_FOLDERS: Final = re.compile(r"(?<![\w/\\:.])(?:[A-Za-z]:)?[/\\](?:[^\s/\\:;,'\"]+[/\\])+")

REST: Final[Mapping[str, str]] = {
    "status": "GET /api/v1/documents",
    "show": "GET /api/v1/documents/SYMBOL",
    "search": "GET /api/v1/search",
    "refs": "POST /api/v1/refs",
}
"""What stands for a command in advice to whoever asks the API."""

_OF_THE_INDEX: Final = {
    "no-index": "There is no index on this server yet. Whoever runs it makes one: wsis-search "
    "ingest FOLDER. Ask again then.",
    "locked-index": "The index is being written at this moment. Ask again in some seconds.",
    "newer-index": "The index was written by a newer wsis-search than this server's. Whoever runs "
    "it has to update it.",
    "other-model": "The server was started with another model than the index was built with. "
    "Whoever runs it starts it without --model and WSIS_SEARCH_MODEL.",
    "damaged-index": "The index is damaged. Whoever runs the server is told more by: wsis-search "
    "verify.",
    "model": "The embedding model cannot be loaded on this server. Searching by words alone still "
    "works: mode=lexical. Whoever runs the server is told more by: wsis-search search.",
}
_OF_ANY_INDEX: Final = (
    "The index cannot be used on this server. Whoever runs it is told more by: wsis-search status."
)

_UNREADABLE: Final = {
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported-format": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "wrong-extension": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}

RETRY_SECONDS: Final = 5
"""After which to ask again, where that will help."""


class ProblemError(WsisSearchError):
    """There is no answer.

    Args:
        status: of HTTP.
        kind: its name, for programs.
        message: what happened and what to do.
        errors: what is wrong with the request, part by part.
        suggestions: near forms of what was asked for.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        errors: tuple[Wrong, ...] = (),
        suggestions: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.errors = errors
        self.suggestions = suggestions


def problem_of(error: Exception, commands: Mapping[str, str] = REST) -> Problem:
    """Tell an error as a problem.

    Args:
        error: any; what is no error of this program's own is told without its message.
        commands: by the name of a command, what whoever asks has in its place.
    """
    errors: tuple[Wrong, ...] = ()
    suggestions: tuple[str, ...] = ()
    if isinstance(error, ProblemError):
        status, kind, detail = error.status, error.kind, error.message
        errors, suggestions = error.errors, error.suggestions
    elif isinstance(error, IndexStoreError | ModelError):
        status, kind = 503, error.code
        detail = _OF_THE_INDEX.get(error.code, _OF_ANY_INDEX)
    elif isinstance(error, QueryError):
        status, kind = (404, "not-found") if error.reason == "not-found" else (422, "query")
        detail = _advised(without_folders(error.message), commands)
    elif isinstance(error, ReadError):
        status, kind = _UNREADABLE.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY), error.code
        detail = without_folders(error.message)
    else:
        status, kind = 500, "mistake"
        detail = (
            f"wsis-search made a mistake ({type(error).__name__}). What is in the index is kept. "
            "Ask otherwise; whoever runs the server finds the mistake in its log."
        )
    return Problem(
        type=f"urn:wsis-search:{kind}",
        title=HTTPStatus(status).phrase,
        status=int(status),
        detail=detail,
        code=kind,
        errors=errors,
        suggestions=suggestions,
    )


def without_folders(sentence: str, *paths: str) -> str:
    """A sentence in which files are called by their names alone.

    Args:
        sentence: for people.
        paths: that it may name, as it would.
    """
    for path in paths:
        sentence = sentence.replace(path, re.split(r"[/\\]", path)[-1])
    sentence = sentence.replace(path_text(Path(tempfile.gettempdir())), "")
    return _FOLDERS.sub("", sentence)


def _advised(message: str, commands: Mapping[str, str]) -> str:
    return _COMMAND.sub(lambda match: commands.get(match[1], match[0]), message)
