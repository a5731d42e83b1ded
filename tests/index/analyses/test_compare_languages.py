"""Texts are compared within one language, and which one is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import QueryError
from corpus.languages import BY_CODE
from index import Index
from index.analyses import compare
from tests.commands import run
from tests.index.analyses.test_compare import OLD, ORIGINAL, draft


def test_a_comparison_without_common_language_is_refused(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        with pytest.raises(QueryError, match="no language in common.*Ingest"):
            index.compare("CWG-WSIS&SDG-40/INF/7", "CWG-WSIS&SDG-41/INF/3")
        with pytest.raises(QueryError, match="not both in fr"):
            index.compare(ORIGINAL, "CWG-WSIS&SDG-41/INF/3", "fr")
        with pytest.raises(QueryError, match=r"41/99 is not in the index"):
            index.compare(ORIGINAL, "CWG-WSIS&SDG-41/99")
        with pytest.raises(QueryError, match=r"draft-4\.docx is there in es"):
            compare(index.store, draft([*OLD], "es"), "CWG-WSIS&SDG-40/INF/7")


@pytest.mark.parametrize(
    ("first", "second"),
    [("40/3-E", "40/3-A"), ("40/3-C", "40/3(Rev.1)-E"), ("40/3-A", "40/5-F")],
)
def test_texts_in_two_languages_are_not_compared(
    reports_index: Path, first: str, second: str
) -> None:
    with Index.open(reports_index) as index, pytest.raises(QueryError, match="one language only"):
        index.compare(first, second)
    outcome = run("compare", first, second, index=reports_index)
    assert outcome.code != 0
    assert f"CWG-WSIS&SDG-{first} is in " in outcome.err
    assert "leave out the letters" in outcome.err
    assert "same" not in outcome.out


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_a_letter_says_the_language_of_both(reports_index: Path, language: str) -> None:
    letter = BY_CODE[language].letter
    with Index.open(reports_index) as index:
        for first, second in ((f"40/3-{letter}", "40/3(Rev.1)"), ("40/3", f"40/3(Rev.1)-{letter}")):
            assert index.compare(first, second).new.language == language
        with pytest.raises(QueryError, match="not both in fr"):
            index.compare(ORIGINAL, "CWG-WSIS&SDG-41/INF/3-F")
        with pytest.raises(QueryError, match=r"draft-4\.docx is in Spanish"):
            compare(index.store, draft([*OLD], "es"), f"40/3-{letter}")
