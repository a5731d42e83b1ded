"""What does a program get of what is drawn up? Comparisons, mandates, positions, dossiers.

Mappings of the contract, in which values of the index may stand: ``search_app.contract`` goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from search_app.citing import (
    citation,
    document_name,
    label,
    lead_in,
    passage_label,
    said_of,
    submitter_name,
)

if TYPE_CHECKING:
    from corpus.meetings import Days
    from index.lookup import Card
    from index.reports import (
        AgendaDocument,
        CitedDocument,
        Compared,
        Comparison,
        InRevision,
        Item,
        Position,
        Reported,
        Reuse,
        Side,
        Task,
    )
    from index.store import Excerpt


def chosen(value: object, *names: str) -> dict[str, Any]:
    """Some of the attributes of a value."""
    return {name: getattr(value, name) for name in names}


def days_text(days: Days | None) -> str | None:
    """The first and the last day of a meeting, ISO 8601."""
    return str(days) if days else None


def superseded(value: Card | Excerpt) -> dict[str, str]:
    """``superseded_by``, only where there is one."""
    return {"superseded_by": value.superseded_by} if value.superseded_by else {}


def led_by(shown: Excerpt) -> dict[str, str]:
    """``lead_in``, only where what is quoted is surely an item of a list."""
    led = lead_in(shown)
    return {"lead_in": led} if led else {}


def of_comparison(comparison: Comparison, language: str) -> dict[str, Any]:
    """What ``compare`` prints: ``words`` of a paragraph are its pieces, its number included; what
    stands in a draft has no citation.
    """  # noqa: D205 - one sentence
    return {
        "from": comparison.old.name,
        "to": comparison.new.name,
        "language": comparison.new.language,
        "documents": {"from": comparison.old, "to": comparison.new},
        "paragraphs": [_compared(one, comparison, language) for one in comparison.paragraphs],
    }


def _compared(one: Compared, comparison: Comparison, language: str) -> dict[str, Any]:
    def cited(side: Side, place: int | None) -> str | None:
        return citation(side.cited[place], language) if side.cited and place is not None else None

    return {
        "change": one.change,
        "label_from": passage_label(one.old) if one.old else None,
        "label_to": passage_label(one.new) if one.new else None,
        "text_from": one.old.text if one.old else None,
        "text_to": one.new.text if one.new else None,
        "citation_from": cited(comparison.old, one.old_place),
        "citation_to": cited(comparison.new, one.new_place),
        "moved": one.stands_elsewhere,
        "words": one.words,
    }


def of_task(task: Task, language: str) -> dict[str, Any]:
    """A mandate as ``mandates`` prints it: names and verb in English, the rest as written."""
    mandate = task.mandate
    return {
        "symbol": task.shown.symbol,
        "label": label(task.shown),
        "language": task.shown.language,
        **chosen(mandate, "verb", "addressee", "action", "deadline"),
        "references": task.references,
        "text": task.text,
        "citation": citation(task.shown, language),
        "reported_in": [_reported(one, language) for one in task.reported_in],
        **chosen(mandate, "act", "addressees", "deadline_text"),
        **chosen(task, "due", "due_meeting"),
        "file": task.shown.file,
        "asked_by": [one.name("en") for one in task.asked_by],
        "is_proposal": task.is_proposal,
        **superseded(task.shown),
        **led_by(task.shown),
        **({"in_revision": _in_revision(task.in_revision, language)} if task.in_revision else {}),
    }


def _in_revision(one: InRevision, language: str) -> dict[str, Any]:
    """What became of a paragraph, and where it stands in what superseded its document."""
    shown = one.shown
    return {
        "change": one.change,
        "label": label(shown) if shown else None,
        "citation": citation(shown, language) if shown else None,
    }


def _reported(one: Reported, language: str) -> dict[str, Any]:
    """A later passage; where it is ``near_only``, it may be on something else."""
    return {
        "symbol": one.shown.symbol,
        "label": label(one.shown),
        "language": one.shown.language,
        "text": one.shown.passage.text,
        "citation": citation(one.shown, language),
        "near_only": one.is_near_only,
        **led_by(one.shown),
    }


def of_position(cell: Position, language: str) -> dict[str, Any]:
    """A cell as ``positions`` prints it; its source is named in the reader's language."""
    submitter, shown = cell.submitter, cell.shown
    return {
        "source": None if submitter.kind == "unstated" else submitter_name(submitter, language),
        "countries": [submitter.key] if submitter.kind == "country" else [],
        "meeting": cell.meeting,
        "meeting_days": days_text(cell.days),
        "symbol": shown.symbol,
        "label": label(shown),
        "language": shown.language,
        "text": cell.sentence,
        "citation": citation(shown, language),
        "kind": submitter.kind,
        "date": shown.date,
        "paragraph": shown.passage.text,
        "score": round(cell.score, 4),
        "names_topic": cell.names_topic,
        "is_reported": cell.is_reported,
        "reuse": [_reuse(one, language) for one in cell.reuse],
        "jointly_with": [submitter_name(one, language) for one in cell.jointly_with],
        "file": shown.file,
        **superseded(shown),
        **led_by(said_of(shown, cell.sentence)),
    }


def _reuse(one: Reuse, language: str) -> dict[str, Any]:
    return {
        "symbol": one.shown.symbol,
        "label": label(one.shown),
        "language": one.shown.language,
        "meeting": one.shown.meeting,
        "date": one.shown.date,
        "share": None if one.share is None else round(one.share, 3),
        "citation": citation(one.shown, language),
    }


def of_item(item: Item, language: str) -> dict[str, Any]:
    """An item of the agenda as ``dossier`` prints it."""
    return {
        "item": item.item,
        "title": item.title,
        "documents": [_agenda_document(one, language) for one in item.documents],
        "before": [
            {
                "symbol": one.symbol,
                "label": label(one),
                "language": one.language,
                "meeting": one.meeting,
                "date": one.date,
                "text": one.passage.text,
                "citation": citation(one, language),
                **led_by(one),
            }
            for one in item.before
        ],
        "references": [
            {
                **chosen(one, "canonical", "paragraphs", "name"),
                "cited_in": _cited_in(one.cited_in, language),
            }
            for one in item.references
        ],
        **chosen(item, "mandates", "absent"),
        "cites": [_cited_document(one, language) for one in item.cites],
    }


def _agenda_document(one: AgendaDocument, language: str) -> dict[str, Any]:
    entry = one.entry
    return {
        **chosen(entry, "symbol", "title", "source", "date", "series"),
        "submitters": [submitter_name(who, language) for who in one.submitters],
        **chosen(entry, "languages", "original_language"),
        "citation": None if one.shown is None else document_name(one.shown, language),
        "file": entry.name,
        **({"superseded_by": entry.superseded_by} if entry.superseded_by else {}),
    }


def _cited_document(one: CitedDocument, language: str) -> dict[str, Any]:
    entry = one.entry
    return {
        **chosen(one, "symbol", "title"),
        "source": entry and entry.source,
        "submitters": [submitter_name(who, language) for who in one.submitters],
        "date": entry and entry.date,
        "in_index": entry is not None,
        "cited_in": _cited_in(one.cited_in, language),
        "named_paragraphs": list(one.named_paragraphs),
        **({"superseded_by": one.superseded_by} if one.superseded_by else {}),
    }


def _cited_in(cited_in: Sequence[Excerpt], language: str) -> list[dict[str, Any]]:
    return [
        {
            "symbol": shown.symbol,
            "label": label(shown),
            "language": shown.language,
            "citation": citation(shown, language),
        }
        for shown in cited_in
    ]
