"""One index for the tests of reports: two revisions, two reports, contributions."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.sample import FILES
from index.build import build
from index.build.sample_vectors import put_sample_vectors
from index.model import Encoder
from index.store import Store
from tests.conftest import MakeOnce

DOCUMENTS = (
    *("CWGWSIS39/*C-0002!!MSW-[EAC]*", "CWGWSIS39/*C-0004!!MSW-E*"),
    *("CWGWSIS40/*C-0003!!MSW-[EACF]*", "CWGWSIS40/*C-0003!R1!MSW-[EAC]*"),
    *("CWGWSIS40/*C-0005!!MSW-[EC]*", "CWGWSIS40/*INF-0007!!MSW-R*"),
    "CWGWSIS41/*INF-0003!!MSW-A*",
)


@pytest.fixture(scope="session")
def reports_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """Meetings 39 and 40 in English, Arabic and Chinese, for the most part; to be read only."""
    chosen = [path for pattern in DOCUMENTS for path in sorted(FILES.glob(pattern))]

    def fill(folder: Path) -> None:
        with Store(folder, create=True) as store:
            put_sample_vectors(store, encoder.name)
            assert not build(store, encoder, chosen, workers=2).failed

    return made_once("reports-index", fill)
