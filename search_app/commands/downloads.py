"""Commands ``fetch`` (downloads documents) and ``watch`` (ingests changes of a folder)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import platformdirs
import typer
from typer.core import TyperCommand

from corpus import settings
from search_app.commands.options import FollowLinks, IndexFolder, Json, Model, console, print_json

app = typer.Typer()


def _default_folder() -> Path:
    return Path(platformdirs.user_data_dir("wsis-search")) / "documents"


class _ListsOfValues(TyperCommand):
    """Command that takes ``--series C INF`` as ``--series C --series INF``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        arguments: list[str] = []
        for each in args:
            is_next = len(arguments) > 1 and arguments[-2] in ("--series", "--languages")
            if is_next and not each.startswith("-"):
                arguments[-1] += f",{each}"
            else:
                arguments.append(each)
        return super().parse_args(ctx, arguments)


@app.command(cls=_ListsOfValues)
def fetch(
    *,
    meeting: Annotated[
        str | None,
        typer.Option("--meeting", help='The meeting, such as 41, 第41次会议 or "CWG-WSIS&SDG 41".'),
    ] = None,
    list_meetings: Annotated[
        bool, typer.Option("--list", help="Show the meetings of ITU's catalogues; fetch nothing.")
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", help="A catalogue or list of ITU (XML), or a saved page of its documents."
        ),
    ] = None,
    body: Annotated[
        str, typer.Option("--body", help="The group, as symbols name it.")
    ] = "CWG-WSIS&SDG",
    series: Annotated[
        list[str] | None, typer.Option("--series", help="C, INF …; several times for several.")
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option("--languages", metavar="LANG", help="ar, zh, en, fr, ru, es or all."),
    ] = None,
    year: Annotated[
        list[int] | None,
        typer.Option("--year", min=1990, max=2099, help="In the names of files, if it is known."),
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(
            "--manifest", help="A list instead: CSV or JSON of symbol, language, address."
        ),
    ] = None,
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            default_factory=_default_folder,
            show_default="documents in the user's data folder",
            help="Folder for the files.",
        ),
    ],
    archive: Annotated[
        str, typer.Option("--archive", envvar=settings.ARCHIVE.name, help="Address of the archive.")
    ] = "https://www.itu.int",
    delay: Annotated[
        float, typer.Option("--delay", min=0.0, help="Seconds between two requests.")
    ] = 1.0,
    as_json: Json = False,
) -> None:
    """Fetch the documents of a meeting from ITU's archive, or those of a list, into a folder."""
    from ingest import fetch as fetching
    from search_app import contract, terminal
    from search_app.commands import progress

    archive, manners = archive.rstrip("/"), fetching.Manners(delay=delay)
    if list_meetings:
        with progress.waiting("Asking for the catalogues") as tell:
            catalogue = fetching.list_meetings(
                source, archive=archive, manners=manners, progress=tell
            )
        _print_notes(catalogue.notes)
        if as_json:
            print_json(contract.as_meetings(catalogue))
        else:
            terminal.show_meetings(console(), catalogue)
        return
    if manifest is not None and meeting is None and source is None:
        codes = _read_language_codes(_split_values(languages or ["all"]))
        with progress.waiting("Fetching") as tell:
            wanted = [each for each in fetching.manifest(manifest) if each.language in codes]
            report = fetching.documents(to, wanted, manners=manners, progress=tell)
    elif manifest is None and (meeting is not None or source is not None):
        request = fetching.MeetingRequest(
            *_read_meeting(meeting, body),
            series=[each.upper() for each in _split_values(series or [])],
            languages=_read_language_codes(_split_values(languages or ["all"])),
            years=year or (),
            name="" if meeting is None else _name_meeting(meeting, body),
            source=source,
        )
        with progress.waiting("Fetching") as tell:
            report = fetching.meeting(
                to,
                request,
                archive=archive,
                find_account=fetching.find_account,
                manners=manners,
                progress=tell,
            )
    else:
        raise typer.BadParameter(
            "Name a meeting, a file with --from, or a list with --manifest.", param_hint="--meeting"
        )
    _print_notes(report.notes)
    if as_json:
        print_json(contract.as_fetched(report))
    else:
        terminal.show_fetched(console(), report, to)
    if report.refused or report.failed or not (report.fetched or report.unchanged):
        raise typer.Exit(1)


def _print_notes(notes: Sequence[str]) -> None:
    from search_app import terminal

    for note in notes:
        print(terminal.plain(note).plain, file=sys.stderr)


def _read_meeting(meeting: str | None, body: str) -> tuple[str, int]:
    """Return the body and the number of a meeting; 0 where only catalogues may know it."""
    from corpus import meetings
    from corpus.extract import symbols

    if meeting is None:
        return body, 0
    if not re.search(r"\d", meeting):
        raise typer.BadParameter(
            f"No meeting is called {meeting!r}: give its number, such as 41, or its name in "
            "--list.",
            param_hint="--meeting",
        )
    parsed = symbols.parse(f"{meeting.strip()}/1")
    if parsed and parsed.symbol.body and parsed.symbol.meeting:
        body, meeting = parsed.symbol.body, parsed.symbol.meeting.rpartition("-")[2]
    number = meetings.parse_meeting(meeting)
    return body, int(number) if number.isascii() and number.isdecimal() else 0


def _name_meeting(meeting: str, body: str) -> str:
    """Return a meeting's name as catalogues may have it: a bare number is one of the body's."""
    from corpus import meetings

    number = meetings.parse_meeting(meeting)
    is_bare = number.isascii() and number.isdecimal() and not re.search(r"[A-Za-z]{2}", meeting)
    return f"{body} {number}" if is_bare else meeting.strip()


def _read_language_codes(names: Sequence[str]) -> tuple[str, ...]:
    from corpus.languages import BY_CODE, check_language

    for code in names:
        if code != "all":
            check_language(code)
    return tuple(BY_CODE) if "all" in names else tuple(dict.fromkeys(names))


@app.command()
def watch(
    index_folder: IndexFolder,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where documents are dropped.")],
    *,
    workers: Annotated[int, typer.Option(min=1, help="Files read at a time.")] = 1,
    follow_links: FollowLinks = False,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Keep the index up to date with a folder until Ctrl-C; with --json a line for each change."""
    from index import Index
    from search_app import contract, terminal

    if not folder.is_dir():
        raise typer.BadParameter(f"There is no folder {folder}.", param_hint="FOLDER")
    with Index.open(index_folder, model, create=True) as index:
        print(f"Watching {folder}. Ctrl-C ends it.", file=sys.stderr, flush=True)
        for each in index.watch(folder, workers=workers, follow_links=follow_links):
            if as_json:
                line = json.dumps(contract.as_fetched(each), ensure_ascii=False)
                print(line, flush=True)
            else:
                terminal.show_noticed(console(), each)


def _split_values(values: list[str]) -> list[str]:
    """Return the values of an option; ``C INF``, ``C,INF`` and two options mean the same."""
    return [part for value in values for part in value.replace(",", " ").split()]
