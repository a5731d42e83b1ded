"""The labelled set for marked sentences is whole: counts, and each answer begins one sentence."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Final

import pytest

from benchmarks.sentences.questions import KINDS, LABELLED, SentenceQuestion, read_questions
from corpus.documents import Document, Passage
from corpus.languages import BY_CODE
from index.indexing.texts import format_embedded_text, sentences
from tests.relevance.conftest import Versions

QUESTIONS: Final = read_questions()
BY_ID: Final = {question.id: question for question in QUESTIONS}
SCRIPTS: Final = {
    "ar": re.compile("[\u0621-\u064a]{2}"),
    "ru": re.compile("[\u0430-\u044f]{2}", re.IGNORECASE),
    "zh": re.compile("[\u4e00-\u9fff]{2}"),
}
README: Final = LABELLED.with_name("README.md")


def test_each_language_asks_enough_questions_of_each_kind() -> None:
    assert len(BY_ID) == len(QUESTIONS) >= 108
    assert {question.kind for question in QUESTIONS} == set(KINDS)
    counts = Counter(question.language for question in QUESTIONS)
    assert set(counts) == set(BY_CODE)
    assert min(counts.values()) >= 18
    kinds = Counter((question.language, question.kind) for question in QUESTIONS)
    assert min(kinds[language, kind] for language in BY_CODE for kind in KINDS) >= 2


def test_a_third_is_held_back_of_each_language_and_kind() -> None:
    held_back = [question for question in QUESTIONS if question.held_back]
    assert held_back == QUESTIONS[2::3]
    assert {question.language for question in held_back} == set(BY_CODE)
    assert {question.kind for question in held_back} == set(KINDS)


def test_paragraphs_cover_documents_a_fifth_across_languages() -> None:
    assert len({question.symbol for question in QUESTIONS}) == 16
    translated = sum(question.is_translated for question in QUESTIONS)
    assert 0.2 <= translated / len(QUESTIONS) <= 0.3


def test_questions_are_distinct_and_in_their_script() -> None:
    counts = Counter(question.question.casefold() for question in QUESTIONS)
    assert [text for text, times in counts.items() if times > 1] == []
    for question in QUESTIONS:
        assert question.question == question.question.strip() != ""
        if question.language in SCRIPTS:
            assert SCRIPTS[question.language].search(question.question), question.id


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_an_answer_begins_one_sentence_of_its_paragraph(
    question: SentenceQuestion, versions: Versions
) -> None:
    document = versions[question.symbol][question.passage_language]
    paragraphs = [passage for passage in document.passages if question.is_asked_of(passage)]
    assert len(paragraphs) == 1
    cut = _cut(document, paragraphs[0])
    assert len(cut) >= 2
    for beginning in (question.answer, *question.also):
        assert len(beginning) >= 10
        assert sum(sentence.startswith(beginning) for sentence in cut) == 1, beginning
    assert len({question.answer, *question.also}) == 1 + len(question.also) < len(cut)


def test_most_paragraphs_have_three_sentences_or_more(
    versions: Versions,
) -> None:
    counts = [
        len(_cut(document, passage))
        for question in QUESTIONS
        for document in [versions[question.symbol][question.passage_language]]
        for passage in document.passages
        if question.is_asked_of(passage)
    ]
    assert sum(count >= 3 for count in counts) > 0.8 * len(counts)


def test_the_counts_in_the_readme_are_those_of_the_file() -> None:
    readme = README.read_text("utf-8")
    languages = Counter(question.language for question in QUESTIONS)
    kinds = Counter(question.kind for question in QUESTIONS)
    held_back = sum(question.held_back for question in QUESTIONS)
    assert f"| questions | {len(QUESTIONS)}: " in readme
    assert (
        ", ".join(f"{BY_CODE[code].english_name} {languages[code]}" for code in BY_CODE) in readme
    )
    assert ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS) in readme
    assert f"| held back | {held_back} |" in readme
    translated = sum(question.is_translated for question in QUESTIONS)
    assert f"| paragraph in another language | {translated} |" in readme


def test_each_line_has_its_fields_in_one_order() -> None:
    lines = LABELLED.read_text("utf-8").splitlines()
    assert len({tuple(key for key in json.loads(line) if key != "anchor") for line in lines}) == 1


def _cut(document: Document, passage: Passage) -> list[str]:
    """Cut a passage into its sentences as an ingest does."""
    title = document.metadata.title
    whole = format_embedded_text(title, passage.heading, passage.label, passage.text)
    return [passage.text[span.start : span.stop] for span in sentences(passage.text, whole)]
