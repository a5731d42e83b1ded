"""Sentences that ask several addressees: parallel verbs, and ``…, and invites Members to …``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from corpus.extract.mandates.deadlines import find_deadline
from corpus.extract.mandates.words import BODIES, OFFICERS, MandateVocabulary, is_passive

_SIGNS: Final = (",", "،", "，", ";", "؛", "；")

_LIST: Final = 300
"""Letters that hold the end of a list of names, or a deadline."""

_LONGEST_JOINT: Final = 60
"""Letters that hold the words between two verbs."""

_JOINED: Final = " \t\n"
_JOINTS: Final = " \t\n,،、，;؛；"


def is_parallel(
    vocabulary: MandateVocabulary, text: str, first: tuple[int, int, int], other: int
) -> bool:
    """Whether the second of two verbs of a sentence asks parallel to the first, not within it.

    ``first`` has its verb's start and end and its action's start; ``other`` starts the second verb.
    """
    verb_start, stop, action_at = first
    for verb_at in (verb_start, other):
        if is_passive(text, verb_at) or not vocabulary.finite.match(text, verb_at):
            return False
    is_subordinate = any(vocabulary.subordinate.match(text, place) for place in (stop, action_at))
    if is_subordinate and not vocabulary.impersonal.match(text, other):
        return False  # in such a clause a verb looks the same
    before = _strip_end(text, action_at, other, _JOINED)
    is_joined = text[other] == "و"
    while joins := _match_joint(vocabulary, text, action_at, before):
        # Behind "أن" alone, a verb is part of the action.
        is_joined = is_joined or vocabulary.conjunction.match(joins[0]) is not None
        before = _strip_end(text, action_at, joins.start(), _JOINED)
    has_sign = before > action_at and text[before - 1] in _SIGNS
    return has_sign or (is_joined and vocabulary.has_forms)


def find_passive_clause(
    vocabulary: MandateVocabulary, text: str, action_at: int, verb_at: int
) -> int | None:
    """Return where a clause of a passive verb begins behind an action, with the words before it.

    ``To publish the list, and Members are invited to comment``: at ``and``. None for ``to note that
    Members are invited``. The action starts at ``action_at``, the verb at ``verb_at``.
    """
    if not is_passive(text, verb_at):
        return None
    for joins in vocabulary.clauses.finditer(text, max(action_at, verb_at - _LIST), verb_at):
        position = joins.end()
        while gap := vocabulary.between.match(text, position, verb_at):
            name = vocabulary.addressee.match(text, gap.end(), verb_at)
            if name is None:
                break
            position = name.end()
            if not text[position:verb_at].strip():
                return joins.start()
    return None


def is_coordinated(
    vocabulary: MandateVocabulary, text: str, verb_start: int, behind: int, other: int
) -> bool:
    """Whether only joining words part a verb's addressees from another verb with the same task.

    ``Requests the secretariat and invites Members to publish``: the addressees end at ``behind``,
    ``other`` starts the second verb. ``Invites the Council to request`` has a task of its own.
    """
    joint = vocabulary.coordinates.fullmatch(text, behind, other)
    if joint is None:
        return False
    forms = {bool(vocabulary.finite.match(text, verb_at)) for verb_at in (verb_start, other)}
    has_word = bool(joint["word"]) or text[other] == "و"
    if joint.groupdict().get("to"):
        return has_word and forms == {False}
    # Behind a comma alone, a verb in another form belongs to the task: ``, inviting Members to``.
    return has_word or (bool(joint["sign"]) and (len(forms) == 1 or not vocabulary.has_forms))


def find_coordinated(
    vocabulary: MandateVocabulary,
    text: str,
    verbs: Mapping[int, tuple[int, str, tuple[str, ...], int]],
    chosen: Sequence[int],
) -> dict[int, int]:
    """Return the verbs that share their task with the verb before, and the start of that verb.

    ``verbs`` has, by start, the end of each verb, its name, its addressees and its action's start.
    """
    coordinated: dict[int, int] = {}
    for earlier, verb_start in pairwise(chosen):
        # Behind a passive verb lies no addressee, but its action.
        has_names = all(verbs[start][3] > verbs[start][0] for start in (earlier, verb_start))
        behind = verbs[earlier][3]
        if (
            is_coordinated(vocabulary, text, earlier, behind, verb_start)
            if has_names
            else _are_joined_passives(vocabulary, text, earlier, behind, verb_start)
        ):
            coordinated[verb_start] = earlier
    return coordinated


def _are_joined_passives(
    vocabulary: MandateVocabulary, text: str, verb_start: int, stop: int, other: int
) -> bool:
    """Whether only ``and Members`` parts a passive verb, which ends at ``stop``, from another."""
    if not (is_passive(text, verb_start) and is_passive(text, other)):
        return False
    gap = vocabulary.between.match(text, stop, other)
    if gap is None or not vocabulary.conjunction.search(gap[0]):
        return False
    name = vocabulary.addressee.match(text, gap.end(), other)
    return name is not None and not text[name.end() : other].strip()


def asks_others(
    vocabulary: MandateVocabulary, text: str, verb_start: int, behind: int, end: int
) -> bool:
    """Whether a coordinated verb follows the addressees of a verb, which end at ``behind``."""
    verb = vocabulary.any_verb.search(text, behind, min(end, behind + _LONGEST_JOINT))
    return verb is not None and is_coordinated(vocabulary, text, verb_start, behind, verb.start())


def _strip_end(text: str, start: int, end: int, signs: str) -> int:
    while end > start and text[end - 1] in signs:
        end -= 1
    return end


def _match_joint(
    vocabulary: MandateVocabulary, text: str, start: int, end: int
) -> re.Match[str] | None:
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
    """Yield the further addressees of a verb that have no verb of their own.

    The action lies from ``begin`` to ``end``. A result has the start of the joining words, English
    names, and the start of the action.
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
    """Return the end of an action before a following verb: before the words that join them."""
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
    """Return the offset where a body's own action resumes behind another's; else the given end.

    ``To request the secretariat to compile the replies, and to recommend`` resumes at the second
    verb. ``places`` has the starts of the first verb and its action, and the end.
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
