"""Positions on a topic, by submitters and meetings, with the main sentence of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, Unpack

from corpus import countries
from corpus.extract.stances import Stance
from corpus.extract.submitters import Submitter
from corpus.filters import Filters
from corpus.languages import check_language
from corpus.meetings import Days
from corpus.notes import without_notes
from index.analyses.askers import document_askers
from index.analyses.paragraphs import ReportOptions, in_language, submitters_of
from index.analyses.precedents import (
    NEAR,
    TAKEN_OVER,
    TRANSLATION,
    LanguageText,
    is_translation,
    share_in_common,
)
from index.analyses.speakers import DEPTH, find_speaking
from index.analyses.statements import PassageSource, only_leads_in, sentence, stance_of
from index.analyses.topics import NamingVerdict, judge_naming
from index.lookup import catalogue, meeting_days
from index.references import find_references
from index.retrieval import (
    Hit,
    Result,
    ResultNote,
    Search,
    TopicEvidence,
    TopicTerms,
    read_question,
)
from index.store import Excerpt, Store
from index.versions import as_one, passages_in, versions_of

_SEVERAL: Final = 3
_ON_IT: Final = 0.24
"""Mean cosine of a document's nearest ``_SEVERAL`` paragraphs from which it is on a short topic.
Chosen on the topics of ``benchmarks.positions`` that are not held out.
"""

_NEARER: Final = 0.05
"""Least lead in cosine of a passage without the topic's name over all with it. Passages on "digital
public goods" lead by 0.02 for "digital divide". The tuned topics give the same with 0 and 0.08.
"""

_OWN, _HEADED, _TITLED, _ANNOUNCED = range(4)
"""Places of a topic's name, best first: own words, heading, title, summary of the document."""

_Section = tuple[int, tuple[str, ...]]
"""A document, and the headings above a paragraph."""

_REUSED: Final = 5
"""Other documents that are listed for a cell."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """Another place with a paragraph; ``share`` of its words, 0 to 1, None for a translation."""

    shown: Excerpt
    share: float | None


@dataclass(frozen=True, slots=True)
class Position:
    """A statement on a topic at a meeting, by one submitter or by several together.

    Attributes:
        submitters: as on the cover; an unknown one is separate for each document.
        shown: the main paragraph, in the reader's language if possible.
        sentence: its main sentence, with the one before where only that names the speaker or
            subject.
        score: nearness of paragraph and topic, 0 to 1.
        names_topic: whether the document surely speaks on the topic, by words or all evidence; None
            where that is unknown, or for a question or sentence.
        reuse: other places with the paragraph, the earliest first.
    """

    submitters: tuple[Submitter, ...]
    meeting: str | None
    days: Days | None
    shown: Excerpt
    sentence: str
    score: float
    names_topic: bool | None = None
    reuse: tuple[Reuse, ...] = ()
    is_reported: bool = False


@dataclass(frozen=True, slots=True)
class Positions:
    """Statements on a topic.

    Attributes:
        language: of the topic; None where unknown.
        shown_in: preferred language of cells.
        cells: first those that name the topic; in each part countries, groups, offices, others, by
            meetings. A joint one follows those of its submitters alone.
    """

    topic: str
    language: str | None
    shown_in: str
    cells: tuple[Position, ...]
    notes: tuple[ResultNote, ...] = ()

    @property
    def naming(self) -> tuple[Position, ...]:
        """The cells that name the topic."""
        return tuple(cell for cell in self.cells if cell.names_topic)

    @property
    def near(self) -> tuple[Position, ...]:
        """The cells that are only near to the topic in meaning."""
        return tuple(cell for cell in self.cells if not cell.names_topic)


def positions(
    store: Store, search: Search, topic: str, **options: Unpack[ReportOptions]
) -> Positions:
    """Find statements on a topic (words, question or reference), for each source and meeting.

    Joint submitters are one source, besides what each says alone. No cells mean that nothing is
    surely on the topic. Superseded documents count only if named, or if the filters exclude the
    revision. Raises ``QueryError`` for a topic or filters that cannot be used.
    """
    filters, shown_in = options.get("filters"), options.get("shown_in")
    reader = options.get("reader", "en")
    if shown_in is not None:
        check_language(shown_in)
    store.filters.check(filters)
    language = search.language(topic, shown_in or reader)
    shown_in = shown_in or language or reader
    # Not in the reader's language: what is found is the same for all of them.
    result = search.search(topic, k=DEPTH, filters=filters)
    hits = _collect_hits(store, search, topic, filters, result)
    cells = _fill_cells(store, search, hits, shown_in) if hits else []
    return Positions(topic, language, shown_in, tuple(cells), result.notes)


@dataclass(frozen=True, slots=True)
class _TopicHits:
    """Answer of a search for a topic: ``near`` are hits near in meaning alone."""

    topic: str
    named_by: TopicTerms | None
    hits: Sequence[Hit]
    near: Sequence[Hit]
    documents: Mapping[int, int]
    has_words: bool
    is_weak: bool
    evidence: TopicEvidence | None


def _collect_hits(
    store: Store, search: Search, topic: str, filters: Filters | None, result: Result
) -> _TopicHits | None:
    """Search for a topic; None without hits, or if weak answers to a question are all."""
    is_weak = any(note.code == "weak-answers" for note in result.notes)
    references = find_references(store, read_question(topic).text)
    named_by = search.naming(topic)
    if is_weak and named_by is None:
        return None
    asked_for = {
        *(reference.canonical for reference in references.references),
        *(filters or Filters()).symbols,
    }
    hits = drop_superseded(store, result.hits, filters, asked_for)
    if not hits:
        return None
    near = hits
    if named_by is not None:
        # A word may bring up what is on something else: how near that is, only meaning tells.
        by_meaning = search.search(topic, k=DEPTH, filters=filters, mode="dense", is_sentence=True)
        near = drop_superseded(store, by_meaning.hits, filters, asked_for)
    documents = store.passages.documents_of([hit.found.passage_id for hit in (*hits, *near)])
    evidence = None
    if references.has_words:
        evidence = search.measure_topic(topic, DEPTH)
    return _TopicHits(
        topic, named_by, hits, near, documents, references.has_words, is_weak, evidence
    )


def _fill_cells(
    store: Store, search: Search, topic_hits: _TopicHits, language: str
) -> list[Position]:
    documents = topic_hits.documents
    known = submitters_of(store)
    sources = _read_sources(store, known)
    best = _choose_best(known, _rank_hits(store, topic_hits, sources), documents)
    shown = _translate_hits(store, [hit for hit, _ in best], language)
    ids = [excerpt.passage_id for hit in shown.values() for excerpt in (hit.found, hit.shown)]
    nearest_in = search.best_sentences(topic_hits.topic, ids)
    related = search.find_related_to_each(shown, _REUSED)
    reuse = {
        passage: _find_reuse(store, search, hit, related[passage]) for passage, hit in shown.items()
    }
    days = meeting_days(store)
    quotes = {
        passage: sentence(hit, nearest_in, topic_hits.named_by, sources[documents[passage]])
        for passage, hit in shown.items()
    }
    cells = []
    for hit, names in best:
        passage, meeting = hit.found.passage_id, hit.found.meeting
        cells.append(
            Position(
                _list_submitters(hit, known, documents),
                meeting,
                days.get(meeting or ""),
                shown[passage].shown,
                quotes[passage].text,
                hit.score,
                names,
                reuse[passage],
                quotes[passage].is_reported,
            )
        )
    return _sort_cells(cells)


def _read_sources(
    store: Store, known: Mapping[int, tuple[Submitter, ...]]
) -> dict[int, PassageSource]:
    askers = document_askers(store, catalogue.entries(store))
    return {
        document: PassageSource(by, document in askers and askers[document].is_proposal is True)
        for document, by in known.items()
    }


def drop_superseded(
    store: Store, hits: Sequence[Hit], filters: Filters | None, asked_for: Collection[str]
) -> list[Hit]:
    """Leave out hits of superseded documents, unless somebody asked for these."""
    allowed = store.filters.documents(filters)
    withdrawn = {
        document
        for document, (newest, _) in store.documents.superseding().items()
        if allowed is None or newest in allowed
    }
    documents = store.passages.documents_of([hit.found.passage_id for hit in hits])
    return [
        hit
        for hit in hits
        if documents[hit.found.passage_id] not in withdrawn or hit.found.symbol in asked_for
    ]


@dataclass(frozen=True, slots=True)
class _PassageRoles:
    """Roles of passages in their English version, by their ids."""

    places: Mapping[int, tuple[_Section, int]]
    opening: Collection[int]
    signs: Collection[int]
    slight: Collection[int]

    def is_telling(self, hit: Hit) -> bool:
        """Whether a passage makes sense alone."""
        passage = hit.found.passage_id
        return (
            passage not in self.signs
            and passage not in self.slight
            and hit.found.passage.kind in ("paragraph", "table")
            and bool(without_notes(hit.found.passage.text, hit.found.language).strip())
        )


def _read_roles(store: Store, topic_hits: _TopicHits) -> _PassageRoles:
    ids = [hit.found.passage_id for hit in (*topic_hits.hits, *topic_hits.near)]
    # Letters are counted to tell them; a Chinese version has fewer.
    english = dict(zip(ids, in_language(store, ids, "en", quoted=False), strict=True))
    places = {
        passage: ((topic_hits.documents[passage], its.passage.heading), its.passage.start)
        for passage, its in english.items()
    }
    roles = store.facts.roles({its.passage_id for its in english.values()})
    # A few words say enough where another sentence leads into them.
    short = [passage for passage, its in english.items() if its.passage_id in roles.slight]
    return _PassageRoles(
        places,
        opening={passage for passage, its in english.items() if its.passage_id in roles.opening},
        signs={passage for passage, its in english.items() if its.passage_id in roles.signs},
        slight={
            passage
            for passage, its in zip(short, in_language(store, short, "en"), strict=True)
            if not its.lead_ins
        },
    )


def _rank_hits(
    store: Store, topic_hits: _TopicHits, sources: Mapping[int, PassageSource]
) -> list[tuple[Hit, bool | None]]:
    """Rank hits on a topic, the most significant first, each with whether it names the topic.

    Passages with the topic's words come first, then those with a heading, title or summary with
    them. Documents that speak on it by other evidence follow, then near ones.
    """
    named_by, documents = topic_hits.named_by, topic_hits.documents
    roles = _read_roles(store, topic_hits)
    telling = [*filter(roles.is_telling, topic_hits.hits)]
    body = [hit for hit in telling if hit.found.passage_id not in roles.opening]
    near = [*filter(roles.is_telling, topic_hits.near)]
    verdicts = judge_naming(
        store, named_by, {hit.found.passage_id for hit in (*telling, *near)}, titled=True
    )
    names_topic = {passage: its.names for passage, its in verdicts.items()}
    naming_it = [passage for passage, is_so in names_topic.items() if is_so]
    own = {
        passage: its.names
        for passage, its in judge_naming(store, named_by, naming_it, headed=False).items()
    }
    if not topic_hits.has_words and any(hit.is_exact for hit in topic_hits.hits):
        # "140 grants" is no resolution.
        names_topic = own = {hit.found.passage_id: hit.is_exact for hit in (*body, *near)}
        verdicts = {
            passage: replace(its, names=names_topic.get(passage))
            for passage, its in verdicts.items()
        }
    graded = _grade_hits(telling, topic_hits, roles, verdicts, own)
    chosen = _order_hits(store, graded, topic_hits, roles, sources)
    speaking, nearby = _list_by_evidence(topic_hits, body)
    ranked = {hit.found.passage_id for hit in chosen}
    # Where somebody uses the topic's words, what is only near is on something else more often.
    chosen += speaking if ranked else [*speaking, *nearby]
    if named_by is not None and not speaking and (ranked or not nearby):
        # To leave out a summary drops no submitter.
        naming_it = [
            passage for passage in naming_it if passage in ranked or passage not in roles.opening
        ]
        on_it = _list_near_unnamed(near, documents, names_topic, naming_it)
        chosen += [hit for hit in on_it if hit.found.passage_id not in roles.opening]
    # Where some answer well, the first that names it counts however far it lies. A country's name
    # is in few of its own paragraphs.
    if not chosen and not topic_hits.is_weak:
        is_country = bool(countries.find(topic_hits.topic))
        chosen = [hit for hit in body if names_topic.get(hit.found.passage_id) or is_country][:1]
    certain = {documents[hit.found.passage_id] for hit in speaking}
    return [
        (hit, documents[passage] in certain or names_topic.get(passage))
        for hit in chosen
        for passage in (hit.found.passage_id,)
    ]


def _list_by_evidence(topic_hits: _TopicHits, body: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """List the hits of documents that speak on a topic by all evidence, and of those near it."""
    # One word, or a country, is named or is not. Where no hit answers well, nothing is certain.
    is_single = topic_hits.named_by is not None and len(topic_hits.named_by.terms) == 1
    if is_single or topic_hits.is_weak or countries.find(topic_hits.topic):
        return [], []
    hits: dict[int, list[Hit]] = {}
    for hit in sorted(body, key=lambda hit: hit.found.passage.kind == "table"):
        hits.setdefault(topic_hits.documents[hit.found.passage_id], []).append(hit)
    speaking, near = (
        [hit for document in documents for hit in hits.get(document, ())]
        for documents in find_speaking(topic_hits.evidence)
    )
    return speaking, near


def _grade_hits(
    telling: Sequence[Hit],
    topic_hits: _TopicHits,
    roles: _PassageRoles,
    verdicts: Mapping[int, NamingVerdict],
    own: Mapping[int, bool | None],
) -> list[tuple[int, Hit]]:
    """Return the significant hits on a topic, each graded by the place of its name."""
    opening, documents = roles.opening, topic_hits.documents
    # Who has a heading or a footnote on it speaks on it, in the paragraph that is nearest.
    speaking = {
        documents[hit.found.passage_id]
        for hit in topic_hits.hits
        if hit.score >= NEAR
        and hit.found.passage_id not in roles.signs
        and hit.found.passage_id not in opening
    }

    def grade(hit: Hit) -> int | None:
        passage = hit.found.passage_id
        is_near = hit.score >= NEAR or hit.is_exact or documents[passage] in speaking
        if topic_hits.named_by is None:
            return _OWN if is_near and passage not in opening else None
        if not verdicts[passage].names or (not is_near and not verdicts[passage].is_sure):
            return None
        if passage in opening:
            return _ANNOUNCED if own.get(passage) else None
        if verdicts[passage].by_title:
            return _TITLED
        return _OWN if own.get(passage) else _HEADED

    return [(level, hit) for hit in telling if (level := grade(hit)) is not None]


def _order_hits(
    store: Store,
    graded: Sequence[tuple[int, Hit]],
    topic_hits: _TopicHits,
    roles: _PassageRoles,
    sources: Mapping[int, PassageSource],
) -> list[Hit]:
    named_by, documents = topic_hits.named_by, topic_hits.documents
    # In one version, so that it is the same paragraph for every reader. To a question the nearest
    # is the answer.
    ids = [hit.found.passage_id for _, hit in graded]
    stances = {
        passage: stance_of(its, named_by, sources[documents[passage]]) if named_by else Stance.NONE
        for passage, its in zip(ids, in_language(store, ids, "en"), strict=True)
    }
    # A row of a table counts only where no sentence says it, a position before a fact; a lead-in
    # says less than a sentence. What only its title puts on a topic may be a position on another.
    most_telling = sorted(
        graded,
        key=lambda pair: (
            pair[1].found.passage.kind == "table",
            pair[0] >= _TITLED,
            -stances[pair[1].found.passage_id],
            pair[0],
            only_leads_in(pair[1].found, named_by),
        ),
    )
    return _sort_in_reading_order(most_telling, roles.places, stances)


def _sort_in_reading_order(
    graded: Sequence[tuple[int, Hit]],
    places: Mapping[int, tuple[_Section, int]],
    stances: Mapping[int, Stance],
) -> list[Hit]:
    """Order graded hits; where only a heading names the topic, the section's opening is first."""
    best: dict[tuple[_Section, Stance], int] = {}
    order = []
    for rank, (grade, hit) in enumerate(graded):
        section, place = places[hit.found.passage_id]
        if grade == _HEADED and hit.found.passage.kind != "table":
            order.append(
                ((best.setdefault((section, stances[hit.found.passage_id]), rank), place), hit)
            )
        else:
            order.append(((rank, 0), hit))
    return [hit for _, hit in sorted(order, key=lambda pair: pair[0])]


def _list_near_unnamed(
    hits: Sequence[Hit],
    documents: Mapping[int, int],
    names_topic: Mapping[int, bool | None],
    naming_it: Collection[int],
) -> list[Hit]:
    """List hits that are clearly nearer to a short topic than all hits with its name."""
    best: dict[int, list[float]] = {}
    for hit in hits:
        best.setdefault(documents[hit.found.passage_id], []).append(hit.score)
    on_it = {
        document for document, scores in best.items() if sum(scores[:_SEVERAL]) >= _SEVERAL * _ON_IT
    }
    nearest = max(
        (hit.score for hit in hits if hit.found.passage_id in naming_it), default=-_NEARER
    )
    return [
        hit
        for hit in hits
        if not names_topic.get(hit.found.passage_id)
        and (hit.score >= NEAR or documents[hit.found.passage_id] in on_it)
        and hit.score >= nearest + _NEARER
    ]


def _translate_hits(store: Store, hits: Sequence[Hit], language: str) -> dict[int, Hit]:
    """Return hits by passage id, shown in a language where they have a version in it."""
    foreign = [hit.found.passage_id for hit in hits if hit.found.language != language]
    variants = passages_in(store, foreign, language)
    pieces = store.passages.excerpts(
        [piece for by in variants.values() for piece in by.get(language, ())]
    )
    shown = {}
    for hit in hits:
        pieces_there = [
            pieces[passage] for passage in variants.get(hit.found.passage_id, {}).get(language, ())
        ]
        own = as_one(hit.found, pieces_there) if pieces_there else hit.found
        shown[hit.found.passage_id] = replace(hit, shown=own)
    return shown


def _choose_best(
    known: Mapping[int, tuple[Submitter, ...]],
    ranked: Sequence[tuple[Hit, bool | None]],
    documents: Mapping[int, int],
) -> list[tuple[Hit, bool | None]]:
    """Choose the first hit of each source and meeting, whatever the order of joint submitters."""
    best: dict[tuple[frozenset[Submitter], str | None], tuple[Hit, bool | None]] = {}
    for hit, names in ranked:
        source = frozenset(_list_submitters(hit, known, documents))
        best.setdefault((source, hit.found.meeting), (hit, names))
    return [*best.values()]


def _list_submitters(
    hit: Hit, known: Mapping[int, tuple[Submitter, ...]], documents: Mapping[int, int]
) -> tuple[Submitter, ...]:
    unstated = Submitter("unstated", hit.found.symbol or PurePath(hit.found.file).name)
    return known.get(documents[hit.found.passage_id]) or (unstated,)


def _find_reuse(
    store: Store, search: Search, hit: Hit, related: Sequence[Hit]
) -> tuple[Reuse, ...]:
    near = [other.found.passage_id for other in related if other.score >= TRANSLATION]
    ids = dict.fromkeys([*(excerpt.passage_id for excerpt in hit.stands_for), *near])
    reuse = []
    for shown in in_language(store, [*ids], hit.shown.language):
        pair = _pair_in_one_language(store, hit.shown, shown)
        if pair:
            share = share_in_common(*map(store.passages.paragraph_text, pair))
            is_there = share >= TAKEN_OVER
        else:
            share = None
            is_there = is_translation(
                search, _make_text(store, hit.shown), _make_text(store, shown)
            )
        if is_there:
            reuse.append(Reuse(shown, share))
    return tuple(
        sorted(reuse, key=lambda reuse: (reuse.shown.date or "~", reuse.shown.symbol or ""))
    )


def _pair_in_one_language(store: Store, shown: Excerpt, other: Excerpt) -> tuple[int, int] | None:
    """Return two paragraphs in a common language, preferably that of the first."""
    own = {shown.language: (shown.passage_id,)} | versions_of(store, shown.passage_id)
    others = {other.language: (other.passage_id,)} | versions_of(store, other.passage_id)
    for code in own:
        if others.get(code) and own[code]:
            return own[code][0], others[code][0]
    return None


def _make_text(store: Store, shown: Excerpt) -> LanguageText:
    return LanguageText(store.passages.paragraph_text(shown.passage_id), shown.language)


_KINDS: Final = ("country", "group", "office", "other", "unstated")


def _sort_cells(cells: Sequence[Position]) -> list[Position]:
    """Sort cells by kinds, names and meetings; a joint one follows its submitters' own."""
    alone = {cell.submitters[0] for cell in cells if len(cell.submitters) == 1}

    def key(cell: Position) -> tuple[bool, int, str, int, list[str], int, str]:
        meeting = cell.meeting or ""
        number = int(meeting) if meeting.isdecimal() else 0
        kind = _KINDS.index(cell.submitters[0].kind)
        names = sorted(submitter.name("en") for submitter in cell.submitters)
        own = [submitter.name("en") for submitter in cell.submitters if submitter in alone]
        place = max([names[0], *own])
        return not cell.names_topic, kind, place, len(names), names, number, meeting

    return sorted(cells, key=key)
