"""Documents become an index, and the index is checked against them.

    build(store, encoder, paths)         -> Report: reads, embeds and stores new or changed files
    add(store, encoder, documents)       stores documents that have no file
    watch(store, ingest, folder)         -> FolderChange: takes in the files of a folder
    verify(store)                        -> Findings: damage, and differences from the files
    verify_view(store, view)             -> Findings of a copy for a class of readers
    repair(store, encoder)               derives the rows again
    put_sample_vectors(store, model)     stores the vectors that the program carries

    texts -> prepare -> change_detection -> writing -> build -> watch;  verify;  sample_vectors

``prepare`` computes all data of a document before it is stored. Nothing here answers questions.
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
