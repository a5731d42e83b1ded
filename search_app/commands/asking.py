"""What does the index say? Commands that ask it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from search_app.commands.options import (
    ORIGINAL,
    In,
    IndexFolder,
    InOrOriginal,
    Json,
    Languages,
    Meetings,
    Mode,
    Model,
    SeriesOf,
    Since,
    SourceOf,
    Until,
    console,
    print_json,
    read_stdin,
    reader,
)

app = typer.Typer()


@app.command()
def search(
    folder: IndexFolder,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A question or some words.")],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="At most so many hits.")] = 10,
    language: Languages = None,
    meeting: Meetings = None,
    series: SeriesOf = None,
    source: SourceOf = None,
    since: Since = None,
    until: Until = None,
    shown_in: InOrOriginal = None,
    mode: Annotated[
        Mode, typer.Option(help="Compare by words and meaning (hybrid), or by one of them.")
    ] = Mode.HYBRID,
    all_revisions: Annotated[
        bool,
        typer.Option("--all-revisions", help="Superseded passages where they answer, unfolded."),
    ] = False,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Find passages that answer a question, in whatever language they are written."""
    from index import Index
    from index.retrieval import ASKED, PER_DOCUMENT
    from index.store import Filters
    from search_app.commands import progress

    with (
        Index.open(folder, model) as index,
        progress.waiting("Loading the model and searching"),
    ):
        filters = Filters.given(language, meeting, series, source, since, until)
        result = index.told(
            index.search(
                query,
                k=k,
                filters=filters,
                shown_in=None if shown_in == ORIGINAL else shown_in or ASKED,
                reader=reader(),
                mode=mode.value,
                all_revisions=all_revisions,
                per_document=PER_DOCUMENT,
            )
        )
    if as_json:
        from search_app import contract

        print_json(contract.as_json(result, result.shown_in))
    else:
        from search_app import terminal

        spoken = shown_in if shown_in and shown_in != ORIGINAL else reader()
        terminal.show_result(console(), result, spoken, query)


@app.command()
def precedents(
    folder: IndexFolder,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A draft, or - for text on stdin.")],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="At most so many a paragraph.")] = 5,
    language: Languages = None,
    since: Since = None,
    until: Until = None,
    shown_in: In = None,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Find what was said before that says the same as each paragraph of a draft."""
    from index import Index
    from index.lookup import meeting_days
    from index.precedents import left_out
    from index.store import Filters
    from search_app import contract, drafts, terminal
    from search_app.commands import progress

    with Index.open(folder, model) as index:
        filters = Filters.given(language=language, since=since, until=until)
        with progress.waiting("Reading the draft"):
            draft = (
                drafts.draft_of_text(read_stdin())
                if file == "-"
                else drafts.draft_of_file(Path(file))
            )
        with progress.bars() as tell:
            found = index.precedents(
                draft,
                k=k,
                filters=filters,
                shown_in=shown_in,
                progress=lambda _, every: tell("paragraphs", 1, every),
            )
        days = meeting_days(index.store)
        left = left_out(index.store, draft, filters)
    for note in drafts.notes_on(left, shown_in or reader()):
        print(note.message, file=sys.stderr)
    if as_json:
        notes = drafts.notes_on(left, shown_in or "en")
        print_json(contract.as_precedents(draft, found, days, notes, shown_in))
    else:
        terminal.show_precedents(console(), found, shown_in or reader())


@app.command()
def equivalents(
    folder: IndexFolder,
    term: Annotated[str, typer.Argument(metavar="TERM", help="A word, some words, an acronym.")],
    *,
    shown_in: In = None,
    as_json: Json = False,
) -> None:
    """Show what a term is in the other languages, and the paragraphs that say so."""
    from index import Index
    from search_app import contract, terminal

    language_told = shown_in or reader()
    with Index.open(folder) as index:
        found = index.equivalents(term, shown_in)
    if as_json:
        print_json(contract.as_json(found))
    elif found.equivalents:
        terminal.show_equivalents(console(), found, language_told)
    if not found.equivalents:
        print(terminal.no_equivalents(found, language_told), file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def lookup(
    folder: IndexFolder,
    reference: Annotated[
        str,
        typer.Argument(
            metavar="REFERENCE", help="A symbol, a file name, a resolution: in any language."
        ),
    ],
    *,
    shown_in: In = None,
    as_json: Json = False,
) -> None:
    """Show what the index knows of a document or resolution, and who mentions it where."""
    from index import Index

    with Index.open(folder) as index:
        found = index.look_up(reference, shown_in)
    if as_json:
        from search_app import contract

        print_json(contract.as_json(found, shown_in))
    if not as_json or not found.is_found:
        from search_app import terminal
    if found.is_found and not as_json:
        terminal.show_trace(console(), found, shown_in or reader())
    if not found.is_found:
        print(terminal.not_found(reference, found, shown_in or reader()), file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def show(
    folder: IndexFolder,
    symbol: Annotated[
        str, typer.Argument(metavar="SYMBOL[#LABEL]", help="CWG-WSIS&SDG-39/2#2.1, or a file name.")
    ],
    *,
    shown_in: In = None,
    as_json: Json = False,
) -> None:
    """Show a document of the index, or one of its paragraphs."""
    from index import Index

    with Index.open(folder) as index:
        card = index.show(symbol, shown_in)
    if as_json:
        from search_app import contract

        print_json(contract.as_json(card, shown_in))
    else:
        from search_app import terminal

        terminal.show_card(console(), card, shown_in or reader())
