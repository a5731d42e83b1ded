"""Fetching a meeting's documents from ITU's archive, or from a list of addresses, into a folder.

    list_meetings(...) -> MeetingCatalogue           the meetings of ITU's catalogues
    meeting(place, request, ...) -> FetchReport      the documents of a meeting, in these languages
    manifest(path) -> wanted documents               a list of symbols, languages and addresses
    documents(wanted, ...) -> FetchReport            the documents of such a list
    find_account() -> Account                        who asks for files that are not public

addresses (where may a document be?)  ->  transfer (one address, one file)  ->  run (all of them)
accounts  ->  file_server (one file of an account)  ->  meeting_lists (what lists name)  ->  meeting

No file is read here beyond what tells its format, and nothing is indexed: `ingest` does that.
Addresses are those that facts about ITU's archive name. The archive itself was not reached while
this was written, so that what is not known (the group's code in the names of files) is probed.
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
