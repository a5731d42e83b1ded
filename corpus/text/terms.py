"""Names that languages abbreviate differently: found, and replaced by one form (``terms.toml``).

A multilingual model does not know that ВВУИО, SMSI and CMSI are WSIS.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from corpus import tables
from corpus.languages import BY_CODE
from corpus.text.repair import is_han


def unify(text: str) -> str:
    """Replace each language's names of the group's bodies and terms by one form (``WSIS``)."""
    pattern, names = _compile_grammar()
    return pattern.sub(lambda match: f" {names[(match.lastindex or 1) - 1]} ", text)


def expand_acronym(text: str) -> str:
    """Return the long form of an acronym (``corpus/data/acronyms.toml``), else the text.

    To a model that knows few acronyms, an acronym alone is near to nothing.
    """
    return _load_long_forms().get(text, text)


def find_terms(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and common form of each name that languages abbreviate differently."""
    pattern, names = _compile_grammar()
    matches = pattern.finditer(text)
    return [(*match.span(), names[(match.lastindex or 1) - 1]) for match in matches]


@functools.cache
def _load_long_forms() -> dict[str, str]:
    long: dict[str, str] = {}
    for table in tables.load_shipped("acronyms").values():
        for *short, form in table.values():
            for acronym in short:
                if acronym.removesuffix("s").isupper():
                    long.setdefault(acronym, form)
    return long


@functools.cache
def _compile_grammar() -> tuple[re.Pattern[str], Sequence[str]]:
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
    """Yield the spellings of a form: the first letter of each, and a pattern for the rest."""
    ways = [form]
    if BY_CODE[code].joins_particles:
        if form.startswith("ال"):
            ways.append(f"لل{form[2:]}")  # `ل` and the article
        # And, so; in, like, to: written as one word with what follows.
        whole = "|".join(map(re.escape, ways))
        yield from (("و", f"[بكل]?(?:{whole})"), ("ف", f"[بكل]?(?:{whole})"))
        yield from ((particle, f"(?:{whole})") for particle in "بكل")
    yield from ((way[0], re.escape(way[1:])) for way in ways)
