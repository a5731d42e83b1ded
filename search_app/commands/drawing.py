"""What can be drawn up for a meeting? Commands whose answer is a paper, on screen or as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import QueryError
from search_app.commands.options import (
    In,
    IndexFolder,
    Json,
    Languages,
    Meetings,
    Model,
    SeriesOf,
    Since,
    SourceOf,
    Until,
    console,
    print_json,
    reader,
)

if TYPE_CHECKING:
    from corpus.documents import Document
    from search_app.citing.export import Report

app = typer.Typer()

Docx = Annotated[
    Path | None, typer.Option("--docx", metavar="FILE", help="Write it as a Word file.")
]

Csv = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Write it as a table of values.")
]


@app.command()
def compare(
    folder: IndexFolder,
    old: Annotated[str, typer.Argument(metavar="A", help="A symbol, or the file of a draft.")],
    new: Annotated[str, typer.Argument(metavar="B", help="What A became: likewise.")],
    *,
    shown_in: In = None,
    docx: Docx = None,
    as_json: Json = False,
) -> None:
    """Compare two revisions, or a draft with what it is based on, word by word."""
    from index import Index
    from search_app import terminal
    from search_app.operations import answer_json, compare_answer

    with Index.open(folder) as index:
        found = index.compare(_draft_or_name(old), _draft_or_name(new), shown_in)
    if docx is not None:
        from search_app.citing.export import comparison_docx

        _write(folder, docx, comparison_docx(found, shown_in or found.new.language or "en"))
    if as_json:
        print_json(answer_json(compare_answer(found, shown_in or "en")))
    elif docx is None:
        terminal.show_comparison(console(), found, shown_in or reader())


@app.command()
def mandates(
    folder: IndexFolder,
    *,
    addressee: Annotated[
        str | None,
        typer.Option(
            metavar="WHO", help="Only what they are asked: Secretariat, 成员国, Conseil …"
        ),
    ] = None,
    document: Annotated[
        str | None, typer.Option(metavar="SYMBOL", help="Only of this document.")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN", help="2025, 2025-06, 2025-06-30, Council 2025, 41, next meeting."
        ),
    ] = None,
    language: Languages = None,
    meeting: Meetings = None,
    series: SeriesOf = None,
    source: SourceOf = None,
    since: Since = None,
    until: Until = None,
    shown_in: In = None,
    docx: Docx = None,
    csv: Csv = None,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """List who is asked to do what, by when, and where it is reported on."""
    from index import Index
    from index.store import Filters
    from search_app import terminal
    from search_app.commands import progress
    from search_app.operations import answer_json, mandates_answer

    language_told = shown_in or reader()
    with (
        Index.open(folder, model) as index,
        progress.waiting("Reading the documents and looking where they are reported on"),
    ):
        filters = Filters.given(language, meeting, series, source, since, until)
        found = index.mandates(
            document=document,
            addressee=addressee,
            due=due,
            filters=filters,
            shown_in=shown_in,
            reader=reader(),
        )
    if docx is not None or csv is not None:
        from search_app.citing.export import mandates_report

        report = mandates_report(found, language_told)
        _write_report(folder, report, language_told, docx, csv=csv)
    if as_json:
        print_json(answer_json(mandates_answer(found, shown_in or "en")))
    elif docx is None and csv is None and found:
        terminal.show_mandates(console(), found, language_told)
    if not found:
        print(terminal.no_mandates(language_told), file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def positions(
    folder: IndexFolder,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="Some words, in any language.")],
    *,
    language: Languages = None,
    meeting: Meetings = None,
    series: SeriesOf = None,
    source: SourceOf = None,
    since: Since = None,
    until: Until = None,
    shown_in: In = None,
    docx: Docx = None,
    csv: Csv = None,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Show who said what on a topic: countries and other sources by meetings."""
    from index import Index
    from index.store import Filters
    from search_app import terminal
    from search_app.commands import progress
    from search_app.operations import answer_json, positions_answer

    with (
        Index.open(folder, model) as index,
        progress.waiting("Loading the model and searching"),
    ):
        filters = Filters.given(language, meeting, series, source, since, until)
        found = index.positions(topic, filters=filters, shown_in=shown_in, reader=reader())
    language_told = found.shown_in
    if docx is not None or csv is not None:
        from search_app.citing.export import positions_report, positions_table

        report = positions_report(found, language_told)
        _write_report(folder, report, language_told, docx)
        table = positions_table(found, language_told)
        _write_report(folder, table, language_told, csv=csv)
    if as_json:
        print_json(answer_json(positions_answer(found, language_told)))
    elif docx is None and csv is None and found.cells:
        terminal.show_positions(console(), found, language_told)
    if not found.cells:
        print(terminal.no_positions(topic, shown_in or reader()), file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def dossier(
    folder: IndexFolder,
    meeting: Annotated[str, typer.Argument(metavar="MEETING", help="41, or C24.")],
    *,
    language: Languages = None,
    series: SeriesOf = None,
    source: SourceOf = None,
    since: Since = None,
    until: Until = None,
    shown_in: In = None,
    docx: Docx = None,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", metavar="FILE", help="Write it as Markdown.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write it as the file's ending says: docx, md."),
    ] = None,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Draw up what to read before a meeting, item by item of its agenda."""
    from index import Index
    from index.store import Filters
    from search_app import terminal
    from search_app.commands import progress
    from search_app.operations import answer_json, dossier_answer

    if out is not None:
        ending = out.suffix.lower()
        if ending not in (".docx", ".md"):
            raise typer.BadParameter(f"Name a file that ends in .docx or .md, not {out.name}.")
        docx, markdown = (out, markdown) if ending == ".docx" else (docx, out)
    language_told = shown_in or reader()
    with (
        Index.open(folder, model) as index,
        progress.waiting("Reading what was said before"),
    ):
        filters = Filters.given(language, None, series, source, since, until)
        found = index.dossier(meeting, language_told, filters)
    if docx is not None or markdown is not None:
        from search_app.citing.export import dossier_report

        report = dossier_report(found, language_told)
        _write_report(folder, report, language_told, docx, markdown=markdown)
    if as_json:
        print_json(answer_json(dossier_answer(found, language_told)))
    elif docx is None and markdown is None:
        terminal.show_dossier(console(), found, language_told)


def _write_report(
    folder: Path,
    report: Report,
    language: str,
    docx: Path | None = None,
    *,
    markdown: Path | None = None,
    csv: Path | None = None,
) -> None:
    from search_app.citing.export import report_csv, report_docx, report_markdown

    if docx is not None:
        _write(folder, docx, report_docx(report, language))
    if markdown is not None:
        _write(folder, markdown, report_markdown(report, language))
    if csv is not None:
        _write(folder, csv, report_csv(report, language))


def _draft_or_name(argument: str) -> Document | str:
    """A draft where there is a file of the name, else the name of a document of the index."""
    if not Path(argument).is_file():
        return argument
    from search_app import drafts

    return drafts.draft_of_file(Path(argument))


def _write(folder: Path, path: Path, content: bytes) -> None:
    from index import Index

    with Index.open(folder) as index:
        index.note("export", what=path.suffix, file=str(path))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise QueryError(
            f"{path} cannot be written: {error.strerror or error}. Name another file."
        ) from error
    print(f"Written: {path}", file=sys.stderr)
