"""Does a Word file read as it is printed: every word once, in order?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NoTextError
from ingest.word.document import read
from ingest.word.runs import strip_marks, strip_own_mark
from ingest.word.story import tidy
from ingest.word.symbol_fonts import find_unicode
from tests.ingest.word.markup import WordFile, field, paragraph, run, texts

# Characters and runs


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (run("2.10.1") + "<w:r><w:tab/></w:r>" + run("text"), "2.10.1\ttext"),
        (run("one") + "<w:r><w:br/></w:r>" + run("two"), "one\ntwo"),
        ('<w:r><w:br w:type="page"/></w:r>' + run("two"), "two"),
        (run("SDG") + "<w:r><w:noBreakHyphen/></w:r>" + run("39"), "SDG-39"),
        (run("inter") + "<w:r><w:softHyphen/></w:r>" + run("na\u00adtional"), "international"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>' + run(" ray"), "α ray"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" yes"), "☑ yes"),
        (run("\uf0b7 item", '<w:rFonts w:ascii="Symbol"/>'), "• item"),
        (run("n\u00b0\u00a0140"), "n\u00b0\u00a0140"),
        (run("e\u0301te\u0301"), "été"),
        (run(" ends ") + run(" "), "ends"),
        (run("seen") + run(" hidden", "<w:vanish/>"), "seen"),
        (run("seen") + run(" too", '<w:vanish w:val="0"/>'), "seen too"),
        (f'<w:hyperlink r:id="x">{run("linked")}</w:hyperlink>', "linked"),
        (f"<w:smartTag><w:smartTagPr/>{run('Geneva')}</w:smartTag>", "Geneva"),
        (f"<w:customXml>{run('wrapped')}</w:customXml>", "wrapped"),
        (
            (
                "<w:sdt><w:sdtPr/><w:sdtContent><w:sdt><w:sdtContent>"
                f"{run('nested')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
            ),
            "nested",
        ),
        (
            (
                "<w:r><w:ruby><w:rt><w:r><w:t>とう</w:t></w:r></w:rt>"
                "<w:rubyBase><w:r><w:t>東</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            ),
            "東",
        ),
        (
            (
                "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b+1</m:t></m:r>"
                "</m:den></m:f><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t>"
                "</m:r></m:sup></m:sSup></m:oMath>"
            ),
            "a/(b+1)x^2",
        ),
    ],
)
def test_runs_read_as_printed(word_file: WordFile, inner: str, expected: str) -> None:
    assert texts(word_file(paragraph(inner))) == [expected]


def test_hidden_by_the_style_of_paragraph_or_characters(word_file: WordFile) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:vanish/></w:rPr>'
        '</w:style><w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr>'
        "<w:vanish/></w:rPr></w:style>"
    )
    body = paragraph("hidden", '<w:pStyle w:val="P"/>') + paragraph(
        run("seen") + run(" not seen", '<w:rStyle w:val="C"/>')
    )
    assert texts(word_file(body, styles=styles)) == ["seen"]


def test_a_file_without_words_says_what_to_do(word_file: WordFile) -> None:
    with pytest.raises(NoTextError, match=r"document\.docx.*no text"):
        read(word_file(paragraph("<w:r><w:drawing/></w:r>")))


# Fields


def test_fields_show_results_and_not_codes(word_file: WordFile) -> None:
    nested = field("IF 1 = 1", field("REF x", run("inner")))
    simple = f'<w:fldSimple w:instr="DATE">{run("2024")}</w:fldSimple>'
    assert texts(word_file(paragraph(run("see ") + nested + simple))) == ["see inner2024"]


def test_a_nested_field_in_a_code_is_not_shown(word_file: WordFile) -> None:
    inner = field("MERGEFIELD x", run("code"))
    body = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'{inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("result")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(word_file(paragraph(body))) == ["result"]


def test_only_the_table_of_contents_is_left_out(word_file: WordFile) -> None:
    body = (
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("1 Summary")
        )
        + paragraph(field("PAGEREF x", run("2")) + run(" 3"))
        + paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("after"))
    )
    assert texts(word_file(body)) == ["after"]


def test_a_field_that_never_ends_hides_nothing(word_file: WordFile) -> None:
    body = paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("a")) + paragraph("b")
    assert texts(word_file(body)) == ["a", "b"]


def test_a_field_that_is_a_symbol_shows_it(word_file: WordFile) -> None:
    def read_shown(code: str) -> str:
        begin, _, end = field(code, "").partition(
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        return run("x") + begin + end

    for code, sign in (
        (' SYMBOL 97 \\f "Symbol" \\s 12 ', "α"),
        ("symbol 0xFC \\f Wingdings", "✓"),
        ("SYMBOL 163", "£"),
        ("SYMBOL 8364 \\u", "€"),
        ("SYMBOL", ""),
        ("PAGE", ""),
    ):
        assert texts(word_file(paragraph(read_shown(code)))) == [f"x{sign}"]


# Shapes


def test_a_text_box_reads_once_after_its_paragraph(word_file: WordFile) -> None:
    box = f"<w:txbxContent>{paragraph('in the box')}</w:txbxContent>"
    body = paragraph(
        run("anchor")
        + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        + f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        + f"<v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
        + "</w:r>"
        + run(" continues")
    )
    assert texts(word_file(body + paragraph("next"))) == [
        "anchor continues",
        "in the box",
        "next",
    ]


def test_vml_boxes_and_word_art(word_file: WordFile) -> None:
    body = paragraph(
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        + paragraph("box")
        + '</w:txbxContent></v:textbox></v:shape><v:shape><v:textpath string="DRAFT"/></v:shape>'
        "</w:pict></w:r>"
    )
    assert texts(word_file(body)) == ["box", "DRAFT"]


def test_diagrams_in_their_own_part(word_file: WordFile) -> None:
    body = paragraph(
        "<w:r><mc:AlternateContent><mc:Choice Requires='wpg'><w:drawing><a:graphic>"
        '<dgm:relIds r:dm="rdiagramData"/></a:graphic></w:drawing></mc:Choice>'
        "</mc:AlternateContent></w:r>"
    )
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for text in ("Plan", "Do")
    )
    assert texts(word_file(body, diagramData=points)) == ["Plan", "Do"]


# Headings, headers, properties


def test_headings_by_chain_and_outline_level(word_file: WordFile) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/>'
        '<w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/>'
        '<w:basedOn w:val="Loop"/></w:style>'
    )
    body = (
        paragraph("by chain", '<w:pStyle w:val="Mine"/>')
        + paragraph("by level", '<w:outlineLvl w:val="2"/>')
        + paragraph("an item;", '<w:outlineLvl w:val="2"/>')
        + paragraph("no heading", '<w:pStyle w:val="Mine"/><w:outlineLvl w:val="9"/>')
        + paragraph("a loop", '<w:pStyle w:val="Loop"/>')
        + paragraph("long " * 100, '<w:pStyle w:val="Mine"/>')
    )
    blocks = read(word_file(body, styles=styles)).blocks
    assert [(block.kind, block.level, block.style) for block in blocks] == [
        ("heading", 1, "Mine"),
        ("heading", 3, None),
        ("paragraph", None, None),
        ("paragraph", None, "Mine"),
        ("paragraph", None, "Loop"),
        ("paragraph", None, "Mine"),
    ]


def test_headers_and_footers_of_all_sections_once(word_file: WordFile) -> None:
    def section(*references: str) -> str:
        return f"<w:sectPr>{''.join(references)}<w:titlePg/></w:sectPr>"

    first = '<w:headerReference w:type="first" r:id="rheader1"/>'
    usual = '<w:headerReference w:type="default" r:id="rheader2"/>'
    foot = '<w:footerReference w:type="default" r:id="rfooter1"/>'
    reading = read(
        word_file(
            paragraph("text", section(first, usual)) + section(usual, foot),
            header1=f"<w:tbl><w:tr><w:tc>{paragraph('ITU')}</w:tc><w:tc>"
            f"{paragraph('CWG-WSIS&amp;SDG-39/2-E')}</w:tc></w:tr></w:tbl>",
            header2=paragraph(run("- ") + field("PAGE", run("7")) + run(" -"))
            + paragraph("CWG-WSIS&amp;SDG-39/2-E"),
            footer1=paragraph("ITU") + paragraph("(339025)"),
        )
    )
    assert reading.running == ("ITU", "CWG-WSIS&SDG-39/2-E", "-  -", "(339025)")
    assert [block.text for block in reading.blocks] == ["text"]


@pytest.mark.parametrize("kind", ["first", "even"])
def test_a_header_that_no_page_has_says_nothing(word_file: WordFile, kind: str) -> None:
    reference = f'<w:headerReference w:type="{kind}" r:id="rheader1"/>'
    body = paragraph("text") + f"<w:sectPr>{reference}</w:sectPr>"
    assert read(word_file(body, header1=paragraph("C24/8-E"))).running == ()


def test_the_properties_of_the_file_are_read(
    archive_file: Callable[..., Path], members_of_word_file: WordFile
) -> None:
    members = members_of_word_file(paragraph("text"))
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    members["docProps/core.xml"] = (  # type: ignore[index]
        f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Report</dc:title>'
        '<dc:creator>ITU</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">'
        "2024-10-02T09:00:00Z</dcterms:created><dc:language>fr</dc:language></cp:coreProperties>"
    )
    members["_rels/.rels"] = members["_rels/.rels"].replace(  # type: ignore[index]
        "</Relationships>",
        '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships'
        '/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
    )
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(  # type: ignore[index]
        "</Types>",
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        'package.core-properties+xml"/></Types>',
    )
    properties = read(archive_file(members)).properties
    assert dict(properties) == {
        "title": "Report",
        "author": "ITU",
        "created": "2024-10-02T09:00:00+00:00",
        "language": "fr",
    }


# Text repair never fails


@given(st.text())
def test_tidy_is_idempotent_and_keeps_words(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert tidied == tidied.strip()
    assert tidied.split() == unicodedata.normalize("NFC", text).split()


@given(st.text(st.sampled_from("ab(),\ufffc[]. ")))
def test_marks_leave_nothing_and_take_no_letters(text: str) -> None:
    for plain in (strip_marks(text), strip_marks(strip_own_mark(text))):
        assert "\ufffc" not in plain
        assert re.sub("[^ab]", "", plain) == re.sub("[^ab]", "", text)


@given(st.integers(0, 0x110000), st.sampled_from(["Symbol", "Wingdings", "Arial", None]))
def test_symbols_give_printable_text(code: int, font: str | None) -> None:
    find_unicode(code, font).encode("utf-8")


# Charts, forms, embedded documents


def points(*texts: str) -> str:
    """Return the points of a series."""
    return "".join(
        f'<c:pt idx="{position}"><c:v>{text}</c:v></c:pt>' for position, text in enumerate(texts)
    )


def test_a_chart_reads_as_its_title_and_a_table(word_file: WordFile) -> None:
    categories = (
        f"<c:cat><c:strRef><c:strCache>{points('2023', '2024')}</c:strCache></c:strRef></c:cat>"
    )
    series = "".join(
        f"<c:ser><c:tx><c:strRef><c:strCache>{points(name)}</c:strCache></c:strRef></c:tx>"
        f"{categories}<c:val><c:numRef><c:numCache>{points(*values)}</c:numCache></c:numRef></c:val>"
        "</c:ser>"
        for name, values in (("Africa", ("37", "38")), ("Asia", ("66", "67")))
    )
    chart = (
        "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>People online, %</a:t></a:r></a:p></c:rich>"
        f"</c:tx></c:title><c:plotArea><c:barChart>{series}</c:barChart></c:plotArea></c:chart>"
    )
    body = (
        paragraph("Figure 1")
        + '<w:p><w:r><w:drawing><c:chart r:id="rchart"/></w:drawing></w:r></w:p>'
    )
    reading = read(word_file(body, chart=chart))
    assert [block.text for block in reading.blocks] == [
        "Figure 1",
        "People online, %",
        "Africa | Asia",
        "2023 | Africa: 37 | Asia: 66",
        "2024 | Africa: 38 | Asia: 67",
    ]
    assert reading.balance[0].left_out == {"repeated": 8}
    assert reading.balance[0].difference == 0


def form(data: str, code: str) -> str:
    """Return a field of an old form, without a result."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("data", "code", "expected"),
    [
        (
            (
                '<w:ddList><w:result w:val="1"/><w:listEntry w:val="No"/><w:listEntry w:val="Yes"/>'
                "</w:ddList>"
            ),
            "FORMDROPDOWN",
            "Answer: Yes",
        ),
        ('<w:ddList><w:listEntry w:val="No"/></w:ddList>', "FORMDROPDOWN", "Answer: No"),
        ('<w:ddList><w:result w:val="7"/></w:ddList>', "FORMDROPDOWN", "Answer:"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "FORMCHECKBOX", "Answer: ☒"),
        ('<w:checkBox><w:checked w:val="0"/></w:checkBox>', "FORMCHECKBOX", "Answer: ☐"),
    ],
)
def test_fields_of_forms_show_what_was_chosen(
    word_file: WordFile, data: str, code: str, expected: str
) -> None:
    reading = read(word_file(paragraph(run("Answer: ") + form(data, code))))
    assert [block.text for block in reading.blocks] == [expected]
    assert reading.balance[0].difference == 0


def test_an_embedded_document_is_named(word_file: WordFile) -> None:
    (warning,) = read(word_file(paragraph("Text") + '<w:altChunk r:id="rx"/>')).warnings
    assert warning.code == "embedded-document"
