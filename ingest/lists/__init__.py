"""ITU's own lists: catalogues of meetings, and the documents of a meeting with title and source.

Read ``names`` and ``xml_records``, then ``catalogue``, ``documents`` (lists in XML and saved web
pages) and ``folder`` (lists that ITU Sync leaves below a folder). Servers are never asked here:
``ingest.fetch`` does that. The forms are those that a client of ITU Sync describes.
"""

from ingest.lists.catalogue import (
    CATALOGUE_FOLDER,
    CATALOGUES,
    ListedMeeting,
    find_meetings,
    read_catalogue,
)
from ingest.lists.documents import DocumentList, read_list, read_page
from ingest.lists.folder import find_lists, is_list, read_bounded, read_list_file
from ingest.lists.names import DocumentName, ListName
from ingest.lists.xml_records import is_html

__all__ = [
    "CATALOGUES",
    "CATALOGUE_FOLDER",
    "DocumentList",
    "DocumentName",
    "ListName",
    "ListedMeeting",
    "find_lists",
    "find_meetings",
    "is_html",
    "is_list",
    "read_bounded",
    "read_catalogue",
    "read_list",
    "read_list_file",
    "read_page",
]
