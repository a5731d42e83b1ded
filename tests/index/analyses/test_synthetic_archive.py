"""The archive that reports are measured on has what reports are about, in six languages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from benchmarks.scale import synthetic_archive
from corpus.extract import mandates, references
from corpus.languages import BY_CODE

FRAMES = tomllib.loads(Path(synthetic_archive.__file__).with_suffix(".toml").read_text("utf-8"))
VALUES = {"year": 2024, "meeting": 38, "resolution": 140, "council": 1332}


def _fill(frame: dict[str, str], code: str) -> str:
    subject = FRAMES["subject"][code][0]
    return frame[code].format(**VALUES, symbol="CWG-WSIS&SDG-39/4", subject=subject)


@pytest.mark.parametrize("place", range(len(FRAMES["mandate"])))
def test_mandate_asks_the_same_in_six_languages(place: int) -> None:
    asked = {
        (mandate.verb, mandate.addressee, mandate.deadline)
        for code in BY_CODE
        for mandate in mandates.find(_fill(FRAMES["mandate"][place], code), code)
    }
    assert len(asked) == 1
    assert None not in asked.pop()


@pytest.mark.parametrize("place", range(len(FRAMES["reference"])))
def test_reference_cites_the_same_in_six_languages(place: int) -> None:
    cited = [
        [mention.canonical for mention in references.find(_fill(FRAMES["reference"][place], code))]
        for code in BY_CODE
    ]
    assert cited == [cited[0]] * len(BY_CODE)
    assert len(cited[0]) == 2


@pytest.mark.thorough
def test_versions_of_a_document_have_the_same_facts() -> None:
    versions = [synthetic_archive.document(number) for number in range(len(BY_CODE))]
    assert {version.language for version in versions} == {*BY_CODE}
    facts = {
        (version.metadata.symbol, version.metadata.date, version.metadata.agenda_item)
        for version in versions
    }
    assert len(facts) == 1
    assert {len(version.passages) for version in versions} == {synthetic_archive.A_DOCUMENT}
