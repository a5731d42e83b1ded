"""Commands on the index: status, verify, backup, restore, publish, follow, copy, export."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.documents import path_text
from search_app.commands.options import IndexFolder, Json, console, print_json

if TYPE_CHECKING:
    from index.replication import Manifest

app = typer.Typer()
engine = typer.Typer(no_args_is_help=True, help="Move the vectors to a server and back.")
app.add_typer(engine, name="engine")


@app.command()
def status(folder: IndexFolder, *, as_json: Json = False) -> None:
    """Show what the index holds, and rules of access that fit nothing."""
    from corpus.errors import AccessError
    from index import Index

    unfitting: tuple[str, ...] = ()
    trouble: AccessError | None = None
    with Index.open(folder) as index:
        state = index.status()
        try:
            unfitting = index.access_coverage().unfitting
        except AccessError as error:  # a server shows nobody anything: said at the end
            trouble = error
    if as_json:
        from search_app.operations import answer_json, status_answer

        print_json(answer_json(status_answer(state, path_text(folder), unfitting)))
    else:
        from search_app import terminal
        from search_app.operations import describe_translator, describe_writer

        terminal.show_status(
            console(), state, folder, unfitting, describe_writer(), describe_translator()
        )
    if trouble is not None:
        raise trouble


@app.command()
def verify(
    folder: IndexFolder,
    copies: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="COPY…", help="Look through these instead: what backup or publish wrote."
        ),
    ] = None,
    *,
    content: Annotated[
        bool, typer.Option("--content", help="Compute every digest and word of every text anew.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make anew what is derived, then look again.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Look whether the index is whole and up to date with its files."""
    from index import Index
    from search_app import contract, terminal

    if copies and repair:
        raise typer.BadParameter("A copy is not repaired. Make another one: wsis-search backup")
    repaired = None
    if copies:
        findings = Index.verify_copies(copies)
    else:
        with Index.open(folder) as index:
            findings = before = index.verify(content=content)
            if repair:
                index.repair()
                findings = index.verify(content=content)
                repaired = [finding for finding in before if finding not in findings]
    if as_json:
        print_json(contract.as_findings(findings, folder, repaired))
    elif copies:
        terminal.show_findings(console(), findings, what="Each copy is whole.")
    else:
        terminal.show_findings(console(), findings, repaired or ())
    if findings:
        raise typer.Exit(1)


@app.command()
def backup(
    path: Annotated[
        Path, typer.Argument(metavar="FILE|FOLDER", help="Where to: a .zip, or a folder.")
    ],
    folder: IndexFolder,
    *,
    as_json: Json = False,
) -> None:
    """Copy the index, also while something is ingested into it."""
    from index import Index

    with Index.open(folder) as index:
        manifest = index.back_up(path)
    _show_copy(manifest, path, "Copied", "to", as_json=as_json)


@app.command()
def restore(
    path: Annotated[
        Path, typer.Argument(metavar="FILE|FOLDER", help="What wsis-search backup wrote.")
    ],
    folder: IndexFolder,
    *,
    as_json: Json = False,
) -> None:
    """Make an index of a copy, in a folder that has none."""
    from index import Index

    manifest = Index.restore(path, folder)
    with Index.open(folder) as index:
        if manifest.model is not None:
            index.prepare()
    _show_copy(manifest, folder, "Restored", "in", as_json=as_json)


@app.command()
def publish(
    target: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where to: a folder that a web server serves.")
    ],
    folder: IndexFolder,
    *,
    every: Annotated[
        int | None,
        typer.Option(min=1, metavar="SECONDS", help="Go on, and look for changes so often."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a copy of the index, where it has changed, for readers on other machines to follow."""
    from index import Index
    from search_app import contract

    with Index.open(folder) as index:
        while True:
            publication, is_new = index.publish(target)
            if as_json:
                print_json(contract.as_published(publication, target, is_new=is_new))
            elif is_new or every is None:
                print(
                    f"{'Published' if is_new else 'Still the latest'}: generation "
                    f"{publication.copy.generation}, {publication.copy.documents:,} documents with "
                    f"{publication.copy.passages:,} passages, in {target / publication.file} "
                    f"({publication.bytes / 1e6:,.1f} MB).",
                    file=sys.stderr,
                )
            if every is None:
                return
            time.sleep(every)


@app.command()
def follow(folder: IndexFolder, *, as_json: Json = False) -> None:
    """Take over what is published where WSIS_SEARCH_COPY says; servers do that by themselves."""
    from index import Index
    from index.store import DATABASE
    from search_app.operations import answer_json, status_answer

    had_index = (folder / DATABASE).exists()
    with Index.open(folder) as index:
        is_new = index.take_over() or not had_index
        if is_new:
            index.prepare()
        state = index.status()
    if as_json:
        status_json = answer_json(status_answer(state, path_text(folder)))
        print_json({"is_new": is_new, **status_json})
        return
    print(
        f"{'Took over' if is_new else 'Nothing is newer than'} generation {state.generation}: "
        f"{state.documents:,} documents with {state.findable:,} passages in {folder}.",
        file=sys.stderr,
    )


def _show_copy(manifest: Manifest, path: Path, done: str, where: str, *, as_json: bool) -> None:
    from search_app import contract

    if as_json:
        print_json(contract.as_copy(manifest, path))
        return
    print(
        f"{done} {manifest.documents:,} documents with {manifest.passages:,} passages {where} "
        f"{path}.",
        file=sys.stderr,
    )


@engine.command()
def copy(
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="Folder of an index, or address of a server.")
    ],
    target: Annotated[str, typer.Argument(metavar="TO", help="The other one of these.")],
    *,
    as_json: Json = False,
) -> None:
    """Copy the vectors of an index to a server, or back into its files, and look at them there.

    The documents stay where they are. Run again, it goes on where it was interrupted.
    """
    from index import Index
    from search_app.commands import progress

    servers = [place for place in (source, target) if "://" in place]
    if len(servers) != 1:
        from index.retrieval import engine_schemes

        addresses = " or ".join(f"{scheme}://HOST:PORT/NAME" for scheme in engine_schemes())
        raise typer.BadParameter(
            f"Name the folder of an index and an address: {addresses}", param_hint="FROM TO"
        )
    to, of = (target, None) if target in servers else (None, source)
    with Index.open(Path(source if to else target)) as index, progress.bars() as tell:
        move = index.move_vectors(tell, to=to, of=of)
    if as_json:
        shown = {"rows": move.rows, "checked": move.sampled}
        print_json({"from": _without_password(source), "to": _without_password(target), **shown})
        return
    print(
        f"Copied {move.rows:,} vectors; {move.sampled:,} searches find what they should. "
        f"The search uses them {'with' if to else 'without'} WSIS_SEARCH_ENGINE.",
        file=sys.stderr,
    )


def _without_password(address: str) -> str:
    return re.sub(r"(?<=://)[^/]*@", "", address)


@app.command()
def export(
    folder: IndexFolder,
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
    from index import Index
    from index.references import write_graph

    if graph is None:
        raise typer.BadParameter("Name a file: --graph citations.graphml", param_hint="--graph")
    with Index.open(folder) as index:
        index.note("export", what="graph", file=str(graph))
        citations = index.graph()
    write_graph(citations, graph)
    print(
        f"Wrote {len(citations.nodes):,} documents and {len(citations.edges):,} citations to "
        f"{graph}.",
        file=sys.stderr,
    )
