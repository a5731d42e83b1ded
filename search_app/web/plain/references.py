"""Plain pages of references: what a document or resolution is, and who cites it where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from corpus.errors import QueryError
from corpus.official_sources import find_official_page
from index.lookup import MentionLine, Trace, describe_order
from index.references import name_references
from search_app.citing import (
    citation,
    lead_in,
    plain_address,
    plain_document_address,
    plain_reference_address,
)
from search_app.web.parts import html, references_html
from search_app.web.plain.documents import describe_passages
from search_app.web.plain.page import AbsentPageError, PageRequest, PlainPage

_PART: Final = 20
"""Mentions that a page has: with 50, some take more than 20 ms (``benchmarks.speed.plain``)."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A mention as the template draws it; ``address`` is empty for a document without symbol."""

    citation: str
    address: str
    lead: str
    text: Markup
    language: str | None


def reference_page(request: PageRequest) -> PlainPage:
    """Return the page of a reference; raise :class:`AbsentPageError` where nothing is known."""
    locale = request.locale
    name = request.path.strip("/")
    try:
        trace = request.index.look_up(name, locale.code)
    except QueryError as error:
        several = error.values.get("references", ())
        key = "references.several" if several else "references.no_reference"
        raise _make_absence(request, key, several if isinstance(several, tuple) else ()) from error
    if trace.canonical is None or not trace.is_found:
        near = tuple(dict.fromkeys((*trace.suggestions, *trace.see_also)))
        key = "references.no_body" if trace.is_of_named_bodies else "references.nowhere"
        raise _make_absence(request, key, near)
    return _draw(request, trace, trace.canonical)


def _make_absence(request: PageRequest, key: str, near: tuple[str, ...]) -> AbsentPageError:
    names = name_references(request.index.store, near, request.locale.code)
    links = [(names[each], plain_reference_address(each, request.language)) for each in near]
    return AbsentPageError(request.locale.text(key), links)


def _draw(request: PageRequest, trace: Trace, canonical: str) -> PlainPage:
    locale = request.locale
    parts = range(0, len(trace.mentions), _PART) or range(1)
    number = min(max(request.number("part") or 1, 1), len(parts))
    lines = trace.mentions[parts[number - 1] : parts[number - 1] + _PART]
    newest_first = sorted(trace.editions, key=lambda cited: cited.edition or "", reverse=True)
    newest = newest_first[0].canonical if len(newest_first) > 1 else None
    related = [edition.canonical for edition in newest_first if edition.canonical != canonical]
    names = name_references(
        request.index.store, [canonical, *related, *trace.see_also], locale.code
    )
    address = plain_reference_address(canonical, request.language)
    mark = "&" if "?" in address else "?"
    document = trace.document
    kind = f"references.kind.{trace.kind}"
    count = locale.plural("references.paragraphs", len(trace.mentions))
    body = html(
        "plain.reference",
        locale=locale,
        name=names[canonical],
        canonical=canonical,
        kind=locale.text(kind) if locale.has(kind) else "",
        title=document.metadata.title if document else trace.listed and trace.listed.title,
        document=plain_document_address(canonical, request.language) if document else "",
        editions=[(names[each], plain_reference_address(each), each == newest) for each in related],
        see_also=[(names[each], plain_reference_address(each), False) for each in trace.see_also],
        official=find_official_page(canonical, locale.code),
        is_uncited=describe_order(trace.mentions) == "edition_absent",
        count=count,
        mentions=[_make_mention(request, line) for line in lines],
        pages=[
            (name, f"{address}{mark}part={part}")
            for name, part in (("previous", number - 1), ("next", number + 1))
            if 1 <= part <= len(parts)
        ],
        link=request.link,
    )
    text = describe_passages([line.shown for line in lines[:1]])
    description = locale.sentences(filter(None, (f"{count}.", text)))
    return PlainPage(names[canonical], description, body, address)


def _make_mention(request: PageRequest, line: MentionLine) -> _Mention:
    shown = line.shown
    return _Mention(
        citation(shown, request.locale.code),
        plain_address(shown),
        lead_in(shown),
        references_html(shown.passage.text, shown.passage.mentions, request.link_reference),
        shown.text_language,
    )
