"""Migrations of the store's tables: ordered steps, each run once and recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Protocol

from index.store.schema.checksums import CHECKED, FIRST_CHECKED, checksum_over
from index.store.schema.words import schema


class _Executor(Protocol):
    def execute(self, statement: str, /) -> object: ...


_Step = Callable[[_Executor], None]


def _script(text: str) -> _Step:
    """Return a step that runs statements; lines within a trigger are indented."""

    def run(connection: _Executor) -> None:
        for statement in re.split(r";\n(?! |END)", text):
            connection.execute(statement)

    return run


_FIRST_TABLES: Final = """
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,          -- as the system names it: a name need not be UTF-8
    shown TEXT NOT NULL,                -- the same for people
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,               -- of the content; empty where it could not be read
    reader INTEGER NOT NULL,            -- version of the readers that read it
    code TEXT,                          -- of the error, where it could not be read
    message TEXT,
    warnings TEXT NOT NULL DEFAULT '[]',-- [[code, message], …]
    ingested TEXT NOT NULL              -- ISO 8601, UTC
);

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- its symbol, or `file:` and the file's name
    symbol TEXT,
    date TEXT, meeting TEXT, series TEXT, number TEXT,
    revision TEXT, addendum TEXT, original_language TEXT
);
CREATE INDEX document_symbol ON document (symbol);

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL UNIQUE REFERENCES file ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES document,
    language TEXT,
    title TEXT, source TEXT,            -- in the version's language
    format TEXT NOT NULL,
    pages INTEGER,
    twin_id INTEGER REFERENCES version ON DELETE SET NULL
                                        -- the same text from a better file, shown in its place
);
CREATE INDEX version_document ON version (document_id, language);
CREATE INDEX version_twin ON version (twin_id);

CREATE TABLE passage (
    id INTEGER PRIMARY KEY,             -- also its id in the FAISS index
    version_id INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,           -- from 0, in reading order
    kind TEXT NOT NULL,
    label TEXT,
    label_path TEXT NOT NULL,           -- JSON
    heading TEXT NOT NULL,              -- JSON
    page INTEGER,
    twin_page INTEGER,                  -- the page in the twin, for formats without pages
    boxes TEXT NOT NULL,                -- JSON: [[page, x0, top, x1, bottom], …], points
    language TEXT,
    start INTEGER NOT NULL,
    part INTEGER NOT NULL,
    text TEXT NOT NULL,
    leads INTEGER NOT NULL,             -- whether it is a heading that its passages carry with them
    variant TEXT NOT NULL,              -- key that it shares with its variants (index.versions)
    embedded BLOB NOT NULL,             -- digest of its vector, which may still have to be made
    UNIQUE (version_id, ordinal)
);
CREATE INDEX passage_variant ON passage (version_id, variant);
CREATE INDEX passage_embedded ON passage (embedded);

CREATE TABLE vector (
    digest BLOB PRIMARY KEY,            -- SHA-256 of the text that was embedded
    value BLOB NOT NULL                 -- float32, little-endian, unit length, as the model gave it
) WITHOUT ROWID;

CREATE TABLE mention (
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    canonical TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT, number TEXT, edition TEXT,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX mention_passage ON mention (passage_id);
CREATE INDEX mention_canonical ON mention (canonical)
"""


def _words(connection: _Executor) -> None:
    # The store fills the tables when it is opened: they are derived, and filled anew as well when
    # words are analysed in another way.
    for statement in schema():
        connection.execute(statement)


_PLACES: Final = """
CREATE TABLE place (                    -- of passages in documents that have several versions
    passage_id INTEGER PRIMARY KEY REFERENCES passage ON DELETE CASCADE,
    first INTEGER NOT NULL,             -- slots of the document that it holds (index.versions):
    stop INTEGER NOT NULL               -- from, to and not including
)
"""


_WINDOWS: Final = """
CREATE TABLE passage_window (           -- sentences of passages (index.windows)
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    start INTEGER NOT NULL,             -- in the passage's text: from, to and not including
    stop INTEGER NOT NULL,
    embedded BLOB NOT NULL,             -- digest of its vector, which may still have to be made
    PRIMARY KEY (passage_id, start)
) WITHOUT ROWID;
CREATE INDEX passage_window_embedded ON passage_window (embedded);
ALTER TABLE passage ADD COLUMN cut INTEGER NOT NULL DEFAULT 0
"""


_TREATMENT: Final = """
CREATE TABLE treatment (                -- of vectors, where it was fitted for this index
    fitted_on TEXT NOT NULL,
    fitted TEXT NOT NULL,               -- ISO 8601, UTC
    arrays BLOB NOT NULL                -- .npz (index.model.neutral)
)
"""


_COVERS: Final = """
ALTER TABLE document ADD COLUMN agenda_item TEXT;
ALTER TABLE document ADD COLUMN countries TEXT;
ALTER TABLE version ADD COLUMN meeting_place TEXT
"""
"""Adds submitting countries (JSON of ISO 3166-1 alpha-3, or NULL) and the place of the meeting."""


_NAMES: Final = """
ALTER TABLE version RENAME COLUMN twin_id TO same_as;
ALTER TABLE passage RENAME COLUMN twin_page TO borrowed_page;
ALTER TABLE passage_window RENAME TO sentence;
ALTER TABLE place RENAME TO slots;
ALTER TABLE treatment RENAME TO neutraliser
"""
"""Adds ``same_as``, the version shown instead, and ``borrowed_page``, a page from the hidden one.
"""


def _fields(connection: _Executor) -> None:
    # Filled by the store when it is opened, as the words are.
    connection.execute(
        "CREATE VIRTUAL TABLE fields USING fts5(heading, title, "
        "tokenize = \"ascii tokenchars '-+&/._:'\")"
    )
    connection.execute(
        "CREATE TRIGGER passage_fields AFTER DELETE ON passage "
        "BEGIN DELETE FROM fields WHERE rowid = old.id; END"
    )


_HOLDERS_OF_NEW: Final = """SELECT id FROM passage WHERE embedded = new.digest
        UNION SELECT passage_id FROM sentence WHERE embedded = new.digest"""

_TOUCHES: Final = (
    ("passage_insert", "INSERT ON passage", "VALUES (new.id)"),
    ("passage_delete", "DELETE ON passage", "VALUES (old.id)"),
    (
        "passage_update",
        "UPDATE OF version_id, language, leads, embedded ON passage",
        "VALUES (new.id)",
    ),
    (
        "version",
        "UPDATE OF document_id, same_as ON version",
        "SELECT id FROM passage WHERE version_id = new.id",
    ),
    ("sentence_insert", "INSERT ON sentence", "VALUES (new.passage_id)"),
    ("sentence_delete", "DELETE ON sentence", "VALUES (old.passage_id)"),
    ("sentence_update", "UPDATE ON sentence", "VALUES (new.passage_id)"),
    ("vector_insert", "INSERT ON vector", _HOLDERS_OF_NEW),
    ("vector_delete", "DELETE ON vector", _HOLDERS_OF_NEW.replace("new.", "old.")),
    ("vector_update", "UPDATE OF value ON vector", _HOLDERS_OF_NEW),
)
"""Triggers by name: the event, and the passages that it changes."""


def _identity(connection: _Executor) -> None:
    _script(_IDENTITY)(connection)
    for name, when, passages in _TOUCHES:
        connection.execute(
            f"CREATE TRIGGER touched_{name} AFTER {when} "
            f"BEGIN INSERT INTO touched (passage_id) {passages}; END"
        )
    for table in ("document", "version", "passage", "mention", "vector"):
        connection.execute(f"ALTER TABLE {table} ADD COLUMN checksum INTEGER")
        sum_of_row = checksum_over(table, checked=FIRST_CHECKED)
        connection.execute(f"UPDATE {table} SET checksum = {sum_of_row}")  # noqa: S608
    for table in ("document", "version"):
        sum_of_row = checksum_over(table, checked=FIRST_CHECKED)
        sums = f"UPDATE {table} SET checksum = {sum_of_row} WHERE id = new.id"  # noqa: S608
        for when in ("INSERT", f"UPDATE OF {', '.join(FIRST_CHECKED[table])}"):
            name = f"{table}_checksum_{when[:6].lower()}"
            connection.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {sums}; END")


_IDENTITY: Final = """
CREATE TABLE touched (                  -- passages whose vectors may have changed, in order
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    passage_id INTEGER NOT NULL         -- which may be gone
);

CREATE TABLE moment (                   -- one for each transaction
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    stamp TEXT NOT NULL UNIQUE,         -- at random
    touched INTEGER NOT NULL            -- the last number by then
)
"""
"""Earlier rows have no moment: data derived from them is made anew."""


_STAMPS: Final = """
ALTER TABLE file ADD COLUMN stamp TEXT;
ALTER TABLE file ADD COLUMN seen INTEGER NOT NULL DEFAULT 0
"""
"""Adds a file's stamp (``ingest.files.archives``) and the last look into it, in ns since 1970."""


def _add_changes(connection: _Executor) -> None:
    _script(_CHANGED)(connection)
    record = (
        "INSERT INTO changed SELECT DISTINCT document_id, (SELECT ifnull(max(seq), 0) "
        "+ 1 FROM sqlite_sequence WHERE name = 'moment') FROM version WHERE "
    )
    holding = (
        "id IN (SELECT version_id FROM passage WHERE embedded = new.digest UNION "
        "SELECT version_id FROM sentence JOIN passage ON passage.id = passage_id "
        "WHERE sentence.embedded = new.digest)"
    )
    for name, when, which in (
        ("version_insert", "AFTER INSERT ON version", "id = new.id"),
        ("version_update", "AFTER UPDATE ON version", "id = new.id"),
        ("version_delete", "BEFORE DELETE ON version", "id = old.id"),
        ("document", "AFTER UPDATE ON document", "document_id = new.id"),
        ("passage", "AFTER UPDATE ON passage", "id = new.version_id"),
        ("vector_insert", "AFTER INSERT ON vector", holding),
        ("vector_update", "AFTER UPDATE ON vector", holding),
    ):
        # Not OR REPLACE: where a foreign key fires a trigger, it fails at what is there already.
        connection.execute(
            f"CREATE TRIGGER changed_{name} {when} BEGIN {record}{which} "
            "ON CONFLICT (document_id) DO UPDATE SET moment = excluded.moment; END"
        )


_CHANGED: Final = """
CREATE TABLE changed (                  -- documents, with the number of the moment that it was in
    document_id INTEGER PRIMARY KEY,    -- which may be gone, or another's by now
    moment INTEGER NOT NULL
)
"""
"""Triggers for copies of part of the index. Rows of a version need no trigger of their own."""


_CHANGED_BY_NEW: Final = """INSERT INTO changed SELECT DISTINCT document_id,
        (SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'moment')
    FROM version WHERE id IN (SELECT version_id FROM passage WHERE embedded = new.digest
        UNION SELECT version_id FROM sentence JOIN passage ON passage.id = passage_id
        WHERE sentence.embedded = new.digest)
    ON CONFLICT (document_id) DO UPDATE SET moment = excluded.moment"""
_VECTORS: Final = f"""
CREATE TABLE vector_in_order (          -- of their coming
    digest BLOB NOT NULL UNIQUE,        -- SHA-256 of the text that was embedded
    value BLOB NOT NULL,                -- float32, little-endian, unit length, as the model gave it
    checksum INTEGER
);

INSERT INTO vector_in_order SELECT digest, value, checksum FROM vector;

DROP TABLE vector;

ALTER TABLE vector_in_order RENAME TO vector;

CREATE TRIGGER touched_vector_insert AFTER INSERT ON vector
WHEN EXISTS (SELECT 1 FROM passage WHERE embedded = new.digest)
    OR EXISTS (SELECT 1 FROM sentence WHERE embedded = new.digest)
BEGIN
    INSERT INTO touched (passage_id) {_HOLDERS_OF_NEW};
    {_CHANGED_BY_NEW};
END;

CREATE TRIGGER touched_vector_delete AFTER DELETE ON vector BEGIN
    INSERT INTO touched (passage_id) {_HOLDERS_OF_NEW.replace("new.", "old.")};
END;

CREATE TRIGGER touched_vector_update AFTER UPDATE OF value ON vector BEGIN
    INSERT INTO touched (passage_id) {_HOLDERS_OF_NEW};
    {_CHANGED_BY_NEW};
END
"""  # noqa: S608 - parts of statements
"""Orders vectors by arrival: two then share a page, while digest order gave each an overflow page.
"""


_MANDATES: Final = """
CREATE TABLE mandates (                 -- of versions; filled by an ingest
    version_id INTEGER PRIMARY KEY REFERENCES version ON DELETE CASCADE,
    rules TEXT NOT NULL,                -- by which they were found (corpus.extract.mandates)
    held TEXT NOT NULL,                 -- JSON: offsets in the texts of passages
    checksum INTEGER
);

CREATE TRIGGER changed_mandates AFTER INSERT ON mandates BEGIN
    INSERT INTO changed SELECT document_id,
        (SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'moment')
    FROM version WHERE id = new.version_id
    ON CONFLICT (document_id) DO UPDATE SET moment = excluded.moment;
END
"""


_CALLS: Final = "ALTER TABLE passage ADD COLUMN called_at INTEGER"
"""Adds the offset of a footnote's mark in the preceding paragraph, for files read from now on."""

_DAYS: Final = "ALTER TABLE version ADD COLUMN meeting_days TEXT"
"""Adds a cover's first and last day, ISO 8601, for files read from now on."""

_ROLES: Final = (
    "CREATE TABLE role (passage_id INTEGER PRIMARY KEY REFERENCES passage ON DELETE CASCADE, "
    "roles INTEGER NOT NULL)"
)
"""Adds roles of passages; opening the index fills them (``index.store.facts``)."""


def _sums_of_more(connection: _Executor) -> None:
    # How many passages and references were read of the file, so that none is lost unseen.
    connection.execute("ALTER TABLE version ADD COLUMN passage_count INTEGER")
    connection.execute("ALTER TABLE version ADD COLUMN mention_count INTEGER")
    for table in ("document", "version"):
        for when in ("insert", "update"):
            connection.execute(f"DROP TRIGGER IF EXISTS {table}_checksum_{when}")
    connection.execute(
        "UPDATE version SET passage_count = "
        "(SELECT count(*) FROM passage WHERE version_id = version.id), mention_count = "
        "(SELECT count(*) FROM passage JOIN mention ON passage_id = passage.id "
        "WHERE version_id = version.id)"
    )
    for table in ("version", "passage"):
        before = checksum_over(table, checked=FIRST_CHECKED)
        # A row that was damaged before keeps a checksum that is wrong.
        connection.execute(
            f"UPDATE {table} SET checksum = {checksum_over(table)} "  # noqa: S608
            f"WHERE checksum IS {before}"
        )
    for table in ("document", "version"):
        sums = f"UPDATE {table} SET checksum = {checksum_over(table)} WHERE id = new.id"  # noqa: S608
        connection.execute(
            f"CREATE TRIGGER {table}_checksum_insert AFTER INSERT ON {table} BEGIN {sums}; END"
        )
        connection.execute(
            f"CREATE TRIGGER {table}_checksum_update "
            f"AFTER UPDATE OF {', '.join(CHECKED[table])} ON {table} "
            f"WHEN old.checksum IS {checksum_over(table, 'old')} BEGIN {sums}; END"
        )


_REVISIONS: Final = """
CREATE TABLE revision (                 -- of a version, by one of a later revision; by an ingest
    version_id INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
    newer_id INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
    rules TEXT NOT NULL,                -- by which the two were compared (index.analyses)
    fates TEXT NOT NULL,                -- JSON: [[place, change, newer place, renumbered], …]
    checksum INTEGER,
    PRIMARY KEY (version_id, newer_id)
) WITHOUT ROWID;

CREATE INDEX revision_newer ON revision (newer_id);

CREATE TRIGGER changed_revision AFTER INSERT ON revision BEGIN
    INSERT INTO changed SELECT document_id,
        (SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'moment')
    FROM version WHERE id = new.version_id
    ON CONFLICT (document_id) DO UPDATE SET moment = excluded.moment;
END
"""


MIGRATIONS: Final[tuple[tuple[str, _Step], ...]] = (
    ("first tables", _script(_FIRST_TABLES)),
    ("places of passages", _script(_PLACES)),
    ("words", _words),
    ("windows of passages", _script(_WINDOWS)),
    ("treatment of vectors", _script(_TREATMENT)),
    ("place, agenda item, countries", _script(_COVERS)),
    ("names", _script(_NAMES)),
    ("fields", _fields),
    ("moments and checksums", _identity),
    ("stamps of files", _script(_STAMPS)),
    ("changes of documents", _add_changes),
    ("vectors in order", _script(_VECTORS)),
    ("mandates", _script(_MANDATES)),
    ("calls of notes", _script(_CALLS)),
    ("days of meetings", _script(_DAYS)),
    ("roles", _script(_ROLES)),
    ("checksums of more columns", _sums_of_more),
    ("fates in revisions", _script(_REVISIONS)),
)
"""Steps in the order in which they run; a released step never changes."""

SCHEMA: Final = len(MIGRATIONS)
"""Number of the schema that this program writes."""

VIEWS: Final = """
CREATE TEMP VIEW shown_version AS      -- one for each text: not those that another is shown for
    SELECT * FROM main.version WHERE same_as IS NULL;
CREATE TEMP VIEW shown_passage AS      -- with what it needs of its version
    SELECT passage.*, document_id, version.language AS version_language, title, source, format,
        file_id
    FROM main.passage JOIN main.version ON version.id = version_id WHERE same_as IS NULL;
CREATE TEMP VIEW findable AS           -- by a search: not the headings that passages carry along
    SELECT * FROM shown_passage WHERE NOT leads;
CREATE TEMP VIEW shown_by_id AS        -- for who names passages: begun with them, not with versions
    SELECT passage.*, document_id, version.language AS version_language
    FROM main.passage JOIN main.version ON version.id = version_id WHERE +same_as IS NULL;
CREATE TEMP VIEW findable_by_id AS
    SELECT * FROM shown_by_id WHERE NOT leads;
"""
"""Views of frequent queries. The file has none: opening it makes them."""
