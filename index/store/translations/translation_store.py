"""A table of translations by the digest of text, language and translator."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.store.database import now, open_separate_database

TRANSLATIONS: Final = "translations.sqlite3"
"""Name of the database of translations, next to an index."""

_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS translation (
        digest BLOB PRIMARY KEY,
        text TEXT NOT NULL,
        time TEXT NOT NULL
    ) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class PassageTranslation:
    """A machine translation of a passage, which is no official text.

    Attributes:
        by: name of the translator.
        is_stored: whether it was there already, and cost nothing.
        differs: numbers, dates, symbols and references that only the passage or only the
            translation has, as written. Terms that are translated otherwise in the archive.
    """

    language: str
    text: str
    by: str
    is_stored: bool
    differs: tuple[str, ...]


class TranslationStore:
    """The translations of texts by each translator. Threads and processes may share it.

    ``path`` is that of the database, which is made with the first translation.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, texts: Collection[str], target: str, translator: str) -> dict[str, str]:
        """Return the translations of texts by a translator, by text; some may have none.

        Raises ``IndexStoreError`` where the database cannot be used.
        """
        if not self._path.exists():
            return {}
        statement = "SELECT text FROM translation WHERE digest = ?"
        translations = {}
        with open_separate_database(self._path, _TABLE) as connection:
            for text in texts:
                digest = _digest(text, target, translator)
                if row := connection.execute(statement, (digest,)).fetchone():
                    translations[text] = str(row["text"])
        return translations

    def add(self, text: str, target: str, translator: str, translation: str) -> None:
        """Store the translation of a text by a translator; the first one stays.

        Raises ``IndexStoreError``, and adds nothing, where the database cannot be used.
        """
        with open_separate_database(self._path, _TABLE) as connection:
            connection.execute(
                "INSERT OR IGNORE INTO translation (digest, text, time) VALUES (?, ?, ?)",
                (_digest(text, target, translator), translation, now()),
            )


def _digest(*parts: str) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.digest()
