"""What is the document's title?

In this order: what a line calls the title; a paragraph in a title style; the line behind the
source, where ITU's covers have it; the first heading of the cover; the line before the source; the
title in the file's properties, unless a program or a template wrote it. None rather than a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from corpus.documents import Provenance
from corpus.text import fold_with_places
from ingest.cover import symbol as cover_symbols
from ingest.cover.lines import LONG, Line, is_frame, labelled
from ingest.cover.words import END, TITLE_LABEL, TITLE_STYLE

_BEHIND_SOURCE: Final = 3
"""How many lines behind the source are looked at: a date or a label may stand between."""

_SHORTEST: Final = 3

_JUNK: Final = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|powerpoint)\b.*"
    r"|.*\.(?:do[ct][xm]?|pdf|rtf|odt|indd)|(?:pe|qpub|p|s)_.*"
    r"|(?:part|partie|parte|часть|annex\w*|anexo|приложение)\s+[ivx\d]+"
    r"|template.*|.*\btemplate|slide \d+|blank|title|untitled.*|document\d*|documento\d*"
    r"|документ ?\d*|без имени.*|sans titre.*|sin titulo.*|无标题.*|文档\d*|مستند\d*"
)
"""Titles that a program wrote, or that a template left."""


def find(
    lines: Sequence[Line], source_at: int | None, properties: Mapping[str, str]
) -> tuple[str, Provenance] | None:
    """The title as it is written, and where; or None.

    Args:
        lines: of the cover.
        source_at: place of the line that names the source, if one does.
        properties: what the file says of itself.
    """
    title = (
        _called_title(lines)
        or _styled(lines, source_at)
        or _behind_source(lines, source_at)
        or _heading(lines, source_at)
        or _before_source(lines, source_at)
    )
    if title:
        return title, "cover"
    title = _property(properties)
    return (title, "core-properties") if title else None


def _called_title(lines: Sequence[Line]) -> str | None:
    values = (labelled(lines, at, TITLE_LABEL) for at in range(len(lines)))
    return next((value[0] for value in values if value is not None), None)


def _styled(lines: Sequence[Line], source_at: int | None) -> str | None:
    styled = [
        line
        for at, line in enumerate(lines)
        if TITLE_STYLE.fullmatch(line.style) and at != source_at and _can_be_title(line)
    ]
    return " ".join(line.text for line in styled if line.style == styled[0].style) or None


def _behind_source(lines: Sequence[Line], source_at: int | None) -> str | None:
    if source_at is None:
        return None
    for at in range(source_at + 1, min(source_at + 1 + _BEHIND_SOURCE, len(lines))):
        if _can_be_title(lines[at]):
            return _whole(lines, at)
    return None


def _heading(lines: Sequence[Line], source_at: int | None) -> str | None:
    for at, line in enumerate(lines):
        if line.block.kind == "heading" and at != source_at and _can_be_title(line):
            return _whole(lines, at)
    return None


def _before_source(lines: Sequence[Line], source_at: int | None) -> str | None:
    if not source_at or not _can_be_title(lines[source_at - 1]):
        return None
    return lines[source_at - 1].text


def _whole(lines: Sequence[Line], at: int) -> str:
    """The title that begins on the line ``at``, with the further lines of its paragraph."""
    block = lines[at].block
    texts = [lines[at].text]
    for line in lines[at + 1 :]:
        if line.block is not block or not _can_be_title(line):
            break
        texts.append(line.text)
    return " ".join(texts)


def _can_be_title(line: Line) -> bool:
    return _SHORTEST <= len(line.text) <= LONG and not is_frame(line)


def _property(properties: Mapping[str, str]) -> str | None:
    title = properties.get("title", "").strip()
    folded = fold_with_places(title).text
    if len(title) <= _SHORTEST or _JUNK.fullmatch(folded) or END.match(folded):
        return None
    return None if cover_symbols.on_line(title) is not None else title
