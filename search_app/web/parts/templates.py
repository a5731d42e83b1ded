"""HTML from templates in which whatever is put in is only ever text.

A line break in a template is no space, except within a tag.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from corpus.languages import BY_CODE, direction
from search_app.citing import label, lead_in, own_number, source_name, with_now, words
from search_app.web.parts.escape import codes_apart, name_controls, unbroken
from search_app.web.parts.links import (
    compare_address,
    document_address,
    source_links,
    symbol_address,
)

_FOLDER: Final = Path(__file__).parents[1] / "templates"
_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_NO_SPACE: Final = re.compile(r"(?<=[>}])\s*\n\s*|\s*\n\s*(?=[<{])|^\s+|\s+$")


class _Unbroken(Extension):
    """Extension that drops a template's line breaks, which would show between inline elements."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        del name, filename
        drawn = _COMMENT.sub("", source)  # first: none may join the braces around it
        return re.sub(r"\s*\n\s*", " ", _NO_SPACE.sub("", drawn))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[_Unbroken],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = unbroken
    environment.globals |= {
        "BY_CODE": BY_CODE,
        "direction": direction,
        "compare_address": compare_address,
        "document_address": document_address,
        "label": label,
        "lead_in": lead_in,
        "own_number": own_number,
        "list_separator": lambda language: words(language).list_separator,
        "source_links": source_links,
        "source_name": source_name,
        "symbol_address": symbol_address,
        "with_now": with_now,
    }
    return environment


def html(macro: str, /, **values: object) -> Markup:
    """Return the HTML of a template's macro, such as ``references.card``; escape all but Markup."""
    template, _, name = macro.partition(".")
    drawn = getattr(_environment().get_template(f"{template}.html").module, name)(**values)
    return codes_apart(name_controls(drawn))
