"""Downloads of a meeting's documents from ITU's archive, or from a list of addresses.

``meeting`` and ``documents`` download into a folder; ``manifest`` reads a list. Read ``addresses``,
then ``transfer`` (one file), then ``run`` (all files). Nothing is indexed here. The archive was out
of reach during development, so the codes in its file names are probed.
"""

from ingest.fetch.addresses import DocumentRequest, manifest
from ingest.fetch.run import Arrival, FetchReport, MeetingRequest, documents, meeting
from ingest.fetch.transfer import Manners

__all__ = [
    "Arrival",
    "DocumentRequest",
    "FetchReport",
    "Manners",
    "MeetingRequest",
    "documents",
    "manifest",
    "meeting",
]
