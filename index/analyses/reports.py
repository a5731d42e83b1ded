"""Search for passages of later documents that report on mandates, or are only near to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from corpus.bounds import MAX_QUERY
from corpus.languages import BY_CODE
from index.analyses.paragraphs import in_language
from index.analyses.precedents import NEAR, TAKEN_OVER, TRANSLATION, share_in_common
from index.analyses.tasks import FollowUp, Task, UnreadMandate, by_piece, of_version
from index.lookup import catalogue
from index.retrieval import Question, Search
from index.store import Store

_REPORTS: Final = 3
"""Later passages for a mandate, one a document."""

_CANDIDATES: Final = 30 * len(BY_CODE)
"""Passages that are checked for a mandate: paragraphs, in several versions."""


def questions_of(search: Search, tasks: Sequence[Task]) -> list[Question]:
    """Make a question from each task, in the version that it was read in."""
    return embed_actions(search, [task.original_text for task in tasks])


def embed_actions(search: Search, actions: Sequence[str]) -> list[Question]:
    """Make a question from each action; a long one is cut."""
    return search.embed_texts([action[:MAX_QUERY] for action in actions]) if actions else []


def find_reports(
    store: Store, search: Search, tasks: Sequence[Task], questions: Sequence[Question] = ()
) -> list[Task]:
    """Find reports on mandates in later documents, and passages that are only near to them.

    The search uses the version that is read, so that every reader gets the same documents.
    Revisions of the mandate's document do not count. ``questions`` (:func:`questions_of`) are one a
    task.
    """
    entries = [entry for entry in catalogue.entries(store) if entry.superseded_by is None]
    by_id = {entry.id: entry for entry in entries}

    @cache
    def later_than(date: str, revision: str | None) -> Collection[int]:
        later = [entry for entry in entries if date and (entry.date or "") > date]
        return search.find_substantive(
            [entry.id for entry in later if (entry.symbol or "") != revision]
        )

    @cache
    def read_version(document: int, language: str | None) -> Mapping[int, list[UnreadMandate]]:
        return by_piece(of_version(store, by_id[document], language, {}))

    later = {
        position: passages
        for position, task in enumerate(tasks)
        if task.mandate.act == "asks" and task.has_words
        if (passages := later_than(task.shown.date or "", task.shown.superseded_by))
    }
    asking = [tasks[position] for position in later]
    if questions:
        embedded = [questions[position] for position in later]
    else:
        embedded = questions_of(search, asking)
    ranked = search.rank_near_each(embedded, _CANDIDATES, [*later.values()])
    near_each = [[(passage, score) for passage, score in own if score >= NEAR] for own in ranked]
    evidence = _ReportEvidence(store, asking, near_each)
    chosen = [
        _choose_reports(store, task, near, evidence, read_version)
        for task, near in zip(asking, near_each, strict=True)
    ]
    result = list(tasks)
    for position, reports in zip(later, _show_reports(store, asking, chosen), strict=True):
        result[position] = replace(tasks[position], reported_in=reports)
    return result


def _show_reports(
    store: Store, tasks: Sequence[Task], chosen: Sequence[Sequence[tuple[int, bool]]]
) -> list[tuple[FollowUp, ...]]:
    by_language: dict[str | None, dict[int, None]] = {}
    for task, reports in zip(tasks, chosen, strict=True):
        own = by_language.setdefault(task.shown.language, {})
        own.update((passage, None) for passage, _ in reports)
    shown = {
        (passage, language): excerpt
        for language, own in by_language.items()
        for passage, excerpt in zip(own, in_language(store, [*own], language), strict=True)
    }
    return [
        tuple(
            FollowUp(shown[passage, task.shown.language], is_near_only)
            for passage, is_near_only in reports
        )
        for task, reports in zip(tasks, chosen, strict=True)
    ]


class _ReportEvidence:
    """Facts about the passages that are near to mandates, read for all at once."""

    def __init__(
        self, store: Store, tasks: Sequence[Task], near_each: Sequence[Sequence[tuple[int, float]]]
    ) -> None:
        by_language: dict[str | None, dict[int, None]] = {}
        for task, near in zip(tasks, near_each, strict=True):
            by_language.setdefault(task.asked_in, {}).update((passage, None) for passage, _ in near)
        every = {passage for own in by_language.values() for passage in own}
        self.documents = store.passages.documents_of(every)
        self.cited = store.mentions.canonicals_of([*every])
        self.versions = {
            (passage, language): version
            for language, own in by_language.items()
            for passage, version in zip(
                own, in_language(store, [*own], language, quoted=False), strict=True
            )
        }


def _choose_reports(
    store: Store,
    task: Task,
    near: Sequence[tuple[int, float]],
    evidence: _ReportEvidence,
    read_version: Callable[[int, str | None], Mapping[int, list[UnreadMandate]]],
) -> list[tuple[int, bool]]:
    """Choose reports on a mandate, one passage a document, before passages only near to it."""
    best: dict[int, tuple[bool, int]] = {}
    reports = 0
    stands_in: dict[str, bool] = {}  # versions of a paragraph are read as one text
    for passage, score in near:
        document = evidence.documents[passage]
        before = best.get(document)
        if (reports == _REPORTS) if before is None else not before[0]:
            continue  # it could change nothing that is shown
        version = evidence.versions[passage, task.asked_in]
        is_same = score >= TRANSLATION
        text = version.passage.text
        if text not in stands_in:
            stands_in[text] = version.language == task.asked_in and _stands_in(task, text)
        has_words = stands_in[text]
        cites_it = not evidence.cited[passage].isdisjoint((task.shown.symbol, *task.references))
        is_sure = has_words or (is_same and cites_it)
        if is_sure:
            every = read_version(document, version.language).get(version.passage_id, [])
            if again := _list_repeats(task, every):
                # To ask for it once more is no report on it, unless the rest of the paragraph is.
                is_sure = has_words and _stands_in(
                    task,
                    _cut_out_mandates(store.passages.paragraph_text(version.passage_id), again),
                )
        if not (is_sure or is_same):
            continue  # what cites the document may well be on something else of it
        if before is None or is_sure:
            best[document] = not is_sure, passage
            reports += is_sure
    chosen = sorted(best.values(), key=lambda scored: scored[0])[:_REPORTS]
    return [(passage, is_near_only) for is_near_only, passage in chosen]


def _list_repeats(task: Task, read: Sequence[UnreadMandate]) -> list[UnreadMandate]:
    wanted = {*task.mandate.addressees}
    return [
        mandate
        for mandate in read
        if mandate.found.act == "asks"
        and (mandate.found.is_proposal is not False or wanted.isdisjoint(mandate.found.askers))
    ]


def _stands_in(task: Task, text: str) -> bool:
    """Whether a text has the words of the mandate; its deadline alone is not enough."""
    action, by = task.original_text, task.asked_until
    pairs = [(action, text), *([(action.replace(by, " "), text.replace(by, " "))] if by else ())]
    return all(
        share_in_common(sentence, other, least=TAKEN_OVER) >= TAKEN_OVER
        for sentence, other in pairs
    )


def _cut_out_mandates(text: str, mandates: Sequence[UnreadMandate]) -> str:
    rest, behind = [], 0
    for start, end in sorted(mandate.found.sentence for mandate in mandates):
        rest.append(text[behind:start])
        behind = max(behind, end)
    return "".join(rest) + text[behind:]
