"""The index: documents are stored, searched, compared and reported on.

``Index.open(folder)`` opens it for commands, pages and other programs. Read ``model`` and ``words``
first, then ``store``, ``versions``, ``references``, ``retrieval`` and ``lookup``. Last are
``analyses``, ``indexing``, ``evaluation``, ``queries`` and ``open_index``. Nothing here draws,
prints or cites.
"""

from index.open_index import Index

__all__ = ["Index"]
