"""``refs``, ``lookup`` and ``export`` keep their contract: JSON, exit codes, messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.references import find
from corpus.sample import FILES
from tests.commands import run, start

MENTION_KEYS = [
    "canonical", "kind", "body", "number", "edition", "passage", "start", "end", "text",
]  # fmt: skip
REPORT = FILES / "CWGWSIS40" / "S24-CWGWSIS40-C-0005!!MSW-F.docx"


@pytest.fixture
def index(reference_index: Path) -> Path:
    return reference_index


# --- refs ----------------------------------------------------------------------------------------


@pytest.mark.process
def test_refs_of_a_file_are_those_of_parse() -> None:
    found = run("refs", REPORT, "--json")
    assert found.code == 0
    assert list(found.json()) == ["mentions"]
    parsed = run("parse", REPORT, "--json").json()
    assert found.json()["mentions"] == parsed["mentions"]
    assert len(parsed["mentions"]) > 30
    for mention in parsed["mentions"]:
        assert list(mention) == MENTION_KEYS
        text = parsed["passages"][mention["passage"]]["text"]
        assert text[mention["start"] : mention["end"]] == mention["text"]


def test_refs_of_a_text_on_stdin() -> None:
    lines = [
        "Council Resolutions 1332 and 1334 (Rev. 2023)",
        "根据第140号决议（2022年，布加勒斯特，修订版）",
        "القرار 140 (المراجَع في بوخارست، 2022)",
        "No reference here, in 2023.",
        "Резолюция 1332 (Пересм. 2023 г.), направление деятельности C5 ВВУИО",
    ]
    found = run("refs", "-", "--json", given="\n\n".join(lines).encode()).json()["mentions"]
    assert [(one["passage"], one["canonical"], one["text"]) for one in found] == [
        (at, mention.canonical, mention.text)
        for at, line in enumerate(lines)
        for mention in find(line)
    ]
    assert [one["canonical"] for one in found] == [
        "Council Res. 1332 (Rev. 2023)",
        "Council Res. 1334 (Rev. 2023)",
        "PP Res. 140 (Rev. Bucharest, 2022)",
        "PP Res. 140 (Rev. Bucharest, 2022)",
        "Council Res. 1332 (Rev. 2023)",
        "WSIS C5",
    ]


@pytest.mark.parametrize(
    "given", [b"", b"\n \n", b"nothing", b"\xff\xfe", "القرار 1".encode()[:-2]]
)
def test_refs_of_an_odd_text(given: bytes) -> None:
    found = run("refs", "-", "--json", given=given)
    assert (found.code, found.json()) == (0, {"mentions": []})


@pytest.mark.process
def test_refs_in_another_encoding() -> None:
    found = start("refs", "-", "--json", given="Резолюция 1332 Совета МСЭ".encode("utf-16"))
    assert [one["canonical"] for one in found.json()["mentions"]] == ["Council Res. 1332"]


def test_refs_for_people() -> None:
    assert "Council Res. 1332" in run("refs", "-", given=b"see res 1332").out
    assert run("refs", "-", given=b"see nothing").out == "No references.\n"
    absent = run("refs", "no-such-file.docx")
    assert absent.code == 2
    assert "There is no no-such-file.docx" in absent.err
    assert run("refs").code == 2


# --- lookup --------------------------------------------------------------------------------------


def test_lookup_of_a_document(index: Path) -> None:
    found = run("lookup", "cwg 39/4", "--in", "ar", "--json", index=index)
    assert found.code == 0
    shown = found.json()
    assert list(shown)[:5] == ["canonical", "kind", "document", "mentions", "editions"]
    assert (shown["canonical"], shown["kind"]) == ("CWG-WSIS&SDG-39/4", "document")
    card = shown["document"]
    assert card["symbol"] == "CWG-WSIS&SDG-39/4"
    assert card["source"] == "مساهمة من البرازيل والبرتغال"
    assert [version["language"] for version in card["versions"]] == ["ar", "en", "zh"]
    assert [one["symbol"] for one in card["related"]] == ["CWG-WSIS&SDG-39/4(Add.1)"]
    assert "A/RES/70/125" in [one["canonical"] for one in card["cites"]]
    assert "CWG-WSIS&SDG-40/5" in [one["symbol"] for one in card["cited_by"]]
    for mention in shown["mentions"]:
        assert {"symbol", "label", "language", "page", "text"} <= set(mention)
    assert {one["language"] for one in shown["mentions"]} == {"ar", "zh"}
    assert shown["editions"] == []


def test_lookup_of_a_resolution(index: Path) -> None:
    shown = run("lookup", "1332号决议", "--json", index=index).json()
    assert (shown["canonical"], shown["kind"]) == ("Council Res. 1332", "resolution")
    assert shown["document"] is None
    assert [(one["edition"], one["paragraphs"]) for one in shown["editions"]] == [
        ("2023", 12),
        ("2024", 2),
    ]
    of_report = [one for one in shown["mentions"] if one["symbol"] == "CWG-WSIS&SDG-40/5"]
    assert [one["label"] for one in of_report] == [None, "1.1", "3.4"]
    assert {one["language"] for one in of_report} == {"en"}


def test_lookup_for_people(index: Path) -> None:
    document = run("lookup", "CWG-WSIS&SDG-39/4", index=index)
    assert "Contribution by Brazil and Portugal" in document.out
    assert "Mentioned in 6 paragraphs" in document.out
    assert "CWG-WSIS&SDG-40/5-E" in document.out
    resolution = run("lookup", "القرار 140", "--in", "zh", index=index)
    assert "PP Res. 140 (Rev. Bucharest, 2022)" in resolution.out
    assert "第140号决议" in resolution.out
    in_arabic = run("lookup", "39/4", "--in", "ar", index=index)
    assert "الفقرة" in in_arabic.out
    assert "para. " not in resolution.out + in_arabic.out
    absent = run("lookup", "C24/8", index=index)
    assert "It is not in the index itself." in absent.out
    assert "Mentioned in 1 paragraph\n" in absent.out


def test_lookup_that_finds_nothing(index: Path) -> None:
    near = run("lookup", "res 1323", "--json", index=index)
    assert near.code == 1
    assert near.json()["canonical"] == "Council Res. 1323"
    assert near.json()["mentions"] == near.json()["editions"] == []
    assert "Council Res. 1332" in near.json()["suggestions"]
    assert "Council Res. 1323 is not in the index" in near.err
    assert "Did you mean Council Res. 1332" in near.err
    unfinished = run("lookup", "CWG-WSIS&SDG-39", index=index)
    assert (unfinished.code, unfinished.out) == (1, "")
    assert "no whole reference" in unfinished.err
    assert "CWG-WSIS&SDG-39/2" in unfinished.err
    mixed_up = run("lookup", "A/70/125", index=index)
    assert mixed_up.code == 1
    assert "See also: A/RES/70/125" in mixed_up.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hello"], "“hello” is no reference"),
        ([""], "Nothing is asked"),
        (["'; DROP TABLE mention; --"], "is no reference"),
        (["x/1" * 5_000], "15,000 characters"),
        (["Resolutions 1332 and 1334"], "names 2 references"),
        (["C24/8", "--in", "de"], "de is not one of the six languages"),
        ([], "REFERENCE"),
    ],
)
def test_a_bad_lookup_ends_with_two(index: Path, arguments: list[str], message: str) -> None:
    outcome = run("lookup", *arguments, index=index)
    assert outcome.code == 2
    assert message in outcome.err
    assert outcome.out == ""


@pytest.mark.process
def test_lookup_needs_an_index(tmp_path: Path) -> None:
    outcome = start("lookup", "C24/8", index=tmp_path)
    assert outcome.code == 2
    assert "There is no index" in outcome.err


# --- status, export ------------------------------------------------------------------------------


def test_status_lists_the_holes(index: Path) -> None:
    absent = run("status", "--json", index=index).json()["absent"]
    assert {"symbol": "C24/8", "mentions": 1} in absent
    assert all(list(one) == ["symbol", "mentions"] for one in absent)
    shown = run("status", index=index).out
    assert "Cited, but not in the index" in shown
    assert "C24/8" in shown


def test_export_writes_the_graph(index: Path, tmp_path: Path) -> None:
    for name, head in (("a.graphml", b"<?xml"), ("a.csv", b"\xef\xbb\xbfsource,target")):
        outcome = run("export", "--graph", tmp_path / name, index=index)
        assert (outcome.code, outcome.out) == (0, "")
        assert "citations to" in outcome.err
        assert (tmp_path / name).read_bytes().startswith(head)
    wrong = run("export", "--graph", tmp_path / "a.txt", index=index)
    assert wrong.code == 2
    assert "neither GraphML nor CSV" in wrong.err
    assert run("export", index=index).code == 2
