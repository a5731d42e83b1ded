"""A sentence of a document, pasted as a question, leads to its paragraph first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.model import Encoder
from index.retrieval import Mode, Search
from index.store import Store

OUTLINE = "The outline, which builds on the roadmaps reported on in Document CWG-WSIS&SDG-39/2"


@pytest.fixture(scope="module")
def search(reports_index: Path, encoder: Encoder) -> Iterator[Search]:
    with Store(reports_index) as store:
        yield Search(store, encoder)


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        (f"“{OUTLINE}”", ("CWG-WSIS&SDG-40/5", "2.2")),
        ("报告提纲以CWG-WSIS&SDG-39/2号文件所述路线图为基础", ("CWG-WSIS&SDG-40/5", "2.2")),
        (
            "ومراعاتها في الطبعة القادمة من خارطة طريق خط العمل C5 التي تتناولها الوثيقة",
            ("CWG-WSIS&SDG-40/3(Rev.1)", "5.2"),
        ),
    ],
)
def test_it_comes_before_the_documents_that_it_cites(
    search: Search, sentence: str, place: tuple[str, str], mode: Mode
) -> None:
    first = search.search(sentence, mode=mode).hits[0]
    assert (first.found.symbol, first.found.passage.label) == place


def test_references_alone_lead_to_their_documents(search: Search) -> None:
    """A list of references holds these words too."""
    first = search.search("Document CWG-WSIS&SDG-39/2; Recommendation ITU-T X.1303").hits[0]
    assert first.found.symbol == "CWG-WSIS&SDG-39/2"
