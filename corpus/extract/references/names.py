"""Readers of documents, goals and action lines by symbol, name or number."""

from __future__ import annotations

import re
from typing import Final

from corpus.extract import symbols
from corpus.extract.references import goals, heads, paragraphs, series
from corpus.extract.references.scan import FoundReference, Scan, of_symbol

_IN_CODE: Final = re.compile(r"[a-zа-я0-9/.-]")
_LED_BY_CODE: Final = re.compile(r"(?<![a-z])al-$")
_NUMBERED: Final = re.compile(r"A/[3-9]\d/\d{1,3}|E/20\d\d/\d{1,2}")
_LED: Final = re.compile(r"[\s的具体]*")
_OPENED: Final = re.compile(r"[ 的]?(?P<bracket>\(?)")
_NEAR_GOAL: Final = 200  # characters on either side in which a word may say that a goal is an SDG


def read_symbol(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the document whose symbol or file name is around an anchor."""
    match = symbols.symbol_at(scan.text, anchor, scan.done)
    if match is None:
        return []
    year = None
    if match.symbol.series == "RES" and match.symbol.body == "UNSC":
        year = re.search(r"\((\d{4})\)$", scan.text[match.start : match.end])
    first = of_symbol(match.symbol, match.start, match.end, year[1] if year else None)
    members = [first, *series.read_members(scan, match)]
    kind, is_plural = heads.read_kind_ahead(scan, match.start)
    if kind is None and all(_NUMBERED.fullmatch(member.canonical) for member in members):
        kind = heads.read_kind_behind(scan, members[-1].end)
    part = {"resolution": "RES", "decision": "DEC"}.get(kind or "")
    is_called = _NUMBERED.fullmatch(first.canonical) or (is_plural and first.kind == kind)
    if part is None or not is_called:
        return members
    return [_add_part(member, part) for member in members]


def _add_part(reference: FoundReference, part: str) -> FoundReference:
    """Read ``resolution A/71/212`` as A/RES/71/212: drafters leave RES out."""
    organ, _, number = reference.canonical.partition("/")
    parsed = (
        symbols.parse(f"{organ}/{part}/{number}")
        if _NUMBERED.fullmatch(reference.canonical)
        else None
    )
    return of_symbol(parsed.symbol, reference.start, reference.end) if parsed else reference


def read_document(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the document that a text cites by name (Tunis Agenda)."""
    start = scan.word_start(anchor)
    match = scan.words.named.match(scan.text, start) if start is not None else None
    if start is None or match is None:
        return []
    before = scan.text[max(0, start - 14) : start].rstrip(" \"'")
    parsed = symbols.parse(match.value["canonical"])
    if parsed is None or before.endswith(tuple(match.value.get("not_after", ()))):
        return []
    if scan.written and scan.written < match.value.get("since", ""):
        return []  # the compact was spoken of for years before there was one
    return [of_symbol(parsed.symbol, start, match.end)]


def read_goals(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the Sustainable Development Goals and targets behind a head word."""
    text, words = scan.text, scan.words
    start = scan.word_start(anchor)
    head = words.goal.match(text, start) if start is not None else None
    if start is None or head is None:
        return []
    is_certain = head.value == "sustainable"
    end = head.end
    if is_certain:
        end = _pass_goal_word(scan, end)
    else:
        for lead in words.sustainable.finditer(text, max(scan.done, start - 60), start):
            if _LED.fullmatch(text, lead.end, start):
                is_certain, start = True, lead.start
        if text[start - 2 : start] == "具体":
            start -= 2
    labels = goals.read_goals(text, end, words)
    if not labels:
        return []
    if not is_certain:
        low, high = max(0, start - _NEAR_GOAL), labels[-1].end + _NEAR_GOAL
        if not words.sustainable_context.search(text, low, high):
            return []
    new = [
        FoundReference(
            f"SDG {label.number}", "sdg", "SDG", label.number, None, label.start, label.end
        )
        for label in labels
    ]
    new[0] = new[0]._replace(start=start)
    return new


def _pass_goal_word(scan: Scan, end: int) -> int:
    """Return the end of a second head word (Sustainable Development *Goal*, *(SDG)* 12)."""
    opened = _OPENED.match(scan.text, end)
    inner = scan.words.goal.match(scan.text, opened.end()) if opened else None
    if inner is None or opened is None:
        return end
    if opened["bracket"]:
        return inner.end + 1 if scan.text.startswith(")", inner.end) else end
    return inner.end


def read_action_lines(scan: Scan, anchor: int) -> list[FoundReference]:
    """Return the WSIS action lines of a list."""
    if anchor < scan.skipped or scan.word_start(anchor) is None:
        return []
    is_in_code = anchor > 0 and _IN_CODE.match(scan.text, anchor - 1)
    if is_in_code and not _LED_BY_CODE.search(scan.text, max(0, anchor - 4), anchor):
        return []
    labels, scan.skipped = goals.read_action_lines(scan.text, anchor, scan.words)
    return [
        FoundReference(
            f"WSIS C{label.number}",
            "action-line",
            "WSIS",
            f"C{label.number}",
            None,
            label.start,
            label.end,
        )
        for label in labels
    ]


def read_paragraph(scan: Scan, anchor: int) -> list[FoundReference]:
    """Keep a paragraph's number for the document that may follow; return nothing."""
    start = scan.word_start(anchor)
    end = paragraphs.ahead(scan.text, start, scan.words) if start is not None else None
    if start is not None and end is not None:
        scan.paragraph = (start, end)
    return []
