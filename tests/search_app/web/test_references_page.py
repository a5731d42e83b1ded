"""The parts of the references page: its address, its neighbourhood, its bars, its lists."""

from __future__ import annotations

import io
import re
import sys
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import search_app.web
from corpus.cards import CitedEdition
from corpus.documents import Metadata, Passage
from corpus.extract.references import find
from index.lookup.reference import DocumentCard, Trace, look_up
from index.references.forms import forms, name_references, nominative, own_name
from index.references.graph import Edge, Graph, Node, graph
from index.store import Store
from search_app.citing.export import PAPERS
from search_app.localise import CODES, Locale
from search_app.operations import LOOKUP
from search_app.web import frame
from search_app.web.parts import html
from search_app.web.parts.escape import as_html
from search_app.web.parts.meeting_bars import UNDATED, bars_html, meeting_key, meetings
from search_app.web.references.mentions import spans
from search_app.web.references.neighbourhood import neighbourhood, neighbourhood_html
from search_app.web.references.state import ReferenceState, reference_address
from search_app.web.reports import report_html

RESOLUTION = "PP Res. 140 (Rev. Bucharest, 2022)"
DOCUMENT = "CWG-WSIS&SDG-40/3"


@pytest.fixture(scope="module")
def store(sample_index: Path) -> Store:
    return Store(sample_index)


@given(
    st.text(min_size=1, max_size=80).filter(str.strip),
    st.none() | st.sampled_from(["39", "2024", UNDATED]),
    st.integers(1, 9999),
)
def test_an_address_keeps_what_the_page_shows(
    reference: str, meeting: str | None, page: int
) -> None:
    state = ReferenceState(reference, meeting, page)
    assert ReferenceState.from_address(state.to_address()) == state


@pytest.mark.parametrize("page", ["", "-1", "0", "x", "²", "99999999"])
def test_an_odd_address_opens_all_the_same(page: str) -> None:
    state = ReferenceState.from_address({"ref": ["C24/8"], "page": [page]})
    assert state.reference == "C24/8"
    assert 1 <= state.page <= 9999


def test_a_link_names_the_reference_whole() -> None:
    query = parse_qs(urlsplit(reference_address(DOCUMENT, "40")).query)
    assert query == {"q": [DOCUMENT], "meeting": ["40"]}


@pytest.mark.parametrize(
    ("meeting", "date", "key"),
    [("39", "2023-10-02", "39"), ("WTDC17", "2017-10", "2017"), (None, None, UNDATED)],
)
def test_a_document_belongs_to_a_meeting_or_a_year(
    meeting: str | None, date: str | None, key: str
) -> None:
    assert meeting_key(meeting, date) == key


@pytest.mark.parametrize("code", CODES)
def test_bars_count_every_mention_once(store: Store, code: str) -> None:
    locale = Locale(code)
    trace = look_up(store, RESOLUTION, code)
    every = meetings(store, locale)
    assert [one.key for one in every] == ["40", "41"]
    shown = [line.shown for line in trace.mentions]
    drawn = bars_html(
        locale, every, shown, chosen="40", address=lambda key: f"references?meeting={key}"
    )
    of_40 = sum(one.meeting == "40" for one in shown)
    assert locale.plural("references.paragraphs", of_40) in drawn
    assert not any(locale.date((one.date or "")[:7]) in drawn for one in every)
    assert 'href="references?meeting=41"' in drawn
    assert 'href="references?meeting=None" aria-current="true"' in drawn  # it is chosen already


def test_the_neighbourhood_of_a_document(store: Store) -> None:
    found = neighbourhood(graph(store), DOCUMENT, has_document=True)
    assert [one.name for one in found.citing] == []
    assert "A/RES/70/125" in {one.name for one in found.cited}
    assert not found.is_together
    assert found.more_cited


def test_the_neighbourhood_of_a_resolution_joins_its_editions(store: Store) -> None:
    found = neighbourhood(graph(store), "PP Res. 140", has_document=False)
    assert DOCUMENT in {one.name for one in found.citing}
    assert found.is_together
    assert not any(one.name.startswith("PP Res. 140") for one in found.cited)


@pytest.mark.parametrize("code", ["ar", "zh"])
def test_neighbours_are_called_as_the_reader_does(store: Store, code: str) -> None:
    found = neighbourhood(graph(store), DOCUMENT, has_document=True)
    names = name_references(store, found.names, code)
    drawn = neighbourhood_html(Locale(code), found, {}, names, reference_address)
    resolutions = [one.name for one in found.cited if " Res. " in one.name]
    assert resolutions
    for name in resolutions:
        assert f">{name}</span>" not in drawn
        assert f'dir="auto" title="{names[name]}">{names[name]}</span>' in drawn
    centre = DOCUMENT.replace("&", "&amp;")
    assert re.search(f'dir="ltr" class="wsis-unbroken" [^>]*>{centre}</strong>', drawn)


def test_only_the_nearest_neighbours_are_drawn_and_the_others_counted() -> None:
    names = [f"C24/{number}" for number in range(1, 21)]
    nodes = [Node(name, "document", name, None, None, in_index=True, in_links=0) for name in names]
    edges = [Edge(name, "C24/1", number) for number, name in enumerate(names[1:], 1)]
    found = neighbourhood(Graph(tuple(nodes), tuple(edges)), "C24/1", has_document=True)
    assert {one.name for one in found.citing} == set(names[-8:])
    assert {node.name for node in found.more_citing} == set(names[1:-8])
    drawn = neighbourhood_html(Locale("en"), found, {}, {}, reference_address)
    more = drawn.partition("<details")[2].partition("</details>")[0]
    assert Locale("en").plural("references.more", 11) in more
    assert more.count('<a class="wsis-link wsis-near-box') == 11
    assert set(names) <= set(found.names)


def test_the_neighbourhood_of_an_edition_has_what_cites_that_edition() -> None:
    root, newer, older = (
        "Council Res. 7",
        "Council Res. 7 (Rev. 2024)",
        "Council Res. 7 (Rev. 2020)",
    )
    nodes = [
        *(Node(name, "document", name, None, None, in_index=True, in_links=0) for name in "abc"),
        *(
            Node(name, "resolution", root, None, None, in_index=False, in_links=1)
            for name in (root, newer, older)
        ),
    ]
    edges = (Edge("a", newer, 2), Edge("b", older, 1), Edge("c", root, 1))
    whole = Graph(tuple(nodes), edges)

    def find(centre: str) -> tuple[str, list[str]]:
        found = neighbourhood(whole, centre, has_document=False)
        return found.centre, [node.name for node in found.citing]

    assert find(newer) == (newer, ["a"])
    assert find(root) == (root, ["a", "b", "c"])
    assert find("Council Res. 7 (Rev. 2019)") == (root, ["a", "b", "c"])


@pytest.mark.parametrize("code", CODES)
def test_the_picture_links_every_neighbour(store: Store, code: str) -> None:
    found = neighbourhood(graph(store), DOCUMENT, has_document=True)
    drawn = neighbourhood_html(Locale(code), found, {}, {}, reference_address)
    linked = len(found.cited) + len(found.more_cited)
    assert drawn.count('<a class="wsis-link wsis-near-box') == linked
    picture = drawn.split("base64,")[1].split('"')[0]
    svg = ET.fromstring(b64decode(picture))  # noqa: S314 - it is our own
    assert len(svg) == len(found.cited)


def test_a_document_without_a_symbol_is_named_and_leads_nowhere() -> None:
    nodes = (
        Node("C24/8", "document", "C24/8", None, None, in_index=True, in_links=1),
        Node("file:~/a.docx", "document", "file:~/a.docx", "T", None, in_index=True, in_links=0),
    )
    found = neighbourhood(
        Graph(nodes, (Edge("file:~/a.docx", "C24/8", 1),)), "C24/8", has_document=True
    )
    names = {"file:~/a.docx": "a.docx"}
    drawn = neighbourhood_html(Locale("en"), found, {}, names, str)
    assert "file:" not in drawn
    assert ">a.docx<" in drawn


def test_forms_are_what_can_be_pasted_in_each_language(store: Store) -> None:
    written = forms(store, [RESOLUTION])
    assert [one.language for one in written] == list(CODES)
    for one in written:
        assert [mention.canonical for mention in find(one.text)] == [RESOLUTION]
    assert {one.language: one.text for one in written}["en"] == (
        "Resolution 140 (Rev. Bucharest, 2022)"
    )
    drawn = html("references.forms", locale=Locale("ru"), found=written)
    assert drawn.count("wsis-copy") == len(CODES)
    # Nobody cites this edition, so nobody knows whether there is one.
    assert forms(store, [RESOLUTION], edition=RESOLUTION.replace("2022", "2030")) == []


@pytest.mark.parametrize(
    ("code", "written", "said"),
    [
        ("ru", "Резолюцией 140 (Пересм. 2022 г.)", "Резолюция 140 (Пересм. 2022 г.)"),
        ("ru", "решения 562 Совета", "Решение 562 Совета"),
        ("ar", "للقرار 140 (المراجَع في بوخارست، 2022)", "القرار 140 (المراجَع في بوخارست، 2022)"),
        ("ar", "وقرار المجلس 1332", "قرار المجلس 1332"),
        ("zh", "1334号决议", "第1334号决议"),
        ("zh", "理事会第1334号决议", "理事会第1334号决议"),
        ("zh", "A/RES/70/125号决议", "A/RES/70/125号决议"),
        ("en", "Resolutions 140", "Resolution 140"),
        ("fr", "résolution 140 (Rév. Bucarest, 2022)", "Résolution 140 (Rév. Bucarest, 2022)"),
        ("es", "Resoluciones 140", "Resolución 140"),
        ("en", "A/RES/70/125", "A/RES/70/125"),
    ],
)
def test_a_form_to_paste_is_whole_and_nominative(code: str, written: str, said: str) -> None:
    assert nominative(written, code) == said


def test_a_reference_is_written_as_in_the_readers_language(
    store: Store,
) -> None:
    nowhere = "Council Res. 9999 (Rev. 2001)"
    named = {
        "zh": ("第140号决议（2022年，布加勒斯特，修订版）", "理事会第9999号决议（2001年，修订版）"),
        "ar": ("القرار 140 (المراجَع في بوخارست، 2022)", "القرار 9999 (المراجَع في 2001) للمجلس"),
    }
    for code, (name, by_pattern) in named.items():
        names = name_references(store, [RESOLUTION, DOCUMENT, nowhere], code)
        assert names == {RESOLUTION: name, DOCUMENT: DOCUMENT, nowhere: by_pattern}


def _passage(text: str) -> Passage:
    return Passage("paragraph", text, mentions=find(text))


def test_mentions_are_marked_in_whatever_edition() -> None:
    text = "Resolution 140 (Rev. Busan, 2014) and Resolution 140 (Rev. Bucharest, 2022)"
    assert [text[a:b] for a, b in spans(_passage(text), "PP Res. 140")] == [
        "Resolution 140 (Rev. Busan, 2014)",
        "Resolution 140 (Rev. Bucharest, 2022)",
    ]


@pytest.mark.parametrize(
    ("text", "canonical", "marked"),
    [
        ("WSIS action lines C1–C11 and C5", "WSIS C5", ["C1–C11", "C5"]),
        ("WSIS action lines C1 to C11", "WSIS C5", ["C1 to C11"]),
        ("WSIS action lines C1 - C11", "WSIS C5", ["C1 - C11"]),
        ("WSIS action lines C1 – C11", "WSIS C1", ["C1"]),
        ("grandes orientations C1 à C11 du SMSI", "WSIS C5", ["C1 à C11"]),
        ("líneas de acción C1 a C11 de la CMSI", "WSIS C5", ["C1 a C11"]),
        ("направлений деятельности с С1 по С11", "WSIS C5", ["С1 по С11"]),
        ("从C1到C11的行动方面", "WSIS C5", ["C1到C11"]),
        ("行动方面C1至C11", "WSIS C5", ["C1至C11"]),
        ("خطوط العمل جيم 1 إلى جيم 11", "WSIS C5", ["جيم 1 إلى جيم 11"]),
        ("خطوط العمل C1\u200f–\u200fC11", "WSIS C5", ["C1\u200f–\u200fC11"]),
        ("Resolutions 130 to 133", "PP Res. 131", ["Resolutions 130 to 133"]),
        ("第130至133号决议（2022年，布加勒斯特，修订版）", "PP Res. 132 (Rev. Bucharest, 2022)", [
            "第130至133号决议（2022年，布加勒斯特，修订版）"]),
        ("القرارات 130-133", "PP Res. 131", ["القرارات 130-133"]),
        ("可持续发展目标1至5", "SDG 3", ["可持续发展目标1至5"]),
        ("CWG-WSIS&SDG-39/2号至39/5号文件", "CWG-WSIS&SDG-39/3", ["CWG-WSIS&SDG-39/2号至39/5"]),
        # Each by its own name, and none at the words between the ends of a range.
        ("突尼斯议程第5段、日内瓦行动计划、突尼斯承诺第5段", "WSIS-03/GENEVA/DOC/5", [
            "日内瓦行动计划"]),
    ],
)  # fmt: skip
def test_a_reference_within_a_range_is_marked_by_the_range(
    text: str, canonical: str, marked: list[str]
) -> None:
    assert [text[a:b] for a, b in spans(_passage(text), canonical)] == marked


@pytest.mark.parametrize(("code", "typed"), [("zh", "行动方面C5"), ("ar", "خط العمل جيم 5")])
def test_no_mention_is_marked_by_a_dash_alone(store: Store, code: str, typed: str) -> None:
    lines = look_up(store, typed, code).mentions
    passages = [line.shown.passage for line in lines]
    marked = [each.text[a:b] for each in passages for a, b in spans(each, "WSIS C5")]
    assert len(marked) >= len(lines) > 0
    assert [one for one in marked if not any(map(str.isnumeric, one))] == []


@pytest.fixture
def drawn(sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Trace, str], str]:
    """Return the HTML of a reference, as its operation lays it out."""
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(sample_index))
    return lambda trace, code: report_html(Locale(code), LOOKUP, replace(trace, mentions=()))


@pytest.mark.parametrize("code", CODES)
def test_the_card_names_versions_and_what_it_cites(
    store: Store, drawn: Callable[[Trace, str], str], code: str
) -> None:
    trace = look_up(store, DOCUMENT, code)
    assert trace.document is not None
    card = drawn(trace, code)
    versions = [f"documents?symbol=CWG-WSIS%26SDG-40%2F3&amp;left={each}" for each in CODES]
    assert all(f'href="{address}"' in card for address in versions)
    assert reference_address("A/RES/70/125").replace("&", "&amp;") in card
    cited = len(trace.document.cites)
    assert as_html(Locale(code).plural("references.more", cited - 5)) in card
    assert ">2022</p></th>" in drawn(look_up(store, "PP Res. 140", code), code)


@pytest.mark.parametrize("code", CODES)
def test_an_absent_document_has_its_name_under_its_symbol(
    store: Store, drawn: Callable[[Trace, str], str], code: str
) -> None:
    card = drawn(look_up(store, "WSIS-05/TUNIS/DOC/6(Rev.1)", code), code)
    name = own_name("WSIS-05/TUNIS/DOC/6(Rev.1)", code)
    assert f'dir="{Locale(code).direction}">{as_html(name or "")}</p>' in card
    assert as_html(Locale(code).text("references.not_here")) in card


@pytest.mark.parametrize("code", ["en", "zh", "ar"])
@pytest.mark.once
def test_a_cited_absent_document_has_its_name(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(reports_index))
    monkeypatch.setattr(frame, "PAGES", sorted(frame.PAGES, key=lambda one: one != "references"))
    page = AppTest.from_file(Path(search_app.web.__file__).with_name("app.py"), default_timeout=60)
    page.query_params.update({"q": "CWG-WSIS&SDG-39/4", "ui": code})
    page.run()
    assert not page.exception
    drawn = " ".join(one.proto.body for one in page.get("html"))
    name = as_html(own_name("WSIS-05/TUNIS/DOC/6(Rev.1)", code) or "")
    assert re.search(rf'class="wsis-near-title" lang="{code}"[^>]*>{name}<', drawn)
    assert re.search(rf"DOC.6\(Rev.1\)</a> · {name}", re.sub("</?(?:span|bdi).*?>", "", drawn))


@pytest.mark.parametrize(
    ("code", "asked", "meeting", "said"),
    [
        ("zh", "理事会第1332号决议（2024年，修订版）", "", "edition_first"),
        ("ar", "القرار ١٣٣٢ للمجلس (المراجَع في ٢٠٢٤)", "", "edition_first"),
        ("ar", "القرار ١٣٣٢ للمجلس (المراجَع في ٢٠٢٤)", "39", "edition_absent"),
        ("ru", "Резолюция 1332 Совета", "", None),
        ("en", "Council Resolution 1332 (Rev. 2019)", "", "edition_uncited"),
        ("fr", "Council Res. 1332 (Rev. 2019)", "39", "edition_uncited"),
    ],
)
def test_the_page_says_which_edition_stands_first(
    reports_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    asked: str,
    meeting: str,
    said: str | None,
) -> None:
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(reports_index))
    monkeypatch.setattr(frame, "PAGES", sorted(frame.PAGES, key=lambda one: one != "references"))
    page = AppTest.from_file(Path(search_app.web.__file__).with_name("app.py"), default_timeout=60)
    page.query_params.update({"q": asked, "ui": code, "meeting": meeting})
    page.run()
    assert not page.exception
    drawn = " ".join(one.proto.body for one in page.get("html"))
    for key in ("edition_first", "edition_absent", "edition_uncited"):
        assert (as_html(Locale(code).text(f"references.{key}")) in drawn) == (key == said)


@pytest.mark.parametrize(("code", "name"), [("ar", "القرار 1332"), ("zh", "理事会第1332号决议")])
def test_a_reference_and_its_editions_stand_under_the_readers_names(
    store: Store, drawn: Callable[[Trace, str], str], code: str, name: str
) -> None:
    locale = Locale(code)
    trace = look_up(store, "Council Res. 1332", code)
    of_edition = [edition.canonical for edition in trace.editions]
    names = name_references(store, ["Council Res. 1332", *of_edition], code)
    whole = "Council Res. 1332"
    head = html(
        "references.head", locale=locale, name=whole, called=names[whole], kind=None, entry=None
    )
    assert f'dir="{locale.direction}">{name}' in head
    editions = drawn(trace, code)
    link = f'dir="{locale.direction}" href="references?q=Council+Res.'
    assert editions.count(link) == len(of_edition) > 0
    assert ">Council Res." not in editions


@pytest.mark.parametrize("code", ["en", "ar"])
def test_editions_are_newest_first_and_the_newest_is_marked(
    store: Store, drawn: Callable[[Trace, str], str], code: str
) -> None:
    years = ("2014", None, "2022", "2018")
    editions = tuple(
        CitedEdition(year, f"PP Res. 140 (Rev. Busan, {year})" if year else "PP Res. 140", 1, ())
        for year in years
    )
    trace = replace(look_up(store, "PP Res. 140", code), editions=editions)
    table = drawn(trace, code).partition("<tbody>")[2].partition("</tbody>")[0]
    heads = re.findall(r'<th scope="row">(.*?)</th>', table, re.DOTALL)
    names = [" ".join(re.sub("<[^>]+>", " ", head).split()) for head in heads]
    text = Locale(code).text
    newest = f"2022 {text('references.newest')}"
    assert names == [newest, "2018", "2014", text("references.no_edition")]


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize(
    ("reference", "key", "address"),
    [
        (
            "PP Res. 140 (Rev. Bucharest, 2022)",
            "official_source",
            "https://www.itu.int/en/council/Documents/basic-texts-2023/RES-140-E.pdf",
        ),
        ("A/RES/70/125", "official_source", "https://undocs.org/{}/A/RES/70/125"),
        (
            "Council Res. 1332 (Rev. 2023)",
            "official_website",
            "https://www.itu.int/{}/council/Pages/default.aspx",
        ),
    ],
)
def test_an_official_source_is_a_link_on_the_card_and_in_word(
    store: Store,
    drawn: Callable[[Trace, str], str],
    code: str,
    reference: str,
    key: str,
    address: str,
) -> None:
    trace, address = look_up(store, reference, code), address.format(code)
    card = drawn(trace, code)
    link = f'<a class="wsis-outside" href="{address}" target="_blank" rel="noopener noreferrer">'
    assert f"{Locale(code).text(f'references.{key}')}: {link}" in card
    layout = LOOKUP.layout and LOOKUP.layout(trace, code)
    assert layout is not None
    word = docx.Document(io.BytesIO(PAPERS["docx"](layout, code)))
    assert address in [relation.target_ref for relation in word.part.rels.values()]
    assert f"({address})" in PAPERS["markdown"](layout, code).decode()


def test_a_title_is_no_markup(drawn: Callable[[Trace, str], str]) -> None:
    about = Metadata(symbol="C24/8", title="<script>alert(1)</script>\u202e", source="<b>x</b>")
    card = DocumentCard(about, (), (), (), ())
    shown = drawn(Trace("C24/8", "document", card), "en")
    assert "alert(1)" in shown
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "\u202e" not in shown
