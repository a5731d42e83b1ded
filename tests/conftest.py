"""What the tests share: the bundled model, loaded once, and indexes built once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

from index.build.build import build
from index.model.encoder import Encoder, load
from index.retrieval.search import Search
from index.store.store import Store

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"
"""Real text and files; they are not part of the project and may be absent."""


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled model."""
    return load()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real text and files; skips the test where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"real data is not there: {REAL_DATA}")
    return REAL_DATA


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index of a part of the sample corpus: meeting 40, whole, and two files of other meetings.

    Not the whole corpus: reading it takes long.
    """
    from corpus.sample import FILES
    from index.build.sample_vectors import put_sample_vectors

    folder = tmp_path_factory.mktemp("sample-index")
    chosen = [
        *sorted(FILES.glob("CWGWSIS40/*C-0003!!MSW-*")),
        *sorted(FILES.glob("CWGWSIS40/*C-0003!!PDF-[EA]*")),
        *sorted(FILES.glob("CWGWSIS40/*INF-0007!!MSW-R*")),
        *sorted(FILES.glob("CWGWSIS41/*INF-0003!!MSW-A*")),
    ]
    with Store(folder, create=True) as store:
        put_sample_vectors(store, encoder.name)
        report = build(store, encoder, chosen, workers=2)
        assert not report.failed
        Search(store, encoder).prepare()
    return folder
