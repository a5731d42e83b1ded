"""Lay out passages that were found: the hits of a question, and the precedents of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from corpus.documents import HEADING_SEPARATOR
from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutSection,
    Mark,
    citation,
    describe_differences,
)
from search_app.localise import Locale
from search_app.operations.layouts.cells import BLANK, line, own_language_name, quote

if TYPE_CHECKING:
    from index.analyses import DraftParagraph, Precedent
    from index.retrieval import Hit, Result, ResultNote
    from search_app.operations.precedents import FoundPrecedents

_KINDS: Final[dict[str, Mark]] = {"same": "plain", "draft": "inserted", "earlier": "deleted"}


def search_layout(result: Result, language: str) -> Layout:
    """Lay out the answers to a question, cited in the reader's language."""
    return Layout("", (LayoutSection(lines=tuple(_lay_out_answers(result, Locale(language)))),))


def precedents_layout(precedents: FoundPrecedents, language: str) -> Layout:
    """Lay out the paragraphs of a draft, each with what was said before."""
    locale = Locale(language)
    lines = (
        cell
        for paragraph in precedents.paragraphs
        for cell in _lay_out_paragraph(paragraph, locale)
    )
    return Layout("", (LayoutSection(lines=tuple(lines)),))


def note_lines(notes: Iterable[ResultNote], locale: Locale) -> Iterator[LayoutCell]:
    """Yield the notes on answers; English ones name the options of the command."""
    for note in notes:
        key = f"search.note.{note.code}"
        is_told = locale.code != "en" and locale.has(key)
        yield line(("notice", locale.text(key) if is_told else f"Note: {note.message}"))


def _lay_out_answers(result: Result, locale: Locale) -> Iterator[LayoutCell]:
    from index.references import write_reference

    if result.suggestions:
        names = " · ".join(
            write_reference(suggestion, locale.code) or suggestion
            for suggestion in result.suggestions
        )
        yield line(("notice", locale.add_label(locale.text("search.did_you_mean"), names)))
    yield from note_lines(result.notes, locale)
    if not result.hits:
        keys = ("search.nothing", "search.nothing_hint")
        yield line(("notice", locale.sentences(map(locale.text, keys))))
        return
    for hit in result.hits:
        yield from _lay_out_hit(hit, locale, result.query)
    shown = locale.text(
        "search.shown",
        shown=locale.number(len(result.hits)),
        passages=locale.plural("corpus.passages", result.passages),
        documents=locale.plural("documents.count", result.documents),
        milliseconds=locale.number(result.milliseconds),
    )
    yield line(("quiet", shown))


def _lay_out_hit(
    hit: Hit, locale: Locale, question: str = "", indent: int = 0
) -> Iterator[LayoutCell]:
    from index.retrieval import matching_spans

    shown, inner = hit.shown, indent + 4
    # What holds the words as they were asked was found in its own language as well.
    is_own = shown is hit.found or bool(
        question and matching_spans(shown.passage.text, shown.text_language, question)
    )
    found_in = locale.text("search.found_in", language=locale.language(hit.found.language))
    yield line(
        ("strong", f"{hit.rank:>2}  "),
        ("cited", citation(shown, locale.code)),
        f"  {own_language_name(shown.text_language)}",
        ("quiet", "" if is_own else f" ({found_in})"),
        ("quiet", f"  {hit.score:.3f}"),
        indent=indent,
    )
    headings = [heading for heading in shown.passage.heading if heading != shown.title]
    place = HEADING_SEPARATOR.join(part for part in (shown.title, *headings) if part)
    if place:
        yield line(("quiet", place), indent=inner)
    yield quote(shown, inner)
    for row in hit.rows:  # each is cited by itself
        yield line(("cited", citation(row, locale.code)), indent=inner)
        yield line(row.passage.text, indent=inner)
    yield from (quote(replace(item, lead_ins=()), inner + 4) for item in hit.items)
    if hit.also_in:
        same = locale.text("search.same_text", symbols=locale.join_names(hit.also_in))
        yield line(("quiet", same), indent=inner)
    if hit.more_here:
        more = locale.text("search.more_here", count=locale.number(hit.more_here))
        yield line(("quiet", more), indent=inner)
    yield BLANK


def _lay_out_paragraph(paragraph: DraftParagraph, locale: Locale) -> Iterator[LayoutCell]:
    number = f"{paragraph.passage.label} " if paragraph.passage.label else ""
    yield line(("strong", number), paragraph.passage.text)
    if not paragraph.precedents:
        why = locale.text(f"precedents.{'none' if paragraph.is_compared else 'too_short'}")
        yield from (line(("quiet", why), indent=4), BLANK)
    for rank, precedent in enumerate(paragraph.precedents, start=1):
        yield from (BLANK, line(("label", _describe_standing(precedent, locale)), indent=4))
        yield from _lay_out_hit(_make_hit(rank, precedent), locale, indent=4)
        for difference in describe_differences(precedent, locale.code):
            yield line(("notice", difference), indent=4)
        yield from _lay_out_draft(paragraph, precedent, locale)


def _make_hit(rank: int, precedent: Precedent) -> Hit:
    from index.retrieval import Hit

    return Hit(rank, precedent.score, precedent.found, precedent.shown)


def _describe_standing(precedent: Precedent, locale: Locale) -> str:
    """Return an earlier text's relation to a paragraph, its date, and what both cite."""
    from index.references import write_reference

    names = [
        write_reference(reference, locale.code, whose=True) or reference
        for reference in precedent.references
    ]
    both = names and locale.add_label(locale.text("precedents.both_cite"), locale.join_names(names))
    is_told = precedent.share is not None and precedent.is_worth_saying
    share = [locale.percent(precedent.share or 0)] if is_told else []
    is_alike = precedent.class_ == "same-subject" and precedent.relation == "near"
    relation = "same_subject" if is_alike else precedent.relation
    standing = locale.join_names([*share, locale.text(f"precedents.{relation}")])
    return "  ".join(filter(None, (standing, locale.date(precedent.found.date), both or "")))


def _lay_out_draft(
    paragraph: DraftParagraph, precedent: Precedent, locale: Locale
) -> Iterator[LayoutCell]:
    """Yield a text that was taken over, laid over the draft, where it is not the same."""
    from index.analyses import differences

    if precedent.reuse not in ("verbatim", "changed"):
        return
    pieces = differences(paragraph.passage.text, precedent.text)
    if any(piece.kind != "same" for piece in pieces):
        head = locale.add_label(locale.text("precedents.draft"), "")
        marked = ((_KINDS[piece.kind], piece.text) for piece in pieces)
        yield from (line(("label", head), *marked, indent=4), BLANK)
