"""Mandates: who is asked to do what, by when. Read from paragraphs.

    of_paragraphs(passages) -> Mandates with their paragraphs; lists take what leads into them
    dump(passages)          -> the same of a version without its words, for a store
    load(kept)              -> what that wrote: Standoffs, each read with its paragraph's text
    rules()                 names the rules: what others found is found anew
    find(text, language)    -> Mandates of one paragraph by itself
    find_addressee(text, language)  -> the addressee of that name, in English
    find_addressees(text, language) -> all addressees that a text names
    addressees_in(text, language) -> the same with their places
    plain(text, language)    -> as patterns read it: Arabic without vowel signs, its alefs as one
    parse_time(text)        -> the time that a text is: a date, a year, a meeting
    addressee_names()       the names of those who may be asked, in English
    is_draft, is_outcome    what a heading or title says of all below it
    is_past(verb, language) -> whether it says what was asked then

Rooms: words (patterns from ``data/mandates.toml``) -> addressees, deadlines, askers,
coordination -> find -> lists -> standoff.
Verbs and addressees have one name, whatever the language; the action stays as it is written.
"""

from corpus.extract.mandates.askers import is_draft, is_outcome, is_past
from corpus.extract.mandates.deadlines import parse_time
from corpus.extract.mandates.find import Mandate, find
from corpus.extract.mandates.lists import of_paragraphs
from corpus.extract.mandates.standoff import Standoff, dump, load, rules
from corpus.extract.mandates.words import (
    addressee_names,
    addressees_in,
    find_addressee,
    find_addressees,
    plain,
)

__all__ = [
    "Mandate",
    "Standoff",
    "addressee_names",
    "addressees_in",
    "dump",
    "find",
    "find_addressee",
    "find_addressees",
    "is_draft",
    "is_outcome",
    "is_past",
    "load",
    "of_paragraphs",
    "parse_time",
    "plain",
    "rules",
]
