"""Fields of a Word file (ECMA-376 part 1, 17.16): text without runs, removal of lone marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ingest.word.names import (
    DELETED,
    W,
    XmlElement,
    get_attribute,
    get_child_value,
    is_on,
    parse_integer,
)
from ingest.word.symbol_fonts import read_symbol_field

_CHOICES: Final = frozenset({"FORMDROPDOWN", "FORMCHECKBOX"})
"""Old form fields whose choice is in no run."""


@dataclass(slots=True)
class Field:
    """A field whose end is not reached yet."""

    code: str = ""
    form: XmlElement | None = None
    shows_result: bool = False

    @property
    def name(self) -> str:
        """Kind of the field: the first word of its code, in capitals."""
        return self.code.split(maxsplit=1)[0].upper() if self.code.strip() else ""

    @property
    def text_without_runs(self) -> tuple[str, str] | None:
        """The rule and text of a field that shows text without runs, or None."""
        if not self.shows_result and self.name == "SYMBOL":
            return "symbol", read_symbol_field(self.code)
        if self.form is not None and self.name in _CHOICES:
            return "form-field", _read_choice(self.form)
        return None


def balance_fields(root: XmlElement) -> None:
    """Remove the effect of field characters without a partner: an open field hides the rest."""
    open_fields: dict[XmlElement, list[XmlElement]] = {}
    for character in root.iter(W + "fldChar"):
        ancestors = list(character.iterancestors(W + "txbxContent", W + "footnote", *DELETED))
        if any(ancestor.tag in DELETED for ancestor in ancestors):
            continue
        stack = open_fields.setdefault(ancestors[0] if ancestors else root, [])
        kind = get_attribute(character, "fldCharType")
        if kind == "begin":
            stack.append(character)
        elif kind == "end":
            if stack:
                stack.pop()
            else:
                character.set(W + "fldCharType", "")
        elif not stack:
            character.set(W + "fldCharType", "")
    for stack in open_fields.values():
        for character in stack:
            character.set(W + "fldCharType", "")


def _read_choice(form: XmlElement) -> str:
    choices = form.find(W + "ddList")
    if choices is not None:
        entries = [get_attribute(entry) or "" for entry in choices.findall(W + "listEntry")]
        chosen = (
            parse_integer(get_child_value(choices, "result") or get_child_value(choices, "default"))
            or 0
        )
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    box = form.find(W + "checkBox")
    if box is None:
        return ""
    checked = is_on(box.find(W + "checked"))
    return "☒" if (is_on(box.find(W + "default")) if checked is None else checked) else "☐"
