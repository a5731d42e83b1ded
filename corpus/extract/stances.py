"""Degree to which a sentence takes a position (stance), and whose position it is (voice)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from operator import itemgetter
from typing import Final

from corpus import countries, tables
from corpus.extract.mandates import addressees_in, find, is_past, plain
from corpus.extract.submitters import OFFICES, Submitter, groups_in
from corpus.languages import find_language


class Stance(IntEnum):
    """Degree to which a sentence takes a position, from none to surely."""

    NONE = 0
    TENDS = 1
    REPORTS = 2
    TAKES = 3


def stance(sentence: str, language: str | None) -> Stance:
    """Return whether a sentence takes a position; NONE in a language without a table of words.

    A resolution's request is no position of whoever cites it. ``voice`` finds reported positions.
    """
    if not (language and tables.has_words("stances", language)):
        return Stance.NONE
    mandates = find(sentence, language)
    if any(mandate.is_proposal is not False or mandate.act == "decides" for mandate in mandates):
        return Stance.TAKES
    takes, tends = _load_words(language, tables.folder())
    read = plain(sentence, language)
    if takes.search(read) and not mandates:
        return Stance.TAKES
    return Stance.TENDS if tends.search(read) else Stance.NONE


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice of a sentence: the submitters' own, or somebody else's.

    ``stands_before``: the sentence before names the speaker (``it recommends``).
    """

    is_reported: bool
    stands_before: bool = False


_OWN: Final = Voice(is_reported=False)


def voice(
    sentence: str,
    language: str | None,
    submitters: Collection[Submitter],
    before: str = "",
    *,
    is_draft: bool = False,
) -> Voice:
    """Return who speaks in a sentence, by the subjects of its verbs of saying.

    In doubt it is the submitters' own. ``before`` is the previous sentence, for ``it`` and
    ``they``. In a draft of a body's text, the submitters propose what the body says.
    """
    if not (language and tables.has_words("stances", language)):
        return _OWN
    read = plain(sentence, language)
    speaking = _load_speaking(language, tables.folder())
    quoted = _QUOTED.search(read)
    # What is quoted is said by whoever is quoted.
    unquoted = read[: quoted.start()] if quoted else read
    opening = next(_find_subjects(speaking, unquoted[:_OPENING], language, submitters), None)
    result = _OWN
    for verb in speaking.says.finditer(unquoted):
        if opening and opening[2] == "own" and opening[3] and opening[1] <= verb.start():
            return _OWN  # "Kenya, together with UNESCO, proposes"
        speaker = _find_speaker(speaking, unquoted, verb, language, submitters, is_draft=is_draft)
        if speaker == "own":
            return _OWN
        if speaker == "other":
            result = result if result.is_reported else Voice(is_reported=True)
        elif speaker == "they" or speaking.drops:
            first = next(
                _find_subjects(speaking, plain(before, language), language, submitters), None
            )
            if first and first[2] == "other" and not result.is_reported:
                result = Voice(is_reported=True, stands_before=True)
    if quoted and not result.is_reported:
        speaks = any(
            subject[2] == "own"
            for subject in _find_subjects(speaking, unquoted, language, submitters)
        )
        return Voice(is_reported=not speaks)
    return result


_QUOTED: Final = re.compile(
    r"[:：,，]\s*(?:[“«„「\"](?:[^”»“」\"]{25,1000}|[^”»“」\"\x00-\x7f]{10,1000})[”»“」\"])"
)
"""A quotation behind a colon or comma, shorter than a long sentence."""

_OPENING: Final = 60
"""Letters at a sentence's beginning in which submitters are its subject."""

_NEAR: Final = 160
"""Letters between a subject and its verb."""

_BEHIND: Final = 40
"""Letters between a verb and a subject behind it."""

_HOUSE: Final = OFFICES - {"Chair", "UN agencies"}
"""Offices that speak for each other."""

_COMMA: Final = re.compile("[,，،]")
_BRACKETS: Final = re.compile(r"[(（][^)）]*[)）]")

_BODIES: Final = frozenset({"CWG-WSIS&SDG", "Council"})
"""Bodies whose texts are drafted here."""


@dataclass(frozen=True, slots=True)
class _Speaking:
    """Patterns of a language's speakers; ``drops`` if it may leave the subject out."""

    says: re.Pattern[str]
    others: re.Pattern[str]
    they: re.Pattern[str]
    ours: re.Pattern[str]
    drops: bool


def _find_speaker(
    speaking: _Speaking,
    text: str,
    verb: re.Match[str],
    language: str,
    submitters: Collection[Submitter],
    *,
    is_draft: bool,
) -> str | None:
    """Return a verb's subject: ``own``, ``other``, ``they``, or None without one."""
    is_draft = is_draft and not is_past(verb[0], language)
    if find_language(language).puts_verb_first:
        behind = text[verb.end() : verb.end() + _BEHIND]
        for _, _, who, name in _find_subjects(speaking, behind, language, submitters):
            if who == "own" or name in (*_BODIES, "") or countries.is_code(name):
                return "own" if is_draft and name in _BODIES else who
            break  # who is asked may be there as well
    clause = text[max(0, verb.start() - _NEAR) : verb.start()]
    subjects = [*_find_subjects(speaking, clause, language, submitters)]
    nearest = max(subjects, default=None, key=itemgetter(1))
    if nearest is None or _is_apart(clause[nearest[1] :], nearest[2]):
        return None
    if is_draft and nearest[3] in _BODIES:
        return "own"
    if nearest[2] != "they":
        return nearest[2]
    return next((who for _, _, who, _ in subjects if who != "they"), "they")


def _is_apart(between: str, who: str) -> bool:
    """Whether a clause ends between a name and a verb: ``in resolution 68/302, …``."""
    return who != "they" and len(_COMMA.findall(_BRACKETS.sub("", between))) % 2 == 1


def _find_subjects(
    speaking: _Speaking, text: str, language: str, submitters: Collection[Submitter]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, kind (``own``, ``other``, ``they``) and name of each possible speaker."""
    # It may be a body's own document.
    own = {submitter.key for submitter in submitters} or {*_BODIES}
    if own & _HOUSE:
        own |= _HOUSE
    called = " ".join(
        submitter.key.casefold() for submitter in submitters if submitter.kind == "other"
    )
    speakers = [
        (match.start(), match.end(), "own" if match[0].casefold() in called else who, "")
        for who, pattern in (
            ("own", speaking.ours),
            ("they", speaking.they),
            ("other", speaking.others),
        )
        for match in pattern.finditer(text)
    ]
    speakers += [
        (start, end, "own" if name in own else "other", name)
        for start, end, name in addressees_in(text, language)
    ]
    speakers += [
        (start, end, "own" if code in own else "other", code)
        for start, end, code in (*countries.places(text), *groups_in(text))
    ]
    # Of what overlaps, what is own counts: "the two delegations"; a longer name before its parts.
    speakers.sort(key=lambda speaker: (speaker[0], speaker[2] != "own", -speaker[1]))
    last = -1
    for speaker in speakers:
        if speaker[0] >= last:
            last = speaker[1]
            yield speaker


def _find_edges(language: str) -> tuple[str, str]:
    return (r"(?<!\w)", r"(?!\w)") if find_language(language).is_spaced else ("", "")


@cache
def _load_speaking(language: str, folder: str) -> _Speaking:
    del folder
    table = tables.load("stances")[language]
    edge, end = _find_edges(language)

    def compile_words(kind: str) -> re.Pattern[str]:
        every = plain("|".join(table[kind]), language).replace(" ", r"\s+")
        return re.compile(f"{edge}(?:{every}){end}", re.IGNORECASE)

    with tables.patterns("stances"):
        return _Speaking(
            says=compile_words("says"),
            others=compile_words("others"),
            they=compile_words("they"),
            ours=compile_words("ours"),
            drops=find_language(language).drops_subject,
        )


@cache
def _load_words(language: str, folder: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("stances")[language]
    edge, end = _find_edges(language)

    def compile_words(words: list[str]) -> re.Pattern[str]:
        every = plain("|".join(words), language).replace(" ", r"\s+")
        return re.compile(f"{edge}(?:{every}){end}", re.IGNORECASE)

    with tables.patterns("stances"):
        return compile_words(table["takes"]), compile_words(table["tends"])
