"""The light stem of an Arabic word: what is left without article, particles and endings.

A light stem in the manner of light10 (Larkey, Ballesteros and Connell 2007), which finds more than
the root of a word does. The particles that are written with the next word and the article go, then
the commonest endings, as long as enough of the word is left. Snowball's Arabic stemmer finds as
much on questions, but leaves `and the` before a word as it is.
"""

from __future__ import annotations

import re
from typing import Final

_PREFIXES: Final = ("وال", "بال", "كال", "فال", "ولل", "ال", "لل")
_SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
_LEFT_OF_PREFIX: Final = 2
_LEFT_OF_AND: Final = 3
_LEFT_OF_SUFFIX: Final = 2
_LEFT_OF_CASE: Final = 3
_LEFT_OF_OWN_AND: Final = 2

_OF_A_VERB: Final = tuple("ايتنم")
_LONG_VOWELS: Final = dict.fromkeys(map(ord, "اوي"))


_JOINED: Final = re.compile(r"([وف])?([بكل])?(ال)(?=\w{2})|(و)(?=[\u0621-\u064a]{3})")
_FOR_THE: Final = re.compile(r"^([وف]?)لل(?=\w{2})")
"""The written form of `for the`: the article has lost its first letter."""


def light_stem(word: str) -> str:
    """Give the light stem.

    Args:
        word: folded: no vowel signs, one form of alef.
    """
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEFT_OF_PREFIX:
            word = word[len(prefix) :]
            break
    else:
        if word.startswith("و") and len(word) - 1 >= _LEFT_OF_AND:
            word = word[1:]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEFT_OF_SUFFIX:
            word = word[: -len(suffix)]
    return word


def parts(word: str) -> tuple[str, ...]:
    """Give the particles and the article that are written with a word, then what is left of it.

    Only the `and` and what is before the article are taken for particles: ``وبالقرار`` is
    ``و ب ال قرار``. That the first letters of ``وثيقة`` may be none does no harm to who compares.
    They are taken off wherever they are, and ``الوثيقة`` ends as it does.

    Args:
        word: as for :func:`light_stem`; of another script it is its only part.
    """
    pieces: list[str] = []
    word = _FOR_THE.sub(r"\1لال", word)
    while match := _JOINED.match(word):
        pieces += [particle for particle in match.groups() if particle]
        word = word[match.end() :]
    return (*pieces, word)


def with_article(word: str) -> str:
    """Give the stem that a word has with the article: of ``ولاية`` one that keeps the first letter.

    Args:
        word: as for :func:`light_stem`.
    """
    return light_stem(f"ال{word}")


def one_form(stem: str) -> str:
    """Give what the stems of one word have in common.

    Of ``صندوقاً``, an indefinite accusative, that is the stem of ``صندوق``. A word that begins with
    the letter of `and` has kept it behind the article alone, so that it goes. The store keeps the
    stems: only texts which were found are compared so.

    Args:
        stem: from :func:`light_stem`.
    """
    if stem.startswith("و") and len(stem) - 1 >= _LEFT_OF_OWN_AND:
        stem = stem[1:]
    plain = stem.removesuffix("ا")
    if plain == stem or len(plain) < _LEFT_OF_CASE:
        return stem
    for suffix in _SUFFIXES:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= _LEFT_OF_SUFFIX:
            plain = plain[: -len(suffix)]
    return plain


def consonants(stem: str) -> str:
    """Give what a verb and its noun have in common: ``يمدد`` and ``تمديد`` are both ``مدد``.

    That is less than a root and more than a word: this counts only with other signs.

    Args:
        stem: from :func:`light_stem`.
    """
    first = stem[1:] if stem[:1] in _OF_A_VERB and len(stem) > _LEFT_OF_CASE else stem
    return first.translate(_LONG_VOWELS)
