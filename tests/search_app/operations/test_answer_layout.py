"""Layout of an answer: what leads into the items of a list stands above the first of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from index.retrieval import PER_DOCUMENT
from search_app.operations.layouts import list_lead_ins

pytestmark = pytest.mark.model


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
