"""Which six languages does the group work in, and how is each written?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from corpus.errors import QueryError

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Language:
    """One official language of the United Nations.

    Attributes:
        code: ISO 639-1 code, lower case.
        letter: the letter that ITU puts at the end of symbols and file names (``-E``, ``-A`` …).
        script: ISO 15924 code of its script.
        direction: of its running text.
        name: its own name for itself.
        english_name: its name in English.
        proofing: the tag that Word's proofing knows it by, language and country (BCP 47).
    """

    code: str
    letter: str
    script: str
    direction: Direction
    name: str
    english_name: str
    proofing: str


LANGUAGES: Final = (
    Language("ar", "A", "Arab", "rtl", "العربية", "Arabic", "ar-SA"),
    Language("zh", "C", "Hans", "ltr", "中文", "Chinese", "zh-CN"),
    Language("en", "E", "Latn", "ltr", "English", "English", "en-GB"),
    Language("fr", "F", "Latn", "ltr", "Français", "French", "fr-FR"),
    Language("ru", "R", "Cyrl", "ltr", "Русский", "Russian", "ru-RU"),
    Language("es", "S", "Latn", "ltr", "Español", "Spanish", "es-ES"),
)
"""The six, in the order in which the United Nations lists them (English alphabetical)."""

BY_CODE: Final = {language.code: language for language in LANGUAGES}
BY_LETTER: Final = {language.letter: language for language in LANGUAGES}


def is_official(code: str | None) -> bool:
    """Whether ``code`` is one of the six."""
    return code in BY_CODE


def direction(code: str | None) -> Direction:
    """The direction in which text of language ``code`` runs; left to right if it is not known."""
    language = BY_CODE.get(code or "")
    return language.direction if language else "ltr"


def written_in(own: str | None, whole: str | None) -> str | None:
    """The language of a part of a text: its own where its script plainly differs from the whole's.

    Args:
        own: that the part was read as; None where it cannot be told.
        whole: that of the whole.
    """
    if own not in BY_CODE or whole not in BY_CODE:
        return whole or own
    return own if BY_CODE[own].script != BY_CODE[whole].script else whole


def check_language(code: str) -> None:
    """Make sure that a code names one of the six languages.

    Raises:
        QueryError: it does not.
    """
    if code not in BY_CODE:
        choices = ", ".join(sorted(BY_CODE))
        raise QueryError(
            f"{code} is not one of the six languages. Use one of: {choices}.",
            reason="language",
            language=code,
            choices=choices,
        )
