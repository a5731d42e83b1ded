"""Layout of a search's hits, of those of a list of questions, and of a draft's precedents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from corpus.documents import HEADING_SEPARATOR
from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutPair,
    LayoutSection,
    LayoutTable,
    citation,
    describe_differences,
    find_label,
    find_shown_differences,
    format_share,
    lead_in,
    paragraph,
    public_link,
    quote_passage,
    source_name,
    words,
)
from search_app.localise import Locale
from search_app.operations.layouts.cells import (
    BLANK,
    Piece,
    citation_links,
    cite_with_date,
    line,
    own_language_name,
    quote,
)

if TYPE_CHECKING:
    from corpus.documents import Passage
    from index.analyses import DraftParagraph, Precedent
    from index.retrieval import Hit, Result, ResultNote
    from search_app.operations.lists.questions import QuestionResult, QuestionResults, SkippedLine
    from search_app.operations.precedents import FoundPrecedents

_EXPLAINING: Final = frozenset({"common-words", "no-phrase", "no-near"})
"""Notes that say why there is no hit, and what to do."""


def search_layout(result: Result, language: str) -> Layout:
    """Return a search's hits, cited in the reader's language."""
    return Layout("", (LayoutSection(lines=tuple(_lay_out_answers(result, Locale(language)))),))


def questions_layout(found: QuestionResults, language: str) -> Layout:
    """Return the best passages for each question of a list, with those without any."""
    say = words(language).export
    rows = [row for each in found.results for row in _lay_out_question(each, Locale(language))]
    lines = tuple(LayoutCell(describe_skipped(each, language)) for each in found.skipped)
    table = LayoutTable((say["citation"], say["text"]), (3, 7), tuple(rows))
    section = LayoutSection(lines=lines, table=table if rows else None)
    return Layout(say["questions"], (section,), is_wide=True)


def _lay_out_question(
    each: QuestionResult, locale: Locale
) -> Iterator[tuple[LayoutCell, LayoutCell]]:
    """Yield rows for a question: itself as a heading, remarks, and passages with citations."""
    none = "" if each.hits else locale.text("search.nothing")
    blank = LayoutCell("")
    yield LayoutCell(each.result.query, each.result.language, is_quiet=True), blank
    remark = locale.sentences(filter(None, (none, _join_notes(each, locale))))
    if remark:
        yield blank, LayoutCell(remark)
    for hit in each.hits:
        shown = hit.shown
        links = citation_links([shown], locale.code)
        yield (
            LayoutCell(links[0].text, links=links, address=public_link(shown)),
            LayoutCell(quote_passage(shown), shown.text_language, quoted=shown),
        )


def questions_table(found: QuestionResults, language: str) -> Layout:
    """Return the best passages for each question of a list as values, a row for each passage."""
    locale = Locale(language)
    say = words(language).export
    names = ("question", "text", "citation", "symbol", "place", "language", "date", "remark")
    rows: list[tuple[LayoutCell, ...]] = []
    for each in found.results:
        remark = _join_notes(each, locale)
        values = [
            (
                quote_passage(hit.shown),
                "\n".join(filter(None, (citation(hit.shown, language), public_link(hit.shown)))),
                hit.shown.symbol or hit.shown.file_name,
                paragraph(hit.shown, language) or "",
                locale.language(hit.shown.text_language),
                hit.shown.date or "",
                remark,
            )
            for hit in each.hits
        ] or [("", "", "", "", "", "", remark or locale.text("search.nothing"))]
        rows += [tuple(map(LayoutCell, (each.result.query, *row))) for row in values]
    for skipped in found.skipped:
        row = (skipped.text, "", "", "", "", "", "", describe_skipped(skipped, language))
        rows.append(tuple(map(LayoutCell, row)))
    table = LayoutTable(tuple(say[name] for name in names), (1.0,) * len(names), tuple(rows))
    return Layout(say["questions"], (LayoutSection(table=table),))


def describe_skipped(skipped: SkippedLine, language: str) -> str:
    """Return the sentence that a line of a list was not searched for, and why."""
    locale = Locale(language)
    key = f"problem.{skipped.error.reason}"
    reason = skipped.error.message
    if locale.code != "en" and locale.has(key):
        reason = locale.text(key, **skipped.error.values)
    line = locale.number(skipped.line)
    return locale.text("questions.skipped", line=line, text=skipped.text, reason=reason)


def _join_notes(each: QuestionResult, locale: Locale) -> str:
    return locale.sentences(
        locale.text(key) if locale.has(key) else note.message
        for note in each.result.notes
        for key in [f"search.note.{note.code}"]
    )


def precedents_layout(precedents: FoundPrecedents, language: str) -> Layout:
    """Return a draft's paragraphs, each beside its precedents."""
    locale = Locale(language)
    sections = (
        LayoutSection(pairs=tuple(_lay_out_paragraph(paragraph, locale)))
        for paragraph in precedents.paragraphs
    )
    sides = (locale.text("precedents.draft"), locale.text("precedents.earlier"))
    return Layout("", tuple(sections), sides=sides)


def choose_hint(nothing: str, notes: Iterable[ResultNote], *, is_filtered: bool = False) -> str:
    """Return the key of the hint that follows a sentence on no hits; empty where notes say all.

    ``nothing`` is the key of the sentence. ``is_filtered`` says that filters may hide hits.
    """
    codes = {note.code for note in notes}
    if "common-words" in codes or (not is_filtered and codes & _EXPLAINING):
        return ""
    return f"{nothing}_hint_filtered" if is_filtered else f"{nothing}_hint"


def note_lines(notes: Iterable[ResultNote], locale: Locale) -> Iterator[LayoutCell]:
    """Yield the notes on answers; English ones name the options of the command."""
    for note in notes:
        key = f"search.note.{note.code}"
        is_told = locale.code != "en" and locale.has(key)
        yield line(("notice", locale.text(key) if is_told else f"Note: {note.message}"))


def _lay_out_answers(result: Result, locale: Locale) -> Iterator[LayoutCell]:
    """Yield suggestions, notes, hits, and the numbers of a search, or that nothing was found."""
    from index.references import write_reference

    if result.suggestions:
        names = " · ".join(
            write_reference(suggestion, locale.code) or suggestion
            for suggestion in result.suggestions
        )
        yield line(("notice", locale.add_label(locale.text("search.did_you_mean"), names)))
    yield from note_lines(result.notes, locale)
    if not result.hits:
        if choose_hint("search.nothing", result.notes):
            # Where no note says why, filters or excluded words hide all.
            keys = ("search.nothing", "search.nothing_hint_filtered")
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
    hit: Hit, locale: Locale, question: str = "", indent: int = 0, language: str | None = None
) -> Iterator[LayoutCell]:
    from index.retrieval import explains_hit

    shown, inner = hit.shown, indent + 4
    is_of_draft = language is not None and shown.text_language == language
    is_own = shown is hit.found or is_of_draft or bool(question and explains_hit(shown, question))
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


def _lay_out_paragraph(paragraph: DraftParagraph, locale: Locale) -> Iterator[LayoutPair]:
    from index.retrieval import Hit

    passage = paragraph.passage
    draft = line(("strong", _format_number(passage)), passage.text, language=passage.language)
    head = [replace(draft, language=None)]
    if not paragraph.precedents:
        why = locale.text(f"precedents.{'none' if paragraph.is_compared else 'too_short'}")
        none = line(("quiet", why), indent=4)
        yield LayoutPair("", ((draft,), (none,)), (*head, none, BLANK))
    for rank, precedent in enumerate(paragraph.precedents, start=1):
        notes = [
            line(("notice", difference), indent=4)
            for difference in describe_differences(precedent, locale.code)
        ]
        hit = Hit(rank, precedent.score, precedent.found, precedent.shown)
        lines = [
            *head,
            *(BLANK, line(("label", _describe_standing(precedent, locale)), indent=4)),
            *_lay_out_hit(hit, locale, indent=4, language=passage.language),
            *notes,
            *_lay_out_draft(paragraph, precedent, locale),
        ]
        sides = _lay_out_sides(passage, precedent, notes, locale)
        yield LayoutPair(_name_precedent(precedent, locale), sides, tuple(lines))
        head = []


def _format_number(passage: Passage) -> str:
    return f"{passage.label} " if passage.label and passage.kind != "footnote" else ""


def _name_precedent(precedent: Precedent, locale: Locale) -> str:
    """Return an earlier text's document and date, its relation to a paragraph, and its share."""
    shown, relation = precedent.shown, locale.text(f"precedents.{find_label(precedent)}")
    parts = [shown.symbol or shown.file_name, locale.date((shown.date or "")[:7]), relation]
    if share := format_share(precedent, locale):
        parts.append(locale.text("precedents.in_common", share=share))
    return " · ".join(filter(None, parts))


def _lay_out_sides(
    passage: Passage, precedent: Precedent, notes: Sequence[LayoutCell], locale: Locale
) -> tuple[tuple[LayoutCell, ...], tuple[LayoutCell, ...]]:
    """Return a draft's paragraph and an earlier text, each with what the other lacks marked."""
    shown, differences = precedent.shown, find_shown_differences(passage, precedent)
    marked = differences.texts
    own: Sequence[Piece] = marked.draft if marked else [passage.text]
    old: Sequence[Piece] = marked.earlier if marked else [precedent.text]
    led = f"{lead_in(shown)}\n" if lead_in(shown) else ""
    number = _format_number(shown.passage)
    earlier = line(("quiet", led), ("strong", number), *old, language=shown.text_language)
    cited = cite_with_date(shown, locale.code, source_name(shown.source, locale.code) or "")
    return (
        (line(("strong", _format_number(passage)), *own, language=passage.language),),
        (
            replace(line(shown.title or "", language=shown.language), form="heading"),
            replace(earlier, passage=shown),
            LayoutCell(cited, is_quiet=True, links=citation_links([shown], locale.code)),
            *notes,
            *(line(("notice", locale.text(f"precedents.{name}"))) for name in differences.notes),
            *_lay_out_references(precedent, locale),
        ),
    )


def _lay_out_references(precedent: Precedent, locale: Locale) -> Iterator[LayoutCell]:
    names = _name_references(precedent, locale)
    if names:
        links = (
            LayoutLink(name, reference, is_reference=True)
            for name, reference in zip(names, precedent.references, strict=True)
        )
        both = locale.add_label(locale.text("precedents.both_cite"), locale.join_names(names))
        yield LayoutCell(both, links=tuple(links))


def _name_references(precedent: Precedent, locale: Locale) -> list[str]:
    from index.references import write_reference

    return [
        write_reference(reference, locale.code, whose=True) or reference
        for reference in precedent.references
    ]


def _describe_standing(precedent: Precedent, locale: Locale) -> str:
    """Return an earlier text's relation to a paragraph, its date, and the references of both."""
    names = _name_references(precedent, locale)
    both = names and locale.add_label(locale.text("precedents.both_cite"), locale.join_names(names))
    relation = locale.text(f"precedents.{find_label(precedent)}")
    standing = locale.join_names(filter(None, (format_share(precedent, locale), relation)))
    return "  ".join(filter(None, (standing, locale.date(precedent.found.date), both or "")))


def _lay_out_draft(
    paragraph: DraftParagraph, precedent: Precedent, locale: Locale
) -> Iterator[LayoutCell]:
    """Yield an earlier text laid over the draft, where its differences are marked."""
    marked = find_shown_differences(paragraph.passage, precedent).texts
    if marked and not marked.is_same:
        head = locale.add_label(locale.text("precedents.draft"), "")
        yield line(("label", head), *marked.both, indent=4)
        if marked.is_cut:
            yield line(("notice", locale.text("precedents.rest_left_out")), indent=4)
        yield BLANK
