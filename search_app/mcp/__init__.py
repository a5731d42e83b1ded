"""Tools for assistants, over the Model Context Protocol, whose answers are cited.

    serve(folder, …)    over stdio, for the assistant that starts it, or over HTTP, for several
    server(answers)     the server itself, for a client in the same process

tools → serving

No search logic, and nothing that writes. The SDK is imported when a server starts.
"""

from search_app.mcp.serving import serve, server

__all__ = ["serve", "server"]
