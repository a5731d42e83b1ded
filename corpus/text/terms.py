"""One form for names that languages abbreviate differently: for comparing, never for showing.

A multilingual model knows WSIS, but not that ВВУИО, SMSI and CMSI are the same summit: a Russian
question about ВВУИО misses the Chinese text under WSIS. Where texts are embedded, every
language's name is put into one form (``corpus/data/terms.toml``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from corpus import tables
from corpus.languages import BY_CODE
from corpus.text.repair import is_han


def unify(text: str) -> str:
    """Put the names that each language has for the group's own bodies and terms into one form.

    Args:
        text: of a passage or question, in any of the languages.

    Returns:
        The text with ``WSIS`` for ВВУИО, SMSI, CMSI, 信息社会世界峰会 …; not for people to read.
    """
    pattern, names = _compile_grammar()
    return pattern.sub(lambda match: f" {names[(match.lastindex or 1) - 1]} ", text)


def expand_acronym(text: str) -> str:
    """Return what an acronym of the field means (``corpus/data/acronyms.toml``); else the text.

    A model knows few acronyms: alone, each is near to nothing.
    """
    return _load_long_forms().get(text, text)


def find_terms(text: str) -> list[tuple[int, int, str]]:
    """Find the names that a language has its own form for: start, stop, and their one form."""
    pattern, names = _compile_grammar()
    matches = pattern.finditer(text)
    return [(*match.span(), names[(match.lastindex or 1) - 1]) for match in matches]


@functools.cache
def _load_long_forms() -> dict[str, str]:
    """Return the long form of each acronym, the last of its row; the first of several counts."""
    long: dict[str, str] = {}
    for table in tables.load_shipped("acronyms").values():
        for *short, form in table.values():
            for acronym in short:
                if acronym.removesuffix("s").isupper():
                    long.setdefault(acronym, form)
    return long


@functools.cache
def _compile_grammar() -> tuple[re.Pattern[str], Sequence[str]]:
    """Return a pattern whose empty groups tell the name that it found, and the names."""
    forms = []
    for name, table in tables.load_shipped("terms").items():
        forbidden = "|".join(re.escape(word) for word in table.get("not_before", ()))
        for code in BY_CODE:
            forms += [(form, name, code, forbidden) for form in table.get(code, ())]
    forms.sort(key=lambda item: -len(item[0]))  # the long form before the short one in it
    # Most places in a text are passed over by one look at the letter, many times faster than where
    # something is tried: so what may be at a place is sorted by its first letter.
    starts: dict[str, list[tuple[str, str]]] = {}
    for form, name, code, forbidden in forms:
        after = "" if is_han(form[0]) else r"(?!\w)"
        if BY_CODE[code].joins_particles and forbidden and " " not in form:
            after += rf"(?!\s(?:{forbidden}))"
        for first, rest in _list_forms(form, code):
            starts.setdefault(first, []).append((f"{rest}{after}()", name))
    parts = []
    for first, rests in starts.items():
        before = "" if is_han(first) else rf"(?<!\w{first})"
        parts.append(f"{first}{before}(?:{'|'.join(rest for rest, _ in rests)})")
    return re.compile("|".join(parts)), [name for rests in starts.values() for _, name in rests]


def _list_forms(form: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to write a form: the first letter of each, and a pattern for the rest."""
    ways = [form]
    if BY_CODE[code].joins_particles:
        if form.startswith("ال"):
            ways.append(f"لل{form[2:]}")  # `ل` and the article
        # And, so; in, like, to: written as one word with what follows.
        whole = "|".join(map(re.escape, ways))
        yield from (("و", f"[بكل]?(?:{whole})"), ("ف", f"[بكل]?(?:{whole})"))
        yield from ((particle, f"(?:{whole})") for particle in "بكل")
    yield from ((way[0], re.escape(way[1:])) for way in ways)
