"""A reader of web pages and Markdown files, without style sheets, scripts and downloads.

Read ``markdown``, ``page``, then ``visible``.
"""

from ingest.web.page import read

__all__ = ["read"]
