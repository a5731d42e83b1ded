"""Fetching a meeting's documents from ITU's archive, or from a list of addresses, into a folder.

    meeting(place, request, ...) -> FetchReport     the documents of a meeting, in these languages
    manifest(path) -> wanted documents              a list of symbols, languages and addresses
    documents(wanted, ...) -> FetchReport            the documents of such a list

addresses (where may a document be?)  ->  transfer (one address, one file)  ->  run (all of them)

No file is read here beyond what tells its format, and nothing is indexed: `ingest` does that.
Addresses are those that facts about ITU's archive name. The archive itself was not reached while
this was written, so that what is not known (the group's code in the names of files) is probed.
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
