"""Where do later documents report on what somebody was asked to do?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from corpus.languages import BY_CODE
from index.lookup import catalogue
from index.precedents import NEAR, TAKEN_OVER, TRANSLATION, share_in_common
from index.reports.paragraphs import in_language
from index.reports.tasks import FollowUp, Read, Task, by_piece, of_version
from index.retrieval import Question, Search
from index.store import Excerpt, Store

_REPORTS: Final = 3
"""Later passages that are named for a mandate, one a document."""

_CANDIDATES: Final = 30 * len(BY_CODE)
"""Passages that are looked at for a mandate: paragraphs, in so many versions."""


def questions_of(search: Search, tasks: Sequence[Task]) -> list[Question]:
    """What each task asks, in the version that it was read in, as something to be searched for."""
    return search.embedded([task.asked or task.text for task in tasks]) if tasks else []


def reported(
    store: Store, search: Search, tasks: Sequence[Task], questions: Sequence[Question] = ()
) -> list[Task]:
    """Look in later documents for what reports on mandates, and what is only near to them.

    It is looked for by what is asked in the version that the mandate was read in, so that every
    reader is told of the same documents. Revisions of its own document do not report on it.

    Args:
        store: of the index.
        search: over it.
        tasks: as :func:`mandates` gives them, with or without their reports.
        questions: one a task, of what it asks (:func:`questions_of`), where they are made already.
    """
    entries = [one for one in catalogue.entries(store) if one.superseded_by is None]
    by_id = {one.id: one for one in entries}
    told_of: dict[tuple[int, str | None], dict[int, list[Read]]] = {}

    def asks_again(task: Task, document: int, there: Excerpt) -> list[Read]:
        """What a passage asks, but for what those whom the task asks have asked in their turn."""
        key = document, there.language
        if key not in told_of:
            read = of_version(store, by_id[document], there.language, {})
            told_of[key] = by_piece(read)
        every = told_of[key].get(there.passage_id, [])
        wanted = {*task.mandate.addressees}
        return [
            one
            for one in every
            if one.found.act == "asks"
            and (one.found.is_proposal is not False or wanted.isdisjoint(one.found.askers))
        ]

    later: dict[tuple[str, str | None], Collection[int]] = {}
    asked = [at for at, task in enumerate(tasks) if task.mandate.act == "asks"]
    made = (
        [questions[at] for at in asked]
        if questions
        else questions_of(search, [tasks[at] for at in asked])
    )
    found = list(tasks)
    for at, question in zip(asked, made, strict=True):
        task = tasks[at]
        date, revision = task.shown.date or "", task.shown.superseded_by
        if (date, revision) not in later:
            ids = [
                one.id
                for one in entries
                if date and (one.date or "") > date and (one.symbol or "") != revision
            ]
            later[date, revision] = search.telling(ids)
        if not later[date, revision]:
            continue
        ranked = search.ranked(question, _CANDIDATES, among=later[date, revision], mode="dense")
        near = [(passage, score) for passage, score in ranked if score >= NEAR]
        passages = [passage for passage, _ in near]
        documents = store.documents_of(passages)
        cited = store.canonicals_of(passages)
        beside = in_language(store, passages, task.asked_in)
        best: dict[int, tuple[bool, int]] = {}
        for (passage, score), there in zip(near, beside, strict=True):
            is_of_it = task.shown.symbol in cited[passage]
            is_same = score >= TRANSLATION
            is_told = there.language == task.asked_in and _stands_in(task, there.passage.text)
            is_sure = is_told or (
                is_same and (is_of_it or not cited[passage].isdisjoint(task.references))
            )
            document = documents[passage]
            if is_sure and (again := asks_again(task, document, there)):
                # To ask for it once more is no report on it, unless the rest of the paragraph is.
                rest = _without(store.paragraph_text(there.passage_id), again)
                is_sure = is_told and _stands_in(task, rest)
            if not (is_sure or is_same):
                continue  # what cites the document may well be on something else of it
            best[document] = min(
                best.get(document, (True, passage)),
                (not is_sure, passage),
                key=lambda one: one[0],
            )
        chosen = sorted(best.values(), key=lambda one: one[0])[:_REPORTS]
        shown = in_language(store, [passage for _, passage in chosen], task.shown.language)
        reports = tuple(FollowUp(one, only) for one, (only, _) in zip(shown, chosen, strict=True))
        found[at] = replace(task, reported_in=reports)
    return found


def _stands_in(task: Task, text: str) -> bool:
    """Whether the words of what is asked stand in a text: its deadline alone tells nothing."""
    action, by = task.asked or task.text, task.asked_until
    pairs = [(action, text), *([(action.replace(by, " "), text.replace(by, " "))] if by else ())]
    return all(share_in_common(one, other) >= TAKEN_OVER for one, other in pairs)


def _without(text: str, asked: Sequence[Read]) -> str:
    """A paragraph but for the sentences in which something is asked."""
    spans = [one.found.sentence for one in asked]
    return "".join(
        letter
        for at, letter in enumerate(text)
        if not any(start <= at < end for start, end in spans)
    )
