"""Facts of the languages, from a folder for each, with ``language.toml`` and tables of words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from corpus import settings
from corpus.errors import QueryError, WsisSearchError

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Typography:
    """The way in which a language writes numbers, dates and lists.

    Attributes:
        locale: locale of CLDR, where it is not the language's code.
        thousands: separator in numbers of five digits and more; empty for CLDR's sign.
        ordinals: suffix of a meeting's number, by CLDR's category of the ordinal.
        first_day: first day of a month, where it is an ordinal, which CLDR cannot say.
        has_thin_spaces: whether a thin space is before high marks and inside guillemets.
    """

    locale: str = ""
    colon: str = ": "
    comma: str = ", "
    semicolon: str = "; "
    thousands: str = ""
    ordinals: dict[str, str] = field(default_factory=dict, hash=False)
    first_day: str = ""
    puts_year_first: bool = False
    has_thin_spaces: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """A language that documents are read and searched in.

    Attributes:
        code: ISO 639-1 code, lower case: the name of its folder.
        letter: ITU's letter at the end of symbols and file names (``-E``, ``-A`` …).
        script: ISO 15924 code.
        name: its own name for itself.
        proofing: BCP 47 tag of Word's proofing, language and country.
        order: place among the languages, in the United Nations' order.
        joins_particles: whether "and", "in" and the article are written together with a word.
        has_cases: whether the form of a noun shows the subject of a sentence.
        has_exact_stems: whether words with one stem are mostly forms of one word.
        has_negative_concord: whether two words of negation in a clause deny once.
        has_one_word_of_asking: whether one word means both request and invite.
        proposes_as_it_invites: whether one word means both invite and propose.
        subject_gap: most letters between a subject and its verb.
        short_stem: letters up to which a stem is shared by words with other meanings.
        length: characters that it needs for each character of English.
        stemmer: Snowball algorithm for its words; ``light`` for the light stem of Arabic.
        stop_words: words without content in a question, separated by white space.
        abbreviations: lower-case, separated by white space; their full stop ends no sentence.
        anaphors: regular expression of the words at the start of a sentence that mean something in
            the sentence before; empty where none are known.
        names: its names in languages whose tables lack it, by their codes.
    """

    code: str
    letter: str
    script: str
    direction: Direction
    name: str
    english_name: str
    proofing: str
    order: int
    is_spaced: bool = True
    joins_particles: bool = False
    puts_verb_first: bool = False
    has_cases: bool = False
    drops_subject: bool = True
    has_exact_stems: bool = False
    has_negative_concord: bool = False
    has_one_word_of_asking: bool = False
    proposes_as_it_invites: bool = False
    subject_gap: int = 30
    short_stem: int = 0
    length: float = 1.0
    stemmer: str = ""
    stop_words: str = ""
    abbreviations: str = ""
    anaphors: str = ""
    names: dict[str, str] = field(default_factory=dict, hash=False)
    writing: Typography = field(default_factory=Typography)

    @property
    def space(self) -> str:
        """Separator of its sentences: a space, or nothing."""
        return " " if self.is_spaced else ""


_UNKNOWN: Final = Language("", "", "", "ltr", "", "", "", 0)


def list_folders() -> dict[str, Path]:
    """Return the folder of each language by code, the shipped ones first.

    Raises WsisSearchError where the named folder of further languages does not exist.
    """
    further = settings.LANGUAGES.path
    if further and not further.is_dir():
        raise WsisSearchError(
            f"{settings.LANGUAGES.name} names {further}, which is not a folder. Correct or unset "
            "it."
        )
    folders: dict[str, Path] = {}
    for parent in (Path(__file__).parent, *([further] if further else [])):
        for path in sorted(parent.glob("*/language.toml")):
            folders.setdefault(path.parent.name, path.parent)
    return folders


def _read_languages() -> Iterator[Language]:
    for code, folder in FOLDERS.items():
        path = folder / "language.toml"
        try:
            table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
            writing = Typography(**table.pop("writing", {}))
            yield Language(code=code, writing=writing, **table)
        except (OSError, TypeError, ValueError) as error:
            raise WsisSearchError(
                f"The language {path} cannot be read: {error}. Correct the file."
            ) from error


def read_words(code: str, name: str) -> dict[str, Any]:
    """Return a table that only one language uses; empty where its file is missing."""
    path = FOLDERS[code] / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


READING_TABLES: Final = (
    *("bodies", "countries", "cover", "dates", "mandates", "notes", "reading", "references"),
    "stances",
)
"""Tables that documents are read by; a language without one of them loses some facts."""


def missing_tables(code: str) -> tuple[str, ...]:
    """Return the names of the reading tables that a language lacks."""
    return tuple(name for name in READING_TABLES if not (FOLDERS[code] / f"{name}.toml").exists())


FOLDERS: Final = list_folders()
"""The folder of each language, by its code."""

LANGUAGES: Final = tuple(sorted(_read_languages(), key=lambda language: language.order))
"""The languages in the order of the United Nations (English alphabetical)."""

BY_CODE: Final = {language.code: language for language in LANGUAGES}
BY_LETTER: Final = {language.letter: language for language in LANGUAGES}

LETTERS: Final = "".join(sorted(BY_LETTER))
"""Letters of all languages behind symbols (``-E``), for a character class."""


NUMBER: Final = {6: "six", 7: "seven", 8: "eight"}.get(len(LANGUAGES), str(len(LANGUAGES)))
"""Number of languages, as a word in a sentence."""


def is_official(code: str | None) -> bool:
    """Whether ``code`` is one of the languages."""
    return code in BY_CODE


def find_language(code: str | None) -> Language:
    """Return the facts of a language, or of a plain one where the code is unknown."""
    return BY_CODE.get(code or "", _UNKNOWN)


def direction(code: str | None) -> Direction:
    """Return the direction of text in a language; left to right where it is unknown."""
    return find_language(code).direction


def choose_part_language(own: str | None, whole: str | None) -> str | None:
    """Return the language of a part of a text: its own where both are among the six."""
    return own if own in BY_CODE and whole in BY_CODE else whole or own


def check_language(code: str) -> None:
    """Raise QueryError unless a code names one of the languages."""
    if code not in BY_CODE:
        choices = ", ".join(sorted(BY_CODE))
        raise QueryError(
            f"{code} is not one of the {NUMBER} languages. Use one of: {choices}.",
            reason="language",
            language=code,
            choices=choices,
        )
