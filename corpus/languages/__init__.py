"""The languages that the group works in, and how each is written.

    LANGUAGES, BY_CODE, BY_LETTER   the languages with their facts, in the United Nations' order
    LETTERS, NUMBER                 those behind symbols, for a pattern; how many there are
    find_language(code)             the facts of one, also where the code is not known
    read_words(code, name)          a table of one, of what it alone is asked for
    missing_tables(code)            those for reading documents that it does not have
    FOLDERS                         where each has its facts and its tables of words

A language is a folder of data: those of the United Nations are here, and
``WSIS_SEARCH_LANGUAGES`` names more. Nothing here knows what the words are for.
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
