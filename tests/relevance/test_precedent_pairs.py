"""The labelled pairs of drafts and earlier passages are whole, and each passage is there."""

from __future__ import annotations

import re
from collections import Counter
from itertools import permutations
from typing import Final

from benchmarks.precedents.pairs import CLASSES, EXCHANGES, KINDS, PAIRS, SETS, Pair, read_pairs
from benchmarks.precedents.sentences import read_sentences
from corpus.languages import BY_CODE
from corpus.text import is_han
from tests.relevance.conftest import Versions

LABELLED: Final = read_pairs()
EVERY: Final = [*LABELLED, *read_pairs(EXCHANGES)]
SCRIPTS: Final = {"ar": re.compile("[\u0621-\u064a]"), "ru": re.compile("[\u0430-\u044f]")}
COUNTS: Final = dict(zip(CLASSES, (120, 30, 30, 40, 40, 40), strict=True))


def test_each_language_has_fifty_drafts_and_each_class_its_number() -> None:
    assert Counter(pair.language for pair in LABELLED) == dict.fromkeys(BY_CODE, 50)
    assert Counter(pair.class_ for pair in LABELLED) == COUNTS
    by_language = Counter((pair.class_, pair.language) for pair in LABELLED)
    for (class_, _), count in by_language.items():
        assert count in (COUNTS[class_] // 6, -(-COUNTS[class_] // 6))


def test_a_third_of_each_class_and_language_is_held_out() -> None:
    assert {pair.set for pair in LABELLED} == set(SETS)
    all_of = Counter((pair.class_, pair.language) for pair in LABELLED)
    held_out = Counter((pair.class_, pair.language) for pair in LABELLED if pair.set == SETS[1])
    for of, count in all_of.items():
        assert abs(held_out[of] - count / 3) < 1, of


def test_contrary_drafts_cover_each_kind_and_language_pair() -> None:
    contrary = [pair for pair in LABELLED if pair.class_ == "contrary"]
    assert Counter(pair.kind for pair in contrary) == dict.fromkeys(KINDS, 15)
    assert {(pair.kind, pair.set) for pair in contrary} == {
        (kind, name) for kind in KINDS for name in SETS
    }
    assert {pair.kind for pair in LABELLED if pair.class_ != "contrary"} == {""}
    across = [(pair.language, pair.earlier_language) for pair in contrary if pair.is_across]
    assert Counter(across) == dict.fromkeys(permutations(BY_CODE, 2), 2)


def test_half_of_same_subject_pairs_are_across_languages() -> None:
    subjects = [pair.is_across for pair in LABELLED if pair.class_ == "subject"]
    assert sum(subjects) == len(subjects) / 2


def test_no_draft_or_passage_of_a_language_is_judged_twice() -> None:
    assert len({pair.draft for pair in LABELLED}) == len(LABELLED)
    judged = Counter(
        (pair.language, pair.document, pair.label, pair.class_, pair.earlier_language)
        for pair in LABELLED
    )
    assert max(judged.values()) == 1


def test_each_draft_is_plain_text_in_its_language() -> None:
    for pair in EVERY:
        assert pair.draft == pair.draft.strip() != "", pair
        assert any(map(is_han, pair.draft)) == (pair.language == "zh"), pair
        for code, script in SCRIPTS.items():
            assert bool(script.search(pair.draft)) == (pair.language == code), pair


def test_sentences_in_pairs_cover_each_language_pair_twice() -> None:
    drafts = read_sentences()
    contrary = [pair for pair in drafts if pair.class_ == "contrary"]
    across = [(pair.language, pair.earlier_language) for pair in contrary]
    assert Counter(across) == dict.fromkeys(permutations(BY_CODE, 2), 2)
    assert len({pair.draft for pair in drafts}) == 2 * len(contrary) == 120
    for pair in drafts:
        assert any(map(is_han, pair.draft)) == (pair.language == "zh"), pair


def test_each_earlier_passage_begins_as_the_file_says(versions: Versions) -> None:
    for pair in EVERY:
        passages = versions[pair.document][pair.earlier_language].passages
        first = next((passage.text for passage in passages if pair.names(passage)), "")
        assert pair.earlier == first[:40] != "", pair


def test_passages_are_of_every_document(versions: Versions) -> None:
    assert {pair.document for pair in LABELLED} == set(versions)


def test_the_file_has_a_column_a_name() -> None:
    head, *_ = PAIRS.read_text("utf-8").splitlines()
    assert head.split("\t") == [name.removesuffix("_") for name in Pair.__dataclass_fields__]
