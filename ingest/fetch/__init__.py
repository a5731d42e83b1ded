"""Fetching a meeting's documents from ITU's archive, or from a list of addresses, into a folder.

``meeting`` fetches a meeting's documents, ``documents`` those of a list that ``manifest`` reads.
Read ``addresses``, ``transfer`` (one file from one address), ``run`` (all files), ``accounts``,
``file_server``, ``meeting_lists``, then ``meeting``. Files are never read here beyond their format,
and never indexed. ITU's archive was not reached while this was written, so what its published facts
leave open (a group's code in file names) is probed.
"""

from ingest.fetch.accounts import Account, find_account
from ingest.fetch.addresses import DocumentRequest, manifest
from ingest.fetch.meeting import meeting
from ingest.fetch.meeting_lists import MeetingCatalogue, MeetingRequest, list_meetings
from ingest.fetch.run import Arrival, FetchReport, documents
from ingest.fetch.transfer import Manners

__all__ = [
    "Account",
    "Arrival",
    "DocumentRequest",
    "FetchReport",
    "Manners",
    "MeetingCatalogue",
    "MeetingRequest",
    "documents",
    "find_account",
    "list_meetings",
    "manifest",
    "meeting",
]
