"""Tools for assistants over the Model Context Protocol, with cited answers.

``serve`` serves one assistant over stdio, or several over HTTP; ``server`` is for a client in the
same process. Nothing here searches or writes, and the SDK is imported when a server starts.
"""

from search_app.mcp.serving import serve, server

__all__ = ["serve", "server"]
