"""Reading of a draft from a request's body: text, as JSON or plain, or a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from starlette.requests import Request

from ingest.plain import decode
from search_app.api.problems import ProblemError
from search_app.drafts import Draft

ANY_FILE: Final = "application/octet-stream"

DRAFT: Final = {
    "requestBody": {
        "required": True,
        "description": "A text as JSON or as it is, or a file, whose name is to be said then.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"text": {"type": "string", "minLength": 1}},
                    "required": ["text"],
                    "additionalProperties": False,
                }
            },
            "text/plain": {"schema": {"type": "string"}},
            ANY_FILE: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


def draft_of(request: Request, body: bytes, name: str | None) -> Draft:
    """Return the draft in a request's body; raise :class:`ProblemError` where there is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return Draft(text=_read_text(body), name=name or "-")
    if kind == "text/plain":
        text, _ = decode(body, Path(name or "draft.txt"))
        return Draft(text=text, name=name or "-")
    if kind == ANY_FILE:
        if not name:
            raise ProblemError(422, "parameters", "draft-unnamed", example="?name=draft.docx")
        return Draft(name=name, content=body)
    raise ProblemError(415, "unsupported-format", "draft-kind")


def _read_text(body: bytes) -> str:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProblemError(422, "request", "body-no-json") from error
    if (
        not isinstance(content, dict)
        or set(content) != {"text"}
        or not isinstance(content["text"], str)
    ):
        raise ProblemError(422, "request", "body-other")
    text: str = content["text"]
    return text
