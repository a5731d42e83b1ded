"""Which passages are the same one in another language? Told by labels and by place.

A numbered paragraph is known by its label path and, where a document numbers anew in an annex, by
which of its kind it is. What has no number is known by the numbered passage before it and its place
in the run of unnumbered passages that follows; the run has to be of the same make in both versions,
so that a paragraph that one version lacks leads to no pair rather than to a wrong one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from corpus.documents import Passage

__all__ = ["variant_keys"]


def variant_keys(passages: Sequence[Passage]) -> list[str]:
    """Give each passage of a version the key that its variants in other versions have as well.

    Args:
        passages: of one version, in reading order.

    Returns:
        One key a passage. The pieces of a long paragraph share theirs; other passages of one
        version never do.
    """
    keys: list[str] = []
    seen: Counter[str] = Counter()
    anchor = "start"
    run: list[Passage] = []

    def close_run() -> None:
        make = hashlib.sha256("/".join(item.kind for item in run).encode()).hexdigest()[:8]
        keys.extend(f"{anchor}+{place}:{make}" for place in range(len(run)))
        run.clear()

    for passage in passages:
        if passage.part > 1:
            continue
        if passage.label_path:
            close_run()
            name = f"{passage.kind}:{_letters(passage.label_path)}"
            seen[name] += 1
            anchor = f"{name}#{seen[name]}"
            keys.append(anchor)
        else:
            run.append(passage)
    close_run()

    result: list[str] = []
    whole = iter(keys)
    for passage in passages:
        result.append(result[-1] if passage.part > 1 else next(whole))
    return result


_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщ",
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
)
"""List letters in the order in which each alphabet numbers with them; Arabic by the abjad order."""


def _letters(path: Sequence[str]) -> str:
    """A label path in one alphabet: ``ب)`` under 2.1 is the variant of ``b)`` under 2.1."""
    return "/".join(_letter(part) for part in path)


def _letter(label: str) -> str:
    core = label.strip("() .").casefold().rstrip("ـ")
    for alphabet in _ALPHABETS:
        if len(core) == 1 and core in alphabet:
            return f"{alphabet.index(core) + 1})"
    return label
