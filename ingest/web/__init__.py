"""Reading a web page, or a Markdown file, into blocks in reading order.

    read(path) -> FileContent        the way in for HTML; ``ingest.web.markdown.read`` for Markdown

markdown -> page -> visible

Nothing is fetched, and no style sheet or script of the page is looked at.
"""

from ingest.web.page import read

__all__ = ["read"]
