"""Mandates of a whole document, with items of lists that a paragraph above leads into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus import tables
from corpus.documents import Passage
from corpus.extract.mandates.askers import is_draft
from corpus.extract.mandates.find import Mandate, find, inherit, record
from corpus.extract.mandates.words import BODIES
from corpus.text import ends_with_colon

_OPENS: Final = 12
"""Letters before the verb that an item begins with: ``that the``, ``de``, ``أن``."""

_COMMAS: Final = frozenset(",،，、;；")

_AROUND: Final = " \t\n,،:："

_EMPTY: Final = 16
"""Letters of an action without content: ``to``, ``à``, ``إلى القيام بما يلي``."""


@dataclass(frozen=True, slots=True)
class MandateInParagraph:
    """A mandate, and the positions of its paragraph and of the one that leads into it, or None."""

    paragraph: int
    mandate: Mandate
    leads: int | None = None


@dataclass(frozen=True, slots=True)
class _Lead:
    index: int
    mandates: tuple[Mandate, ...]


def of_paragraphs(passages: Sequence[Passage]) -> list[MandateInParagraph]:
    """Return the mandates of a document's whole paragraphs, in reading order."""
    mandates_in_order: list[MandateInParagraph] = []
    leads: list[_Lead] = []
    others: list[int] = []  # that lead into lists too, and ask nobody
    last = 0
    for index, passage in enumerate(passages):
        language = passage.language
        is_text = passage.kind in ("paragraph", "heading")
        if not (is_text and language and tables.has_words("mandates", language)):
            continue
        # A lead that governs the last paragraph is compared only with those behind it.
        leads = [lead for lead in leads if _governs(passages, lead.index, index, last)]
        others = [other for other in others if _governs(passages, other, index, last)]
        last = index
        own = [
            _mark_draft(mandate, passage, language)
            for mandate in find(passage.text, language, passage.mentions)
        ]
        lead = leads[-1] if leads else None
        if not own and ends_with_colon(passage.text):
            others.append(index)
        if lead is None and others:
            # "The group would: agree on …" decides nothing.
            own = [
                mandate for mandate in own if mandate.act != "decides" or not mandate.is_proposal
            ]
        if lead is None:
            mandates_in_order += [
                MandateInParagraph(index, mandate)
                for mandate in _select_governing(own, passage.text)
            ]
        else:
            mandates = _read_item(passage, language, own, lead.mandates)
            mandates_in_order += [
                MandateInParagraph(index, mandate, lead.index) for mandate in mandates
            ]
        if own and _leads(passage.text, own[-1]):
            leads.append(_Lead(index, _select_leading(own)))
            is_empty = not passage.label or _is_empty(own[0].action, passage.text)
            if is_empty and index + 1 < len(passages) and _governs(passages, index, index + 1):
                # What only leads in is said again by each of its items.
                while mandates_in_order and mandates_in_order[-1].paragraph == index:
                    mandates_in_order.pop()
    return [
        _with_action(mandate, passages[mandate.paragraph].text) for mandate in mandates_in_order
    ]


def _is_empty(action: str, text: str) -> bool:
    return not action or sum(map(str.isalpha, action)) <= _EMPTY < len(text)


def _with_action(entry: MandateInParagraph, text: str) -> MandateInParagraph:
    """Return a mandate, with its sentence as action where the tasks follow below."""
    mandate = entry.mandate
    if mandate.action and not (_leads(text, mandate) and _is_empty(mandate.action, text)):
        return entry
    return replace(
        entry, mandate=replace(mandate, action=text[mandate.start : mandate.end].strip(_AROUND))
    )


def _mark_draft(mandate: Mandate, passage: Passage, language: str) -> Mandate:
    if mandate.is_proposal is None and any(is_draft(above, language) for above in passage.heading):
        return replace(mandate, is_proposal=True)
    return mandate


def _select_governing(mandates: Sequence[Mandate], text: str) -> list[Mandate]:
    """Return the first mandate of each sentence, and what its addressee is to ask of others."""
    of_sentences = _group_by_sentence(mandates)
    return [
        mandate
        for mandate in mandates
        for first, *rest in [of_sentences[mandate.start]]
        if mandate is first or mandate.is_parallel or _is_apart(mandate, first, rest, text)
    ]


def _group_by_sentence(mandates: Sequence[Mandate]) -> dict[int, list[Mandate]]:
    of_sentences: dict[int, list[Mandate]] = {}
    for mandate in mandates:
        of_sentences.setdefault(mandate.start, []).append(mandate)
    return of_sentences


def _is_apart(mandate: Mandate, governing: Mandate, others: Sequence[Mandate], text: str) -> bool:
    """Whether a later mandate of a sentence has its own deadline, or a body is to ask for it."""
    if (
        mandate.act != "asks"
        or {*mandate.addressees} <= {*governing.addressees}
        or _leads(text, mandate)
    ):
        return False
    if mandate.deadline_text is not None:
        return True
    return not BODIES.isdisjoint(governing.addressees) and not any(
        begin <= mandate.verb_at < begin + len(other.action)
        for other in others
        for begin in [text.find(other.action, other.verb_at)]
    )


def _leads(text: str, last: Mandate) -> bool:
    """Whether a mandate leads into a list: its sentence ends with a colon or says no more."""
    if not text[last.end : last.end + 1].strip() and last.end >= len(rest := text.rstrip()):
        return ends_with_colon(rest) or not last.action
    return False


def _select_leading(own: Sequence[Mandate]) -> tuple[Mandate, ...]:
    """Return the mandates that lead into a list: the last one, and those with its task."""
    last = own[-1]
    return tuple(
        mandate
        for mandate in own
        if (mandate.start, mandate.act, mandate.action) == (last.start, last.act, last.action)
    )


def _governs(passages: Sequence[Passage], lead: int, item: int, known: int = 0) -> bool:
    """Whether a paragraph may lead into an item, by their labels and what is between."""
    above, below = passages[lead], passages[item]
    if above.label is None:
        between = passages[max(lead + 1, known) : item]
        return (
            bool(below.label)
            and below.kind == "paragraph"
            and all(each.label for each in between if each.kind == "paragraph")
            and not any(each.kind == "heading" for each in between)
        )
    if below.label is None:
        return False
    if len(below.label_path) > len(above.label_path):
        return below.label_path[: len(above.label_path)] == above.label_path
    return below.label.rstrip(".").startswith(above.label.rstrip(".") + ".")


def _read_item(
    passage: Passage, language: str, own: Sequence[Mandate], leading: Sequence[Mandate]
) -> list[Mandate]:
    """Return an item's mandates: its own where it begins with a verb, else by those that lead."""
    text = passage.text
    names = dict.fromkeys(name for mandate in leading for name in mandate.addressees)
    lead = replace(leading[-1], addressees=tuple(names))
    is_open = not lead.addressees
    # What a body is invited to ask, to recommend or to agree on is what it is to do.
    is_told = not is_open and (lead.addressee in BODIES or (own and own[0].act == "decides"))
    if own and not is_told and (is_open or (_opens(text, own[0]) and not own[0].action)):
        return [_inherit_askers(item, lead) for item in _select_governing(own, text)]
    if is_open and (noted := record(text, language)):
        return [_inherit_askers(noted, lead)]
    of_sentences = _group_by_sentence(own)
    nested = (
        _inherit_askers(mandate, lead)
        for mandate in own
        if _is_apart(mandate, lead, of_sentences[mandate.start], text)
    )
    return [*(inherit(mandate, text, language) for mandate in leading), *nested]


def _opens(text: str, mandate: Mandate) -> bool:
    return mandate.verb_at <= _OPENS and not set(text[: mandate.verb_at]) & _COMMAS


def _inherit_askers(mandate: Mandate, lead: Mandate) -> Mandate:
    if lead.addressee in BODIES:
        is_told = mandate.is_proposal is False or bool(mandate.askers)
        return mandate if is_told else replace(mandate, askers=lead.askers, is_proposal=True)
    if mandate.is_proposal is not None:
        return mandate
    return replace(mandate, askers=mandate.askers or lead.askers, is_proposal=lead.is_proposal)
