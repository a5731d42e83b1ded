"""References in documents that nobody wrote for a test."""

from __future__ import annotations

import pytest

from benchmarks.references.agreement import rows
from corpus.extract.references import find
from tests.conftest import REAL_DATA

DATA = REAL_DATA

# By the number of the paragraph they stand in, or the place for those without one.
REPORT = {
    "purpose": [
        "PP Res. 140 (Rev. Bucharest, 2022)", "Council Res. 1332 (Rev. 2023)",
        "Council Res. 1334 (Rev. 2023)",
    ],
    "1": ["A/RES/70/1", "A/RES/70/1", "A/RES/79/1"],
    "2.1": [
        "Council Res. 1332", "Council Res. 1334", "A/RES/70/125", "A/RES/70/1", "A/RES/77/150",
        "A/71/212", "A/70/299", "A/70/684", "A/RES/73/218", "E/RES/2023/3",
    ],
    "2.2": ["Council Res. 1332", "A/RES/70/1"],
    "2.3": [
        "CWG-WSIS&SDG-39/2", "CWG-WSIS&SDG-39/4", "CWG-WSIS&SDG-39/3", "CWG-WSIS&SDG-39/14",
        "CWG-WSIS&SDG-39/4",
    ],
    "2.5": [
        "A/RES/79/1", "CWG-WSIS&SDG-40/INF/4", "CWG-WSIS&SDG-40/INF/5", "CWG-WSIS&SDG-40/INF/6",
    ],
    "2.6": ["WSIS C2", "WSIS C4", "WSIS C5", "WSIS C6"],
    "2.8": ["A/RES/79/1"],
    "2.10.3": ["A/RES/79/1", "A/RES/70/1"],
    "2.12": ["Council Res. 1332 (Rev. 2019)", "A/RES/70/1"],
    "2.13": ["A/RES/70/1", "A/RES/70/1"],
    "3.1": ["WSIS C2", "WSIS C4", "WSIS C5", "WSIS C6"],
    "3.7": ["A/RES/79/1"],
    "3.8": ["A/RES/79/1", "A/RES/79/1"],
    "3.12": ["A/RES/70/1"],
    "3.13": ["Council Res. 1334 (Rev. 2023)"],
}  # fmt: skip


def test_the_report_to_the_council() -> None:
    path = DATA / "council-report" / "council-2024-cwg-wsis-sdg-report.zh.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    text = path.read_text(encoding="utf-8")
    canonicals = [mention.canonical for mention in find(text, "zh")]
    assert canonicals == [canonical for place in REPORT.values() for canonical in place]


def test_translations_have_the_same_references() -> None:
    path = DATA / "un-parallel" / "aligned.tsv"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    agreements = list(rows(path))
    assert len(agreements) >= 80
    assert sum(row.agrees for row in agreements) / len(agreements) >= 0.97
