"""References in a document, which says whose its bare numbers are.

``Resolution 1`` is an assembly's in its own document. The document's symbol, file name, cover,
heading and other references tell. Where they do not and ITU is not named at all, a number that
several bodies have becomes a reference without a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from corpus.documents import Mention, Passage
from corpus.extract import symbols
from corpus.extract.references.bodies import NumberOwner
from corpus.extract.references.find import find
from corpus.extract.references.resolutions import find_sentence
from corpus.extract.references.words import words
from corpus.extract.symbols import ParsedSymbol
from corpus.text import fold_with_places

_UNREAD: Final = NumberOwner("open")
_OF_ITU: Final = frozenset({"PP", "Council", "WTDC", "WTSA", "WRC", "RA"})
_SECTORS: Final = _OF_ITU | {"ITU-T", "ITU-R", "ITU-D"}
_OF_ITU_T: Final = "WTSA"  # owner of the numbers in a document of ITU-T
_OWNERS: Final[Mapping[str, str]] = {
    "PP": "PP", "Council": "PP",
    "WTDC": "WTDC", "TDAG": "WTDC", "ITU-D": "WTDC", "D": "WTDC",
    "WTSA": "WTSA", "TSAG": "WTSA", "ITU-T": "WTSA", "T": "WTSA",
    # In the Radiocommunication Sector it may be the assembly's or the conference's.
    "WRC": "WRC", "RA": "RA", "RAG": "open", "RRB": "open", "ITU-R": "open", "R": "open",
    "UN": "other", "UNGA": "other", "ECOSOC": "other", "UNSC": "other", "HRC": "other",
    "WSIS": "other",
}  # fmt: skip
"""Owner of the bare numbers in documents of a body or of a Sector."""

_SERIES: Final[Mapping[str, str]] = {
    "t-res": "WTSA", "t-rec": "WTSA", "t-opn": "WTSA", "d-res": "WTDC", "d-rec": "WTDC",
    "r-res": "RA", "r-rec": "open",
}  # fmt: skip
"""Owner of the bare numbers by the beginning of a published text's file name."""

_FILE_SERIES: Final = re.compile(r"[tdr]-(?:res|rec|opn)(?=-)")
_SECTOR: Final = re.compile(r"([DRT])\d\d-")
_PUBLISHED: Final = re.compile(r"(ITU-[DRT]) Rec\. ")
_COVER_LINES: Final = 20
_LONGEST_NAME: Final = 120  # characters of a line of a cover that is a body's name
_HEAD_PASSAGES: Final = 12  # passages among which a resolution has its own number


@dataclass(frozen=True, slots=True)
class DocumentFrame:
    """Names around the text of a document, which say whose it is.

    ``symbol`` is canonical, ``cover`` has lines of cover and page headers, ``date`` is ISO 8601.
    """

    symbol: str | None
    file_name: str
    cover: Sequence[str] = ()
    date: str | None = None


def find_in_document(
    passages: Sequence[Passage], frame: DocumentFrame
) -> list[tuple[Mention, ...]]:
    """Return the references in each passage of a document, as ``find`` gives them."""
    found = [find(passage.text, passage.language, frame.date, _UNREAD) for passage in passages]
    body, is_certain = _find_body(passages, found, frame)
    has_all = all(mention.body for mention in chain.from_iterable(found))
    if has_all and body != _OF_ITU_T:
        return found  # nothing is named by its number alone
    if not is_certain:
        body = _guess_body(passages, found, body)
    owner = NumberOwner(body, _read_known(found, _SECTORS if body == _OF_ITU_T else _OF_ITU))
    return [
        _drop_others(passage.text, find(passage.text, passage.language, frame.date, owner))
        if body == _OF_ITU_T or not all(mention.body for mention in mentions)
        else mentions
        for passage, mentions in zip(passages, found, strict=True)
    ]


def _drop_others(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Leave out numbers of no body whose sentence gives them to a report or to the meeting."""
    if all(mention.body for mention in mentions):
        return mentions
    folded = fold_with_places(text)
    others = [folded.start(match.start()) for match in words().other_texts.finditer(folded.text)]
    return tuple(
        mention
        for mention in mentions
        if mention.body or not _is_between(others, *find_sentence(text, mention.start, mention.end))
    )


def _is_between(places: Sequence[int], start: int, end: int) -> bool:
    return any(start <= place < end for place in places)


def find_in_passage(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the references in a passage or a part of it, as its document has them.

    ``mentions`` are those of the whole passage, which tell whose its bare numbers are.
    """
    canonicals = {mention.canonical for mention in mentions}
    owner = NumberOwner("open", _read_known([mentions], _SECTORS), knows_editions=True)
    return tuple(mention for mention in find(text, owner=owner) if mention.canonical in canonicals)


def _read_known(
    found: Sequence[Sequence[Mention]], owners: frozenset[str]
) -> dict[tuple[str, str], str]:
    """Return the bodies of the numbers that a document names with one body and no other."""
    bodies: dict[tuple[str, str], set[str]] = {}
    for mention in chain.from_iterable(found):
        if mention.body in owners and mention.number:
            bodies.setdefault((mention.kind, mention.number), set()).add(mention.body)
    return {number: names.pop() for number, names in bodies.items() if len(names) == 1}


def _find_body(
    passages: Sequence[Passage], found: Sequence[Sequence[Mention]], frame: DocumentFrame
) -> tuple[str | None, bool]:
    """Return whose the bare numbers of a document are, and whether its frame or heading says so."""
    parsed = symbols.parse(frame.symbol) if frame.symbol else None
    if parsed is not None:
        return _find_body_of_symbol(parsed), True
    published = _PUBLISHED.match(frame.symbol or "")
    series = _FILE_SERIES.match(frame.file_name.lower())
    if published or series:
        name = _OWNERS[published[1]] if published else _SERIES.get(series.group() if series else "")
        return name, True
    names = list(_read_bodies(frame.cover[:_COVER_LINES]))
    on_cover = next((name for name in names if name in _OWNERS), None)
    if on_cover:
        return _OWNERS[on_cover], True
    for passage, mentions in zip(passages[:_HEAD_PASSAGES], found, strict=False):
        if mentions and mentions[0].body in _OF_ITU and mentions[0].text == passage.text.strip():
            return _OWNERS.get(mentions[0].body or ""), True
    return ("PP" if "ITU" in names else "other" if names else None), False


def _guess_body(
    passages: Sequence[Passage], found: Sequence[Sequence[Mention]], body: str | None
) -> str | None:
    """Return the Union for a document that speaks of it; else what its cover says."""
    return "PP" if body == "PP" or _names_union(passages, found) else body


def _find_body_of_symbol(parsed: ParsedSymbol) -> str | None:
    body = parsed.symbol.body or ""
    if body in _OWNERS:
        return _OWNERS[body]
    sector = _SECTOR.match(parsed.symbol.canonical)
    if sector or body == "SG":
        return _OWNERS[sector[1] if sector else "T"]
    if body.startswith("RPM-"):
        return "WTDC"
    # What has a meeting is a group of ITU; the symbols of the United Nations have none.
    return "PP" if parsed.symbol.meeting else "other"


def _read_bodies(lines: Iterable[str]) -> Iterable[str]:
    """Yield the first body that each line of a cover names, where it cites nothing."""
    for line in lines:
        if len(line) > _LONGEST_NAME or any(mention.body for mention in find(line)):
            continue
        name = words().body.search(fold_with_places(line).text)
        if name:
            yield name.value


def _names_union(passages: Sequence[Passage], found: Sequence[Sequence[Mention]]) -> bool:
    """Whether a document speaks of ITU, or refers to what is ITU's."""
    if any(mention.body in {*_OF_ITU, "WSIS"} for mention in chain.from_iterable(found)):
        return True
    read = words()
    return any(
        name.value in {"ITU", "PP", "WTDC", "WTSA", "WRC", "RA", "ITU-T", "ITU-D", "ITU-R"}
        for passage in passages
        for name in read.body.finditer(fold_with_places(passage.text).text)
    )
