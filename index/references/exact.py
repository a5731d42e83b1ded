"""Passages that the references of a question lead to.

First come the paragraphs that the question names, then the title and first statement of the
document that it names. Then each paragraph that mentions the references, once for all its
languages: those with most references first, and the named edition before others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.documents import Mention
from corpus.extract import symbols
from corpus.extract.references import (
    find_in_lookup,
    find_in_query,
    find_of_several,
    paragraphs,
)
from index.references import mentions
from index.references.labels import find_labelled
from index.references.suggest import is_by_name, suggestions
from index.store import TABLES, Store
from index.words import words

_NUMBER: Final = re.compile(r"\s*\d{1,3}/")
_NAMED: Final = "Document "

_QUOTED, _OPENING = -2, -1
"""Tiers of the paragraphs that a question names, and of what a named document opens with."""


@dataclass(frozen=True, slots=True)
class References:
    """References in a question.

    ``references`` come once, in order of their places. ``has_words`` says that the question says
    more. ``suggestions`` are near forms, if the index neither has nor mentions any reference.
    ``unknown`` are the canonical forms that it neither has nor mentions. ``are_of_several`` says
    that a number alone does not show the body, so that ``references`` has those of each body.
    """

    references: tuple[Mention, ...]
    has_words: bool
    suggestions: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    are_of_several: bool = False

    @property
    def are_unknown(self) -> bool:
        """Whether there are references, all of them neither indexed nor mentioned."""
        return bool(self.unknown) and len(self.unknown) == len(self.references)

    @property
    def ask_for_documents(self) -> bool:
        """Whether the question is references alone."""
        return bool(self.references) and not self.has_words

    def unknown_where(self, *, is_weak: bool) -> tuple[str, ...]:
        """Return the unknown references if all are unknown and other words find nothing."""
        is_told = self.are_unknown and (is_weak or not self.has_words)
        return self.unknown if is_told else ()


@dataclass(frozen=True, slots=True)
class Exact:
    """A passage that a reference leads to.

    ``key`` is what the versions of one paragraph share. Lower tiers come first, whatever the
    meaning.
    """

    passage_id: int
    key: tuple[int, str]
    tier: int


def find_named(store: Store, question: str, *, is_looked_up: bool = False) -> tuple[Mention, ...]:
    """Find the references that a question names, in order of their places.

    Besides references in texts, a number alone (``40/5``) is a document of this group where the
    index has or mentions it. A look-up also takes what ``corpus.extract.references.find_in_lookup``
    does, and a number that a list of ITU names, or that is of a meeting of the index.
    """
    mentions = find_in_lookup(question) if is_looked_up else find_in_query(question)
    return mentions or tuple(
        mention
        for mention in _find_by_number(question)
        if is_known(store, mention) or (is_looked_up and _is_of_archive(store, mention.canonical))
    )


def _is_of_archive(store: Store, symbol: str) -> bool:
    """Whether a list of ITU names a document, or the index has others of its meeting."""
    if store.listings.find(symbol) is not None:
        return True
    meeting = symbol.partition("/")[0]
    return any(other.startswith(f"{meeting}/") for other in store.documents.symbols())


def nameable(question: str) -> tuple[Mention, ...]:
    """Find references as :func:`find_named` does, also a document number that no index has.

    A number that several bodies count to is each of them.
    """
    mentions = find_in_query(question) or _find_by_number(question)
    several = find_of_several(question, mentions)
    return (*mentions, *(each for possible in several.values() for each in possible))


def strip_references(text: str, references: Iterable[Mention]) -> str:
    """Return a question with spaces in place of its references."""
    rest = list(text)
    for reference in references:
        rest[reference.start : reference.end] = " " * (reference.end - reference.start)
    return "".join(rest)


def find_references(store: Store, question: str) -> References:
    """Read the references in a question: known ones, unknown ones and near forms."""
    mentions = find_named(store, question)
    several = find_of_several(question, mentions)
    references = tuple(
        {
            possible.canonical: possible
            for mention in mentions
            for possible in _list_known(store, several.get(mention.canonical, ())) or [mention]
        }.values()
    )
    unknown = [
        reference
        for reference in references
        if not is_known(store, reference) and not _stands_in_texts(store, reference)
    ]
    # Where one leads to passages, no question back about another is above them.
    near = suggestions(store, question, unknown) if len(unknown) == len(references) else ()
    has_words = any(letter.isalpha() for letter in strip_references(question, mentions))
    return References(
        references,
        has_words,
        near,
        tuple(several.get(each.canonical, (each,))[0].canonical for each in unknown),
        are_of_several=any(_list_known(store, possible) for possible in several.values()),
    )


def _list_known(store: Store, possible: Iterable[Mention]) -> list[Mention]:
    """Return those of possible references that the index has or mentions, with words or not."""
    return [
        reference
        for reference in possible
        if mentions.is_mentioned(store, reference)
        or (reference.body is not None and is_known(store, reference))
    ]


def exact(
    store: Store,
    references: Sequence[Mention],
    languages: Sequence[str | None] = (),
    among: Collection[int] | None = None,
) -> list[Exact]:
    """List the passages that references lead to, lowest tier first.

    Each paragraph is given in the first of ``languages`` that it has, then English, then any.
    ``among`` are the passages that may be found (None: all).
    """
    best: dict[tuple[int, str], Exact] = {}
    for reference in references:
        numbers = paragraphs(reference.text)
        labelled = find_labelled(store, reference.canonical, numbers, languages, among)
        keys = store.facts.paragraphs_of(labelled)
        best |= {keys[passage]: Exact(passage, keys[passage], _QUOTED) for passage in labelled}
    for reference in references:
        if reference.kind == "document":
            opening = mentions.opening(store, reference.canonical, languages, among)
            keys = store.facts.paragraphs_of(opening)
            for passage in opening:
                best.setdefault(keys[passage], Exact(passage, keys[passage], _OPENING))
    counted: dict[tuple[int, str], Exact] = {}
    for reference in references:
        for paragraph in mentions.paragraphs(store, reference, languages, among):
            key = (paragraph.document_id, paragraph.variant)
            before = counted.get(key)
            # Two tiers a reference that is missing: the upper one for the edition asked for.
            tier = before.tier - 2 if before else 2 * len(references)
            tier += 0 if paragraph.is_of_edition else 1
            counted[key] = Exact(before.passage_id if before else paragraph.passage_id, key, tier)
    ranked = sorted(counted.values(), key=lambda item: item.tier)
    return [*best.values(), *(item for item in ranked if item.key not in best)]


def _find_by_number(question: str) -> tuple[Mention, ...]:
    """Read a question that is a number as a document of this group, whether or not it exists.

    The number may have a paragraph behind it: ``40/5, para. 2.1``.
    """
    parsed = symbols.parse_asked(question)
    if parsed is None:
        named = find_in_query(f"{_NAMED}{question}") if _NUMBER.match(question) else ()
        if len(named) != 1 or named[0].end - len(_NAMED) != len(question):
            return ()
        return (replace(named[0], start=0, end=len(question), text=question),)
    own = find_in_query(parsed.symbol.canonical)
    return tuple(replace(reference, start=0, end=len(question), text=question) for reference in own)


def _stands_in_texts(store: Store, reference: Mention) -> bool:
    """Whether a reference without a number is a phrase of indexed texts, so not unknown."""
    if not is_by_name(reference):
        return False
    return any(
        store.words.with_every(code, {("words", word.term) for word in words(reference.text, code)})
        for code in TABLES
    )


def is_known(store: Store, reference: Mention) -> bool:
    """Whether the index has or mentions a reference; true in doubt."""
    is_here = store.documents.id_of(reference.canonical) is not None
    is_here = is_here or bool(mentions.list_indexed_editions(store, reference))
    if is_here or mentions.is_mentioned(store, reference):
        return True
    number = reference.number or ""
    is_of_nobody = reference.body is None and reference.kind in {"resolution", "decision"}
    return is_of_nobody and any(store.words.counts(code, [number]) for code in TABLES)
