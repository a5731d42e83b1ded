"""How does a comparison look in Word? As tracked changes, which Word accepts or rejects one by one.

Accepting all of them leaves the second text and rejecting all leaves the first, to the letter. The
markup is that of ECMA-376, part 1, 17.13.5: runs in ``w:ins`` and ``w:del``, the marks of whole
paragraphs in their properties, and ``w:moveFrom`` and ``w:moveTo`` for what only changed its place.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from index.reports import Compared, Comparison
from index.retrieval import WordChange
from search_app.citing.docx import document_bytes, new_document
from search_app.citing.docx_runs import add_run, add_text, directions, element, set_direction
from search_app.citing.words import words

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

_AUTHOR: Final = "wsis-search"
_LEVELS: Final = 9
_MARKS: Final = {"inserted": "w:ins", "deleted": "w:del"}


def comparison_docx(comparison: Comparison, language: str) -> bytes:
    """Write a comparison as a Word document with tracked changes.

    The body holds the two texts and nothing else; what is compared stands in the page header, in
    the reader's language. Rows of tables and footnotes stand as paragraphs.

    Args:
        comparison: of two texts in one language.
        language: the reader's, one of the six.

    Returns:
        A DOCX file.
    """
    say = words(language).export
    title = say["comparison"].format(comparison.old.name, comparison.new.name)
    document = new_document(title, language, heading=False)
    add_text(document.sections[0].header.paragraphs[0], title, language)
    writer = _Writer(document, comparison.new.language)
    for step, at_old_place in _as_written(comparison.paragraphs):
        writer.write(step, at_old_place=at_old_place)
    return document_bytes(document)


def _as_written(paragraphs: tuple[Compared, ...]) -> Iterator[tuple[Compared, bool]]:
    """Each paragraph at its place, and what was moved at its old place, too (True)."""
    moved = sorted((one for one in paragraphs if one.is_moved), key=lambda one: one.old_place or 0)
    for one in paragraphs:
        if not one.is_moved and one.old_place is not None:
            while moved and (moved[0].old_place or 0) < one.old_place:
                yield moved.pop(0), True
        yield one, False
    yield from ((one, True) for one in moved)


@dataclass(slots=True)
class _Writer:
    document: WordDocument
    language: str | None
    date: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def write(self, step: Compared, *, at_old_place: bool) -> None:
        """Write one paragraph with its changes."""
        old = "".join(one.text for one in step.words if one.kind != "inserted")
        new = "".join(one.text for one in step.words if one.kind != "deleted")
        if step.is_moved and step.change == "same":
            place = step.old_place
            if at_old_place:
                self._moved(step, old, "w:moveFrom", f"move{place}")
            else:
                self._moved(step, new, "w:moveTo", f"move{place}")
        elif step.is_moved:  # and changed: Word knows no moving of what is not the same
            kind, text = ("deleted", old) if at_old_place else ("inserted", new)
            paragraph = self._paragraph(step, _MARKS[kind])
            self._runs(paragraph, text, text, (WordChange(kind, text),))  # type: ignore[arg-type]
        else:
            mark = {"added": "w:ins", "removed": "w:del"}.get(step.change)
            self._runs(self._paragraph(step, mark), old, new, step.words)

    def _paragraph(self, step: Compared, mark: str | None) -> Paragraph:
        shown = step.new or step.old
        paragraph = self.document.add_paragraph()
        if shown is not None and shown.kind == "heading":
            paragraph.style = f"Heading {min(len(shown.heading) + 1, _LEVELS)}"
        if mark:
            properties = element("w:rPr")
            properties.append(self._change(mark))
            paragraph._p.get_or_add_pPr().append(properties)  # noqa: SLF001
        set_direction(paragraph, self.language)
        return paragraph

    def _runs(
        self, paragraph: Paragraph, old: str, new: str, pieces: tuple[WordChange, ...]
    ) -> None:
        # A number that alone was changed runs as the symbol that it is of.
        sides = {
            "deleted": directions(old, self.language),
            "inserted": directions(new, self.language),
        }
        at = {"deleted": 0, "inserted": 0}
        for piece in pieces:
            side = "deleted" if piece.kind == "deleted" else "inserted"
            runs_left = sides[side][at[side] : at[side] + len(piece.text)]
            holder = self._change(_MARKS[piece.kind]) if piece.kind in _MARKS else None
            self._put(paragraph, piece.text, runs_left, holder)
            for other in ("deleted", "inserted"):
                if piece.kind in ("same", other):
                    at[other] += len(piece.text)

    def _moved(self, step: Compared, text: str, mark: str, name: str) -> None:
        paragraph = self._paragraph(step, mark)
        number = str(next(self.numbers))
        begin = element(f"{mark}RangeStart", id=number, author=_AUTHOR, date=self.date, name=name)
        paragraph._p.append(begin)  # noqa: SLF001
        self._put(paragraph, text, directions(text, self.language), self._change(mark))
        paragraph._p.append(element(f"{mark}RangeEnd", id=number))  # noqa: SLF001

    def _put(self, paragraph: Paragraph, text: str, from_right: list[bool], holder: Any) -> None:
        """Add runs, within the element of a change where there is one."""
        if holder is not None:
            paragraph._p.append(holder)  # noqa: SLF001
        for rtl, group in itertools.groupby(zip(text, from_right, strict=True), lambda one: one[1]):
            piece = "".join(character for character, _ in group)
            run = add_run(paragraph, piece, self.language, right_to_left=rtl)
            if holder is not None:
                holder.append(run)
        if holder is not None and holder.tag == element("w:del").tag:
            for text_element in holder.iter(element("w:t").tag):
                text_element.tag = element("w:delText").tag

    def _change(self, mark: str) -> Any:
        return element(mark, id=str(next(self.numbers)), author=_AUTHOR, date=self.date)
