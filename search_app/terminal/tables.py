"""What does a person at a terminal see? Tables and passages, for the same values as the JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.documents import HEADING_SEPARATOR, Document, Mention, Metadata
from corpus.languages import BY_CODE, direction
from corpus.meetings import Days
from search_app.citing import citation, differing, label, lead_in, own_number
from search_app.terminal.wrapped import Wrapped

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from index.analyses import DraftParagraph
    from index.lookup import Card, DocumentCard
    from index.retrieval import Hit, Result, ResultNote, Terminology
    from index.store import Excerpt
    from search_app.localise import Locale


def plain(text: object) -> Text:
    """Text of a document for a terminal: no markup, escape sequences or direction overrides."""
    return Wrapped(
        "".join(
            character
            if character in "\n\t"
            or unicodedata.category(character) not in ("Cc", "Cs", "Cf")
            or character in "\u200c\u200d\u200e\u200f"
            else "\ufffd"
            for character in str(text)
        )
    )


def passage_text(shown: Excerpt) -> Text:
    """What is quoted, on the side of the page where its language begins."""
    said = " ".join(filter(None, (own_number(shown), shown.passage.text)))
    text = plain("\n".join(filter(None, (lead_in(shown), said))))
    text.justify = "right" if direction(shown.text_language) == "rtl" else "left"
    return text


def facts(values: Mapping[str, object]) -> Table:
    """What is known, a line each: its name and its value; None is left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    for name, value in values.items():
        if value is not None:
            table.add_row(name.replace("_", " "), plain(value))
    return table


def _metadata(metadata: Metadata) -> dict[str, object]:
    return {**metadata.as_dict(), "countries": ", ".join(metadata.countries) or None}


def versions(card: Card | DocumentCard) -> str:
    """The languages that a document is there in, by their own names."""
    return ", ".join(language_name(version.language) for version in card.versions)


def language_name(code: str | None) -> str:
    """A language's own name."""
    return BY_CODE[code].name if code in BY_CODE else code or "–"


def show_problems(
    console: Console, title: str, problems: list[tuple[str, str, str]], style: str
) -> None:
    """Show what went wrong or wants a look, each with its file."""
    if not problems:
        return
    console.print(Text(f"\n{title}", style=f"bold {style}"))
    for file, code, message in problems:
        console.print(Text.assemble((f"  {code}  ", style), plain(message)), soft_wrap=True)
        if PurePath(file).name not in message:
            console.print(Padding(Text.assemble(plain(file), style="dim"), (0, 0, 0, 4)))


def show_document(console: Console, document: Document) -> None:
    """Show what was read from a file."""
    known = Table.grid(padding=(0, 2))
    known.add_column(style="dim")
    known.add_column(overflow="fold")
    known.add_column(style="dim")
    rows: dict[str, object] = {
        "file": document.file,
        "format": document.format,
        "language": language_name(document.language),
        "pages": document.pages,
        **_metadata(document.metadata),
    }
    for name, value in rows.items():
        if value is not None:
            where = document.provenance.get(name, "").replace("-", " ")
            known.add_row(name.replace("_", " "), plain(value), where)
    console.print(known)
    table = Table("kind", "label", "page", "lang", "text", show_lines=False)
    for passage in document.passages:
        table.add_row(
            passage.kind,
            plain(passage.label or ""),
            str(passage.page or ""),
            passage.language or "",
            plain(passage.text),
        )
    console.print(table)
    warnings = [(str(document.file), one.code, one.message) for one in document.warnings]
    show_problems(console, "Please check", warnings, "yellow")


def show_result(console: Console, result: Result, language: str, question: str) -> None:
    """Show the answers to a question, cited in the reader's language."""
    from index.references import written
    from search_app.localise import Locale

    locale = Locale(language)
    if result.suggestions:
        names = " · ".join(written(one, language) or one for one in result.suggestions)
        said = locale.labelled(locale.text("search.did_you_mean"), names)
        console.print(Text(said, style="yellow"), soft_wrap=True)
    show_notes(console, result.notes, locale)
    if not result.hits:
        lines = (locale.text(f"search.{one}") for one in ("nothing", "nothing_hint"))
        console.print(locale.sentences(lines), soft_wrap=True)
        return
    for hit in result.hits:
        console.print(_hit(hit, locale, question))
    said = locale.text(
        "search.shown",
        shown=locale.number(len(result.hits)),
        passages=locale.plural("corpus.passages", result.passages),
        documents=locale.plural("documents.count", result.documents),
        milliseconds=locale.number(result.milliseconds),
    )
    console.print(Text(said, style="dim"))


def show_notes(console: Console, notes: Iterable[ResultNote], locale: Locale) -> None:
    """Show what is to be known of answers; in English with what the command takes besides."""
    for note in notes:
        key = f"search.note.{note.code}"
        is_told = locale.code != "en" and locale.has(key)
        said = locale.text(key) if is_told else f"Note: {note.message}"
        console.print(Text(plain(said).plain, style="yellow"), soft_wrap=True)


def show_precedents(console: Console, paragraphs: Sequence[DraftParagraph], language: str) -> None:
    """Show the paragraphs of a draft, each with what was said before."""
    from index.analyses import differences
    from index.references import written
    from index.retrieval import Hit
    from search_app.localise import Locale

    locale = Locale(language)
    for paragraph in paragraphs:
        number = f"{paragraph.passage.label} " if paragraph.passage.label else ""
        console.print(Wrapped.assemble((number, "bold"), plain(paragraph.passage.text)))
        if not paragraph.precedents:
            why = locale.text(f"precedents.{'none' if paragraph.is_compared else 'too_short'}")
            console.print(Padding(Text(why, style="dim"), (0, 0, 1, 4)))
        for rank, one in enumerate(paragraph.precedents, start=1):
            names = [written(each, language, whose=True) or each for each in one.references]
            both = names and locale.labelled(
                locale.text("precedents.both_cite"), locale.listed(names)
            )
            parts = [locale.date(one.found.date), both or ""]
            is_told = one.share is not None and one.is_worth_saying
            said = [locale.percent(one.share or 0)] if is_told else []
            told = locale.text(f"precedents.{one.standing}")
            parts.insert(0, locale.listed([*said, told]))
            line = "  ".join(filter(None, parts))
            console.print(Padding(Text(line, style="magenta"), (1, 0, 0, 4)))
            hit = Hit(rank, one.score, one.found, one.shown)
            console.print(Padding(_hit(hit, locale), (0, 0, 0, 4)))
            for line in differing(one, language):
                console.print(Padding(Text(line, style="yellow"), (0, 0, 0, 4)))
            if one.reuse in ("verbatim", "changed"):
                pieces = differences(paragraph.passage.text, one.text)
                if any(piece.kind != "same" for piece in pieces):
                    marked = [(_KINDS[piece.kind], piece.text) for piece in pieces]
                    head = locale.labelled(locale.text("precedents.draft"), "")
                    said_of = Text.assemble((head, "magenta"), changed(console, marked))
                    console.print(Padding(said_of, (0, 0, 1, 4)))


_KINDS: Final = {"same": "same", "draft": "inserted", "earlier": "deleted"}
_STYLES: Final = {"same": "", "inserted": "green underline", "deleted": "red strike"}
_SIGNS: Final = {"same": ("", ""), "inserted": ("{+", "+}"), "deleted": ("[-", "-]")}
"""As ``wdiff`` has them, where colours do not reach."""


def changed(console: Console, pieces: Iterable[tuple[str, str]]) -> Text:
    """One text with what it changes in another: pieces that are same, inserted or deleted."""
    line = Wrapped()
    for kind, text in pieces:
        before, behind = ("", "") if console.is_terminal else _SIGNS[kind]
        words = text.rstrip() or text
        line.append(f"{before}{plain(words).plain}{behind}", _STYLES[kind])
        line.append(plain(text[len(words) :]))
    return line


def print_table(console: Console, table: Table) -> None:
    """Print a table whose cells are never cut: on as many lines as they need at a terminal.

    In a file or a pipe each row has a line, however long.
    """
    for column in table.columns:
        column.overflow = "fold"
    if not console.is_terminal:
        console = Console(file=console.file, width=_WIDEST, highlight=False)
    console.print(table)


_WIDEST: Final = 100_000
"""Characters of a row in a file."""


def show_mentions(console: Console, passages: Sequence[Sequence[Mention]]) -> None:
    """Show the references in a text, given those of each passage."""
    table = Table("passage", "reference", "kind", "as it stands")
    for at, found in enumerate(passages):
        for mention in found:
            table.add_row(str(at), plain(mention.canonical), mention.kind, plain(mention.text))
    if table.row_count:
        print_table(console, table)
    else:
        console.print("No references.")


def _hit(hit: Hit, locale: Locale, question: str = "") -> RenderableType:
    """A passage that was found, told in a language."""
    from index.retrieval import matching_spans

    shown = hit.shown
    # What holds the words as they were asked was found in its own language as well.
    is_own = shown is hit.found or bool(
        question and matching_spans(shown.passage.text, shown.text_language, question)
    )
    found_in = locale.text("search.found_in", language=locale.language(hit.found.language))
    lines: list[RenderableType] = [
        Wrapped.assemble(
            (f"{hit.rank:>2}  ", "bold"),
            (plain(citation(shown, locale.code)).plain, "bold cyan"),
            f"  {language_name(shown.text_language)}",
            ("" if is_own else f" ({found_in})", "dim"),
            (f"  {hit.score:.3f}", "dim"),
        )
    ]
    headings = [line for line in shown.passage.heading if line != shown.title]
    place = HEADING_SEPARATOR.join(part for part in (shown.title, *headings) if part)
    if place:
        lines.append(Padding(Wrapped.assemble(plain(place), style="dim"), (0, 0, 0, 4)))
    lines.append(Padding(passage_text(shown), (0, 0, 0, 4)))
    for row in hit.rows:  # each is cited by itself
        cited = Wrapped.assemble((plain(citation(row, locale.code)).plain, "cyan"))
        lines += [Padding(one, (0, 0, 0, 4)) for one in (cited, plain(row.passage.text))]
    lines += [Padding(passage_text(replace(one, lead_ins=())), (0, 0, 0, 8)) for one in hit.items]
    if hit.also_in:
        said = locale.text("search.same_text", symbols=locale.listed(hit.also_in))
        lines.append(Padding(Text(said, style="dim"), (0, 0, 0, 4)))
    if hit.more_here:
        said = locale.text("search.more_here", count=locale.number(hit.more_here))
        lines.append(Padding(Text(said, style="dim"), (0, 0, 0, 4)))
    lines.append(Text(""))
    return Group(*lines)


def document_facts(card: Card | DocumentCard, locale: Locale) -> dict[str, object]:
    """What is known of a document, as the reader's language calls and writes it."""
    about = card.metadata
    meeting = (locale.meeting(about.meeting, Days.read(about.meeting_days)), about.meeting_place)
    series = f"series.{about.series}"
    original = about.original_language
    written_in = locale.text("documents.original")
    return {
        locale.text("documents.left"): versions(card),
        locale.text("search.source"): about.source,
        locale.text("search.date"): locale.date(about.date) or None,
        locale.text("search.meeting"): " · ".join(filter(None, meeting)) or None,
        locale.text("search.series"): locale.text(series) if locale.has(series) else about.series,
        locale.text("documents.agenda_item"): about.agenda_item,
        written_in[0].upper() + written_in[1:]: locale.language(original) if original else None,
    }


def show_card(console: Console, card: Card, language: str) -> None:
    """Show a document, or passages of it, named and cited in the reader's language."""
    from search_app.localise import Locale

    locale = Locale(language)
    for said, style in ((card.metadata.symbol, "bold"), (card.metadata.title, "")):
        if said:
            console.print(Wrapped.assemble((plain(said).plain, style)))
    if card.superseded_by:
        said = locale.text("search.superseded", symbol=card.superseded_by)
        console.print(Text(said, style="yellow"))
    console.print(facts(document_facts(card, locale)))
    for at, shown in enumerate(card.passages):
        console.print()
        console.print(Wrapped.assemble((plain(citation(shown, language)).plain, "cyan")))
        # What leads into the others stands above them.
        led = lead_in(shown) if at == 0 else ""
        console.print(
            Padding(plain("\n".join(filter(None, (led, shown.passage.text)))), (0, 0, 0, 4))
        )


def show_equivalents(console: Console, found: Terminology, language: str) -> None:
    """Show what a term is in the other languages, and which paragraphs taught it."""
    from search_app.localise import Locale

    locale = Locale(language)
    heads = ("search.language", "equivalents.term", "equivalents.sure", "equivalents.paragraphs")
    table = Table(*map(locale.text, heads), title_justify="left")
    for one in found.equivalents:
        places = [
            f"{taught.symbol or '–'} {label(taught.shown) or ''}".strip()
            for taught in one.paragraphs
        ]
        table.add_row(
            language_name(one.language),
            plain(one.term),
            f"{one.weight:.2f}",
            plain(", ".join(dict.fromkeys(places)) or "–"),
        )
    print_table(console, table)


def no_equivalents(found: Terminology, language: str) -> str:
    """What is said where nothing is known of a term in other languages."""
    from search_app.localise import Locale

    locale = Locale(language)
    lines = [locale.text("equivalents.nothing", term=plain(found.term).plain)]
    if found.suggestions:
        names = locale.listed(plain(one).plain for one in found.suggestions)
        lines.append(locale.labelled(locale.text("search.did_you_mean"), names))
    return "\n".join(lines)


def counted(number: int, thing: str) -> str:
    """``1 paragraph``, ``2 paragraphs``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def show_changes(console: Console, document: Document) -> None:
    """Show what a document proposes to change: tracked changes and marks such as MOD."""
    if not document.changes:
        console.print("No tracked changes, and no marks of proposals (ADD, MOD, SUP, NOC).")
        return
    table = Table("change", "proposal", "passage", "author", "date", "text")
    for change in document.changes:
        place = "" if change.passage is None else str(change.passage)
        table.add_row(
            change.kind,
            plain(change.proposal or ""),
            plain(change.label or place),
            plain(change.author or ""),
            plain(change.date or ""),
            plain(change.text),
        )
    console.print(table)
