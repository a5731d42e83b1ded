"""The language of a text: by script, then own words, then profiles; always the same answer."""

from corpus.text.language.of_text import language_of, main_language

__all__ = ["language_of", "main_language"]
