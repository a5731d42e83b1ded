"""Tests of the agreement of two sentences of different documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from index.analyses import LanguageText
from index.answers import Agreement, compare_sentences
from index.retrieval import Search

pytestmark = pytest.mark.model


def _compare(folder: Path, own: tuple[str, str], other: tuple[str, str]) -> Agreement | None:
    with Index.open(folder) as index:
        search = Search(index.store, index.encoder)
        return compare_sentences(search, LanguageText(*own), LanguageText(*other))


def test_periods_with_months_of_their_own_do_not_agree(reports_index: Path) -> None:
    own = "Le présent rapport porte sur la période allant de janvier à août 2023."
    other = "Il couvre la période allant du 1er février 2023 au 31 janvier 2024."
    assert _compare(reports_index, (own, "fr"), (other, "fr")) is None


def test_figures_in_another_order_agree_in_two_languages(reports_index: Path) -> None:
    own = "Las 58 instituciones proceden de 23 países, ocho de los cuales son menos adelantados."
    other = "من بين البلدان الـ23 التي تنتمي إليها المؤسسات الـ58، ثمانية من أقل البلدان نمواً."
    assert _compare(reports_index, (own, "es"), (other, "ar")) == Agreement(None)


def test_another_figure_next_to_a_common_figure_is_a_conflict(reports_index: Path) -> None:
    own = "It comprises 19 outputs, of which 14 have been delivered."
    other = "The single work plan has 29 outputs, 14 of them done."
    agreement = _compare(reports_index, (own, "en"), (other, "en"))
    assert agreement is not None
    assert agreement.differing is not None
    assert (agreement.differing.draft, agreement.differing.earlier) == (("19",), ("29",))


def test_one_common_figure_is_no_proof_of_agreement(reports_index: Path) -> None:
    own = "A further 14 organizations submitted inputs of their own."
    other = "El plan comprende 19 productos, 14 de los cuales ya están entregados."
    assert _compare(reports_index, (own, "en"), (other, "es")) is None
