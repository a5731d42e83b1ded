"""The store of all that an index knows: one SQLite database, which is the truth.

    Store(folder, create=False)   the open database; its parts answer questions
    Excerpt                       a passage with what is needed to cite it
    ParagraphFate, Fates          outcomes of paragraphs in a later revision
    Roles                         which passages say little by themselves
    PassageFacts                  facts of passages that each search needs, in arrays
    PreparedDocument, PreparedPassage     data to store, with Places in its texts
    TABLES                        of words, by language
    RankedPassages                passages with a term, and how well each answers it
    SCHEMA                        how many steps made the tables of a database
    SnapshotCache                 answers that are kept until the store changes
    FileRecord, Row               what the store remembers of a file; a row as it has it
    DATABASE, COPIED              names of the database, and of the file next to that of a copy
    COPY                          the variable that names what an index is a copy of
    RULES_SETTING                 the setting that remembers who may see what
    strip_revision(symbol)        names the document that a symbol revises
    DelegationFolder, FolderEvent     a folder of passages that several people share
    FOLDERS, copy_folders         the database of such folders, and a copy of it
    sync_names(folder)            lets the names in a folder outlast a power cut

    schema                tables, how they came to be, and checksums;  sqlite_errors
      v
    database              open, locked, in transactions, each with a stamp of its own
      v
    moments               what was touched since when
      v
    documents, versions, files, passages, facts, filters, mentions, revisions, vectors,
    word_search (postings), copies, checks        what is asked: parts over the one database
      v
    store                 all parts together, and how a document is put into them

The only package with SQL. Nothing is computed here: ``index.indexing`` prepares what is stored.
"""

from index.store.copies import RULES_SETTING, Chooses
from index.store.database import COPIED, COPY, DATABASE, Row, sync_names
from index.store.documents import Places, PreparedDocument, PreparedPassage, strip_revision
from index.store.facts import PassageFacts
from index.store.files import FileRecord
from index.store.filters import no_meeting, no_source
from index.store.folders import FOLDERS, DelegationFolder, FolderEvent, copy_folders
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
    "FOLDERS",
    "RULES_SETTING",
    "SCHEMA",
    "TABLES",
    "Chooses",
    "DelegationFolder",
    "Excerpt",
    "Fates",
    "FileRecord",
    "FolderEvent",
    "ParagraphFate",
    "PassageFacts",
    "Places",
    "PreparedDocument",
    "PreparedPassage",
    "RankedPassages",
    "Row",
    "SnapshotCache",
    "Store",
    "copy_folders",
    "no_meeting",
    "no_source",
    "strip_revision",
    "sync_names",
]
