"""The command ``wsis-search``: each function is one command, and says no more than what it calls.

Data goes to stdout, everything else to stderr. Exit 0: done; 1: done, with failures that are
listed; 2: wrong use, or an index that cannot be used.
"""

from __future__ import annotations

import io
import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import platformdirs
import typer
from rich.console import Console

from corpus.errors import ReadError, WsisSearchError

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.store import Store

__all__ = ["app", "main"]

app = typer.Typer(
    name="wsis-search",
    help="Search documents of ITU's Council Working Group on WSIS and SDGs, in the six languages "
    "of the United Nations, and cite what is found.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def options(
    index: Annotated[
        Path | None, typer.Option("--index", help="Folder of the index.", show_default=False)
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Embedding model.", show_default=False)
    ] = None,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Take the options that every command has before the command's name as well."""
    if index is not None:
        os.environ["WSIS_SEARCH_INDEX"] = str(index)
    if model is not None:
        os.environ["WSIS_SEARCH_MODEL"] = model
    if version:
        from importlib.metadata import version as installed

        print(f"wsis-search {installed('wsis-search')}")
        raise typer.Exit


class Mode(StrEnum):
    """How passages are compared with a question."""

    DENSE = "dense"


def default_index() -> Path:
    """The folder of the index where neither ``--index`` nor ``WSIS_SEARCH_INDEX`` names one."""
    return Path(platformdirs.user_data_dir("wsis-search")) / "index"


def sample_index() -> Path:
    """The folder of the index that ``demo`` makes of the sample corpus."""
    return default_index().with_name("sample")


Index = Annotated[
    Path,
    typer.Option(
        "--index",
        envvar="WSIS_SEARCH_INDEX",
        default_factory=default_index,
        show_default="the user's data folder",
        help="Folder of the index.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        envvar="WSIS_SEARCH_MODEL",
        help="A sentence-transformers model, by name or folder, instead of the bundled one.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
In = Annotated[
    str | None,
    typer.Option("--in", metavar="LANG", help="Show in this language where it is there."),
]


@app.command()
def ingest(
    index: Index,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders.")
    ] = None,
    *,
    workers: Annotated[int, typer.Option(min=1, help="Files read at a time.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Read unchanged files again.")] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Forget files at or below PATH that are gone."),
    ] = False,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Read files and folders into the index; files that have not changed are left alone."""
    from index.build import build
    from index.store import Store
    from search_app import contract, progress, tables

    if not paths and not prune:
        raise typer.BadParameter("Name a file or a folder to read.", param_hint="PATH")
    with Store(index, create=True) as store:
        encoder = _encoder(model, store)
        with progress.ingest_bars() as tell:
            report = build(
                store,
                encoder,
                paths or [],
                workers=workers,
                force=force,
                prune=prune,
                progress=tell,
            )
        _prepare(store, encoder)
    if as_json:
        _print_json(contract.as_report(report))
    else:
        tables.show_report(_console(), report)
    if report.failed:
        if as_json:
            for _, code, message in report.failed:
                print(f"{code}: {message}", file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document: Word, PDF, text …")],
    *,
    changes: Annotated[
        bool, typer.Option("--changes", help="List tracked insertions and deletions too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what is read from one file, without an index."""
    from ingest.workers import read_one
    from search_app import contract, progress, tables

    with progress.waiting(f"Reading {file.name}"):
        document = read_one(file)
    if as_json:
        _print_json(contract.as_document(document, changes=changes))
        return
    tables.show_document(_console(), document)
    if changes:
        tables.show_changes(_console(), document)


@app.command()
def search(
    index: Index,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A question or some words.")],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="At most so many hits.")] = 10,
    language: Annotated[
        list[str] | None, typer.Option(help="Only versions in this language; may be repeated.")
    ] = None,
    meeting: Annotated[
        list[str] | None, typer.Option(help="Only this meeting (39); may be repeated.")
    ] = None,
    series: Annotated[
        list[str] | None, typer.Option(help="Only this series (C, INF); may be repeated.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Only sources that contain this.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="2023, 2023-10 …")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="2024, 2024-02 …")] = None,
    shown_in: In = None,
    mode: Annotated[Mode, typer.Option(help="How to compare.")] = Mode.DENSE,  # noqa: ARG001
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Find passages that answer a question, in whatever language they are written."""
    from index.filters import Filters
    from index.search import Search
    from index.store import Store
    from search_app import contract, progress, tables

    filters = Filters(
        languages=tuple(language or ()),
        meetings=tuple(meeting or ()),
        series=tuple(series or ()),
        source=source,
        since=since,
        until=until,
    )
    with Store(index) as store, progress.waiting("Loading the model and searching"):
        result = Search(store, _encoder(model, store, now=True)).search(
            query, k=k, filters=filters, shown_in=shown_in
        )
    if as_json:
        _print_json(contract.as_result(result))
    else:
        tables.show_result(_console(), result)


@app.command()
def refs(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for text on stdin.")],
    *,
    as_json: Json = False,
) -> None:
    """List the references in a file or a text, without an index."""
    from search_app import contract, references, tables

    found = references.of_input() if file == "-" else references.of_file(Path(file))
    if as_json:
        _print_json(contract.as_mentions(found))
    else:
        tables.show_mentions(_console(), found)


@app.command()
def lookup(
    index: Index,
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
    from index import trace
    from index.store import Store
    from search_app import contract, reference_tables

    with Store(index) as store:
        found = trace.look_up(store, reference, shown_in)
    if as_json:
        _print_json(contract.as_trace(found))
    elif found.is_found:
        reference_tables.show_trace(_console(), found)
    if not found.is_found:
        print(reference_tables.not_found(reference, found), file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def export(
    index: Index,
    *,
    graph: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write which document cites which, as .graphml or .csv.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write what the index knows in a form for other programs."""
    from index import graph as graphs
    from index.store import Store

    if graph is None:
        raise typer.BadParameter("Name a file: --graph citations.graphml", param_hint="--graph")
    with Store(index) as store:
        found = graphs.graph(store)
    graphs.write(found, graph)
    print(
        f"Wrote {len(found.nodes):,} documents and {len(found.edges):,} citations to {graph}.",
        file=sys.stderr,
    )


@app.command()
def show(
    index: Index,
    symbol: Annotated[
        str, typer.Argument(metavar="SYMBOL[#LABEL]", help="CWG-WSIS&SDG-39/2#2.1, or a file name.")
    ],
    *,
    shown_in: In = None,
    as_json: Json = False,
) -> None:
    """Show a document of the index, or one of its paragraphs."""
    from index import lookup
    from index.store import Store
    from search_app import contract, tables

    with Store(index) as store:
        card = lookup.show(store, symbol, shown_in)
    if as_json:
        _print_json(contract.as_card(card))
    else:
        tables.show_card(_console(), card)


@app.command()
def status(index: Index, *, as_json: Json = False) -> None:
    """Show what the index holds."""
    from index import lookup
    from index.store import Store
    from search_app import contract, tables

    with Store(index) as store:
        found = lookup.status(store)
    if as_json:
        _print_json(contract.as_status(found, index))
    else:
        tables.show_status(_console(), found, index)


@app.command()
def serve(
    index: Index,
    *,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8501,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the app in the browser.")
    ] = False,
    model: Model = None,
) -> None:
    """Start the search app."""
    from search_app.serving import run

    _exit(run(index, host=host, port=port, model=model, open_browser=browser))


@app.command()
def demo(
    index: Annotated[
        Path | None,
        typer.Option("--index", help="Folder of the sample's index.", show_default=False),
    ] = None,
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8501,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the app in the browser.")
    ] = True,
) -> None:
    """Index the sample corpus, if that has not been done, and open the app."""
    from index.build import build
    from index.store import Store
    from search_app import progress
    from search_app.serving import free_port, run, sample_fingerprint, sample_folder

    folder = index or sample_index()
    with Store(folder, create=True) as store:
        sample = sample_folder()
        made_from = sample_fingerprint()
        if store.setting("sample") != made_from:
            encoder = _encoder(None, store)
            with progress.ingest_bars() as tell:
                report = build(store, encoder, [sample], workers=2, prune=True, progress=tell)
            _prepare(store, encoder)
            store.put_setting("sample", made_from)
            print(f"Indexed {report.files} files, {report.passages} passages.", file=sys.stderr)
    _exit(run(folder, host="127.0.0.1", port=free_port(port), model=None, open_browser=browser))


def main() -> None:
    """Run the command; every error of this program's own becomes one line for people."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except WsisSearchError as error:
        print(f"Error: {error.message}", file=sys.stderr)
        sys.exit(1 if isinstance(error, ReadError) and error.code != "no-such-path" else 2)
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("WSIS_SEARCH_DEBUG"):
            raise
        # A mistake of this program. What was committed to an index is whole.
        print(
            f"Error: wsis-search made a mistake ({type(error).__name__}: {error}). What is in the "
            "index is kept. Run it again with WSIS_SEARCH_DEBUG=1 and report what it prints.",
            file=sys.stderr,
        )
        sys.exit(1)
    except KeyboardInterrupt:
        print("Stopped. What was done is kept; run it again to go on.", file=sys.stderr)
        sys.exit(130)


def _encoder(model: str | None, store: Store, *, now: bool = False) -> Encoder:
    from index import encoder

    # An index is asked with the model that it was built with, unless another is named. Its vectors'
    # length is taken on trust until the model is there; `use_model` compares the names.
    remembered, dimension = store.setting("model"), store.setting("dimension")
    if now:
        return encoder.load(model or remembered)
    known = int(dimension) if dimension and model in (None, remembered) else None
    return encoder.when_needed(model or remembered, known)


def _prepare(store: Store, encoder: Encoder) -> None:
    from index.search import Search
    from search_app import progress

    with progress.waiting("Writing the vectors"):
        Search(store, encoder).prepare()


def _console() -> Console:
    return Console(highlight=False)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _exit(code: int) -> NoReturn:
    raise typer.Exit(code)
