"""Where does all stand that an index knows? In one SQLite database, which is the truth.

    Store(folder, create=False)   the open database; what is asked of it are its parts
    Excerpt                       a passage with what is needed to cite it
    ParagraphFate, Fates          what became of a paragraph in a later revision; of many
    Roles                         which passages say little by themselves
    PassageFacts                  what a search asks of passages again and again, in arrays
    Prepared, PreparedPassage     what is handed to the store, with Places in its texts
    TABLES                        of words, by language
    Held                          passages that hold a term, and how well each answers it
    SCHEMA                        how many steps made the tables of a database
    SnapshotCache                 answers that are kept until the store changes
    FileRecord, Row               what the store remembers of a file; a row as it has it
    DATABASE, COPIED              names of the database, and of what stands beside that of a copy
    COPY                          the variable that names what an index is a copy of
    RULES_SETTING                 the setting that remembers who may see what
    strip_revision(symbol)             of the document that it is a revision of
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
from index.store.documents import Places, Prepared, PreparedPassage, strip_revision
from index.store.facts import PassageFacts, Roles
from index.store.files import FileRecord
from index.store.filters import no_meeting
from index.store.moments import SnapshotCache
from index.store.passages import Excerpt
from index.store.postings import Held
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
    "Held",
    "ParagraphFate",
    "PassageFacts",
    "Places",
    "Prepared",
    "PreparedPassage",
    "Roles",
    "Row",
    "SnapshotCache",
    "Store",
    "no_meeting",
    "strip_revision",
    "sync_names",
]
