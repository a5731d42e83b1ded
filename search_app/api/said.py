"""In which language are the sentences of an answer? In the reader's."""

from __future__ import annotations

from search_app.api.problems import fault_of_file, locale_of
from search_app.operations import JsonObject


def said_in(language: str, answer: JsonObject) -> JsonObject:
    """Say the sentences of an answer in one of the six languages; in English they are its own.

    Args:
        language: of the reader.
        answer: whose notes are said by their codes, and faults of files by theirs.
    """
    if language == "en":
        return answer
    locale = locale_of(language)
    said = dict(answer)
    if "notes" in answer:
        said["notes"] = [
            {**note, "message": locale.text(key)} if locale.has(key) else note
            for note in answer["notes"]
            for key in [f"search.note.{note['code']}"]  # others are in the language already
        ]
    for name in ("failed", "unbalanced"):
        if name in answer:
            said[name] = [
                {**fault, "message": fault_of_file(locale, fault["code"], fault["message"])}
                for fault in answer[name]
            ]
    return said
