"""Names of ITU's lists, documents and folders, and the addresses that follow from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Self

from corpus.extract import symbols

_STEM: Final = r"(?P<stem>[SDRT]\d\d-[A-Z0-9.&]+(?:-[A-Z0-9.&]*[A-Z.&][A-Z0-9.&]*)??)"
_LIST: Final = re.compile(
    rf"{_STEM}(?:-(?P<day>\d{{6}}))?-(?P<type>[A-Z]{{1,6}})\.xml", re.IGNORECASE
)
_CHANGES: Final = r"(?:![ARCN]\d{1,2})"
_DOCUMENT: Final = re.compile(
    rf"(?P<head>{_STEM}(?:-(?P<day>\d{{6}}))?-(?P<type>[A-Z]{{1,6}})"
    rf"(?:-(?P<part>[A-Z]{{2,5}}\d{{0,2}}))?-\d{{1,5}})(?P<changes>{_CHANGES}{{0,3}})",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(r"[!.]|-[a-z](?![a-z0-9])|$", re.IGNORECASE)
_FOLDER: Final = re.compile(r"/?[\w. &-]+(?:/[\w. &-]+)*/?")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class ListName:
    """The name of a list of documents: ``T25-SG12-C.xml``, ``T25-SG12-250909-TD.xml``.

    ``stem`` begins the names of its documents. ``day`` is as written; None for a whole period.
    """

    stem: str
    day: str | None
    type: str

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """Read the last part of a path or address; None where it is no list's name."""
        last = re.split(r"[/\\]", name[-_LONGEST:])[-1]
        match = _LIST.fullmatch(last)
        return cls(match["stem"], match["day"], match["type"].upper()) if match else None

    @property
    def file(self) -> str:
        """The name of the file."""
        return "-".join(filter(None, (self.stem, self.day, self.type))) + ".xml"

    def format_address(self, archive: str) -> str:
        """Return the list's public address."""
        head, _, group = self.stem.partition("-")
        folder = f"itu-{head[0].lower()}/md/{head[1:]}/{group}/{self.type.lower()}"
        return f"{archive}/dms_pages/{folder}/{self.file}"


@dataclass(frozen=True, slots=True)
class DocumentName:
    """The name of a document in a list: ``S24-CWGWSIS41-C-0003``, ``T25-SG12-250909-TD-GEN-0367``.

    ``day`` is the meeting's, as written; ``part`` is the part of a series: ``GEN``.
    """

    name: str
    type: str
    day: str | None
    part: str | None

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """Read a name without format and language; None where it is no document's."""
        match = _DOCUMENT.fullmatch(name.strip()) if len(name) <= _LONGEST else None
        if match is None:
            return None
        part = match["part"] and match["part"].upper()
        return cls(match[0].upper(), match["type"].upper(), match["day"], part)

    @property
    def symbol(self) -> str:
        """The symbol in its one form, or the name where the grammar has none."""
        head, _, changes = self.name.partition("!")
        parsed = symbols.parse_file_name(f"{head}!{changes.replace('!', '')}!MSW")
        return parsed.symbol.canonical if parsed else self.name

    def format_folder(self, base: str) -> str:
        """Return the folder of its files at the server of files, below a meeting's folder."""
        parts = [base.rstrip("/"), *filter(None, (self.day,)), self.type.lower(), "ties"]
        return "/".join([*parts, *([self.part.lower()] if self.part else [])])


def find_document_names(text: str) -> list[str]:
    """Return the names of documents in a text, without format and language, each once."""
    pieces = re.findall(r"[A-Za-z0-9.&!-]{8,200}", text)
    names: dict[str, None] = {}
    for piece in pieces:
        match = _DOCUMENT.match(piece)
        # A name goes on with a format or ends; else another letter makes it another one.
        if match and _BEHIND.match(piece, match.end()):
            names.setdefault(match[0].upper())
    return [*names]


def clean_folder(path: str) -> str | None:
    """Normalise a folder's path at a server to ``/a/b``; return None where it could lead out."""
    plain = path.strip()
    is_clean = len(plain) <= _LONGEST and _FOLDER.fullmatch(plain)
    if not is_clean or ".." in PurePath(plain).parts:
        return None
    return f"/{plain.strip('/')}"
