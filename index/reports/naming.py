"""Which paragraphs name a topic, and which are only near to it in meaning?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from corpus.notes import without_notes
from index.retrieval import Naming
from index.store import Store
from index.versions import passages_in
from ingest.tables import CELL_SEPARATOR

_WITNESSES: Final = 2
"""Versions in other languages that name a topic in place of the one in its own which lacks a word:
one says `extend the mandate of the group`, where "extension of the group's mandate" is asked for.
"""

_WITNESSES_OF_ONE: Final = 4
"""The same where of two words one is there, which is in much else: `benchmarks.positions`."""


def naming(
    store: Store, topic: Naming | None, passages: Collection[int], *, headed: bool = True
) -> dict[int, bool | None]:
    """Tell of passages whether they or the headings above them name a topic.

    Notes of a document on itself do not count: ``This document is a revision of …, on …``.

    Versions say the same, so that one that has its words will do, and the one in the language of
    the topic decides: it is the same for every reader. Where that one has all words of several but
    one, others may witness that it names the topic.

    Args:
        store: of the index.
        topic: from ``Search.naming``.
        passages: their ids, in whatever language.
        headed: whether the headings count; without them the passages' own text has to name it.

    Returns:
        By id; None where it cannot be told: the topic is none of few words, or no version of the
        passage is in a language in which it is known what they are.
    """
    if topic is None:
        return dict.fromkeys(passages)
    variants = passages_in(store, [*passages])
    excerpts = store.excerpts([*passages])
    told: dict[int, list[Sequence[int]]] = {}
    for one in passages:
        beside = variants.get(one, {})
        is_own = excerpts[one].language == topic.language
        own = (one,) if is_own else beside.get(topic.language)
        told[one] = [own] if own else [(one,), *beside.values()]
    read = {part for every in told.values() for parts in every for part in parts}
    excerpts |= store.excerpts([*(read - excerpts.keys())])

    def is_named(parts: Sequence[int], topic: Naming = topic) -> bool | None:
        there = [excerpts[part].passage for part in parts]
        heads = there[0].heading if headed else ()
        language = excerpts[parts[0]].language
        # What a document is to another one is told by the other's subject.
        texts = [without_notes("\n".join(one.text for one in there), language)]
        if there[0].kind == "table":  # words of several cells are together by chance
            texts = [cell for one in there for cell in one.text.split(CELL_SEPARATOR)]
        return _any(topic.is_in(text, language, heads) for text in texts)

    def lacking(parts: Sequence[int]) -> Iterator[tuple[Naming, int]]:
        own = [excerpts[part] for part in parts if excerpts[part].language == topic.language]
        for less in topic.lacking_one("\n".join(one.passage.text for one in own)):
            yield less, _WITNESSES if len(less.terms) > 1 else _WITNESSES_OF_ONE

    said = {one: _any(map(is_named, every)) for one, every in told.items()}
    for one, (first, *_) in told.items():
        wanted = min((least for less, least in lacking(first) if is_named(first, less)), default=0)
        if said[one] is False and wanted:
            others = [its for its in ((one,), *variants.get(one, {}).values()) if its != first]
            excerpts |= store.excerpts([part for parts in others for part in parts])
            said[one] = sum(is_named(parts) is True for parts in others) >= wanted
    return said


def _any(answers: Iterable[bool | None]) -> bool | None:
    said = {*answers}
    return True if True in said else False if False in said else None
