"""The reader's selection as a page shows it, as files quote it, and as a colleague receives it.

Read ``quoting``, ``sharing``, ``panel``, ``folder``. Anyone may have written a file or a link: it
changes the reader's selection only where they press the button.
"""

from search_app.web.selection import panel
from search_app.web.selection.folder import draw_folder
from search_app.web.selection.quoting import CHOICES, Choice, SelectedPassage, list_selected
from search_app.web.selection.sharing import (
    SharedSelection,
    pack_selection,
    read_selection,
    unpack_selection,
    write_selection,
)

__all__ = [
    "CHOICES",
    "Choice",
    "SelectedPassage",
    "SharedSelection",
    "draw_folder",
    "list_selected",
    "pack_selection",
    "panel",
    "read_selection",
    "unpack_selection",
    "write_selection",
]
