"""Papers of a selection: pages, links, remarks, and formats that LibreOffice writes."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn

from ingest import office
from search_app.citing import citation, public_link
from search_app.citing.export import EXPORTS, available_exports
from tests.search_app.passages import BASKET, passage

PUBLIC = "https://search.example.org"
needs_office = pytest.mark.skipif(not office.can_write_papers(), reason="no LibreOffice Writer")


@needs_office
@pytest.mark.thorough
def test_a_quotation_and_its_source_are_on_one_page_of_a_pdf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_ADDRESSES", PUBLIC)
    words = "in CWG-WSIS&SDG-40/INF/7(Rev.1) networks "
    passages = [
        passage(
            f"B{number:02d} {(words * 40)[:length]} E{number:02d}.",
            label=f"7.{number}",
            label_path=(f"7.{number}",),
        )
        for number, length in enumerate([60, 300, 900, 1090] * 4)
    ]
    content = EXPORTS["pdf"].function(passages, "en", ["Check."] * len(passages))
    pages = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        pages = [(page.extract_text(), page.hyperlinks) for page in document.pages]
    assert len(pages) > 4
    cited = r"para\. 7\.(\d+)"
    for text, links in pages:
        numbers = [int(number) for number in re.findall(cited, text)]
        assert [int(number) for number in re.findall(r"\bB(\d\d)", text)] == numbers
        assert [int(number) for number in re.findall(r"\bE(\d\d)", text)] == numbers
        places = [f"{PUBLIC}/d/CWG-WSIS&SDG-39/2/7.{number}?lang=en" for number in numbers]
        assert sorted(link["uri"] for link in links) == sorted(places)
        assert not re.search(r"(?:CWG|SDG|INF|[-‑/])$|^(?:WSIS|SDG|INF|40/)", text, re.MULTILINE)


@needs_office
def test_an_arabic_paper_is_written_as_open_document() -> None:
    content = EXPORTS["odt"].function(BASKET, "ar")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        text = re.sub("<[^>]+>", "", archive.read("content.xml").decode())
    text = unescape(text).replace("\N{NON-BREAKING HYPHEN}", "-")
    for shown in BASKET:
        assert shown.passage.text in text


def test_formats_of_libreoffice_are_offered_only_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    assert [*available_exports()] == ["docx", "markdown", "csv", "bibtex", "ris"]


def test_citations_lead_to_the_app_and_documents_to_their_official_texts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    united_nations = passage(symbol="A/70/684")
    official = "https://undocs.org/en/A/70/684"
    alone = EXPORTS["markdown"].function([BASKET[0], united_nations], "en").decode()
    assert alone.count(f"({official})") == 2
    monkeypatch.setenv("WSIS_SEARCH_ADDRESSES", PUBLIC)
    places = [public_link(BASKET[0]), public_link(united_nations)]
    assert all(place.startswith(f"{PUBLIC}/d/") for place in places)
    content = EXPORTS["docx"].function([BASKET[0], united_nations], "en")
    document = Document(io.BytesIO(content))
    targets = {
        link: paragraph.part.rels[link.get(qn("r:id"))].target_ref
        for paragraph in document.paragraphs
        for link in paragraph._p.findall(qn("w:hyperlink"))
    }
    assert [*targets.values()] == [*places, official]
    first = "".join(text.text or "-" for text in next(iter(targets)).iter() if _is_text(text.tag))
    assert first == citation(BASKET[0])
    markdown = EXPORTS["markdown"].function([BASKET[0], united_nations], "en").decode()
    assert markdown.count(f"({official})") == 1


def _is_text(tag: object) -> bool:
    return tag in (qn("w:t"), qn("w:noBreakHyphen"))


def test_a_remark_on_the_language_is_below_its_citation() -> None:
    remark = "Not available in Spanish. Another version is shown."
    for name in ("docx", "markdown"):
        content = EXPORTS[name].function([BASKET[0]], "en", ["Check."], [remark])
        if name == "docx":
            lines = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
        else:
            lines = content.decode().replace("<br>", "\n").splitlines()
        text = "\n".join(lines).replace("\\", "")
        assert text.index(citation(BASKET[0])) < text.index(remark) < text.index("Check.")
