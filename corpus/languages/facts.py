"""The facts of the languages, from their folders.

A language is a folder named by its code, with ``language.toml`` and its tables of words. The
shipped ones are next to this module; ``WSIS_SEARCH_LANGUAGES`` names a folder with further ones.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from corpus.errors import QueryError, WsisSearchError

VARIABLE: Final = "WSIS_SEARCH_LANGUAGES"
"""The environment variable that names a folder with further languages."""

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Typography:
    """The way in which a language writes numbers, dates and lists.

    Attributes:
        locale: of CLDR, where it is not the language's code.
        colon: sign between a label and what it says.
        comma: sign between the names of a list.
        thousands: parts thousands of five digits and more; empty for CLDR's sign.
        ordinals: what follows the number of a meeting, by CLDR's category of the ordinal.
        first_day: the first day of a month, where it is an ordinal, which CLDR cannot say.
        puts_year_first: whether a date begins with its year.
        has_thin_spaces: whether a thin space is before high marks and inside guillemets.
    """

    locale: str = ""
    colon: str = ": "
    comma: str = ", "
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
        letter: the letter that ITU puts at the end of symbols and file names (``-E``, ``-A`` …).
        script: ISO 15924 code of its script.
        direction: of its running text.
        name: its own name for itself.
        english_name: its name in English.
        proofing: the tag that Word's proofing knows it by, language and country (BCP 47).
        order: place among the languages, in the United Nations' order (English alphabetical).
        is_spaced: whether spaces part its words and sentences.
        joins_particles: whether "and", "in" and the article are written together with a word.
        puts_verb_first: whether the verb precedes its subject.
        has_cases: whether the form of a noun tells the subject of a sentence.
        drops_subject: whether a sentence may leave out its subject.
        has_exact_stems: whether words of one stem are mostly forms of one word.
        has_one_word_of_asking: whether one word says that somebody is requested and invited.
        proposes_as_it_invites: whether the word that invites is also that of a proposal.
        subject_gap: most letters between a subject and its verb.
        short_stem: letters of a stem up to which words of another meaning share it.
        length: characters that it needs for each one of English.
        stemmer: algorithm of Snowball that stems its words; ``light`` for the light stem of Arabic.
        stop_words: words that say nothing of what a question is about, parted by white space.
        abbreviations: with a full stop that ends no sentence, in small letters, parted by white
            space; they come before a capital, a digit or a bracket.
        names: its names in languages whose tables of words do not have it, by their codes.
        writing: how it writes numbers, dates and lists.
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
    has_one_word_of_asking: bool = False
    proposes_as_it_invites: bool = False
    subject_gap: int = 30
    short_stem: int = 0
    length: float = 1.0
    stemmer: str = ""
    stop_words: str = ""
    abbreviations: str = ""
    names: dict[str, str] = field(default_factory=dict, hash=False)
    writing: Typography = field(default_factory=Typography)

    @property
    def space(self) -> str:
        """Separator of its sentences: a space, or nothing."""
        return " " if self.is_spaced else ""


_UNKNOWN: Final = Language("", "", "", "ltr", "", "", "", 0)


def list_folders() -> dict[str, Path]:
    """Return the folder of each language by its code, the shipped ones first.

    Raises:
        WsisSearchError: the named folder of further languages is none.
    """
    further = os.environ.get(VARIABLE, "")
    if further and not Path(further).is_dir():
        raise WsisSearchError(
            f"{VARIABLE} names {further}, which is not a folder. Correct or unset it."
        )
    folders: dict[str, Path] = {}
    for parent in (Path(__file__).parent, *([Path(further)] if further else [])):
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
    """Return a table of a language that no other language is read with; empty without its file."""
    path = FOLDERS[code] / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


READING_TABLES: Final = (
    *("bodies", "countries", "cover", "dates", "mandates", "notes", "reading", "references"),
    "stances",
)
"""Tables without which something that a document says is not found in it."""


def missing_tables(code: str) -> tuple[str, ...]:
    """Return which of the tables that documents are read by a language does not have."""
    return tuple(name for name in READING_TABLES if not (FOLDERS[code] / f"{name}.toml").exists())


FOLDERS: Final = list_folders()
"""The folder of each language, by its code."""

LANGUAGES: Final = tuple(sorted(_read_languages(), key=lambda language: language.order))
"""The languages, in the order in which the United Nations lists them (English alphabetical)."""

BY_CODE: Final = {language.code: language for language in LANGUAGES}
BY_LETTER: Final = {language.letter: language for language in LANGUAGES}

LETTERS: Final = "".join(sorted(BY_LETTER))
"""The letters of all languages, for a character class."""


NUMBER: Final = {6: "six", 7: "seven", 8: "eight"}.get(len(LANGUAGES), str(len(LANGUAGES)))
"""Number of languages, as a sentence says it."""


def is_official(code: str | None) -> bool:
    """Whether ``code`` is one of the languages."""
    return code in BY_CODE


def find_language(code: str | None) -> Language:
    """Return the facts of a language; those of a plain one where the code is not known."""
    return BY_CODE.get(code or "", _UNKNOWN)


def direction(code: str | None) -> Direction:
    """Return the direction of text of language ``code``; left to right if it is not known."""
    return find_language(code).direction


def choose_part_language(own: str | None, whole: str | None) -> str | None:
    """Return the language of a part of a text: its own only where its script differs.

    Args:
        own: that the part was read as; None where it is not clear.
        whole: that of the whole.
    """
    if own not in BY_CODE or whole not in BY_CODE:
        return whole or own
    return own if BY_CODE[own].script != BY_CODE[whole].script else whole


def check_language(code: str) -> None:
    """Make sure that a code names one of the languages.

    Raises:
        QueryError: it does not.
    """
    if code not in BY_CODE:
        choices = ", ".join(sorted(BY_CODE))
        raise QueryError(
            f"{code} is not one of the {NUMBER} languages. Use one of: {choices}.",
            reason="language",
            language=code,
            choices=choices,
        )
