"""Mandates on the same matter: the archive's for those of a draft, and later texts on a mandate.

Actions of one addressee are compared by meaning. An action such as ``to compile these
contributions`` needs its paragraph. Words in common tell the matter from set phrases.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, permutations
from typing import Any, Final, NamedTuple, Unpack

import numpy as np

from corpus.documents import Document, Passage
from corpus.extract.mandates import Mandate, find, of_paragraphs
from corpus.languages import BY_CODE
from index.analyses.mandates import MandateList, MandatesOptions, list_mandates
from index.analyses.paragraphs import in_language, whole_paragraphs
from index.analyses.precedents import LanguageText, cut_first_denial, find_opposite_words
from index.analyses.reports import embed_actions
from index.analyses.tasks import Task, UnreadMandate
from index.model import Vectors
from index.references import base
from index.retrieval import Search
from index.store import Store, strip_revision
from index.versions import passages_in
from index.words import analyse

_SAME_MATTER: Final = 0.39
"""Score from which two mandates are on one matter (`python -m benchmarks.mandates.duplicates`)."""

_OVERTAKES: Final = 0.44
"""Score from which a later mandate overtakes one: a fate needs fewer errors than a list."""

_OF_PARAGRAPH: Final = 0.5
"""Weight of the paragraph in the score, where the action has 1 (the same command)."""

_OF_WORDS: Final = 0.3
"""Weight of the words in common, where both are in one language (the same command)."""

_CANDIDATES: Final = 30
"""Mandates to one addressee, by nearest paragraphs, whose actions are compared."""

_TAKEN_WITH: Final = {
    "Members": "Member States",
    "Secretary-General": "Secretariat",
    "Secretariat": "Secretary-General",
}
"""Addressees that count with another: the Secretary-General directs the secretariat."""

_LATER: Final = 3

_ROWS: Final = 256
"""Mandates that are compared at a time with all others; it bounds the memory."""

_EDITION: Final = re.compile(r"(\d{4})\)$")
"""Year of the edition at the end of a canonical form."""


@dataclass(frozen=True, slots=True)
class EarlierMandate:
    """A mandate of the archive on the matter of another, and their nearness, up to 1.

    ``is_contrary`` says that one asks not to do what the other asks, or asks the opposite.
    """

    task: Task
    score: float
    is_contrary: bool


@dataclass(frozen=True, slots=True)
class DraftMandate:
    """A mandate of a draft, with those of the archive on its matter.

    Those that ask the same are first, then those that ask the contrary; the nearest first.
    """

    mandate: Mandate
    passage: Passage
    earlier: tuple[EarlierMandate, ...]

    @property
    def has_words(self) -> bool:
        """Whether any word says what is to be done; others are compared with nothing."""
        return any(map(str.isalnum, self.mandate.action))

    @property
    def references(self) -> tuple[str, ...]:
        """Canonical forms of the paragraph's references."""
        return tuple(sorted({mention.canonical for mention in self.passage.mentions}))


class _AskedAction(NamedTuple):
    """An action in the version that is read, and in the one that is shown."""

    addressees: Collection[str]
    read: LanguageText
    shown: LanguageText


def find_earlier_mandates(
    store: Store, search: Search, draft: Document, **options: Unpack[MandatesOptions]
) -> list[DraftMandate]:
    """Find the archive's mandates on the same matter as each of a draft, without its revisions."""
    paragraphs = whole_paragraphs(draft.passages)
    draft_mandates = [
        (entry.mandate, paragraphs[entry.paragraph])
        for entry in of_paragraphs(paragraphs)
        if entry.mandate.act == "asks"
    ]
    own = strip_revision(draft.metadata.symbol or "")
    revisions = {
        row["id"] for row in store.documents.all() if own == strip_revision(row["symbol"] or " ")
    }
    earlier: dict[int, tuple[EarlierMandate, ...]] = {}
    languages = dict.fromkeys(passage.language for _, passage in draft_mandates)
    for language in languages or (
        None,
    ):  # the options of a draft without mandates are checked, too
        chosen = options.copy()
        wanted = options.get("shown_in") or language
        # Words in common are of the draft's language, whatever the reader's is.
        chosen["shown_in"] = language or wanted
        chosen["takes"] = lambda unread: _is_asking(unread) and unread.document not in revisions
        places = [
            place
            for place, (mandate, passage) in enumerate(draft_mandates)
            if passage.language == language and any(map(str.isalnum, mandate.action))
        ]
        actions = [
            _AskedAction(mandate.addressees, action, action)
            for mandate in (draft_mandates[place][0] for place in places)
            for action in [LanguageText(mandate.action, language)]
        ]
        with store.snapshot():
            listed = list_mandates(store, **chosen)
            matches = _match(
                store, search, actions, listed, _SAME_MATTER, leave_out=options.get("leave_out")
            )
            if wanted != chosen["shown_in"]:
                chosen["shown_in"] = wanted
                matches = _show(store, matches, list_mandates(store, **chosen))
        for place, matched in zip(places, matches, strict=True):
            earlier[place] = tuple(
                sorted(matched, key=lambda mandate: (mandate.is_contrary, -mandate.score))
            )
    return [
        DraftMandate(mandate, passage, earlier.get(place, ()))
        for place, (mandate, passage) in enumerate(draft_mandates)
    ]


def find_task_fates(store: Store, search: Search, tasks: Sequence[Task]) -> list[Task]:
    """Find later texts that ask the same as each mandate, and newer editions of its references.

    A proposal overtakes no decision; revisions of its own document do not count.
    """
    places = [
        place for place, task in enumerate(tasks) if task.mandate.act == "asks" and task.has_words
    ]
    with store.snapshot():
        listed = list_mandates(store, shown_in="en", takes=_is_asking)
        in_english = _read_own(store, listed, [tasks[place] for place in places])
        asking = [in_english.get(tasks[place].key, tasks[place]) for place in places]
        actions = [
            _AskedAction(task.mandate.addressees, _read_original(task), _choose_action(task))
            for task in asking
        ]
        matches = _match(
            store,
            search,
            actions,
            listed,
            _OVERTAKES,
            lambda row, later: _overtakes(later, tasks[places[row]]),
        )
    same = [[match for match in matched if not match.is_contrary] for matched in matches]
    matches = _join_nested(asking, same, listed)
    editions = _find_newest_editions(store)
    result = [
        replace(task, overtaken_by=(), newest_editions=_list_newest(task, editions))
        for task in tasks
    ]
    roles = store.facts.roles(
        {each.task.shown.passage_id for matched in matches for each in matched}
    )
    # What a cover asks for its own document ("to note this report") overtakes nothing.
    on_covers = roles.opening | roles.signs
    for place, matched in zip(places, matches, strict=True):
        task = tasks[place]
        later = [each.task for each in matched if each.task.shown.passage_id not in on_covers]
        later.sort(key=lambda other: other.shown.date or "", reverse=True)
        passages = [*dict.fromkeys(other.shown.passage_id for other in later)][:_LATER]
        shown = in_language(store, passages, task.shown.language) if passages else ()
        result[place] = replace(result[place], overtaken_by=tuple(shown))
    return result


def _show(
    store: Store, matches: Sequence[Sequence[EarlierMandate]], listed: MandateList
) -> list[list[EarlierMandate]]:
    """Take matched mandates from a list in another language."""
    shown = _read_own(store, listed, [match.task for matched in matches for match in matched])
    return [
        [replace(match, task=shown.get(match.task.key, match.task)) for match in matched]
        for matched in matches
    ]


def _join_nested(
    asking: Sequence[Task], matches: Sequence[list[EarlierMandate]], listed: MandateList
) -> list[list[EarlierMandate]]:
    """Give a request, and one to make that request, each the later texts of the other.

    ``The Group is invited to invite Members to reply`` asks both. Only paragraphs that ask whom the
    request asks are added to it.
    """
    joined = [list(matched) for matched in matches]
    rows_of: dict[int, list[int]] = {}
    for row, task in enumerate(asking):
        rows_of.setdefault(task.shown.passage_id, []).append(row)
    names_in: dict[int, set[str]] = {}
    for mandate in listed.unread:
        names_in.setdefault(mandate.shown[0], set()).update(_widen(mandate.addressees))
    for row, other in (pair for rows in rows_of.values() for pair in permutations(rows, 2)):
        own, theirs = asking[row], asking[other]
        if matches[other] and (_consists_in(own, theirs) or _consists_in(theirs, own)):
            names = _widen(own.mandate.addressees)
            joined[row] += [
                match
                for match in matches[other]
                if names & names_in[match.task.shown.passage_id] and _overtakes(match.task, own)
            ]
    return joined


def _consists_in(task: Task, nested: Task) -> bool:
    """Whether all that a mandate asks is to ask for the other."""
    action = task.original_action
    first = next(iter(find(action, task.asked_in)), None)
    if first is None or first.action != nested.original_action:
        return False
    return len(action[: first.verb_at].split()) <= 1  # a particle: `to`, `إلى`


def _overtakes(later: Task, task: Task) -> bool:
    """Whether a mandate on the same matter is of a later document, and as firm."""
    own = {
        strip_revision(symbol) for symbol in (task.shown.symbol, task.shown.superseded_by) if symbol
    }
    return (
        bool(task.shown.date)
        and (later.shown.date or "") > (task.shown.date or "")
        and strip_revision(later.shown.symbol or "") not in own
        and (task.is_proposal is True or later.is_proposal is not True)
    )


def _is_asking(mandate: UnreadMandate) -> bool:
    return mandate.found.act == "asks"


def _read_own(store: Store, listed: MandateList, tasks: Sequence[Task]) -> dict[str, Task]:
    """Read those of listed mandates that are in the documents of some tasks, by key."""
    documents = {*store.passages.documents_of({task.shown.passage_id for task in tasks}).values()}
    own = (place for place, each in enumerate(listed.unread) if each.document in documents)
    return {task.key: task for task in listed.read(store, own).values()}


def _match(
    store: Store,
    search: Search,
    actions: Sequence[_AskedAction],
    listed: MandateList,
    least: float,
    takes: Callable[[int, Task], bool] = lambda _action, _task: True,
    leave_out: Callable[[Task], None] | None = None,
) -> list[list[EarlierMandate]]:
    """Score the mandates on the matter of each action, to one of its addressees."""
    if not actions or not listed.unread:
        return [[] for _ in actions]
    mine = _embed_versions(
        search, [action.read for action in actions], [action.shown for action in actions]
    )
    candidates = _find_candidates(
        [action.addressees for action in actions],
        listed.unread,
        (mine[0], mine[2]),
        _average_paragraphs(store, search, [each.shown[0] for each in listed.unread]),
    )
    chosen = sorted({column for row in candidates for column in row})
    tasks = listed.read(store, chosen, leave_out)
    near = [
        {
            column: score
            for column, score in scores.items()
            if column in tasks and takes(row, tasks[column])
        }
        for row, scores in enumerate(candidates)
    ]
    columns = sorted({column for row in near for column in row})
    vectors = _embed_versions(
        search,
        [_read_original(tasks[column]) for column in columns],
        [_choose_action(tasks[column]) for column in columns],
    )
    place_of = {column: place for place, column in enumerate(columns)}
    shares = _measure_words(store, actions, near, tasks)
    matches: list[list[EarlierMandate]] = []
    for row, paragraph_scores in enumerate(near):
        matches.append([])
        for column, of_paragraph in paragraph_scores.items():
            of_action = max(
                float(own[row] @ others[place_of[column]])
                for own, others in zip(mine, vectors, strict=True)
            )
            score, weight = of_action + _OF_PARAGRAPH * of_paragraph, 1 + _OF_PARAGRAPH
            share = shares[row].get(column)
            if share is not None:
                score, weight = score + _OF_WORDS * share, weight + _OF_WORDS
            if score >= least * weight:
                is_contrary = _are_contrary(actions[row], tasks[column])
                matches[-1].append(EarlierMandate(tasks[column], score / weight, is_contrary))
    return matches


def _are_contrary(action: _AskedAction, task: Task) -> bool:
    """Whether one asks not to do what the other asks, or asks for it by an opposite word."""
    own, other = action.shown, _choose_action(task)
    is_denied, denies = (cut_first_denial(text) is not None for text in (own, other))
    return is_denied != denies or bool(find_opposite_words(own, other))


def _measure_words(
    store: Store,
    actions: Sequence[_AskedAction],
    near: Sequence[Mapping[int, float]],
    tasks: Mapping[int, Task],
) -> list[dict[int, float]]:
    """Measure the weighted share of each action's words in a task's paragraph, in one language."""
    shares: list[dict[int, float]] = [{} for _ in actions]
    for code in BY_CODE:
        rows = [row for row, action in enumerate(actions) if action.shown.language == code]
        columns = {
            row: [column for column in near[row] if tasks[column].shown.passage.language == code]
            for row in rows
        }
        passages = {
            tasks[column].shown.passage_id for places in columns.values() for column in places
        }
        terms_of = {
            passage: {*terms.split()}
            for passage, terms in store.words.terms_of(passages, code).items()
        }
        terms = {row: {*analyse(actions[row].shown.text, code).words} for row in rows}
        weights = _weigh_terms(store, code, {term for own in terms.values() for term in own})
        for row in rows:
            whole = sum(weights[term] for term in terms[row])
            for column in columns[row] if whole else ():
                common = terms[row] & terms_of.get(tasks[column].shown.passage_id, set())
                shares[row][column] = sum(weights[term] for term in common) / whole
    return shares


def _weigh_terms(store: Store, code: str, terms: Collection[str]) -> dict[str, float]:
    """Weigh terms by inverse document frequency among a language's passages."""
    counts = store.words.counts(code, terms)
    every = store.words.count(code)
    return {
        term: math.log((every + 1) / (min(every, counts.get(("words", term), 0)) + 0.5))
        for term in terms
    }


def _find_candidates(
    addressees: Sequence[Collection[str]],
    mandates: Sequence[UnreadMandate],
    actions: tuple[Vectors, Vectors],
    paragraphs: Vectors,
) -> list[dict[int, float]]:
    """Find the mandates with the same addressees and the nearest paragraphs, with cosines.

    ``actions`` are as written, and without the words that deny them; the nearer one counts.
    """
    by_name: dict[str, list[int]] = {}
    for column, mandate in enumerate(mandates):
        for name in _widen(mandate.addressees):
            by_name.setdefault(name, []).append(column)
    near: list[dict[int, float]] = []
    places_of: dict[frozenset[str], Any] = {}
    for start in range(0, len(addressees), _ROWS):
        rows = slice(start, start + _ROWS)
        block = np.maximum(*(vectors[rows] @ paragraphs.T for vectors in actions))
        for scores, names in zip(block, addressees[rows], strict=True):
            wanted = frozenset(_widen(names))
            if wanted not in places_of:
                same = {column for name in wanted for column in by_name.get(name, ())}
                places_of[wanted] = np.fromiter(sorted(same), np.intp, len(same))
            places = places_of[wanted]
            best = places[np.argsort(-scores[places], kind="stable")[:_CANDIDATES]]
            near.append({int(column): float(scores[column]) for column in best})
    return near


def _widen(names: Collection[str]) -> set[str]:
    return {*names, *(_TAKEN_WITH[name] for name in names if name in _TAKEN_WITH)}


def _average_paragraphs(store: Store, search: Search, ids: Sequence[int]) -> Vectors:
    """Return the mean vector of all versions of each paragraph, or zero."""
    variants = passages_in(store, [*dict.fromkeys(ids)])
    versions = {
        passage: [
            passage,
            *(other for parts in variants.get(passage, {}).values() for other in parts),
        ]
        for passage in ids
    }
    vectors = search.vectors_of([*{other for parts in versions.values() for other in parts}])
    size = len(next(iter(vectors.values()))) if vectors else search.encoder.dimension
    means = np.zeros((len(ids), size), np.float32)
    for row, passage in enumerate(ids):
        own = [vectors[other] for other in versions[passage] if other in vectors]
        if own:
            means[row] = np.mean(own, axis=0)
    return means


def _embed_versions(search: Search, *versions: Sequence[LanguageText]) -> list[Vectors]:
    """Return the vectors of each version's actions, then those without the words that deny them.

    Without these words, an action is as near to its contrary as to itself.
    """
    texts = [[action.text for action in version] for version in versions]
    texts += [[cut_first_denial(action) or action.text for action in own] for own in versions]
    different = [*dict.fromkeys(chain.from_iterable(texts))]
    if not different:
        return [np.zeros((0, search.encoder.dimension), np.float32) for _ in texts]
    questions = embed_actions(search, different)
    vectors = dict(zip(different, (question.embedding for question in questions), strict=True))
    return [np.stack([vectors[text] for text in version]) for version in texts]


def _read_original(task: Task) -> LanguageText:
    return LanguageText(task.original_text, task.asked_in)


def _choose_action(task: Task) -> LanguageText:
    action = task.mandate.action
    if not any(map(str.isalnum, action)):
        return _read_original(task)
    return LanguageText(action, task.shown.passage.language)


def _find_newest_editions(store: Store) -> dict[str, str]:
    editions: dict[str, tuple[str, str]] = {}
    for canonical in store.mentions.canonicals():
        if year := _EDITION.search(canonical):
            root = base(canonical)
            editions[root] = max(editions.get(root, ("", "")), (year[1], canonical))
    return {root: canonical for root, (_, canonical) in editions.items() if root != canonical}


def _list_newest(task: Task, newest: Mapping[str, str]) -> tuple[str, ...]:
    # What is cited without an edition may mean the newest one.
    cited = filter(_EDITION.search, task.references)
    roots = map(base, cited)
    return tuple(dict.fromkeys(newest[root] for root in roots if root in newest))
