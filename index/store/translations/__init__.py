"""Translations that were made once, in a database next to the index.

The database is derived: who deletes it pays for translations anew. A reader needs the text to read
its translation, so nobody sees more than before.
"""

from index.store.translations.translation_store import (
    TRANSLATIONS,
    PassageTranslation,
    TranslationStore,
)

__all__ = ["TRANSLATIONS", "PassageTranslation", "TranslationStore"]
