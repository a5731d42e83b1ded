"""ITU's own lists: catalogues of meetings, and the documents of a meeting with title and source.

    read_catalogue(content, name)   meetings, with the names of their lists
    find_meetings(meetings, text)   those that a text names
    read_list(content, name)        documents of a list in XML
    read_page(content, name)        documents of a saved page of ITU's site
    find_lists(paths)               lists below a folder, as ITU Sync leaves them

names, xml_records -> catalogue -> documents -> folder

Forms are those that a client of ITU Sync describes. ITU's own servers were never reached while this
was written. Nothing is asked of a server here: ``fetch`` does that.
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
