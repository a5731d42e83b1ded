"""Names of references in a language, by its pattern or as documents write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corpus import tables
from corpus.extract.references import find, find_in_lookup
from corpus.languages import BY_CODE, find_language
from index.store import Store

_STEM: Final = 6
"""Letters that all cases and the plural of a reference's head share, without accents."""

_ARABIC: Final = re.compile(r"[وفكب]?(?P<article>لل|ال|ل)?(?P<noun>قرار|مقرر|توصية)(?!\w)")
_ARABIC_NUMBER: Final = re.compile(r"\s*\d")
_ARABIC_LIST: Final = re.compile(r"[وف]?[بكل]?(?:ال)?(?:قرار|مقرر|توصي)(?:ي|ا|ات|تي|تا)\s")
"""Head of an Arabic list (dual or plural) before its first number."""

_CHINESE: Final = re.compile(
    r"(?<![A-Za-z\d/])(?:第\s*)?(?P<number>\d[\d/]*)\s*号?(?P<noun>决议|决定|建议书)"
)


_CANONICAL: Final = re.compile(
    r"(?:(?P<body>\w+) )?(?P<kind>Res|Dec)\. (?P<number>\d+)"
    r"(?: \((?P<revised>Rev\. )?(?:(?P<place>[^,\d]+), )?(?P<year>\d{4})\))?"
)
_OF_UN: Final = re.compile(r"[AES]/")
"""Symbols of the United Nations: ``Resolution 68/302`` names no body, ``A/RES/68/302`` does."""

_SUBJECT: Final = re.compile(
    r"WSIS (?P<line>C\d+)|SDG (?:(?P<target>\d+\.\w+)|(?P<whole>\d+))"
    r"|ITU-(?P<sector>[TRD]) Rec\. (?P<recommendation>\S+)"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which documents of a language write a reference."""

    language: str
    text: str


def forms(
    store: Store, canonicals: Sequence[str], first: str | None = None, *, edition: str = ""
) -> list[Form]:
    """List the forms in which documents write a reference, one for each language that has any.

    ``canonicals`` are the editions of one reference. ``first`` leads; other languages follow in the
    order of the United Nations. A form is the most used complete nominative, of ``edition``, where
    that names one, else of the newest. Short forms from lists are left out: ``1332`` in
    ``Resolutions 1332 and 1334``. A form without the body gets it from the language's pattern, and
    so does a language that only has other editions.
    """
    best: dict[str | None, tuple[str, str]] = {}
    if not _read_year(edition):
        edition = max(canonicals, key=_read_year)
    wanted = [edition] if _read_year(edition) else canonicals
    forms_there = store.mentions.forms_of(wanted)
    if not forms_there:
        return []  # an edition that no document cites may not exist
    older = {code for code, _ in store.mentions.forms_of(canonicals) if code} - {
        code for code, _ in forms_there
    }
    forms_there += [(code, text) for code in older if (text := write_reference(edition, code))]
    for language, text in forms_there:
        whole = nominative(text, language or "")
        if language in best and (
            _says_whose(best[language][0], canonicals[0], language)
            or not _says_whose(whole, canonicals[0], language)
        ):
            continue
        # In `Resolutions 1332` the head of the list came with its first number.
        if find_language(language).script == "Arab" and _ARABIC_LIST.match(whole):
            continue
        read = {mention.canonical for mention in find(whole)}
        if len(read) == 1 and read <= set(wanted):
            best[language] = whole, read.pop()
    order = sorted(BY_CODE, key=lambda code: code != first)
    return [Form(code, _add_body(*best[code], code)) for code in order if code in best]


def _read_year(canonical: str) -> str:
    parts = _CANONICAL.fullmatch(canonical)
    return (parts and parts["year"]) or ""


def _add_body(text: str, canonical: str, language: str) -> str:
    if _says_whose(text, canonical, language):
        return text
    return write_reference(canonical, language) or text


def _says_whose(text: str, canonical: str, language: str | None) -> bool:
    """Whether a form names the body, or a place and year at which only one body met."""
    parts = _CANONICAL.fullmatch(canonical)
    if parts is None or parts["place"] or not parts["body"]:
        return True
    say = tables.load("references_written").get(language or "", {})
    return parts["body"] == "Council" and say.get("Council", "") in text


def name_references(
    store: Store, canonicals: Sequence[str], language: str, *, whose: bool = False
) -> dict[str, str]:
    """Return the name of each reference in a reader's language, by canonical form.

    Names follow the language's pattern (``理事会第1332号决议``), else the documents' own form.
    Without either they are the canonical form. ``whose`` names the body even if a place implies it
    (:func:`write_reference`).
    """
    names = {}
    for canonical in canonicals:
        text = (whose and write_reference(canonical, language, whose=True)) or write_reference(
            canonical, language
        )
        if text is None and not any(mention.kind == "document" for mention in find(canonical)):
            known = forms(store, [canonical], language)[:1]
            text = next((form.text for form in known if form.language == language), None)
        names[canonical] = text or canonical
    return names


def write_reference(canonical: str, language: str, *, whose: bool = False) -> str | None:
    """Write a reference by the pattern of one of the six languages: ``全权代表大会第139号决议``.

    A form with a place names no body, as in ITU's documents, unless ``whose`` is true. With it a
    resolution of the United Nations is given by its symbol. None if there is no pattern, or if the
    result would be read as another reference.
    """
    if whose and _OF_UN.match(canonical):
        return canonical
    say = tables.load("references_written").get(language)
    text = say and (
        _write_numbered(canonical, say, language, whose=whose) or _write_subject(canonical, say)
    )
    if not text or [mention.canonical for mention in find_in_lookup(text)] != [canonical]:
        return None
    return text


def own_name(canonical: str, language: str) -> str | None:
    """Return the own name of a document (Tunis Agenda …) in a language, or None."""
    return own_names(language).get(canonical)


def own_names(language: str) -> Mapping[str, str]:
    """Return the own names of documents in a language, by symbol."""
    names: dict[str, str] = tables.load("references_written").get(language, {}).get("named", {})
    return names


def _write_numbered(
    canonical: str, say: Mapping[str, Any], language: str, *, whose: bool
) -> str | None:
    parts = _CANONICAL.fullmatch(canonical)
    body = say["bodies"].get(parts["body"]) if parts and parts["body"] else parts and ""
    if parts is None or body is None:
        return None
    place = parts["place"]
    place = say.get("places", {}).get(place, place if language == "en" else None)
    if parts["place"] and place is None:
        return None
    kind = ("revised" if parts["revised"] else "adopted") + ("" if place else "_in")
    edition = say[kind].format(place=place, year=parts["year"]) if parts["year"] else ""
    head = say.get(f"{parts['body']}-{parts['kind']}", say[parts["kind"]])
    pattern = say.get(f"{parts['body']}-pattern", say["pattern"])
    text: str = pattern.format(
        head=head, number=parts["number"], edition=edition, body="" if place and not whose else body
    )
    return text


def _write_subject(canonical: str, say: Mapping[str, Any]) -> str | None:
    """Write an action line, a goal or target, or a recommendation."""
    parts = _SUBJECT.fullmatch(canonical)
    if parts is None:
        return None
    if parts["recommendation"]:
        values = {"sector": parts["sector"], "number": parts["recommendation"]}
        return str(say["Rec"].format(**values))
    kind = "line" if parts["line"] else "target" if parts["target"] else "goal"
    number = parts["line"] or parts["target"] or parts["whole"]
    head, dot, last = number.rpartition(".")
    return str(say[kind].format(number=head + dot + say.get("letters", {}).get(last, last)))


def nominative(text: str, language: str) -> str:
    """Return a written reference in the nominative: ``Резолюция 140`` for ``Резолюцией 140``."""
    script = find_language(language).script
    if script == "Arab":
        return _write_arabic(text)
    if script == "Hans":
        return _CHINESE.sub(lambda match: f"第{match['number']}号{match['noun']}", text, count=1)
    head, space, rest = text.partition(" ")
    for word in tables.load("references_written").get(language, {}).get("heads", ()):
        if head.casefold()[:_STEM] == word.casefold()[:_STEM]:
            return f"{word}{space}{rest}"
    return text


def _write_arabic(text: str) -> str:
    match = _ARABIC.match(text)
    if not match:
        return text
    rest = text[match.end() :]
    # With a number behind it it is definite; with its body behind it, that makes it so.
    is_definite = match["article"] in ("ال", "لل") or bool(_ARABIC_NUMBER.match(rest))
    return f"{'ال' if is_definite else ''}{match['noun']}{rest}"
