"""A reader of web pages and Markdown files, without style sheets, scripts and downloads."""

from ingest.web.page import read

__all__ = ["read"]
