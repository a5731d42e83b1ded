"""A document is laid out paragraph against paragraph, found by what an address says, and drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from corpus.documents import Box
from corpus.errors import CorruptFileError, QueryError
from corpus.extract import references
from corpus.sample import FILES
from index.lookup import SourceFile, catalogue
from index.lookup.catalogue import entries, find, list_lacking, place_on_page
from index.store import Excerpt, Store
from ingest.read import read
from search_app.localise import CODES, Locale
from search_app.web.documents.head import order_for_reader
from search_app.web.documents.page_image import draw
from search_app.web.documents.state import DocumentState, mend_parameters
from search_app.web.documents.text import DocumentText, Side, find_cited, find_passage, open_text
from search_app.web.documents.text_html import contents_html, page_html, rows_html
from search_app.web.parts.links import document_address, document_parameters
from tests.index.building import put

SYMBOL = "CWG-WSIS&SDG-40/3"


def test_a_symbol_that_was_typed_into_an_address_is_whole() -> None:
    assert mend_parameters({"symbol": ["CWG-WSIS"], "SDG-77/1": [""]}) == {
        "symbol": ["CWG-WSIS&SDG-77/1"]
    }
    for kept in ({"symbol": [SYMBOL], "left": ["ar"]}, {"meeting": ["39"], "a/b": [""]}):
        assert mend_parameters(kept) == kept


@pytest.mark.parametrize(
    ("reader", "order"),
    [
        ("ru", ["ru", "ar", "zh", "en", "en", "fr", "es", None]),
        ("ar", ["ar", "zh", "en", "en", "fr", "ru", "es", None]),
    ],
)
def test_files_are_in_the_order_of_languages_the_readers_first(
    reader: str, order: list[str | None]
) -> None:
    files = [
        SourceFile(version, Path(name), code, name, None, 1024, "", None)
        for version, (code, name) in enumerate(
            [
                *((None, "txt"), ("es", "docx"), ("en", "pdf"), ("fr", "docx"), ("en", "docx")),
                *(("zh", "docx"), ("ar", "docx"), ("ru", "docx")),
            ]
        )
    ]
    ordered = order_for_reader(files, reader)
    assert [file.language for file in ordered] == order
    assert [file.format for file in ordered if file.language == "en"] == ["pdf", "docx"]


@pytest.fixture
def store(sample_index: Path) -> Iterator[Store]:
    with Store(sample_index) as opened:
        yield opened


@pytest.fixture
def document(store: Store) -> int:
    found = find(store, SYMBOL)
    assert found is not None
    return found


def _address(side: Side, shown: Excerpt) -> str:
    return f"documents?side={side}&passage={shown.passage_id}"


def test_documents_are_listed_by_meeting_newest_first(store: Store) -> None:
    found = entries(store, ["ar"])
    assert [entry.symbol for entry in found] == [
        "CWG-WSIS&SDG-41/INF/3",
        SYMBOL,
        "CWG-WSIS&SDG-40/INF/7",
    ]
    assert found[1].title_language == "ar"
    assert found[1].languages == CODES
    assert found[2].missing == ("ar", "zh", "en", "fr", "es")
    assert [entry.symbol for entry in list_lacking(found)["fr"]] == [
        "CWG-WSIS&SDG-41/INF/3",
        "CWG-WSIS&SDG-40/INF/7",
    ]
    assert sum(store.versions.counts().values()) == 8


@pytest.mark.parametrize("code", CODES)
def test_every_numbered_paragraph_is_found_again_by_its_address(
    store: Store, document: int, code: str
) -> None:
    text = open_text(store, document, code, "fr" if code != "fr" else "ar")
    for at, row in enumerate(text.rows):
        sides: tuple[Side, Side] = ("left", "right")
        for side in sides:
            for paragraph in row.side(side):
                for piece in paragraph.pieces:
                    named = text.parameters(side, piece)
                    state = DocumentState.from_address(
                        {"symbol": [SYMBOL], **{name: [value] for name, value in named.items()}}
                    )
                    found = find_cited(
                        store,
                        text,
                        side=state.side,
                        paragraph=state.paragraph,
                        place=state.place,
                        piece=state.piece,
                    )
                    assert found is not None, named
                    assert (found.row, found.side) == (at, side)
                    assert found.passage.passage_id == piece.passage_id


def test_a_label_of_another_version_leads_to_the_same_paragraph(
    store: Store, document: int
) -> None:
    arabic = open_text(store, document, "ar")
    english = open_text(store, document, "en")
    labelled = next(
        paragraph.first
        for row in english.rows
        for paragraph in row.left
        if paragraph.first.passage.label == "b)"
    )
    path = " ".join(labelled.passage.label_path)
    found = find_cited(store, arabic, paragraph=path, symbol=SYMBOL)
    assert found is not None
    assert found.passage.passage.label == "ب)"


def test_a_missing_paragraph_or_version_is_told(store: Store, document: int) -> None:
    text = open_text(store, document, "en")
    assert find_cited(store, text, paragraph="99.9", symbol=SYMBOL) is None
    assert find_cited(store, text, place=10_000) is None
    assert find_passage(text, -1) is None
    with pytest.raises(QueryError, match="not in the index"):
        open_text(store, document, "de")


def test_every_passage_of_both_versions_stands_once(store: Store, document: int) -> None:
    text = open_text(store, document, "en", "ar")
    ids = [
        piece.passage_id
        for row in text.rows
        for paragraph in (*row.left, *row.right)
        for piece in paragraph.pieces
    ]
    assert len(ids) == len(set(ids))
    html = rows_html(text, range(len(text.rows)), Locale("en"), _address)
    places = re.findall(r'id="p-(\d+)"', html)
    assert len(places) == len(set(places))
    assert set(map(int, places)) == set(ids)


@pytest.mark.parametrize("languages", [("en", "ar"), ("zh", "fr"), ("fr", None)])
def test_the_mark_of_a_note_stands_where_it_is_called(
    store: Store, document: int, languages: tuple[str, str | None]
) -> None:
    text = open_text(store, document, *languages)
    shown = _without_links(rows_html(text, range(len(text.rows)), Locale("en"), _address))
    bare = re.sub('<sup class="wsis-call">.*?</sup>|<[^>]+>', "", shown)
    of_note = r'<sup class="wsis-call"><a href="#p-{}" title="[^"]*footnote {}">{}</a></sup>'
    marks = 0
    for side in ("left", "right"):
        before = ""
        for _, paragraph in sorted(text.paragraphs(side), key=lambda one: one[1].first.passage_id):
            first = paragraph.first
            if paragraph.kind != "footnote":
                before = store.passages.paragraph_text(first.passage_id)
                # What is cited is as it was.
                texts = [escape(piece.passage.text) for piece in paragraph.pieces]
                assert paragraph.kind == "table" or all(text in bare for text in texts)
                continue
            label, at = first.passage.label, first.passage.called_at
            assert at is not None
            words = re.escape(str(escape(before[max(0, at - 12) : at])))
            called = of_note.format(first.passage_id, label, label)
            assert re.search(f"{words}{called}", shown)
            marks += 1
    assert 2 <= marks == shown.count('class="wsis-call"')


@pytest.mark.parametrize("place", [0, 3, 12, 99])
def test_the_note_mark_of_a_cell_is_inside_it(store: Store, document: int, place: int) -> None:
    text = open_text(store, document, "en")
    note = next(one for _, one in text.paragraphs("left") if one.kind == "footnote")
    at = next(at for at, row in enumerate(text.rows) if row.is_table)
    head = text.rows[at].left[0]
    called = replace(
        note.first,
        passage_id=head.first.passage_id + 1,
        passage=replace(note.first.passage, called_at=place),
    )
    rows = (text.rows[at], replace(text.rows[at], left=(replace(note, pieces=(called,)),)))
    marked = str(rows_html(DocumentText((*rows,), ("en", None)), range(1), Locale("en"), _address))
    plain = str(rows_html(DocumentText(rows[:1], ("en", None)), range(1), Locale("en"), _address))
    assert marked.count("<sup ") == 1
    assert re.sub("<sup .*?</sup>", "", marked) == plain


def test_headings_tables_and_gaps_look_as_such(store: Store, document: int) -> None:
    text = open_text(store, document, "en", "ar")
    html = rows_html(text, range(len(text.rows)), Locale("en"), _address)
    assert html.count("<table>") >= 2
    assert '<th scope="col">' in html
    assert "<h2 " in html
    one = text.rows[10]
    lacking_one = DocumentText((type(one)(one.left, ()),), text.languages)
    assert "Not in this version" in rows_html(lacking_one, range(1), Locale("en"), _address)
    contents = contents_html(text, range(12), Locale("en"), _address)
    assert contents.count("<li ") == len(text.headings)
    assert "class=wsis-link" in contents  # headings of other parts open these
    assert 'href="#p-' in contents


def test_text_of_a_document_is_never_markup(store: Store, document: int) -> None:
    from dataclasses import replace

    text = open_text(store, document, "en")
    row = text.rows[-1]
    shown = row.left[0].first
    evil = "<img src=x onerror=alert(1)> \u202e| <b>"
    bad = replace(
        shown, passage=replace(shown.passage, text=evil, label="<i>", label_path=("<i>",))
    )
    evil_row = type(row)((type(row.left[0])((bad,)),), ())
    for kind in ("paragraph", "heading", "table", "footnote"):
        changed = replace(bad, passage=replace(bad.passage, kind=kind))
        own = type(row)((type(row.left[0])((changed,)),), ())
        html = rows_html(DocumentText((own,), ("en", None)), range(1), Locale("en"), _address)
        assert "<img" not in html
        assert "<b>" not in html
        assert "<i>" not in html
        assert "\u202e" not in html
    assert "<i>" not in contents_html(
        DocumentText((evil_row,), ("en", None)), range(1), Locale("en"), _address
    )


@pytest.mark.parametrize("language", CODES)
def test_references_in_the_text_lead_to_their_page(
    language: str, store: Store, document: int
) -> None:
    text = open_text(store, document, language)
    html = str(rows_html(text, range(len(text.rows)), Locale(language), _address))
    links = re.findall(r'<a class="wsis-reference" href="([^"]+)">(.*?)</a>', html)
    targets = {parse_qs(urlsplit(unescape(target)).query)["q"][0] for target, _ in links}
    mentions = {
        mention.canonical
        for row in text.rows
        for paragraph in row.left
        for piece in paragraph.pieces
        for mention in references.find(piece.passage.text)
    }
    assert targets
    assert targets <= mentions
    assert {name for name in mentions if name.startswith("Council Res.")} <= targets
    bare = re.sub('<sup class="wsis-call">.*?</sup>|<[^>]+>', "", html)
    assert all(
        str(escape(piece.passage.text)) in bare
        for row in text.rows
        for paragraph in row.left
        if paragraph.kind != "table"
        for piece in paragraph.pieces
    )


def test_a_bare_number_in_the_text_leads_to_its_documents_body(tmp_path: Path) -> None:
    path = tmp_path / "T-RES-T.1-2016-MSW-E.txt"
    path.write_text("It follows Resolution 22.\n\nIt met | See Resolution 7\n", encoding="utf-8")
    with Store(tmp_path / "index", create=True) as store:
        put(store, read(path))
        (document,) = store.passages.documents_of([1]).values()
        text = open_text(store, document, "en")
        html = str(rows_html(text, range(len(text.rows)), Locale("en"), _address))
    targets = re.findall(r"references\?q=([^\"]+)", html)
    assert targets == ["WTSA+Res.+22", "WTSA+Res.+7"]


def _without_links(html: str) -> str:
    # As a plain string: pieces of markup would be escaped where they are joined.
    return re.sub(r'<a class="wsis-reference" href="[^"]+">(.*?)</a>', r"\1", str(html))


def test_a_long_document_is_shown_in_parts(store: Store, document: int) -> None:
    text = open_text(store, document, "en")
    long = DocumentText(text.rows * 25, text.languages)
    assert len(text.parts) == 1
    assert [rows for part in long.parts for rows in part] == list(range(len(long.rows)))
    assert all(len(part) <= 300 for part in long.parts)
    assert all(long.rows[part.start].is_heading for part in long.parts[1:])
    assert long.part_of(len(long.rows) - 1) == len(long.parts) - 1
    beside = open_text(store, document, "en", "ar")
    most = DocumentText((beside.rows * 25)[:300], beside.languages)
    assert len(rows_html(most, range(300), Locale("en"), _address).encode()) < 500_000


@pytest.mark.parametrize("code", ["en", "ar"])
def test_word_paragraphs_are_boxed_on_the_pdf_page(store: Store, document: int, code: str) -> None:
    text = open_text(store, document, code)
    places = [place_on_page(store, row.left[0].first.passage_id) for row in text.rows]
    assert all(place is not None and place.boxes for place in places)
    assert all(place and place.source.format == "pdf" for place in places)
    pages = [place.page for place in places if place]
    assert pages[0] == 1
    assert max(pages) > 1


def test_a_version_without_a_pdf_has_no_page(store: Store, document: int) -> None:
    text = open_text(store, document, "fr")
    assert place_on_page(store, text.rows[0].left[0].first.passage_id) is None


def test_a_page_is_drawn_with_its_box() -> None:
    pdf = next(FILES.glob("CWGWSIS40/*C-0003!!PDF-A*"))
    image = draw(pdf, 1, width=400)
    assert image.png.startswith(b"\x89PNG")
    assert image.pages > 1
    box = Box(1, 10, 20, 110, 60)
    html = page_html(image, 1, [box, Box(2, 0, 0, 1, 1)], 'page "1"')
    assert html.count("wsis-box") == 1
    assert 'alt="page &#34;1&#34;"' in html
    assert draw(pdf, 9999, width=100).pages == image.pages


def test_a_page_that_cannot_be_drawn_shows_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(CorruptFileError, match="cannot be drawn"):
        draw(broken, 1)


def test_files_are_those_that_the_index_knows(store: Store, document: int) -> None:
    files = catalogue.files(store, document)
    assert len(files) == 8
    assert {file.format for file in files} == {"docx", "pdf"}
    assert all(file.same_as for file in files if file.format == "pdf")


def test_an_address_leads_to_a_passage(store: Store, document: int) -> None:
    text = open_text(store, document, "fr")
    shown = store.passages.excerpts([text.rows[5].left[0].first.passage_id]).popitem()[1]
    asked = parse_qs(urlsplit(document_address(shown, "ar")).query)
    assert asked == {
        "symbol": [SYMBOL],
        "passage": [str(shown.passage_id)],
        "left": ["fr"],
        "right": ["ar"],
    }
    assert "right" not in document_parameters(shown, "fr")


@given(
    st.dictionaries(
        st.sampled_from(
            ["symbol", "left", "right", "in", "para", "at", "piece", "passage", "part", "page"]
        ),
        st.lists(st.text(max_size=30), max_size=2),
    )
)
def test_no_address_breaks_the_state(parameters: dict[str, list[str]]) -> None:
    state = DocumentState.from_address(parameters)
    again = DocumentState.from_address(state.to_address())
    assert again.to_address() == state.to_address()
