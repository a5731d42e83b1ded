"""Names of paragraphs that all versions of a document share: by label, or by place.

A numbered paragraph's name is its label path, with a count where an annex numbers anew. An
unnumbered one's is the numbered passage before it and its place in the run that follows. Runs of
different kinds share no names, so a missing paragraph gives no pair instead of a wrong one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from corpus.documents import Passage


def variant_keys(passages: Sequence[Passage]) -> list[str]:
    """Return the key of each passage of a version; equal keys in other versions are variants."""
    keys: list[str] = []
    seen: Counter[str] = Counter()
    anchor = "start"
    run: list[Passage] = []

    def close_run() -> None:
        make = hashlib.sha256("/".join(item.kind for item in run).encode()).hexdigest()[:8]
        keys.extend(f"{anchor}+{place}:{make}" for place in range(len(run)))
        run.clear()

    for passage in passages:
        if passage.piece > 1:
            continue
        if passage.label_path:
            close_run()
            name = f"{passage.kind}:{label_in_common(passage.label_path)}"
            seen[name] += 1
            anchor = f"{name}#{seen[name]}"
            keys.append(anchor)
        else:
            run.append(passage)
    close_run()

    result: list[str] = []
    whole = iter(keys)
    for passage in passages:
        result.append(result[-1] if passage.piece > 1 else next(whole))
    return result


_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщ",
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
)
"""Letters in the order in which each alphabet numbers with them; Arabic in the abjad order."""


def unit_keys(names: Sequence[Sequence[str]]) -> list[str]:
    """Return a unique key per paragraph: that of most versions, unless another has more votes."""
    votes = [Counter(keys) for keys in names]
    # The best supported claim first; of equals a label before a place, then the paragraph in front.
    claims = sorted(
        (-count, "+" in key, unit, key)
        for unit, counted in enumerate(votes)
        for key, count in counted.items()
    )
    keys: dict[int, str] = {}
    used: set[str] = set()
    for _, _, unit, key in claims:
        if unit not in keys and key not in used:
            keys[unit] = key
            used.add(key)
    for unit, counted in enumerate(votes):
        if unit not in keys:
            best = min(counted, key=lambda key: (-counted[key], key), default="none")
            number = 2
            while f"{best}~{number}" in used:
                number += 1
            keys[unit] = f"{best}~{number}"
            used.add(keys[unit])
    return [keys[unit] for unit in range(len(votes))]


def label_in_common(path: Sequence[str]) -> str:
    """Write a label path in one alphabet: ``ب)`` under 2.1 is the same as ``b)`` under 2.1."""
    return "/".join(_letter(part) for part in path)


def _letter(label: str) -> str:
    core = label.strip("() .").casefold().rstrip("ـ")
    for alphabet in _ALPHABETS:
        if len(core) == 1 and core in alphabet:
            return f"{alphabet.index(core) + 1})"
    return label
