"""The working languages of the group, and facts about how each is written.

A language is a folder of data, here or in a folder that ``WSIS_SEARCH_LANGUAGES`` names.
"""

from corpus.languages.facts import (
    BY_CODE,
    BY_LETTER,
    FOLDERS,
    LANGUAGES,
    LETTERS,
    NUMBER,
    Language,
    check_language,
    choose_part_language,
    direction,
    find_language,
    is_official,
    missing_tables,
    read_words,
)

__all__ = [
    "BY_CODE",
    "BY_LETTER",
    "FOLDERS",
    "LANGUAGES",
    "LETTERS",
    "NUMBER",
    "Language",
    "check_language",
    "choose_part_language",
    "direction",
    "find_language",
    "is_official",
    "missing_tables",
    "read_words",
]
