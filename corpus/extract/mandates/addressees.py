"""Addressees next to a verb, and the place where their action begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.extract.mandates.coordination import asks_others
from corpus.extract.mandates.words import (
    BODIES,
    PARTING,
    PASSIVE,
    MandateVocabulary,
    is_passive,
)

_PASSIVE_GAP: Final = 30
"""Letters between an addressee and the passive verb behind it."""

_ACTION_FOLLOWS: Final = 150
"""Letters within which the action has to begin."""

_LONGEST_NAME: Final = 3
"""Words of an unknown addressee: more may be anything else."""

_COMMA: Final = re.compile("[,،、]")


def find_addressees(
    vocabulary: MandateVocabulary,
    text: str,
    verb_start: int,
    stop: int,
    start: int,
    end: int,
    verb: str,
) -> tuple[tuple[str, ...], int] | None:
    """Return the addressees next to a verb and the start of the action, or None."""
    cites = vocabulary.citing.match(text, stop, end)
    after = cites.end() if cites else stop
    clause = vocabulary.clause.match(text, after, end)
    gap = vocabulary.between.match(text, clause.end() if clause else after, end)
    names, behind = _match_known(vocabulary, text, gap.end() if gap else after, end)
    # "The Council is requested and Members are invited to …": these have a verb of their own.
    has_own_verb = is_passive(text, verb_start) and is_passive(text, _skip_space(text, behind))
    if not names or has_own_verb:
        return _find_before_passive(vocabulary, text, verb_start, stop, start)
    if clause:
        return names, clause.start("action")
    may_ask = not BODIES.isdisjoint(names) and vocabulary.objects.fullmatch(text, verb_start, stop)
    if may_ask and not vocabulary.is_object.match(text, behind, end):
        return None  # "the Council urges Burundi": the Arabic subject is where one is asked
    if under := vocabulary.under.match(text, behind, end):
        behind = under.end()
    follows = text[behind : min(end, behind + _ACTION_FOLLOWS)]
    has_then = (
        verb not in vocabulary.needs_then or not vocabulary.then or vocabulary.then.search(follows)
    )
    has_others = asks_others(vocabulary, text, verb_start, behind, end)
    if follows.strip(" :\n") and not (has_then or has_others):
        return None
    if _names_more(vocabulary, text, behind, end):
        others, last = _match_further(vocabulary, text, behind, end)
        names = tuple(dict.fromkeys((*names, *others)))
        behind = last if others else behind if has_others else stop
    return names, behind


def _find_before_passive(
    vocabulary: MandateVocabulary, text: str, verb_start: int, stop: int, start: int
) -> tuple[tuple[str, ...], int] | None:
    if not text[verb_start:stop].lower().startswith(PASSIVE):
        return None
    before = text[max(start, verb_start - 200) : verb_start]
    matches = list(vocabulary.addressee.finditer(before))
    if not matches or len(rest := before[matches[-1].end() :]) > _PASSIVE_GAP:
        return None
    if set(rest) & set(".;:؛：；"):
        return None
    last = _split_unknown(vocabulary, rest)
    return (*_join_names(vocabulary, before, matches, has_and=bool(last)), *last), stop


def _join_names(
    vocabulary: MandateVocabulary, text: str, matches: Sequence[re.Match[str]], *, has_and: bool
) -> tuple[str, ...]:
    """Return the last of the names, and those that an ``and`` joins to it."""
    chosen = [matches[-1]]
    others: dict[int, list[str]] = {}
    for earlier in reversed(matches[:-1]):
        between = text[earlier.end() : chosen[0].start()]
        gap = vocabulary.between.match(between)
        if gap is None or gap.end() < len(between):
            # An unknown name may be among known ones.
            unknown = _split_unknown(vocabulary, between)
            if not unknown:
                break
            others[earlier.end()] = unknown
        has_and = has_and or bool(vocabulary.conjunction.search(between))
        if not has_and:
            break
        chosen.insert(0, earlier)
    names: list[str] = []
    for match in chosen:
        names += [vocabulary.addressees[(match.lastindex or 1) - 1], *others.get(match.end(), ())]
    return tuple(dict.fromkeys(names))


def _split_unknown(vocabulary: MandateVocabulary, text: str) -> list[str]:
    names: list[str] = []
    position = 0
    is_joined = False
    while (gap := vocabulary.between.match(text, position)) and gap.end() > position:
        joins = bool(vocabulary.conjunction.search(text, position, gap.end()))
        if not joins and not set(gap[0]) & set(",،、"):
            return []
        is_joined = is_joined or joins
        if gap.end() == len(text):
            return names
        signs = (vocabulary.conjunction, _COMMA)
        ends = (match.start() for sign in signs if (match := sign.search(text, gap.end())))
        position = min(ends, default=len(text))
        name = text[gap.end() : position].strip()
        if not _is_name(vocabulary, name):
            return []
        names.append(name)
        position = gap.end() + len(text[gap.end() : position].rstrip())
        if not text[position:].strip():
            return names if is_joined else []
    return []


def _skip_space(text: str, position: int) -> int:
    near = text[position : position + _PASSIVE_GAP]
    return position + len(near) - len(near.lstrip())


def _match_known(
    vocabulary: MandateVocabulary, text: str, position: int, end: int
) -> tuple[tuple[str, ...], int]:
    """Return the known names in a row from an offset, and the end of the last."""
    names: list[str] = []
    stop = position
    while match := vocabulary.addressee.match(text, position, end):
        names.append(vocabulary.addressees[(match.lastindex or 1) - 1])
        stop = match.end()
        gap = vocabulary.between.match(text, stop, end)
        position = gap.end() if gap else stop
    return tuple(dict.fromkeys(names)), stop


def _names_more(vocabulary: MandateVocabulary, text: str, start: int, end: int) -> bool:
    gap = vocabulary.between.match(text, start, end)
    if gap and vocabulary.conjunction.search(text, start, gap.end()):
        return not vocabulary.together.match(text, start, end)
    if not gap or not set(gap[0]) & set(",،、"):
        return False
    parts = (index for index in range(gap.end(), end) if text[index] in PARTING)
    for joins in vocabulary.conjunction.finditer(text, gap.end(), next(parts, end)):
        then = vocabulary.between.match(text, joins.end(), end)
        if _match_known(vocabulary, text, then.end() if then else joins.end(), end)[0]:
            return True
    return False


def _match_further(
    vocabulary: MandateVocabulary, text: str, position: int, end: int
) -> tuple[list[str], int]:
    """Return the names behind known ones, unknown ones as written, and their end."""
    names: list[str] = []
    is_joined = False
    while (gap := vocabulary.between.match(text, position, end)) and gap.end() > position:
        last = bool(vocabulary.conjunction.search(text, position, gap.end()))
        if not last and not set(gap[0]) & set(",،、"):
            break
        known, stop = _match_known(vocabulary, text, gap.end(), end)
        if not known:
            signs = (vocabulary.ends, vocabulary.conjunction, _COMMA)
            ends = [match.start() for sign in signs if (match := sign.search(text, gap.end(), end))]
            stop = min(ends, default=end)
            name = text[gap.end() : stop].rstrip()
            if not ends or not _is_name(vocabulary, name):
                break
            known, stop = (name,), gap.end() + len(name)
        names += known
        is_joined = is_joined or last
        position = stop
    return (names, position) if is_joined else ([], position)


def _is_name(vocabulary: MandateVocabulary, text: str) -> bool:
    # The first letter of an Arabic word without an article may have been taken for an "and".
    is_whole = not "\u0600" < text[:1] < "\u06ff" or text.startswith("ال")
    return (
        is_whole
        and text.replace(" ", "").replace("-", "").isalpha()
        and len(text.split()) <= _LONGEST_NAME
        and not vocabulary.any_verb.search(text)
        and not vocabulary.addressee.search(text)
        and not any(pattern.search(text) for _, pattern in vocabulary.records)
    )
