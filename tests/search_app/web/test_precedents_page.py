"""The parts of the draft page: reading, comparing and marking a draft."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from corpus.cards import Figures
from corpus.documents import Passage
from corpus.errors import QueryError, ReadError
from corpus.sample import FILES
from index.analyses import DraftParagraph, Precedent, precedents
from index.analyses.precedents.drafts import Reuse
from index.model.encoder import Encoder
from index.references import write_reference
from index.retrieval import Search
from index.store import Excerpt, Store
from search_app import drafts
from search_app.citing.export import precedents_docx
from search_app.drafts import draft_of_bytes, draft_of_text
from search_app.localise import CODES, Locale
from search_app.operations import PRECEDENTS, FoundPrecedents
from search_app.operations.layouts.passages import precedents_layout
from search_app.terminal import show_found
from search_app.web.parts.escape import as_html
from search_app.web.parts.meeting_bars import meetings
from search_app.web.precedents.link import pack_draft, unpack_draft
from search_app.web.precedents.summary import (
    find_standing,
    list_standings,
    name_standing,
    summary_html,
    time_line_html,
)
from search_app.web.reports import report_html
from tests.search_app.passages import passage

WORDS = st.lists(
    st.sampled_from(["Council", "invites", "the", "<b>Members</b>", "to", "report", "2030", "&c."]),
    min_size=1,
    max_size=12,
).map(" ".join)

TAKEN_OVER = (
    "Since 2023, the national weather service has published its radar, river-level and seismic "
    "data free of charge, under an open licence, in machine-readable formats."
)
NEW = "The cheese of the Alps matures for twelve months in cool cellars."


@pytest.fixture(scope="module")
def found(sample_index: Path, encoder: Encoder) -> tuple[Store, list[DraftParagraph]]:
    store = Store(sample_index)
    draft = draft_of_text(f"2.1\t{TAKEN_OVER}\n2.2\t{NEW}\n")
    steps: list[tuple[int, int]] = []
    search = Search(store, encoder)
    paragraphs = precedents(store, search, draft, progress=lambda *now: steps.append(now))
    assert steps == [(1, 2), (2, 2)]  # after each paragraph: the reader waits for them
    return store, paragraphs


def _draw(paragraph: DraftParagraph, code: str) -> str:
    return html.unescape(report_html(Locale(code), PRECEDENTS, _found_of(paragraph)))


def _label(drawn: str) -> str:
    """Return what is said above two texts."""
    return re.sub(
        "<.*?>", "", drawn.partition('<p class="wsis-pair-head">')[2].partition("</p>")[0]
    )


def _found_of(*paragraphs: DraftParagraph) -> FoundPrecedents:
    return FoundPrecedents(draft_of_text(NEW), paragraphs, (), {}, None)


def _mark(paragraph: DraftParagraph, draft: str, earlier: str) -> tuple[str, str]:
    """Lay a draft beside an earlier text; return both with their marks in brackets."""
    precedent = replace(paragraph.precedents[0], text=earlier)
    passage = replace(paragraph.passage, text=draft, label=None)
    changed = replace(paragraph, passage=passage, precedents=(precedent,))
    (section,) = precedents_layout(_found_of(changed), "en").sections
    own, others = section.pairs[0].sides
    (old,) = (cell for cell in others if cell.passage)
    signs = {"plain": "{}", "inserted": "<ins>{}</ins>", "deleted": "<del>{}</del>"}
    marked = (
        "".join(signs.get(mark, "").format(text) for mark, text in cell.marked)
        for cell in (own[0], old)
    )
    return next(marked), next(marked)


@pytest.mark.thorough
@given(draft=WORDS, earlier=WORDS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_marks_leave_both_texts_to_the_letter(
    found: tuple[Store, list[DraftParagraph]], draft: str, earlier: str
) -> None:
    for marked, text in zip(_mark(found[1][0], draft, earlier), (draft, earlier), strict=True):
        assert re.sub("</?(?:ins|del)>", "", marked) == text


def test_differences_are_marked_on_their_side(
    found: tuple[Store, list[DraftParagraph]],
) -> None:
    own, old = _mark(
        found[1][0],
        "The Council invites all Members to report by 2026.",
        "The Council invites “Members” to report by 2025, as agreed.",
    )
    assert "<ins>2026.</ins>" in own
    assert "<ins>all </ins>" in own
    assert "<del>2025, as agreed.</del>" in old
    assert "<del>“</del>Members<del>”</del> to" in old


def test_texts_with_little_in_common_are_not_marked(
    found: tuple[Store, list[DraftParagraph]],
) -> None:
    texts = ("The Council invites Members.", "A wholly other sentence stands here.")
    assert _mark(found[1][0], *texts) == texts


@pytest.mark.thorough
def test_a_reused_paragraph_differs_from_a_new_one(
    found: tuple[Store, list[DraftParagraph]],
) -> None:
    _, paragraphs = found
    assert [find_standing(paragraph) for paragraph in paragraphs] == ["changed", "without"]
    best = paragraphs[0].precedents[0]
    in_part = replace(paragraphs[0], precedents=(replace(best, reuse=None, share=0.58),))
    assert find_standing(in_part) == "partly"
    assert Locale("en").text("precedents.partly") in _draw(in_part, "en")
    shown = _draw(replace(paragraphs[0], precedents=(best,)), "en")
    assert "<ins>2023,</ins>" in shown
    assert "<del>2022,</del>" in shown
    assert "CWG-WSIS&SDG-40/3" in shown


def test_several_earlier_texts_are_alternatives_of_which_one_is_open(
    found: tuple[Store, list[DraftParagraph]],
) -> None:
    best = found[1][0].precedents[0]
    drawn = _draw(replace(found[1][0], precedents=(best, best, best)), "en")
    assert drawn.count('name="pair-0"') == 3
    assert drawn.count('name="pair-0" open>') == 1


@pytest.mark.parametrize("code", CODES)
def test_summary_and_time_line_speak_the_readers_language(
    found: tuple[Store, list[DraftParagraph]], code: str
) -> None:
    store, paragraphs = found
    locale = Locale(code)
    said = summary_html(locale, {"changed": 1, "without": 1})
    assert locale.plural("precedents.paragraphs", 2) in said
    for kind in ("translated", "partly"):
        counted = as_html(name_standing(locale, kind))
        assert counted not in said
        assert counted in summary_html(locale, {kind: 1, "without": 1})
    every = meetings(store, locale)
    line = time_line_html(locale, every, paragraphs)
    assert locale.text("meeting.numbered", number="40") in line
    # When its first document was written is not when a meeting was held.
    assert every[0].date
    assert locale.date(every[0].date[:7]) not in line.partition("<tbody>")[0]
    assert line.count('<th scope="row"') == 2
    assert line.count('class="wsis-sign wsis-sign-changed" aria-hidden="true"></span></a>') == 1


@pytest.mark.parametrize("code", CODES)
def test_the_legend_names_each_sign_of_the_time_line(
    found: tuple[Store, list[DraftParagraph]], code: str
) -> None:
    store, paragraphs = found
    locale = Locale(code)
    best = paragraphs[0].precedents[0]
    reuses: tuple[tuple[Reuse | None, float | None], ...] = (
        ("verbatim", 1.0),
        ("changed", 0.8),
        ("translated", None),
        (None, 0.4),
    )
    stood = [replace(best, reuse=reuse, share=share) for reuse, share in reuses]
    every = [replace(paragraphs[0], precedents=(one,)) for one in stood]
    line = time_line_html(locale, meetings(store, locale), every)
    table, _, legend = line.partition("</table>")
    signs = re.findall(r'<a [^>]*aria-label="([^"]*)"><span class="([^"]*)"', table)
    named = re.findall(r'<span class="([^"]*)" aria-hidden="true"></span> ([^<]*)</span>', legend)
    assert len(named) == len({sign for sign, _ in named}) == len({name for _, name in named}) == 4
    for (said, sign), one in zip(signs, stood, strict=True):
        name = unescape(dict(named)[sign])
        assert name == locale.text(f"precedents.{one.relation}")
        assert unescape(said).startswith(name_standing(locale, one.relation))
    assert dict(named)["wsis-sign wsis-sign-partly"] == locale.text("precedents.partly")
    assert "wsis-sign wsis-sign-partly" in summary_html(locale, {"partly": 1})


@pytest.mark.parametrize("code", CODES)
def test_what_is_only_on_the_subject_is_apart_and_off_the_time_line(
    found: tuple[Store, list[DraftParagraph]], code: str
) -> None:
    store, paragraphs = found
    locale = Locale(code)
    best = _make_precedent(paragraphs[0].precedents[0].shown, 0.0, None)
    alike = [replace(best, score=score) for score in (0.45, 0.35)]
    every = [replace(paragraphs[0], precedents=(precedent,)) for precedent in alike]
    standings = [find_standing(paragraph) for paragraph in every]
    assert standings == ["same_subject", "near"]
    assert len({name_standing(locale, standing) for standing in standings}) == 2
    assert time_line_html(locale, meetings(store, locale), every) == ""


def test_a_relation_without_a_date_is_off_the_time_line(
    found: tuple[Store, list[DraftParagraph]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, paragraphs = found
    every = meetings(store, Locale("en"))
    assert "wsis-sign-changed" in time_line_html(Locale("en"), every, paragraphs[:1])
    monkeypatch.setattr(Precedent, "relation", "too_short")  # one that the page does not know
    assert time_line_html(Locale("en"), every, paragraphs[:1]) == ""
    assert list_standings({"without": 1, "too_short": 2, "near": 1}) == [
        *("near", "too_short", "without")
    ]


@pytest.mark.parametrize(("code", "said"), [("en", "perhaps"), ("ar", "ربما"), ("zh", "可能")])
def test_a_translation_is_not_told_for_certain(code: str, said: str) -> None:
    assert said in Locale(code).text("precedents.translated")


def test_the_table_in_word_holds_every_paragraph(
    found: tuple[Store, list[DraftParagraph]],
) -> None:
    table = docx.Document(io.BytesIO(precedents_docx(found[1], "fr"))).tables[0]
    drafts = [row.cells[0].text for row in table.rows]
    assert f"2.1 {TAKEN_OVER}" in drafts
    assert f"2.2 {NEW}" in drafts
    assert "CWG-WSIS&SDG-40/3" in table.rows[1].cells[2].text


# What was taken from a text that is there in Russian alone, and with another edition.
OTHERWISE = {
    "ar": (
        "حضر الدورات الميدانية التي تستغرق يومين 410 من الرعاة، منهم 96 امرأة.",
        (
            "يلبي المشروع أهداف القرار 140 (المراجَع في بوخارست، 2022) لمؤتمر المندوبين المفوضين "
            "وقرار المجلس 1332 (المراجَع في 2024)."
        ),
    ),
    "en": (
        "410 herders, 96 of them women, attended field courses that lasted two days.",
        (
            "The project meets the aims of Resolution 140 (Rev. Bucharest, 2022) of the "
            "Plenipotentiary Conference and of Council Resolution 1332 (Rev. 2024)."
        ),
    ),
}


@pytest.mark.parametrize("code", OTHERWISE)
@pytest.mark.once
def test_a_translation_has_no_share_but_its_edition(
    sample_index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(sample_index))
    store = Store(sample_index)
    draft = draft_of_text("".join(f"{text}\n" for text in OTHERWISE[code]))
    found = precedents(store, Search(store, encoder), draft, k=8)
    locale = Locale(code)
    translated = next(
        precedent for precedent in found[0].precedents if precedent.reuse == "translated"
    )
    shown = _draw(replace(found[0], precedents=(translated,)), code)
    assert locale.text("precedents.translated") in shown
    assert locale.text("precedents.other_language") in shown
    assert locale.text("precedents.contrary_unseen") in shown
    assert find_standing(replace(found[0], precedents=(translated,))) == "translated"
    assert "%" not in _label(shown)
    edition = next(precedent for precedent in found[1].precedents if precedent.editions)
    shown = _draw(replace(found[1], precedents=(edition,)), code)
    new, old = (
        write_reference(f"Council Res. 1332 (Rev. {year})", code) or "" for year in (2024, 2023)
    )
    assert new in shown
    assert old in shown
    tables = docx.Document(io.BytesIO(precedents_docx(found, code))).tables
    cells = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert locale.text("precedents.translated") in [row[3] for row in cells]
    assert any(new in row[2] for row in cells)
    assert not any("Council Res." in row[2] for row in cells)


ALIKE = {
    "en": "Radar and river-level data of the weather service help to train models of floods.",
    "zh": "气象部门免费公布的雷达和水位数据对训练洪水预报模型的研究人员很有用。",
    "ar": "يفيد الباحثين في الفيضانات ما تصدره خدمة الطقس من أرقام الرادار وقياسات الأنهار.",
}


@pytest.mark.parametrize("code", ALIKE)
@pytest.mark.thorough
def test_what_is_only_near_says_so_in_every_row(
    sample_index: Path, encoder: Encoder, code: str
) -> None:
    store = Store(sample_index)
    (one,) = precedents(store, Search(store, encoder), draft_of_text(f"1\t{ALIKE[code]}\n"))
    assert one.precedents
    assert not any(earlier.reuse for earlier in one.precedents)
    locale = Locale(code)
    above, table = docx.Document(io.BytesIO(precedents_docx([one], code))).tables
    assert above.rows[1].cells[1].text == locale.text("precedents.near_below")
    labels = [
        locale.text(f"precedents.{'near' if earlier.class_ is None else 'same_subject'}")
        for earlier in one.precedents
    ]
    assert [row.cells[3].text.split("\n")[0] for row in table.rows[1:]] == labels
    for earlier, named in zip(one.precedents, labels, strict=True):
        shown = _draw(replace(one, precedents=(earlier,)), code)
        label = _label(shown)
        assert named in label
        assert earlier.share is not None
        told = locale.percent(earlier.share) in label
        assert told == (earlier.share >= 0.1)


def test_contrary_is_called_the_same_on_every_surface(sample_index: Path, encoder: Encoder) -> None:
    denied = TAKEN_OVER.replace("has published", "has not published")
    store = Store(sample_index)
    (paragraph,) = precedents(store, Search(store, encoder), draft_of_text(f"1\t{denied}\n"))
    contrary = next(each for each in paragraph.precedents if each.class_ == "contrary")
    paragraph = replace(paragraph, precedents=(contrary,))
    for code in ("en", "zh", "ar"):
        surfaces, locale = _draw_surfaces(store, paragraph, code), Locale(code)
        label, relation = (
            locale.text(f"precedents.{name}").lower()
            for name in ("says_contrary", contrary.relation)
        )
        for name, shown in surfaces.items():
            assert label in html.unescape(shown).lower(), (code, name)
            assert relation not in html.unescape(shown).lower(), (code, name)


def _draw_surfaces(store: Store, paragraph: DraftParagraph, code: str) -> dict[str, str]:
    """Return what a page, a terminal and a Word file show of a paragraph, by their parts."""
    locale, printed = Locale(code), io.StringIO()
    show_found(PRECEDENTS, Console(file=printed, width=200), _found_of(paragraph), code)
    (table,) = docx.Document(io.BytesIO(precedents_docx([paragraph], code))).tables
    return {
        "page": _label(_draw(paragraph, code)),
        "summary": summary_html(locale, {find_standing(paragraph): 1}),
        "time line": time_line_html(locale, meetings(store, locale), [paragraph]),
        "terminal": printed.getvalue(),
        "Word": table.rows[1].cells[3].text,
    }


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_only_a_verbatim_text_has_all_words_in_common(code: str) -> None:
    shown, locale = passage(NEW, language="en"), Locale(code)
    shares: dict[Reuse, float] = {"changed": 0.99, "verbatim": 1.0}
    for reuse, share in shares.items():
        percent = locale.percent(share)
        precedent = _make_precedent(shown, 1.0, reuse)
        paragraph = DraftParagraph(Passage("paragraph", NEW, language="en"), (precedent,))
        for name, text in _draw_labels(paragraph, code).items():
            assert percent in text, name
            assert locale.text(f"precedents.{reuse}") in text, name


@pytest.mark.parametrize("code", CODES)
def test_a_near_text_is_called_the_same_on_every_surface(code: str) -> None:
    shown, locale = passage(NEW, language="en"), Locale(code)
    for score, label in ((0.35, "near"), (0.9, "same_subject")):
        near = locale.text(f"precedents.{label}")
        precedent = replace(_make_precedent(shown, 0.0, None), score=score)
        paragraph = DraftParagraph(Passage("paragraph", TAKEN_OVER, language="en"), (precedent,))
        for name, text in _draw_labels(paragraph, code).items():
            assert near in text, name


def _make_precedent(shown: Excerpt, share: float, reuse: Reuse | None) -> Precedent:
    none = Figures()
    return Precedent(0.9, shown, shown, shown, NEW, share, reuse, (), none, none, ())


def _draw_labels(paragraph: DraftParagraph, code: str) -> dict[str, str]:
    """Return what a page, a terminal and a Word file say of an earlier text."""
    printed = io.StringIO()
    show_found(PRECEDENTS, Console(file=printed, width=200), _found_of(paragraph), code)
    table = docx.Document(io.BytesIO(precedents_docx([paragraph], code))).tables[-1]
    return {
        "page": _label(_draw(paragraph, code)),
        "terminal": printed.getvalue(),
        "Word": table.rows[1].cells[3].text,
    }


@pytest.mark.thorough
def test_an_arabic_number_with_spaces_runs_from_the_left_on_all_surfaces() -> None:
    text = "تخصص المنظمة مبلغ 380 000 فرنك سويسري كل عام لبرنامج تدريب المعلمين في القرى النائية."
    earlier = text.replace("380 000", "390 000")
    shown = passage(earlier, language="ar")
    precedent = Precedent(
        0.9, shown, shown, shown, earlier, 0.9, "changed", (), Figures(("380 000",), ("390 000",)),
        Figures(), (),
    )  # fmt: skip
    paragraph = DraftParagraph(Passage("paragraph", text, language="ar"), (precedent,))
    page = _draw(paragraph, "ar")
    assert '<ins><bdi dir="ltr">380 000</bdi></ins>' in page
    assert '<del><bdi dir="ltr">390 000</bdi></del>' in page
    printed = io.StringIO()
    show_found(PRECEDENTS, Console(file=printed, width=200), _found_of(paragraph), "ar")
    assert re.search(r"\d [\d]", printed.getvalue()) is None
    assert "380\u200e \u200e000" in printed.getvalue()
    (table,) = docx.Document(io.BytesIO(precedents_docx([paragraph], "ar"))).tables
    assert "380\u200e \u200e000" in table.rows[1].cells[0].text


def test_a_draft_is_no_markup() -> None:
    passage = Passage("paragraph", "<script>alert(1)</script> \u202e", label="<i>1</i>")
    paragraph = DraftParagraph(passage, ())
    shown = report_html(Locale("en"), PRECEDENTS, _found_of(paragraph))
    assert "alert(1)" in shown
    assert "<script" not in shown
    assert "<i>" not in shown
    assert "\u202e" not in shown


@pytest.mark.process
@pytest.mark.thorough
def test_only_the_beginning_of_a_long_draft_is_compared() -> None:
    """Whole paragraphs of it, in whatever pieces the long ones are; a page has six."""
    document = docx.Document()
    for number in range(1200):
        document.add_paragraph(f"Paragraph {number + 1}. " + NEW * (30 if number == 7 else 6))
    buffer = io.BytesIO()
    document.save(buffer)
    cut, count = drafts.beginning(draft_of_bytes("200 pages.docx", buffer.getvalue()))
    assert count == 1200
    assert cut.passages[-1].text.startswith("Paragraph 400.")
    assert len(cut.passages) > drafts.MAX_PARAGRAPHS  # the long one is in pieces
    for code in CODES:
        said = Locale(code).text("precedents.cut", all="1200", some="400")
        assert {"1200", "400"} <= set(re.findall(r"\d+", said))


def test_a_pasted_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(QueryError, match="Ask for a part of it"):
        draft_of_text(NEW * 8000)


@pytest.mark.thorough
def test_an_uploaded_file_is_read_and_leaves_nothing() -> None:
    file = next(FILES.glob("CWGWSIS41/*INF-0003!!MSW-A*"))
    draft = draft_of_bytes(f"../../{file.name}", file.read_bytes())
    assert draft.metadata.symbol == "CWG-WSIS&SDG-41/INF/3"
    assert not draft.file.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.docx", b"PK\x03\x04 no archive"), ("a.txt", b""), ("a.pdf", b"%PDF-1.4 nothing")],
)
@pytest.mark.thorough
def test_an_unreadable_file_has_a_reason_in_every_language(name: str, content: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        draft_of_bytes(name, content)
    assert all(Locale(code).has(f"reason.{caught.value.code}") for code in CODES)


def test_reading_is_limited_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "SECONDS", 0.01)
    file = next(FILES.glob("CWGWSIS40/*C-0003!!PDF-E*"))
    with pytest.raises(ReadError, match=re.escape(file.name)) as caught:
        draft_of_bytes(file.name, file.read_bytes())
    assert caught.value.code == "out-of-time"


def test_an_empty_draft_has_no_text() -> None:
    with pytest.raises(ReadError):
        draft_of_text(" \n")


@given(st.text(min_size=1, max_size=300).filter(str.strip), st.none() | st.text(min_size=1))
def test_an_address_carries_a_draft(text: str, name: str | None) -> None:
    link = pack_draft(text, name)
    assert link is not None
    assert unpack_draft(link) == (text, name[:300] if name else None)


@given(st.text(max_size=60))
def test_an_address_that_anyone_wrote_is_no_draft(value: str) -> None:
    unpack_draft(value)


def test_a_long_draft_is_too_long_for_an_address() -> None:
    assert pack_draft(" ".join(map(str, range(9000))), None) is None
