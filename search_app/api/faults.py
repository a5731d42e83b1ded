"""Conversion of pydantic's errors into faults of a request."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from search_app.api.problems import Fault

_SAID: Final = {
    "missing": "missing",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "string_too_short": "short",
    "string_too_long": "long",
    "too_long": "many",
    "string_pattern_mismatch": "date",
}
_LIMITS: Final = ("ge", "le", "min_length", "max_length")


def faults_of(errors: Iterable[object], known: Sequence[str]) -> tuple[Fault, ...]:
    """Return pydantic's errors as faults; ``known`` are the request's possible parameters."""
    return tuple(_make_fault(error, known) for error in errors)


def _make_fault(error: Any, known: Sequence[str]) -> Fault:
    steps = [str(step) for step in error["loc"]]
    path = steps[1:] if steps[0] in ("query", "path", "body", "header") else steps
    name = next((step for step in path if not step.isdecimal()), steps[0])[:100]
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(name, known, 1)
        if near:
            return Fault(steps[0], name, "unknown-near", near=near[0])
        return Fault(steps[0], name, "unknown", known=tuple(known) or ("–",))
    if kind == "literal_error":
        choices = tuple(re.findall(r"'([^']*)'", context["expected"]))
        return Fault(steps[0], name, "choice", choices=choices)
    if kind.startswith("bool_"):
        return Fault(steps[0], name, "truth", choices=("true", "false"))
    if kind.startswith("int_"):
        return Fault(steps[0], name, "number")
    limit = next((context[limit_name] for limit_name in _LIMITS if limit_name in context), 0)
    return Fault(steps[0], name, _SAID.get(kind, "other"), limit=limit)
