"""What does a program get? The JSON of each command, to the letter of the contract."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.documents import Change, Document, Mention, Passage
from index.build.build import Report
from index.build.verify import Finding
from index.lookup.reference import DocumentCard, Line, Trace
from index.lookup.show import Card, Status, VersionCard
from index.retrieval.search import Hit, Result
from index.store.excerpts import Excerpt
from search_app.citing.citation import citation

if TYPE_CHECKING:
    from index.evaluation.calibrate import Fitting, Recall
    from index.evaluation.evaluate import Evaluation, Spread
    from index.retrieval.precedents import DraftParagraph


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
    """What ``parse`` prints.

    ``countries`` are those that the source names, as ISO 3166-1 alpha-3 codes. ``provenance`` says
    of each fact under ``document`` and of ``language`` where it was read: ``file-name``, ``cover``,
    ``page-header``, ``core-properties`` or ``text``. A fact of which two of them say different
    things is a warning with the code ``metadata-conflict``. With ``--changes``, ``changes`` lists
    in reading order what was tracked (``inserted``, ``deleted``) and what is marked ADD, MOD, SUP
    or NOC (``add``, ``modify``, ``suppress``, ``no-change``), as ``corpus.documents.Change``
    describes it.
    """
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
        "provenance": dict(document.provenance),
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
        "label": change.label,
        "passage": change.passage,
        "proposal": change.proposal,
    }


def as_result(result: Result) -> dict[str, Any]:
    """What ``search`` prints."""
    return {
        "query": result.query,
        "language": result.language,
        "took_ms": round(result.milliseconds, 1),
        "hits": [_hit(hit) for hit in result.hits],
        "suggestions": list(result.suggestions),
        "notes": [{"code": one.code, "message": one.message} for one in result.notes],
        "has_more": result.has_more,
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


def as_precedents(draft: Document, paragraphs: Sequence[DraftParagraph]) -> dict[str, Any]:
    """What ``precedents`` prints: for each paragraph of the draft, hits as ``search`` prints them.

    A hit also says when and where its document was submitted, the share of the paragraph that it
    has in common (``share``), whether that was taken over (``reuse``: ``verbatim``, ``translated``
    or null), and what both cite (``references``).
    """
    return {
        "file": _shown(draft.file),
        "language": draft.language,
        "symbol": draft.metadata.symbol,
        "paragraphs": [
            {
                **_passage(paragraph.passage),
                "hits": [
                    {
                        **_hit(Hit(rank, one.score, one.found, one.shown)),
                        "date": one.found.date,
                        "meeting": one.found.meeting,
                        "source": one.shown.source,
                        "share": round(one.share, 3),
                        "reuse": one.reuse,
                        "references": list(one.references),
                    }
                    for rank, one in enumerate(paragraph.precedents, start=1)
                ],
            }
            for paragraph in paragraphs
        ],
    }


def as_card(card: Card) -> dict[str, Any]:
    """What ``show`` prints."""
    return {
        **card.metadata.as_dict(),
        "language": card.language,
        "versions": [_version(version) for version in card.versions],
        "passages": [_cited(shown) for shown in card.passages],
    }


def _version(version: VersionCard) -> dict[str, Any]:
    return {
        "language": version.language,
        "title": version.title,
        "source": version.source,
        "file": version.file,
        "format": version.format,
        "pages": version.pages,
        "passages": version.passages,
    }


def as_mentions(passages: Sequence[Sequence[Mention]]) -> dict[str, Any]:
    """What ``refs`` prints, given the mentions of each passage."""
    return {
        "mentions": [
            _mention(mention, at) for at, found in enumerate(passages) for mention in found
        ]
    }


def as_trace(trace: Trace) -> dict[str, Any]:
    """What ``lookup`` prints."""
    return {
        "canonical": trace.canonical,
        "kind": trace.kind,
        "document": _document_card(trace.document) if trace.document else None,
        "mentions": [_line(line) for line in trace.mentions],
        "editions": [
            {
                "edition": edition.edition,
                "canonical": edition.canonical,
                "paragraphs": edition.paragraphs,
                "documents": list(edition.documents),
            }
            for edition in trace.editions
        ],
        "see_also": list(trace.see_also),
        "suggestions": list(trace.suggestions),
    }


def _document_card(card: DocumentCard) -> dict[str, Any]:
    return {
        **card.metadata.as_dict(),
        "versions": [_version(version) for version in card.versions],
        "related": [
            {"symbol": one.symbol, "title": one.title, "in_index": one.in_index}
            for one in card.related
        ],
        "cites": [
            {
                "canonical": one.canonical,
                "kind": one.kind,
                "paragraphs": one.paragraphs,
                "in_index": one.in_index,
            }
            for one in card.cites
        ],
        "cited_by": [
            {"symbol": one.symbol, "title": one.title, "paragraphs": one.paragraphs}
            for one in card.cited_by
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    passage = line.shown.passage
    return {
        "symbol": line.shown.symbol,
        "label": passage.label,
        "language": line.shown.language,
        "page": passage.page,
        "text": passage.text,
        "heading": passage.heading_line,
        "citation": citation(line.shown),
        "canonical": list(line.canonicals),
        "file": line.shown.file,
    }


def _cited(shown: Excerpt) -> dict[str, Any]:
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
        "absent": [{"symbol": one.symbol, "mentions": one.mentions} for one in status.absent],
        "bytes": status.bytes,
    }


def as_findings(findings: Sequence[Finding], folder: Path) -> dict[str, Any]:
    """What ``verify`` prints."""
    return {
        "index": _shown(folder),
        "whole": not any(one.kind == "damage" for one in findings),
        "findings": [
            {"kind": one.kind, "code": one.code, "message": one.message, "file": one.file}
            for one in findings
        ],
    }


def as_fitting(fitting: Fitting, table: str, model: str) -> dict[str, Any]:
    """What ``calibrate`` prints; figures are between 0 and 1."""
    return {
        "set": table,
        "model": model,
        "languages": list(fitting.languages),
        "rows": fitting.rows,
        "held_out": fitting.held_out,
        "before": {"pool": {"R@5": _recall(fitting.before)}},
        "after": {"pool": {"R@5": _recall(fitting.after)}},
        "kept": fitting.is_better,
    }


def _recall(recall: Recall) -> dict[str, Any]:
    return {
        "mean": _figure(recall.mean),
        "worst": _figure(recall.worst),
        "worst_language": recall.worst_language,
    }


def as_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """What ``eval`` prints; figures are between 0 and 1."""
    within = evaluation.mean_within
    recall = evaluation.recall
    across = None
    if evaluation.ndcg and evaluation.precision:
        across = {
            "nDCG@10": _spread(evaluation.ndcg, "worst_pair"),
            "P@1": _spread(evaluation.precision, "worst_pair"),
        }
    return {
        "set": evaluation.name,
        "model": evaluation.model,
        "mode": evaluation.mode,
        "queries": evaluation.queries,
        "within": None if within is None else {"nDCG@10": _figure(within)},
        "pairs": {
            name: {"nDCG@10": _figure(pair.ndcg), "P@1": _figure(pair.precision)}
            for name, pair in evaluation.pairs.items()
        },
        "across": across,
        "pool": {
            "R@5": _spread(recall, "worst_language"),
            "own_language_share": _figure(evaluation.own_language_share),
        },
    }


def _spread(spread: Spread, worst_of: str) -> dict[str, Any]:
    return {
        "mean": _figure(spread.mean),
        "worst": _figure(spread.worst),
        worst_of: spread.worst_of,
    }


def _figure(value: float) -> float:
    return round(value, 4)
