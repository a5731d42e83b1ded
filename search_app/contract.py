"""What does a program get? The JSON of each command, to the letter of the contract.

A dataclass is a mapping of its fields by their names, in their order. ``_FORMS`` and ``_CITED``
list the values of which the contract says it otherwise; a command whose dataclass has its names
needs no line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from corpus.documents import Document, Mention, Metadata, Passage, path_text
from search_app import measured
from search_app.citing import citation, label, lead_in
from search_app.operations import days_text

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from corpus.meetings import Days
    from index.access import Coverage, DocumentAccess
    from index.alerts import Alert, News
    from index.build import Finding, Manifest, Noticed, Published, Report
    from index.evaluation import Fitting
    from index.lookup import Card, DocumentCard, Line, Status
    from index.precedents import DraftParagraph, Precedent
    from index.retrieval import Hit, Note, Result
    from index.store import Excerpt
    from ingest.fetch import Fetched


def as_json(value: Any, language: str | None = None) -> Any:
    """What ``json.dumps`` takes for a value of the index or the corpus.

    Citations are written as the reader's language writes them, English by default.
    """
    kind = type(value).__name__
    if kind in _CITED:
        value = _CITED[kind](value, language or "en")
    elif kind in _FORMS:
        value = _FORMS[kind](value)
    elif is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, PurePath):
        return path_text(value)
    if isinstance(value, Mapping):
        return {name: as_json(item, language) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item, language) for item in value]
    return value


def chosen(value: object, *names: str) -> dict[str, Any]:
    """Return some attributes of a value by their names."""
    return {name: getattr(value, name) for name in names}


def superseded(value: Card | Excerpt) -> dict[str, str]:
    """Return ``superseded_by``, only where there is one."""
    return {"superseded_by": value.superseded_by} if value.superseded_by else {}


def led_by(shown: Excerpt) -> dict[str, str]:
    """Return ``lead_in``, only where what is quoted is surely an item of a list."""
    led = lead_in(shown)
    return {"lead_in": led} if led else {}


def as_document(document: Document, *, changes: bool = False) -> dict[str, Any]:
    """What ``parse`` prints.

    ``countries`` are those that the source names, as ISO 3166-1 alpha-3 codes. ``provenance`` says
    of each fact under ``document`` and of ``language`` where it was read: ``file-name``, ``cover``,
    ``page-header``, ``core-properties`` or ``text``. A fact of which two of them say different
    things is a warning with the code ``metadata-conflict``; one that is left out since it is not
    sure, with the code ``metadata-doubt``. With ``--changes``, ``changes`` lists
    in reading order what was tracked (``inserted``, ``deleted``) and what is marked ADD, MOD, SUP
    or NOC (``add``, ``modify``, ``suppress``, ``no-change``), as ``corpus.documents.Change``
    describes it.
    """
    facts = chosen(document, "file", "format", "language", "pages")
    facts |= {"document": document.metadata, "passages": document.passages}
    facts |= as_mentions([passage.mentions for passage in document.passages])
    facts |= chosen(document, "warnings", "provenance", *(["changes"] if changes else []))
    return {name: as_json(value) for name, value in facts.items()}


def as_mentions(passages: Sequence[Sequence[Mention]]) -> dict[str, Any]:
    """What ``refs`` prints, given the mentions of each passage."""
    names = ("canonical", "kind", "body", "number", "edition")
    return {
        "mentions": [
            chosen(mention, *names) | {"passage": at} | chosen(mention, "start", "end", "text")
            for at, found in enumerate(passages)
            for mention in found
        ]
    }


def as_precedents(
    draft: Document,
    paragraphs: Sequence[DraftParagraph],
    days: Mapping[str, Days],
    notes: Sequence[Note],
    language: str | None = None,
) -> dict[str, Any]:
    """What ``precedents`` prints: for each paragraph of the draft, hits as ``search`` prints them.

    A hit also has what ``search_app.api.schema.Precedent`` describes; ``share`` and
    ``compared_language`` are null where there is no version in the paragraph's language.
    """
    return {
        "file": as_json(draft.file),
        "language": draft.language,
        "symbol": draft.metadata.symbol,
        "paragraphs": [
            {
                **as_json(paragraph.passage),
                "compared": paragraph.is_compared,
                "hits": [
                    as_json(_precedent(rank, one, days, language or "en"))
                    for rank, one in enumerate(paragraph.precedents, start=1)
                ],
            }
            for paragraph in paragraphs
        ],
        "notes": as_json(notes),
    }


def as_status(status: Status, folder: Path, unfitting: Sequence[str] = ()) -> dict[str, Any]:
    """What ``status`` prints; where rules of access fit no file, with their patterns."""
    rules = {"unfitting_rules": list(unfitting)} if unfitting else {}
    return {"index": as_json(folder), **as_json(status), **rules}


def as_findings(
    findings: Sequence[Finding], folder: Path, repaired: Sequence[Finding] | None = None
) -> dict[str, Any]:
    """What ``verify`` prints; with ``--repair`` also what was found before and is not any more."""
    return {
        "index": as_json(folder),
        "whole": not any(one.kind == "damage" for one in findings),
        "findings": as_json(findings),
        **({} if repaired is None else {"repaired": as_json(repaired)}),
    }


def as_access(found: Coverage) -> dict[str, Any]:
    """What ``access`` prints: of each rule its class and documents; ``default`` may be null."""
    return {
        "rules": [
            {"pattern": rule.pattern, "class": rule.of, "documents": list(rule.documents)}
            for rule in found.rules
        ],
        "unfitting": list(found.unfitting),
        "default": found.default,
        "by_default": list(found.by_default),
    }


def as_decisions(found: DocumentAccess) -> dict[str, Any]:
    """What ``access DOCUMENT`` prints: its class, and for each file the rule that decides."""
    return {
        "document": found.document,
        "class": found.of,
        "files": [
            {"file": one.file, "symbol": one.symbol, "rule": one.pattern, "class": one.of}
            for one in found.files
        ],
    }


def as_published(published: Published, path: Path, *, is_new: bool) -> dict[str, Any]:
    """What ``publish`` prints: where the latest copy is, what it holds, and whether it is new."""
    said = {"path": as_json(path / published.file), "is_new": is_new, "current": published.current}
    return {**said, "file_bytes": published.bytes, **as_json(published.copy)}


def as_copy(manifest: Manifest, path: Path) -> dict[str, Any]:
    """What ``backup`` and ``restore`` print: where it is, and what the manifest says."""
    return {"path": as_json(path), **as_json(manifest)}


def as_fetched(report: Fetched | Noticed) -> dict[str, Any]:
    """What ``fetch`` prints, and ``watch`` for each change: documents by what came of them."""
    names = ("fetched", "unchanged", "absent", "refused", "failed")
    return {name: as_json(entries) for name, entries in chosen(report, *names).items()}


def as_alerts(news: Sequence[News], language: str | None = None) -> dict[str, Any]:
    """What ``alerts`` prints: of each alert its name, and what is new as hits of ``search``."""

    def hits(one: News) -> Any:
        return as_json(one.new, one.alert.language or language)

    return {"alerts": [{"name": one.alert.name, "new": hits(one)} for one in news]}


def as_fitting(fitting: Fitting, table: str, model: str) -> dict[str, Any]:
    """What ``calibrate`` prints; figures are between 0 and 1."""
    return {"set": table, "model": model, **as_json(fitting)}


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "kind": passage.kind,
        "label": passage.label,
        "heading": passage.heading_line,
        "page": passage.page,
        "language": passage.language,
        "text": passage.text,
    }


def _alert(alert: Alert) -> dict[str, Any]:
    """Without where it is sent: such addresses hold passwords."""
    names = ("name", "query", "cites", "source", "item", "meetings", "series", "language")
    return {
        **chosen(alert, *names),
        "notify": [f"{each.partition(':')[0]}:…" for each in alert.notify],
    }


def _problems(problems: Iterable[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [dict(zip(("file", "code", "message"), one, strict=True)) for one in problems]


def _report(report: Report) -> dict[str, Any]:
    return {
        **chosen(report, "files", "ingested", "unchanged", "removed"),
        "failed": _problems(report.failed),
        "warnings": _problems(report.warnings),
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "query": result.query,
        "language": result.language,
        "took_ms": round(result.milliseconds, 1),
        **chosen(result, "hits", "suggestions", "notes", "has_more"),
        "totals": chosen(result, "passages", "documents"),
    }


def _hit(hit: Hit, language: str) -> dict[str, Any]:
    return {
        **_found(hit.rank, hit.score, hit.found, hit.shown, language),
        **({"also_in": hit.also_in} if hit.also_in else {}),
        "more_here": hit.more_here,
        "rows": [row.passage.text for row in hit.rows],
    }


def _found(
    rank: int, score: float, found: Excerpt, shown: Excerpt, language: str
) -> dict[str, Any]:
    passage = found.passage
    return {
        "rank": rank,
        "score": round(score, 4),
        "symbol": found.symbol,
        "title": shown.title,
        "language": found.language,
        "label": label(found),
        "heading": passage.heading_line,
        "page": passage.page,
        "text": passage.text,
        "shown_language": shown.language,
        "shown_text": shown.passage.text,
        "citation": citation(shown, language),
        "versions": found.versions,
        "file": shown.file,
        **superseded(found),
        **led_by(shown),
    }


def _precedent(
    rank: int, precedent: Precedent, days: Mapping[str, Days], language: str
) -> dict[str, Any]:
    meeting = precedent.found.meeting
    return {
        **_found(rank, precedent.score, precedent.found, precedent.shown, language),
        "date": precedent.found.date,
        "meeting": meeting,
        "meeting_days": days_text(days.get(meeting or "")),
        "source": precedent.shown.source,
        "share": None if precedent.share is None else round(precedent.share, 3),
        "compared_language": precedent.compared.language if precedent.compared else None,
        **chosen(precedent, "reuse", "standing", "references", "figures", "negations", "editions"),
    }


def _document_card(card: DocumentCard) -> dict[str, Any]:
    names = ("versions", "related", "cites", "cited_by")
    return {**card.metadata.as_dict(), **chosen(card, *names)}


def _line(line: Line, language: str) -> dict[str, Any]:
    passage = line.shown.passage
    return {
        "symbol": line.shown.symbol,
        "label": label(line.shown),
        "language": line.shown.language,
        "page": passage.page,
        "text": passage.text,
        "heading": passage.heading_line,
        "citation": citation(line.shown, language),
        "canonical": line.canonicals,
        "file": line.shown.file,
        **led_by(line.shown),
    }


def _status(status: Status) -> dict[str, Any]:
    counts = ("model", "generation", "documents", "versions", "passages", "meetings")
    return {
        **chosen(status, *counts, "meeting_days", "disputed_days"),
        "failed": _problems(status.failed),
        "unbalanced": _problems(status.unbalanced),
        **chosen(status, "absent", "bytes", "vectors", "engine", "copy", "findable", "gone"),
    }


_FORMS: Final[Mapping[str, Callable[[Any], Mapping[str, Any]]]] = {
    "Alert": _alert,
    "Card": lambda card: {
        **card.metadata.as_dict(),
        **superseded(card),
        **chosen(card, "language", "versions", "passages"),
    },
    # Whoever asks over the network is not told where these are.
    "Copy": lambda copy: {
        **chosen(copy, "made", "current", "asked", "behind"),
        "is_usable": copy.trouble is None,
    },
    "DocumentCard": _document_card,
    "Engine": lambda engine: {
        "name": "milvus",
        **chosen(engine, "rows", "generation", "behind", "touched"),
        "is_usable": engine.trouble is None,
    },
    "Entry": lambda entry: {
        **chosen(entry, "symbol", "title", "title_language", "source", "date", "meeting"),
        **chosen(entry, "series", "original_language"),
        "versions": [
            {"language": language, "passages": count} for language, count in entry.passages.items()
        ],
        "file": entry.name,
        "superseded_by": entry.superseded_by,
    },
    "Evaluation": measured.evaluation,
    "Fitting": measured.fitting,
    "Held": lambda held: {
        "meeting": held.meeting,
        "stated": {str(days): documents for days, documents in held.stated.items()},
        "listed": days_text(held.listed),
    },
    "Metadata": Metadata.as_dict,
    "Pair": measured.pair,
    "Passage": _passage,
    "Recall": measured.recall,
    "Report": _report,
    "Result": _result,
    "Source": lambda file: chosen(file, "name", "language", "format", "pages", "bytes", "sha256"),
    "Status": _status,
    "Taught": lambda taught: {"symbol": taught.symbol, "label": label(taught.shown)},
}
"""By the name of its type, the mapping of a value whose fields have other names in the contract,
are derived, rounded or left out."""

_CITED: Final[Mapping[str, Callable[[Any, str], Mapping[str, Any]]]] = {
    "Excerpt": lambda shown, language: {
        **_passage(shown.passage),
        "citation": citation(shown, language),
        **led_by(shown),
    },
    "Hit": _hit,
    "Line": _line,
}
"""Those that are cited, as a language writes it."""
