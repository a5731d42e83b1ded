"""Facts on a document from its cover: symbol, title, source, date, place, item, language.

    facts(path, reading, language) -> Facts      the way in
    version_language(...) -> language, warnings  in which language this version is written
    cover_lines(reading) -> lines                those that both look at
    length_of_cover(passages, metadata) -> int   how many of the first passages are the cover
    SOURCE_LINE                                  how a line begins that names who submits

facts -> title, place, agenda, source, symbol, recommendation -> lines -> parts -> words

Nothing is guessed: what no source states is None. No text behind the cover is looked at.
"""

from ingest.cover.facts import cover_lines, facts, length_of_cover
from ingest.cover.version_language import of_version as version_language
from ingest.cover.words import SOURCE_LINE

__all__ = ["SOURCE_LINE", "cover_lines", "facts", "length_of_cover", "version_language"]
