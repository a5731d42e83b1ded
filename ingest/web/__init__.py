"""A reader of web pages (``read``) and Markdown files (``markdown.read``), blocks in reading order.

Read ``markdown``, ``page``, then ``visible``. Style sheets and scripts are ignored, and nothing is
downloaded.
"""

from ingest.web.page import read

__all__ = ["read"]
