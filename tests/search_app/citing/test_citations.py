"""Citations in the form of each language; symbols whole in lines from right to left."""

from __future__ import annotations

import io
import re
from dataclasses import fields, replace
from pathlib import Path
from string import Formatter
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import LeadIn, TableRow
from corpus.languages import read_words
from index.lookup.show import show
from index.store import Store
from search_app.citing.citation import (
    citation,
    cut_to_part,
    lead_in,
    own_number,
    page,
    paragraph,
    quotation,
    quote_passage,
    source_name,
    version_symbol,
)
from search_app.citing.export import EXPORTS
from search_app.citing.words import CitationWords, one_line, words
from search_app.citing.work import work
from search_app.operations.layouts import quote
from tests.ingest.pdf.bidi_forward import forward
from tests.search_app.passages import LANGUAGES, OWN_EXPORTS, export, passage

LRM, RLM = "\u200e", "\u200f"

PARAGRAPH = {
    "ar": "الوثيقة CWG-WSIS&SDG-39/2-F، الفقرة 2.10.1، الصفحة 3",
    "zh": "CWG-WSIS&SDG-39/2-F，第2.10.1段，第3页",
    "en": "CWG-WSIS&SDG-39/2-F, para. 2.10.1, p. 3",
    "fr": "CWG-WSIS&SDG-39/2-F, par. 2.10.1, p. 3",
    "ru": "CWG-WSIS&SDG-39/2-F, п. 2.10.1, с. 3",
    "es": "CWG-WSIS&SDG-39/2-F, párr. 2.10.1, pág. 3",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paragraph_is_cited_as_its_reader_writes_it(language: str) -> None:
    shown = passage(language="fr", label="2.10.1", label_path=("2.10.1",))
    assert citation(shown, language) == PARAGRAPH[language]
    assert citation(shown, language).endswith(str(page(shown, language)))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The “divide” is “the gap”.", "“The ‘divide’ is ‘the gap’.”"),
        ("zh", "称为“数字鸿沟”。", "“称为‘数字鸿沟’。”"),
        ("es", "La “brecha” digital", "“La ‘brecha’ digital”"),
        ("ar", "تسمى «الفجوة» و«الهوة».", "«تسمى “الفجوة” و“الهوة”.»"),
        ("fr", "La «\u00a0fracture\u00a0»", "«\u00a0La “fracture”\u00a0»"),
        ("ru", "Это «разрыв».", "«Это „разрыв“.»"),
        # Another pair already, marks whose fellows are elsewhere, one quotation in another.
        ("ar", "تسمى “الفجوة”.", "«تسمى “الفجوة”.»"),
        ("en", "the gap”, and “the divide”", "“the gap”, and “the divide””"),
        ("en", "“he said ‘no’”", "““he said ‘no’””"),
        ("ru", "«один «два»»", "««один «два»»»"),
    ],
)
def test_marks_within_a_quotation_are_those_of_one_within(
    language: str, text: str, expected: str
) -> None:
    shown = passage(language=language, text=text)
    assert quotation(shown, "en").startswith(f"{expected} (")
    if language == "zh":
        headed = passage(language="zh", heading=(text,), label=None, label_path=())
        assert paragraph(headed, "zh") == f"{expected}标题下"


def test_english_is_the_default() -> None:
    assert citation(passage()) == citation(passage(), "en") == citation(passage(), "xx")


PLACES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (
        {"label": "a)", "label_path": ("2.1", "a)")},
        {
            "ar": f"الفقرة 2.1 a){LRM}",
            "zh": "第2.1段a)项",
            "en": "para. 2.1 a)",
            "fr": "par. 2.1 a)",
            "ru": "п. 2.1 a)",
            "es": "párr. 2.1 a)",
        },
    ),
    (
        {"label": "a)", "label_path": ("1", "a)"), "heading": ("1 Introduction",)},
        {
            "ar": f"القسم 1 a){LRM}",
            "zh": "第1节a)项",
            "en": "section 1 a)",
            "fr": "section 1 a)",
            "ru": "раздел 1 a)",
            "es": "sección 1 a)",
        },
    ),
    (
        {"kind": "heading", "label": "3", "label_path": ("3",)},
        {
            "ar": "القسم 3",
            "zh": "第3节",
            "en": "section 3",
            "fr": "section 3",
            "ru": "раздел 3",
            "es": "sección 3",
        },
    ),
    (
        {"kind": "footnote", "label": "2", "label_path": ("4.4", "fn2")},
        {
            "ar": "الفقرة 4.4، الحاشية 2",
            "zh": "第4.4段，脚注2",
            "en": "para. 4.4, footnote 2",
            "fr": "par. 4.4, note de bas de page 2",
            "ru": "п. 4.4, сноска 2",
            "es": "párr. 4.4, nota de pie de página 2",
        },
    ),
    (
        {
            "kind": "table",
            "label": None,
            "label_path": (),
            "heading": ("Results",),
            "row": TableRow("2.1", 3, ()),
        },
        {
            "ar": "الجدول 2.1، الصف 3",
            "zh": "表2.1，第3行",
            "en": "Table 2.1, row 3",
            "fr": "tableau 2.1, ligne 3",
            "ru": "таблица 2.1, строка 3",
            "es": "cuadro 2.1, fila 3",
        },
    ),
    (
        {"kind": "table", "label": None, "label_path": (), "heading": ("Results",)},
        {
            "ar": "الجدول الوارد تحت العنوان «Results»",
            "zh": "“Results”标题下的表格",
            "en": "table under “Results”",
            "fr": "tableau sous le titre «\u00a0Results\u00a0»",
            "ru": "таблица под заголовком «Results»",
            "es": "cuadro bajo el epígrafe “Results”",
        },
    ),
    (
        {"label": None, "label_path": (), "heading": ("4 Results",)},
        {
            "ar": f"تحت العنوان «{LRM}4 Results»",
            "zh": "“4 Results”标题下",
            "en": "under “4 Results”",
            "fr": "sous le titre «\u00a04 Results\u00a0»",
            "ru": "под заголовком «4 Results»",
            "es": "bajo el epígrafe “4 Results”",
        },
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("fields_of", "expected"), PLACES)
def test_every_kind_of_place_has_its_words(
    language: str, fields_of: dict[str, Any], expected: dict[str, str]
) -> None:
    assert paragraph(passage(**fields_of), language) == expected[language]


def test_the_stop_behind_a_number_is_no_part_of_it() -> None:
    assert paragraph(passage(label="1.", label_path=("1.",))) == "para. 1"
    assert paragraph(passage(label="一、", label_path=("一、",)), "zh") == "第一段"


@pytest.mark.parametrize(
    ("symbol", "language", "expected"),
    [
        ("CWG-WSIS&SDG-39/2", "zh", "CWG-WSIS&SDG-39/2-C"),
        ("CWG-WSIS-32/16(Rev.1)", "ar", "CWG-WSIS-32/16-A(Rev.1)"),
        ("C24/8", "ru", "C24/8-R"),
        ("A/RES/70/125", "fr", "A/RES/70/125"),
        ("CWG-WSIS&SDG-39/2", None, "CWG-WSIS&SDG-39/2"),
        (None, "es", None),
    ],
)
def test_a_symbol_changes_by_its_letter_alone(
    symbol: str | None, language: str | None, expected: str | None
) -> None:
    shown = passage(symbol=symbol, language=language)
    assert version_symbol(shown) == expected
    for reader in LANGUAGES:
        assert expected is None or expected in citation(shown, reader)


def test_a_name_without_letter_gives_its_language_in_words() -> None:
    shown = passage(symbol="A/70/684", language="ru")
    assert [citation(shown, language).split(",")[0] for language in ("en", "fr", "es")] == [
        "A/70/684 [Russian]",
        "A/70/684 [russe]",
        "A/70/684 [ruso]",
    ]
    assert citation(passage(symbol=None)).startswith("“Report on the Summit” (report.docx) [Eng")
    assert citation(passage(symbol=None, title=None)).startswith("report.docx [English]")


SYMBOLS = [
    "CWG-WSIS&SDG-39/2",
    "CWG-WSIS-32/16(Rev.1)",
    "CWG-WSIS&SDG-39/4(Rev.1)(Add.2)",
    "CWG-WSIS&SDG-40/INF/4",
    "C24/8",
    "A/RES/70/125",
    "WSIS-05/TUNIS/DOC/6(Rev.1)",
]


@pytest.mark.parametrize("symbol", SYMBOLS)
@pytest.mark.parametrize("rtl", [True, False])
@pytest.mark.parametrize("paired_brackets", [True, False])
def test_a_symbol_is_whole_where_arabic_text_is_laid_out(
    symbol: str, rtl: bool, paired_brackets: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not paired_brackets:  # Word, and whatever is older than Unicode 6.3
        monkeypatch.setattr("tests.ingest.pdf.bidi_forward._brackets", lambda *_: None)
    for language in ("ar", "en", None):
        shown = passage(symbol=symbol, language=language)
        cited = citation(shown, "ar")
        for line in (cited, f"انظر {cited}.", f"({cited})"):
            seen = forward(line, rtl=rtl).replace(LRM, "")
            assert str(version_symbol(shown)) in seen, seen
            assert "2.1" in seen


def test_most_citations_carry_no_invisible_character() -> None:
    for reader in LANGUAGES:
        for language in LANGUAGES:
            assert citation(passage(language=language), reader).isprintable()
            assert citation(passage(language=language, symbol="A/70/684"), reader).isprintable()
    revised = passage(symbol="CWG-WSIS-32/16(Rev.1)")
    assert citation(revised, "ar").count(LRM) == 1
    assert citation(revised, "en").isprintable()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "لم تعد واردة في الوثيقة CWG-WSIS&SDG-39/2(Rev.1)" + LRM),
        ("zh", "，CWG-WSIS&SDG-39/2(Rev.1)中已无此内容"),
        ("en", ", no longer in CWG-WSIS&SDG-39/2(Rev.1)"),
        ("fr", ", ne figure plus dans CWG-WSIS&SDG-39/2(Rev.1)"),
        ("ru", ", отсутствует в документе CWG-WSIS&SDG-39/2(Rev.1)"),
        ("es", ", ya no figura en CWG-WSIS&SDG-39/2(Rev.1)"),
    ],
)
def test_a_left_out_paragraph_is_cited_as_left_out(language: str, expected: str) -> None:
    shown = replace(passage(), superseded_by="CWG-WSIS&SDG-39/2(Rev.1)", is_left_out=True)
    assert citation(shown, language).endswith(expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "نقّحتها الوثيقة CWG-WSIS&SDG-39/2(Rev.1)" + LRM + "، وهي الآن الفقرة 3.5 أ)"),
        ("zh", "，已由CWG-WSIS&SDG-39/2(Rev.1)修订，现为第3.5段أ)项"),
        ("en", ", revised by CWG-WSIS&SDG-39/2(Rev.1), now para. 3.5 أ)"),
        ("fr", ", révisé par CWG-WSIS&SDG-39/2(Rev.1), désormais par. 3.5 أ)"),
        ("ru", ", пересмотрен документом CWG-WSIS&SDG-39/2(Rev.1), ныне п. 3.5 أ)"),
        ("es", ", revisado por CWG-WSIS&SDG-39/2(Rev.1), ahora párr. 3.5 أ)"),
    ],
)
def test_a_renumbered_paragraph_is_cited_with_both_numbers(language: str, expected: str) -> None:
    there = passage(label="أ)", label_path=("3.5", "أ)"), language="ar")
    shown = replace(passage(), superseded_by="CWG-WSIS&SDG-39/2(Rev.1)", now=there)
    assert citation(shown, language).endswith(expected)


@pytest.mark.parametrize(
    ("language", "row", "expected"),
    [
        ("en", (("Region", "Africa"), ("Hubs", "14")), "Region: “Africa”; Hubs: “14”"),
        ("zh", (("区域", "非洲"), ("中心", "14")), "区域：“非洲”；中心：“14”"),
        ("ar", (("المنطقة", "إفريقيا"), ("", "14")), "المنطقة: «إفريقيا»؛ «14»"),
    ],
)
def test_only_the_cells_of_a_row_are_quoted(
    language: str, row: tuple[tuple[str, str], ...], expected: str
) -> None:
    of_row: dict[str, Any] = {"kind": "table", "label": None, "label_path": ()}
    shown = passage("a: b | c: d", language=language, row=TableRow("1", 2, row), **of_row)
    letter = {"en": "E", "zh": "C", "ar": "A"}[language]
    assert quotation(shown) == f"{expected} (CWG-WSIS&SDG-39/2-{letter}, Table 1, row 2, p. 3)"
    assert f"> {expected}\n" in EXPORTS["markdown"].function([shown], "en", ()).decode()
    assert expected in "".join(
        paragraph.text
        for paragraph in docx.Document(
            io.BytesIO(EXPORTS["docx"].function([shown], "en", ()))
        ).paragraphs
    )


def test_an_arabic_citation_gives_a_line_its_direction() -> None:
    for shown in (passage(language="ar"), passage(symbol=None, title="Report", language="en")):
        assert citation(shown, "ar").startswith("الوثيقة ")


def test_a_digit_stays_behind_the_arabic_letter_of_a_list() -> None:
    shown = passage(label="1)", label_path=("2.1", "أ)", "1)"), language="ar")
    seen = forward(citation(shown), rtl=False).replace(LRM, "")
    assert seen.endswith("para. 2.1 أ) 1), p. 3")


def test_an_arabic_heading_in_english_keeps_its_number_first() -> None:
    shown = passage(label=None, label_path=(), heading=("4 أنشطة",), language="ar")
    assert "طشنأ 4”" in forward(citation(shown), rtl=False).replace(RLM, "").replace("ة", "")


# Quotation marks within become those of a quotation within, which has tests of its own.
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="“”«»"), max_size=60),
    st.sampled_from(LANGUAGES),
)
def test_no_text_of_a_document_breaks_a_citation(text: str, language: str) -> None:
    shown = passage(symbol=None, title=text, label=None, label_path=(), heading=(text,))
    cited = citation(shown, language)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069]", cited)
    assert one_line(text) in cited
    assert work(shown, language).entry


def test_braces_in_a_title_are_only_signs() -> None:
    shown = passage(symbol=None, title="{0.__class__} {}", heading=("{x}",), label_path=())
    for language in LANGUAGES:
        assert "{0.__class__} {}" in citation(shown, language)
        assert "{x}" in citation(shown, language)


def test_every_language_has_every_word_with_the_same_places() -> None:
    table = {code: read_words(code, "citations") for code in LANGUAGES}
    names = {field.name for field in fields(CitationWords)}
    for language, entry in table.items():
        assert set(entry) == names, language
        assert set(entry["export"]) == set(table["en"]["export"])
        assert set(entry["languages"]) == set(LANGUAGES)
        assert set(entry["mandates"]) == set(table["en"]["mandates"])
        for name in names - {"languages", "export", "group_meeting", "mandates"}:
            assert _places(entry[name]) == _places(table["en"][name]), (language, name)
        assert len(set(entry["export"].values())) == len(entry["export"])
        if language != "en":
            same = [
                name
                for name in entry["export"]
                if entry["export"][name] == words("en").export[name]
            ]
            french = {"date", "page", "action", "dossier"}  # the same words
            assert set(same) <= french, same


def _places(pattern: str) -> list[str]:
    return sorted(name or "" for _, name, _, _ in Formatter().parse(pattern) if name is not None)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (
            "Contribution by Jordan and Morocco",
            ("Jordan, Morocco", "الأردن والمغرب", "约旦、摩洛哥", "Jordanie, Maroc"),
        ),
        (
            "Contribución del Brasil y Portugal",
            ("Brazil, Portugal", "البرازيل والبرتغال", "巴西、葡萄牙", "Brésil, Portugal"),
        ),
        ("مساهمة من جمهورية مصر العربية", ("Egypt", "مصر", "埃及", "Égypte")),
        ("Секретариат", ("Secretariat", "الأمانة", "秘书处", "Secrétariat")),
        (
            "Egypt on behalf of the Arab Group",
            ("Arab States", "الدول العربية", "阿拉伯国家", "États arabes"),
        ),
        (
            "Contribution by Example Foundation, Kenya",
            ("Contribution by Example Foundation, Kenya",) * 4,
        ),
        (None, ("",) * 4),
    ],
)
def test_the_submitter_is_named_in_the_readers_language(
    source: str | None, names: tuple[str, ...]
) -> None:
    for language, name in zip(("en", "ar", "zh", "fr"), names, strict=True):
        assert source_name(source, language) == name
        # What one reader sees in an address that he sends is understood by another.
        assert source_name(source_name(source, "en"), language) == name


def test_an_index_gives_citations_in_every_language(sample_index: Path) -> None:
    with Store(sample_index) as store:
        passages = show(store, "CWG-WSIS&SDG-40/3", "ar").passages
    assert passages
    for language in LANGUAGES:
        for shown in passages:
            assert citation(shown, language).startswith(
                words(language).document.format("CWG-WSIS&SDG-40/3-A")
            )


LED = {
    "en": (
        "“In view of the foregoing, Japan proposes that the Council Working Group: […] request",
        " (CWG-WSIS&SDG-40/3-E, para. 5.2",
    ),
    "ar": (
        "«في ضوء ما تقدم، تقترح اليابان أن يقوم فريق العمل التابع للمجلس بما يلي: […] تكليف",
        "(الوثيقة CWG-WSIS&SDG-40/3-A، الفقرة 5.2",
    ),
    "zh": (
        "“鉴于上述情况，日本建议理事会工作组：[……]要求",
        "（CWG-WSIS&SDG-40/3-C，第5.2段",
    ),
}


@pytest.mark.parametrize("language", LED)
def test_an_item_is_quoted_behind_its_lead_in(sample_index: Path, language: str) -> None:
    """By itself what is proposed in a draft reads as if it were decided."""
    with Store(sample_index) as store:
        (item,) = show(store, "CWG-WSIS&SDG-40/3#5.2", language).passages
        (first,) = show(store, "CWG-WSIS&SDG-40/3#5.1", language).passages
        (whole,) = show(store, "CWG-WSIS&SDG-40/3#1.2", language).passages
    begins, cited = LED[language]
    quoted = quotation(item, language)
    assert quoted.startswith(begins)
    assert cited in quoted
    assert item.passage.text in quoted
    lead, *text = quote_passage(item).split("\n")
    assert (lead, text) == (begins[1:].partition("]")[0] + "]", [item.passage.text])
    assert "…" not in quote_passage(first)
    assert quote_passage(whole) == whole.passage.text
    for name in OWN_EXPORTS:
        made = EXPORTS[name].function([item], language, ())
        if name == "docx":
            made = "\n".join(
                paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs
            ).encode()
        plain = re.sub(r"[\\\u200e\u200f]", "", made.decode()).replace("{}", "")
        assert lead.partition("[")[0].strip() in plain, name


@pytest.mark.parametrize(("language", "number"), [("en", "b)"), ("zh", "b)"), ("ar", "ب)")])
def test_an_item_below_a_number_shows_its_own_number(
    sample_index: Path, language: str, number: str
) -> None:
    with Store(sample_index) as store:
        (item,) = show(store, "CWG-WSIS&SDG-40/3#4.1 b)", language).passages
        (first,) = show(store, "CWG-WSIS&SDG-40/3#5.1", language).passages
    lead, text = quote(item).text.split("\n")
    assert lead.startswith("4.1 ")
    assert text == f"{number} {item.passage.text}"
    assert own_number(item) == number
    assert own_number(first) is None  # its own is what a citation names


def test_a_number_is_separate_from_a_later_sentence() -> None:
    leads = (LeadIn("5.1", "The guidelines would contain:", is_next=True, is_first=False),)
    assert lead_in(passage("a model", lead_ins=leads)) == "5.1 […] The guidelines would contain:"


def test_part_of_an_item_is_quoted_with_its_lead_in() -> None:
    led = (LeadIn("4.2", "The Chair proposes:", is_next=True),)
    text = "that Members, and the secretariat, be asked to reply. They would have a year."
    item = passage(text, lead_ins=led)
    quoted = quote_passage(cut_to_part(item, "to reply"))
    assert quoted == "The Chair proposes: that Members, and the secretariat, be asked to reply"
    after_a_comma = quote_passage(cut_to_part(item, "and the secretariat, be asked to reply"))
    assert after_a_comma.startswith("The Chair proposes: that Members, and the secretariat, be")
    later = quote_passage(cut_to_part(item, "They would have a year."), " ")
    assert later == "They would have a year."
    assert quote_passage(cut_to_part(item, text)) == f"The Chair proposes:\n{text}"
    assert quote_passage(cut_to_part(passage(text), "to reply")) == "to reply"
    piece = passage("a piece", lead_ins=led)
    assert quote_passage(cut_to_part(piece, "to reply", text)) == quoted


NUMBERED = {
    "en": "“The following safeguards are applied: […] a duty officer can halt or",
    "fr": "« Les garanties suivantes sont appliquées: […] le prévisionniste",
    "es": "“Se aplican las salvaguardias siguientes: […] el funcionario de guardia",
    "ru": "«Применяются следующие защитные меры: […] дежурный специалист",
    "ar": "«وتُطبّق الضمانات التالية: […] يجوز للموظف المناوب",
    "zh": "“目前采用的保障措施如下：[……]值班人员可以中止",
}


@pytest.mark.parametrize("language", NUMBERED)
def test_numbers_are_left_to_the_citation(sample_index: Path, language: str) -> None:
    """An item of a list and a paragraph are quoted alike, by their texts alone."""
    with Store(sample_index) as store:
        passages = show(store, "CWG-WSIS&SDG-40/3", language).passages
    (item,) = (
        excerpt
        for excerpt in passages
        if excerpt.passage.label_path in (("4.1", "b)"), ("4.1", "ب)"))
    )
    quoted = re.sub(r"[\u00a0\u202f]", " ", quotation(item, language))
    assert quoted.startswith(NUMBERED[language])
    part = cut_to_part(item, item.passage.text[-9:])  # behind the words before it
    label = item.passage.label or ""
    assert label not in quote_passage(part, " ") + quote_passage(item)
    assert citation(part, language) == citation(item, language)
    assert label in citation(item, language)
    file = docx.Document(io.BytesIO(export("docx", [item], language)))
    files = ["\n".join(each.text for each in file.paragraphs)]
    files += [export(name, [item], language).decode() for name in ("markdown", "csv", "ris")]
    for text in files:
        assert not re.search(r"4\.1\W{1,3}" + re.escape(quote_passage(item)[:20]), text)


def test_a_nested_lead_in_is_joined_as_chinese_is() -> None:
    led = (LeadIn("4.2", "主席建议：", is_next=False), LeadIn("b)", "秘书处：", is_next=True))
    assert quotation(passage("答复。", language="zh", lead_ins=led), "zh").startswith(
        "“主席建议：[……]秘书处：答复。”"
    )
