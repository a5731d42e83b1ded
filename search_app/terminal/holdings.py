"""Reports at a terminal: index status, ingests, fetches, findings, rules of access."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from search_app.operations.layouts import own_language_name
from search_app.terminal.tables import facts, format_count, plain, show_problems

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from index.access import Coverage, DocumentAccess
    from index.indexing import Finding, FolderChange, Report
    from index.lookup import EngineStatus, MeetingDays, ReplicaStatus, Status, VectorFiles
    from ingest.fetch import FetchReport, MeetingCatalogue
    from search_app.operations import TranslatorRecord, WriterRecord


def show_report(console: Console, report: Report) -> None:
    """Show the outcome of an ingest."""
    counts = {
        "files looked at": report.files,
        "read and embedded": report.ingested,
        "unchanged": report.unchanged,
        "forgotten, since they are gone": report.removed,
        "not readable": len(report.failed),
        "passages in the index, headings too": report.passages,
    }
    if report.listed:
        counts["documents that ITU's lists name are not there"] = report.listed
    _show_counts(console, counts)
    console.print(f"{report.seconds:,.1f} s")
    show_problems(console, "Not readable", report.failed, "red")
    show_problems(console, "Please check", report.warnings, "yellow")


def _show_counts(console: Console, counts: Mapping[str, int]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    for meaning, number in counts.items():
        table.add_row(f"{number:,}", meaning)
    console.print(table)


def show_fetched(console: Console, report: FetchReport, folder: Path) -> None:
    """Show the outcome of a fetch."""
    counts = {
        "fetched, new or changed": len(report.fetched),
        "unchanged": len(report.unchanged),
        "absent": len(report.absent),
        "refused": len(report.refused),
        "failed": len(report.failed),
    }
    _show_counts(console, counts)
    absent: dict[str, list[str]] = {}
    for entry in report.absent:
        absent.setdefault(entry.symbol or "", []).append(own_language_name(entry.language))
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


def show_meetings(console: Console, catalogue: MeetingCatalogue) -> None:
    """Show the meetings of ITU's catalogues, a line for each."""
    table = Table.grid(padding=(0, 2))
    for meeting in catalogue.meetings:
        days = "/".join(dict.fromkeys(filter(None, (meeting.start, meeting.end))))
        table.add_row(plain(meeting.code), days, plain(meeting.place or ""))
    console.print(table)


def show_noticed(console: Console, noticed: FolderChange) -> None:
    """Show a change in a watched folder, a line for each document."""
    for what, style, entries in (
        ("new", "green", noticed.fetched),
        ("same", "dim", noticed.unchanged),
        ("gone", "yellow", noticed.absent),
        ("failed", "red", noticed.failed),
    ):
        for entry in entries:
            name = " ".join(filter(None, (entry.symbol, own_language_name(entry.language))))
            message = entry.message or entry.file or ""
            line = Text.assemble((f"{what:<7}", style), plain(f"{name}  {message}".strip()))
            console.print(line, soft_wrap=True)


def show_status(
    console: Console,
    status: Status,
    folder: Path,
    unfitting: Sequence[str] = (),
    writer: WriterRecord | None = None,
    translator: TranslatorRecord | None = None,
) -> None:
    """Show the contents of an index, access rules that match no file, writer and translator."""
    sizes = ", ".join(f"{own_language_name(code)} {n:,}" for code, n in status.versions.items())
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
                "vectors": _describe_vectors(status.vectors),
                "engine": status.engine and _describe_engine(status.engine),
                "copy": status.copy and _describe_copy(status.copy),
                "writer": writer and _describe_server(writer, writer.model, _TO_WRITER),
                "translator": translator
                and _describe_server(translator, translator.name, _TO_TRANSLATOR),
                "generation": status.generation,
            }
        )
    )
    if status.gone:
        gone = format_count(status.gone, "file")
        console.print(
            Text(
                f"\n{gone} not there any more where read. Ingest the folder in which they stand "
                "now, or forget them: wsis-search ingest --prune",
                style="yellow",
            )
        )
    show_problems(console, "Not readable", list(status.failed), "red")
    show_problems(console, "Please check", list(status.unbalanced), "yellow")
    disputed = [
        (meeting.meeting, "disputed-days", _describe_dispute(meeting))
        for meeting in status.disputed_days
    ]
    show_problems(console, "Meetings of which different days are said", disputed, "yellow")
    patterns = [("", "access-unfitting", pattern) for pattern in unfitting]
    show_problems(console, "Rules of access that fit no file", patterns, "yellow")
    absent = [
        (document.symbol, format_count(document.mentions, "paragraph"))
        for document in status.absent
    ]
    _show_lacking(console, "Cited, but not in the index", absent)
    listed = [
        (card.symbol, card.title, card.source, f"access {card.access}" if card.access else "")
        for card in status.listed
    ]
    _show_lacking(console, "Listed by ITU, but not in the index", listed)


def _show_lacking(console: Console, title: str, rows: Sequence[Sequence[str | None]]) -> None:
    if rows:
        console.print(Text(f"\n{title}", style="bold yellow"))
        table = Table.grid(padding=(0, 2))
        for symbol, *facts_of_document in rows:
            own = (plain(fact or "") for fact in facts_of_document)
            table.add_row(Text.assemble("  ", plain(symbol)), *own)
        console.print(table)


def show_access(console: Console, coverage: Coverage) -> None:
    """Show the rules of access, each with the documents that it decides for."""
    if coverage.default is None:
        console.print("There are no rules: everybody who can ask sees everything.")
        return
    for rule in coverage.rules:
        style = "" if rule.is_fitting else "yellow"
        some = ", ".join(rule.documents) or (
            "rules before it decide for all that it fits" if rule.is_fitting else "fits no file"
        )
        console.print(Text.assemble((f"{rule.of:<14}", "bold"), plain(rule.pattern)))
        console.print(Padding(Text(plain(some).plain, style or "dim"), (0, 0, 0, 14)))
    console.print(Text.assemble((f"{coverage.default:<14}", "bold"), "all others"))
    if coverage.by_default:
        some = plain(", ".join(coverage.by_default)).plain
        console.print(Padding(Text(some, "dim"), (0, 0, 0, 14)))


def show_decisions(console: Console, access: DocumentAccess) -> None:
    """Show who may see a document, and the rule that decides for each of its files."""
    console.print(Text.assemble((f"{access.of:<14}", "bold"), plain(access.document)))
    for file in access.files:
        rule = "no rule: the default" if file.pattern is None else f"rule {file.pattern}"
        decision = f"{plain(file.file).plain}: {file.of}, by {plain(rule).plain}"
        console.print(Padding(Text(decision, "dim"), (0, 0, 0, 14)))


def _describe_dispute(meeting: MeetingDays) -> str:
    parts = [f"{days} on {count:,} covers" for days, count in meeting.stated.items()]
    parts += [f"{meeting.listed} in the table of meetings"] if meeting.listed else []
    return f"{', '.join(parts)}. No days are shown for it: compare the covers."


def _describe_vectors(vectors: VectorFiles | None) -> str:
    if vectors is None:
        return "–"
    names = {
        "exact": "all compared exactly",
        "quantised": "all compared, as 8-bit numbers",
        "clusters": "those near the question compared, as 8-bit numbers",
    }
    how = names[vectors.kinds[0]] if vectors.kinds else "none"
    pieces = format_count(vectors.segments, "piece")
    return f"{vectors.rows:,} in {pieces}, {vectors.bytes / 1e6:,.1f} MB; {how}"


def _describe_engine(engine: EngineStatus) -> str:
    if engine.trouble is not None:
        return engine.trouble
    behind = engine.behind or 0
    lag = "up to date"
    if behind > 0:
        lag = f"{format_count(behind, 'change')} behind"
    elif behind < 0:
        lag = f"{format_count(-behind, 'change')} ahead of this copy"
    elif engine.touched:
        lag = "being written to"
    if engine.touched:
        lag += f", {format_count(engine.touched, 'passage')} made up for here"
    return f"{engine.address}: {engine.rows:,} vectors, generation {engine.generation}, {lag}"


def _describe_server(server: WriterRecord | TranslatorRecord, name: str | None, sent: str) -> str:
    """Describe a server: its name, its place, and what is sent there of which class (``{}``)."""
    where = "on this machine" if server.is_local else "ANOTHER MACHINE"
    described = f"{name} at {server.host}, {where}; {sent.format(server.receives)}"
    return server.trouble or described


_TO_WRITER = "questions are sent there, and passages of documents up to the class {}"
_TO_TRANSLATOR = "passages of documents up to the class {} are sent there"


def _describe_copy(copy: ReplicaStatus) -> str:
    lag = f", {format_count(copy.behind, 'change')} behind" if copy.behind else ""
    summary = (
        f"of {copy.address}, made {copy.made}, known to be as the index there was at "
        f"{copy.current}{lag}; asked at {copy.last_answer}"
    )
    return summary if copy.trouble is None else f"{summary}. {copy.trouble}"


def show_findings(
    console: Console,
    findings: Sequence[Finding],
    repaired: Sequence[Finding] = (),
    *,
    what: str = "The index is whole and up to date with its files.",
) -> None:
    """Show the findings on an index; where there are none, the sentence ``what``."""
    damaged = [finding for finding in findings if finding.kind == "damage"]
    behind = [finding for finding in findings if finding.kind == "behind"]
    _show_findings(console, "Repaired", repaired, "green")
    if not findings:
        console.print(what)
    _show_findings(console, "Damaged", damaged, "red")
    _show_findings(console, "Behind its files", behind, "yellow")


def _show_findings(console: Console, title: str, findings: Sequence[Finding], style: str) -> None:
    problems = [(finding.file or "", finding.code, finding.message) for finding in findings]
    show_problems(console, title, problems, style)
