"""What is known of the best candidates of a question, gathered for their learned order."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from corpus import tables
from corpus.languages import find_language
from corpus.notes import own_notes
from index.references import beside, nameable
from index.retrieval import weights
from index.retrieval.evidence import LexicalEvidence, scores_of
from index.retrieval.fields import unsure
from index.retrieval.questions import Question, words_in
from index.retrieval.ranking import Ranking
from index.retrieval.reranking.features import Evidence, numbered
from index.store import TABLES, Store
from index.versions import passages_in
from index.words import word_key

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*")


def evidence(
    store: Store,
    ranking: Ranking,
    question: Question,
    passages: Sequence[int],
    lexical: LexicalEvidence,
) -> Evidence:
    """Gather what orders the best candidates once more (:mod:`index.retrieval.reranking`).

    Args:
        store: of the index.
        ranking: that found them.
        question: with its vector.
        passages: the best version of each candidate, the best candidate first.
        lexical: from ``Ranking.gather_evidence`` for the same question.
    """
    facts = store.facts.of(np.array(passages, np.int64))
    beside = passages_in(store, passages)
    versions = [((passage,), *beside.get(passage, {}).values()) for passage in passages]
    everyone = sorted({one for by in versions for own in by for one in own})
    cosines = ranking.dense.scores(question.embedding, everyone)
    near = [[cosines[one] for own in by for one in own if one in cosines] for by in versions]
    meaning = np.array([max(found, default=0.0) for found in near])
    matched: dict[int, float] = {}
    for matches in lexical.matches.values():
        for passage, share in matches:
            matched[passage] = max(min(1.0, share), matched.get(passage, 0.0))
    said = scores_of(everyone, lexical.term_scores)
    rows = {row["id"]: row for row in store.passages.headings_and_texts(passages)}
    at = [rows[passage] for passage in passages]
    language = ranking.translated.told(question)
    codes = [TABLES[place] for place in facts.languages.tolist()]
    asks_of_revision = _asks_of_revision(question.text)
    return Evidence(
        meaning=meaning,
        translations=np.array([sum(found) / max(1, len(found)) for found in near]),
        around=lexical.surroundings.added(
            facts, unsure(float(meaning.max(initial=0.0)), weights.SURE_OF_OTHERS)
        ),
        words=np.array(
            [max(matched.get(one, 0.0) for own in by for one in own) for by in versions]
        ),
        translated_words=np.array(
            [sum(max(said.get(one, 0.0) for one in own) for own in by) / len(by) for by in versions]
        ),
        sections=numbered(
            [
                (document, _section(json.loads(row["heading"])))
                for document, row in zip(facts.documents.tolist(), at, strict=True)
            ]
        ),
        documents=facts.documents,
        lengths=np.array([words_in(row["text"]) for row in at], np.int64),
        signs=facts.signs,
        slight=facts.slight,
        tables=facts.tables,
        openings=facts.opening,
        accounts=np.array(
            [
                asks_of_revision and bool(own_notes(row["text"], code))
                for row, code in zip(at, codes, strict=True)
            ],
            np.bool_,
        ),
        own_language=np.array(
            [
                language == code or language in beside.get(passage, {})
                for code, passage in zip(codes, passages, strict=True)
            ],
            np.bool_,
        ),
    )


def _section(headings: Sequence[str]) -> tuple[str, ...]:
    """What names a section in every language: the numbers of its headings, or what they say."""
    numbers = [_NUMBER.match(heading) for heading in headings]
    return tuple(found[0] if found else text for found, text in zip(numbers, headings, strict=True))


def _asks_of_revision(text: str) -> bool:
    """Whether a question speaks of a revision, and not only of the edition of a resolution."""
    rest = beside(text, nameable(text))
    asked = {word_key(one) for one in re.findall(r"[^\W\d_]+", rest)}
    for code, words in tables.load("bodies")["words"].items():
        called = {word_key(one.rstrip(".")) for one in words["revision"]}
        if called & asked or (
            not find_language(code).is_spaced and any(one in rest for one in called)
        ):
            return True
    return False
