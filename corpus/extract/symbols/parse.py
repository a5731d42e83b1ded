"""Symbols and file names of documents, read and written in one canonical form."""

from __future__ import annotations

import re
from typing import Final

from corpus.extract.symbols.grammar import OWN, grammar
from corpus.extract.symbols.matches import (
    FileName,
    ParsedSymbol,
    Symbol,
    add_changes,
    language_of,
    read_changes,
    read_itu,
    read_itu_file,
    read_un,
    read_wsis,
)
from corpus.languages import LETTERS
from corpus.text import fold_with_places, latin

_LONGEST: Final = 300  # characters of a text that is one symbol; more is no symbol
_OWN_NUMBER: Final = re.compile(r"\d{1,2}/(?:[a-z]{2,3}/)?\d")
_FORMATS: Final = {"pdf": "PDF", "zip": "ZIP", "docx": "MSW", "doc": "MSW"}

_RECOMMENDATION: Final = re.compile(
    r"(?P<body>itu-[trd]) rec\. (?P<number>[a-z]{1,3}\.[\w./-]{1,30})"
    r" (?P<edition>\((?:\d\d/)?\d{4}\)(?:\((?:Amd|Corr)\.\d{1,2}\))?(?:\(pre-published\))?)",
    re.IGNORECASE,
)
"""A Recommendation with its edition, which is a document; without it, only a reference."""

_SEPARATE: Final = r"(?:inf|l|add|rev|corr|crp|misc)"
_UN_FILE: Final = re.compile(
    r"(?P<symbol>(?:a(?:[_-](?:res|dec)[_-]|_(?:c\.\d_|cn\.\d+_|hrc_(?:res_)?)?)[1-9]\d"
    r"|e(?:[_-](?:res|dec)[_-]|_(?:cn\.\d+_|c\.\d+_)?)(?:19|20)\d\d"
    r"|s(?:[_-]res|_(?:19|20)\d\d)"
    r"|ece(?:[_-][a-z]{1,12}(?:\.\d+)?){1,4}[_-](?:19|20)\d\d)"
    rf"(?:[_-](?:{_SEPARATE}\.?)?\d{{1,4}}){{1,3}})"
    rf"(?:[_-]?(?P<letter>[{LETTERS.lower()}]))?(?:\.(?P<ext>[a-z0-9]{{1,5}}))?"
)
"""A name such as ``A_RES_73_8-E.pdf`` or ``ECE_TRADE_C_CEFACT_2019_26E.pdf``."""


def parse(text: str) -> ParsedSymbol | None:
    """Return the symbol that is the whole of ``text``, in any form and language, or None."""
    if len(text) > _LONGEST:
        return None
    read = grammar()
    wrapped = read.wrapped.fullmatch(latin(fold_with_places(text).text).strip(" .;,()"))
    if not wrapped:
        return None
    core = wrapped["core"].strip(" ()") if "(" not in wrapped["core"] else wrapped["core"]
    # The full stop of (Rev.1) may have lost its bracket to the stripping above.
    core += ")" * (core.count("(") - core.count(")"))
    for pattern, build in ((read.itu, read_itu), (read.wsis, read_wsis), (read.un, read_un)):
        match = pattern.fullmatch(core)
        symbol = build(match) if match else None
        if match and symbol:
            if wrapped["kind"]:
                symbol = add_changes(symbol, [(read.kind_of(wrapped["kind"]), wrapped["no"])])
            return ParsedSymbol(symbol, language_of(match))
    file_name = parse_file_name(text.strip())
    return ParsedSymbol(file_name.symbol, file_name.language) if file_name else None


def parse_asked(text: str) -> ParsedSymbol | None:
    """Return the symbol that a question names, perhaps without this group's name: ``40/3(Rev.1)``.

    Do not use it for texts: there ``24/7`` is no document.
    """
    edition = _RECOMMENDATION.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if edition:
        body, number = edition["body"].upper(), edition["number"].upper().replace("SUPP", "Supp")
        canonical = f"{body} Rec. {number} {edition['edition']}"
        return ParsedSymbol(Symbol(body, None, "REC", number, None, None, canonical), None)
    parsed = parse(text)
    if parsed is None and len(text) <= _LONGEST:
        number = latin(fold_with_places(text).text).strip(" .;,")
        parsed = parse(f"{OWN}-{number}") if _OWN_NUMBER.match(number) else None
    return parsed


def parse_change(text: str) -> list[tuple[str, str]]:
    """Return the changes that are the whole text, by kind and number; else an empty list."""
    folded = latin(fold_with_places(text).text).strip() if len(text) <= _LONGEST else ""
    return read_changes(folded) if grammar().change.fullmatch(folded) else []


def parse_file_name(name: str) -> FileName | None:
    """Return what the name of a file says of the document in it, or None.

    Reads ITU's names (``S24-CWGWSIS39-C-0002!R1!MSW-E.docx``), people's (``C24-8-E.pdf``), and the
    United Nations' without strokes (``A_RES_73_8-E.pdf``).
    """
    if len(name) > _LONGEST:
        return None
    folded = latin(fold_with_places(name.replace("\\", "/").rpartition("/")[2]).text)
    folded = folded.replace("%21", "!").replace("%26", "&").replace("&amp;", "&")
    read = grammar()
    match = read.itu_file.fullmatch(folded)
    if match:
        return read_itu_file(match)
    match = read.bare_file.fullmatch(folded)
    if not match:
        return _parse_un_file(folded)
    kind = _FORMATS.get(match["ext"] or "")
    return FileName(read_itu(match), None, None, kind, language_of(match))


def _parse_un_file(folded: str) -> FileName | None:
    """Return what a name says that is a symbol of the United Nations with other strokes."""
    match = _UN_FILE.fullmatch(folded)
    if match is None:
        return None
    written = re.sub(rf"/({_SEPARATE})(?=\d)", r"/\1.", re.sub(r"[_-]", "/", match["symbol"]))
    written = re.sub(r"^(s/res/\d+)/((?:19|20)\d\d)$", r"\1(\2)", written)
    symbol = grammar().un.fullmatch(written)
    known = read_un(symbol) if symbol else None
    if known is None:
        return None
    return FileName(known, None, None, _FORMATS.get(match["ext"] or ""), language_of(match))
