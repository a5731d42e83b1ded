"""Facts on a document from its cover: symbol, title, source, date, place, item, language.

``facts`` is the entry; ``version_language`` finds the language, and ``length_of_cover`` counts the
first passages that are the cover. Read ``words``, ``parts``, ``lines``, a module for each fact
(``title``, ``source``, ``place`` …), then ``facts``. Nothing is guessed: what no source states is
None. Text behind the cover is never read.
"""

from ingest.cover.facts import cover_lines, facts, length_of_cover
from ingest.cover.version_language import of_version as version_language
from ingest.cover.words import SOURCE_LINE

__all__ = ["SOURCE_LINE", "cover_lines", "facts", "length_of_cover", "version_language"]
