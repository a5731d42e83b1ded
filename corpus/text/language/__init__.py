"""The language that a text is written in.

    language_of     of one text, given what is expected; None where it is not clear
    main_language   of most of several texts, and its share of the letters

Rooms: words, profiles -> latin -> of_text: the script first, then a language's own words, and
langdetect's profiles last. No dice: the same text gets the same answer every time.
"""

from corpus.text.language.of_text import language_of, main_language

__all__ = ["language_of", "main_language"]
