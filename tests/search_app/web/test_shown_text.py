"""Is text of documents and questions only ever text, and marked where it should be?"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from corpus.documents import TableRow
from index import Index
from index.retrieval import matching_spans
from search_app.citing import table_citation
from search_app.localise import Locale
from search_app.web.parts import PassageView, passage_html
from search_app.web.parts.escape import as_html, as_label, codes_apart, unbroken, without_controls
from search_app.web.parts.marks import mark_html
from search_app.web.parts.templates import html
from tests.search_app.passages import passage

EVIL = "<script>alert(1)</script> & \"quoted\" 'too' \u202eesrever\u202c \u2066x\u2069"


def test_markup_and_hidden_turns_of_direction_are_shown() -> None:
    shown = as_html(EVIL)
    assert "<" not in shown
    assert "<U+202E>esrever<U+202C> <U+2066>x<U+2069>" in unescape(shown)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)


def test_no_line_is_broken_within_a_symbol() -> None:
    line = (
        "الوثيقة CWG-WSIS&SDG-40/3-A(Rev.1)، الفقرة 1.1؛ A/RES/70/1؛ "
        "WSIS-/05/TUNIS/DOC/6(Rev.1)، <b>no-symbol</b> C24/8-E, para. 1"
    )
    shown = str(unbroken(line))
    assert re.findall('<span class="wsis-whole">(.*?)</span>', shown) == [
        "CWG-WSIS&amp;SDG-40/3-A(Rev.1)",
        "A/RES/70/1",
        "WSIS-/05/TUNIS/DOC/6(Rev.1)",
        "C24/8-E,",
    ]
    assert unescape(re.sub("</?span[^>]*>", "", shown)) == line


@pytest.mark.parametrize(("found_in", "is_said"), [("zh", True), ("en", False), (None, False)])
def test_a_card_names_the_language_of_its_text_wherever_it_was_found(
    found_in: str | None, is_said: bool
) -> None:
    locale = Locale("en")
    shown = passage("Text.", language="en")
    drawn = passage_html(shown, locale, found_in=found_in)
    assert f'<span class="wsis-badge">{locale.language("en")}</span>' in drawn
    found = locale.text("search.found_in", language=locale.language("zh"))
    assert (found in drawn) == is_said


@pytest.mark.parametrize(
    ("line", "apart"),
    [
        ("مذكرة المركز 2026.docx [阿拉伯文]，第1段", ["مذكرة المركز 2026.docx"]),
        ("“标题”，مذكرة.pdf [阿拉伯文]", ["مذكرة.pdf"]),
        ("report.docx [English], para. 1", []),
        ("الوثيقة CWG-WSIS&SDG-40/3-A، الفقرة 1.1", []),
    ],
)
def test_the_name_of_an_arabic_file_stands_apart(line: str, apart: list[str]) -> None:
    shown = str(unbroken(line))
    assert re.findall("<bdi>(.*?)</bdi>", shown) == apart
    assert unescape(re.sub("</?(?:bdi|span)[^>]*>", "", shown)) == line


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("المقصدين 5.b و9.c من أهداف التنمية", ["5.b", "9.c"]),
        ("المقاصد 1.a و17.18 والوثيقة 40/3-A، 2.3", ["1.a", "40/3-A"]),
        ("القرار A/RES/70/1 في 2030 & <5.b>", ["5.b"]),
        ("Targets 5.b and 9.c", []),
        ("خُصص 380 000 فرنك و1\u202f250\u00a0000,5", ["380 000", "1\u202f250\u00a0000"]),
        ("خُصص 000 380 فرنك في 2023 100", []),  # the first is written for the eye
    ],
)
def test_a_number_with_letters_keeps_its_order_in_arabic(text: str, apart: list[str]) -> None:
    shown = str(html("parts.text", label=None, text=text, language="ar"))
    assert re.findall('<bdi dir="ltr">(.*?)</bdi>', shown) == apart
    assert text in unescape(re.sub("<(?!5)[^>]*>", "", shown))
    assert codes_apart(codes_apart(as_html(text))) == codes_apart(as_html(text))


def test_a_label_is_no_markdown() -> None:
    label = as_label("**bold** [a](javascript:1) :material/home: $x$\n# head `code` \u202e")
    assert label.startswith(r"\*\*bold\*\* \[a\]\(javascript\:1\) \:material\/home\: \$x\$ \# head")
    assert "\n" not in label
    assert "\u202e" not in label


@pytest.mark.parametrize(
    ("language", "text", "question", "marked"),
    [
        (
            "en",
            "Schools were connected to networks.",
            "connecting a school",
            ["Schools", "connected"],
        ),
        ("zh", "农村学校的接入", "农村学校如何接入？", ["农村学校", "接入"]),
        ("ar", "الإنذار المبكر بالفيضانات", "انذار", ["الإنذار"]),
        ("ru", "для сельской школы", "сельские школы", ["сельской", "школы"]),
        ("fr", "la fracture numérique", "fractures numériques", ["fracture", "numérique"]),
        ("es", "las escuelas rurales", "escuela rural", ["escuelas", "rurales"]),
    ],
)
def test_words_of_the_question_are_marked_whatever_their_endings(
    language: str, text: str, question: str, marked: list[str]
) -> None:
    html = mark_html(text, matching_spans(text, language, question))
    assert re.findall("<mark>(.*?)</mark>", html) == marked


def test_a_sentence_is_marked_around_its_words() -> None:
    text = "One <b>. Two & three. Four."
    start, stop = text.index("Two"), text.index(" Four")
    word = (text.index("three"), text.index("three") + 5)
    assert mark_html(text, [word], (start, stop)) == (
        'One &lt;b&gt;. <span class="wsis-sentence">Two &amp; <mark>three</mark>.</span> Four.'
    )


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
    st.none() | st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_marks_never_change_the_text(
    text: str, spans: list[tuple[int, int]], sentence: tuple[int, int] | None
) -> None:
    html = mark_html(text, spans, sentence)
    bare = re.sub(r"</?mark>|<span class=\"wsis-sentence\">|</span>", "", html)
    assert "<" not in bare
    assert ">" not in bare
    assert unescape(bare) == unescape(as_html(text))
    assert html.count("<span") == html.count("</span>")


def test_controls_are_named_in_plain_text() -> None:
    assert without_controls("a\u202eb") == "a<U+202E>b"


@pytest.mark.parametrize("macro", ["parts.note", "parts.status", "parts.section", "frame.waiting"])
def test_a_template_draws_text_as_text(macro: str) -> None:
    drawn = html(macro, text=EVIL)
    assert "<script" not in drawn
    assert unescape(as_html(EVIL)) in unescape(drawn)


def test_a_template_lacks_no_value() -> None:
    with pytest.raises(UndefinedError):
        html("parts.note")


def test_a_revised_document_links_to_its_revision_and_changes() -> None:
    drawn = html("parts.revised", locale=Locale("zh"), old="C24/8", new="C24/8(Rev.1)")
    assert 'href="documents?symbol=C24%2F8%28Rev.1%29"' in drawn
    assert 'href="draft?to=C24%2F8%28Rev.1%29&amp;from=C24%2F8&amp;view=compared"' in drawn
    drawn = html("parts.revises", locale=Locale("ar"), old="C24/8", new="C24/8(Rev.1)")
    assert 'href="draft?to=C24%2F8%28Rev.1%29&amp;from=C24%2F8&amp;view=compared"' in drawn


@pytest.mark.parametrize(("code", "arrow"), [("en", "→"), ("zh", "→"), ("ar", "←")])
def test_an_arrow_points_to_the_revision(code: str, arrow: str) -> None:
    pair = ("CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)", None, None, "?")
    said = html("precedents.revised", locale=Locale(code), some=[pair])
    before, found, behind = said.partition(arrow)
    assert found, said
    assert "(Rev.1)" in behind
    assert "(Rev.1)" not in before


@pytest.mark.parametrize(
    ("ui", "said"),
    [
        ("en", "Revised by CWG-WSIS&amp;SDG-39/2(Rev.1), now para. 3.5"),
        ("ar", "نقّحتها الوثيقة CWG-WSIS&amp;SDG-39/2(Rev.1)، وهي الآن الفقرة 3.5"),
        ("zh", "已由CWG-WSIS&amp;SDG-39/2(Rev.1)修订，现为第3.5段"),
    ],
)
def test_a_renumbered_paragraphs_badge_links_to_its_new_place(ui: str, said: str) -> None:
    there = replace(passage(label="3.5", label_path=("3.5",)), passage_id=77)
    shown = replace(passage(), superseded_by="CWG-WSIS&SDG-39/2(Rev.1)", now=there)
    drawn = str(passage_html(shown, Locale(ui)))
    assert re.search(
        f'<a [^>]*href="documents[?][^"]*passage=77&[^"]*">{re.escape(said)}</a>', drawn
    )


@pytest.mark.parametrize(("code", "row"), [("zh", "表1，第3行"), ("en", "Table 1, row 3")])
@pytest.mark.thorough
def test_each_found_table_row_has_its_own_citation(word_index: Path, code: str, row: str) -> None:
    with Index.open(word_index) as index:
        hit = index.search("哪个试点茶园节水率最高").hits[0]
    shown = passage_html(hit.shown, Locale(code), view=PassageView(rows=hit.rows))
    assert len(hit.rows) == 4
    table, below = shown.split("</table>")
    assert table.count("<tr>") == 6  # with the names of the columns
    assert "<caption><span>表1" in table
    (own,) = (part for part in re.split("(?=<tr>)", table) if row in part)
    assert "38%" in own
    assert "贵州（绿茶）" in own
    # Below the table it is cited as one, and quoted row by row.
    assert below.count('class="wsis-cite"') == 1
    assert row in below


@pytest.mark.parametrize(("code", "row"), [("zh", "表1，第1行"), ("en", "Table 1, row 1")])
def test_a_single_row_has_the_actions_of_its_card(code: str, row: str) -> None:
    cells = (("Region", "Africa"), ("Hubs", "14"))
    one = replace(passage(), row=TableRow("1", 1, cells), passage_id=7)
    table, below = passage_html(one, Locale(code)).split("</table>")
    assert "<button" not in table
    assert row in below.partition("<button")[0]
    rows = (replace(one, passage_id=8, row=TableRow("1", 2, cells)),)
    table, below = passage_html(one, Locale(code), view=PassageView(rows=rows)).split("</table>")
    assert [name for name in ("7", "8") if f'data-of="{name}"' in table] == ["7", "8"]
    assert row not in below.partition("<button")[0]


def test_a_table_on_two_pages_is_cited_without_a_page() -> None:
    cells = (("Region", "Africa"), ("Hubs", "14"))
    one = replace(passage(), row=TableRow("1", 1, cells))
    other = replace(one, passage=replace(one.passage, page=9), row=TableRow("1", 2, cells))
    assert one.passage.page is not None
    assert ", p. " in table_citation([one])
    assert "Table 1" in table_citation([one, other])
    assert ", p. " not in table_citation([one, other])
