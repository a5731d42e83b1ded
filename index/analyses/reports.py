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

    positions = [
        position
        for position, task in enumerate(tasks)
        if task.mandate.act == "asks" and task.has_words
    ]
    asking = (
        [questions[position] for position in positions]
        if questions
        else questions_of(search, [tasks[position] for position in positions])
    )
    result = list(tasks)
    for position, question in zip(positions, asking, strict=True):
        task = tasks[position]
        later = later_than(task.shown.date or "", task.shown.superseded_by)
        if later:
            ranked = search.rank(question, _CANDIDATES, among=later, mode="dense")
            near = [(passage, score) for passage, score in ranked if score >= NEAR]
            reports = _choose_reports(store, task, near, read_version)
            result[position] = replace(task, reported_in=reports)
    return result


def _choose_reports(
    store: Store,
    task: Task,
    near: Sequence[tuple[int, float]],
    read_version: Callable[[int, str | None], Mapping[int, list[UnreadMandate]]],
) -> tuple[FollowUp, ...]:
    """Choose one passage a document, reports before near passages; ``near`` has cosines."""
    passages = [passage for passage, _ in near]
    documents = store.passages.documents_of(passages)
    cited = store.mentions.canonicals_of(passages)
    versions = in_language(store, passages, task.asked_in)
    best: dict[int, tuple[bool, int]] = {}
    for (passage, score), version in zip(near, versions, strict=True):
        document = documents[passage]
        is_same = score >= TRANSLATION
        has_words = version.language == task.asked_in and _stands_in(task, version.passage.text)
        cites_it = not cited[passage].isdisjoint((task.shown.symbol, *task.references))
        is_sure = has_words or (is_same and cites_it)
        if is_sure:
            every = read_version(document, version.language).get(version.passage_id, [])
            if again := _list_repeats(task, every):
                # To ask for it once more is no report on it, unless the rest of the paragraph is.
                rest = _cut_out_mandates(store.passages.paragraph_text(version.passage_id), again)
                is_sure = has_words and _stands_in(task, rest)
        if not (is_sure or is_same):
            continue  # what cites the document may well be on something else of it
        if document not in best or (is_sure and best[document][0]):
            best[document] = not is_sure, passage
    chosen = sorted(best.values(), key=lambda scored: scored[0])[:_REPORTS]
    shown = in_language(store, [passage for _, passage in chosen], task.shown.language)
    return tuple(FollowUp(excerpt, only) for excerpt, (only, _) in zip(shown, chosen, strict=True))


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
    return all(share_in_common(sentence, other) >= TAKEN_OVER for sentence, other in pairs)


def _cut_out_mandates(text: str, mandates: Sequence[UnreadMandate]) -> str:
    spans = [mandate.found.sentence for mandate in mandates]
    return "".join(
        letter
        for index, letter in enumerate(text)
        if not any(start <= index < end for start, end in spans)
    )
