"""Tables of the database: checksums of rows, tables of words, and the migrations of both.

Nothing here opens a database: the store runs these statements.
"""

from index.store.schema.checksums import (
    CHECKED,
    FIRST_CHECKED,
    checksum,
    checksum_of_row,
    checksum_over,
)
from index.store.schema.migrations import MIGRATIONS, SCHEMA, VIEWS
from index.store.schema.words import (
    CODE,
    OTHER,
    TABLES,
    further_schema,
    table,
    tables_of_words,
    views_of_words,
)

__all__ = [
    "CHECKED",
    "CODE",
    "FIRST_CHECKED",
    "MIGRATIONS",
    "OTHER",
    "SCHEMA",
    "TABLES",
    "VIEWS",
    "checksum",
    "checksum_of_row",
    "checksum_over",
    "further_schema",
    "table",
    "tables_of_words",
    "views_of_words",
]
