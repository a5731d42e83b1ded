"""Tools for assistants over the Model Context Protocol, with cited answers.

Nothing here searches or writes. The SDK is imported when a server starts.
"""

from search_app.mcp.serving import serve, server

__all__ = ["serve", "server"]
