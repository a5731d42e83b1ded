"""The answers of reports: their types, whose fields in their order are the JSON of every surface.

    compare_answer     two texts, paragraph against paragraph
    positions_answer   who said what on a topic
    mandates_answer    who is asked to do what, by when
    dossier_answer     what to read before a meeting
    answer_json        any of them as JSON

    answers -> positions, compare, mandates -> dossier

The types describe the REST interface, and the client parses its answers into them. Nothing here
asks an index or draws anything.
"""

from search_app.operations.answers import Link, Note, answer_json, days_text, name_in_json
from search_app.operations.compare import CompareAnswer, Compared, compare_answer
from search_app.operations.dossier import DossierAnswer, Item, dossier_answer
from search_app.operations.mandates import Mandate, MandatesAnswer, mandates_answer
from search_app.operations.positions import Position, PositionsAnswer, positions_answer

__all__ = [
    "CompareAnswer",
    "Compared",
    "DossierAnswer",
    "Item",
    "Link",
    "Mandate",
    "MandatesAnswer",
    "Note",
    "Position",
    "PositionsAnswer",
    "answer_json",
    "compare_answer",
    "days_text",
    "dossier_answer",
    "mandates_answer",
    "name_in_json",
    "positions_answer",
]
