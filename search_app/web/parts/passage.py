"""HTML of a passage or table rows, as cards in which the document's text is only ever text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from corpus.documents import HEADING_SEPARATOR
from index.store import Excerpt
from search_app.citing import (
    citation,
    lead_in,
    name_translation,
    paragraph,
    quotation,
    source_name,
    table_citation,
    with_link,
)
from search_app.citing import page as page_of
from search_app.localise import Locale
from search_app.web.parts.links import document_address
from search_app.web.parts.marks import Span, mark_html
from search_app.web.parts.templates import html

_LEAST_COLUMNS: Final = 2


@dataclass(frozen=True, slots=True)
class PassageView:
    """Parts of a passage's card that depend on where it is shown.

    ``words`` are spans to mark in its text; ``mark`` returns those of a cell or an item. ``below``
    is markup under the citation, and ``facts`` are lines between them. ``is_exact`` says whether a
    reference in the question leads to it.
    """

    words: Sequence[Span] = ()
    sentence: Span | None = None
    mark: Callable[[str], Sequence[Span]] = lambda _: ()
    is_exact: bool = False
    below: str = ""
    facts: Sequence[str] = ()
    rows: Sequence[Excerpt] = ()
    items: Sequence[Excerpt] = ()
    gathered: Collection[int] = ()
    source: str | None = None


def passage_html(
    shown: Excerpt,
    locale: Locale,
    *,
    found_in: str | None = None,
    wanted: str | None = None,
    view: PassageView | None = None,
) -> Markup:
    """Show a passage as a card with all that is needed to judge and cite it.

    ``found_in`` is the language of the version that the question matched, if the shown one does not
    explain the match.
    """
    view = view or PassageView()
    code = locale.code
    place = paragraph(shown, code) if shown.passage.label_path else None
    source = view.source or source_name(shown.source, code)
    of_table = in_order_of_table([shown, *view.rows]) if shown.row else []
    table = table_html(of_table, locale, view.gathered, view.mark) if of_table else None
    if table:
        place = paragraph(of_table[0], code) if len(of_table) == 1 else None
    cited = of_table if table else [shown]
    text = table or text_html(shown, view.words, view.sentence)
    text += Markup("").join(translation_html(excerpt, locale) for excerpt in cited)
    is_of_rows = table and len(of_table) > 1
    line = table_citation(of_table, code) if is_of_rows else citation(cited[0], code)
    return html(
        "parts.passage",
        locale=locale,
        shown=shown,
        source=source,
        source_language=shown.language if source == shown.source else code,
        places=(place, page_of(shown, code)),
        meeting=locale.meeting(shown.meeting),
        headings=headings_above(shown),
        text=text,
        line=line,
        copied=with_link(line, cited[0]),
        quoted=with_link("\n".join(quotation(excerpt, code) for excerpt in cited), cited[0]),
        found_in=found_in,
        wanted=wanted,
        is_exact=view.is_exact,
        below=view.below,
        facts_of_hit=view.facts,
        rows_of_hit=[
            (row.passage.text, translation_html(row, locale), *_citation_texts(row, code).values())
            for row in (() if table else view.rows)
        ],
        items=[
            (
                text_html(replace(item, lead_ins=()), view.mark(item.passage.text))
                + translation_html(item, locale),
                acts_html(item, locale, is_in=item.passage_id in view.gathered),
            )
            for item in view.items
        ],
    )


def table_html(
    rows: Sequence[Excerpt],
    locale: Locale,
    gathered: Collection[int],
    mark: Callable[[str], Sequence[Span]],
) -> Markup | None:
    """Show rows of a table; None where the column of each cell is not sure.

    Each of several rows has its actions; those of a single one are the card's.
    """
    cells = [dict(excerpt.row.cells) if excerpt.row else {} for excerpt in rows]
    columns = [*dict.fromkeys(name for own in cells for name in own)]
    lengths = [len(excerpt.row.cells) if excerpt.row else 0 for excerpt in rows]
    is_one_language = len({excerpt.text_language for excerpt in rows}) == 1
    is_sure = all(columns) and lengths == [*map(len, cells)] and is_one_language
    if not is_sure or len(columns) < _LEAST_COLUMNS:
        return None
    return html(
        "parts.table",
        language=rows[0].text_language,
        caption=rows[0].row.caption if rows[0].row else None,
        columns=[mark_html(name, mark(name)) for name in columns],
        rows=[
            (
                [mark_html(text, mark(text)) for text in (own.get(name, "") for name in columns)],
                acts_html(excerpt, locale, is_in=excerpt.passage_id in gathered)
                if len(rows) > 1
                else "",
            )
            for excerpt, own in zip(rows, cells, strict=True)
        ],
    )


def in_order_of_table(rows: Sequence[Excerpt]) -> list[Excerpt]:
    """Return rows in the order of their table; unchanged where one has no number."""
    numbers = [excerpt.row.number if excerpt.row else None for excerpt in rows]
    if None in numbers:
        return [*rows]
    return sorted(rows, key=lambda excerpt: (excerpt.row and excerpt.row.number) or 0)


def text_html(shown: Excerpt, words: Sequence[Span] = (), sentence: Span | None = None) -> Markup:
    """Show a passage's lead-in, label and text, with marks, in its own language."""
    passage = shown.passage
    return html(
        "parts.text",
        label=passage.label if passage.kind != "footnote" else None,
        text=mark_html(passage.text, words, sentence),
        language=shown.text_language,
        lead=lead_in(shown),
    )


def translation_html(shown: Excerpt, locale: Locale, *, is_labelled: bool = True) -> Markup:
    """Show a passage's machine translation with what differs marked; nothing without one.

    It is labelled as such, unless it is in a column with that label.
    """
    if shown.translation is None:
        return Markup()
    text, differs = shown.translation.text, shown.translation.differs
    spans = [
        match.span()
        for words in differs
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    ]
    label, *notices = name_translation(shown, locale.code)
    return html(
        "parts.translation",
        label=label if is_labelled else "",
        notices=notices,
        text=mark_html(text, spans),
        language=shown.translation.language,
        reader=locale.code,
    )


def acts_html(shown: Excerpt, locale: Locale, *, is_in: bool) -> Markup:
    """Show the actions on a passage in a row: gather it, copy it, open its document."""
    return html(
        "parts.acts",
        locale=locale,
        passage=shown.passage_id,
        opened=document_address(shown),
        is_in=is_in,
        **_citation_texts(shown, locale.code),
    )


def citation_html(shown: Excerpt, locale: Locale) -> Markup:
    """Show the citation in the reader's language, to be copied with or without the text."""
    return html("parts.citation", locale=locale, **_citation_texts(shown, locale.code))


def _citation_texts(shown: Excerpt, code: str) -> dict[str, str]:
    """Return a citation as it is shown, and as it is copied alone or behind its quotation."""
    line, quoted = citation(shown, code), quotation(shown, code)
    return {"line": line, "copied": with_link(line, shown), "quoted": with_link(quoted, shown)}


def headings_above(shown: Excerpt) -> str:
    """Return the headings above a passage, without the document's title."""
    return HEADING_SEPARATOR.join(line for line in shown.passage.heading if line != shown.title)
