"""Test that each part of the ranking can be left out by its name."""

from __future__ import annotations

from benchmarks.ablate import PARTS


def test_each_part_that_is_left_out_is_part_of_the_program() -> None:
    missing = [
        name
        for replacements in PARTS.values()
        for owner, name, _ in replacements
        if not hasattr(owner, name)
    ]
    assert not missing
