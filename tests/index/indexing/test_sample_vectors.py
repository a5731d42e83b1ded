"""Are the vectors that come along those of the sample corpus, as the model gives them?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.sample import FILES
from index.indexing.build import build
from index.indexing.sample_vectors import put_sample_vectors, sample_vectors
from index.indexing.texts import VERSION
from index.model.default_model import MODEL_NAME
from index.model.encoder import Encoder
from index.model.openvino_encoder import OpenVinoEncoder
from index.store import Store


class Counting:
    """An encoder that counts what it is asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self._encoder = encoder
        self.asked: list[str] = []

    def passages(self, texts: list[str], _: object = None) -> object:
        self.asked += texts
        return self._encoder.passages(texts)

    def queries(self, texts: list[str]) -> object:
        return self._encoder.queries(texts)


def test_the_sample_needs_no_embedding(tmp_path: Path, encoder: Encoder) -> None:
    counting = Counting(encoder)
    files = sorted(FILES.glob("CWGWSIS4*/*INF-0007!!MSW-R*"))
    with Store(tmp_path / "index", create=True) as store:
        put_sample_vectors(store, encoder.name)
        report = build(store, counting, files)  # type: ignore[arg-type]
        assert report.ingested == 1
        assert counting.asked == [], "the file is behind: see index/indexing/sample_vectors.py"
        missing = store.vectors.count_missing(VERSION)
        kept = len(store.query("SELECT 1 FROM vector"))
    assert missing == (0, 0)
    assert 0 < kept < len(sample_vectors(MODEL_NAME)), "what no passage needs has gone"


@pytest.mark.model
def test_sample_vectors_equal_those_of_the_model(tmp_path: Path) -> None:
    files = sorted(FILES.glob("CWGWSIS4*/*INF-0003!!MSW-A*"))
    along = sample_vectors(MODEL_NAME)
    with Store(tmp_path / "index", create=True) as store:
        build(store, OpenVinoEncoder(), files)  # the tests' own has them from the file
        rows = store.query("SELECT digest, value FROM vector")
    assert rows
    for row in rows:
        own = np.frombuffer(row["value"], "<f4")
        assert float(own @ along[row["digest"]]) > 0.999  # processors round otherwise: 0.99990


def test_another_model_gets_none() -> None:
    assert sample_vectors("another") == {}
