"""Plain HTML pages of documents, paragraphs and references, for readers without the app.

Read ``page``, ``documents``, ``references``, ``responses``, ``middleware``. An address outlives the
next ingest, and its page needs no script and no websocket. Nobody sees here what the app would not
show them.
"""

from search_app.web.plain.middleware import PlainPages

__all__ = ["PlainPages"]
