"""Copies of an index: backups, published copies for other machines, and views for classes.

``backup`` writes and restores copies. ``publisher`` puts them where a web server serves them, and
``replica`` follows them. ``views`` keeps a copy for each class of readers.

A copy never changes its index. One for fewer rights lacks the rest, so no answer can reveal it.
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
