"""Mandates of a paragraph, sentence by sentence.

A verb counts when the one who is asked stands beside it, or, for what is decided, when it opens the
paragraph or a body is its subject: ``requests the secretariat to``, ``the secretariat is requested
to``, ``the Group agreed``; not ``each terminal requests the table``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from corpus import countries, tables
from corpus.extract.mandates.addressees import asked
from corpus.extract.mandates.askers import asked_by
from corpus.extract.mandates.beside import further, is_parallel, joint, resumed
from corpus.extract.mandates.deadlines import deadline
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
"""Letters before a verb among which the body is looked for that decides by it."""

_LONGEST: Final = 4_000
"""Letters of a sentence that is read at once, since each of its verbs is compared with the others.
The preamble of the Universal Declaration of Human Rights, one sentence, has 2,200."""

_HEAD: Final = 200
"""Letters before a verb that show whether anything but numbers and signs precedes it."""

_PARTED: Final = (" ", "\n", "，", "、")
"""Signs behind which a longer sentence is cut."""

_OPENING: Final = " \t\n\"'«“„(—–-،,:;.）)0123456789٠١٢٣٤٥٦٧٨٩"


@dataclass(frozen=True, slots=True)
class Mandate:
    """What somebody is asked to do, or what was decided.

    Attributes:
        verb: in English, third person (``requests``, ``invites``, ``agrees``).
        act: whether it asks, decides, or only records.
        addressees: who is asked, in English, the first named first, or as it is written where he is
            not known; empty for decisions.
        action: what is to be done, as it is written; empty where it stands in what follows
            (``of_paragraphs`` gives the sentence instead, where no item says it).
        deadline: a date, a year or a meeting in one form (``deadlines``), or None.
        deadline_text: as it is written, or None; alone where it is counted from a meeting or date.
        start: offset of its sentence in the paragraph.
        end: behind it.
        verb_at: offset of the verb.
        counted_from: the meeting or date that its deadline is counted from, in one form, or None.
        askers: who asks, as far as the text says: bodies and offices in English, countries as ISO
            3166-1 alpha-3.
        is_proposal: whether it is proposed or was decided, by the words; None where they do not
            say.
        is_before: whether it is due before the meeting that its deadline names, and not at it.
        is_parallel: whether it stands beside the first of its sentence, not within it; for who
            chooses among those of a sentence.
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
        """Who is asked first of all."""
        return self.addressees[0] if self.addressees else None


def find(text: str, language: str | None) -> tuple[Mandate, ...]:
    """The mandates of a paragraph by itself.

    Args:
        text: the paragraph without its number.
        language: of the text; None, or one without a table of mandates, gives none.

    Returns:
        Each verb with its own addressee, in reading order; the verb that governs a sentence stands
        first in it.
    """
    if not (language and tables.has_words("mandates", language)):
        return ()
    read = plain(text, language)
    if not words(language).any_small.search(read.lower()):
        return ()
    found: list[Mandate] = []
    for start, end in _sentences(read, language):
        found += _of_sentence(read, start, end, language)
    stands = places(text, language)
    return tuple(_as_written(mandate, text, read, stands, language) for mandate in found)


def record(text: str, language: str) -> Mandate | None:
    """What a paragraph notes, thanks for or announces: for items of a list of recommendations."""
    read = plain(text, language)
    matches = [
        (match.start(), name)
        for name, pattern in words(language).records
        if (match := pattern.search(read, 0, _LONGEST))
    ]
    if not matches:
        return None
    at, name = min(matches)
    begin = at
    if name == "informs":  # what is announced stands before the verb
        begin = next((start for start, end in sentences(read) if start <= at < end), at)
    offsets = MandateOffsets(0, len(read), at, begin)
    found = made(name, "records", (), read, offsets, language)
    return _as_written(found, text, read, places(text, language), language)


def inherited(lead: Mandate, text: str, language: str) -> Mandate:
    """What an item of a list asks, by the verb that leads into the list."""
    read = plain(text, language)
    asks = words(language)
    own = (
        one.verb_at
        for start, end in _cut(read)
        for one in _of_sentence(read, start, end, language)
        if one.act == "asks"
    )
    until = min(own, default=len(read)) if asks.any_verb.search(read) else len(read)
    offsets = MandateOffsets(0, len(read), verb_at=0, action_at=0, until=until)
    found = made(lead.verb, lead.act, lead.addressees, read, offsets, language)
    found = replace(found, askers=lead.askers, is_proposal=lead.is_proposal)
    return _as_written(found, text, read, places(text, language), language)


def _as_written(
    one: Mandate, text: str, read: str, stands: Sequence[int] | None, language: str
) -> Mandate:
    """A mandate with the places and the spelling of the text that it was read from."""
    if stands is None:
        return one

    def written(piece: str | None, start: int) -> str | None:
        at = read.find(piece, start) if piece else -1
        return piece if at < 0 else text[stands[at] : stands[at + len(piece or "")]]

    return replace(
        one,
        addressees=tuple(
            name if name in words(language).addressees else written(name, one.start) or name
            for name in one.addressees
        ),
        action=written(one.action, one.start) or "",
        deadline_text=written(one.deadline_text, one.verb_at),
        start=stands[one.start],
        end=stands[one.end],
        verb_at=stands[one.verb_at],
    )


@dataclass(frozen=True, slots=True)
class MandateOffsets:
    """Offsets in a text at which the parts of a mandate stand.

    Attributes:
        start: of its sentence.
        end: behind the sentence.
        verb_at: of the verb.
        action_at: where what is to be done begins.
        until: what is due behind it is not its own; None is the end of the sentence.
        ends: what is to be done behind it is not its own; None is the end of the sentence.
    """

    start: int
    end: int
    verb_at: int
    action_at: int
    until: int | None = None
    ends: int | None = None


def made(
    verb: str,
    act: Act,
    addressees: tuple[str, ...],
    text: str,
    offsets: MandateOffsets,
    language: str,
) -> Mandate:
    """Make a mandate of the words at their offsets in a text."""
    until = offsets.end if offsets.until is None else offsets.until
    ends = offsets.end if offsets.ends is None else offsets.ends
    due = deadline(text[offsets.verb_at : until], language)
    other = words(language).recites.search(text, offsets.action_at, ends)
    action = text[offsets.action_at : other.start() if other else ends].strip(" \t\n,،:：")
    return Mandate(
        _settled(verb, addressees, is_opening=not _head(text, offsets.verb_at)),
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


def _settled(verb: str, addressees: tuple[str, ...], *, is_opening: bool) -> str:
    """Choose between two meanings of one word by who is asked, or by where it stands."""
    first = addressees[0] if addressees else ""
    if verb == "requests or invites":
        return "requests" if first in OFFICERS else "invites"
    if verb == "recommends or encourages":
        return "encourages" if addressees and first not in BODIES | OFFICERS else "recommends"
    if verb == "resolves or decides":
        return "resolves" if is_opening else "decides"
    return verb


_Verb = tuple[int, str, tuple[str, ...], int]
"""Where a verb ends, its name, who is asked, and where what is to be done begins."""


def _sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph; what a Chinese ``；`` parts is in one, as in other languages.

    What asks somebody by itself stands apart.
    """
    found: list[tuple[int, int]] = []
    is_spaced = find_language(language).is_spaced
    for start, end in _cut(text):
        goes_on = not is_spaced and bool(found) and _ends_with(text, start, "；")
        is_short = goes_on and end - found[-1][0] <= _LONGEST
        if is_short and not _of_sentence(text, start, end, language):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences of a text, and of pieces of those that are too long."""
    for start, end in sentences(text):
        while end - start > _LONGEST:
            least, most = start + _LONGEST // 2, start + _LONGEST
            stop = max(text.rfind(sign, least, most) for sign in _PARTED) + 1 or most
            yield start, stop
            start = stop  # noqa: PLW2901 - the rest of the sentence
        yield start, end


def _ends_with(text: str, end: int, sign: str) -> bool:
    """Whether a sign is the last one before a place, but for white space."""
    while end and text[end - 1].isspace():
        end -= 1
    return text.endswith(sign, 0, end)


def _head(text: str, at: int) -> str:
    """Return the end of what precedes a verb in its paragraph, without numbers and signs."""
    return text[max(0, at - _HEAD) : at].strip(_OPENING)


def _of_sentence(text: str, start: int, end: int, language: str) -> list[Mandate]:
    say = words(language)
    first = say.any_verb.search(text, start, end)
    if first is None:
        return []
    since = first.start()  # no verb of any kind stands before
    asks = _asks(text, start, since, end, language)
    return asks or _decides(text, start, since, end, language)


def _asks(text: str, start: int, since: int, end: int, language: str) -> list[Mandate]:
    """What somebody is asked to do in a sentence, where no verb stands before a place of it."""
    say = words(language)
    # By place: of two that begin together the longer one is the verb.
    best: dict[int, _Verb] = {}
    for verb, at, stop in _verbs(say, text, start, since, end):
        beside_it = asked(say, text, at, stop, start, end, verb)
        if beside_it is not None and stop > best.get(at, (0,))[0]:
            best[at] = (stop, verb, *beside_it)
    chosen = [at for at in sorted(best) if not any(other < at < best[other][0] for other in best)]
    chosen, beside = _with_others(say, text, best, chosen, end, language)
    found: list[Mandate] = []
    for at, following in zip(chosen, [*chosen, end][1:], strict=True):
        stop, verb, names, action_at = best[at]
        # What is joined behind a second verb may belong to it or to the first.
        joins = say.rejoins.search(text, stop, following) if found else None
        until = joins.start() if joins and at not in beside else following
        # What a body is to do has all that it is to ask of others; what those are to do ends there,
        # unless it is to ask in their turn.
        is_first = not found or at in beside
        last = (
            min((one for one in beside if one > at), default=end)
            if is_first
            else resumed(say, text, (at, action_at, following), found[0].addressees)
        )
        ends = end if is_first and last == end else joint(say, text, action_at, last)
        ends = end if ends <= action_at else ends
        until = min(until, last)
        offsets = MandateOffsets(start, end, at, action_at, until, ends)
        one = made(verb, "asks", names, text, offsets, language)
        who, is_proposal = asked_by(verb, text, start, at, stop, language)
        if say.duties.match(text, at) and is_proposal is not False:
            continue  # whose duty something is need not be asked of him
        one = replace(one, askers=who, is_proposal=is_proposal)
        if _proposes(verb, who, names, language):
            one = replace(one, verb="recommends")
        if at in beside and found:
            one = _next_to(one, found[0])
        found.append(_below(one, found[0]) if found and at not in beside else one)
    return found


def _decides(text: str, start: int, since: int, end: int, language: str) -> list[Mandate]:
    """What is decided in a sentence, if anything is."""
    say = words(language)
    found: list[Mandate] = []
    facts = find_language(language)
    for verb, pattern in (*say.deciding, *say.bodied):
        for match in pattern.finditer(text, since, end):
            at, stop = match.span()
            head = _head(text, at)
            leads_in = bool(head) and text[stop:end].strip() in (":", "：")
            opens = (verb, pattern) in say.deciding and (not head or say.opening.fullmatch(head))
            if leads_in or opens or _has_body(say, text, at, stop, start, facts.subject_gap):
                # A subject behind its verb is no part of what is decided.
                after = _behind_body(say, text, stop) if facts.puts_verb_first else stop
                offsets = MandateOffsets(start, end, at, after)
                one = made(verb, "decides", (), text, offsets, language)
                if one.action and not any(map(str.isalnum, one.action)):
                    continue  # "its reports and recommendations."
                who, is_proposal = asked_by(verb, text, start, at, stop, language)
                found.append(replace(one, askers=who, is_proposal=is_proposal))
    return sorted(found, key=lambda one: one.verb_at)[:1]


def _proposes(verb: str, who: Sequence[str], names: Sequence[str], language: str) -> bool:
    """Whether a state proposes to a body: in Russian it does so by the word that invites."""
    is_state = any(map(countries.is_code, who))
    is_one_word = find_language(language).proposes_as_it_invites and verb == "requests or invites"
    return is_one_word and is_state and not BODIES.isdisjoint(names)


def _with_others(
    say: MandateVocabulary,
    text: str,
    best: dict[int, _Verb],
    chosen: Sequence[int],
    end: int,
    language: str,
) -> tuple[list[int], set[int]]:
    """The verbs with those who are asked without one, and who is asked beside the first."""
    beside = {at for at in chosen[1:] if _is_beside(say, text, best, chosen[0], at)}
    every = list(chosen)
    for at, following in zip(chosen, [*chosen, end][1:], strict=True):
        _, verb, names, action_at = best[at]
        if is_passive(text, at):
            continue
        for joined, who, behind in further(say, text, action_at, following, names, language):
            best[joined] = (joined, verb, who, behind)
            every.append(joined)
            beside |= {joined} if at in beside or at == chosen[0] else set()
    return sorted(every), beside


def _is_beside(
    say: MandateVocabulary, text: str, best: dict[int, _Verb], first: int, at: int
) -> bool:
    """Whether a verb asks somebody else beside the first one of its sentence."""
    stop, _, names, action_at = best[first]
    is_other = not {*best[at][2]} <= {*names}
    # Chinese verbs have one form, also for what a body is to do.
    is_told = not say.has_forms and not BODIES.isdisjoint(names)
    return is_other and not is_told and is_parallel(say, text, (first, stop, action_at), at)


def _next_to(one: Mandate, first: Mandate) -> Mandate:
    """Who asks beside the first verb is who asks by that, unless the words say."""
    is_proposal = first.is_proposal if one.is_proposal is None else one.is_proposal
    askers = one.askers or first.askers
    return replace(one, askers=askers, is_proposal=is_proposal, is_parallel=True)


def _below(one: Mandate, first: Mandate) -> Mandate:
    """What a body is to ask for is proposed by whoever proposes that: it has not asked yet."""
    if BODIES.isdisjoint(first.addressees):
        return one
    if first.is_proposal or one.is_proposal is not False:
        return replace(one, askers=first.askers, is_proposal=True)
    return one


def _verbs(
    say: MandateVocabulary, text: str, start: int, since: int, end: int
) -> Iterator[tuple[str, int, int]]:
    """The verbs that ask, of a sentence, where none stands before a place of it."""
    for verb, pattern in say.asking:
        for match in pattern.finditer(text, since, end):
            if not say.negation.search(text[max(start, match.start() - 12) : match.start()]):
                yield verb, *match.span()


def _has_body(say: MandateVocabulary, text: str, at: int, stop: int, start: int, gap: int) -> bool:
    """Whether a body is the subject of a verb."""
    if say.negation.search(text[max(start, at - 12) : at]):
        return False
    before = text[max(start, at - _SUBJECT_GAP) : at]
    is_before = any(
        len(rest := before[body.end() :]) <= gap and not set(rest) & PARTING
        for body in say.body.finditer(before)
    )
    return is_before or bool(say.body.match(text[stop : stop + 40].lstrip()))


def _behind_body(say: MandateVocabulary, text: str, stop: int) -> int:
    """Where what is decided begins: behind the body that is the subject of a verb, if one is."""
    begin = stop
    while text[begin : begin + 1].isspace():
        begin += 1
    body = say.body.match(text, begin)
    return body.end() if body and not text[body.end() : body.end() + 1].isalnum() else stop
