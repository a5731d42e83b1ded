"""The index: documents are stored, searched, compared and reported on.

    Index.open(folder)      the open index: search, precedents, equivalents, show, look_up, compare,
                            status, documents, ingest, verify, prepare; for commands, pages and
                            other programs

    model, words            text becomes vectors and terms
      v
    store                   all data
      v
    versions, references    texts that belong together
      v
    retrieval, lookup       answers to questions, and look-ups of names
      v
    reports                 reports for a meeting
      v
    build                   documents in, index out
      v
    evaluation, opened      measures of quality; all of it on one open index

Nothing here draws, prints or cites.
"""

from index.open_index import Index

__all__ = ["Index"]
