"""Judgement whether paragraphs name a topic, or are only near to it in meaning."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.languages import BY_CODE
from corpus.notes import without_notes
from index.retrieval import TopicTerms
from index.store import Excerpt, Store
from index.versions import passages_in
from index.words import analyse
from ingest.tables import CELL_SEPARATOR

_WITNESSES: Final = 2
"""Versions in other languages that must name a topic where its own lacks a word."""

_WITNESSES_OF_ONE: Final = 4
"""Such versions where the version has one of two words, a frequent one: `benchmarks.positions`."""

_OVERRULING: Final = 3
"""Versions that together overrule one: a network of community radios is no community network."""

_Parts = tuple[int, ...]
"""A paragraph in a version: the ids of its pieces."""


@dataclass(frozen=True, slots=True)
class NamingVerdict:
    """Verdict of a paragraph's versions on whether it names a topic.

    ``names`` is None where that is unknown. ``is_sure`` says that it has the reader's own words, or
    hardly a version disagrees. ``by_title`` says that only its document's title names it.
    """

    names: bool | None
    is_sure: bool = False
    by_title: bool = False


def judge_naming(
    store: Store,
    topic: TopicTerms | None,
    passages: Collection[int],
    *,
    headed: bool = True,
    titled: bool = False,
) -> dict[int, NamingVerdict]:
    """Judge whether passages, or their headings where ``headed``, name a topic, by passage id.

    The majority of versions counts, so that the verdict hardly depends on languages. A version with
    the reader's own words decides alone; in a tie the topic's language does. ``titled`` lets titles
    count. Verdicts are unknown for long topics and languages without equivalents.
    """
    if topic is None:
        return dict.fromkeys(passages, NamingVerdict(None))
    versions = _TopicVersions(store, topic, passages, headed=headed)
    verdicts = {passage: versions.verdict(passage) for passage in passages}
    if titled:
        for passage in passages:
            if not verdicts[passage].names and versions.is_titled(passage):
                verdicts[passage] = NamingVerdict(names=True, is_sure=True, by_title=True)
    return verdicts


class _TopicVersions:
    def __init__(
        self, store: Store, topic: TopicTerms, passages: Collection[int], *, headed: bool
    ) -> None:
        self._topic = topic
        self._headed = headed
        self._named_in = {code for code in BY_CODE if topic.has_name_in(code)}
        variants = passages_in(store, [*passages])
        read = {part for by in variants.values() for parts in by.values() for part in parts}
        self._excerpts = store.passages.excerpts([*(read | {*passages})], quoted=False)
        self._parts: dict[int, dict[str | None, _Parts]] = {
            passage: {
                self._excerpts[passage].language: (passage,),
                **{code: parts for code, parts in variants.get(passage, {}).items() if parts},
            }
            for passage in passages
        }
        self._terms: dict[int, str] = {}
        for code in BY_CODE:
            own = [passage for passage, its in self._excerpts.items() if its.language == code]
            self._terms |= store.words.terms_of(own, code)
        self._above: dict[tuple[str, tuple[str, ...]], str] = {}
        self._titles: dict[frozenset[tuple[str | None, str]], bool] = {}

    def verdict(self, passage: int) -> NamingVerdict:
        """Judge a passage by all its versions."""
        topic, every = self._topic, self._parts[passage]
        verdicts = {code: self._is_named(parts) for code, parts in every.items()}
        if not any(verdicts.values()):
            return NamingVerdict(False if False in verdicts.values() else None)
        own = verdicts.get(topic.language)
        yes = sum(verdict is True for verdict in verdicts.values())
        no = sum(
            verdict is False and (code == topic.language or topic.is_known_in(code))
            for code, verdict in verdicts.items()
        )
        if self._is_of_other_words({code: self._join_text(parts) for code, parts in every.items()}):
            return NamingVerdict(names=False)
        if own and topic.is_surely_in(self._join_text(every[topic.language]), topic.language):
            return NamingVerdict(names=True, is_sure=True)
        if own is False and yes <= no:
            return NamingVerdict(yes >= self._count_wanted(every[topic.language]), is_sure=True)
        return NamingVerdict(yes >= no, is_sure=topic.language not in every or yes > _WITNESSES)

    def is_titled(self, passage: int) -> bool:
        """Whether the title of its document names the topic."""
        firsts = {code: self._excerpts[parts[0]] for code, parts in self._parts[passage].items()}
        titles: dict[str | None, str] = {
            code: excerpt.title for code, excerpt in firsts.items() if excerpt.title
        }
        key = frozenset(titles.items())
        if key not in self._titles:
            verdicts = {code: self._topic.is_in(title, code) for code, title in titles.items()}
            votes = [*verdicts.values()]
            is_there = verdicts.get(self._topic.language) or votes.count(True) > votes.count(False)
            self._titles[key] = bool(is_there) and not self._is_of_other_words(titles)
        return self._titles[key]

    def _is_named(self, parts: _Parts, topic: TopicTerms | None = None) -> bool | None:
        """Whether the passages of a paragraph name a topic; None in doubt."""
        topic = topic or self._topic
        excerpts = [self._excerpts[part] for part in parts]
        heads = excerpts[0].passage.heading if self._headed else ()
        language = excerpts[0].language
        if language in BY_CODE and all(part in self._terms for part in parts):
            terms = [
                self._find_terms_above(heads, language),
                *(self._terms[part] for part in parts),
            ]
            if topic.is_out(" ".join(terms), language):
                return False
        answers = {topic.is_in(text, language, heads) for text in _cut_texts(excerpts)}
        return True if True in answers else False if False in answers else None

    def _find_terms_above(self, heads: tuple[str, ...], language: str) -> str:
        known = self._above.get((language, heads))
        if known is None:
            known = " ".join(analyse("\n".join(heads), language).words)
            self._above[language, heads] = known
        return known

    def _join_text(self, parts: _Parts) -> str:
        """Join the pieces of a paragraph, below its headings where the topic asks for them."""
        passages = [self._excerpts[part].passage for part in parts]
        return "\n".join(
            [
                *(passages[0].heading if self._headed else ()),
                *(excerpt.text for excerpt in passages),
            ]
        )

    def _is_of_other_words(self, texts: Mapping[str | None, str]) -> bool:
        """Whether a topic of several words has a name that no version has literally."""
        known = [(code, text) for code, text in texts.items() if code in self._named_in]
        return len(known) >= _OVERRULING and not any(
            code and self._topic.is_called_in(text, code) for code, text in known
        )

    def _count_wanted(self, own: _Parts) -> int:
        text = "\n".join(self._excerpts[part].passage.text for part in own)
        return min(
            (
                _WITNESSES if len(less.terms) > 1 else _WITNESSES_OF_ONE
                for less in self._topic.drop_each(text)
                if self._is_named(own, less)
            ),
            default=len(BY_CODE),
        )


def _cut_texts(excerpts: Sequence[Excerpt]) -> list[str]:
    """Return the texts of a paragraph that count alone: words of several cells meet by chance."""
    if excerpts[0].passage.kind == "table":
        return [cell for excerpt in excerpts for cell in excerpt.passage.text.split(CELL_SEPARATOR)]
    # A note on the relation to another document names the other's subject.
    return [
        without_notes("\n".join(excerpt.passage.text for excerpt in excerpts), excerpts[0].language)
    ]
