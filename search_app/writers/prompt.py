"""Messages to a writer: the rules, the question, and the passages, each within a fence.

A fence is a tag that no text can close, since ``<`` in a text becomes ``&lt;``. The marks of chat
templates (``<|im_end|>``) therefore lose their sense as well. Characters that a model reads and
nobody sees are left out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from corpus.languages import find_language
from corpus.text import clean, drop_hidden, split_long

WORDS: Final = 150
"""Maximum words of an answer."""

_LETTERS: Final = 6_400
"""Letters of all passages, a Chinese character as three: 2,600 tokens of Arabic at the most. With
the rules and the answer they fit into 4,096 tokens, the smallest context in common use.
"""

Message = dict[str, str]
"""Message of the protocol: role and content."""


def make_messages(question: str, passages: Sequence[str], language: str) -> list[Message]:
    """Return the messages that ask for an answer from passages, numbered from 1."""
    words = _read_words()
    name = find_language(language).english_name
    fenced = [
        words["passage"].format(number=number, text=_fence(text))
        for number, text in enumerate(_fit(passages), 1)
    ]
    request = words["question"].format(
        question=_fence(question), passages="\n".join(fenced), language=name
    )
    rules = words["rules"].format(language=name, words=WORDS)
    return [
        {"role": "system", "content": rules.strip()},
        {"role": "user", "content": request.strip()},
    ]


def make_translation_messages(
    text: str, source: str, target: str, terms: Mapping[str, str]
) -> list[Message]:
    """Return the messages that ask for a text in another language, with its terms."""
    words = _read_words()
    names = {
        "source": find_language(source).english_name,
        "target": find_language(target).english_name,
    }
    rows = [
        words["term"].format(term=_fence(term), translation=_fence(translation))
        for term, translation in terms.items()
    ]
    request = words["translation"].format(text=_fence(text), terms="\n".join(rows), **names)
    return [
        {"role": "system", "content": words["translation_rules"].format(**names).strip()},
        {"role": "user", "content": request.strip()},
    ]


@cache
def _read_words() -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath("prompt.toml").read_text("utf-8"))


def _fence(text: str) -> str:
    return drop_hidden(clean(text)).replace("<", "&lt;")  # bytes of a command line may be no text


def _fit(passages: Sequence[str]) -> list[str]:
    """Return passages cut to what they may have together; short ones leave room for long ones."""
    fitted = list(passages)
    left = _LETTERS
    order = sorted(range(len(passages)), key=lambda number: _count_letters(passages[number]))
    for done, number in enumerate(order):
        text = passages[number]
        _, end = split_long(text, left // (len(order) - done))[0]
        fitted[number] = text[:end].rstrip()
        left -= _count_letters(fitted[number])
    return fitted


def _count_letters(text: str) -> int:
    return len(text) + 2 * sum("\u2e80" <= character <= "\uffef" for character in text)
