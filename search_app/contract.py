"""What does a program get? The JSON of each command, to the letter of the contract."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from corpus.documents import Change, Document, Mention, Passage
from index.build import Report
from index.lookup import Card, Status
from index.search import Hit, Result, Shown
from search_app.citations import citation

__all__ = ["as_card", "as_document", "as_report", "as_result", "as_status"]


def as_report(report: Report) -> dict[str, Any]:
    """What ``ingest`` prints."""
    return {
        "files": report.files,
        "ingested": report.ingested,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [_problem(*item) for item in report.failed],
        "warnings": [_problem(*item) for item in report.warnings],
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def _problem(file: str, code: str, message: str) -> dict[str, str]:
    return {"file": file, "code": code, "message": message}


def as_document(document: Document, *, changes: bool = False) -> dict[str, Any]:
    """What ``parse`` prints."""
    shown: dict[str, Any] = {
        "file": _shown(document.file),
        "format": document.format,
        "language": document.language,
        "pages": document.pages,
        "document": document.metadata.as_dict(),
        "passages": [_passage(passage) for passage in document.passages],
        "mentions": [
            _mention(mention, at)
            for at, passage in enumerate(document.passages)
            for mention in passage.mentions
        ],
        "warnings": [
            {"code": warning.code, "message": warning.message} for warning in document.warnings
        ],
    }
    if changes:
        shown["changes"] = [_change(change) for change in document.changes]
    return shown


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "kind": passage.kind,
        "label": passage.label,
        "heading": passage.heading_line,
        "page": passage.page,
        "language": passage.language,
        "text": passage.text,
    }


def _mention(mention: Mention, passage: int) -> dict[str, Any]:
    return {
        "canonical": mention.canonical,
        "kind": mention.kind,
        "body": mention.body,
        "number": mention.number,
        "edition": mention.edition,
        "passage": passage,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "text": change.text,
        "author": change.author,
        "date": change.date,
    }


def as_result(result: Result) -> dict[str, Any]:
    """What ``search`` prints."""
    return {
        "query": result.query,
        "language": result.language,
        "took_ms": round(result.milliseconds, 1),
        "hits": [_hit(hit) for hit in result.hits],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "symbol": hit.found.symbol,
        "title": hit.shown.title,
        "language": hit.found.language,
        "label": hit.found.passage.label,
        "heading": hit.found.passage.heading_line,
        "page": hit.found.passage.page,
        "text": hit.found.passage.text,
        "shown_language": hit.shown.language,
        "shown_text": hit.shown.passage.text,
        "citation": citation(hit.shown),
        "versions": list(hit.found.versions),
        "file": hit.shown.file,
    }


def as_card(card: Card) -> dict[str, Any]:
    """What ``show`` prints."""
    return {
        **card.metadata.as_dict(),
        "language": card.language,
        "versions": [
            {
                "language": version.language,
                "title": version.title,
                "source": version.source,
                "file": version.file,
                "format": version.format,
                "pages": version.pages,
                "passages": version.passages,
            }
            for version in card.versions
        ],
        "passages": [_cited(shown) for shown in card.passages],
    }


def _cited(shown: Shown) -> dict[str, Any]:
    return {**_passage(shown.passage), "citation": citation(shown)}


def as_status(status: Status, folder: Path) -> dict[str, Any]:
    """What ``status`` prints."""
    return {
        "index": _shown(folder),
        "model": status.model,
        "generation": status.generation,
        "documents": status.documents,
        "versions": status.versions,
        "passages": status.passages,
        "meetings": status.meetings,
        "failed": [_problem(*item) for item in status.failed],
        "bytes": status.bytes,
    }
