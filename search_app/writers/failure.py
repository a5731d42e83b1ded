"""Failure of a writer, with a reason that the interface has in each language."""

from __future__ import annotations

from corpus.errors import WsisSearchError


class WriterError(WsisSearchError):
    """The writer gives no answer, or no more of it.

    ``reason`` is a key of ``writer.failed`` in the texts of the interface, and for translations of
    ``translation.failed``.
    """

    code = "writer"

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason

    @property
    def is_of_settings(self) -> bool:
        """Whether the operator's settings are the reason, of which the log has no line."""
        return self.reason in ("none", "settings")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.reason)
