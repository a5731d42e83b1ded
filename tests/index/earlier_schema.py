"""An index as an earlier schema left it: its last steps undone, newest first.

The museum has an index of each schema, all of the same documents; this is for others.
"""

from __future__ import annotations

from typing import Final

from index.store import Store
from index.store.schema import FIRST_CHECKED, checksum_over

_UNDO: Final = {
    "listed documents": ("DROP TABLE listed",),
    "fates in revisions": ("DROP TABLE revision",),
    "checksums of more columns": (
        "DROP TRIGGER version_checksum_insert",
        "DROP TRIGGER version_checksum_update",
        "ALTER TABLE version DROP COLUMN passage_count",
        "ALTER TABLE version DROP COLUMN mention_count",
        *(
            f"UPDATE {name} SET checksum = {checksum_over(name, checked=FIRST_CHECKED)}"  # noqa: S608
            for name in ("version", "passage")
        ),
    ),
    "roles": ("DROP TABLE role", "DELETE FROM setting WHERE name = 'roles'"),
    "days of meetings": ("ALTER TABLE version DROP COLUMN meeting_days",),
    "calls of notes": ("ALTER TABLE passage DROP COLUMN called_at",),
    "mandates": ("DROP TABLE mandates",),
}
"""Statements that undo a step, by its name; the newest step first."""


def undo_steps(store: Store, *, back_to: str) -> None:
    """Undo the last steps of a database, ``back_to`` included."""
    with store.transaction():
        for step, statements in _UNDO.items():
            for statement in statements:
                store.run(statement)
            store.run("DELETE FROM migration WHERE name = ?", step)
            if step == back_to:
                break
