"""Facts about a document from its cover: symbol, title, source, date, place, item, language.

Start with ``facts`` and ``version_language``, then read ``symbol``, ``title``, ``source``,
``place`` and ``agenda``; they use ``lines``, ``parts`` and ``words``. No fact is guessed: one that
no source states is None. Text after the cover is never read.
"""

from ingest.cover.facts import cover_lines, facts, length_of_cover
from ingest.cover.version_language import of_version as version_language
from ingest.cover.words import SOURCE_LINE

__all__ = ["SOURCE_LINE", "cover_lines", "facts", "length_of_cover", "version_language"]
