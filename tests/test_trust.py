"""A small part of each trial of trust; `make torture` runs the whole (benchmarks/trust)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from benchmarks.trust import bits, damaged_files, engines, grammars, kills, power, readers
from benchmarks.trust.kills import Place, place
from benchmarks.trust.tally import Tally
from index.model import Encoder


@pytest.fixture(scope="module")
def there(encoder: Encoder) -> Iterator[Place]:
    """An index, and runs of the command on it."""
    assert encoder.dimension
    with place() as made:
        yield made


def faults_of(tally: Tally) -> list[str]:
    print(tally.table())
    return tally.faults


@pytest.mark.parametrize(
    ("part", "seed", "count"),
    [
        (kills.run, 18, 1),
        (power.run, 17, 1),
        (power.full, 50, 1),
        (power.full, 135, 1),
        (bits.run, 15, 5),
        pytest.param(engines.run, 17, 10, marks=pytest.mark.slow),
    ],
    ids=["kills", "power", "full", "full-restore", "bits", "engines"],
)
@pytest.mark.thorough
def test_an_index_outlasts(part: Callable[..., Tally], seed: int, count: int, there: Place) -> None:
    if part in (power.run, power.full) and there.library is None:
        pytest.skip(power.NEEDED)
    assert faults_of(part(seed, count, None, there)) == []


@pytest.mark.thorough
def test_damaged_files_cause_no_fault() -> None:
    assert faults_of(damaged_files.run(15, 5)) == []


def test_texts_that_nobody_would_write() -> None:
    assert faults_of(grammars.run(15, 3)) == []


@pytest.mark.slow
def test_readers_during_a_write_see_no_fault(encoder: Encoder) -> None:
    assert encoder.dimension
    assert faults_of(readers.run(15, 4, 0)) == []
