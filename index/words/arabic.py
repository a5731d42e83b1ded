"""Light stems of Arabic words, without article, particles and endings.

The method is close to light10 (Larkey, Ballesteros and Connell 2007), which finds more than roots
do. Snowball's Arabic stemmer finds as much, but leaves `and the` before a word.
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
_ACCUSATIVE: Final = re.compile("(?<=[\u0621-\u064a]{2})(?:\u0627\u064b|\u064b\u0627)$")
_FOR_THE: Final = re.compile(r"^([وف]?)لل(?=\w{2})")
"""Written form of `for the`, in which the article has lost its first letter."""


def light_stem(word: str) -> str:
    """Return the light stem of a folded word (no vowel signs, one form of alef)."""
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
    """Split a folded word into particles, article and rest: ``وبالقرار`` is ``و ب ال قرار``.

    A word of another script is its only part. A first letter that only looks like `and` is split
    off too, but always, so that two forms of the word still compare.
    """
    if word.isascii():
        return (word,)
    pieces: list[str] = []
    word = _FOR_THE.sub(r"\1لال", word)
    while match := _JOINED.match(word):
        pieces += [particle for particle in match.groups() if particle]
        word = word[match.end() :]
    return (*pieces, word)


def with_article(word: str) -> str:
    """Return the light stem of a folded word with the article, which keeps its first letter."""
    return light_stem(f"ال{word}")


def one_form(stem: str) -> str:
    """Return the common form of the light stems of one word.

    It removes an initial `and`, and the alef of an indefinite accusative that is written without
    its mark. The store keeps plain stems; only hits are compared by this form.
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


def without_accusative(word: str) -> str:
    """Return a word without the marked alef of the indefinite accusative: ``صندوقاً``.

    Without the mark it stays: ``سويسرا`` is a name, and ``سويسرية`` another word.
    """
    return _ACCUSATIVE.sub("", word)


def consonants(stem: str) -> str:
    """Return the consonants of a light stem: ``مدد`` for ``يمدد`` and for ``تمديد``.

    Unrelated words may share them too, so combine this with other evidence.
    """
    first = stem[1:] if stem[:1] in _OF_A_VERB and len(stem) > _LEFT_OF_CASE else stem
    return first.translate(_LONG_VOWELS)
