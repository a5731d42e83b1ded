"""How is a passage found again?

    Index.open(folder)      the open index: search, precedents, equivalents, show, look_up, compare,
                            status, documents, ingest, verify, prepare; for commands, pages and
                            other programs

    model, words            text becomes vectors and terms
      v
    store                   where all stands
      v
    versions, references    what belongs together
      v
    retrieval, lookup       questions answered, names looked up
      v
    reports                 what is drawn up from them for a meeting
      v
    build                   documents in, index out
      v
    evaluation, opened      how good it is; all of it on one open index

Nothing here is drawn, printed or cited.
"""

from index.opened import Index

__all__ = ["Index"]
