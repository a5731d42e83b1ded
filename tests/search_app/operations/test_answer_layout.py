"""Layout of an answer: what leads into the items of a list stands above the first of them."""

from __future__ import annotations

from index.answers import AnswerSentence
from search_app.citing import quotation
from search_app.operations.layouts import list_lead_ins, quote_sentence
from tests.search_app.passages import passage

BEFORE, TEXT = "Seven projects won a prize.", "Three deal with accessibility."


def test_sentence_is_quoted_with_the_one_that_it_refers_to() -> None:
    shown = passage(f"{BEFORE} {TEXT}")
    first, second = AnswerSentence(shown, BEFORE), AnswerSentence(shown, TEXT, antecedent=BEFORE)
    assert list_lead_ins([second]) == [BEFORE]
    assert list_lead_ins([first, second]) == ["", ""]
    assert quotation(quote_sentence(second)).startswith(f"“{BEFORE} {TEXT}” (")
    assert quotation(quote_sentence(first)).startswith(f"“{BEFORE}” (")
