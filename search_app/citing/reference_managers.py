"""Entries of BibTeX and RIS, by which a reference manager takes a passage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from corpus.languages import BY_CODE
from index.store import Excerpt
from search_app.citing.citation import (
    citation,
    is_of_itu,
    own_note,
    paragraph,
    quote_passage,
    version_symbol,
    with_notes,
)
from search_app.citing.words import one_line, words
from search_app.citing.work import authors, meeting_name
from search_app.localise import ISO_DATE

_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}&%$#_"},
}
_BRACES_BY_NAME: Final = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""Braces as commands: BibTeX counts a brace even behind a backslash."""

_ESCAPED: Final = re.compile("|".join(map(re.escape, _ESCAPES)))
_LIGATURE: Final = re.compile(r"([-`',<>])(?=\1)|(?<=[?!])(?=`)")
"""Signs that TeX draws as one: ``--`` as a dash, two grave accents as a quotation mark."""

_NO_KEY: Final = re.compile(r"[^A-Za-z0-9.]+")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def as_bibtex(passages: Sequence[Excerpt], language: str, notes: Sequence[str]) -> bytes:
    """Write passages as BibTeX entries (``@techreport``) in UTF-8, one each.

    Keys are unique and made of symbol and label (``CWG-WSIS-SDG-39-2-E:2.10.1``). ``note`` is the
    citation, ``annote`` the passage, and ``comment`` the reader's note.
    """
    keys: set[str] = set()
    entries = []
    for shown, note in with_notes(passages, notes):
        pairs = [*_list_fields(shown, language)]
        if note:
            pairs.append(("comment", f"{{{_escape_tex(own_note(note, language))}}}"))
        fields = "".join(f"  {name} = {value},\n" for name, value in pairs)
        entries.append(f"@techreport{{{_make_key(shown, keys)},\n{fields}}}\n")
    return "\n".join(entries).encode()


def _list_fields(shown: Excerpt, language: str) -> Iterator[tuple[str, str]]:
    names = authors(shown)
    if names:
        # A second pair of braces keeps a name whole that is no person's.
        yield "author", "{" + " and ".join(f"{{{_escape_tex(name)}}}" for name in names) + "}"
    yield "title", f"{{{{{_escape_tex(shown.title or shown.file_name)}}}}}"
    if is_of_itu(shown.symbol):
        yield "institution", f"{{{{{_escape_tex(words(shown.language or language).union)}}}}}"
    symbol = version_symbol(shown)
    if symbol:
        yield "number", f"{{{_escape_tex(symbol)}}}"
    date = ISO_DATE.fullmatch(shown.date or "")
    if date:
        yield "year", f"{{{date[1]}}}"
        if date[2] and 1 <= int(date[2]) <= 12:
            yield "month", _MONTHS[int(date[2]) - 1]
    if shown.passage.page is not None:
        yield "pages", f"{{{shown.passage.page}}}"
    if shown.language in BY_CODE:
        # The name by which babel and biblatex know the language.
        name = f"{{{BY_CODE[shown.language].english_name.lower()}}}"
        yield "language", name
        yield "langid", name
    meeting = meeting_name(shown, language)
    if meeting:
        yield "series", f"{{{_escape_tex(meeting)}}}"
    yield "note", f"{{{_escape_tex(citation(shown, language))}}}"
    text = quote_passage(shown, " ")
    yield "annote", f"{{{_escape_tex(text)}}}"


def _escape_tex(text: str) -> str:
    line = one_line(text)
    escapes = _ESCAPES if _is_balanced(line) else _ESCAPES | _BRACES_BY_NAME
    line = _ESCAPED.sub(lambda match: escapes[match[0]], line)
    return _LIGATURE.sub(lambda match: f"{match[0]}{{}}", line)


def _is_balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def _make_key(shown: Excerpt, keys: set[str]) -> str:
    document = version_symbol(shown) or PurePath(shown.file_name).stem
    label = ".".join(
        _fold_to_ascii(step) for step in shown.passage.label_path if _fold_to_ascii(step)
    )
    key = _fold_to_ascii(document) or "passage"
    base = key = f"{key}:{label}" if label else key
    number = 1
    while key.casefold() in keys:  # BibTeX takes no notice of case in keys
        number += 1
        key = f"{base}-{number}"
    keys.add(key.casefold())
    return key


def _fold_to_ascii(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NO_KEY.sub("-", letters).strip("-.")


def as_ris(passages: Sequence[Excerpt], language: str, notes: Sequence[str]) -> bytes:
    """Write passages as RIS records in UTF-8 with CR LF, one each (``TY  - RPRT``).

    ``SN`` is the symbol, which Zotero and EndNote take for a report's number. ``N1`` is the
    citation, then the passage, then the reader's note.
    """
    lines: list[str] = []
    for shown, note in with_notes(passages, notes):
        tags = [*_list_tags(shown, language), ("N1", note and own_note(note, language))]
        lines += [f"{tag}  - {one_line(value)}" for tag, value in tags if value]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines).encode()


def _list_tags(shown: Excerpt, language: str) -> Iterator[tuple[str, str]]:
    yield "TY", "RPRT"
    for name in authors(shown):
        yield "AU", _keep_name_whole(name)
    yield "TI", shown.title or shown.file_name
    yield "T2", meeting_name(shown, language) or ""
    date = ISO_DATE.fullmatch(shown.date or "")
    if date:
        yield "PY", date[1]
        yield "DA", "/".join((*(part or "" for part in date.groups()), ""))
    yield "SN", version_symbol(shown) or ""
    yield "PB", words(shown.language or language).union if is_of_itu(shown.symbol) else ""
    yield "SP", str(shown.passage.page or "")
    yield "LA", shown.language or ""
    yield "M1", paragraph(shown, language) or ""
    yield "N1", citation(shown, language)
    yield "N1", quote_passage(shown, " ")


def _keep_name_whole(name: str) -> str:
    """Return a name that is no person's, without commas that would split it in two."""
    return name.replace(", ", "، " if re.search("[\u0600-\u06ff]", name) else "; ")
