"""Which references does a question name? The grammar of running text, and what is only asked for.

Whoever asks leaves out what a text says around a reference: a question may be a symbol or a file's
name and nothing else, or a bare ``C5``, which in a text may as well be a size of paper. Such forms
are read only where they are the whole of the question.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from corpus import symbols
from corpus.documents import Mention
from corpus.references.find import find
from corpus.references.scan import of_symbol
from corpus.text import fold_with_places

_COUNCIL: Final = "council|conseil|consejo|совет|المجلس|理事会"

# Each with what makes the grammar of running text take it; the group is what was typed.
_BARE: Final = (
    (re.compile(r"[cс](?:1[01]|[1-9])"), "WSIS {}"),
    (re.compile(r"(?:wsis|smsi|cmsi|ввуио)[ -]?([cс](?:1[01]|[1-9]))"), "WSIS {}"),
    (re.compile(rf"(?:{_COUNCIL})\s?(1[0-8]\d\d)"), "Council Res. {}"),
    (re.compile(r"(?:pp|пк)[ -]?(\d{3})"), "PP Res. {}"),
    (re.compile(r"(?:第\s?)(\d{1,4})\s?号?"), "Resolution {}"),
    (re.compile(r"(?:sdgs?|цур|odd|ods)\s?(\d{1,2}\.?[a-d])"), "SDG {}"),
)
_GOES_ON: Final = re.compile(r"[./-]?[A-Za-z0-9]")
_TARGET: Final = re.compile(r"(?<=\d)\.?(?=[a-d]$)")


def of_query(text: str) -> tuple[Mention, ...]:
    """The references in a question, in order of their places.

    Args:
        text: the question, as it was typed.

    Returns:
        Mentions as ``find`` gives them; where the whole question is one reference in a form that
        running text does not have, that one, with the question as its span.
    """
    parsed = symbols.parse(text)
    if parsed is not None:
        found = of_symbol(parsed.symbol, 0, len(text))
        return (Mention(*found, text),)
    mentions = find(text)
    if mentions:
        # A text may go on behind `SDG 9`; who types `SDG 9.g` has mistyped something else.
        return tuple(one for one in mentions if not _GOES_ON.match(text, one.end))
    asked = " ".join(fold_with_places(text).text.split()).strip(" .,;?!()\"'")
    for pattern, form in _BARE:
        match = pattern.fullmatch(asked)
        if match:
            number = _TARGET.sub(".", match.group(match.re.groups).replace("с", "c"))
            return tuple(
                replace(one, start=0, end=len(text), text=text) for one in find(form.format(number))
            )
    return ()
