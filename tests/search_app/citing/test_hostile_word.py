"""Text of a document is text in a Word file: no field, no link, no markup, no hidden direction."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from lxml import etree  # type: ignore[import-untyped]

from corpus.cards import Figures
from corpus.documents import Passage
from corpus.text import clean
from index.analyses import ComparedText, Comparison, DraftParagraph, Precedent
from index.analyses.compare import pair_paragraphs
from search_app.citing.docx import precedents_docx
from search_app.citing.export import comparison_docx, report_docx
from search_app.citing.layout import Layout, LayoutCell, LayoutSection, LayoutTable
from tests.search_app.passages import export, passage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = [
    '<w:fldSimple w:instr="INCLUDETEXT https://evil.example"/><b>bold</b>',
    '{ HYPERLINK "https://evil.example" } \x13 INCLUDEPICTURE "https://evil.example" \x15',
    "]]> <![CDATA[ &amp; &#60; &evil; <!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "javascript:alert(1) file:///etc/passwd https://evil.example \\\\evil.example\\share",
    '=HYPERLINK("https://evil.example") DDEAUTO c:\\windows\\system32\\cmd.exe',
    "\x00\x07\x0b\x1b \ud800 \uffff end of the controls",
    "a \u202egnihtemos\u202c \u2067b\u2069 with directions",
    "title " * 60,
]


def _basket(text: str) -> bytes:
    excerpt = passage(
        text, title=text, source=text, symbol=None, file=f"/x/{text}", heading=(text,)
    )
    return export("docx", [excerpt], "ar", (text,))


def _report(text: str) -> bytes:
    marked = LayoutCell(text, "en", marked=(("inserted", text), ("deleted", text)))
    table = LayoutTable((text, "b"), (0.5, 0.5), ((LayoutCell(text, "ar", below=text), marked),))
    return report_docx(Layout(text, (LayoutSection(text, 1, (LayoutCell(text),), table),)), "en")


def _precedents(text: str) -> bytes:
    shown, figures, none = passage(text, title=text, source=text), Figures((text,), ()), Figures()
    earlier = Precedent(0.9, shown, shown, shown, text, 0.9, "changed", (), figures, none, ())
    draft = Passage("paragraph", text, "1", language="en")
    return precedents_docx([DraftParagraph(draft, (earlier,))], "fr", [text])


def _write_comparison(text: str) -> bytes:
    """Write a comparison of passages whose texts no reader has cleaned."""
    old = [Passage("paragraph", f"{text} one"), Passage("footnote", text, text[:9])]
    new = [Passage("paragraph", f"{text} two"), Passage("table", f"a: {text} | b: {text}")]
    side = ComparedText(None, None, None, "en", text)
    return comparison_docx(Comparison(side, side, tuple(pair_paragraphs(old, new))), "en")


@pytest.mark.parametrize("write", [_basket, _report, _precedents, _write_comparison])
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
@pytest.mark.once
def test_text_becomes_no_field_or_link_in_word(write: Callable[[str], bytes], text: str) -> None:
    content = write(text)
    Document(io.BytesIO(content))
    package = zipfile.ZipFile(io.BytesIO(content))
    content_text = ""
    for name in package.namelist():
        data = package.read(name)
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in data, name
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
        for tag in ("fldSimple", "hyperlink", "altChunk", "object", "pict"):
            assert root.find(f".//{W}{tag}") is None, (name, tag)
        assert {field.text for field in root.iter(f"{W}instrText")} <= {"PAGE"}, name
        assert not root.getroottree().docinfo.doctype
        content_text += " ".join(
            "".join(run.text or "" for run in paragraph.iter(f"{W}t", f"{W}delText", f"{W}tab"))
            for paragraph in root.iter(f"{W}p")
        )
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", content_text)
    plain = re.sub("[\u200e\u200f\ufffd\\s]", "", content_text)
    assert re.sub(r"[\ufffd\s]", "", clean(text)) in plain
