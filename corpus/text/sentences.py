"""Splitting of a text into sentences, and of long paragraphs into pieces at their ends.

A full stop inside a reference never ends a sentence, as a cut reference is never found again.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.languages import LANGUAGES, find_language

_ABBREVIATIONS: Final = frozenset(
    word for language in LANGUAGES for word in language.abbreviations.split()
)
"""Abbreviations of all languages, since a text may mix them."""

# A search for one of these signs passes over the others many times faster than one that tries what
# may be there; which one it is comes behind.
_END: Final = re.compile(
    r"""
    [.!?؟…。！？；\n] (?:
        (?<=[.!?؟…]) (?<![.!?؟…].) [.!?؟…]*+    # a stop before white space; a run of stops is
        [”"»’')\]]*+                            # looked at once, from its beginning
        (?: \[\^?\d+\] | [⁰¹²³⁴-⁹]+ )? (?=\s)
      | (?<=[。！？；]) [。！？；]* [”’」』）)]*   # a wide stop, wherever
      | (?<=\n) \n* )
    \s*
    """,
    re.VERBOSE,
)
_LAST_WORD: Final = re.compile(r"[^\W\d_](?:[\w.º°]*[\wº°])?$")
_NUMBER: Final = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+)")
_LONGEST_NUMBER: Final = 20
"""Characters of an item's number, which belongs to the sentence behind it: ``2. The text``."""
_NEXT: Final = re.compile(r"[\s\"“«‘'(\[¿¡]*(.)", re.DOTALL)
_SOFTER: Final = re.compile(r"[;；؛:：]\s*|[,，،、]\s*|\s+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of sentences, which cover the whole text with its white space."""
    spans = []
    start = 0
    for match in _END.finditer(text):
        if match.end() >= len(text):
            break
        if _ends_sentence(text, match, start):
            spans.append((start, match.end()))
            start = match.end()
    if start < len(text) or not spans:
        spans.append((start, len(text)))
    return spans


def find_antecedent(text: str, start: int, language: str | None) -> str:
    """Return the sentence before ``start`` that the one from there on refers to, to the letter.

    Empty where nothing of the language's ``anaphors`` begins the sentence, such as "They" or "Of
    these", or none is before it.
    """
    anaphors = find_language(language).anaphors
    if not anaphors or not re.match(anaphors, text[start:].lstrip(), re.IGNORECASE):
        return ""
    before = [span for span in sentences(text) if span[1] <= start]
    return text[slice(*before[-1])].strip() if before else ""


def _ends_sentence(text: str, match: re.Match[str], start: int) -> bool:
    stop = match.group()[0]
    if stop not in ".…":
        return True
    if match.start() - start < _LONGEST_NUMBER and _NUMBER.fullmatch(text, start, match.start()):
        return False
    # The next letter: a small one means that the sentence goes on.
    following = _NEXT.match(text, match.end())
    if following and following.group(1).islower():
        return False
    if match.group().startswith(".") and not match.group().startswith(".."):
        # At most 40 characters back: no abbreviation is longer.
        word = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
        if word:
            word_before = word.group().casefold()
            if word_before in _ABBREVIATIONS or len(word_before) == 1 or "." in word_before:
                return False
    return True


def _weigh(text: str) -> int:
    # A Chinese character is about three times as many tokens as a letter of the other scripts.
    return len(text) + 2 * sum(1 for character in text if "\u2e80" <= character <= "\uffef")


def split_long(text: str, limit: int) -> list[tuple[int, int]]:
    """Cut a text into pieces of at most ``limit`` letters, if possible at sentence ends.

    A Chinese character counts as three letters. White space between pieces belongs to the first.
    """
    if _weigh(text) <= limit:
        return [(0, len(text))]
    pieces: list[tuple[int, int]] = []
    weight = 0  # of the last piece, with the white space at its end
    for start, end in sentences(text):
        for piece_start, piece_end in _fit(text, start, end, limit):
            piece = text[piece_start:piece_end]
            if pieces and weight + _weigh(piece.rstrip()) <= limit:
                pieces[-1] = (pieces[-1][0], piece_end)
            else:
                pieces.append((piece_start, piece_end))
                weight = 0
            weight += _weigh(piece)
    return pieces


def _find_reach(text: str, start: int, end: int, limit: int) -> int:
    weight = 0
    for index in range(start, end):
        weight += 3 if "\u2e80" <= text[index] <= "\uffef" else 1
        if weight > limit:
            return max(index, start + 1)
    return end


def _fit(text: str, start: int, end: int, limit: int) -> list[tuple[int, int]]:
    """Cut one sentence that is too long: after a comma, else a space, else anywhere."""
    pieces = []
    last = start + len(text[start:end].rstrip())
    while (reach := _find_reach(text, start, last, limit)) < last:
        cut = reach
        best = -1
        for match in _SOFTER.finditer(text, start + (reach - start) // 2, reach):
            rank = 0 if match.group()[0].isspace() else 1
            if rank >= best:
                best, cut = rank, match.end()
        pieces.append((start, cut))
        start = cut
    if start < end:
        pieces.append((start, end))
    return pieces


def ends_with_colon(text: str) -> bool:
    """Whether a text ends with a colon of any language, as what leads into a list does."""
    return text.rstrip().endswith((":", "："))
