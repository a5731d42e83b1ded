"""ITU's lists of a meeting's documents: as XML, or as a saved page of its site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree, html  # type: ignore[import-untyped]

from corpus.documents import ListedDocument
from corpus.errors import FetchError
from corpus.text import dates
from ingest.lists.catalogue import read_day
from ingest.lists.names import DocumentName, clean_folder, find_document_names
from ingest.lists.xml_records import Fields, is_html, read_records

_TITLES: Final = {"en": "ltitle_e", "fr": "ltitle_f", "es": "ltitle_s"}

_MOST_NAMED: Final = 3
_COLUMNS: Final = {
    "title": ("title", "titre", "título"),
    "source": ("source", "origine", "origen"),
    "date": ("date", "received", "fecha"),
}
"""Heads of the columns of a page that lists documents."""


@dataclass(frozen=True, slots=True)
class DocumentList:
    """A list of documents, each once; ``links`` are the addresses on a saved page.

    ``notes`` tell people what could not be read. ``is_whole`` is False where the list breaks off.
    """

    documents: tuple[ListedDocument, ...]
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    is_whole: bool = True


def read_list(content: bytes, name: str) -> DocumentList:
    """Read a list of documents in XML; raise FetchError for any other file."""
    read = read_records(content, name)
    if read.root != "page_content":
        raise FetchError(f"{name} is no list of documents: its root is <{read.root}>.")
    records: dict[str, list[ListedDocument]] = {}
    nameless = 0
    for fields in read.of("folder"):
        parsed = DocumentName.parse(fields.get("object_name", ""))
        if parsed is None:
            nameless += 1
        else:
            records.setdefault(parsed.name, []).append(_make_document(parsed, fields))
    notes = [read.fault] if read.fault else []
    twice = [each for each, same in records.items() if any(record != same[0] for record in same)]
    if twice:
        notes.append(
            f"{name}: {len(twice):,} of the documents are listed more than once, and not alike "
            f"({', '.join(twice[:_MOST_NAMED])}). What differs is left out."
        )
    if nameless:
        notes.append(f"{name}: {nameless:,} records have no document's name and are left out.")
    documents = tuple(_keep_common(same) for same in records.values())
    return DocumentList(documents, tuple(notes), is_whole=not read.fault)


def _keep_common(records: Sequence[ListedDocument]) -> ListedDocument:
    """Return a document with the facts in which all records of it agree that have them."""
    titles = {
        code: title
        for record in records
        for code, title in record.titles.items()
        if all(other.titles.get(code, title) == title for other in records)
    }
    facts: dict[str, Any] = {}
    for name in ("source", "date", "meeting", "access", "path"):
        values = {getattr(record, name) for record in records} - {None}
        facts[name] = values.pop() if len(values) == 1 else None
    return replace(records[0], titles=titles, **facts)


def _make_document(name: DocumentName, fields: Fields) -> ListedDocument:
    return ListedDocument(
        name.name,
        name.symbol,
        {code: fields[key] for code, key in _TITLES.items() if fields.get(key)},
        fields.get("main_source"),
        read_day(fields.get("reception_date", "")),
        fields.get("meeting_name"),
        fields.get("access_type"),
        clean_folder(fields.get("static_path", "")),
    )


def read_page(content: bytes, name: str) -> DocumentList:
    """Read a saved page of ITU's site that lists a meeting's documents.

    Titles, sources and dates need a row that names the columns. Raises FetchError where the file is
    no web page or names no document.
    """
    try:
        tree = html.document_fromstring(content) if is_html(content) else None
    except (etree.ParserError, ValueError):
        tree = None
    if tree is None:
        raise FetchError(f"{name} is no web page. Save the page of the meeting's documents again.")
    documents: dict[str, ListedDocument] = {}
    for named, columns in _list_rows(tree):
        document = ListedDocument(
            named.name,
            named.symbol,
            {"en": columns["title"]} if columns.get("title") else {},
            columns.get("source"),
            _read_date(columns.get("date", "")),
        )
        documents.setdefault(named.name, document)
    links = tuple(str(link) for link in tree.xpath("//a/@href"))
    for text in links:
        for each in find_document_names(text):
            if each not in documents and (parsed := DocumentName.parse(each)):
                documents[each] = ListedDocument(parsed.name, parsed.symbol)
    if not documents:
        raise FetchError(f"{name} names no document of a meeting. Save the page with the list.")
    return DocumentList(tuple(documents.values()), (), links)


def _list_rows(tree: html.HtmlElement) -> Iterator[tuple[DocumentName, Mapping[str, str]]]:
    """Yield the document that each row of a table names, and its cells by their columns."""
    for table in tree.iter("table"):
        heads: dict[int, str] = {}
        for row in table.iter("tr"):
            if next(row.iterancestors("table")) is not table:
                continue  # of a table in a cell, which comes by itself
            cells = [" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")]
            known = {place: _name_column(cell) for place, cell in enumerate(cells)}
            if sum(column is not None for column in known.values()) >= 2:
                heads = {place: column for place, column in known.items() if column}
                continue
            links = [str(link) for link in row.xpath(".//a/@href")]
            names = dict.fromkeys(each for link in links for each in find_document_names(link))
            parsed = [each for each in map(DocumentName.parse, names) if each]
            if len({each.symbol for each in parsed}) == 1:
                yield (
                    parsed[0],
                    {heads[place]: cell for place, cell in enumerate(cells) if place in heads},
                )


def _name_column(cell: str) -> str | None:
    words = cell.casefold().split()
    return next(
        (column for column, heads in _COLUMNS.items() if words and words[0].strip(":") in heads),
        None,
    )


def _read_date(text: str) -> str | None:
    """Return the only date of a cell; figures alone can be read in two ways and count as none."""
    found = dates.find(text)
    return found[0].iso if len(found) == 1 else read_day(text)
