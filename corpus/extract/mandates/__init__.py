"""Mandates: who is asked to do what, by when, read from paragraphs.

``of_paragraphs`` reads a document with its lists, ``find`` one paragraph; ``dump`` and ``load``
keep mandates in a store. Read ``words``, ``addressees``, ``deadlines``, ``askers``,
``coordination``, ``find``, ``lists``, ``standoff``. Actions stay as written, never translated.
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
