"""JSON of the commands that are no operations, such as parse, ingest, verify, access, fetch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.documents import Document, Passage, path_text
from search_app import measurements
from search_app.operations import JsonObject, answer_json, hit_of, mentions_of

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from corpus.alerts import Alert
    from index.access import Coverage, DocumentAccess
    from index.alerts import News
    from index.evaluation import Fitting
    from index.indexing import Finding, FolderChange, Report
    from index.replication import Manifest, Publication
    from ingest.fetch import FetchReport, MeetingCatalogue


def pick_attributes(value: object, *names: str) -> JsonObject:
    """Return the named attributes of a value as JSON."""
    return {name: answer_json(getattr(value, name)) for name in names}


def as_document(document: Document, *, changes: bool = False) -> JsonObject:
    """Return the JSON of ``parse``; with ``changes`` also tracked changes and ADD, MOD, SUP, NOC.

    ``countries`` are ISO 3166-1 alpha-3. The warning ``metadata-conflict`` marks a fact on which
    two origins differ, and ``metadata-doubt`` an unsure one, which is left out.
    """
    return {
        **pick_attributes(document, "file", "format", "language", "pages"),
        "document": document.metadata.as_dict(),
        "passages": list(map(_describe_passage, document.passages)),
        "mentions": answer_json(mentions_of([passage.mentions for passage in document.passages])),
        **pick_attributes(document, "warnings", "provenance", *(["changes"] if changes else [])),
    }


def as_report(report: Report) -> JsonObject:
    """Return the JSON of ``ingest``."""
    return {
        **pick_attributes(report, "files", "ingested", "unchanged", "removed"),
        "failed": _list_problems(report.failed),
        "warnings": _list_problems(report.warnings),
        **pick_attributes(report, "passages", "listed"),
        "seconds": round(report.seconds, 3),
    }


def as_findings(
    findings: Sequence[Finding], folder: Path, repaired: Sequence[Finding] | None = None
) -> JsonObject:
    """Return the JSON of ``verify``; with ``--repair`` also the repaired findings."""
    return {
        "index": path_text(folder),
        "whole": not any(finding.kind == "damage" for finding in findings),
        "findings": answer_json(findings),
        **({} if repaired is None else {"repaired": answer_json(repaired)}),
    }


def as_access(coverage: Coverage) -> JsonObject:
    """Return the JSON of ``access``: each rule's class and documents; ``default`` may be null."""
    return {
        "rules": [
            {"pattern": rule.pattern, "class": rule.of, "documents": list(rule.documents)}
            for rule in coverage.rules
        ],
        "unfitting": list(coverage.unfitting),
        "default": coverage.default,
        "by_default": list(coverage.by_default),
    }


def as_decisions(access: DocumentAccess) -> JsonObject:
    """Return the JSON of ``access DOCUMENT``: its class, and for each file the deciding rule."""
    return {
        "document": access.document,
        "class": access.of,
        "files": [
            {"file": file.file, "symbol": file.symbol, "rule": file.pattern, "class": file.of}
            for file in access.files
        ],
    }


def as_published(published: Publication, path: Path, *, is_new: bool) -> JsonObject:
    """Return the JSON of ``publish``: the latest copy, its content, and whether it is new."""
    publication = {"path": path_text(path / published.file), "is_new": is_new}
    publication |= {"current": published.current, "file_bytes": published.bytes}
    return {**publication, **answer_json(published.copy)}


def as_copy(manifest: Manifest, path: Path) -> JsonObject:
    """Return the JSON of ``backup`` and ``restore``: the path and the manifest."""
    return {"path": path_text(path), **answer_json(manifest)}


def as_fetched(report: FetchReport | FolderChange) -> JsonObject:
    """Return the JSON of ``fetch``, and of a change for ``watch``: documents by their outcome."""
    return pick_attributes(report, "fetched", "unchanged", "absent", "refused", "failed")


def as_meetings(catalogue: MeetingCatalogue) -> JsonObject:
    """Return the JSON of ``fetch --list``: meetings of ITU's catalogues; days are ISO 8601."""
    return {
        "meetings": [
            pick_attributes(meeting, "code", "title", "start", "end", "place")
            for meeting in catalogue.meetings
        ]
    }


def as_alerts(news: Sequence[News], language: str | None = None) -> JsonObject:
    """Return the JSON of ``alerts``: each alert's name, and news as hits of ``search``."""

    def hits(alert_news: News) -> Any:
        return [
            answer_json(hit_of(hit, alert_news.alert.shown_in or language or "en"))
            for hit in alert_news.new
        ]

    return {
        "alerts": [{"name": alert_news.alert.name, "new": hits(alert_news)} for alert_news in news]
    }


def as_alert(alert: Alert) -> JsonObject:
    """Return the JSON of an alert, without whole addresses, which may have passwords."""
    filters = answer_json(alert.filters)
    return {
        **pick_attributes(alert, "name", "query", "cites", "source", "item"),
        **{name: filters[name] for name in _ALWAYS},
        "language": alert.shown_in,
        **{name: value for name, value in filters.items() if value and name not in _ALWAYS},
        "notify": [f"{each.partition(':')[0]}:…" for each in alert.notify],
    }


def as_fitting(fitting: Fitting, table: str, model: str) -> JsonObject:
    """Return the JSON of ``calibrate``; figures are between 0 and 1."""
    return {"set": table, "model": model, **measurements.fitting(fitting)}


_ALWAYS: Final = ("meetings", "series")
"""Filters of an alert that its JSON contains even where they are empty."""


def _describe_passage(passage: Passage) -> JsonObject:
    return {
        **pick_attributes(passage, "kind", "label"),
        "heading": passage.heading_line,
        **pick_attributes(passage, "page", "language", "text"),
    }


def _list_problems(problems: Iterable[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [dict(zip(("file", "code", "message"), problem, strict=True)) for problem in problems]
