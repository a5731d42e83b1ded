"""Sentences that lead into an item of a list; none where that is not sure.

Whoever quotes one item without ``The group decides to recommend that the Council:`` misquotes it.
Numbers prove a list (``4.2 b)`` is under 4.2); other items must follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from corpus.documents import LeadIn, Passage
from corpus.languages import choose_part_language
from corpus.text import ends_with_colon, sentences

_STOPS: Final = frozenset(".。!！?？؟;；؛:：,，،…")
_FULL_STOPS: Final = frozenset(".。!！?？؟…")
_CLOSING: Final = frozenset("\"'”»’)）]」』")
_END: Final = 60
"""Letters at the end of an item that hold its last sign and a short word behind it."""

_GOES_ON: Final = re.compile(r"[;；؛,，،]\W*\w{0,3}\W*$")
"""Pattern of an end that another item follows: ``; and``, ``；以及``."""

_DECIMAL: Final = re.compile(r"\d+(?:\.\d+)*\.?")
_LETTER: Final = re.compile(r"[^\W\d_]")

_Steps = tuple[str, ...]


def lead_ins(item: Passage, before: Iterable[Passage]) -> tuple[LeadIn, ...]:
    """Return the sentences that lead into an item, one for each list around it, outermost first.

    ``item`` may be a piece of a paragraph; ``before`` has the nearest passages first. A line
    without a stop leads in only to a small letter; a script without small letters needs a colon.
    """
    sentences: list[LeadIn] = []
    above = _join_pieces(item, before)
    while item.kind == "paragraph":
        lead, is_next = _find_lead(item, above)
        if lead is None or choose_part_language(lead.language, item.language) != item.language:
            break
        last = _cut_last_sentence(lead.text)
        is_first = len(last) == len(lead.text.strip())
        sentences.insert(0, LeadIn(lead.label, last, is_next, is_first))
        item = lead
    return tuple(sentences)


def _cut_last_sentence(text: str) -> str:
    """Return the last sentence: a line's end and a Chinese ； end none here."""
    starts = [start for start, _ in sentences(text)]
    whole = (
        start for start in reversed(starts) if not start or _ends_with(text, start, _FULL_STOPS)
    )
    return text[next(whole, 0) :].strip()


def _join_pieces(item: Passage, before: Iterable[Passage]) -> Iterator[Passage]:
    """Yield the paragraphs before an item, each by its last piece, without notes."""
    piece = item.piece
    for passage in before:
        if passage.kind == "footnote":
            continue
        is_same = 0 < passage.piece < piece
        piece = passage.piece
        if not is_same:
            yield passage


def _find_lead(item: Passage, above: Iterator[Passage]) -> tuple[Passage | None, bool]:
    """Return the passage that leads into an item, or None, and whether it is right above."""
    steps = _split_label(item)
    is_list = not _DECIMAL.fullmatch(item.label or "1")  # `a)`, and not a paragraph's own number
    is_field = not steps and ends_with_colon(item.text)  # of a form, under another one
    is_under_one = len(steps) > 1 and not _is_headed(item, steps)
    is_next = goes_on = True
    below = item
    for passage in above:
        own = _split_label(passage)
        leads = _leads(passage, below)
        if (
            passage.kind == "table"
            or own == steps != ()
            or (passage.kind == "heading" and not leads)
        ):
            break
        if is_field and not own:
            break
        if steps and own == steps[:-1] != ():
            return (passage, is_next) if leads else (None, False)
        may_lead = not own or not steps or (_are_siblings(own, steps) and not is_list)
        if leads and may_lead and _are_siblings(_split_label(below), steps):
            if is_next or goes_on or (is_list and not own):
                # Of unnumbered items, nothing marks those of a list within a list.
                is_sure = bool(steps or own) or is_next or not _is_item(next(above, None))
                return (passage, is_next) if is_sure else (None, False)
            if not own:
                break
        if not (
            _are_siblings(own[: len(steps)], steps) if steps else not own and _goes_on(passage)
        ):
            break
        goes_on = goes_on and (_goes_on(passage) or len(_split_label(below)) > len(own))
        if not (goes_on or is_list or is_under_one):
            break
        is_next, below = False, passage
    return None, False


def _split_label(passage: Passage) -> _Steps:
    """Return the numbers that lead to a paragraph, one by one: 2, 1, b) for 2.1 b)."""
    if passage.label is None:
        return ()
    return tuple(
        part
        for step in passage.label_path
        for part in (step.rstrip(".").split(".") if _DECIMAL.fullmatch(step) else (step,))
    )


def _is_headed(item: Passage, steps: _Steps) -> bool:
    number = item.heading[-1].split(maxsplit=1)[0].rstrip(".") if item.heading else ""
    return number == ".".join(steps[:-1])


def _are_siblings(own: _Steps, steps: _Steps) -> bool:
    return len(own) == len(steps) and own[:-1] == steps[:-1]


def _leads(passage: Passage, below: Passage) -> bool:
    """Whether a paragraph leads into the one below; a heading only as part of a sentence."""
    if passage.kind == "heading" and not _begins_small(passage):
        return False
    if ends_with_colon(passage.text):
        return True
    # `instructs the Secretary-General`
    is_line = not _ends_with(passage.text, len(passage.text), _STOPS)
    has_items = below.label is not None and _begins_small(below)
    return is_line and has_items and (passage.label is not None or _begins_small(passage))


def _begins_small(passage: Passage) -> bool:
    letter = _LETTER.search(passage.text)
    return letter is not None and letter[0].islower()


def _goes_on(passage: Passage) -> bool:
    return _GOES_ON.search(passage.text[-_END:]) is not None


def _ends_with(text: str, end: int, stops: Collection[str]) -> bool:
    while end and text[end - 1].isspace():
        end -= 1
    while end and text[end - 1] in _CLOSING:
        end -= 1
    return end > 0 and text[end - 1] in stops


def _is_item(passage: Passage | None) -> bool:
    """Whether an unnumbered paragraph is an item, judged by the passage above it."""
    return (
        passage is not None
        and passage.label is None
        and (ends_with_colon(passage.text) or _goes_on(passage))
    )
