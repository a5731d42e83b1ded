"""Indexes of a few documents, of which it is known who says what."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.model import Encoder
from tests.conftest import MakeOnce, of_sample


@pytest.fixture(scope="module")
def alike_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """Sensors of Japan and China, and solar power in Kenya and Uruguay: one subject, two texts."""
    documents = (
        *("CWGWSIS40/*C-0003!R1!MSW-[EAC]*", "CWGWSIS40/*INF-0008!!MSW-C*"),
        *("CWGWSIS39/*C-0007!!MSW-*", "CWGWSIS39/*INF-0005!!MSW-S*"),
    )
    return made_once("alike-index", of_sample(encoder, *documents))


@pytest.fixture(scope="module")
def said_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """Documents: a contribution of Japan with its revision; others name a topic, or are near it."""
    documents = (
        *("CWGWSIS39/*C-0004!!MSW-*", "CWGWSIS40/*C-0003!!MSW-*", "CWGWSIS40/*C-0003!R1!MSW-*"),
        *("CWGWSIS40/*C-0005!!MSW-*", "CWGWSIS40/*INF-0004!!MSW-*", "CWGWSIS41/*C-0006!!MSW-*"),
        "CWGWSIS41/*INF-0004!!MSW-*",
    )
    return made_once("said-index", of_sample(encoder, *documents))


@pytest.fixture(scope="module")
def told_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """Documents: of Fiji and China in one language; the others, in six, show equivalents."""
    documents = (
        *("CWGWSIS39/*C-0002!!MSW-*", "CWGWSIS39/*C-0004!!MSW-*", "CWGWSIS39/*C-0007!!MSW-*"),
        *("CWGWSIS39/*INF-0002!!MSW-E*", "CWGWSIS40/*INF-0008!!MSW-C*"),
        *("CWGWSIS41/*C-0002!!MSW-*", "CWGWSIS41/*C-0006!!MSW-*"),
    )

    return made_once("told-index", of_sample(encoder, *documents))
