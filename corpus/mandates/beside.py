"""Who else is asked beside the first one, in one sentence, each to do something of his own?

Either by a verb of the same form (``requests the Secretary-General to …, and invites Members to
…``) or by none (``…, and the Director of BDT to …``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from corpus.mandates.deadlines import deadline
from corpus.mandates.words import BODIES, OFFICERS, PASSIVE, Words

_SIGNS: Final = (",", "،", "，", ";", "؛", "；")

_JOINED: Final = " \t\n"
_JOINTS: Final = " \t\n,،、，;؛；"


def is_parallel(say: Words, text: str, first: tuple[int, int, int], other: int) -> bool:
    """Whether of two verbs of a sentence the second asks beside the first, not within it.

    Args:
        say: words of the language.
        text: the paragraph.
        first: where the first verb begins and ends, and where what it asks for begins.
        other: where the second verb begins.
    """
    at, stop, action_at = first
    for verb_at in (at, other):
        if text[verb_at:].lower().startswith(PASSIVE) or not say.finite.match(text, verb_at):
            return False
    if any(say.subordinate.match(text, place) for place in (stop, action_at)):
        return False  # in such a clause a verb looks the same
    before = whole = text[action_at:other].rstrip(_JOINED)
    joins = say.joins.search(before)
    while joins is not None and joins.start() < len(before):
        before = before[: joins.start()].rstrip(_JOINED)
        joins = say.joins.search(before)
    is_joined = before != whole or text[other] == "و"
    return before.endswith(_SIGNS) or (is_joined and say.has_forms)


def further(
    say: Words, text: str, begin: int, end: int, asked: Collection[str], language: str
) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """Those who are asked likewise by the verb before, without one of their own.

    Args:
        say: words of the language.
        text: the paragraph.
        begin: where what the verb asks for begins.
        end: where another verb follows, or the sentence ends.
        asked: who is asked by the verb.
        language: of the text.

    Yields:
        Where he is joined, his names in English, and where what he is to do begins.
    """
    for joins in say.further.finditer(text, begin, end):
        before = text[begin : joins.start()].rstrip(_JOINED)
        if not before.endswith(_SIGNS):
            due = deadline(before, language)
            if due is None or not before.endswith(due.text):
                continue
        what = before.rstrip("".join(_SIGNS) + _JOINED)
        is_list = any(one.end() == len(what) for one in say.addressee.finditer(what))
        name = say.addressee.match(text, joins.end(), end)
        if is_list or name is None or say.any_verb.search(text, begin, joins.start()):
            continue
        who = say.addressees[(name.lastindex or 1) - 1]
        follows = say.follows.match(text, name.end(), end)
        is_sure = say.has_forms or who in OFFICERS
        if who not in asked and follows is not None and is_sure:
            yield joins.start(), (who,), follows.start() + len(follows["skip"] or "")
            return


def joint(say: Words, text: str, at: int, following: int) -> int:
    """Where what is to be done ends before a verb that follows: before the words that join them."""
    while (end := at + len(text[at:following].rstrip(_JOINTS))) > at:
        joins = say.joins.search(text, at, end)
        if joins is None:
            break
        following = joins.start()
    return end


def resumed(say: Words, text: str, places: tuple[int, int, int], governing: Collection[str]) -> int:
    """Where a body goes on itself behind what it asks of another; its end where it does not.

    ``To request the secretariat to compile the replies, and to recommend the exercise``: a verb of
    what only bodies do, in the form of the verb by which the body asks, behind a comma or where the
    other's tasks have another form.

    Args:
        say: words of the language.
        text: the paragraph.
        places: where the verb begins by which the other is asked, where what it asks for does, and
            where another verb follows or the sentence ends.
        governing: who is to ask.
    """
    at, action_at, end = places
    if BODIES.isdisjoint(governing):
        return end
    before = text[:at].lower().split()
    for match in say.resumes.finditer(text, action_at, end):
        form, between = match["form"].lower(), text[action_at : match.start()].lower()
        is_parted = text[match.start()] in _SIGNS or form not in between.split()
        if is_parted and (not form or before[-1:] == [form]):
            return match.start()
    return end
