"""Marks and texts of footnotes and endnotes, counted on through the file as there are no pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import ReadingWarning
from corpus.text import format_number
from ingest.word.names import W, XmlElement, get_attribute, get_child_value, parse_integer
from ingest.word.package import WordPackage
from ingest.word.runs import NoteKind, NoteMark

_USUAL_FORMAT = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(frozen=True, slots=True)
class _Counting:
    number_format: str
    start: int
    restarts_in_section: bool


class NoteBook:
    """The notes of one file, returned once each; ``sections`` are ``w:sectPr`` in order."""

    def __init__(self, package: WordPackage, sections: Sequence[XmlElement]) -> None:
        self._settings = package.settings
        self._sections = sections
        self._section = 0
        self._counted: dict[NoteKind, int] = {"footnote": 0, "endnote": 0}
        self._called: set[tuple[NoteKind, str]] = set()
        self._notes: dict[tuple[NoteKind, str], XmlElement] = {}
        self.warnings: list[ReadingWarning] = []
        roots: tuple[tuple[NoteKind, XmlElement | None], ...] = (
            ("footnote", package.footnotes),
            ("endnote", package.endnotes),
        )
        for kind, root in roots:
            for note in root.findall(W + kind) if root is not None else ():
                self._notes.setdefault((kind, get_attribute(note, "id") or ""), note)

    def begin_section(self) -> None:
        """Count the next section, in which marks may begin anew."""
        self._section += 1
        for kind in self._counted:
            if self._read_counting(kind).restarts_in_section:
                self._counted[kind] = 0

    def take(self, mark: NoteMark) -> tuple[str, XmlElement] | None:
        """Return a note's mark as printed, and the element of its paragraphs.

        None for a note already taken; None with a warning for one that the file lacks.
        """
        if mark.custom is None:
            counting = self._read_counting(mark.kind)
            label = format_number(counting.start + self._counted[mark.kind], counting.number_format)
            self._counted[mark.kind] += 1
        else:
            label = mark.custom
        key = (mark.kind, mark.identifier)
        if key in self._called:
            return None
        self._called.add(key)
        note = self._notes.get(key)
        if note is None:
            self.warnings.append(
                ReadingWarning(
                    "missing-note",
                    f"The text refers to {mark.kind} {label}, which the file does not hold.",
                )
            )
            return None
        return label, note

    def list_uncalled(self) -> Iterator[XmlElement]:
        """Yield the notes without a reference, separators too."""
        return (note for key, note in self._notes.items() if key not in self._called)

    def _read_counting(self, kind: NoteKind) -> _Counting:
        section = self._sections[self._section] if self._section < len(self._sections) else None

        def read_setting(name: str) -> str | None:
            path = f"{kind}Pr/{name}"
            return get_child_value(section, path) or get_child_value(self._settings, path)

        start = parse_integer(read_setting("numStart"))
        return _Counting(
            read_setting("numFmt") or _USUAL_FORMAT[kind],
            1 if start is None else start,
            read_setting("numRestart") == "eachSect",
        )
