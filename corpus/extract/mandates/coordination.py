"""Further addressees in one sentence, each asked to do something of his own.

Either by a verb of the same form (``requests the Secretary-General to …, and invites Members to
…``) or by none (``…, and the Director of BDT to …``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from corpus.extract.mandates.deadlines import find_deadline
from corpus.extract.mandates.words import BODIES, OFFICERS, MandateVocabulary, is_passive

_SIGNS: Final = (",", "،", "，", ";", "؛", "；")

_LIST: Final = 300
"""Letters that hold the end of a list of names, or a deadline: several of either."""

_LONGEST_JOINT: Final = 60
"""Letters of the words that join two verbs, or of a word before a verb: several of either."""

_JOINED: Final = " \t\n"
_JOINTS: Final = " \t\n,،、，;؛；"


def is_parallel(
    vocabulary: MandateVocabulary, text: str, first: tuple[int, int, int], other: int
) -> bool:
    """Whether the second of two verbs of a sentence asks next to the first, not within it.

    Args:
        vocabulary: words of the language.
        text: the paragraph.
        first: where the first verb begins and ends, and where what it asks for begins.
        other: where the second verb begins.
    """
    verb_start, stop, action_at = first
    for verb_at in (verb_start, other):
        if is_passive(text, verb_at) or not vocabulary.finite.match(text, verb_at):
            return False
    if any(vocabulary.subordinate.match(text, place) for place in (stop, action_at)):
        return False  # in such a clause a verb looks the same
    before = whole = _strip_end(text, action_at, other, _JOINED)
    while joins := _match_joint(vocabulary, text, action_at, before):
        before = _strip_end(text, action_at, joins.start(), _JOINED)
    is_joined = before != whole or text[other] == "و"
    has_sign = before > action_at and text[before - 1] in _SIGNS
    return has_sign or (is_joined and vocabulary.has_forms)


def _strip_end(text: str, start: int, end: int, signs: str) -> int:
    """Return the end of a stretch of a text without the signs at its end."""
    while end > start and text[end - 1] in signs:
        end -= 1
    return end


def _match_joint(
    vocabulary: MandateVocabulary, text: str, start: int, end: int
) -> re.Match[str] | None:
    """Match the words at the end of a stretch that join it to what follows."""
    match = vocabulary.joins.search(text, max(start, end - _LONGEST_JOINT), end)
    return match if match and match.start() < end else None


def find_further(
    vocabulary: MandateVocabulary,
    text: str,
    begin: int,
    end: int,
    addressees: Collection[str],
    language: str,
) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """Yield those whom the same verb asks without a verb of their own.

    Args:
        vocabulary: words of the language.
        text: the paragraph.
        begin: where what the verb asks for begins.
        end: where another verb follows, or the sentence ends.
        addressees: who is asked by the verb.
        language: of the text.

    Yields:
        Where he is joined, his names in English, and where what he is to do begins.
    """
    verb = vocabulary.any_verb.search(text, begin, end)
    for joins in vocabulary.further.finditer(text, begin, end):
        if verb and verb.end() <= joins.start():
            return
        name = vocabulary.addressee.match(text, joins.end(), end)
        near_verb = max(begin, joins.start() - _LIST)
        if name is None or vocabulary.any_verb.search(text, near_verb, joins.start()):
            continue
        before = _strip_end(text, begin, joins.start(), _JOINED)
        near = text[max(begin, before - _LIST) : before]
        if not near.endswith(_SIGNS):
            due = find_deadline(near, language)
            if due is None or not near.endswith(due.text):
                continue
        action = near.rstrip("".join(_SIGNS) + _JOINED)
        if any(match.end() == len(action) for match in vocabulary.addressee.finditer(action)):
            continue
        who = vocabulary.addressees[(name.lastindex or 1) - 1]
        follows = vocabulary.follows.match(text, name.end(), end)
        is_sure = vocabulary.has_forms or who in OFFICERS
        if who not in addressees and follows is not None and is_sure:
            yield joins.start(), (who,), follows.start() + len(follows["skip"] or "")
            return


def find_joint(vocabulary: MandateVocabulary, text: str, start: int, following: int) -> int:
    """Return where the action ends before a following verb: before the words that join them."""
    while (end := _strip_end(text, start, following, _JOINTS)) > start:
        joins = _match_joint(vocabulary, text, start, end)
        if joins is None:
            break
        following = joins.start()
    return end


def find_resumption(
    vocabulary: MandateVocabulary,
    text: str,
    places: tuple[int, int, int],
    governing: Collection[str],
) -> int:
    """Return where a body goes on itself behind what it asks of another; its end otherwise.

    ``To request the secretariat to compile the replies, and to recommend the exercise``: a verb of
    what only bodies do, in the form of the verb by which the body asks, behind a comma or where the
    other's tasks have another form.

    Args:
        vocabulary: words of the language.
        text: the paragraph.
        places: where the verb begins by which the other is asked, where what it asks for does, and
            where another verb follows or the sentence ends.
        governing: who is to ask.
    """
    verb_start, action_at, end = places
    if BODIES.isdisjoint(governing):
        return end
    before = text[max(0, verb_start - _LONGEST_JOINT) : verb_start].lower().split()
    words_between: set[str] = set()
    since = action_at
    for match in vocabulary.resumes.finditer(text, action_at, end):
        form = match["form"].lower()
        words_between |= {*text[since : match.start()].lower().split()}
        since = match.start()
        is_parted = text[match.start()] in _SIGNS or form not in words_between
        if is_parted and (not form or before[-1:] == [form]):
            return match.start()
    return end
