"""Folders of passages that several people share, in a database next to the index.

The database is no part of the index. It outlives a new ingest, and no row of it is ever changed or
deleted. Who may see a passage is not decided here: a reader is shown what their own index has.
"""

from index.store.folders.delegation_folder import (
    FOLDERS,
    DelegationFolder,
    FolderEvent,
)

__all__ = ["FOLDERS", "DelegationFolder", "FolderEvent"]
