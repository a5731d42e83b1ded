"""What do the six languages call the same body? For comparing texts by meaning, never for showing.

A multilingual model knows WSIS, but not that ВВУИО, SMSI and CMSI are the same summit: a Russian
question about ВВУИО misses what stands in Chinese under WSIS. Where texts are embedded, every
language's name is put into one form (``corpus/data/terms.toml``).
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

from corpus.languages import BY_CODE
from corpus.text.repair import is_han

_PARTICLES = "[وف]?(?:ب|ك|ل)?"  # and, so; in, like, to: written as one word with what follows
_ARABIC_STARTS = "وفبكل"
"""What these, and the article after `ل`, begin with."""


def unify(text: str) -> str:
    """Put the names that each language has for the group's own bodies and terms into one form.

    Args:
        text: of a passage or question, in any of the six languages.

    Returns:
        The text with ``WSIS`` for ВВУИО, SMSI, CMSI, 信息社会世界峰会 …; not for people to read.
    """
    pattern, names = _grammar()
    return pattern.sub(lambda match: f" {names[match.lastgroup or '']} ", text) if text else text


def found(text: str) -> list[tuple[int, int, str]]:
    """Find the names that a language has its own form for: start, stop, and their one form."""
    pattern, names = _grammar()
    matches = pattern.finditer(text) if text else ()
    return [(*match.span(), names[match.lastgroup or ""]) for match in matches]


@functools.cache
def _grammar() -> tuple[re.Pattern[str], dict[str, str]]:
    source = resources.files("corpus") / "data" / "terms.toml"
    forms = []
    for name, table in tomllib.loads(source.read_text("utf-8")).items():
        forbidden = "|".join(re.escape(word) for word in table.get("not_before", ()))
        for code in BY_CODE:
            forms += [(form, name, code, forbidden) for form in table.get(code, ())]
    forms.sort(key=lambda item: -len(item[0]))  # the long form before the short one in it
    names: dict[str, str] = {}
    starts: dict[bool, list[str]] = {True: [], False: []}
    for number, (form, name, code, forbidden) in enumerate(forms):
        group = f"t{number}"
        names[group] = name
        starts[is_han(form[0])].append(f"(?P<{group}>{_one(form, code, forbidden)})")
    # Most places in a text are passed over by one look at the letter: where no name begins with it,
    # or it stands within a word.
    han = {form[0] for form, *_ in forms if is_han(form[0])}
    others = {form[0] for form, *_ in forms} - han | set(_ARABIC_STARTS)
    pattern = (
        rf"(?=[{re.escape(''.join(sorted(han | others)))}])(?:"
        rf"(?=[{re.escape(''.join(sorted(han)))}])(?:{'|'.join(starts[True])})"
        rf"|(?<!\w)(?:{'|'.join(starts[False])})(?!\w))"
    )
    return re.compile(pattern), names


def _one(form: str, code: str, forbidden: str) -> str:
    escaped = re.escape(form)
    if is_han(form[0]) or code != "ar":
        return escaped
    after = rf"(?!\w)(?!\s(?:{forbidden}))" if forbidden and " " not in form else ""
    # `ل` and the article become `لل`.
    with_to = f"|لل{re.escape(form[2:])}" if form.startswith("ال") else ""
    return rf"{_PARTICLES}(?:{escaped}{with_to}){after}"
