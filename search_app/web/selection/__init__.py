"""The reader's selection as a page shows it, as files quote it, and as a colleague receives it.

    CHOICES, Choice              which text of a passage is quoted
    SelectedPassage              a gathered passage with the texts that are quoted of it
    list_selected(language, …)   the reader's selection, each passage with its texts

quoting

Read ``quoting`` first. Nothing here is gathered, taken out or kept: ``basket`` does that.
"""

from search_app.web.selection.quoting import CHOICES, Choice, SelectedPassage, list_selected

__all__ = ["CHOICES", "Choice", "SelectedPassage", "list_selected"]
