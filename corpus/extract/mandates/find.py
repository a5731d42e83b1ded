"""Finder of the mandates and decisions in a paragraph, sentence by sentence.

A verb counts with its addressee next to it; a deciding verb counts when it opens the paragraph or a
body is its subject. ``Each terminal requests the table`` does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Final, Literal

from corpus import countries, tables
from corpus.documents import Mention
from corpus.extract.mandates.addressees import find_addressees
from corpus.extract.mandates.askers import find_askers
from corpus.extract.mandates.coordination import (
    find_coordinated,
    find_further,
    find_joint,
    find_passive_clause,
    find_resumption,
    is_parallel,
)
from corpus.extract.mandates.deadlines import find_deadline
from corpus.extract.mandates.words import (
    BODIES,
    OFFICERS,
    PARTING,
    MandateVocabulary,
    is_passive,
    places,
    plain,
    words,
)
from corpus.languages import find_language
from corpus.text import sentences

Act = Literal["asks", "decides", "records"]

_SUBJECT_GAP: Final = 30
"""Letters before a deciding verb in which its body is searched."""

_LONGEST: Final = 4_000
"""Letters of a sentence that is read at once; one of the Declaration of Human Rights has 2,200."""

_HEAD: Final = 200
"""Letters before a verb that are checked for anything but numbers and signs."""

_PARTED: Final = (" ", "\n", "，", "、")
"""Signs behind which a longer sentence is cut."""

_OPENING: Final = " \t\n\"'«“„(—–-،,:;.）)0123456789٠١٢٣٤٥٦٧٨٩"


@dataclass(frozen=True, slots=True)
class Mandate:
    """A task for somebody, or a decision; offsets are in the paragraph.

    Attributes:
        verb: English, third person (``requests``, ``invites``, ``agrees``).
        act: whether it asks, decides, or only records.
        addressees: English names in reading order, unknown ones as written; empty for decisions.
        action: as written; empty where a list has it and ``of_paragraphs`` adds it.
        deadline: date, year or meeting in one form (``deadlines``), or None.
        counted_from: meeting or date that the deadline is counted from, in one form, or None.
        askers: bodies and offices in English, countries as ISO 3166-1 alpha-3; empty if unknown.
        is_proposal: True if proposed, False if decided, None where the words do not say.
        is_before: whether it is due before the meeting of its deadline, not at it.
        is_parallel: whether it is parallel to the first of its sentence, not within it.
    """

    verb: str
    act: Act
    addressees: tuple[str, ...]
    action: str
    deadline: str | None
    deadline_text: str | None
    start: int
    end: int
    verb_at: int
    counted_from: str | None = None
    askers: tuple[str, ...] = ()
    is_proposal: bool | None = None
    is_before: bool = False
    is_parallel: bool = field(default=False, compare=False)

    @property
    def addressee(self) -> str | None:
        """The first addressee, or None."""
        return self.addressees[0] if self.addressees else None


def find(
    text: str, language: str | None, mentions: Sequence[Mention] | None = None
) -> tuple[Mandate, ...]:
    """Return the mandates of a paragraph (without its label), in reading order.

    The verb that governs a sentence is first in it. A language without a table gives none.
    ``mentions`` are the paragraph's references, whose bodies its document names; None means that
    the text stands for itself.
    """
    if not (language and tables.has_words("mandates", language)):
        return ()
    read = plain(text, language)
    if not words(language).any_small.search(read.lower()):
        return ()
    mandates: list[Mandate] = []
    for start, end in _split_sentences(read, language):
        mandates += _find_in_sentence(read, start, end, language, mentions)
    offsets = places(text, language)
    return tuple(_restore_spelling(mandate, text, read, offsets, language) for mandate in mandates)


def record(text: str, language: str) -> Mandate | None:
    """Return the mandate of a paragraph that only notes, thanks for or announces something."""
    read = plain(text, language)
    matches = [
        (match.start(), name)
        for name, pattern in words(language).records
        if (match := pattern.search(read, 0, _LONGEST))
    ]
    if not matches:
        return None
    verb_start, name = min(matches)
    begin = verb_start
    if name == "informs":  # what is announced precedes the verb
        begin = next(
            (start for start, end in sentences(read) if start <= verb_start < end), verb_start
        )
    offsets = MandateOffsets(0, len(read), verb_start, begin)
    mandate = make_mandate(name, "records", (), read, offsets, language)
    return _restore_spelling(mandate, text, read, places(text, language), language)


def inherit(lead: Mandate, text: str, language: str) -> Mandate:
    """Return the mandate of an item of a list, by the verb that leads into the list."""
    read = plain(text, language)
    asks = words(language)
    own = (
        mandate.verb_at
        for start, end in _cut(read)
        for mandate in _find_in_sentence(read, start, end, language)
        if mandate.act == "asks"
    )
    until = min(own, default=len(read)) if asks.any_verb.search(read) else len(read)
    # A later sentence that asks for something itself, and what follows, is no part of it.
    ends = next((start for start, end in sentences(read) if 0 < start <= until < end), None)
    offsets = MandateOffsets(0, len(read), verb_at=0, action_at=0, until=until, ends=ends)
    result = make_mandate(lead.verb, lead.act, lead.addressees, read, offsets, language)
    result = replace(result, askers=lead.askers, is_proposal=lead.is_proposal)
    return _restore_spelling(result, text, read, places(text, language), language)


def _restore_spelling(
    mandate: Mandate, text: str, read: str, offsets: Sequence[int] | None, language: str
) -> Mandate:
    if offsets is None:
        return mandate

    def restore(piece: str | None, start: int) -> str | None:
        index = read.find(piece, start) if piece else -1
        return piece if index < 0 else text[offsets[index] : offsets[index + len(piece or "")]]

    return replace(
        mandate,
        addressees=tuple(
            name if name in words(language).addressees else restore(name, mandate.start) or name
            for name in mandate.addressees
        ),
        action=restore(mandate.action, mandate.start) or "",
        deadline_text=restore(mandate.deadline_text, mandate.verb_at),
        start=offsets[mandate.start],
        end=offsets[mandate.end],
        verb_at=offsets[mandate.verb_at],
    )


@dataclass(frozen=True, slots=True)
class MandateOffsets:
    """Offsets of the parts of a mandate: its sentence, verb, action and deadline.

    The deadline is before ``until``, the action before ``ends``; None is the sentence's end.
    """

    start: int
    end: int
    verb_at: int
    action_at: int
    until: int | None = None
    ends: int | None = None


def make_mandate(
    verb: str,
    act: Act,
    addressees: tuple[str, ...],
    text: str,
    offsets: MandateOffsets,
    language: str,
) -> Mandate:
    """Make a mandate from the words at their offsets in a text."""
    until = offsets.end if offsets.until is None else offsets.until
    ends = offsets.end if offsets.ends is None else offsets.ends
    due = find_deadline(text[offsets.verb_at : until], language, addressees)
    other = words(language).recites.search(text, offsets.action_at, ends)
    action = text[offsets.action_at : other.start() if other else ends].strip(" \t\n,،:：")
    return Mandate(
        _choose_verb(verb, addressees, is_opening=not _cut_head(text, offsets.verb_at)),
        act,
        addressees,
        action,
        due.name if due else None,
        due.text if due else None,
        offsets.start,
        offsets.end,
        offsets.verb_at,
        due.counted_from if due else None,
        is_before=bool(due and due.is_before),
    )


def _choose_verb(verb: str, addressees: tuple[str, ...], *, is_opening: bool) -> str:
    """Choose between two meanings of a word by its addressees, or its place."""
    first = addressees[0] if addressees else ""
    if verb == "requests or invites":
        return "requests" if first in OFFICERS else "invites"
    if verb == "recommends or encourages":
        return "encourages" if addressees and first not in BODIES | OFFICERS else "recommends"
    if verb == "resolves or decides":
        return "resolves" if is_opening else "decides"
    return verb


_Verb = tuple[int, str, tuple[str, ...], int]
"""End of a verb, its name, its addressees, and the start of the action."""

_AskerFinder = Callable[[str, str, int, int, int, str], tuple[tuple[str, ...], bool | None]]
"""The function ``find_askers`` with the references of a paragraph."""


def _split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Return the spans of sentences; a part with an addressee of its own is one."""
    spans: list[tuple[int, int]] = []
    is_spaced = find_language(language).is_spaced
    for start, end in _cut(text):
        goes_on = not is_spaced and bool(spans) and _ends_with(text, start, "；")
        is_short = goes_on and end - spans[-1][0] <= _LONGEST
        if is_short and not _find_in_sentence(text, start, end, language):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return spans


def _cut(text: str) -> Iterator[tuple[int, int]]:
    for start, end in sentences(text):
        while end - start > _LONGEST:
            least, most = start + _LONGEST // 2, start + _LONGEST
            stop = max(text.rfind(sign, least, most) for sign in _PARTED) + 1 or most
            yield start, stop
            start = stop  # noqa: PLW2901 - the rest of the sentence
        yield start, end


def _ends_with(text: str, end: int, sign: str) -> bool:
    while end and text[end - 1].isspace():
        end -= 1
    return text.endswith(sign, 0, end)


def _cut_head(text: str, verb_start: int) -> str:
    return text[max(0, verb_start - _HEAD) : verb_start].strip(_OPENING)


def _find_in_sentence(
    text: str, start: int, end: int, language: str, mentions: Sequence[Mention] | None = None
) -> list[Mandate]:
    vocabulary = words(language)
    first = vocabulary.any_verb.search(text, start, end)
    if first is None:
        return []
    since = first.start()  # no verb of any kind precedes it
    find_who = partial(find_askers, mentions=mentions)
    asks = _find_asking(text, start, since, end, language, find_who)
    return asks or _find_deciding(text, start, since, end, language, find_who)


def _find_asking(
    text: str, start: int, since: int, end: int, language: str, find_who: _AskerFinder
) -> list[Mandate]:
    """Return the requests of a sentence; no verb counts before ``since``."""
    vocabulary = words(language)
    # By place: of two that begin together the longer one is the verb.
    best: dict[int, _Verb] = {}
    for verb, verb_start, stop in _find_verbs(vocabulary, text, start, since, end):
        addressees = find_addressees(vocabulary, text, verb_start, stop, start, end, verb)
        if addressees is not None and stop > best.get(verb_start, (0,))[0]:
            best[verb_start] = (stop, verb, *addressees)
    chosen = [
        verb_start
        for verb_start in sorted(best)
        if not any(other < verb_start < best[other][0] for other in best)
    ]
    coordinated = find_coordinated(vocabulary, text, best, chosen)
    chosen, parallel = _add_others(vocabulary, text, best, chosen, coordinated, end, language)
    mandates: list[Mandate] = []
    for verb_start, following in zip(chosen, [*chosen, end][1:], strict=True):
        stop, verb, names, action_at = best[verb_start]
        # What is joined behind a second verb may belong to it or to the first.
        joins = vocabulary.rejoins.search(text, stop, following) if mandates else None
        until = joins.start() if joins and verb_start not in parallel else following
        # What a body is to do has all that it is to ask of others; what those are to do ends there,
        # unless it is to ask in their turn.
        is_first = not mandates or verb_start in parallel
        last = (
            min((begins for other, begins in parallel.items() if other > verb_start), default=end)
            if is_first
            else find_resumption(
                vocabulary, text, (verb_start, action_at, following), mandates[0].addressees
            )
        )
        ends = end if is_first and last == end else find_joint(vocabulary, text, action_at, last)
        ends = end if ends <= action_at else ends
        until = min(until, last)
        offsets = MandateOffsets(start, end, verb_start, action_at, until, ends)
        mandate = make_mandate(verb, "asks", names, text, offsets, language)
        who, is_proposal = find_who(verb, text, start, verb_start, stop, language)
        if vocabulary.duties.match(text, verb_start) and is_proposal is not False:
            continue  # whose duty something is need not be asked of him
        mandate = replace(mandate, askers=who, is_proposal=is_proposal)
        if _proposes(verb, who, names, language):
            mandate = replace(mandate, verb="recommends")
        if verb_start in parallel and mandates:
            if mandate.askers and {*mandate.askers} <= {*mandates[-1].addressees}:
                # Whom the verb before asks is no subject of this one.
                mandate = replace(mandate, askers=(), is_proposal=None)
            mandate = _mark_parallel(mandate, mandates[0])
        mandates.append(
            _mark_nested(mandate, mandates[0])
            if mandates and verb_start not in parallel
            else mandate
        )
    return _share_tasks(mandates, coordinated)


def _find_deciding(
    text: str, start: int, since: int, end: int, language: str, find_who: _AskerFinder
) -> list[Mandate]:
    """Find the first act of deciding in a sentence, as a mandate without addressee; at most one."""
    vocabulary = words(language)
    mandates: list[Mandate] = []
    facts = find_language(language)
    for verb, pattern in (*vocabulary.deciding, *vocabulary.bodied):
        for match in pattern.finditer(text, since, end):
            verb_start, stop = match.span()
            head = _cut_head(text, verb_start)
            leads_in = bool(head) and text[stop:end].strip() in (":", "：")
            opens = (verb, pattern) in vocabulary.deciding and (
                not head or vocabulary.opening.fullmatch(head)
            )
            if (
                leads_in
                or opens
                or _has_body(vocabulary, text, verb_start, stop, start, facts.subject_gap)
            ):
                # A subject behind its verb is no part of what is decided.
                after = _skip_body(vocabulary, text, stop) if facts.puts_verb_first else stop
                offsets = MandateOffsets(start, end, verb_start, after)
                mandate = make_mandate(verb, "decides", (), text, offsets, language)
                if mandate.action and not any(map(str.isalnum, mandate.action)):
                    continue  # "its reports and recommendations."
                who, is_proposal = find_who(verb, text, start, verb_start, stop, language)
                mandates.append(replace(mandate, askers=who, is_proposal=is_proposal))
    return sorted(mandates, key=lambda mandate: mandate.verb_at)[:1]


def _proposes(verb: str, who: Sequence[str], names: Sequence[str], language: str) -> bool:
    """Whether a state proposes to a body: in Russian by the word that invites."""
    is_state = any(map(countries.is_code, who))
    is_one_word = find_language(language).proposes_as_it_invites and verb == "requests or invites"
    return is_one_word and is_state and not BODIES.isdisjoint(names)


def _add_others(
    vocabulary: MandateVocabulary,
    text: str,
    best: dict[int, _Verb],
    chosen: Sequence[int],
    coordinated: Collection[int],
    end: int,
    language: str,
) -> tuple[list[int], dict[int, int]]:
    """Return the verbs with those that share a task, and where the parallel ones' clauses begin."""
    parallel: dict[int, int] = {}
    for earlier, verb_start in pairwise(chosen):
        governs = earlier == chosen[0] or earlier in parallel
        is_joined = verb_start in coordinated and governs
        is_other = not {*best[verb_start][2]} <= {*best[chosen[0]][2]}
        begins = _find_parallel(vocabulary, text, best, chosen[0], verb_start)
        if (is_joined and is_other) or begins is not None:
            parallel[verb_start] = verb_start if begins is None else begins
    every = list(chosen)
    for verb_start, following in zip(chosen, [*chosen, end][1:], strict=True):
        _, verb, names, action_at = best[verb_start]
        if is_passive(text, verb_start):
            continue
        for joined, who, behind in find_further(
            vocabulary, text, action_at, following, names, language
        ):
            best[joined] = (joined, verb, who, behind)
            every.append(joined)
            if verb_start in parallel or verb_start == chosen[0]:
                parallel[joined] = joined
    return sorted(every), parallel


def _find_parallel(
    vocabulary: MandateVocabulary, text: str, best: dict[int, _Verb], first: int, verb_start: int
) -> int | None:
    """Return where the clause of a verb begins that asks others, parallel to the first verb."""
    stop, _, names, action_at = best[first]
    # Chinese verbs have one form, also for what a body is to do.
    is_told = not vocabulary.has_forms and not BODIES.isdisjoint(names)
    if is_told or {*best[verb_start][2]} <= {*names}:
        return None
    if is_parallel(vocabulary, text, (first, stop, action_at), verb_start):
        return verb_start
    return find_passive_clause(vocabulary, text, action_at, verb_start)


def _mark_parallel(mandate: Mandate, first: Mandate) -> Mandate:
    """Give a parallel mandate the askers of the first one, unless its words name others."""
    is_proposal = first.is_proposal if mandate.is_proposal is None else mandate.is_proposal
    askers = mandate.askers or first.askers
    return replace(mandate, askers=askers, is_proposal=is_proposal, is_parallel=True)


def _share_tasks(mandates: Sequence[Mandate], coordinated: Mapping[int, int]) -> list[Mandate]:
    """Give each mandate before a coordinated one the task of that one."""
    shared: list[Mandate] = []
    for mandate in reversed(mandates):
        following = shared[-1] if shared else None
        if following and coordinated.get(following.verb_at) == mandate.verb_at:
            mandate = replace(  # noqa: PLW2901 - the same with its task
                mandate,
                action=following.action,
                deadline=following.deadline,
                deadline_text=following.deadline_text,
                counted_from=following.counted_from,
                is_before=following.is_before,
            )
        shared.append(mandate)
    return shared[::-1]


def _mark_nested(mandate: Mandate, first: Mandate) -> Mandate:
    """Mark a request that a body is to make as proposed: it has not asked yet."""
    if BODIES.isdisjoint(first.addressees):
        return mandate
    if first.is_proposal or mandate.is_proposal is not False:
        return replace(mandate, askers=first.askers, is_proposal=True)
    return mandate


def _find_verbs(
    vocabulary: MandateVocabulary, text: str, start: int, since: int, end: int
) -> Iterator[tuple[str, int, int]]:
    for verb, pattern in vocabulary.asking:
        for match in pattern.finditer(text, since, end):
            if not vocabulary.negation.search(text[max(start, match.start() - 12) : match.start()]):
                yield verb, *match.span()


def _has_body(
    vocabulary: MandateVocabulary, text: str, verb_start: int, stop: int, start: int, gap: int
) -> bool:
    if vocabulary.negation.search(text[max(start, verb_start - 12) : verb_start]):
        return False
    before = text[max(start, verb_start - _SUBJECT_GAP) : verb_start]
    is_before = any(
        len(rest := before[body.end() :]) <= gap and not set(rest) & PARTING
        for body in vocabulary.body.finditer(before)
    )
    return is_before or bool(vocabulary.body.match(text[stop : stop + 40].lstrip()))


def _skip_body(vocabulary: MandateVocabulary, text: str, stop: int) -> int:
    """Return the start of a decision, behind the body that is its verb's subject."""
    begin = stop
    while text[begin : begin + 1].isspace():
        begin += 1
    body = vocabulary.body.match(text, begin)
    return body.end() if body and not text[body.end() : body.end() + 1].isalnum() else stop
