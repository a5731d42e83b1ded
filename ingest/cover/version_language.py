"""The language of a version, from its file's name, cover, page headers, text and properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from corpus.documents import ReadingWarning
from corpus.extract import symbols
from corpus.languages import BY_CODE
from corpus.text import main_language
from ingest.cover.identity import parse_line

_CLEAR_SHARE: Final = 0.7
_CLEAR_LETTERS: Final = 400
"""Letters, and their share, with which a text overrides the letter in a file's name."""


def of_version(
    *,
    file_name: str,
    cover: Sequence[str],
    running: Sequence[str],
    texts: Sequence[str],
    declared: str | None,
) -> tuple[str | None, list[ReadingWarning]]:
    """Return the ISO 639-1 language of a version or None, and a warning for each other source.

    In this order: the letter in the file's name, that on cover or page header, the text, then
    ``declared`` (``ru-RU``). Enough text in another language overrides a letter. Warnings have the
    code ``conflicting-language``.
    """
    claims = [
        (source, code)
        for source, code in (
            ("file name", _read_file_name(file_name)),
            ("cover", _find_letter(cover)),
            ("page header", _find_letter(running)),
        )
        if code is not None
    ]
    spoken, share, letters = main_language([*texts] or [*cover])
    claimed = claims[0][1] if claims else None
    clear = share >= _CLEAR_SHARE and letters >= _CLEAR_LETTERS
    language: str | None
    if claimed is None:
        language = spoken or _read_tag(declared)
    elif spoken is not None and spoken != claimed and clear:
        language = spoken
    else:
        language = claimed
    return language, [
        _report_conflict(file_name, source, code, language)
        for source, code in claims
        if code != language
    ]


def _report_conflict(
    file_name: str, source: str, code: str, language: str | None
) -> ReadingWarning:
    return ReadingWarning(
        code="conflicting-language",
        message=(
            f"{file_name}: the {source} says {_name_in_english(code)}, "
            f"but it was read as {_name_in_english(language)}. Check that it is the right file."
        ),
    )


def _read_file_name(file_name: str) -> str | None:
    parsed = symbols.parse_file_name(file_name)
    return parsed.language if parsed else None


def _find_letter(lines: Iterable[str]) -> str | None:
    """Return the language letter of the first symbol alone on its line, or None."""
    for line in lines:
        parsed = parse_line(line)
        if parsed is not None and parsed.language is not None:
            return parsed.language
    return None


def _read_tag(code: str | None) -> str | None:
    part = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", code or "")
    return part.group().lower() if part else None


def _name_in_english(code: str | None) -> str:
    language = BY_CODE.get(code or "")
    return language.english_name if language else (code or "unknown")
