"""Plain pages of documents and of their paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from corpus.errors import QueryError
from corpus.extract import symbols
from corpus.languages import BY_CODE
from index.lookup import catalogue
from index.retrieval import items_of
from index.store import Excerpt, Row
from index.versions import passages_in
from search_app.citing import (
    citation,
    label_line,
    plain_address,
    plain_document_address,
    quote_passage,
    source_name,
    with_now,
)
from search_app.web.parts import (
    document_address,
    headings_above,
    html,
    references_html,
    symbol_address,
)
from search_app.web.plain.page import AbsentPageError, Choice, PageRequest, PlainPage

_PART: Final = 100
"""Passages of a document that a page has."""

_DESCRIPTION: Final = 300
"""Characters of a text that previews of links show."""


@dataclass(frozen=True, slots=True)
class _Document:
    """A document with the versions that are shown, by its canonical symbol."""

    id: int
    symbol: str
    versions: tuple[Row, ...]

    @property
    def codes(self) -> list[str]:
        """Languages of the versions, in the order of the United Nations."""
        there = {row["language"] for row in self.versions}
        return [code for code in BY_CODE if code in there]


def document_page(request: PageRequest) -> PlainPage:
    """Return the page of a document or paragraph; raise :class:`AbsentPageError` without one."""
    document, labels, letter = _find_document(request)
    order = _order_versions(request, document, letter)
    if labels or "at" in request.parameters:
        for version in order:
            passages = _find_paragraph(request, document, version, labels)
            if passages:
                return _draw_paragraph(request, document, passages)
        sentence = (
            request.locale.text("documents.no_paragraph", label=labels)
            if labels
            else request.locale.text("documents.no_passage")
        )
        near = [(document.symbol, plain_document_address(document.symbol, request.language))]
        raise AbsentPageError(sentence, near)
    return _draw_document(request, document, order[0])


# --- which text ----------------------------------------------------------------------------------


def _find_document(request: PageRequest) -> tuple[_Document, str, str | None]:
    """Return the document with the longest symbol in a path, the labels behind it, and its letter.

    A letter of a language behind the symbol counts where no other language is asked for.
    """
    store, path = request.index.store, request.path.strip("/")
    end = len(path)
    while end > 0:
        id_ = catalogue.find(store, path[:end])
        versions = tuple(store.versions.read_shown(id_)) if id_ is not None else ()
        if id_ is not None and versions:
            parsed = symbols.parse_asked(path[:end])
            symbol = parsed.symbol.canonical if parsed else path[:end]
            letter = parsed.language if parsed else None
            return _Document(id_, symbol, versions), path[end + 1 :], letter
        end = path.rfind("/", 0, end)
    raise _make_absence(request, path)


def _make_absence(request: PageRequest, path: str) -> AbsentPageError:
    """Return the error that no document is at an address, with the symbols near to it."""
    store = request.index.store
    try:
        card = request.index.show(path)
    except QueryError as error:
        near = error.values.get("near", ())
        names = near if isinstance(near, tuple) else ()
        sentence = request.locale.text("documents.not_found", name=path)
    else:  # the name of a file
        names = (card.metadata.symbol or "",)
        sentence = request.locale.text("plain.nothing")
    known = [name for name in names if catalogue.find(store, name) is not None]
    links = [(name, plain_document_address(name, request.language)) for name in known]
    return AbsentPageError(sentence, links)


def _order_versions(request: PageRequest, document: _Document, letter: str | None) -> list[Row]:
    """Return the versions, the wanted one first, then by what the reader may understand."""
    wanted = [request.language, letter, request.locale.code, "en"]
    order = [code for code in (*wanted, *document.codes) if code]

    def place(row: Row) -> int:
        code = row["language"]
        return order.index(code) if code in order else len(order)

    return sorted(document.versions, key=place)


def _find_paragraph(
    request: PageRequest, document: _Document, version: Row, labels: str
) -> tuple[Excerpt, ...]:
    """Return the passages with the labels, in a version that may have others for them."""
    start, language = request.number("at"), version["language"]
    if start is not None and language == request.language:
        by_id = request.index.store.passages.in_version(version["id"])
        ids = [id_ for id_, passage in by_id.items() if passage.start == start]
        shown = request.index.excerpts(ids[-1:]).values()
        own = tuple(passage for passage in shown if _labels_of(passage) == labels)
        if own:
            return own
    if not labels:
        return ()
    try:
        passages = request.index.show(f"{document.symbol}#{labels}", language).passages
    except QueryError:
        return ()
    # A list below another paragraph may have the label, too.
    return tuple(passage for passage in passages if _labels_of(passage) == labels) or passages


def _labels_of(shown: Excerpt) -> str:
    return label_line(shown.passage.label_path)


# --- pages ---------------------------------------------------------------------------------------


def _draw_paragraph(
    request: PageRequest, document: _Document, shown: Sequence[Excerpt]
) -> PlainPage:
    code = request.locale.code
    first = shown[0]
    items = items_of(request.index.store, shown)
    cited = [citation(passage, code) for passage in shown]
    choices = _list_versions(request, first)
    whole = plain_document_address(document.symbol, first.language)
    body = html(
        "plain.paragraph",
        locale=request.locale,
        first=first,
        headings=headings_above(first),
        passages=[
            (passage, _write(request, passage), [(item, _write(request, item)) for item in own])
            for passage in shown
            for own in [items.get(passage.passage_id, ())]
        ],
        cited=list(dict.fromkeys(cited)),
        missing=_explain_missing(request, first.language),
        revision=[*_describe_revisions(request, first)],
        choices=choices,
        whole=whole,
        app=document_address(first),
        link=request.link,
    )
    return PlainPage(cited[0], describe_passages(shown), body, plain_address(first), choices)


def _draw_document(request: PageRequest, document: _Document, version: Row) -> PlainPage:
    language = version["language"]
    store, locale = request.index.store, request.locale
    ids = catalogue.version_passages(store, document.id, language)
    parts = range(0, len(ids), _PART) or range(1)
    number = min(max(request.number("part") or 1, 1), len(parts))
    wanted = ids[parts[number - 1] :][:_PART]
    read = store.passages.excerpts(wanted)
    shown = [read[passage_id] for passage_id in wanted]
    address = partial(plain_document_address, document.symbol)
    choices = tuple((code, address(code), code == language) for code in document.codes)
    first = shown[0] if shown else None
    facts = [
        source_name(version["source"], locale.code),
        locale.meeting(first.meeting if first else None),
        locale.date(first.date if first else None),
    ]
    body = html(
        "plain.document",
        locale=locale,
        symbol=document.symbol,
        title=version["title"],
        language=language,
        facts=facts,
        passages=[(passage, plain_address(passage), _write(request, passage)) for passage in shown],
        missing=_explain_missing(request, language),
        revision=[*_describe_revisions(request, first)] if first else (),
        choices=choices,
        pages=[
            (name, address(language, place={"part": str(part)}))
            for name, part in (("previous", number - 1), ("next", number + 1))
            if 1 <= part <= len(parts)
        ],
        app=symbol_address(document.symbol, language),
        link=request.link,
    )
    title = ": ".join(filter(None, (document.symbol, version["title"])))
    place = {"part": str(number)} if number > 1 else None
    return PlainPage(title, describe_passages(shown), body, address(language, place=place), choices)


def _list_versions(request: PageRequest, shown: Excerpt) -> tuple[Choice, ...]:
    store = request.index.store
    ids = passages_in(store, [shown.passage_id]).get(shown.passage_id, {})
    read = store.passages.excerpts([own[0] for own in ids.values() if own])
    versions = {other.language: other for other in read.values()} | {shown.language: shown}
    return tuple(
        (code, plain_address(versions[code]), code == shown.language)
        for code in BY_CODE
        if code in versions
    )


def _write(request: PageRequest, shown: Excerpt) -> Markup:
    """Return a passage's text as HTML, in which references are links."""
    return references_html(shown.passage.text, shown.passage.mentions, request.link_reference)


def _describe_revisions(request: PageRequest, shown: Excerpt) -> Iterator[tuple[str, str]]:
    """Yield sentences on revisions of a passage's document, each with an address."""
    locale = request.locale
    if shown.superseded_by:
        key = "search.left_out" if shown.is_left_out else "search.superseded"
        sentence = locale.text(key, symbol=shown.superseded_by)
        target = plain_document_address(shown.superseded_by, shown.language)
        if shown.now:
            target = plain_address(shown.now)
        yield with_now(sentence, shown, locale.code), target
    if shown.revises:
        sentence = locale.text("plain.revises", symbol=shown.revises)
        yield sentence, plain_document_address(shown.revises, shown.language)


def _explain_missing(request: PageRequest, language: str | None) -> str:
    """Return the sentence that another language is shown than was asked for; else nothing."""
    wanted = request.language
    if wanted is None or wanted == language:
        return ""
    return request.locale.text("documents.no_version", language=request.locale.in_language(wanted))


def describe_passages(passages: Sequence[Excerpt]) -> str:
    """Return the beginning of passages' texts, for the preview of a link."""
    line = ""
    for passage in passages:
        line = " ".join(f"{line} {quote_passage(passage, ' ')}".split())
        if len(line) > _DESCRIPTION:
            return f"{line[: _DESCRIPTION - 1].rstrip()}…"
    return line
