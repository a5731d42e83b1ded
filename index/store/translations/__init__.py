"""Translations that were made once, in a database next to the index.

They cost money or time, so they outlast a new index in that folder, and are part of a backup of the
whole index. A publication has none: each machine that follows it stores its own. Who deletes the
database pays for them anew. A reader needs the text to read its translation, so nobody sees more
than before.
"""

from index.store.translations.translation_store import (
    TRANSLATIONS,
    PassageTranslation,
    TranslationStore,
)

__all__ = ["TRANSLATIONS", "PassageTranslation", "TranslationStore"]
