"""The reader's selection as a page shows it, as files quote it, and as a colleague receives it.

    CHOICES, Choice              which text of a passage is quoted
    SelectedPassage              a gathered passage with the texts that are quoted of it
    list_selected(language, …)   the reader's selection, each passage with its texts
    panel                        a module: draws how a selection is shared, and one received
    write_selection, read_selection      its file;  pack_selection, unpack_selection  its link
    SharedSelection              a selection that was received, with what this index has of it

    draw_folder                  the folder that a delegation shares, where people sign in

quoting;  sharing -> panel, folder

Read ``quoting`` first. A file or a link is material that anyone may have written: it changes the
reader's selection only where they press the button.
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
