"""The store of an index: one SQLite database with everything that the index knows.

Read ``schema`` first (tables, migrations, checksums). Then ``database`` opens the file and runs
transactions, and ``moments`` records which passages changed when. One module for each subject
follows. ``store`` joins them, and puts documents in.

This is the only package with SQL. It computes nothing: ``index.indexing`` prepares what is stored.
"""

from index.store.copies import RULES_SETTING, Chooses
from index.store.database import COPIED, COPY, DATABASE, Row, sync_names
from index.store.documents import Places, PreparedDocument, PreparedPassage, strip_revision
from index.store.facts import PassageFacts, Roles
from index.store.files import FileRecord
from index.store.filters import no_meeting
from index.store.moments import SnapshotCache
from index.store.passages import Excerpt
from index.store.postings import RankedPassages
from index.store.revisions import Fates, ParagraphFate
from index.store.schema import SCHEMA, TABLES
from index.store.store import Store

__all__ = [
    "COPIED",
    "COPY",
    "DATABASE",
    "RULES_SETTING",
    "SCHEMA",
    "TABLES",
    "Chooses",
    "Excerpt",
    "Fates",
    "FileRecord",
    "ParagraphFate",
    "PassageFacts",
    "Places",
    "PreparedDocument",
    "PreparedPassage",
    "RankedPassages",
    "Roles",
    "Row",
    "SnapshotCache",
    "Store",
    "no_meeting",
    "strip_revision",
    "sync_names",
]
