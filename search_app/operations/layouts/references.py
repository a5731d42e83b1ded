"""Layouts of operations lookup (a reference, its mentions) and show (a document, its passages)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.meetings import Days
from corpus.official_sources import find_official_page
from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutSection,
    LayoutTable,
    citation,
    join_facts,
    lead_in,
    name_translation,
    words,
)
from search_app.localise import Locale
from search_app.operations.layouts.cells import (
    BLANK,
    citation_links,
    line,
    own_language_name,
    quote,
)

if TYPE_CHECKING:
    from corpus.cards import ListedCard
    from index.lookup import Card, DocumentCard, MentionLine, Trace
    from index.store import Excerpt
    from search_app.operations.answering.translating import TranslatedCard
    from search_app.operations.lookup import LookupRequest


def show_layout(card: TranslatedCard, language: str) -> Layout:
    """Return a document, or passages of it, named and cited in the reader's language."""
    locale = Locale(language)
    lines = [line(("strong", card.metadata.symbol))] if card.metadata.symbol else []
    if card.metadata.title:
        lines.append(line(card.metadata.title))
    if card.superseded_by:
        superseded = locale.text("search.superseded", symbol=card.superseded_by)
        lines.append(line(("notice", superseded)))
    table = _make_facts(_list_facts(card, locale))
    passages: list[LayoutCell] = []
    for position, shown in enumerate(card.passages):
        # The lead-in of the others is above them already.
        led = lead_in(shown) if position == 0 else ""
        text = "\n".join(filter(None, (led, shown.passage.text)))
        quoted = LayoutCell(text, shown.text_language, indent=4)
        passages += [BLANK, line(("cited", citation(shown, language))), quoted]
        passages += _lay_out_translation(shown, language)
    return Layout("", (LayoutSection(lines=(*lines,), table=table), _make_section(passages)))


def _lay_out_translation(shown: Excerpt, language: str) -> Iterator[LayoutCell]:
    """Yield a translation below its original, labelled as no official text."""
    if translation := shown.translation:
        label, *differs = name_translation(shown, language)
        yield line(("notice", label), indent=4)
        yield LayoutCell(translation.text, indent=4, language=translation.language)
        for text in differs:
            yield line(("notice", text), indent=4)


def lookup_layout(trace: Trace, language: str) -> Layout:
    """Return the index's facts about a reference, cited in the reader's language."""
    from index.references import write_reference

    locale = Locale(language)
    kind = f"references.kind.{trace.kind}"
    kind = locale.text(kind) if locale.has(kind) else trace.kind or ""
    name = write_reference(trace.canonical or "", language) or trace.canonical or ""
    table = None
    if trace.document:
        table = _make_facts(
            _list_facts(trace.document, locale) | _list_neighbours(trace.document, locale)
        )
    elif trace.listed:
        table = _make_facts(_list_listed_facts(trace.listed, locale))
    see_also = [*_name_official_source(trace.canonical or "", locale)]
    if trace.see_also:
        # By the symbol where the United Nations has one: A/71/212 is mixed up with A/RES/71/212.
        names = (
            write_reference(reference, language, whose=True) or reference
            for reference in trace.see_also
        )
        text = locale.add_label(locale.text("references.see_also"), locale.join_names(names))
        see_also.append(line(text))
    sections = (
        LayoutSection(
            lines=(
                *_explain_edition(trace, locale),
                *_name_document(trace, locale),
                *_quote_paragraphs(trace, locale),
            ),
            table=table,
        ),
        LayoutSection(lines=(*see_also,), table=_lay_out_editions(trace, locale)),
        _make_section(list(_lay_out_mentions(trace, locale)) if trace.mentions else ()),
    )
    return Layout(f"{name}  {kind}", sections)


def lookup_nothing(trace: Trace, request: LookupRequest, language: str) -> str:
    """Return the sentence that the index does not know a reference, with near ones."""
    from index.references import write_reference

    locale = Locale(language)
    name = trace.canonical or request.reference
    if trace.is_of_named_bodies:
        lines = []
    elif language == "en":
        lines = [f"{name} is not in the index, and nothing there mentions it."]
        if trace.canonical is None:
            lines = [f"“{name}” is no whole reference."]
    elif trace.canonical is None:
        lines = [locale.text("problem.part-alone", reference=name)]
    else:
        written_name = write_reference(name, language) or name
        lines = [locale.text("problem.not-mentioned", reference=written_name)]
    if trace.lacks_body:
        lines.append(locale.text("references.no_body"))
    for key, near in (
        ("search.did_you_mean", trace.suggestions),
        ("references.see_also", trace.see_also),
    ):
        if near:
            names = (write_reference(reference, language) or reference for reference in near)
            lines.append(locale.add_label(locale.text(key), locale.join_names(names)))
    return "\n".join(lines)


def _make_section(lines: Sequence[LayoutCell]) -> LayoutSection:
    return LayoutSection(lines=tuple(lines))


def _make_facts(values: Mapping[str, LayoutCell | str | None]) -> LayoutTable:
    cells = {
        name: LayoutCell(value or "") if not isinstance(value, LayoutCell) else value
        for name, value in values.items()
    }
    rows = ((LayoutCell(name), cell) for name, cell in cells.items() if cell.text)
    return LayoutTable(("", ""), (1.0, 3.0), tuple(rows), form="facts")


def _name_official_source(canonical: str, locale: Locale) -> Iterator[LayoutCell]:
    """Yield a line with the address of a reference's text, or else of a page of its body."""
    if page := find_official_page(canonical, locale.code):
        text = locale.add_label(locale.text(f"references.official_{page.kind}"), page.address)
        yield replace(line(text), address=page.address)


def _explain_edition(trace: Trace, locale: Locale) -> Iterator[LayoutCell]:
    """Yield the sentence that no mention is of the edition in question, where it is so."""
    from index.lookup import describe_order

    if describe_order(trace.mentions) == "edition_absent":
        yield line(("notice", locale.text("references.edition_uncited")))


def _name_document(trace: Trace, locale: Locale) -> Iterator[LayoutCell]:
    """Yield the title of a document, or its usual name where the index does not have it."""
    from index.references import own_name

    if trace.document:
        about = trace.document.metadata
        if about.symbol and about.symbol != trace.canonical:  # an edition of what was looked up
            yield line(("strong", about.symbol))
        title = about.title
        versions = (each.language for each in trace.document.versions if each.title == title)
        if title:
            yield replace(line(title, language=next(versions, None)), form="heading")
        return
    if trace.listed and trace.listed.title:
        yield replace(line(trace.listed.title, language=trace.listed.language), form="heading")
    elif trace.kind == "document" and (known_as := own_name(trace.canonical or "", locale.code)):
        yield replace(line(known_as), form="heading")
    if trace.canonical:
        yield line(("notice", locale.text("references.not_here")))
    if trace.lacks_body:
        yield line(("notice", locale.text("references.no_body")))


def _quote_paragraphs(trace: Trace, locale: Locale) -> Iterator[LayoutCell]:
    """Yield the requested paragraphs of a document, or a sentence that it does not have them."""
    for shown in trace.quoted:
        cited = line(("quiet", citation(shown, locale.code)), indent=2)
        yield from (BLANK, replace(cited, links=citation_links([shown], locale.code)), quote(shown))
    if trace.document and trace.paragraphs and not trace.quoted:
        label = locale.join_names(trace.paragraphs)
        yield line(("notice", locale.text("documents.no_paragraph", label=label)))


def _list_listed_facts(card: ListedCard, locale: Locale) -> dict[str, LayoutCell | str | None]:
    """Return what a list of ITU says of a document, by names in the reader's language."""
    return {
        locale.text("search.source"): card.source,
        locale.text("search.date"): locale.date(card.date) if card.date else None,
        locale.text("references.access"): card.access,
        locale.text("references.listed"): locale.text("references.listed_by"),
    }


def _list_facts(card: Card | DocumentCard, locale: Locale) -> dict[str, LayoutCell | str | None]:
    about = card.metadata
    meeting = (locale.meeting(about.meeting, Days.read(about.meeting_days)), about.meeting_place)
    series = f"series.{about.series}"
    original = about.original_language
    written_in = locale.text("documents.original")
    names = {version.language: own_language_name(version.language) for version in card.versions}
    links = (
        LayoutLink(name, about.symbol, language=code)
        for code, name in names.items()
        if about.symbol and code
    )
    return {
        locale.text("documents.left"): LayoutCell(
            join_facts(names.values(), locale.code), links=tuple(links)
        ),
        locale.text("search.source"): about.source,
        locale.text("search.date"): locale.date(about.date) or None,
        locale.text("search.meeting"): join_facts(meeting, locale.code) or None,
        locale.text("search.series"): locale.text(series) if locale.has(series) else about.series,
        locale.text("documents.agenda_item"): about.agenda_item,
        written_in[0].upper() + written_in[1:]: locale.language(original) if original else None,
    }


def _list_neighbours(card: DocumentCard, locale: Locale) -> dict[str, LayoutCell]:
    """Return what a document revises, cites and is cited by, a reference a line."""
    from index.references import own_name

    not_here = locale.text("references.not_here")
    cites = sorted(card.cites, key=lambda reference: -reference.paragraphs)
    rows: dict[str, list[tuple[str | None, str | None, int]]] = {
        "revisions": [
            (each.symbol, each.title if each.in_index else not_here, 0) for each in card.related
        ],
        "cites": [
            (each.canonical, own_name(each.canonical, locale.code), each.paragraphs)
            for each in cites
        ],
        "cited_by": [
            (each.symbol, None if each.symbol else each.title, each.paragraphs)
            for each in card.cited_by
        ],
    }
    return {
        locale.text(f"references.{key}"): _list_references(entries, locale)
        for key, entries in rows.items()
    }


def _list_references(
    entries: Sequence[tuple[str | None, str | None, int]], locale: Locale
) -> LayoutCell:
    from index.references import write_reference

    lines, links = [], []
    for canonical, title, paragraphs in entries:
        name = canonical and (write_reference(canonical, locale.code) or canonical)
        if canonical and name:
            links.append(LayoutLink(name, canonical, is_reference=True))
        count = locale.plural("references.paragraphs", paragraphs) if paragraphs else None
        lines.append(join_facts((name, title, count), locale.code))
    return LayoutCell("\n".join(lines), links=tuple(links))


def _lay_out_editions(trace: Trace, locale: Locale) -> LayoutTable | None:
    if not any(edition.edition for edition in trace.editions):
        return None
    editions, *counts = map(
        locale.text, ("references.editions", "references.mentions", "page.documents")
    )
    heads = (editions, words(locale.code).export["reference"], *counts)
    newest_first = sorted(trace.editions, key=lambda cited: cited.edition or "", reverse=True)
    newest = newest_first[0].edition if len(newest_first) > 1 else None
    rows = (
        (
            LayoutCell(_name_edition(edition.edition, newest, locale)),
            _list_references([(edition.canonical, None, 0)], locale),
            LayoutCell(locale.number(edition.paragraphs)),
            LayoutCell(locale.number(len(edition.documents))),
        )
        for edition in newest_first
    )
    return LayoutTable(heads, (1.5, 3.0, 1.0, 1.0), (*rows,), form="grid")


def _name_edition(edition: str | None, newest: str | None, locale: Locale) -> str:
    """Return the year of an edition; the newest one that is cited is marked as such."""
    if edition is None:
        return locale.text("references.no_edition")
    return f"{edition}\n{locale.text('references.newest')}" if edition == newest else edition


def _lay_out_mentions(trace: Trace, locale: Locale) -> Iterator[LayoutCell]:
    count = locale.plural("references.paragraphs", len(trace.mentions))
    heading = locale.add_label(locale.text("references.mentions"), count)
    yield from (BLANK, line(("strong", heading)))
    yield from (line(("notice", text)) for text in _explain_order(trace, locale))
    for _, mentions in groupby(trace.mentions, lambda line: line.shown.symbol or line.shown.file):
        yield from _lay_out_document(list(mentions), locale.code)


def _explain_order(trace: Trace, locale: Locale) -> Iterator[str]:
    """Yield sentences on which mentions come first."""
    from index.lookup import describe_order

    if trace.paragraphs and trace.mentions:
        is_named = trace.mentions[0].is_of_paragraph
        key = "references.paragraph_first" if is_named else "references.no_paragraph"
        yield locale.text(key, label=locale.join_names(trace.paragraphs))
    standing = describe_order(trace.mentions)
    if standing == "edition_first":
        yield locale.text(f"references.{standing}")


def _lay_out_document(mentions: Sequence[MentionLine], language: str) -> Iterator[LayoutCell]:
    first = mentions[0].shown
    head = (first.symbol or first.file_name, first.date, first.title)
    yield from (BLANK, line(("cited", "  ".join(filter(None, head)))))
    for mention in mentions:
        yield line(("quiet", citation(mention.shown, language)), indent=2)
        yield quote(mention.shown)
