"""Sentences where nothing is found, with the hint on filters only where some are set."""

from __future__ import annotations

import pytest

from index.retrieval import ResultNote
from search_app.operations.layouts import choose_hint


@pytest.mark.parametrize(
    ("codes", "is_filtered", "hint"),
    [
        ((), False, "search.nothing_hint"),
        ((), True, "search.nothing_hint_filtered"),
        (("other-language",), False, "search.nothing_hint"),
        (("no-phrase",), False, ""),
        (("no-near",), False, ""),
        (("no-phrase",), True, "search.nothing_hint_filtered"),
        (("common-words",), False, ""),
        (("common-words",), True, ""),
    ],
)
def test_hint_below_no_hits_is_of_what_may_hide_them(
    codes: tuple[str, ...], is_filtered: bool, hint: str
) -> None:
    notes = [ResultNote(code, "") for code in codes]
    assert choose_hint("search.nothing", notes, is_filtered=is_filtered) == hint
