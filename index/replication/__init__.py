"""Copies of an index: for readers of a class, on another disk, on another machine.

    back_up(store, path)              -> Manifest: a copy in one file, which can be checked
    restore(path, folder)             an index from such a copy
    publish(store, folder, ...)       -> Publication: copies in a folder that a web server serves
    open_replica(folder, rules)       -> Replica: a replica of what another machine publishes
    copy_status(...)                  the state of a replica next to its source
    Views(store)                      the copies from which readers of each class are answered
    verify_backup, verify_published, verify_taken    whether a copy is whole

    backup -> publisher -> replica;  views

A copy is derived from the index and never changes it. Readers with fewer rights have a copy without
the rest, so no answer can reveal it.
"""

from index.replication.backup import Manifest, back_up, restore, verify_backup
from index.replication.publisher import (
    LATEST,
    Publication,
    drop_published,
    publish,
    verify_published,
)
from index.replication.replica import Replica, copy_status, open_replica, verify_taken
from index.replication.views import Identity, Views

__all__ = [
    "LATEST",
    "Identity",
    "Manifest",
    "Publication",
    "Replica",
    "Views",
    "back_up",
    "copy_status",
    "drop_published",
    "open_replica",
    "publish",
    "restore",
    "verify_backup",
    "verify_published",
    "verify_taken",
]
