"""Symbols and file names of documents, read and written in all their forms.

    parse             the symbol that a whole text is
    parse_asked       the same of what somebody asks for, who may write ``40/5`` alone
    parse_change, add_changes   a text that is only ``Rev. 1``, and a symbol with that
    find              the symbols in running text
    symbol_at         the one around a place in folded text, for the grammar of references
    announces_several, behind_document   the words before a symbol
    parse_file_name   what the name of a file tells of the document in it
    file_name         ITU's name for one language of a document

Rooms: grammar (patterns, from ``data/bodies.toml`` and ``data/bodies/``) -> matches -> parse,
running. A symbol is never guessed: what the grammar does not take is None. No file is opened.
"""

from corpus.extract.symbols.matches import FoundSymbol, ParsedSymbol, Symbol, add_changes
from corpus.extract.symbols.parse import (
    file_name,
    parse,
    parse_asked,
    parse_change,
    parse_file_name,
)
from corpus.extract.symbols.running import announces_several, behind_document, find, symbol_at

__all__ = [
    "FoundSymbol",
    "ParsedSymbol",
    "Symbol",
    "add_changes",
    "announces_several",
    "behind_document",
    "file_name",
    "find",
    "parse",
    "parse_asked",
    "parse_change",
    "parse_file_name",
    "symbol_at",
]
