"""``refs``, ``lookup`` and ``export`` keep their contract: JSON, exit codes, messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from corpus.extract.references import find
from corpus.sample import FILES
from index.store import Store
from ingest.read import read
from search_app.localise import Locale
from search_app.terminal.terminal_text import TerminalText
from tests.commands import run, start
from tests.index.building import put
from tests.index.references.reference_store import put_paragraphs

MENTION_KEYS = [
    "canonical", "kind", "body", "number", "edition", "passage", "start", "end", "text",
]  # fmt: skip
REPORT = FILES / "CWGWSIS40" / "S24-CWGWSIS40-C-0005!!MSW-F.docx"


@pytest.fixture
def index(reference_index: Path) -> Path:
    return reference_index


# --- refs ----------------------------------------------------------------------------------------


@pytest.mark.process
@pytest.mark.thorough
def test_refs_of_a_file_are_those_of_parse() -> None:
    outcome = run("refs", REPORT, "--json")
    assert outcome.code == 0
    assert list(outcome.json()) == ["mentions"]
    parsed = run("parse", REPORT, "--json").json()
    assert outcome.json()["mentions"] == parsed["mentions"]
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
    mentions = run("refs", "-", "--json", given="\n\n".join(lines).encode()).json()["mentions"]
    assert [
        (mention["passage"], mention["canonical"], mention["text"]) for mention in mentions
    ] == [
        (position, mention.canonical, mention.text)
        for position, line in enumerate(lines)
        for mention in find(line)
    ]
    assert [mention["canonical"] for mention in mentions] == [
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
    outcome = run("refs", "-", "--json", given=given)
    assert (outcome.code, outcome.json()) == (0, {"mentions": []})


@pytest.mark.process
@pytest.mark.thorough
def test_refs_in_another_encoding() -> None:
    outcome = start("refs", "-", "--json", given="Резолюция 1332 Совета МСЭ".encode("utf-16"))
    assert [mention["canonical"] for mention in outcome.json()["mentions"]] == ["Council Res. 1332"]


@pytest.mark.parametrize("line", ["第9999号决议", "القرار 250", "Decision 9999"])
def test_refs_finds_a_resolution_of_an_unknown_body(line: str) -> None:
    (mention,) = run("refs", "-", "--json", given=line.encode()).json()["mentions"]
    assert (mention["text"], mention["body"]) == (line, None)
    assert not run("refs", "-", "--json", given=b"C5\ntarget 9.1\n140 grants\n").json()["mentions"]


@pytest.mark.model
def test_a_language_of_equivalents_is_that_of_their_documents(word_index: Path) -> None:
    asked = ("equivalents", "action line", "--json")
    every = run(*asked, index=word_index).json()["equivalents"]
    assert len({each["language"] for each in every}) > 1
    french = run(*asked, "--in", "fr", index=word_index).json()["equivalents"]
    assert [each["language"] for each in french] == ["fr"]
    of_french = run(*asked, "--language", "fr", index=word_index).json()["equivalents"]
    assert {each["language"] for each in of_french} == {each["language"] for each in every}


def test_refs_for_people() -> None:
    assert "Council Res. 1332" in run("refs", "-", given=b"see res 1332").out
    nothing = run("refs", "-", given=b"see nothing", LC_ALL="fr_FR.UTF-8")
    assert (nothing.code, nothing.out) == (0, "Le texte ne contient aucune référence.\n")
    bare = run("refs", "-", "--json", given=b"Resolution 7 applies.\nSee Resolution 140.").json()
    assert [mention["canonical"] for mention in bare["mentions"]] == ["Res. 7", "PP Res. 140"]
    absent = run("refs", "no-such-file.docx")
    assert absent.code == 2
    assert "There is no no-such-file.docx" in absent.err
    assert run("refs").code == 2


def test_no_reference_is_cut_in_a_file() -> None:
    long = "Резолюция 140 (Пересм. Бухарест, 2022 г.) Полномочной конференции"
    chinese = (
        "理事会第1332和1334号决议（2023年，修订版）、第140号决议（2022年，布加勒斯特，修订版）"
    )
    out = run("refs", "-", given=f"{long}\n{chinese}\n".encode()).out
    assert "…" not in out
    for whole in (
        "Резолюция 140 (Пересм. Бухарест, 2022 г.)",
        "1334号决议（2023年，修订版）",
        "第140号决议（2022年，布加勒斯特，修订版）",
    ):
        assert whole in out


@pytest.mark.parametrize("width", range(8, 40, 3))
def test_a_terminal_breaks_no_number_in_chinese(width: int) -> None:
    text = (
        "可持续发展目标具体目标4.6、11.4和16.10，见CWG-39/2第2.3.1段（2023年10月2日），另见其他。"
    )
    lines = [line.plain.rstrip() for line in TerminalText(text).wrap(Console(), width)]
    assert "".join(lines) == text
    assert all(cell_len(line) <= width + 2 for line in lines)
    for whole in ("4.6、", "11.4", "16.10，", "2.3.1段", "2023年", "10月", "2日），"):
        assert any(whole in line for line in lines), lines
    assert not any(line[0] in "，。、）" for line in lines)


# --- lookup --------------------------------------------------------------------------------------


def test_lookup_of_a_document(index: Path) -> None:
    outcome = run("lookup", "cwg 39/4", "--in", "ar", "--json", index=index)
    assert outcome.code == 0
    shown = outcome.json()
    assert list(shown)[:5] == ["canonical", "kind", "document", "mentions", "editions"]
    assert (shown["canonical"], shown["kind"]) == ("CWG-WSIS&SDG-39/4", "document")
    card = shown["document"]
    assert card["symbol"] == "CWG-WSIS&SDG-39/4"
    assert card["source"] == "مساهمة من البرازيل والبرتغال"
    assert [version["language"] for version in card["versions"]] == ["ar", "en", "zh"]
    assert [entry["symbol"] for entry in card["related"]] == ["CWG-WSIS&SDG-39/4(Add.1)"]
    assert "A/RES/70/125" in [reference["canonical"] for reference in card["cites"]]
    assert "CWG-WSIS&SDG-40/5" in [entry["symbol"] for entry in card["cited_by"]]
    for mention in shown["mentions"]:
        assert {"symbol", "label", "language", "page", "text"} <= set(mention)
    assert {mention["language"] for mention in shown["mentions"]} == {"ar", "zh"}
    assert shown["editions"] == []


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_names_of_languages_stay_apart_in_either_direction(index: Path, language: str) -> None:
    """Joined by commas they would be drawn as one run, in the direction of the first."""
    outcome = run("lookup", "cwg 39/4", "--in", language, index=index)
    (line,) = [line for line in outcome.out.splitlines() if "English" in line]
    assert line.count(" · ") == len(("العربية", "English", "中文")) - 1


def test_lookup_of_a_resolution(index: Path) -> None:
    shown = run("lookup", "1332号决议", "--json", index=index).json()
    assert (shown["canonical"], shown["kind"]) == ("Council Res. 1332", "resolution")
    assert shown["document"] is None
    assert [(edition["edition"], edition["paragraphs"]) for edition in shown["editions"]] == [
        ("2023", 12),
        ("2024", 2),
    ]
    of_report = [
        mention for mention in shown["mentions"] if mention["symbol"] == "CWG-WSIS&SDG-40/5"
    ]
    assert [mention["label"] for mention in of_report] == [None, "1.1", "3.4"]
    assert {mention["language"] for mention in of_report} == {"en"}
    # The text is of one edition, and the list of all.
    of_body = "https://www.itu.int/en/council/Pages/default.aspx"
    assert (shown["official_source"], shown["official_list"]) == (None, of_body)


def test_lookup_for_people(index: Path) -> None:
    document = run("lookup", "CWG-WSIS&SDG-39/4", index=index)
    assert "Contribution by Brazil and Portugal" in document.out
    assert "Mentions: 6 paragraphs" in document.out
    assert "CWG-WSIS&SDG-40/5-E" in document.out
    resolution = run("lookup", "القرار 140", "--in", "zh", index=index)
    assert "全权代表大会第140号决议  决议" in resolution.out
    assert "第140号决议（2022年，布加勒斯特，修订版）" in resolution.out
    in_arabic = run("lookup", "39/4", "--in", "ar", index=index)
    assert "الفقرة" in in_arabic.out
    assert "برنامج عمل تونس" in in_arabic.out.split("\n\n")[0]  # cited by its symbol, and so called
    assert "para. " not in resolution.out + in_arabic.out
    absent = run("lookup", "C24/8", index=index)
    assert "text not in the index" in absent.out
    assert "Mentions: 1 paragraph\n" in absent.out
    assert "Official source: https://www.itu.int/md/S24-CL-C-0008/en\n" in absent.out


@pytest.mark.parametrize("typed", ["第9999号决议", "القرار 999", "Resolution 2015", "第1500号决议"])
def test_a_number_without_resolution_is_reported_as_absent(index: Path, typed: str) -> None:
    outcome = run("lookup", typed, index=index)
    assert outcome.code == 0
    assert "is not in the index, and nothing there mentions it" in outcome.err


def test_a_paragraph_without_mention_is_reported(index: Path) -> None:
    locale = Locale("zh")
    output = run("lookup", "突尼斯议程第109段", "--in", "zh", index=index).out
    assert "突尼斯信息社会议程" in output
    assert locale.text("references.paragraph_first", label="109") in output
    absent = run("lookup", "突尼斯议程第999段", "--in", "zh", index=index).out
    assert locale.text("references.no_paragraph", label="999")[:16] in absent


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("Council Resolution 1332 (Rev. 2024)", "en"),
        ("القرار ١٣٣٢ للمجلس (المراجَع في ٢٠٢٤)", "ar"),
        ("理事会第1332号决议（2024年，修订版）", "zh"),
    ],
)
@pytest.mark.once
def test_the_edition_that_comes_first_is_explained(index: Path, typed: str, language: str) -> None:
    def editions_in(typed: str) -> list[str]:
        out = "".join(run("lookup", typed, "--in", language, index=index).out.split())
        keys = ("edition_first", "edition_absent", "edition_uncited")
        sentences = {key: Locale(language).text(f"references.{key}") for key in keys}
        return [key for key in keys if "".join(sentences[key].split()) in out]

    assert editions_in(typed) == ["edition_first"]
    assert editions_in(typed.replace("2024", "2020").replace("٢٠٢٤", "٢٠٢٠")) == ["edition_uncited"]
    assert editions_in("Council Resolution 1332") == []
    answer = run("lookup", typed, "--json", index=index).json()
    editions = ["2024" in str(mention["canonical"]) for mention in answer["mentions"]]
    assert editions == sorted(editions, reverse=True)
    assert set(editions) == {True, False}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_lookup_of_a_number_that_several_bodies_have_asks_for_the_body(
    tmp_path: Path, language: str
) -> None:
    with Store(tmp_path, create=True) as store:
        put_paragraphs(
            store, "a", "CWG-WSIS&SDG-41/6", "WTSA Resolution 7 and WTDC Resolution 8 apply."
        )
    answer = run("lookup", "Resolution 7", "--in", language, "--json", index=tmp_path)
    assert answer.code == 0
    assert (answer.json()["canonical"], answer.json()["document"]) == ("Res. 7", None)
    assert answer.json()["suggestions"][0] == "WTSA Res. 7"
    said = run("lookup", "Resolution 7", "--in", language, index=tmp_path).err
    assert Locale(language).text("references.no_body") in " ".join(said.split())
    assert "WTSA" in said or "7" in said.splitlines()[-1]
    named = run("lookup", "PP Resolution 7", "--in", language, index=tmp_path).err
    assert Locale(language).text("references.no_body") not in " ".join(named.split())


def test_lookup_finds_a_number_of_which_no_document_says_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("The club follows Resolution 7.\n\nIt met in May.\n", encoding="utf-8")
    with Store(tmp_path / "index", create=True) as store:
        put(store, read(path))
    answer = run("lookup", "Resolution 7", "--json", index=tmp_path / "index")
    assert (answer.code, answer.json()["canonical"]) == (0, "Res. 7")
    assert [mention["text"] for mention in answer.json()["mentions"]] == [
        "The club follows Resolution 7."
    ]
    printed = run("lookup", "Resolution 7", index=tmp_path / "index").out
    assert "The number alone does not show" in printed


def test_lookup_shows_an_edition_of_a_recommendation(tmp_path: Path) -> None:
    symbol = "ITU-T Rec. X.1258 (09/2021)"
    with Store(tmp_path, create=True) as store:
        put_paragraphs(store, "a", symbol, "It is noted.", title="Framework of trust")
    answer = run("lookup", "ITU-T X.1258", "--json", index=tmp_path).json()
    assert (answer["canonical"], answer["document"]["symbol"]) == ("ITU-T Rec. X.1258", symbol)
    printed = run("lookup", "ITU-T X.1258", index=tmp_path).out
    assert {symbol, "Framework of trust"} <= {*printed.splitlines()}
    assert "text not in the index" not in printed


def test_lookup_that_finds_nothing(index: Path) -> None:
    near = run("lookup", "res 1323", "--json", index=index)
    assert near.code == 0
    assert near.json()["canonical"] == "Council Res. 1323"
    assert near.json()["mentions"] == near.json()["editions"] == []
    assert "Council Res. 1332" in near.json()["suggestions"]
    assert "Council Res. 1323 is not in the index" in near.err
    assert "Did you mean: Council Resolution 1332" in near.err
    unfinished = run("lookup", "CWG-WSIS&SDG-39", index=index)
    assert (unfinished.code, unfinished.out) == (0, "")
    assert "no whole reference" in unfinished.err
    assert "CWG-WSIS&SDG-39/2" in unfinished.err
    mixed_up = run("lookup", "A/70/125", index=index)
    assert mixed_up.code == 0
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
@pytest.mark.thorough
def test_lookup_needs_an_index(tmp_path: Path) -> None:
    outcome = start("lookup", "C24/8", index=tmp_path)
    assert outcome.code == 2
    assert "There is no index" in outcome.err


# --- status, export ------------------------------------------------------------------------------


@pytest.mark.thorough
def test_status_lists_the_holes(index: Path) -> None:
    absent = run("status", "--json", index=index).json()["absent"]
    assert {"symbol": "C24/8", "mentions": 1} in absent
    assert all(list(mention) == ["symbol", "mentions"] for mention in absent)
    shown = run("status", index=index).out
    assert "Cited, but not in the index" in shown
    assert "C24/8" in shown


def test_export_writes_the_graph(index: Path, tmp_path: Path) -> None:
    for name, head in (("a.graphml", b"<?xml"), ("a.csv", b'\xef\xbb\xbf"source","target"')):
        outcome = run("export", "--graph", tmp_path / name, index=index)
        assert (outcome.code, outcome.out) == (0, "")
        assert "citations to" in outcome.err
        assert (tmp_path / name).read_bytes().startswith(head)
    wrong = run("export", "--graph", tmp_path / "a.txt", index=index)
    assert wrong.code == 2
    assert "neither GraphML nor CSV" in wrong.err
    assert run("export", index=index).code == 2
