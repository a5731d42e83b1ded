"""Numbers of paragraphs next to a reference: ``para. 109 of the Tunis Agenda``, ``第109段``."""

from __future__ import annotations

import re
from typing import Final

from corpus.extract.references.words import ReferenceVocabulary, words
from corpus.text import fold_with_places

_ITEM: Final = r"\(?[a-z\u0430-\u044f\u0621-\u064a]\)"
_NUMBER: Final = (
    rf"\d{{1,3}}(?:\.\d{{1,2}}){{0,4}}(?:\ ?{_ITEM}|[a-z](?![a-z]))?(?:\ ?\([ivx]{{1,4}}\))?"
)
_CHINESE_NUMBER: Final = r"\d{1,3}(?:\.\d{1,2}){0,4}(?:\([a-z]\))?"
_NUMBERS: Final = re.compile(
    rf"\s?(?:№|no?s?\.?|n\.?o|رقم)?\s?(?P<list>{_NUMBER}"
    rf"(?:\s?(?:,|;|-|,?\s(?:and|et|y|e|и|to|a|al|по|و|الي|or|ou|o|или)\s?|\sو)\s?{_NUMBER}){{0,20}})"
    r"(?![\d/.]\d|[./]\d|%)"
)
_CHINESE: Final = re.compile(
    r"(?:\"|'|》|」|号文件)?[,、]?\s?的?第?\s?"
    rf"(?P<list>{_CHINESE_NUMBER}(?:(?:和|及|以及|与|至|、|-)第?{_CHINESE_NUMBER}){{0,20}})"
    rf"(?:\([a-z]\))?\s?(?:段|款)(?P<item>{_ITEM})?项?"
)
_BRIDGE: Final = re.compile(
    r"\s{0,2}[\"'«《(]?\s{0,2}"
    r"(?:(?:of|in|from|de|du|des|del|dans|en|من|في|постановляющей части)\s{1,2}"
    r"(?:the\s|la\s|l'|el\s|los\s|las\s|le\s|sa\s|su\s|its\s|said\s|annex to\s)?){0,2}[\"'«《]?"
)
_OF: Final = re.compile(r"\s(?:of|de|du|des|del|d'|من)(?:\s|(?<='))")
_COMMA: Final = re.compile(r",?\s\(?")
_EACH: Final = re.compile(_NUMBER)
_TYPED: Final = re.compile(r"\d(?:\([a-z.]{3,5}\d\))?#\s?([^\s#][^#]{0,20})$")
"""A label behind a symbol, as addresses and ``show`` have it: ``40/5#3.4``."""


def ahead(text: str, position: int, vocabulary: ReferenceVocabulary) -> int | None:
    """Return the end of the numbers behind a paragraph word at an offset; None without numbers."""
    word = vocabulary.paragraph.match(text, position)
    numbers = _NUMBERS.match(text, word.end()) if word else None
    return numbers.end() if numbers else None


def bridges(text: str, start: int, end: int, vocabulary: ReferenceVocabulary) -> bool:
    """Whether only connecting words are between a paragraph's number and a reference."""
    position = start
    for _ in range(4):
        bridge = _BRIDGE.match(text, position, end)
        position = bridge.end() if bridge else position
        word = vocabulary.document.match(text, position, end)
        position = word.end() if word else position
        if position == end:
            return True
        body = vocabulary.body.match(text, position, end)
        if body is None:
            return False
        position = body.end
    return not text[position:end].strip(" \"'")


def behind(text: str, position: int, vocabulary: ReferenceVocabulary) -> int | None:
    """Return the end of a paragraph number behind a reference, or None.

    In ``Resolution 140, para. 109 of the Tunis Agenda`` the paragraph is the Agenda's.
    """
    chinese = _CHINESE.match(text, position)
    if chinese:
        return chinese.end()
    comma = _COMMA.match(text, position)
    end = ahead(text, comma.end(), vocabulary) if comma else None
    if end is None or _OF.match(text, end):
        return None
    return None if vocabulary.anchors.match(text, end + 1) else end


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the first paragraph numbers that a text names, in reading order: ``("35", "37")``.

    A footnote has that of its paragraph as well (``2.3 fn1``); a section stands for a paragraph, as
    does the label of ``40/5#3.4``.
    """
    folded = fold_with_places(text).text
    if typed := _TYPED.search(folded):
        return (typed[1],)
    vocabulary = words()
    numbers = _find_numbers(folded, vocabulary)
    footnote = vocabulary.footnote.search(folded) if len(numbers) == 1 else None
    if footnote:
        return (f"{numbers[0]} fn{footnote[footnote.lastindex or 0]}",)
    section = None if numbers else vocabulary.section.search(folded)
    return (section[section.lastindex or 0],) if section else numbers


def _find_numbers(folded: str, vocabulary: ReferenceVocabulary) -> tuple[str, ...]:
    for word in vocabulary.paragraph.finditer(folded):
        found = _NUMBERS.match(folded, word.end())
        if found:
            return tuple(match.group().strip() for match in _EACH.finditer(found["list"]))
    for chinese in _CHINESE.finditer(folded):
        numbers = f"{chinese['list']} {chinese['item'] or ''}"
        return tuple(match.group().strip() for match in _EACH.finditer(numbers))
    return ()
