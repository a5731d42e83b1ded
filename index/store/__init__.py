"""The store of all that an index knows: one SQLite database, which is the truth.

Read ``schema``, ``database`` and ``moments`` first. Then follow the parts by subject
(``documents``, ``versions``, ``passages`` …), and ``store``, which joins them. ``folders`` and
``translations`` have databases of their own.

The only package with SQL. Nothing is computed here: ``index.indexing`` prepares what is stored.
"""

from index.store.copies import RULES_SETTING, Chooses
from index.store.database import (
    COPIED,
    COPY,
    DATABASE,
    Row,
    copy_separate_database,
    now,
    sync_names,
)
from index.store.documents import Places, PreparedDocument, PreparedPassage, strip_revision
from index.store.facts import PassageFacts
from index.store.files import FileRecord
from index.store.filters import no_meeting, no_source
from index.store.folders import FOLDERS, DelegationFolder, FolderEvent
from index.store.moments import SnapshotCache
from index.store.passages import Excerpt
from index.store.postings import RankedPassages
from index.store.revisions import Fates, ParagraphFate
from index.store.schema import SCHEMA, TABLES
from index.store.store import Store
from index.store.translations import TRANSLATIONS, PassageTranslation, TranslationStore

__all__ = [
    "COPIED",
    "COPY",
    "DATABASE",
    "FOLDERS",
    "RULES_SETTING",
    "SCHEMA",
    "TABLES",
    "TRANSLATIONS",
    "Chooses",
    "DelegationFolder",
    "Excerpt",
    "Fates",
    "FileRecord",
    "FolderEvent",
    "ParagraphFate",
    "PassageFacts",
    "PassageTranslation",
    "Places",
    "PreparedDocument",
    "PreparedPassage",
    "RankedPassages",
    "Row",
    "SnapshotCache",
    "Store",
    "TranslationStore",
    "copy_separate_database",
    "no_meeting",
    "no_source",
    "now",
    "strip_revision",
    "sync_names",
]
