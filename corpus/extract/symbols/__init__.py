"""Symbols and file names of documents, read and written in all their forms.

Read ``grammar`` first, then ``matches``, ``parse`` and ``running``. A symbol is never guessed: what
the grammar does not accept is None. No file is opened.
"""

from corpus.extract.symbols.matches import FoundSymbol, ParsedSymbol, Symbol, add_changes
from corpus.extract.symbols.parse import (
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
    "find",
    "parse",
    "parse_asked",
    "parse_change",
    "parse_file_name",
    "symbol_at",
]
