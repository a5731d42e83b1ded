"""Which paragraphs name a topic, and which are only near to it in meaning?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.retrieval import Naming
from index.store import Store
from index.versions import passages_in


def naming(store: Store, topic: Naming | None, passages: Collection[int]) -> dict[int, bool | None]:
    """Tell of passages whether they or the headings above them name a topic.

    Versions say the same, so that one that has its words will do, and the one in the language of
    the topic decides: it is the same for every reader.

    Args:
        store: of the index.
        topic: from ``Search.naming``.
        passages: their ids, in whatever language.

    Returns:
        By id; None where it cannot be told: the topic is none of few words, or no version of the
        passage is in a language in which it is known what they are.
    """
    if topic is None:
        return dict.fromkeys(passages)
    variants = passages_in(store, [*passages])
    ids = {
        *passages,
        *(part for by in variants.values() for parts in by.values() for part in parts),
    }
    excerpts = store.excerpts([*ids])

    def is_named(parts: Sequence[int]) -> bool | None:
        there = [excerpts[part].passage for part in parts]
        text = "\n".join([*there[0].heading, *(one.text for one in there)])
        return topic.is_in(text, excerpts[parts[0]].language)

    found: dict[int, bool | None] = {}
    for one in passages:
        beside = variants.get(one, {})
        is_own = excerpts[one].language == topic.language
        own = (one,) if is_own else beside.get(topic.language)
        told = {is_named(parts) for parts in ([own] if own else [(one,), *beside.values()])}
        found[one] = True if True in told else False if False in told else None
    return found
