"""Fixtures of the tests of the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import Store


@pytest.fixture
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """Thirty documents, as the test's module puts them."""
    with Store(tmp_path / "index", create=True) as opened:
        for number in range(30):
            request.module._put(opened, number)
        yield opened
