"""The language that a text is written in.

Order: words, profiles, latin, of_text. The script decides first, then words that only one language
has, last langdetect's profiles. The same text always gets the same answer.
"""

from corpus.text.language.of_text import language_of, main_language

__all__ = ["language_of", "main_language"]
