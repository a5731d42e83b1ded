"""Where does all stand that an index knows? In one SQLite database, which is the truth.

    Store(folder, create=False)   the open database; what is asked of it are its methods
    Excerpt                       a passage with what is needed to cite it
    ParagraphFate, Fates          what became of a paragraph in a later revision; of many
    Filters                       which passages a search may find
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
    unrevised(symbol)             of the document that it is a revision of
    sync_names(folder)            lets the names in a folder outlast a power cut

    words, migrations     in which tables, and how they came to be;  sqlite_errors
      v
    database              open, locked, in transactions, each with a stamp of its own
      v
    moments, checks       what was touched since when, and whether it stands as it was stored
    documents, roles, passages, mentions, slots, vectors, word_search     what is asked, named
      v
    store                 all of these on one database, and what changes them

The only package with SQL. Nothing is computed here: ``index.indexing`` prepares what is stored.
"""

from index.store.copies import COPIED, COPY, Chooses
from index.store.database import DATABASE, Row, sync_names
from index.store.documents import Places, Prepared, PreparedPassage, unrevised
from index.store.filters import no_meeting
from index.store.migrations import SCHEMA
from index.store.moments import SnapshotCache
from index.store.passages import Excerpt, Fates, ParagraphFate
from index.store.postings import Held
from index.store.roles import PassageFacts, Roles
from index.store.store import FileRecord, Store
from index.store.words import TABLES

__all__ = [
    "COPIED",
    "COPY",
    "DATABASE",
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
    "sync_names",
    "unrevised",
]
