"""Requests that a server answers when many readers ask it at once."""
