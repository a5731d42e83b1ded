"""Does a sentence take a position, rather than tell a fact?

``Brazil proposes two rounds of comments``, ``the secretariat is asked to open a register``; not
``412 people took part``. Who is asked is told by :mod:`corpus.mandates`, all else by the words of
``data/stances.toml``.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache

from corpus import tables
from corpus.languages import BY_CODE
from corpus.mandates import find, plain


class Stance(IntEnum):
    """How surely a position is taken."""

    NONE = 0
    TENDS = 1
    TAKES = 2


def stance(sentence: str, language: str | None) -> Stance:
    """Whether a position is taken in a sentence of a language; in none of the six, none is known.

    What a resolution calls on somebody to do is no position of who cites it.
    """
    if language not in BY_CODE:
        return Stance.NONE
    asked = find(sentence, language)
    if any(one.is_proposal is not False or one.act == "decides" for one in asked):
        return Stance.TAKES
    takes, tends = _words(language, tables.folder())
    read = plain(sentence, language)
    if takes.search(read) and not asked:
        return Stance.TAKES
    return Stance.TENDS if tends.search(read) else Stance.NONE


@cache
def _words(language: str, folder: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("stances")[language]
    edges = ("", "") if language == "zh" else (r"(?<!\w)", r"(?!\w)")

    def compiled(words: list[str]) -> re.Pattern[str]:
        every = plain("|".join(words), language).replace(" ", r"\s+")
        return re.compile(f"{edges[0]}(?:{every}){edges[1]}", re.IGNORECASE)

    with tables.patterns("stances"):
        return compiled(table["takes"]), compiled(table["tends"])
