"""Read the sample's documents from ``documents.toml`` and the texts in ``text/``.

A text is a head of ``key: value`` lines, a line ``---``, and a body of one block per line; the
folder's README describes it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from corpus.languages import BY_CODE, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

BlockKind = Literal["heading", "paragraph", "item", "footnote", "row"]

HEAD_KEYS: Final = ("title", "source", "summary", "action", "references")
"""Keys of a text's head, once each."""

_FOLDER: Final = re.compile(
    r"CWGWSIS(?P<meeting>\d{2})-(?P<series>C|INF)-(?P<number>\d{4})(?:-(?P<issue>[AR][1-9]))?"
)
_NUMBER: Final = re.compile(r"\d{1,2}(\.\d{1,2}){0,2}")
_ITEM: Final = re.compile(r"[a-zأبجدهوزحط]\)")
_FOOTNOTE: Final = re.compile(r"\[\^(\d)\]: (.+)")
_MARK: Final = re.compile(r"\[\^(\d)\]")


class SampleTextError(ValueError):
    """A text or ``documents.toml`` does not keep to the format; names the file and the line."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a body.

    Attributes:
        kind: heading, paragraph, item (of a list, ``a)``), footnote, or row (of the table).
        text: without its label; marks of footnotes stand in it as ``[^1]``. Empty for a row.
        label: ``2``, ``2.1``, ``a)``, the footnote's number; None for an unnumbered paragraph.
        cells: of a row.
    """

    kind: BlockKind
    text: str
    label: str | None = None
    cells: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """Return the count of numbers in the label: 1 for ``2``, 3 for ``2.1.1``; else 0."""
        return len(self.label.split(".")) if self.label and _NUMBER.fullmatch(self.label) else 0


@dataclass(frozen=True, slots=True)
class SampleText:
    """One language of a document: what its cover says in words, and its body."""

    title: str
    source: str
    summary: str
    action: str
    references: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """One entry of ``documents.toml``.

    Attributes:
        folder: of its texts, and the stem of its file names.
        symbol: ``CWG-WSIS&SDG-39/4(Add.1)``.
        issued: the date on its cover.
        original: code of the language it was written in.
        agenda_item: ``4.2``.
        languages: codes of the languages it exists in, in the order of the United Nations.
    """

    folder: str
    symbol: str
    issued: date
    original: str
    agenda_item: str
    languages: tuple[str, ...]

    @property
    def meeting(self) -> int:
        """The number of the meeting."""
        return int(self._part("meeting"))

    @property
    def meeting_code(self) -> str:
        """The meeting as file names have it: ``CWGWSIS39``."""
        return f"CWGWSIS{self.meeting}"

    @property
    def issue(self) -> str:
        """``A1`` for the first addendum, ``R1`` for the first revision, otherwise empty."""
        return self._part("issue")

    @property
    def base_symbol(self) -> str:
        """The symbol of the document that it amends or revises: ``CWG-WSIS&SDG-39/4``."""
        return self.symbol.partition("(")[0]

    def file_name(self, language: str, form: Literal["MSW", "PDF"]) -> str:
        """The name of a version's file: ``S23-CWGWSIS39-C-0004!A1!MSW-E.docx``."""
        stem = self.folder.removesuffix(f"-{self.issue}")
        ending = {"MSW": "docx", "PDF": "pdf"}[form]
        letter = BY_CODE[language].letter
        return f"S{self.issued:%y}-{stem}!{self.issue}!{form}-{letter}.{ending}"

    def _part(self, name: str) -> str:
        match = _FOLDER.fullmatch(self.folder)
        return (match.group(name) or "") if match else ""


def read_documents(sample: Path) -> tuple[SampleDocument, ...]:
    """The documents of the sample in the folder ``sample``, in the order of ``documents.toml``.

    Raises:
        SampleTextError: an entry is incomplete, or its folder of texts is missing or misnamed.
    """
    path = sample / "documents.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    return tuple(_document(entry, sample / "text", path) for entry in entries)


def _document(entry: Mapping[str, Any], texts: Path, path: Path) -> SampleDocument:
    missing = {"folder", "symbol", "date", "original", "agenda_item"} - entry.keys()
    if missing:
        raise SampleTextError(f"{path}: the entry {dict(entry)} lacks {', '.join(sorted(missing))}")
    folder = texts / entry["folder"]
    if not _FOLDER.fullmatch(folder.name):
        raise SampleTextError(
            f"{path}: “{folder.name}” is not of the form CWGWSIS39-C-0004 or CWGWSIS39-C-0004-A1"
        )
    languages = tuple(
        language.code for language in LANGUAGES if (folder / f"{language.code}.txt").is_file()
    )
    if entry["original"] not in languages:
        raise SampleTextError(
            f"{folder}: there is no {entry['original']}.txt, though {path.name} names that "
            "language as the original"
        )
    return SampleDocument(
        folder=folder.name,
        symbol=entry["symbol"],
        issued=entry["date"],
        original=entry["original"],
        agenda_item=entry["agenda_item"],
        languages=languages,
    )


def read_text(path: Path) -> SampleText:
    """The text in the file ``path``.

    Raises:
        SampleTextError: it does not keep to the format.
        OSError: it cannot be read.
    """
    return parse_text(path.read_text(encoding="utf-8"), str(path))


def parse_text(text: str, where: str) -> SampleText:
    """Parse a whole text; ``where`` is its file's name, for the messages.

    Raises:
        SampleTextError: it does not keep to the format.
    """
    lines = tuple(enumerate(text.splitlines(), start=1))
    end = next((number for number, line in lines if line.strip() == "---"), None)
    if end is None:
        raise SampleTextError(f"{where}: there is no line “---” between the head and the body")
    head = _head(lines[: end - 1], where)
    blocks = tuple(_blocks(lines[end:], where))
    _check_footnotes(blocks, where)
    _check_table(blocks, where)
    return SampleText(**head, blocks=blocks)


def footnote_marks(block: Block) -> tuple[str, ...]:
    """The numbers of the footnotes with marks in the block, in order."""
    return tuple(_MARK.findall(" ".join((block.text, *block.cells))))


def _head(lines: tuple[tuple[int, str], ...], where: str) -> dict[str, str]:
    head: dict[str, str] = {}
    for number, line in lines:
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        if not colon or key not in HEAD_KEYS:
            raise SampleTextError(
                f"{where}:{number}: the head has “key: value” lines with the keys "
                f"{', '.join(HEAD_KEYS)}; this line begins “{line[:30]}”"
            )
        if key in head or not value.strip():
            raise SampleTextError(f"{where}:{number}: “{key}” stands twice or is empty")
        head[key] = value.strip()
    missing = [key for key in HEAD_KEYS if key not in head]
    if missing:
        raise SampleTextError(f"{where}: the head lacks {', '.join(missing)}")
    return head


def _blocks(lines: tuple[tuple[int, str], ...], where: str) -> Iterator[Block]:
    for number, line in lines:
        if line.strip():
            try:
                yield _block(line.rstrip())
            except SampleTextError as error:
                raise SampleTextError(f"{where}:{number}: {error}") from None


def _block(line: str) -> Block:
    if line.startswith("|"):
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        return Block("row", "", None, cells)
    if line.startswith("[^"):
        footnote = _FOOTNOTE.fullmatch(line)
        if not footnote:
            raise SampleTextError("a footnote is “[^1]: text”")
        return Block("footnote", footnote.group(2), footnote.group(1))
    heading = line.startswith("# ")
    label, tab, text = line.removeprefix("# ").partition("\t")
    if not tab:
        if heading:
            raise SampleTextError("a heading is “# 1”, a tab, and its text")
        return Block("paragraph", line)
    if _NUMBER.fullmatch(label) and text.strip():
        return Block("heading" if heading else "paragraph", text.strip(), label)
    if _ITEM.fullmatch(label) and text.strip() and not heading:
        return Block("item", text.strip(), label)
    raise SampleTextError(
        f"before the tab stands “{label}”; expected a number such as 2 or 2.1.1, or an item "
        "such as a), and text after the tab"
    )


def _check_footnotes(blocks: tuple[Block, ...], where: str) -> None:
    marks = [mark for block in blocks for mark in footnote_marks(block)]
    notes = [block.label for block in blocks if block.kind == "footnote"]
    expected = [str(number) for number in range(1, len(notes) + 1)]
    if marks != expected or notes != expected:
        raise SampleTextError(
            f"{where}: the footnotes are {notes} and their marks {marks}; both should be {expected}"
        )


def _check_table(blocks: tuple[Block, ...], where: str) -> None:
    widths = {len(block.cells) for block in blocks if block.kind == "row"}
    if len(widths) > 1:
        raise SampleTextError(
            f"{where}: the table's rows have {sorted(widths)} cells, not the same"
        )
