"""Who is asked to do what, by when? Read from paragraphs in six languages.

    of_paragraphs(passages) -> Mandates with their paragraphs; lists take what leads into them
    find(text, language)    -> Mandates of one paragraph by itself
    named(text, language)   -> who is called so, in English
    named_in(text, language) -> all who are named there
    addressee_names()       the names of those who may be asked, in English

Rooms: words (patterns from ``data/mandates.toml``) -> deadlines -> find -> lists. Verbs and
addressees have one name, whatever the language; the action stays as it is written.
"""

from corpus.mandates.find import Act, Mandate, find
from corpus.mandates.lists import Held, of_paragraphs
from corpus.mandates.words import addressee_names, named, named_in

__all__ = [
    "Act",
    "Held",
    "Mandate",
    "addressee_names",
    "find",
    "named",
    "named_in",
    "of_paragraphs",
]
