"""Ingest of documents into an index, and checks of the index against its files.

Read ``texts`` and ``prepare`` first: they compute all data of a document. Then
``change_detection``, ``writing``, ``build`` and ``watch`` bring files in. ``verify`` checks and
repairs. ``sample_vectors`` holds vectors that the program ships.

Nothing here answers questions.
"""

from index.indexing.build import IngestOptions, Report, add, build
from index.indexing.sample_vectors import put_sample_vectors
from index.indexing.verify import Finding, repair, verify, verify_view
from index.indexing.watch import FolderChange, watch
from index.indexing.writing import Step

__all__ = [
    "Finding",
    "FolderChange",
    "IngestOptions",
    "Report",
    "Step",
    "add",
    "build",
    "put_sample_vectors",
    "repair",
    "verify",
    "verify_view",
    "watch",
]
