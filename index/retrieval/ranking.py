"""In what order do passages answer a question? By meaning, by words, or by both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from corpus import countries
from corpus.languages import BY_CODE
from index.retrieval import fusion
from index.retrieval.chosen import Choices, Chosen, within
from index.retrieval.consensus import evened
from index.retrieval.dense import Ahead, Dense
from index.retrieval.feedback import Direction, Feedback
from index.retrieval.fields import (
    FEW,
    SHORT,
    SURE_OF_OTHERS,
    Fields,
    fields,
    unsure,
)
from index.retrieval.lexical import Lexical, Term
from index.retrieval.questions import Question, length
from index.retrieval.quoted import PhraseFilter
from index.retrieval.terms import TermTranslator
from index.retrieval.word_engines import ServerWords, Shares, StoreWords
from index.store import TABLES, PassageFacts, Store
from index.versions import passages_in
from index.words import names

Mode = Literal["hybrid", "dense", "lexical"]
"""How passages are compared with a question: by words and meaning, by meaning, by words."""

_DEPTH: Final = 200
"""How far down meaning's list words are let reorder it."""

_WORDS_DEPTH: Final = 100
"""How many passages words may add to meaning's list."""

SIGN: Final = 0.2
"""What a passage loses, in cosine, that only names what it belongs to (``index.store.Roles``): the
lines of a cover, a header row, a caption. It is near to many questions and answers none. By its
words, in quotation marks or by the symbol it is found as before. On ``benchmarks/relevance`` lines
of covers gave nDCG@10 0.722 to 0.740, the others with ``SLIGHT`` 0.740 to 0.756."""

SLIGHT: Final = 0.05
"""What a footnote or a passage of a few words loses, which would win for being short, where the
question has few words too. To a sentence, a passage as short is near because it says the same."""

TABLE: Final = 0.1
OPENING: Final = 0.025
"""What rows of tables, and summaries and references before the first paragraph, lose where the
question is short: they name many topics, and the paragraphs say something of them. On the needs of
one to three words nDCG@10 0.648 to 0.689. Summaries that lose more make way for what is farther
from the topic: with 0.05 `SIDS` no longer finds the document on it first."""

_FULLY: Final = 0.3
"""How sure the best passage of all languages is, from where on it counts in full: a term that is
rendered in many ways has none that is surer. Chosen on the tuning part of `benchmarks.short`, which
gains by it; that of `benchmarks.relevance --short` loses half as much."""

_SPARE: Final = 64
"""Passages fetched beyond those wanted, for lines of covers to make room for."""

_RARE_PASSAGES: Final = ((0.6, 20), (0.3, 6))
"""A name is rare where at most so many passages of a language have it.

More of them may where the name is more of the question: the share of its weight comes first.
"""


_Asked = dict[str, tuple[list[Term], frozenset[str] | None]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the words of a question say of passages, however many are wanted.

    Attributes:
        matched: by language, passages with words of the question, and how much of them.
        strength: how much words count that are looked for in all languages, 0 to 1.
        spoken: by language, passages by their ids, and how surely each has them.
        around: what stands around passages.
        named: passages that hold a rare name of the question.
        share: of the name in what all the words weigh, 0 to 1.
        towards: where the passages lie that hold a short question's words.
        also: passages that are to be ranked, however far they lie.
        ahead: what was begun to be looked for by meaning meanwhile.
    """

    matched: Mapping[str, Sequence[tuple[int, float]]]
    strength: float
    spoken: Mapping[str, Shares]
    around: Fields
    named: Collection[int]
    share: float
    towards: Direction | None
    also: Collection[int]
    ahead: Ahead | None = None


class Ranking:
    """The passages of an index, to be ranked. Threads may share it.

    Args:
        store: of the index.
        dense: its vectors, with whom words may stand at a server.
    """

    def __init__(self, store: Store, dense: Dense) -> None:
        self.dense = dense
        at_server = ServerWords(dense, StoreWords(store)) if dense.is_served else None
        self._lexical = Lexical(store, at_server)
        self.translated = TermTranslator(store, self._lexical)
        self.choices = Choices(store)
        self.quoted = PhraseFilter(store, self._lexical, self.choices)
        self._feedback = Feedback(store, self.dense, self.choices)
        self._store = store

    def embedded(self, questions: Sequence[Question]) -> list[Question]:
        """Give questions their vectors, all in one batch; those that have one keep it."""
        missing = [at for at, question in enumerate(questions) if question.vector is None]
        found = list(questions)
        if missing:
            vectors = self.dense.questions([questions[at] for at in missing])
            for at, vector in zip(missing, vectors, strict=True):
                found[at] = replace(questions[at], vector=vector)
        return found

    def heard(self, question: Question, allowed: Chosen | None, k: int) -> Heard:
        """Look up the words of a question: what :meth:`ranked` needs of them, for any ``k``.

        Meanwhile what lies nearest to it is looked for, as far as ``k`` needs.
        """
        ahead = self.dense.ahead(question, self._fetched(_depth(k)), allowed)
        asked, matched = self._matched(question, _WORDS_DEPTH, allowed)
        strength = self.translated.strength(question)
        spoken = self._spoken(question, matched, allowed, _FULLY) if strength else {}
        around = fields(
            self._store,
            question,
            {code: terms for code, (terms, _) in asked.items()},
            matched,
            self._spoken_of(question, allowed),
        )
        named, share = self._named(question, allowed)
        also = {passage for own in matched.values() for passage, _ in own[:_WORDS_DEPTH]}
        also |= within(around.passages, allowed)
        also |= self._submitted(question, around, allowed)
        for ids, surely in spoken.values():
            also.update(ids[np.argsort(-surely, kind="stable")[: 2 * _WORDS_DEPTH]].tolist())
        holding = self.translated.holding(question) if strength else ()
        towards = self._feedback.direction(holding)
        also |= named
        return Heard(matched, strength, spoken, around, named, share, towards, also, ahead)

    def ranked(
        self,
        question: Question,
        k: int,
        allowed: Chosen | None,
        mode: Mode,
        heard: Heard | None = None,
    ) -> list[tuple[int, float]]:
        """Rank passages.

        Args:
            question: with its vector, but for the mode ``lexical``.
            k: at most how many.
            allowed: the passages that may be found; all where it is None.
            mode: how to compare.
            heard: from :meth:`heard` for the same question and passages, where it was looked up.

        Returns:
            Passage ids and scores, best first: the cosine of the place
            (:mod:`index.retrieval.fusion`) or, in the mode ``lexical``, the part of the question's
            words, at most 1.
        """
        if mode == "dense":
            return _listed(*self._nearest(question, k, allowed))[:k]
        if mode == "lexical":
            _, matched = self._matched(question, k, allowed)
            strength = self.translated.strength(question)
            spoken = self._spoken(question, matched, allowed) if strength else {}
            for code, (ids, surely) in spoken.items():
                matched[code] = [*zip(ids.tolist(), (strength * surely).tolist(), strict=True)]
            return self._by_words(matched)[:k]
        heard = heard or self.heard(question, allowed, k)
        also = tuple(heard.also)
        nearest, cosines = self._nearest(question, _depth(k), allowed, also, heard.ahead)
        facts = self._store.facts_of(nearest)
        best = float(cosines.max(initial=0.0))
        scores = cosines + heard.around.added(facts, unsure(best, SURE_OF_OTHERS))
        order = fusion.best_first(scores)
        nearest, scores, facts = nearest[order], scores[order], facts.at(order)
        # A short text that stands there translated is found by its meaning.
        strength = heard.strength * unsure(best)
        ranked = nearest
        if strength:
            versions = self._versions(nearest, facts, allowed) if heard.strength == 1 else []
            looked_at = {one for by in versions for own in by for one in own}
            everywhere = evened(said_of(looked_at.union(nearest.tolist()), heard.spoken), versions)
            alone = self._drawn(self._alone(question, nearest, facts), heard.towards)
            ranked = fusion.added(nearest, scores, everywhere, strength, alone)
        if strength < 1:
            codes = self._store.facts_of(ranked).languages
            groups = [
                (codes == TABLES.index(own), dict(matches))
                for own, matches in heard.matched.items()
                if matches
            ]
            ranked = fusion.reordered(ranked, scores, groups)
            ranked = fusion.brought_up(ranked, heard.named, heard.share)
        if heard.strength == 1:
            ranked = self._summaries_behind(ranked, heard.named)
        return _listed(ranked, cosines)[:k]

    def known(self, question: Question) -> tuple[float, float]:
        """The shares of a question's words, by their weight, that are known.

        Returns:
            That which the passages of some language have, and that which the archive or the seed of
            equivalents has in the question's language.
        """
        best = 0.0
        for terms, _ in self._asked(question).values():
            full = sum(term.weight for term in terms)
            known = sum(term.weight for term in terms if term.passages)
            best = max(best, known / full if full else 0.0)
        return best, self.translated.known(question)

    # --- the inside ------------------------------------------------------------------------------

    def _matched(
        self, question: Question, depth: int, allowed: Chosen | None
    ) -> tuple[_Asked, dict[str, list[tuple[int, float]]]]:
        """The words of a question in each table, and the passages that hold some of them."""
        asked = self._asked(question)
        return asked, self._lexical.matches(asked, 2 * depth, allowed)

    def _spoken(
        self,
        question: Question,
        matched: Mapping[str, list[tuple[int, float]]],
        allowed: Chosen | None,
        fully: float = 1.0,
    ) -> dict[str, Shares]:
        """How surely passages of each language have the words of a short question, 0 to 1.

        In its own language its words count as they stand. Elsewhere what they are there does, and
        not what other words are written alike; acronyms and numbers are the same everywhere.
        The surest by its equivalents counts from ``fully`` on as much as the words that are known
        anywhere: where only the adjective of a phrase is, what it is elsewhere says little.
        """
        own = self.translated.language(question)
        found = self.translated.matches(question, allowed)
        surest = max(_surest(found, 1.0), fully)
        scale = max(1.0, self.translated.known(question) / surest)
        spoken = {code: (ids, surely * scale) for code, (ids, surely) in found.items()}
        for code, matches in matched.items():
            if code == own or code not in spoken or self.translated.stands_as_it_is(question):
                spoken[code] = _or_surer(spoken.get(code), matches)
        return spoken

    def _nearest(
        self,
        question: Question,
        k: int,
        among: Chosen | None,
        also: Sequence[int] = (),
        ahead: Ahead | None = None,
    ) -> tuple[fusion.Ids, fusion.Scores]:
        """Meaning's list, with what says little by itself further down."""
        found = self.dense.nearest(question, self._fetched(k), among, also, ahead)
        nearest = np.array([passage for passage, _ in found], np.int64)
        scores = np.array([score for _, score in found], np.float64)
        if not self.dense.is_full:
            return nearest, scores
        facts = self._store.facts_of(nearest)
        count = length(question)
        loss = np.zeros(len(nearest))
        if count <= FEW:
            loss += SLIGHT * facts.slight
        if count <= SHORT:
            loss += TABLE * facts.tables
            loss += OPENING * facts.opening
        placed = scores - np.where(facts.signs, SIGN, loss)
        order = fusion.best_first(placed)[: None if also else k]
        return nearest[order], placed[order]

    def _fetched(self, k: int) -> int:
        return k + _SPARE if self.dense.is_full else k

    def _versions(
        self, nearest: fusion.Ids, facts: PassageFacts, allowed: Chosen | None
    ) -> list[Collection[Collection[int]]]:
        """Of each paragraph that passages are of, the passages of every version, by language.

        One that is a single passage is left out: it has nothing to even out.
        """
        found: dict[int, list[tuple[int, str]]] = {}
        codes = [TABLES[at] for at in facts.languages.tolist()]
        passages = zip(nearest.tolist(), codes, strict=True)
        for key, one in zip(facts.paragraphs.tolist(), passages, strict=True):
            found.setdefault(key, []).append(one)
        firsts = [min(one for one, code in many if code == many[0][1]) for many in found.values()]
        beside = passages_in(self._store, firsts)
        versions: list[Collection[Collection[int]]] = []
        for first, there in zip(firsts, found.values(), strict=True):
            if len(there) == 1 and first not in beside:
                continue
            by: dict[str, set[int]] = {}
            for passage, code in there:
                by.setdefault(code, set()).add(passage)
            for code, many in beside.get(first, {}).items():
                if others := within(many, allowed):
                    by.setdefault(code, set()).update(others)
            versions.append(by.values())
        return versions

    def _summaries_behind(self, ranked: fusion.Ids, named: Collection[int]) -> fusion.Ids:
        """The same, but for summaries that hold a rare name of the question, and may do alone."""
        facts = self._store.facts_of(ranked)
        openings = facts.opening & ~np.isin(ranked, [*named])
        return fusion.summaries_behind(
            ranked, facts.documents, facts.paragraphs, openings, facts.telling
        )

    def _alone(self, question: Question, nearest: fusion.Ids, facts: PassageFacts) -> set[int]:
        """Passages that do not stand in the language of a question's words."""
        own = self.translated.language(question)
        foreign = nearest[facts.languages != TABLES.index(own)].tolist()
        beside = passages_in(self._store, foreign, own)
        return {passage for passage in foreign if not beside.get(passage)}

    def _drawn(self, passages: Collection[int], towards: Direction | None) -> dict[int, float]:
        """How far passages lie where those do that hold a question's words, 0 where none does."""
        if towards is None:
            return dict.fromkeys(passages, 0.0)
        products = self.dense.scores(towards.vector, sorted(passages))
        return {one: towards.standing(products.get(one, towards.middle)) for one in passages}

    def _spoken_of(self, question: Question, allowed: Chosen | None) -> set[int]:
        """Passages that call a country of a short question by its name, in whatever language."""
        found: set[int] = set()
        if length(question) > SHORT:
            return found
        for country in countries.find(question.text):
            for code in BY_CODE:
                called = countries.name(country, code)
                held = self._lexical.with_all(called, code) if called else set()
                found |= held if len(held) <= _WORDS_DEPTH else set()
        return within(found, allowed)

    def _submitted(self, question: Question, around: Fields, allowed: Chosen | None) -> set[int]:
        """The nearest passages of what the countries in the question submitted."""
        if not around.submitters:
            return set()
        theirs = Chosen.of(within(self._store.of_documents(around.submitters), allowed))
        nearest, _ = self._nearest(question, _WORDS_DEPTH, theirs)
        return set(nearest.tolist())

    def _asked(self, question: Question) -> _Asked:
        """The words of a question in each table, and which of them count there.

        All do where the language is written as the question is: languages share words, and that of
        a few words is often told wrongly. Elsewhere only names, symbols and numbers do.
        """
        own = BY_CODE.get(question.language or "")
        called = names(question.text)
        asked: _Asked = {}
        for code in TABLES:
            other = own and code in BY_CODE and BY_CODE[code].script != own.script
            if not other or called:
                asked[code] = self._lexical.terms(question.text, code), called if other else None
        return asked

    def _by_words(self, matched: dict[str, list[tuple[int, float]]]) -> list[tuple[int, float]]:
        found = [one for matches in matched.values() for one in matches]
        shown = self._store.shown_texts([passage for passage, _ in found])
        found = [(passage, min(1.0, score)) for passage, score in found if passage in shown]
        return sorted(found, key=lambda item: -item[1])

    def _named(self, question: Question, allowed: Chosen | None) -> tuple[set[int], float]:
        """Passages of any language that hold a rare name of the question, and the name's weight."""
        called = names(question.text)
        found: set[int] = set()
        share = 0.0
        for code in TABLES if called else ():
            terms = self._lexical.terms(question.text, code)
            full = sum(term.weight for term in terms)
            for least, most in _RARE_PASSAGES:
                rare = [term for term in terms if term.text in called and 0 < term.passages <= most]
                telling = sum(term.weight for term in rare)
                if rare and telling >= least * full:
                    break
            else:
                continue
            held = [set(self._lexical.holding(term.text, term.column, code, most)) for term in rare]
            # All of the name's parts where a passage has them, such as the pairs of a Chinese name.
            both = set.intersection(*held) or set.union(*held)
            both = within(both, allowed)
            if both:
                found |= both
                share = max(share, telling / full)
        return found, share


def _listed(passages: fusion.Ids, scores: fusion.Scores) -> list[tuple[int, float]]:
    """Passages, each with the score of the place that it comes to."""
    return [*zip(passages.tolist(), scores.tolist(), strict=True)]


def _surest(spoken: Mapping[str, Shares], otherwise: float) -> float:
    return max(
        (float(surely.max()) for _, surely in spoken.values() if len(surely)), default=otherwise
    )


def _or_surer(spoken: Shares | None, matches: Iterable[tuple[int, float]]) -> Shares:
    """What is said of passages, or what their own words say, whichever is surer."""
    matched = {passage: min(1.0, score) for passage, score in matches}
    if spoken is not None:
        ids, surely = spoken
        for at in np.flatnonzero(np.isin(ids, [*matched])).tolist():
            surely[at] = max(matched.pop(int(ids[at])), surely[at])
    else:
        ids, surely = np.zeros(0, np.int64), np.zeros(0)
    return (
        np.concatenate([ids, np.array([*matched], np.int64)]),
        np.concatenate([surely, np.array([*matched.values()], np.float64)]),
    )


def said_of(passages: Collection[int], spoken: Mapping[str, Shares]) -> dict[int, float]:
    """What is said of some passages only; of one that two languages have, by the last of them."""
    wanted = np.array([*passages], np.int64)
    size = max((int(ids.max()) + 1 for ids, _ in spoken.values() if len(ids)), default=0)
    is_wanted = np.zeros(size, np.bool_)
    is_wanted[wanted[wanted < size]] = True
    found: dict[int, float] = {}
    for ids, surely in spoken.values():
        at = np.flatnonzero(is_wanted[ids])
        found.update(zip(ids[at].tolist(), surely[at].tolist(), strict=True))
    return found


def _depth(k: int) -> int:
    """How far down meaning's list is looked at for so many."""
    return max(2 * k, _DEPTH)
