"""Layout of an answer: what leads into the items of a list stands above the first of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from index.answers import AnswerSentence
from index.retrieval import PER_DOCUMENT
from search_app.citing import quotation
from search_app.operations.layouts import list_lead_ins, quote_sentence
from tests.search_app.passages import passage

BEFORE, TEXT = "Seven projects won a prize.", "Three deal with accessibility."


@pytest.mark.model
def test_items_of_one_list_have_its_lead_in_once(word_index: Path) -> None:
    question = "用水管理员学习哪些内容？"
    with Index.open(word_index) as index:
        result = index.search(question, shown_in="zh", per_document=PER_DOCUMENT)
        sentences = index.answer(result).sentences
    leads = [
        lead
        for lead, sentence in zip(list_lead_ins(sentences), sentences, strict=True)
        if sentence.shown.lead_ins
    ]
    assert len(leads) > 1
    assert leads[0]
    assert not any(leads[1:])


def test_sentence_is_quoted_with_the_one_that_it_refers_to() -> None:
    shown = passage(f"{BEFORE} {TEXT}")
    first, second = AnswerSentence(shown, BEFORE), AnswerSentence(shown, TEXT, antecedent=BEFORE)
    assert list_lead_ins([second]) == [BEFORE]
    assert list_lead_ins([first, second]) == ["", ""]
    assert quotation(quote_sentence(second)).startswith(f"“{BEFORE} {TEXT}” (")
    assert quotation(quote_sentence(first)).startswith(f"“{BEFORE}” (")
