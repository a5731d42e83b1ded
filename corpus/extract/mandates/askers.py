"""Askers, and whether a clause decides (``the Group requested``) or only proposes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus import countries
from corpus.documents import Mention
from corpus.extract import references
from corpus.extract.mandates.words import BODIES, PASSIVE, MandateVocabulary, plain, words
from corpus.languages import find_language

_GAP: Final = 30
"""Letters before a verb in which its subject may be."""

_CITED: Final = 300
"""Letters behind a verb within which the asking resolution must be."""

_CLAUSE: Final = 600
"""Letters of a clause in which resolutions are cited; nearly all sentences are shorter."""

_PARTING: Final = frozenset(".;:؛；：。")
_APART: Final = _PARTING | frozenset(",،，的")

_BEGINS: Final = re.compile(r"[\s,，،]+")

_ORDERS: Final = frozenset({"instructs", "authorizes"})
"""Verbs of resolutions: ``under Resolution 140, the Council is instructed``."""

_NEVER_ASKS: Final = "ITU"
"""Addressee for whom its bodies ask: before a verb it says whose plan or report that is."""

_OF_BODY: Final = {"PP": "Plenipotentiary Conference"}


def find_askers(
    name: str,
    text: str,
    start: int,
    verb_start: int,
    stop: int,
    language: str,
    mentions: Sequence[Mention] | None = None,
) -> tuple[tuple[str, ...], bool | None]:
    """Return who asks by a verb, and whether it is proposed, as far as the words say.

    ``name`` is the English verb; ``stop`` is behind it. Askers are English names, or ISO 3166-1
    alpha-3 codes of countries. True means proposed, False decided, None unknown. ``mentions`` are
    the references of the whole paragraph, as its document has them; None where there is none.
    """
    vocabulary = words(language)
    verb = text[verb_start:stop]
    is_passive = verb.lower().startswith(PASSIVE)
    is_past = bool(vocabulary.past.match(verb))
    names, subject_at = (
        ((), -1)
        if is_passive
        else _find_subject(vocabulary, text, start, verb_start, stop, language)
    )
    is_body = subject_at >= 0 and (not names or not BODIES.isdisjoint(names))
    facts = find_language(language)
    # "предлагается" is also a request, of those who are named next to it.
    is_request = is_body or facts.proposes_as_it_invites
    proposing = _find_proposing(
        vocabulary, text, start, verb_start, verb_start if is_request else stop
    )
    if is_body and is_past and (proposing is None or proposing.start() < subject_at):
        return names, False
    if (
        proposing is not None
        and proposing.start() >= verb_start
        and vocabulary.body.match(text, start)
    ):
        # What a body recommends is a proposal to others, and its own decision.
        addressee = vocabulary.addressee.match(text, start)
        return names or ((_name(vocabulary, addressee),) if addressee else ()), None
    first = countries.find_leading(text[start:verb_start])
    if not first and facts.proposes_as_it_invites and vocabulary.proposing.match(verb):
        first = _find_proposer(text[start:verb_start], language)
    if proposing is not None or vocabulary.ours.fullmatch(verb):
        behind = (
            text[proposing.end() : proposing.end() + _CITED]
            if proposing and facts.puts_verb_first
            else ""
        )
        return first or countries.find_leading(behind) or _find_proposer(
            text[start:verb_start], language
        ), True
    if first and subject_at < 0 and not is_passive:
        return first, True
    # An Arabic verb precedes the resolution.
    cites = vocabulary.citing.match(text, stop) or vocabulary.under.search(
        text, stop, stop + _CITED
    )
    orders = name in _ORDERS or cites is not None or bool(vocabulary.tells.match(text, start))
    clause = cites[0] if cites else text[start:verb_start]
    if (orders or not is_passive) and (
        bodies := _find_citing_bodies(clause, mentions, may_part=orders)
    ):
        return bodies, False
    return names, False if is_passive and is_past else None


def _find_proposer(clause: str, language: str) -> tuple[str, ...]:
    has_cases = find_language(language).has_cases
    since = max(0, len(clause) - 2 * _GAP)
    for begins in _BEGINS.finditer(clause, since):
        names = clause[begins.end() :]
        if not names or not (has_cases or set(begins[0]) & {",", "，", "،"}):
            continue
        codes = countries.find(names) if countries.is_list(names) else ()
        if codes and (
            not has_cases or all((countries.name(code, language) or "-") in names for code in codes)
        ):
            return codes
    return ()


def is_draft(heading: str, language: str) -> bool:
    """Whether the text under a heading or title is a proposal."""
    return bool(words(language).draft.match(plain(heading, language)))


def is_outcome(title: str, language: str) -> bool:
    """Whether a title is that of a decided text, such as a resolution or a meeting's report."""
    return bool(words(language).outcome.match(plain(title, language)))


def is_past(verb: str, language: str) -> bool:
    """Whether a verb says that something was asked or decided."""
    return bool(words(language).past.match(plain(verb, language)))


def _find_citing_bodies(
    text: str, mentions: Sequence[Mention] | None, *, may_part: bool
) -> tuple[str, ...]:
    """Return the bodies of the resolutions that are a clause's subject; empty if none are."""
    text = text[:_CLAUSE]
    in_clause = (
        references.find(text) if mentions is None else references.find_in_passage(text, mentions)
    )
    cited = [
        mention
        for mention in in_clause
        if mention.kind in ("resolution", "decision") and any(map(str.isdigit, mention.text))
    ]
    if not cited or cited[0].start > _GAP:
        return ()
    ends = [0, *(mention.end for mention in cited)]
    starts = [*(mention.start for mention in cited), len(text)]
    between = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    if not may_part and set(between) & _APART - {"的"}:
        return ()  # "under Resolution 140, the Group is asked"
    bodies = [mention.body for mention in cited if mention.body]
    return tuple(dict.fromkeys(_OF_BODY.get(body, body) for body in bodies))


def _find_subject(
    vocabulary: MandateVocabulary, text: str, start: int, verb_start: int, stop: int, language: str
) -> tuple[tuple[str, ...], int]:
    """Return the body or office that is a verb's subject, and its start or -1."""
    facts = find_language(language)
    if facts.puts_verb_first and (body := vocabulary.body.search(text, verb_start, stop)):
        addressee = vocabulary.addressee.search(text, verb_start, stop)
        return (_name(vocabulary, addressee),) if addressee else (), body.start()
    since = max(start, verb_start - 3 * _GAP)
    before = text[since:verb_start]
    matches = [
        match
        for pattern in (vocabulary.addressee, vocabulary.body)
        for match in pattern.finditer(before)
        if pattern is vocabulary.body or _name(vocabulary, match) != _NEVER_ASKS
        if len(rest := before[match.end() :]) <= facts.subject_gap and not set(rest) & _APART
    ]
    if not matches:
        return (), -1
    last = max(matches, key=lambda match: match.end())
    return (
        _name(vocabulary, last),
    ) if last.re is vocabulary.addressee else (), since + last.start()


def _find_proposing(
    vocabulary: MandateVocabulary, text: str, start: int, verb_start: int, until: int
) -> re.Match[str] | None:
    parted = max(text.rfind(sign, start, verb_start) for sign in _PARTING)
    matches = vocabulary.proposing.finditer(text, start, until)
    return next((match for match in matches if match.end() > parted), None)


def _name(vocabulary: MandateVocabulary, match: re.Match[str]) -> str:
    return vocabulary.addressees[(match.lastindex or 1) - 1]
