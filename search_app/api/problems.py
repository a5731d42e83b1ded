"""Problems of RFC 9457 for every error: why there is no answer, and what to do.

Sentences come from ``problem`` in ``interface.toml``, and show no path of the server.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.documents import path_text
from corpus.errors import (
    AccessError,
    IndexStoreError,
    ModelError,
    QueryError,
    ReadError,
    WsisSearchError,
)
from corpus.filters import FACETS
from corpus.languages import is_official
from search_app.api.schema import Problem, Wrong
from search_app.operations import JsonObject

if TYPE_CHECKING:
    from search_app.localise import Locale

_COMMAND: Final = re.compile(r"wsis-search (\w+)( '[^']*'| [A-Z]+\b)?")
_FOLDERS: Final = re.compile(r"(?<![\w/\\:.])(?:[A-Za-z]:)?[/\\](?:[^\s/\\:;,'\"]+[/\\])+")

REST: Final[Mapping[str, str]] = {
    "status": "GET /api/v1/documents",
    "show": "GET /api/v1/documents/SYMBOL",
    "search": "GET /api/v1/search",
    "refs": "POST /api/v1/refs",
    "lexical": "mode=lexical",
}
"""REST addresses that replace commands in advice to a caller of the API."""

_TOLD: Final[Mapping[str, str]] = {
    "ingest": "wsis-search ingest FOLDER",
    "verify": "wsis-search verify",
    "trial": "wsis-search search",
    "state": "wsis-search status",
    "add_token": "wsis-search tokens add NAME",
    "list_tokens": "wsis-search tokens list",
    "open_tokens": "wsis-search tokens open",
    "option": "--public-address",
    "header": "Authorization: Bearer TOKEN",
    "json": '{"text": "…"}, application/json',
    "plain": "text/plain",
    "file": "application/octet-stream, ?name=draft.docx",
    "example": "CWG-WSIS&SDG-39/2",
    "examples": "CWG-WSIS&SDG-39/2, C24/8, A/RES/70/125, Resolution 1332, WSIS C5, SDG 9.c",
    "files": "GET /api/v1/files?symbol=SYMBOL",
    "description": "GET /api/v1/openapi.json",
}
"""Values in sentences that are equal in every language; commands are for the operator."""

_OF_THE_INDEX: Final = frozenset(
    {
        *("no-index", "locked-index", "newer-index", "other-model", "damaged-index"),
        *("model", "access", "engine"),
    }
)
_ABSENT: Final = frozenset(
    {
        *("not-found", "not-found-near", "no-version", "no-paragraph", "no-addressee"),
        *("no-source", "no-source-near", "filtered-out"),
        *(f"no-{facet.name}" for facet in FACETS.values()),
    }
)
"""Reasons of a query error that mean: nothing has the requested name."""

_ELSEWHERE: Final[Mapping[str, str]] = {"date": "search.date_wrong"}
"""Locale keys of sentences that the app shows too, by error reason."""

_UNREADABLE: Final = {
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported-format": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "wrong-extension": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}

RETRY_SECONDS: Final = 5
"""Seconds to wait before asking again, where that helps."""


class ProblemError(WsisSearchError):
    """Error that the server reports as a problem.

    ``sentence`` is a locale key under ``problem``, and ``values`` fill its placeholders. The
    messages of ``errors`` replace it. ``suggestions`` are near forms of the requested name.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        sentence: str,
        errors: tuple[Fault, ...] = (),
        suggestions: tuple[str, ...] = (),
        **values: str | int | tuple[str, ...],
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.kind = kind
        self.said = sentence
        self.errors = errors
        self.suggestions = suggestions
        self.values = values


class Fault:
    """A fault in one part of a request.

    ``place`` is that part (``query``); ``sentence`` is its locale key under ``problem.parameter``.
    """

    def __init__(
        self, place: str, name: str, sentence: str, **values: str | int | tuple[str, ...]
    ) -> None:
        self.place = place
        self.name = name
        self.said = sentence
        self.values = values

    def message(self, locale: Locale) -> str:
        """Return the sentence in the language of ``locale``."""
        return _format_sentence(
            locale, f"problem.parameter.{self.said}", {"name": self.name} | self.values
        )


def problem_of(
    error: Exception, commands: Mapping[str, str] = REST, language: str = "en"
) -> Problem:
    """Return the problem for any error, with ``detail`` in one of the six languages.

    Messages of errors that are not this program's own are left out. ``commands`` maps a command's
    name to what the reader can call instead.
    """
    locale = locale_of(language)
    errors: tuple[Wrong, ...] = ()
    suggestions: tuple[str, ...] = ()
    if isinstance(error, ProblemError):
        status, kind = error.status, error.kind
        errors = tuple(
            Wrong(fault.place, fault.name, fault.message(locale)) for fault in error.errors
        )
        suggestions = error.suggestions
        detail = " ".join(wrong.message for wrong in errors[:5]) or _format_sentence(
            locale, f"problem.{error.said}", error.values
        )
    elif isinstance(error, IndexStoreError | ModelError | AccessError):
        status, kind = 503, error.code
        code = error.code if error.code in _OF_THE_INDEX else "index"
        detail = _format_sentence(locale, f"problem.{code}", commands)
    elif isinstance(error, QueryError):
        status, kind = (404, "not-found") if error.reason in _ABSENT else (422, "query")
        detail = _explain_query_error(locale, error, commands)
    elif isinstance(error, ReadError):
        status, kind = _UNREADABLE.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY), error.code
        detail = fault_of_file(locale, error.code, without_folders(error.message))
    else:
        status, kind = 500, "mistake"
        detail = _format_sentence(locale, "problem.mistake", {"name": type(error).__name__})
    return Problem(
        type=f"urn:wsis-search:{kind}",
        title=HTTPStatus(status).phrase,
        status=int(status),
        detail=detail,
        code=kind,
        errors=errors,
        suggestions=suggestions,
    )


def fault_of_file(locale: Locale, code: str, message: str) -> str:
    """Return why a file failed: the message in English, else the sentence of its error code."""
    if locale.code == "en":
        return message
    return locale.text(f"reason.{code}" if locale.has(f"reason.{code}") else "reason.other")


def translate_answer(language: str, answer: JsonObject) -> JsonObject:
    """Return an answer with its sentences in one of the six languages."""
    if language == "en":
        return answer
    locale = locale_of(language)
    translation = dict(answer)
    if "notes" in answer:
        translation["notes"] = [
            {**note, "message": locale.text(key)} if locale.has(key) else note
            for note in answer["notes"]
            for key in [f"search.note.{note['code']}"]  # others are in the language already
        ]
    for name in ("failed", "unbalanced"):
        if name in answer:
            translation[name] = [
                {**fault, "message": fault_of_file(locale, fault["code"], fault["message"])}
                for fault in answer[name]
            ]
    return translation


def without_folders(sentence: str, *paths: str) -> str:
    """Return a sentence in which the given paths are cut to the names of their files."""
    for path in paths:
        sentence = sentence.replace(path, re.split(r"[/\\]", path)[-1])
    sentence = sentence.replace(path_text(Path(tempfile.gettempdir())), "")
    return _FOLDERS.sub("", sentence)


@cache
def locale_of(language: str) -> Locale:
    """Return the locale of one of the six languages."""
    from search_app.localise import Locale  # brings Babel, which whoever only asks does not need

    return Locale(language)


def _explain_query_error(locale: Locale, error: QueryError, commands: Mapping[str, str]) -> str:
    key = _ELSEWHERE.get(error.reason, f"problem.{error.reason}")
    if locale.has(key):
        places = {name: _drop_folders(value) for name, value in error.values.items()}
        if error.reason == "no-addressee" and locale.code != "en":
            from search_app.citing import office_name

            offices = str(places["known"]).split(", ")
            places["known"] = locale.join_names(
                office_name(office, locale.code) for office in offices
            )
        if error.reason == "no-version" and locale.code != "en":
            places["language"] = locale.language(str(places["language"]))
            languages = str(places["there"]).split(", ")
            places["there"] = locale.join_names(
                map(locale.language, filter(is_official, languages))
            )
        addresses = {name: commands[name] for name in ("show", "search", "refs")}
        return _format_sentence(locale, key, {**addresses, "list": commands["status"], **places})
    if locale.code != "en":
        return locale.text("problem.query")
    message = without_folders(error.message)
    return _COMMAND.sub(lambda match: commands.get(match[1], match[0]), message)


def _drop_folders(value: str | int | tuple[str, ...]) -> str | int | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(map(without_folders, value))
    return without_folders(value) if isinstance(value, str) else value


def _format_sentence(
    locale: Locale, key: str, values: Mapping[str, str | int | tuple[str, ...]]
) -> str:
    texts = {
        name: locale.number(value) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return locale.text(key, **{**_TOLD, **texts})
