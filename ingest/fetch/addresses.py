"""Addresses at which documents may be: formed for ITU's archive, or read from pages and lists."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree, html  # type: ignore[import-untyped]

from corpus import meetings, settings, tables
from corpus.errors import FetchError
from corpus.extract import symbols
from corpus.languages import BY_CODE

ARCHIVE: Final = "https://www.itu.int"

_ANSWERED: Final = "answered"
"""The user's table of the file name codes and years that worked for a meeting."""

_FOLDERS: Final = ("dms_pub", "dms_ties")
"""Folders of public files, then of files that need a sign-in."""

_FILES: Final = (("MSW", "docx"), ("MSW", "doc"), ("PDF", "pdf"))
"""Formats of the archive, the most faithfully read one first."""


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A document in one language (ISO 639-1), with addresses to try in order."""

    symbol: str
    language: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stem:
    """The beginning of a meeting's file names: ``S24-CWGWSIS41``."""

    text: str

    @property
    def folder(self) -> str:
        """The folder below ``dms_pub`` or ``dms_ties``: ``itu-s/md/24/cwgwsis41``."""
        head, _, code = self.text.lower().partition("-")
        return f"itu-{head[0]}/md/{head[1:]}/{code}"


def list_stems(body: str, number: int, years: Sequence[int] = ()) -> list[Stem]:
    """Return possible beginnings of a meeting's file names, the likeliest first.

    Without ``years``, the body's table and the year after the meeting serve. Raises FetchError for
    a body without table or known year.
    """
    answered = tables.load(_ANSWERED).get(f"{body}-{number}")
    table = next((t for t in tables.load_each("bodies").values() if t.get("body") == body), None)
    if table is None:
        raise FetchError(
            f"There is no table for {body}. Name one of the bodies that have one, or write one in "
            f"the folder bodies of {settings.TABLES.name}."
        )
    tried = list(years)
    if not tried:
        known = table.get("years", {}).get(str(number))
        met = meetings.meeting(str(number), body)
        day = met.days.first if met and met.days else None
        tried = [known] if known else []
        tried += [year for year in ((day.year + 1, day.year) if day else ()) if year != known]
    if not tried and not answered:
        raise FetchError(
            f"The year of meeting {number} of {body} is not known. Name it: --year 2025."
        )
    texts = [f"S{year % 100:02d}-{code}{number}" for year in tried for code in table["codes"]]
    return [Stem(text) for text in dict.fromkeys([answered, *texts] if answered else texts)]


def remember(body: str, number: int, stem: Stem) -> Path | None:
    """Save the stem that worked to the user's table; None if it is there or cannot be written."""
    folder = tables.own_folder()
    if tables.load(_ANSWERED).get(f"{body}-{number}") == stem.text:
        return None
    path = folder / f"{_ANSWERED}.toml"
    known = {**tables.load(_ANSWERED), f"{body}-{number}": stem.text}
    lines = ["# How the names of a meeting's files begin, as `wsis-search fetch` found them."]
    lines += [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in sorted(known.items())]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*lines, ""]), "utf-8")
    except OSError:
        return None
    tables.forget()
    return path


def format_listing(archive: str, stem: Stem, series: str) -> str:
    """Return the address of the page that lists a meeting's documents of one series."""
    # Documents are on it whose versions it does not name: any language will do.
    return f"{archive}/md/meetingdoc.asp?lang=en&parent={stem.text}-{series}"


def find_names(page: str, stem: Stem, series: str) -> list[str]:
    """Return the document names on a listing page (``S24-CWGWSIS41-C-0003!R1``), in order."""
    name = re.compile(
        rf"{re.escape(stem.text)}-{series}-\d{{4}}(?:![ARC]\d{{1,2}})*", re.IGNORECASE
    )
    return list(dict.fromkeys(match.upper() for match in name.findall(page)))


def format_name(stem: Stem, series: str, number: int, revision: int = 0) -> str:
    """Return the name of a document, ``S24-CWGWSIS41-C-0003!R1``."""
    return f"{stem.text}-{series}-{number:04d}{f'!R{revision}' if revision else ''}"


def find_addresses(
    archive: str, stem: Stem, name: str, language: str, folder: str | None = None
) -> DocumentRequest:
    """Return a document of the archive with the addresses that it may have in a language.

    The short address is first; it leads to the file or to a page with links to it. The files
    follow: in ``folder`` if given, else in the public folder and in the one behind a sign-in.
    """
    head, _, change = name.partition("!")
    letter = BY_CODE[language].letter
    series = head.split("-")[-2].lower()
    files = [f"{head}!{change}!{kind}-{letter}.{ending}" for kind, ending in _FILES]
    addresses = [f"{archive}/md/{name}/{language}"]
    folders = [folder] if folder else [f"/{each}/{stem.folder}/{series}" for each in _FOLDERS]
    addresses += [f"{archive}{each}/{file}" for each in folders for file in files]
    parsed = symbols.parse_file_name(files[0])
    symbol = parsed.symbol if parsed else None
    return DocumentRequest(symbol.canonical if symbol else name, language, tuple(addresses))


def find_links(page: bytes, address: str, document: DocumentRequest) -> list[str]:
    """Return a page's links to files of a document in its language, Word before PDF."""
    try:
        tree = html.document_fromstring(page)
    except (etree.ParserError, ValueError):
        return []
    order = {kind: place for place, (kind, _) in enumerate(_FILES)}
    ranked: list[tuple[int, str]] = []
    for target in tree.xpath("//a/@href"):
        try:
            there = urljoin(address, str(target))
            name = symbols.parse_file_name(Path(urlsplit(there).path).name)
        except ValueError:
            continue
        if name and name.symbol.canonical == document.symbol and name.language == document.language:
            ranked.append((order.get(name.format or "", len(order)), there))
    return list(dict.fromkeys(there for _, there in sorted(ranked, key=lambda pair: pair[0])))


def manifest(path: Path) -> list[DocumentRequest]:
    """Read a list of documents, CSV with a header or JSON; raise FetchError if it is invalid."""
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix.lower() == ".json":
            rows = json.loads(text)
        else:
            rows = list(csv.DictReader(text.splitlines()))
    except (OSError, ValueError) as error:
        raise FetchError(f"The list {path} cannot be read: {error}.") from error
    requests: dict[tuple[str, str], DocumentRequest] = {}
    for place, symbol, language, address in _read_rows(rows, path):
        if len(symbol) > _LONGEST or not symbol.isprintable():
            raise FetchError(f"{path}, {place}: {symbol[:_LONGEST]!r} is no symbol. Correct it.")
        parsed = symbols.parse(symbol)
        if not _is_of_web(address):
            raise FetchError(f"{path}, {place}: {address!r} is no address of the web. Correct it.")
        if language not in BY_CODE:
            raise FetchError(
                f"{path}, {place}: {language!r} is none of {', '.join(sorted(BY_CODE))}."
            )
        name = parsed.symbol.canonical if parsed else symbol
        before = requests.get((name, language), DocumentRequest(name, language, ()))
        requests[name, language] = replace(before, addresses=(*before.addresses, address))
    return list(requests.values())


def _is_of_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_http = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_http and address.isprintable()


def _read_rows(rows: object, path: Path) -> Iterator[tuple[str, str, str, str]]:
    if not isinstance(rows, list):
        raise FetchError(f"The list {path} is not a list of rows. Correct it.")
    for number, row in enumerate(rows, 1):
        values = [row.get(key) if isinstance(row, dict) else None for key in _COLUMNS]
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise FetchError(
                f"{path}, row {number}: symbol, language and address are needed. Complete it."
            )
        symbol, language, address = (str(value).strip() for value in values)
        yield f"row {number}", symbol, language.lower(), address


_LONGEST: Final = 200
"""Letters of a symbol; the longest of ITU and the United Nations have some fifty."""

_COLUMNS: Final = ("symbol", "language", "address")
