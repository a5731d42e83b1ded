"""Tables of the database: their migrations, the tables of words, and the checksums of rows.

    checksums     the columns of each table that a checksum is over, and the checksum itself
    words         the tables with the words of passages
      v
    migrations    steps that made the tables, in their order

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
