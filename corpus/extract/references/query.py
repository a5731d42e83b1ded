"""References in a question, which may leave out what a text says around them.

Bare forms (``C5``, a file's name) count only as the whole question. ``Resolution 9999`` has no
body, unless the number may be a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from corpus.documents import Mention
from corpus.extract import symbols
from corpus.extract.references import bodies
from corpus.extract.references.find import find
from corpus.extract.references.number_words import find_number_words
from corpus.extract.references.paragraphs import ahead
from corpus.extract.references.scan import of_symbol
from corpus.extract.references.words import words
from corpus.text import fold_with_places

_COUNCIL: Final = "council|conseil|consejo|совет|المجلس|理事会"

# Each with what makes the grammar of running text take it; the group is what was typed.
_BARE: Final = (
    (re.compile(r"[cс](?:1[01]|[1-9])"), "WSIS {}"),
    (re.compile(r"(?:wsis|smsi|cmsi|ввуио)[ -]?([cс](?:1[01]|[1-9]))"), "WSIS {}"),
    (re.compile(rf"(?:{_COUNCIL})\s?(1[0-8]\d\d)"), "Council Res. {}"),
    (re.compile(r"(?:pp|пк)[ -]?(\d{3})"), "PP Res. {}"),
    (re.compile(r"(?:第\s?)(\d{1,4})\s?号?"), "Resolution {}"),
    (re.compile(r"(?:sdgs?|цур|odd|ods)\s?(\d{1,2}\.?[a-d])"), "SDG {}"),
)
_KNOWN: Final = ("5", "562")
"""Numbers of ITU's resolutions and decisions; the second tells ``Dec. 562`` from a date."""

_OF_BODIES: Final = ("5", "562", "1333")
"""Numbers in the ranges of different bodies, to test whether the number decides the body."""

_BARE_NUMBER: Final = re.compile(r"[1-9]\d{0,3}")
_NUMBERED: Final = re.compile(r"(?P<before>\D*)(?P<number>[1-9]\d{0,3})(?P<behind>\D*)")
_ACTION_LINES: Final = range(1, 12)
_ARTICLE: Final = (
    "articles?|art[ií]culos?|arts?\\.|стать[а-я]{1,3}|ст\\.|"
    "(?:ال)?(?:ماد[ةه]|مادتان|مادتين|مواد)(?: رقم)?"
)
_NUMBERS: Final = r"\(?\d{1,3}\)?(?:(?:\s?[,،–-]|\s(?:and|et|y|и|to|a)?)\s?و?\(?\d{1,3}\)?)*"
_PART: Final = re.compile(
    rf"(?:{_ARTICLE})\s?{_NUMBERS}|(?:ال)?ماد[ةه] ال\w+(?: عشر[ةه]?)?|"
    r"第?\s?(?:\d{1,3}|[一二三四五六七八九十百]{1,5})\s?[条段款]|(?:inf|adm|dt|dl|td)/\d{1,4}"
)
_EDITION: Final = re.compile(
    r"\s?(?P<edition>\((?:\d\d/)?(?P<year>\d{4})\)(?:\((?:Amd|Corr)\.\d{1,2}\))?"
    r"(?:\(pre-published\))?)\s*",
    re.IGNORECASE,
)
"""The edition of a Recommendation, behind its number."""

_LONGEST: Final = 80  # characters of what is one reference and nothing more
_LONGEST_QUESTION: Final = 400  # characters; what is longer is a text
_OF_NOBODY: Final = re.compile(r"(?<![A-Za-z0-9./-])[1-9]\d{2,3}(?![A-Za-z0-9/-]|[.,]\d)", re.ASCII)
_YEARS: Final = range(1900, 2100)
_SHORT: Final = {"resolution": "Res.", "decision": "Dec."}
_GOES_ON: Final = re.compile(r"[./-]?[A-Za-z0-9]")
_TARGET: Final = re.compile(r"(?<=\d)\.?(?=[a-d]$)")


def find_in_query(text: str) -> tuple[Mention, ...]:
    """Return the references in a question, in reading order.

    A form that running text lacks spans the whole question; ``Res. 9999`` has no body.
    """
    mentions = _find_of_bodies(text)
    return mentions or (_find_of_nobody(text) if len(text) <= _LONGEST_QUESTION else ())


def _find_of_bodies(text: str) -> tuple[Mention, ...]:
    mentions = _find_in_figures(text)
    return mentions or (_find_in_words(text) if len(text) <= _LONGEST_QUESTION else ())


def _find_in_words(text: str) -> tuple[Mention, ...]:
    mentions: dict[int, Mention] = {}
    for number in islice(find_number_words(text), 5):
        start, end = number.start, number.end
        longer = end - start - len(number.figures)
        for mention in _find_in_figures(f"{text[:start]}{number.figures}{text[end:]}"):
            if mention.start <= start and start + len(number.figures) <= mention.end:
                behind = mention.end + longer
                words_of_text = text[mention.start : behind]
                mentions.setdefault(start, replace(mention, end=behind, text=words_of_text))
    return tuple(mentions.values())


def _find_in_figures(text: str) -> tuple[Mention, ...]:
    parsed = symbols.parse(text)
    if parsed is not None:
        reference = of_symbol(parsed.symbol, 0, len(text))
        return (Mention(*reference, text),)
    mentions = find(text)
    if mentions:
        # A text may go on behind `SDG 9`; who types `SDG 9.g` has mistyped something else.
        whole = [mention for mention in mentions if not _GOES_ON.match(text, mention.end)]
        return tuple(_take_in_place(text, whole))
    question = " ".join(fold_with_places(text).text.split()).strip(" .,;?!()\"'")
    for pattern, form in _BARE:
        match = pattern.fullmatch(question)
        if match:
            number = _TARGET.sub(".", match.group(match.re.groups).replace("с", "c"))
            return tuple(
                replace(mention, start=0, end=len(text), text=text)
                for mention in find(form.format(number))
            )
    return ()


def _take_in_place(text: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Return the references of a question, or the only one with all that its citation has.

    This is `Document` before it; behind it are its section, footnote, page and newer revision.
    """
    if not mentions or not words().citation_end.fullmatch(_fold_part(text[mentions[0].end :])):
        return mentions
    first = mentions[0]
    start = first.start
    if words().document.fullmatch(_fold_part(text[:start])):
        start = 0
    return [replace(first, start=start, end=len(text), text=text[start:])]


def _fold_part(text: str) -> str:
    return fold_with_places(text).text


def _find_of_nobody(text: str) -> tuple[Mention, ...]:
    """Find resolutions with a number that no body has, where a known number would be one."""
    ascii_text = "".join(
        str(int(character)) if character.isdecimal() else character for character in text
    )
    mentions: dict[int, Mention] = {}
    for match in islice(_OF_NOBODY.finditer(ascii_text), 5):
        start, end = match.span()
        if int(match[0]) in _YEARS:
            continue
        for known in _KNOWN:
            longer = end - start - len(known)
            for mention in find(f"{text[:start]}{known}{text[end:]}"):
                is_it = mention.start <= start and start + len(known) <= mention.end
                if is_it and (reference := _replace_number(mention, match[0])):
                    behind = mention.end + longer
                    reference = replace(reference, end=behind, text=text[mention.start : behind])
                    mentions.setdefault(start, reference)
    return tuple(mentions.values())


def _replace_number(known: Mention, number: str) -> Mention | None:
    if known.kind not in _SHORT or known.number not in _KNOWN or find(f"{known.kind} {number}"):
        return None
    canonical = f"{_SHORT[known.kind]} {number}"
    return replace(known, canonical=canonical, body=None, number=number)


def find_in_lookup(text: str) -> tuple[Mention, ...]:
    """Return the references with a body in a looked-up text, in reading order.

    Else a whole text counts that is a goal's target (``target 9.c``) or any resolution or decision.
    A Recommendation has its edition, which texts leave out.
    """
    mentions = _add_edition(text, _find_of_bodies(text))
    question = fold_with_places(text).text.strip(" .,;?!\"'")
    if mentions or not 0 < len(question) <= _LONGEST:
        return mentions
    mention = _find_target(question) or _find_of_any_number(question)
    return (replace(mention, start=0, end=len(text), text=text),) if mention else ()


def _add_edition(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Add the edition of a Recommendation that is all that a text names."""
    if len(mentions) != 1 or mentions[0].kind != "recommendation":
        return mentions
    mention = mentions[0]
    edition = _EDITION.fullmatch(text, mention.end)
    if edition is None or not (mention.body or "").startswith("ITU-"):
        return mentions
    canonical = f"{mention.canonical} {edition['edition']}"
    text = text[mention.start : edition.end()]
    return (
        replace(
            mention, canonical=canonical, edition=edition["year"], end=edition.end(), text=text
        ),
    )


def _find_target(question: str) -> Mention | None:
    mentions = find(f"{question} SDG")
    is_target = (
        len(mentions) == 1 and mentions[0].kind == "sdg" and "." in (mentions[0].number or "")
    )
    return mentions[0] if is_target and mentions[0].text == question else None


def _find_of_any_number(question: str) -> Mention | None:
    """Return the resolution or decision that is the whole text, whatever its number."""
    parts = _NUMBERED.fullmatch(question)
    if parts is None:
        return None
    number = parts["number"]
    for known in _KNOWN:
        ordinary = f"{parts['before']}{known}{parts['behind']}"
        mentions = _find_of_bodies(ordinary)
        if [mention.text for mention in mentions] == [ordinary] and (
            mention := _replace_number(mentions[0], number)
        ):
            return mention
    return None


def find_other_bodies(text: str) -> tuple[Mention, ...]:
    """Return the other bodies' resolutions or decisions of a number that is looked up without body.

    ``Resolution 70`` alone is the Plenipotentiary Conference's, but others count from 1 too. The
    results have no edition and need not exist.
    """
    mention = next(iter(find_in_lookup(text)), None)
    if mention is None or not _lacks_body(text, mention):
        return ()
    return tuple(other for other in _list_of_bodies(mention) if other.body != mention.body)


def find_without_body(text: str) -> Mention | None:
    """Return a looked-up resolution or decision without a body, where its number has several.

    ``Resolution 7`` may be any assembly's, ``Resolution 1332`` is only the Council's.
    """
    mention = next(iter(find_in_lookup(text)), None)
    return _without_body(mention) if mention and _is_of_several(text, mention) else None


def find_of_several(text: str, mentions: Sequence[Mention]) -> dict[str, tuple[Mention, ...]]:
    """Return what each reference of a question may be whose number alone shows no body.

    By canonical form it is the reference without a body, then that of each body; none need exist.
    """
    if len(text) > _LONGEST_QUESTION:
        return {}
    return {
        mention.canonical: (_without_body(mention), *_list_of_bodies(mention))
        for mention in mentions
        if _is_of_several(text, mention)
    }


def _is_of_several(text: str, mention: Mention) -> bool:
    return (
        mention.body == "PP"
        and _lacks_body(text, mention)
        and bodies.may_be_of_assembly(mention.number or "", words())
    )


def _without_body(mention: Mention) -> Mention:
    canonical = f"{_SHORT[mention.kind]} {mention.number}"
    return replace(mention, canonical=canonical, body=None, edition=None)


def _list_of_bodies(mention: Mention) -> Iterator[Mention]:
    for other in bodies.of_number(mention.kind, mention.number or ""):
        yield replace(mention, canonical=other.canonical, body=other.body, edition=None)


def _lacks_body(text: str, mention: Mention) -> bool:
    """Whether a text says of its resolution or decision no more than the number."""
    if mention.kind not in _SHORT or not (mention.number or "").isdecimal():
        return False
    number = next(find_number_words(text), None)
    if number is not None and not any(map(str.isdecimal, text)):
        text = f"{text[: number.start]}{number.figures}{text[number.end :]}"
    question = fold_with_places(text).text
    is_said = any(body.value != "ITU" for body in words().body.finditer(question))
    return not is_said and (mention.body is None or _is_by_range(question, mention))


def _is_by_range(question: str, mention: Mention) -> bool:
    number = re.compile(rf"(?<!\d){mention.number}(?!\d)")
    others = (_find_of_bodies(number.sub(other, question, count=1)) for other in _OF_BODIES)
    return any(mentions[0].body != mention.body for mentions in others if mentions)


def bare_number(text: str) -> str | None:
    """Return a text that is only a number, in figures or words, as ASCII digits; else None."""
    question = fold_with_places(text).text.strip(" .,;?!()\"'")
    if _BARE_NUMBER.fullmatch(question):
        return question
    number = next(find_number_words(question), None) if len(question) <= _LONGEST else None
    return number.figures if number and (number.start, number.end) == (0, len(question)) else None


def find_missing_part(text: str) -> str | None:
    """Return the reason why a looked-up text without a reference is incomplete, or None.

    ``part-alone`` is a part without its document (``article 4``, ``INF/8``); ``no-action-line`` is
    an action line that WSIS does not have (``C12``).
    """
    question = fold_with_places(text).text.strip(" .,;?!\"'")
    if len(question) > _LONGEST:
        return None
    if _PART.fullmatch(question) or ahead(question, 0, words()) == len(question):
        return "part-alone"
    parts = _NUMBERED.fullmatch(question)
    if parts is None or int(parts["number"]) in _ACTION_LINES or len(parts["before"]) == 1:
        return None  # C24 alone is a session of the Council
    known = _find_of_bodies(f"{parts['before']}{_KNOWN[0]}{parts['behind']}")
    return "no-action-line" if [mention.kind for mention in known] == ["action-line"] else None
