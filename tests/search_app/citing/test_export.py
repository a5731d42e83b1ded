"""Exports hold what was gathered, read back by other programs' readers, and text stays text."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from docx import Document
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.text import clean
from index.store import Excerpt, PassageTranslation
from search_app.citing.citation import citation, own_note, version_symbol
from search_app.citing.export import report_csv, report_markdown
from search_app.citing.layout import Layout, LayoutCell, LayoutSection, LayoutTable
from search_app.citing.words import one_line, words
from search_app.localise import Locale
from tests.search_app.passages import BASKET, LANGUAGES, OWN_EXPORTS, TEXTS, export, passage
from tests.spreadsheets import HOSTILE as FORMULAS
from tests.spreadsheets import formulas

HOSTILE = [
    "<script>alert(1)</script>",
    "**bold** _it_ `code` [a](http://evil.example) ![x](y) ~~no~~ $x$ a|b",
    "# heading\n- item\n1. one\n> quote\n```\ncode\n---\n===",
    "    indented code",
    "https://evil.example www.evil.example a@evil.example &amp; &#60; \\ :smile:",
    '=HYPERLINK("http://evil.example";"x")',
    "+1+1 @SUM(A1) -2",
    "a \u202egnihtemos\u202c b",
    "first\r\nER  - \r\nTY  - BOOK",
    "} , title = {stolen}, x = {",
    "100 % of #1 & $5 {in} braces ~ ^ _",
    "\x00\x07\ud800\uffff end",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OWN_EXPORTS)
def test_every_form_is_written_for_every_reader(name: str, language: str) -> None:
    content = export(name, BASKET, language)
    if name == "docx":
        content = "\n".join(
            paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs
        ).encode()
    text = content.decode("utf-8-sig")
    if name == "bibtex":
        text = re.sub(r"\\(?=[&(#%])", "", text)
    for shown in BASKET:
        assert shown.passage.text in text
        assert citation(shown, language) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_readers_note_is_marked_as_such(language: str) -> None:
    first, second = BASKET[0], BASKET[2]
    note = "=1+1 **Geneva**: ask 日内瓦 and جنيف"
    note_line = own_note(note, language)
    assert note_line.endswith(note)
    assert note_line != note
    given = ([first, second], language, ("", note))
    lines = [
        paragraph.text for paragraph in Document(io.BytesIO(export("docx", *given))).paragraphs
    ]
    position = lines.index(note_line)
    assert lines[position - 2 : position] == [second.passage.text, citation(second, language)]
    blocks = re.findall(r"<p>(.*?)</p>", _render(export("markdown", *given)), re.DOTALL)
    assert [unescape(block) for block in blocks].index(
        note_line
    ) == 5  # the date, and twice two before
    table = export("csv", *given).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert rows[0][-1] == words(language).export["note"]
    assert [row[-1] for row in rows[1:]] == ["", f"'{note}"]
    (_, plain), (_, noted) = _bibtex(*given)
    assert "comment" not in plain
    assert noted["comment"] == note_line
    records = rispy.loads(export("ris", *given).decode())
    assert [record["notes"][2:] for record in records] == [[], [note_line]]


@pytest.mark.parametrize("name", OWN_EXPORTS)
def test_an_empty_basket_gives_an_empty_file_that_opens(name: str) -> None:
    content = export(name, [])
    if name == "docx":
        Document(io.BytesIO(content))
    else:
        content.decode()


@pytest.mark.parametrize("name", OWN_EXPORTS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_document_breaks_a_file(name: str, text: str) -> None:
    shown = passage(text, title=text, source=text, symbol=None, file=f"/x/{text}", heading=(text,))
    content = export(name, [shown, passage()], "ar")
    if name == "docx":
        assert clean(text) in "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    else:
        assert "\u202e" not in content.decode("utf-8")


def _render(markdown: bytes) -> str:
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    return str(reader.render(markdown.decode()))


def _text_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    html = _render(export("markdown", [passage(text, title=text)]))
    assert set(re.findall(r"<(/?\w+)", html)) <= {
        *("h1", "/h1", "h2", "/h2", "p", "/p", "ul", "/ul", "li", "/li", "br"),
        *("blockquote", "/blockquote"),
    }
    assert " ".join(clean(text).split()) in _text_of(html)


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), max_size=50)
    | st.text(st.sampled_from("""\\`*_{}[]()<>#+-.:!|&;$^~="'/@ a1\n"""), max_size=30)
)
def test_markdown_gives_any_text_back(text: str) -> None:
    shown = " ".join(clean(text).split())
    assume(shown)
    assert shown in _text_of(_render(export("markdown", [passage(text)])))
    report = Layout(
        "t",
        (
            LayoutSection(
                text, 1, (LayoutCell(text),), LayoutTable(("a",), (1,), ((LayoutCell(text),),))
            ),
        ),
    )
    html = _render(report_markdown(report, "en")).replace("<br>", " ")
    places = re.findall(r"<(h2|p|td)>(.*?)</\1>", html, re.DOTALL)[1:]
    assert [_text_of(place) for _, place in places] == [shown] * 3


EXACT = [
    "CWG-WSIS&SDG-39/2 (Rev.1); CWG-WSIS&SDG; R&D; Q&A",
    "[and the Council] notes! file_name_1.docx #1 {in} braces, 3 > 2 < 5, a | b, 2^10, -5 °C",
    "C:\\docs",
    "US$5 million, US$10 million",
    "US$ 5 million, US$ 10 million",
    "https://www.itu.int/en/council/cwg-wsis&sdg/default.aspx?a=1&b=2 wsis@itu.int",
    "CWG-WSIS&SDG第40次会议[修订]，附件1：https://itu.int",
    "الوثيقة CWG-WSIS&SDG-40/5 [مراجعة]",
]


@pytest.mark.parametrize("text", EXACT)
def test_characters_without_meaning_in_markdown_are_not_escaped(text: str) -> None:
    assert f"> {text}\n" in export("markdown", [passage(text)]).decode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("AT&amp;T &#60; &sdg;", r"AT\&amp;T \&#60; &sdg;"),
        ("see [a](b) [x]: y [^1]", r"see [a\](b) [x]: y \[^1]"),
        ("[a]: b", r"\[a]: b"),
        ("1. one", r"1\. one"),
        ("$x$ :smile: @who https://a.b/c*d", r"$x\$ \:smile: \@who https\://a.b/c\*d"),
    ],
)
def test_characters_with_meaning_in_markdown_are_escaped(text: str, written: str) -> None:
    assert f"> {written}\n" in export("markdown", [passage(text)]).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_is_read_back_with_the_readers_headings(language: str) -> None:
    content = export("csv", BASKET, language)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(BASKET) + 1
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    say = words(language).export
    for row, shown in zip(rows, BASKET, strict=True):
        assert row[say["text"]] == shown.passage.text
        assert row[say["citation"]] == citation(shown, language)
        assert row[say["symbol"]] == version_symbol(shown)
        assert row[say["page"]] == "3"
        assert row[say["language"]] == Locale(language).language(shown.language)


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@x", "\t=1", " =1", "\n=1", "＝1", "－A1"])
def test_no_cell_is_computed(text: str) -> None:
    content = export("csv", [passage(text, title=text, source=text, heading=(text,))])
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not re.match(r"\s*[=+\-@＝＋－＠]", cell), cell


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_computed_whatever_the_file_is_split_at(text: str) -> None:
    excerpt = passage(text, title=text, source=text, heading=(text,), file=f"/x/{text}")
    assert formulas(export("csv", [excerpt, passage()], "fr", (text, text))) == []
    row = (LayoutCell(text), LayoutCell(text, "en"), LayoutCell("a", below=text))
    report = Layout(
        text, (LayoutSection(text, table=LayoutTable((text, "b", "c"), (1, 1, 1), (row, row))),)
    )
    assert formulas(report_csv(report, "ru")) == []


def test_a_harmless_text_is_pasted_unchanged() -> None:
    for text in ("-5 %", "– текст", "a; b, -5 °C", "-"):
        content = export("csv", [passage(text)]).decode("utf-8-sig")
        _, row = csv.reader(io.StringIO(content, newline=""))
        assert row[10] == text


def _bibtex(
    passages: list[Excerpt], language: str = "en", notes: tuple[str, ...] = ()
) -> list[tuple[str, dict[str, str]]]:
    library = parse_string(
        export("bibtex", passages, language, notes).decode(),
        append_middleware=[LatexDecodingMiddleware()],
    )
    assert not library.failed_blocks
    return [
        (entry.key, {field.key: str(field.value) for field in entry.fields})
        for entry in library.entries
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_bibtex_is_read_back(language: str) -> None:
    entries = _bibtex(BASKET, language)
    assert [key for key, _ in entries] == [f"CWG-WSIS-SDG-39-2-{x}:2.1" for x in "ACEFRS"]
    for (_, entry), shown in zip(entries, BASKET, strict=True):
        assert entry["number"] == version_symbol(shown)
        assert entry["note"] == citation(shown, language)
        assert entry["annote"] == shown.passage.text
        assert (entry["year"], entry["month"], entry["pages"]) == ("2023", "oct", "3")
        assert entry["institution"].strip("{}") == words(str(shown.language)).union
    assert entries[0][1]["langid"] == "arabic"


@pytest.mark.parametrize("text", HOSTILE)
def test_bibtex_gives_hostile_text_back(text: str) -> None:
    (_, entry), (_, other) = _bibtex([passage(text, title=text, source=text), passage()])
    expected = one_line(text)
    if text.startswith("}"):  # braces without partners go by name, which this reader drops
        expected = expected.replace("{", "").replace("}", "")
    # This reader takes \\textasciicircum for the modifier letter.
    assert entry["annote"].replace("ˆ", "^").split() == expected.split()
    assert other["title"].strip("{}") == "Report on the Summit"


def test_a_brace_without_its_partner_goes_by_name() -> None:
    written = export("bibtex", [passage("a } b"), passage("a {b}"), passage("a }{")]).decode()
    assert r"annote = {a \textbraceright{} b}" in written
    assert r"annote = {a \{b\}}" in written
    assert r"annote = {a \textbraceright{}\textbraceleft{}}" in written


def test_a_key_is_there_once() -> None:
    excerpts = [passage(), passage(page=4), passage(symbol=None, file="报告.pdf", label_path=())]
    again = passage(symbol=None, file="доклад.pdf", label_path=())
    keys = [key for key, _ in _bibtex([*excerpts, again])]
    assert keys == ["CWG-WSIS-SDG-39-2-E:2.1", "CWG-WSIS-SDG-39-2-E:2.1-2", "passage", "passage-2"]


def test_countries_are_authors_one_by_one() -> None:
    shown = passage(source="Contribution by Brazil and Portugal")
    assert "author = {{Brazil} and {Portugal}}," in export("bibtex", [shown]).decode()
    (record,) = rispy.loads(export("ris", [shown]).decode())
    assert record["authors"] == ["Brazil", "Portugal"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ris_is_read_back(language: str) -> None:
    content = export("ris", BASKET, language).decode()
    assert re.fullmatch(r"(?:(?:[A-Z][A-Z0-9]  - .*)?\r\n)+", content)
    records = rispy.loads(content)
    for record, shown in zip(records, BASKET, strict=True):
        assert record["type_of_reference"] == "RPRT"
        assert record["title"] == shown.title
        assert record["issn"] == version_symbol(shown)
        assert record["date"] == "2023/10/02/"
        assert (record["year"], record["start_page"]) == ("2023", "3")
        assert record["language"] == shown.language
        assert record["notes"] == [citation(shown, language), shown.passage.text]


@pytest.mark.parametrize("text", HOSTILE)
def test_ris_gives_hostile_text_back(text: str) -> None:
    records = rispy.loads(export("ris", [passage(text, title=text), passage()]).decode())
    assert len(records) == 2
    assert records[0]["notes"][1].split() == one_line(text).split()


def test_a_name_with_a_comma_is_no_person() -> None:
    (record,) = rispy.loads(export("ris", [passage(source="Example Foundation, Kenya")]).decode())
    assert record["authors"] == ["Example Foundation; Kenya"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["docx", "markdown", "csv"])
def test_a_translation_follows_its_original_named_as_such(name: str, language: str) -> None:
    translation = PassageTranslation("ar", TEXTS["ar"], "Apertium", False, ("140", "МСЭ = ITU"))
    shown = passage(language="ru", translation=translation)
    content = export(name, [shown], language)
    if name == "docx":
        document = Document(io.BytesIO(content))
        content = "\n".join(paragraph.text for paragraph in document.paragraphs).encode()
    text = unescape(content.decode("utf-8-sig"))
    locale = Locale(language)
    by = locale.text("translation.by", language=locale.language("ru"), translator="Apertium")
    places = [text.find(part) for part in (TEXTS["ru"], by, TEXTS["ar"], "МСЭ = ITU")]
    assert -1 not in places
    assert places == sorted(places)
