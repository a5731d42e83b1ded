"""Submitters of a document are of four kinds: countries, regional groups, offices, others."""

from __future__ import annotations

import pytest

from corpus import tables
from corpus.countries import find
from corpus.extract.submitters import regions, submitters
from corpus.filters import REGIONS

CASES = {
    "Contribution by Brazil and Portugal": [("country", "BRA"), ("country", "PRT")],
    "مساهمة من الأردن والمغرب": [("country", "JOR"), ("country", "MAR")],
    "日本的文稿": [("country", "JPN")],
    "African Telecommunications Union": [("group", "ATU")],
    "Egypt on behalf of the Arab Group": [("group", "ARB")],
    "مساهمة من المجموعة العربية": [("group", "ARB")],
    "非洲电信联盟": [("group", "ATU")],
    "Вклад Регионального содружества в области связи": [("group", "RCC")],
    "CEPT": [("group", "CEPT")],
    "The secretariat": [("office", "Secretariat")],
    "الأمانة": [("office", "Secretariat")],
    "秘书处": [("office", "Secretariat")],
    "Chair of the Council Working Group on WSIS and SDGs": [("office", "Chair")],
    "International Chamber of Commerce": [("other", "International Chamber of Commerce")],
    None: [],
}


@pytest.mark.parametrize("source", CASES)
def test_each_submitter_is_named(source: str | None) -> None:
    sources = submitters(source, find(source or ""))
    assert [(submitter.kind, submitter.key) for submitter in sources] == CASES[source]


def test_names_are_the_readers() -> None:
    (brazil, portugal) = submitters("Brasil y Portugal", ("BRA", "PRT"))
    assert (brazil.name("ru"), portugal.name("zh")) == ("Бразилия", "葡萄牙")
    assert submitters("Arab States")[0].name("fr") == "États arabes"


def test_every_member_state_is_of_one_region() -> None:
    members = [code for region in tables.load("regions").values() for code in region["countries"]]
    assert sorted(members) == sorted(tables.load("countries"))
    groups = [key for region in tables.load("regions").values() for key in region["groups"]]
    assert sorted(groups) == sorted(tables.load("groups"))
    assert tuple(tables.load("regions")) == REGIONS


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Contribution by Jordan and Morocco", ("ARB",)),
        ("مساهمة من اليابان", ("ASP",)),
        ("日本和肯尼亚的文稿", ("AFR", "ASP")),
        ("Вклад Республики Казахстан", ("CIS",)),
        ("Propositions des États arabes", ("ARB",)),
        ("European Common Proposals", ("EUR",)),
        ("Note by the Secretary-General", ()),
        ("", ()),
    ],
)
def test_region_of_a_source_is_that_of_its_submitters(
    source: str, expected: tuple[str, ...]
) -> None:
    assert regions(source) == expected
