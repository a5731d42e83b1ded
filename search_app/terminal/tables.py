"""What does a person at a terminal see? Tables and passages, for the same values as the JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.documents import HEADING_SEPARATOR, Document, Mention, Metadata
from corpus.languages import BY_CODE
from corpus.meetings import Days
from search_app.citing import citation, differing
from search_app.terminal.wrapped import Wrapped

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from index.build import Finding, Noticed, Report
    from index.lookup import Card, Copy, DocumentCard, Engine, Held, Status, VectorFiles
    from index.precedents import DraftParagraph
    from index.retrieval import Hit, Note, Result, Terminology
    from index.store import Excerpt
    from ingest.fetch import Fetched
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
    """What is cited, on the side of the page where its language begins."""
    text = plain(shown.passage.text)
    text.justify = "right" if shown.text_language == "ar" else "left"
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


def show_report(console: Console, report: Report) -> None:
    """Show what an ingest did."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    for number, meaning in (
        (report.files, "files looked at"),
        (report.ingested, "read and embedded"),
        (report.unchanged, "unchanged"),
        (report.removed, "forgotten, since they are gone"),
        (len(report.failed), "not readable"),
        (report.passages, "passages in the index, headings too"),
    ):
        table.add_row(f"{number:,}", meaning)
    console.print(table)
    console.print(f"{report.seconds:,.1f} s")
    _show_problems(console, "Not readable", report.failed, "red")
    _show_problems(console, "Please check", report.warnings, "yellow")


def show_fetched(console: Console, report: Fetched, folder: Path) -> None:
    """Show what came of a fetch."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    for number, meaning in (
        (len(report.fetched), "fetched, new or changed"),
        (len(report.unchanged), "unchanged"),
        (len(report.absent), "absent"),
        (len(report.refused), "refused"),
        (len(report.failed), "failed"),
    ):
        table.add_row(f"{number:,}", meaning)
    console.print(table)
    absent: dict[str, list[str]] = {}
    for entry in report.absent:
        absent.setdefault(entry.symbol or "", []).append(language_name(entry.language))
    for symbol, languages in absent.items():
        console.print(plain(f"  {symbol} is not there in {', '.join(languages)}"), soft_wrap=True)
    for entry, style in (
        *((entry, "yellow") for entry in report.refused),
        *((entry, "red") for entry in report.failed),
    ):
        what = f"  {entry.symbol} {entry.language}: {entry.message}"
        console.print(Text.assemble((plain(what).plain, style)), soft_wrap=True)
        where = plain(entry.address or "").plain
        console.print(Padding(Text(where, "dim"), (0, 0, 0, 4)), soft_wrap=True)
    if report.fetched or report.unchanged:
        console.print(plain(f"They are in {folder}; read them with: wsis-search ingest {folder}"))


def show_noticed(console: Console, noticed: Noticed) -> None:
    """Show what came of a change in a folder that is watched, a line for each document."""
    for what, style, entries in (
        ("new", "green", noticed.fetched),
        ("same", "dim", noticed.unchanged),
        ("gone", "yellow", noticed.absent),
        ("failed", "red", noticed.failed),
    ):
        for entry in entries:
            name = " ".join(filter(None, (entry.symbol, language_name(entry.language))))
            said = entry.message or entry.file or ""
            line = Text.assemble((f"{what:<7}", style), plain(f"{name}  {said}".strip()))
            console.print(line, soft_wrap=True)


def _show_problems(
    console: Console, title: str, problems: list[tuple[str, str, str]], style: str
) -> None:
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
    _show_problems(console, "Please check", warnings, "yellow")


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


def show_notes(console: Console, notes: Iterable[Note], locale: Locale) -> None:
    """Show what is to be known of answers; in English with what the command takes besides."""
    for note in notes:
        key = f"search.note.{note.code}"
        is_told = locale.code != "en" and locale.has(key)
        said = locale.text(key) if is_told else f"Note: {note.message}"
        console.print(Text(plain(said).plain, style="yellow"), soft_wrap=True)


def show_precedents(console: Console, paragraphs: Sequence[DraftParagraph], language: str) -> None:
    """Show the paragraphs of a draft, each with what was said before."""
    from index.precedents import differences
    from index.references import written
    from index.retrieval import Hit
    from search_app.localise import Locale

    locale = Locale(language)
    for paragraph in paragraphs:
        label = f"{paragraph.passage.label} " if paragraph.passage.label else ""
        console.print(Wrapped.assemble((label, "bold"), plain(paragraph.passage.text)))
        if not paragraph.precedents:
            why = locale.text(f"precedents.{'none' if paragraph.is_compared else 'too_short'}")
            console.print(Padding(Text(why, style="dim"), (0, 0, 1, 4)))
        for rank, one in enumerate(paragraph.precedents, start=1):
            names = (written(each, language) or each for each in one.references)
            parts = [locale.date(one.found.date), locale.listed(names)]
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


def did_you_mean(suggestions: tuple[str, ...]) -> Text:
    """One line that offers near forms of a reference."""
    return Text(f"Did you mean {' · '.join(suggestions)}?", style="yellow")


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
    lines += [Padding(plain(row.passage.text), (0, 0, 0, 4)) for row in hit.rows]
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
    for shown in card.passages:
        console.print()
        console.print(Wrapped.assemble((plain(citation(shown, language)).plain, "cyan")))
        console.print(Padding(plain(shown.passage.text), (0, 0, 0, 4)))


def show_equivalents(console: Console, found: Terminology) -> None:
    """Show what a term is in the other languages, and which paragraphs taught it."""
    table = Table("language", "term", "sure", "paragraphs", title_justify="left")
    for one in found.equivalents:
        places = [
            f"{taught.symbol or '–'} {taught.label or ''}".strip() for taught in one.paragraphs
        ]
        table.add_row(
            language_name(one.language),
            plain(one.term),
            f"{one.weight:.2f}",
            plain(", ".join(dict.fromkeys(places)) or "–"),
        )
    print_table(console, table)


def _disputed(held: Held) -> str:
    said = [f"{days} on {count:,} covers" for days, count in held.stated.items()]
    said += [f"{held.listed} in the table of meetings"] if held.listed else []
    return f"{', '.join(said)}. No days are shown for it: compare the covers."


def no_equivalents(found: Terminology) -> str:
    """What is said where nothing is known of a term in other languages."""
    line = f"Nothing here says what “{plain(found.term).plain}” is in other languages."
    if found.suggestions:
        line += f" Did you mean {' or '.join(plain(one).plain for one in found.suggestions)}?"
    return line


def show_status(console: Console, status: Status, folder: Path) -> None:
    """Show what an index holds."""
    sizes = ", ".join(f"{language_name(code)} {n:,}" for code, n in status.versions.items())
    meetings = ", ".join(f"{meeting}: {n:,}" for meeting, n in status.meetings.items())
    console.print(
        facts(
            {
                "index": folder,
                "model": status.model or "–",
                "documents": f"{status.documents:,}",
                "versions": sizes or "–",
                "meetings": meetings or "–",
                "passages": f"{status.passages:,}, of which a search finds {status.findable:,}; "
                "the others are headings, found with what stands below them",
                "size": f"{status.bytes / 1e6:,.1f} MB",
                "vectors": _vectors(status.vectors),
                **({"engine": _engine(status.engine)} if status.engine else {}),
                **({"copy": _copy(status.copy)} if status.copy else {}),
                "generation": status.generation,
            }
        )
    )
    if status.gone:
        gone = counted(status.gone, "file")
        console.print(
            Text(
                f"\n{gone} not there any more where read. Ingest the folder in which they stand "
                "now, or forget them: wsis-search ingest --prune",
                style="yellow",
            )
        )
    _show_problems(console, "Not readable", list(status.failed), "red")
    _show_problems(console, "Please check", list(status.unbalanced), "yellow")
    disputed = [(one.meeting, "disputed-days", _disputed(one)) for one in status.disputed_days]
    _show_problems(console, "Meetings of which different days are said", disputed, "yellow")
    if status.absent:
        console.print(Text("\nCited, but not in the index", style="bold yellow"))
        holes = Table.grid(padding=(0, 2))
        for one in status.absent:
            holes.add_row(
                Text.assemble("  ", plain(one.symbol)), counted(one.mentions, "paragraph")
            )
        console.print(holes)


def _vectors(vectors: VectorFiles | None) -> str:
    if vectors is None:
        return "–"
    said = {
        "exact": "all compared exactly",
        "quantised": "all compared, as 8-bit numbers",
        "clusters": "those near the question compared, as 8-bit numbers",
    }
    how = said[vectors.kinds[0]] if vectors.kinds else "none"
    pieces = counted(vectors.segments, "piece")
    return f"{vectors.rows:,} in {pieces}, {vectors.bytes / 1e6:,.1f} MB; {how}"


def _engine(engine: Engine) -> str:
    if engine.trouble is not None:
        return engine.trouble
    behind = engine.behind or 0
    lag = "up to date"
    if behind > 0:
        lag = f"{counted(behind, 'change')} behind"
    elif behind < 0:
        lag = f"{counted(-behind, 'change')} ahead of this copy"
    elif engine.touched:
        lag = "being written to"
    if engine.touched:
        lag += f", {counted(engine.touched, 'passage')} made up for here"
    return f"{engine.address}: {engine.rows:,} vectors, generation {engine.generation}, {lag}"


def _copy(copy: Copy) -> str:
    lag = f", {counted(copy.behind, 'change')} behind" if copy.behind else ""
    said = (
        f"of {copy.address}, made {copy.made}, known to be as the index there was at "
        f"{copy.current}{lag}; asked at {copy.asked}"
    )
    return said if copy.trouble is None else f"{said}. {copy.trouble}"


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


def show_findings(
    console: Console, findings: Sequence[Finding], repaired: Sequence[Finding] = ()
) -> None:
    """Show what is wrong with an index, or that nothing is."""
    _show_problems(
        console, "Repaired", [(one.file or "", one.code, one.message) for one in repaired], "green"
    )
    if not findings:
        console.print("The index is whole and up to date with its files.")
    for kind, title, style in (
        ("damage", "Damaged", "red"),
        ("behind", "Behind its files", "yellow"),
    ):
        problems = [(one.file or "", one.code, one.message) for one in findings if one.kind == kind]
        _show_problems(console, title, problems, style)
