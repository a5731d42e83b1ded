"""The text of one Word paragraph's runs, tracked changes accepted.

Hidden text, field codes, note marks, ruby readings, soft hyphens, comments and tables of contents
are left out. A no-break hyphen becomes ``-`` (``WSIS&SDG-39``); breaks become a newline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from corpus.documents import Change
from ingest.balance import Ledger, count_letters
from ingest.word.fields import Field
from ingest.word.formulas import write_linear
from ingest.word.names import (
    DELETED,
    MATH,
    MC,
    W,
    XmlElement,
    get_attribute,
    get_child_value,
    is_on,
    parse_integer,
    read_branch,
)
from ingest.word.shapes import Shape, find_shapes
from ingest.word.source import WordSource
from ingest.word.styles import Styles
from ingest.word.symbol_fonts import find_unicode

NoteKind = Literal["footnote", "endnote"]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The reference to a note, with its author's own mark if any."""

    kind: NoteKind
    identifier: str
    custom: str | None = None


@dataclass(slots=True)
class RunText:
    """The content of a paragraph's runs.

    Attributes:
        text: as printed, not stripped or normalised, with ``NOTE_PLACE`` for each note's mark.
        first_change: index of its first tracked change among all of the file's.
        bare: ``text`` without typed raised digits and stars.
        bold: letters set bold by their run; ``plain`` counts those set otherwise.
        italic: letters set in italics by their run; ``upright`` counts those set otherwise.
        size: of the first run with one, in points; 0 where none has.
    """

    text: str = ""
    notes: list[NoteMark] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    first_change: int = 0
    bare: str = ""
    bold: int = 0
    plain: int = 0
    italic: int = 0
    upright: int = 0
    size: float = 0.0


_TRANSPARENT: Final = frozenset(
    W + name for name in "hyperlink smartTag customXml sdt sdtContent dir bdo rubyBase".split()
)
_INSERTED: Final = frozenset({W + "ins", W + "moveTo"})
_NOTE_REFERENCES: Final[dict[str, NoteKind]] = {
    W + "footnoteReference": "footnote",
    W + "endnoteReference": "endnote",
}
_OWN_REFERENCES: Final = frozenset({W + "footnoteRef", W + "endnoteRef"})
_CHARACTERS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_WORDS: Final = (W + "t", W + "delText", W + "sym", *_CHARACTERS)
"""Elements with a run's words, deleted ones too."""

_DRAWINGS: Final = frozenset({W + "drawing", W + "pict", W + "object"})
NOTE_PLACE: Final = "\ufffc"
"""The sign in place of a note's mark (U+FFFC, removed from the text itself)."""

_MARKS_IN_A_ROW: Final = re.compile(f"(?<={NOTE_PLACE})[ ,،、]+(?={NOTE_PLACE})")
_MARK: Final = re.compile(rf"\({NOTE_PLACE}+\)|\[{NOTE_PLACE}+\]|（{NOTE_PLACE}+）|{NOTE_PLACE}+")
_OWN_MARK: Final = re.compile(rf"\s*[(\[（]?{NOTE_PLACE}[)\]）.:]?\s*")
_PRIVATE: Final = re.compile("[\uf020-\uf0ff]")
_DROPPED: Final = {ord("\u00ad"): "", ord(NOTE_PLACE): "", ord("\r"): "", ord("\n"): " "}
"""Soft hyphens are dropped; a line break of the XML is a space."""
_CONTENTS_FIELDS: Final = frozenset({"TOC"})
_PAGE_FIELDS: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_NOTE_SIGNS: Final = frozenset("*∗†‡§¶()[], " + NOTE_PLACE)
_NOTE_FIELDS: Final = frozenset({"NOTEREF", "FTNREF"})


class RunReader:
    """A reader of one story's paragraphs in order; a field may span several of them.

    ``is_running``: the story is a page header or footer, so page numbers are left out.
    """

    def __init__(
        self, styles: Styles, source: WordSource, ledger: Ledger, *, is_running: bool = False
    ) -> None:
        self._styles = styles
        self._source = source
        self._ledger = ledger
        self._left_out = _CONTENTS_FIELDS | (_PAGE_FIELDS if is_running else frozenset())
        self._fields: list[Field] = []
        self._line = RunText()
        self._pieces: list[str] = []
        self._raised: list[int] = []
        self._mark: list[str] | None = None
        self._changed_up_to: tuple[str, str | None, int] | None = None
        self._paragraph_hides = False

    def read(self, paragraph: XmlElement) -> RunText:
        """Read the runs of ``paragraph`` (a ``w:p``)."""
        self._line = RunText()
        self._pieces = []
        self._raised = []
        self._mark = None
        self._changed_up_to = None
        style = get_child_value(paragraph, "pPr/pStyle")
        self._paragraph_hides = bool(self._styles.hides(style))
        self._read_inline(paragraph)
        self._close_mark()
        self._line.text = self._line.bare = "".join(self._pieces)
        if self._raised:
            raised = set(self._raised)
            bare = (text for index, text in enumerate(self._pieces) if index not in raised)
            self._line.bare = "".join(bare)
        return self._line

    def _read_inline(self, parent: XmlElement) -> None:
        for element in parent:
            kind = element.tag
            if kind == W + "r":
                self._read_run(element)
            elif kind in _TRANSPARENT:
                self._read_inline(element)
            elif kind == W + "fldSimple":
                code = get_attribute(element, "instr") or ""
                self._fields.append(Field(code, shows_result=True))
                self._read_inline(element)
                self._fields.pop()
            elif kind in _INSERTED:
                self._read_inserted(element)
            elif kind in DELETED:
                self._leave_out("deleted", element)
                self._note_change("deleted", element, read_words(element), len(self._pieces))
            elif kind == MC + "AlternateContent":
                for child in read_branch(element):
                    self._read_branch_child(child)
            elif kind in {MATH + "oMath", MATH + "oMathPara"}:
                self._read_formula(element)

    def _leave_out(self, rule: str, element: XmlElement) -> None:
        self._ledger.leave_out(rule, self._source.read_text(element))

    def _read_formula(self, element: XmlElement) -> None:
        if not self._is_visible():
            self._leave_out(self._find_rule(), element)
            return
        for deleted in element.iter(*DELETED):
            self._leave_out("deleted", deleted)
        self._add(write_linear(element))

    def _read_branch_child(self, element: XmlElement) -> None:
        """Read a chosen branch's child, which may be among runs or inside one."""
        if element.tag == W + "r":
            self._read_run(element)
        elif element.tag in _TRANSPARENT:
            self._read_inline(element)
        else:
            self._read_content(element, "hidden" if self._paragraph_hides else None, font=None)

    def _read_inserted(self, element: XmlElement) -> None:
        before = len(self._pieces)
        self._read_inline(element)
        self._note_change("inserted", element, strip_marks("".join(self._pieces[before:])), before)

    def _note_change(
        self, kind: Literal["inserted", "deleted"], element: XmlElement, text: str, begin: int
    ) -> None:
        if not text:
            return
        author, date = get_attribute(element, "author"), get_attribute(element, "date")
        changes = self._line.changes
        if changes and self._changed_up_to == (kind, author, begin):
            # Word cuts one change into many where the formatting changes.
            changes[-1] = replace(changes[-1], text=changes[-1].text + text)
        else:
            changes.append(Change(kind, text, author, date))
        self._changed_up_to = (kind, author, len(self._pieces))

    def _read_run(self, run: XmlElement) -> None:
        properties = run.find(W + "rPr")
        is_hidden = self._is_hidden(properties)
        font: str | None = None
        if properties is not None:
            fonts = properties.find(W + "rFonts")
            font = get_attribute(fonts, "ascii") or get_attribute(fonts, "hAnsi")
        is_awaited = self._mark is not None
        is_raised = get_child_value(properties, "vertAlign") == "superscript" or (
            "reference"
            in (self._styles.find_name(get_child_value(properties, "rStyle")) or "").lower()
            if properties is not None and properties.find(W + "rStyle") is not None
            else False
        )
        is_note_number = is_raised and any(
            open_field.name in _NOTE_FIELDS for open_field in self._fields
        )
        unread = "hidden" if is_hidden else "note-mark" if is_note_number else None
        before = len(self._pieces)
        for element in run:
            self._read_content(element, unread, font=font)
        self._note_format(properties, before, is_raised=is_raised)
        if is_awaited or self._mark:
            self._close_mark()

    def _note_format(self, properties: XmlElement | None, before: int, *, is_raised: bool) -> None:
        if properties is None or len(self._pieces) == before:
            return
        text = "".join(self._pieces[before:]).strip()
        if is_raised and text and all(sign.isdigit() or sign in _NOTE_SIGNS for sign in text):
            self._raised += range(before, len(self._pieces))
        bold = is_on(properties.find(W + "b"))
        if bold is not None:
            self._line.bold += len(text) * bold
            self._line.plain += len(text) * (not bold)
        italic = is_on(properties.find(W + "i"))
        if italic is not None:
            self._line.italic += len(text) * italic
            self._line.upright += len(text) * (not italic)
        self._line.size = (
            self._line.size or (parse_integer(get_child_value(properties, "sz")) or 0) / 2
        )

    def _read_content(self, element: XmlElement, unread: str | None, *, font: str | None) -> None:
        kind = element.tag
        if kind == W + "fldChar":
            self._read_field_character(element)
        elif kind == W + "instrText":
            if self._fields and not self._fields[-1].shows_result:
                self._fields[-1].code += element.text or ""
        elif kind == MC + "AlternateContent":
            for child in read_branch(element):
                self._read_content(child, unread, font=font)
        elif unread is None:
            self._read_visible(element, font)
        else:
            self._leave_out(unread, element)

    def _read_visible(self, element: XmlElement, font: str | None) -> None:
        kind = element.tag
        if not self._is_visible():
            self._leave_out(self._find_rule(), element)
        elif (text := _read_plain_text(element, font)) is not None:
            if text != (element.text or ""):
                self._ledger.add("symbol", count_letters(text) - count_letters(element.text or ""))
            self._add(text)
        elif kind in _NOTE_REFERENCES:
            self._read_note(_NOTE_REFERENCES[kind], element)
        elif kind in _DRAWINGS:
            self._line.shapes.extend(find_shapes(element))
        elif kind == W + "ruby":
            for reading in element.findall(W + "rt"):
                self._leave_out("ruby", reading)
            for base in element.findall(W + "rubyBase"):
                self._read_inline(base)

    def _is_hidden(self, properties: XmlElement | None) -> bool:
        if properties is None:
            return self._paragraph_hides
        direct = is_on(properties.find(W + "vanish"))
        if direct is not None:
            return direct
        style = get_child_value(properties, "rStyle")
        of_style = self._styles.hides(style) if style else None
        return self._paragraph_hides if of_style is None else of_style

    def _read_field_character(self, character: XmlElement) -> None:
        kind = get_attribute(character, "fldCharType")
        if kind == "begin":
            self._fields.append(Field(form=character.find(W + "ffData")))
        elif kind == "separate" and self._fields:
            self._fields[-1].shows_result = True
        elif kind == "end" and self._fields:
            result = self._fields.pop().text_without_runs
            if result is not None:
                self._add_without_result(*result)

    def _add_without_result(self, rule: str, text: str) -> None:
        if self._is_visible():
            self._ledger.add(rule, count_letters(text))
            self._add(text)

    def _find_rule(self) -> str:
        """Return the rule that leaves out the open fields' content."""
        for open_field in self._fields:
            if open_field.shows_result and open_field.name in _CONTENTS_FIELDS:
                return "contents"
            if open_field.shows_result and open_field.name in self._left_out:
                return "page-number"
        return "field-code"

    def _is_visible(self) -> bool:
        return all(
            open_field.shows_result and open_field.name not in self._left_out
            for open_field in self._fields
        )

    def _add(self, text: str) -> None:
        if not text or not self._is_visible():
            return
        if self._mark is not None:
            self._mark.append(text)
        else:
            self._pieces.append(text)

    def _read_note(self, kind: NoteKind, element: XmlElement) -> None:
        if not self._is_visible():
            return
        self._close_mark()
        self._pieces.append(NOTE_PLACE)
        custom = get_attribute(element, "customMarkFollows") in {"1", "true", "on"}
        mark = NoteMark(kind, get_attribute(element, "id") or "", "" if custom else None)
        self._line.notes.append(mark)
        if custom:
            self._mark = []

    def _close_mark(self) -> None:
        """Make the text after a note reference its own mark."""
        if self._mark is not None:
            last = self._line.notes[-1]
            mark = "".join(self._mark).strip()
            self._ledger.leave_out("note-mark", mark)
            self._line.notes[-1] = NoteMark(last.kind, last.identifier, mark)
            self._mark = None


def read_words(element: XmlElement) -> str:
    """Return the words below ``element``, deleted ones too."""
    return "".join(
        text
        for child in element.iter(*_WORDS)
        # A tab stop is no tab.
        if (child.tag != W + "tab" or get_attribute(child) is None)
        and (text := _read_plain_text(child, None))
    )


def strip_marks(text: str) -> str:
    """Return ``text`` without places of notes and brackets and commas between them."""
    return _MARK.sub("", _MARKS_IN_A_ROW.sub("", text))


def split_behind_marks(text: str) -> Iterator[str]:
    """Yield the text after each note's mark, without further marks."""
    text = _MARKS_IN_A_ROW.sub("", text)
    for match in _MARK.finditer(text):
        yield from [strip_marks(text[match.end() :])] * match[0].count(NOTE_PLACE)


def strip_own_mark(text: str) -> str:
    """Return a note's text without its own mark at the beginning."""
    match = _OWN_MARK.match(text)
    return text[match.end() :] if match else text


def _make_readable(text: str, font: str | None) -> str:
    text = text.translate(_DROPPED)
    return _PRIVATE.sub(lambda match: find_unicode(ord(match[0]), font), text)


def _read_plain_text(element: XmlElement, font: str | None) -> str | None:
    """Return the text of a run's child that is text, a sign or a mark; else None."""
    kind = element.tag
    if kind in {W + "t", W + "delText"}:
        return _make_readable(element.text or "", font)
    if kind == W + "sym":
        return _read_symbol(element)
    if kind in _OWN_REFERENCES:
        return NOTE_PLACE
    return _CHARACTERS.get(kind)


def _read_symbol(element: XmlElement) -> str:
    try:
        code = int(get_attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    return find_unicode(code, get_attribute(element, "font"))
