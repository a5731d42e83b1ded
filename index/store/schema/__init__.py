"""Checksums that the rows of the database have, whose tables ``index.store.migrations`` makes.

    checksums    the columns of each table that a checksum is over, and the checksum itself

Nothing here opens a database: the migrations and the store use it.
"""

from index.store.schema.checksums import (
    CHECKED,
    FIRST_CHECKED,
    checksum,
    checksum_of_row,
    checksum_over,
)

__all__ = ["CHECKED", "FIRST_CHECKED", "checksum", "checksum_of_row", "checksum_over"]
