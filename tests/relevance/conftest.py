"""The documents of the sample corpus, which the labelled sets are checked against."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.sample import FILES
from ingest.read import read
from tests.conftest import MakeOnce

Versions = dict[str, dict[str, Document]]
"""Documents by symbol, then by language."""


@pytest.fixture(scope="session")
def versions(made_once: MakeOnce) -> Versions:
    """The Word files of the sample corpus."""

    def write_documents(folder: Path) -> None:
        documents = [read(path) for path in sorted(FILES.glob("*/*MSW-*.docx"))]
        (folder / "documents").write_bytes(pickle.dumps(documents))

    pickled = (made_once("sample-documents", write_documents) / "documents").read_bytes()
    by_symbol: Versions = {}
    for document in pickle.loads(pickled):  # noqa: S301 - written by this fixture
        by_symbol.setdefault(document.metadata.symbol, {})[document.language] = document
    assert len(by_symbol) == 16
    return by_symbol
