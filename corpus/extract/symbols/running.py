"""Symbols in running text: at a slash, or at the hyphens of a file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from corpus.extract.symbols.grammar import OWN, grammar
from corpus.extract.symbols.matches import (
    FoundSymbol,
    Symbol,
    add_changes,
    language_of,
    make_group_symbol,
    read_changes,
    read_itu,
    read_itu_file,
    read_un,
    read_wsis,
)
from corpus.text import fold_with_places, latin

_LONGEST_HEAD: Final = 40  # before a symbol's first slash, in characters
_LONGEST_TAIL: Final = 120  # behind it
_IN_HEAD: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789&.-_асеорхктмнвіѕј")
_ANCHOR: Final = re.compile(r"/|(?<=[0-9a-z])-(?=(?:c|inf|adm|dt|dl|td|sp|cir)-?\d|td-[a-z])")
_STUDY_GROUPS: Final = 21  # `Document 5/12` is a study group's; the group met more often
_DAYS: Final = 31
_NEAR: Final = 120  # characters around a bare list in which a word may say that it is of documents
_LOOK: Final = re.compile(r"(?:\b(?:see|cf|from|voir|veanse|vease|с|см)\.?|انظر|من|见|参见)\ ?$")
_DOCUMENTS: Final = re.compile(
    r"\b(?:documents?|docs?|contribu\w+|cwg|documentos?|документ\w*|вклад\w*|rev|пересм)\b"
    r"|وثيق|وثائق|مساهم|文件|文稿|修订"
)
_FURTHER: Final = re.compile(
    r"(?:号|\ ?\([a-z.\ ]{2,6}\d\))?\ ?[,;、-]?\ ?(?:[^\W\d_]{1,7}\ ?)?"
    r"第?(?P<meeting>[3-5]\d)/\d{1,2}"
    r"(?!\d|[.,/%]\d|号?[^,;.文]{0,12}决)"
)


def find(text: str) -> Iterator[FoundSymbol]:
    """Yield the symbols in running text, in order; linear in the length of ``text``."""
    folded = fold_with_places(text)
    done = 0
    for anchor in _ANCHOR.finditer(folded.text):
        if anchor.start() < done:
            continue
        symbol = symbol_at(folded.text, anchor.start(), done)
        if symbol:
            done = symbol.end
            yield replace(symbol, start=folded.start(symbol.start), end=folded.end(symbol.end))


def symbol_at(text: str, anchor: int, floor: int) -> FoundSymbol | None:
    """Return the symbol around the slash or hyphen at ``anchor``, from ``floor`` on, or None."""
    if text[anchor] == "/" and not (text[anchor + 1 : anchor + 2].isalnum() and anchor):
        return None
    start = anchor
    lowest = max(floor, anchor - _LONGEST_HEAD)
    while start > lowest and (text[start - 1] in _IN_HEAD):
        start -= 1
    if start == lowest > floor and text[start - 1] in _IN_HEAD:
        return None
    window = latin(text[start : anchor + _LONGEST_TAIL])
    if text[anchor] == "/":
        # Doc.CWG-WSIS-32/10: no symbol has a full stop before its first slash.
        window = window[window.rfind(".", 0, anchor - start) + 1 :]
    window = window.lstrip("-.&")
    start += min(len(text) - start, _LONGEST_TAIL + anchor - start) - len(window)
    read = grammar()
    if text[anchor] == "-":
        return _find_file_name(window, start)
    if window[:1].isdigit():
        loose = read.loose_group.search(latin(text[max(floor, start - 20) : start]))
        if not loose:
            return _find_bare(text, start, floor)
        start -= len(loose.group())
        window = latin(text[start : anchor + _LONGEST_TAIL])
    for pattern, build in ((read.itu, read_itu), (read.wsis, read_wsis), (read.un, read_un)):
        match = pattern.match(window)
        symbol = build(match) if match else None
        if match and symbol:
            end = start + _end(match, symbol)
            return _include_prefix(text, floor, FoundSymbol(symbol, language_of(match), start, end))
    return None


def _find_file_name(window: str, start: int) -> FoundSymbol | None:
    match = grammar().itu_file.match(window)
    file_name = read_itu_file(match) if match else None
    if match is None or file_name is None:
        return None
    end = match.end("ext") if match["ext"] else match.end()
    return FoundSymbol(file_name.symbol, file_name.language, start, start + end)


def _find_bare(text: str, start: int, floor: int) -> FoundSymbol | None:
    """Find a symbol of this group without its name, where a word, letter or series proves it."""
    read = grammar()
    match = read.bare.match(latin(text[start : start + _LONGEST_TAIL]))
    if match is None:
        return None
    end = start + match.end()
    meeting = int(match["meeting"])
    is_told = meeting > _STUDY_GROUPS and (
        match["series"] == "inf"
        or match["suffix"]
        or text.startswith("号文件", end)
        or read.led.search(latin(text[max(floor, start - 30) : start]))
        or (
            meeting > _DAYS
            and _goes_on(text, end, match["meeting"])
            and _is_among_documents(text, start, end)
        )
    )
    if not is_told:
        return None
    symbol = make_group_symbol(
        OWN, match["meeting"], (match["series"] or "C").upper(), match["number"]
    )
    return FoundSymbol(
        add_changes(symbol, read_changes(match["suffix"])), language_of(match), start, end
    )


def _goes_on(text: str, end: int, meeting: str) -> bool:
    further = _FURTHER.match(text, end)
    return further is not None and further["meeting"] == meeting


def _is_among_documents(text: str, start: int, end: int) -> bool:
    """Whether a list of bare numbers is alone, or next to a word about documents."""
    before = text[max(0, start - _NEAR) : start]
    if not before.strip() or before.rstrip().endswith(("(", "[")) or _LOOK.search(before):
        return True
    return _DOCUMENTS.search(before + " " + text[end : end + _NEAR]) is not None


def behind_document(text: str, position: int) -> int:
    """Return the end of the word document at an offset of a folded text, or that offset."""
    word = grammar().word.match(latin(text[position : position + 40]))
    return position + word.end() if word else position


def announces_several(before: str) -> bool:
    """Whether folded text ends in a word that announces several documents (``Documents``)."""
    return grammar().several.search(latin(before[-30:])) is not None


def _end(match: re.Match[str], symbol: Symbol) -> int:
    # A year or session in brackets belongs to a resolution's symbol only.
    if match.re is grammar().un and match["session"] and symbol.series != "RES":
        return match.end("parts")
    return match.end()


def _include_prefix(text: str, floor: int, match: FoundSymbol) -> FoundSymbol:
    before = latin(text[max(floor, match.start - 60) : match.start])
    ahead = grammar().ahead.search(before) if before.endswith(" ") else None
    if not ahead:
        return match
    symbol = add_changes(match.symbol, [(grammar().kind_of(ahead["kind"]), ahead["no"])])
    start = match.start - len(before) + ahead.start()
    return FoundSymbol(symbol, match.language, start, match.end)
