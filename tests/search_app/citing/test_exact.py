"""Exports, references and names, to the letter: a basket of passages whose documents differ."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from corpus.cards import Editions, Figures
from corpus.documents import LeadIn
from index.analyses.precedents.drafts import Precedent
from search_app.citing.citation import (
    citation,
    cut_to_part,
    document_name,
    label,
    own_note,
    own_number,
    page,
    paragraph,
    quotation,
    quote_passage,
    submitter_names,
    version_symbol,
    with_notes,
    with_now,
)
from search_app.citing.export import EXPORTS, report_csv, report_markdown
from search_app.citing.layout import Layout, LayoutCell, LayoutSection, LayoutTable
from search_app.citing.markdown import escape, escape_cell, escape_paragraph, link, quote
from search_app.citing.precedent_differences import describe_differences, mark_texts
from search_app.citing.words import (
    intact,
    join_facts,
    join_parts,
    language_name,
    office_name,
    put_in_quotes,
    words,
)
from search_app.citing.work import authors, date_name, documents_cited, meeting_name
from search_app.citing.work import work as listed_work
from tests.search_app.passages import export, passage

OF_THE_GROUP = passage()
OF_COUNCIL = passage(
    language="fr",
    label="a)",
    label_path=("2.", "a)"),
    page=None,
    date="2024-02",
    meeting="C24",
    symbol="C24/7",
    source="Contribution du Brésil et du Portugal",
)
OF_A_FILE = passage(
    "A text {x",
    symbol=None,
    title=None,
    file="/x/näme (1).pdf",
    label=None,
    label_path=(),
    date="2024",
    meeting=None,
    source=None,
    language=None,
)
OF_THE_UN = passage(
    symbol="A/70/684",
    label="3.",
    label_path=("3.",),
    source="China, Germany, and others",
    date="2024-13-01",
)
BASKET = [OF_THE_GROUP, OF_COUNCIL, OF_A_FILE, OF_THE_UN, OF_THE_GROUP]
NOTES = ("my note", "", " x ")

BIBTEX = """\
@techreport{CWG-WSIS-SDG-39-2-E:2.1,
  author = {{The secretariat}},
  title = {{Report on the Summit}},
  institution = {{International Telecommunication Union}},
  number = {CWG-WSIS\\&SDG-39/2-E},
  year = {2023},
  month = oct,
  pages = {3},
  language = {english},
  langid = {english},
  series = {Council Working Group on WSIS and SDGs, 39th meeting},
  note = {CWG-WSIS\\&SDG-39/2-E, para. 2.1, p. 3},
  annote = {invites the Council to review Resolution 140 (Rev. Bucharest, 2022)},
  comment = {Reader’s note: my note},
}

@techreport{C24-7-F:2.a,
  author = {{Brésil} and {Portugal}},
  title = {{Report on the Summit}},
  institution = {{Union internationale des télécommunications}},
  number = {C24/7-F},
  year = {2024},
  month = feb,
  language = {french},
  langid = {french},
  series = {C24},
  note = {C24/7-F, para. 2 a)},
  annote = {invite le Conseil à réexaminer la Résolution 140 (Rév. Bucarest, 2022)},
}

@techreport{name-1,
  title = {{näme (1).pdf}},
  year = {2024},
  pages = {3},
  note = {näme (1).pdf, p. 3},
  annote = {A text \\textbraceleft{}x},
  comment = {Reader’s note: x},
}

@techreport{A-70-684:3,
  author = {{China, Germany, and others}},
  title = {{Report on the Summit}},
  number = {A/70/684},
  year = {2024},
  pages = {3},
  language = {english},
  langid = {english},
  series = {39},
  note = {A/70/684 [English], para. 3, p. 3},
  annote = {invites the Council to review Resolution 140 (Rev. Bucharest, 2022)},
}
"""

RIS = """\
TY  - RPRT
AU  - The secretariat
TI  - Report on the Summit
T2  - Council Working Group on WSIS and SDGs, 39th meeting
PY  - 2023
DA  - 2023/10/02/
SN  - CWG-WSIS&SDG-39/2-E
PB  - International Telecommunication Union
SP  - 3
LA  - en
M1  - para. 2.1
N1  - CWG-WSIS&SDG-39/2-E, para. 2.1, p. 3
N1  - invites the Council to review Resolution 140 (Rev. Bucharest, 2022)
N1  - Reader’s note: my note
ER  -\x20

TY  - RPRT
AU  - Brésil
AU  - Portugal
TI  - Report on the Summit
T2  - C24
PY  - 2024
DA  - 2024/02//
SN  - C24/7-F
PB  - Union internationale des télécommunications
LA  - fr
M1  - para. 2 a)
N1  - C24/7-F, para. 2 a)
N1  - invite le Conseil à réexaminer la Résolution 140 (Rév. Bucarest, 2022)
ER  -\x20

TY  - RPRT
TI  - näme (1).pdf
PY  - 2024
DA  - 2024///
SP  - 3
N1  - näme (1).pdf, p. 3
N1  - A text {x
N1  - Reader’s note: x
ER  -\x20

TY  - RPRT
AU  - China; Germany; and others
TI  - Report on the Summit
T2  - 39
PY  - 2024
DA  - 2024/13/01/
SN  - A/70/684
SP  - 3
LA  - en
M1  - para. 3
N1  - A/70/684 [English], para. 3, p. 3
N1  - invites the Council to review Resolution 140 (Rev. Bucharest, 2022)
ER  -\x20
"""

MARKDOWN = """\
# Passages from documents

Prepared on today

> invites the Council to review Resolution 140 (Rev. Bucharest, 2022)

— CWG-WSIS&SDG-39/2-E, para. 2.1, p. 3

Reader’s note: my note

> invite le Conseil à réexaminer la Résolution 140 (Rév. Bucarest, 2022)

— [C24/7-F, para. 2 a)](https://www.itu.int/md/S24-CL-C-0007/fr)

> A text {x

— näme (1).pdf, p. 3

Reader’s note: x

> invites the Council to review Resolution 140 (Rev. Bucharest, 2022)

— [A/70/684 \\[English\\], para. 3, p. 3](https://undocs.org/en/A/70/684)

> invites the Council to review Resolution 140 (Rev. Bucharest, 2022)

— CWG-WSIS&SDG-39/2-E, para. 2.1, p. 3

## Documents cited

- Secretariat, “Report on the Summit”, Council Working Group on WSIS and SDGs, 39th meeting, \
2 October 2023, CWG-WSIS&SDG-39/2-E (English)
- [Brazil, Portugal, “Report on the Summit”, C24, February 2024, \
C24/7-F (French)](https://www.itu.int/md/S24-CL-C-0007/fr)
- 2024, näme (1).pdf
- [China, Germany, and others, “Report on the Summit”, 39, 2024-13-01, \
A/70/684 \\[English\\]](https://undocs.org/en/A/70/684)
"""


def test_bibtex_to_the_letter() -> None:
    assert export("bibtex", BASKET[:4], "en", NOTES).decode() == BIBTEX


def test_keys_of_bibtex_differ_in_more_than_case() -> None:
    others = [passage(symbol=None, file=name) for name in ("a.txt", "A.pdf", "a.docx", "日本.txt")]
    keys = re.findall(r"@techreport\{(.*),", export("bibtex", others).decode())
    assert keys == ["a:2.1", "A:2.1-2", "a:2.1-3", "passage:2.1"]
    marked = passage(symbol=None, file="-.x.-_y-.txt", label_path=("1", "“”", "б", "-b."))
    assert "@techreport{x.-y:1.b," in export("bibtex", [marked]).decode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a--b ``c''", r"a-{}-b `{}`c'{}'"),
        ("?`!`", r"?{}`!{}`"),
        ("<<a>>", r"<{}<a>{}>"),
        ("100 % of #1 & $5_x", r"100 \% of \#1 \& \$5\_x"),
        ("\\ ~ ^", r"\textbackslash{} \textasciitilde{} \textasciicircum{}"),
        ("{a}", r"\{a\}"),
        ("}{", r"\textbraceright{}\textbraceleft{}"),
        ("{}}", r"\textbraceleft{}\textbraceright{}\textbraceright{}"),
    ],
)
def test_signs_of_tex_are_escaped(text: str, written: str) -> None:
    assert f"  annote = {{{written}}},\n" in export("bibtex", [passage(text)]).decode()


def test_ris_to_the_letter() -> None:
    expected = RIS.replace("\n", "\r\n")
    assert export("ris", BASKET[:4], "en", NOTES).decode() == expected


def test_a_name_with_a_comma_is_one_author_in_ris() -> None:
    arabic = passage(source="الأمانة, جنيف", language="ar")
    assert "AU  - الأمانة، جنيف\r\n" in export("ris", [arabic]).decode()


def test_markdown_to_the_letter() -> None:
    content = export("markdown", BASKET, "en", NOTES).decode()
    assert (
        re.sub(r"(?<=Prepared on )\d+ \w+ 20\d\d$", "today", content, flags=re.MULTILINE)
        == MARKDOWN
    )


def test_csv_to_the_letter() -> None:
    content = export("csv", BASKET, "en", NOTES).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content, newline=""))
    assert head == [
        *("Citation", "Symbol", "Title", "Source", "Meeting", "Date", "Headings", "Location"),
        *("Page", "Language", "Text", "File", "Reader’s note"),
    ]
    group = [
        *("CWG-WSIS&SDG-39/2-E, para. 2.1, p. 3", "CWG-WSIS&SDG-39/2-E", "Report on the Summit"),
        *("The secretariat", "Council Working Group on WSIS and SDGs, 39th meeting", "2023-10-02"),
        *("", "para. 2.1", "3", "English"),
        *("invites the Council to review Resolution 140 (Rev. Bucharest, 2022)", "report.docx"),
    ]
    assert rows[0] == [*group, "my note"]
    assert rows[2] == [
        *("näme (1).pdf, p. 3", "", "", "", "", "2024", "", "", "3", "", "A text {x"),
        *("näme (1).pdf", "x"),
    ]
    assert rows[4] == [*group, ""]


def test_an_item_leaves_with_what_leads_into_it() -> None:
    led = (LeadIn("4", "It decides to:", is_next=False),)
    item = passage("publish it", label="b)", label_path=("4", "b)"), lead_ins=led)
    text = "It decides to: […] publish it"
    assert f"  annote = {{{text}}},\n" in export("bibtex", [item]).decode()
    assert f"N1  - {text}\r\n" in export("ris", [item]).decode()
    assert f'"{text}"' in export("csv", [item]).decode()
    assert "> It decides to: […]\\\n> publish it\n" in export("markdown", [item]).decode()
    assert own_number(replace(item, passage=replace(item.passage, label=None))) is None


@pytest.mark.parametrize("language", ["ar", "zh", "fr"])
def test_cells_are_in_the_readers_language(language: str) -> None:
    content = export("csv", [OF_THE_GROUP], language).decode("utf-8-sig")
    row = [*csv.reader(io.StringIO(content, newline=""))][1]
    assert row[0] == citation(OF_THE_GROUP, language)
    assert row[4] == meeting_name(OF_THE_GROUP, language)
    assert row[7] == paragraph(OF_THE_GROUP, language)
    assert row[9] == language_name("en", language)
    assert row[4] != meeting_name(OF_THE_GROUP, "en")
    ris = export("ris", [OF_THE_GROUP], language).decode()
    assert f"T2  - {meeting_name(OF_THE_GROUP, language)}\r\n" in ris
    assert f"M1  - {paragraph(OF_THE_GROUP, language)}\r\n" in ris
    assert f"  series = {{{row[4]}}},\n" in export("bibtex", [OF_THE_GROUP], language).decode()


def test_each_form_has_its_name_and_type() -> None:
    assert {name: (form.extension, form.mime) for name, form in EXPORTS.items()} == {
        "docx": (
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        "odt": ("odt", "application/vnd.oasis.opendocument.text"),
        "pdf": ("pdf", "application/pdf"),
        "markdown": ("md", "text/markdown; charset=utf-8"),
        "csv": ("csv", "text/csv; charset=utf-8"),
        "bibtex": ("bib", "application/x-bibtex; charset=utf-8"),
        "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
    }


REPORT = Layout(
    "A *title*",
    (
        LayoutSection(
            "First",
            1,
            (LayoutCell("a line"), LayoutCell("# no heading")),
            LayoutTable(
                ("a", "b|c"),
                (1, 1),
                (
                    (LayoutCell("1", below="2\n3"), LayoutCell("x\ny", "en")),
                    (None, LayoutCell("z")),
                ),
            ),
        ),
        LayoutSection("", 2, (LayoutCell("under nothing"),), None),
        LayoutSection(
            "Second",
            2,
            (),
            LayoutTable(("a", "b|c"), (1, 1), ((LayoutCell("4"), LayoutCell("5")),)),
        ),
        LayoutSection("Third", 1, (), LayoutTable(("d",), (1,), ((LayoutCell("6"),),))),
    ),
)


def test_a_report_is_markdown_to_the_letter() -> None:
    content = re.sub(r"(?<=Prepared on ).*", "today", report_markdown(REPORT, "en").decode())
    assert content == (
        "# A \\*title\\*\n\nPrepared on today\n\n"
        "## First\n\na line\n\n\\# no heading\n\n"
        "| a | b\\|c |\n|---|---|\n| 1<br>2<br>3 | x<br>y |\n|  | z |\n\n"
        "under nothing\n\n"
        "### Second\n\n| a | b\\|c |\n|---|---|\n| 4 | 5 |\n\n"
        "## Third\n\n| d |\n|---|\n| 6 |\n"
    )


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_a_report_has_its_date_in_the_readers_language(language: str) -> None:
    before, after = words(language).export["made"].split("{}")
    for content in (report_markdown(REPORT, language), export("markdown", BASKET, language)):
        line = content.decode().splitlines()[2]
        assert line.startswith(before)
        assert line.endswith(after)
        day = line[len(before) : len(line) - len(after)]
        today = datetime.now(UTC).date()
        assert day in {date_name(str(today - timedelta(days=days)), language) for days in (0, 1)}


def test_tables_with_equal_columns_are_one() -> None:
    content = report_csv(REPORT, "en").decode("utf-8-sig")
    assert [*csv.reader(io.StringIO(content, newline=""))] == [
        ["a", "b|c"],
        ["1; 2; 3", "x y"],
        ["1; 2; 3", "z"],
        ["4", "5"],
        [],
        ["d"],
        ["6"],
    ]
    chinese = report_csv(REPORT, "zh").decode("utf-8-sig")
    assert [*csv.reader(io.StringIO(chinese, newline=""))][1][0] == "1；2；3"


@pytest.mark.parametrize(
    ("language", "shown", "expected"),
    [
        (
            "en",
            OF_THE_GROUP,
            (
                "Secretariat, “Report on the Summit”, Council Working Group on WSIS and SDGs, "
                "39th meeting, 2 October 2023, CWG-WSIS&SDG-39/2-E (English)"
            ),
        ),
        (
            "en",
            OF_COUNCIL,
            ("Brazil, Portugal, “Report on the Summit”, C24, February 2024, C24/7-F (French)"),
        ),
        ("en", OF_A_FILE, "2024, näme (1).pdf"),
        (
            "zh",
            OF_THE_UN,
            (
                "China, Germany, and others，“Report on the Summit”，39，2024-13-01，"
                "A/70/684（英文）"
            ),
        ),
        (
            "ar",
            OF_COUNCIL,
            (
                "البرازيل والبرتغال، «Report on the Summit»،\u200f C24، "
                "فبراير 2024، الوثيقة C24/7-F (بالفرنسية)"
            ),
        ),
    ],
)
def test_an_entry_to_the_letter(language: str, shown: object, expected: str) -> None:
    assert listed_work(shown, language).entry == expected  # type: ignore[arg-type]


def test_without_a_language_english_is_written() -> None:
    led = passage(lead_ins=(LeadIn(None, "decides", is_next=True),))
    for function in (
        *(listed_work, meeting_name, citation, quotation, paragraph, page),
        document_name,
    ):
        for shown in (OF_THE_GROUP, OF_COUNCIL, OF_A_FILE, OF_THE_UN, led):
            assert function(shown) == function(shown, "en")
    assert date_name("2023-10-02") == "2 October 2023"
    assert own_note(" a ") == "Reader’s note: a"
    assert documents_cited(BASKET) == documents_cited(BASKET, "en")
    assert submitter_names([]) == ""
    renumbered = replace(OF_THE_GROUP, now=passage(label="3.5", label_path=("3.5",)))
    assert with_now("revised", renumbered) == "revised, now para. 3.5"
    assert with_now("revised", OF_THE_GROUP) == "revised"


def test_dates_that_are_none_stay_as_they_are() -> None:
    assert date_name(None) is None
    assert date_name("") is None
    assert date_name("2024", "zh") == "2024"
    assert date_name("spring\n2024", "zh") == "spring 2024"
    assert date_name("2024-02", "fr") == "février 2024"


def test_a_meeting_of_the_group_alone_is_named_in_words() -> None:
    assert meeting_name(passage(meeting=None)) is None
    assert meeting_name(passage(meeting="39\nA")) == "39 A"
    assert meeting_name(passage(meeting="39", symbol=None)) == "39"
    earlier = passage(meeting="32", symbol="CWG-WSIS-32/16")
    assert meeting_name(earlier) == "Council Working Group on WSIS, 32nd meeting"


def test_countries_alone_are_parted_into_authors() -> None:
    assert authors(passage(source=None)) == []
    assert authors(passage(source="Brazil, Portugal")) == ["Brazil", "Portugal"]
    assert authors(passage(source="巴西和葡萄牙提交的文稿", language="zh")) == ["巴西", "葡萄牙"]
    assert authors(passage(source="Brazil and friends")) == ["Brazil and friends"]


def test_a_letter_follows_the_number_of_a_symbol() -> None:
    assert version_symbol(passage(symbol="CWG-WSIS-32/16(Rev.1)")) == "CWG-WSIS-32/16-E(Rev.1)"
    assert version_symbol(passage(symbol="A/70/684")) == "A/70/684"
    assert version_symbol(passage(symbol=None)) is None
    assert version_symbol(OF_A_FILE) is None


def test_a_note_belongs_to_the_passage_in_its_place() -> None:
    assert [note for _, note in with_notes(BASKET, NOTES)] == ["my note", "", "x", "", ""]


@pytest.mark.parametrize(("label", "own"), [("4.1.2", "4.1.2"), ("4.11", None)])
def test_a_numbered_item_is_quoted_below_its_lead_in(label: str, own: str | None) -> None:
    lead = LeadIn("4.1", "The Office did so:", is_next=True)
    item = passage("Test.", label=label, label_path=(label,), lead_ins=(lead,))
    assert own_number(item) == own
    assert quote_passage(item) == "The Office did so:\nTest."


def test_words_left_out_between_lead_ins_are_marked_once() -> None:
    first = LeadIn("4", "It decides:", is_next=False, is_first=False)
    item = passage("to reply", lead_ins=(first, replace(first, label="b)", text="The Office:")))
    assert quote_passage(item, " ") == "It decides: […] The Office: […] to reply"
    follows = replace(item, lead_ins=(replace(first, is_next=True), item.lead_ins[1]))
    assert quote_passage(follows, " ") == quote_passage(item, " ")


def test_a_part_of_an_item_has_what_leads_into_it() -> None:
    text = "request the Office to publish it. Members are invited to reply."
    item = passage(
        text,
        label="b)",
        label_path=("4", "b)"),
        lead_ins=(LeadIn("4", "decides to:", is_next=False),),
    )
    assert own_number(item) == "b)"
    whole = cut_to_part(item, "request the Office to publish it.")
    assert whole.lead_ins == item.lead_ins
    assert whole.passage.text == "request the Office to publish it."
    part = cut_to_part(item, "publish it.")
    assert part.passage == replace(item.passage, text="publish it.", label=None)
    assert part.lead_ins == (
        LeadIn("4", "decides to:", is_next=False),
        LeadIn("b)", "request the Office to", is_next=True),
    )
    alone = cut_to_part(item, "Members are invited to reply.")
    assert (alone.lead_ins, alone.passage.text) == ((), "Members are invited to reply.")
    assert alone.passage.label == "b)"
    longer = cut_to_part(item, "publish it.", "Members met. Request the Office to publish it.")
    assert longer.lead_ins == ()
    unled = passage(text)
    assert cut_to_part(unled, "publish it.") == replace(
        unled, passage=replace(unled.passage, text="publish it.")
    )


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("א.ب)", "en", "א.ب)\u200f"),
        ("أ.ب)", "en", "أ.ب)\u200f"),
        ("أب)", "en", "أب)"),  # the label of a list
        ("4 نتائج", "en", "\u200f4 نتائج"),
        ("(أبج)", "en", "(أبج)"),
        ("A(1)", "ar", "A(1)\u200e"),
        ("4 Results", "ar", "\u200e4 Results"),
        ("4 Results أ", "ar", "4 Results أ"),
        ("(a)", "ar", "(a)"),
        ("2024)", "ar", "2024)"),
        ("A(1)", "en", "A(1)"),
    ],
)
def test_a_piece_stays_whole_by_a_mark(text: str, language: str, expected: str) -> None:
    assert intact(text, language) == expected


def test_parts_against_the_line_are_kept_apart() -> None:
    assert join_parts(["أ", "“ب”", "c"], "en") == "أ,\u200e “ب”, c"
    assert join_parts(["a", "1", "b", "c"], "ar") == "a،\u200f 1، b،\u200f c"
    assert join_parts([], "en") == ""


@pytest.mark.parametrize(
    ("facts", "language", "expected"),
    [
        (["A(1)\u200e", "9 أ", "b"], "ar", "A(1)\u200e · \u200f9 أ · b"),
        (["أ", "9 sept.", None, ""], "en", "أ · \u200e9 sept."),
        (["A-1", "9 sept."], "en", "A-1 · 9 sept."),
        ([None], "en", ""),
    ],
)
def test_number_behind_a_text_of_the_other_direction_keeps_its_side(
    facts: list[str | None], language: str, expected: str
) -> None:
    assert join_facts(facts, language) == expected


def test_quotation_marks_within_are_those_of_the_inner_kind() -> None:
    assert put_in_quotes("the “divide” here", "en") == "“the ‘divide’ here”"
    assert put_in_quotes("the “divide here", "en") == "“the “divide here”"
    assert put_in_quotes("a\n“b\nc”", "en") == "“a\n‘b\nc’”"
    assert put_in_quotes("“a” and ‘b’", "en") == "““a” and ‘b’”"


def test_a_footnote_is_cited_by_its_numbered_paragraph() -> None:
    note = passage(kind="footnote", label="3", label_path=("fn3",))
    assert paragraph(note) == "footnote 3"
    below = replace(note, passage=replace(note.passage, label_path=("2.1", "fn3")))
    assert paragraph(below) == "para. 2.1, footnote 3"
    assert paragraph(replace(note, passage=replace(note.passage, label=None))) == "footnote"


def test_a_passage_has_its_number_as_its_label() -> None:
    assert label(passage(label="a)", label_path=("2.2.", "a)"))) == "2.2 a)"
    assert label(passage(kind="footnote", label="3", label_path=("2.1", "fn3"))) == "3"
    assert label(passage(label="7", label_path=())) == "7"
    assert label(passage(label=None, label_path=())) is None


def test_an_office_is_named_as_the_reader_says_it() -> None:
    assert office_name("Secretary-General", "fr") == "Secrétaire général"
    assert office_name("Somebody", "ar") == "Somebody"


def test_a_language_is_named_in_a_column() -> None:
    assert language_name("ar", "ar") == "العربية"
    assert language_name("de", "en") == "de"
    assert language_name(None, "en") is None
    assert words("de") is words("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a &amp; &#60; &x; &unknown;", "a \\&amp; \\&#60; &x; &unknown;"),
        ("$5 and $6", "$5 and $6"),
        ("$a$", "$a\\$"),
        ("https://x.example/a*b", "https\\://x.example/a\\*b"),
        ("www.x.example/a_", "www\\.x.example/a\\_"),
        ("snake_case", "snake_case"),
    ],
)
def test_signs_of_markdown_are_escaped_as_few_as_may_be(text: str, expected: str) -> None:
    assert escape(text) == expected


def test_lines_of_markdown_stay_in_their_block() -> None:
    assert escape_paragraph("- a\n\n# b\nc") == "\\- a<br># b<br>c"
    assert escape_paragraph(" \n ") == ""
    assert escape_cell("a|b\n \nc") == "a\\|b<br>c"
    assert quote("a\n\n1. b") == "> a\\\n> 1\\. b"
    assert quote("") == "> "
    assert link("a [b] \\] *c*", "/x?(y) z<>\\") == (
        "[a \\[b\\] \\\\\\] \\*c\\*](/x?%28y%29%20z%3C%3E%5C)"
    )


def test_an_earlier_text_says_what_is_other_in_the_draft() -> None:
    french, english = passage(language="fr"), passage()
    editions = (Editions("PP Res. 140 (Rev. Bucharest, 2022)", "PP Res. 140 (Rev. Dubai, 2018)"),)
    precedent = Precedent(
        *(0.9, french, french, english, "text", 0.9, None, ()),
        Figures(("5", "6"), ("7",)),
        Figures(("not",), ("no", "nor")),
        editions,
    )
    assert describe_differences(precedent, "en") == [
        "Version compared word for word: English",
        "In one respect at least, one text says the contrary of the other.",
        "Numbers or dates differ: 5, 6 in the draft, 7 in the earlier text",
        "Negation only in the draft: “not”",
        "Negation only in the earlier text: “no”, “nor”",
        (
            "Another edition is cited: Resolution 140 (Rev. Bucharest, 2022) in the draft, "
            "Resolution 140 (Rev. Dubai, 2018) in the earlier text"
        ),
    ]
    assert "القرار 140" in describe_differences(precedent, "ar")[-1]
    unknown = replace(precedent, editions=(Editions("Rules (2)", "Rules (1)"),))
    assert describe_differences(unknown, "ar")[-1].count(")\u200e") == 2
    turned = replace(
        precedent,
        figures=Figures(),
        negations=Figures(),
        editions=(),
        opposites=Figures(("after",), ("before",)),
        exchanged=Figures(("1334", "1332"), ("1332", "1334")),
        doubts=("negation", "roles"),
    )
    assert describe_differences(turned, "en")[1:] == [
        "In one respect at least, one text says the contrary of the other.",
        "Opposite words: “after” in the draft, “before” in the earlier text",
        "Exchanged: 1334, 1332 in the draft, 1332, 1334 in the earlier text",
        "Only one of the two texts has a negation. Check whether they say the same.",
        ("Two things may have changed places. Check who does what in the two texts."),
    ]
    same = replace(precedent, figures=Figures(), negations=Figures(), editions=())
    assert len(describe_differences(same, "en")) == 1
    for other in (
        replace(same, compared=None),
        replace(same, share=0.01),
        replace(same, found=english, shown=english),
    ):
        assert describe_differences(other, "en") == []
    assert len(describe_differences(replace(same, found=english), "en")) == 1


@pytest.mark.parametrize(
    ("code", "denied", "moved", "opposites"),
    [
        (
            *("en", "Negation only in the draft: “no”", "Negation in another place: “not”"),
            "Opposite words: “up” in the draft, “down” in the earlier text",
        ),
        (
            *("fr", "Négation dans le projet seulement\u202f: «\u00a0no\u00a0»"),
            "Négation à un autre endroit\u202f: «\u00a0not\u00a0»",
            (
                "Termes opposés\u202f: «\u00a0up\u00a0» dans le projet, "
                "«\u00a0down\u00a0» dans le texte antérieur"
            ),
        ),
        (
            *("es", "Negación solo en el proyecto: “no”", "Negación en otro lugar: “not”"),
            "Términos opuestos: “up” en el proyecto, “down” en el texto anterior",
        ),
        (
            *("ru", "Отрицание только в проекте: «no»", "Отрицание в другом месте: «not»"),
            "Противоположные по смыслу слова: в проекте «up», в более раннем тексте «down»",
        ),
        (
            *("zh", "仅草案中有否定词：“no”", "否定词位置不同：“not”"),
            "反义词语：草案为“up”，以往案文为“down”",
        ),
        (
            *("ar", "نفي في المشروع فقط: «no»", "نفي في موضع آخر: «not»"),
            "كلمات متضادة – في المشروع: «up»؛ في النص السابق: «down»",
        ),
    ],
)
def test_words_of_texts_are_quoted_in_reasons(
    code: str, denied: str, moved: str, opposites: str
) -> None:
    shown = passage()
    precedent = Precedent(
        *(0.9, shown, shown, shown, "text", 0.9, "changed", ()),
        *(Figures(("7", "three"), ("8",)), Figures(("no", "not"), ("not",)), ()),
        opposites=Figures(("up",), ("down",)),
        exchanged=Figures(("83 %", "9"), ("9", "83 %")),
    )
    said = [text.replace("\u200e", "") for text in describe_differences(precedent, code)]
    assert said[1] == opposites
    assert said[-2:] == [denied, moved]
    assert not set("“”«»") & {*said[2]}  # figures are no words
    assert "three" in said[3]
    assert set("“”«»") & {*said[3]}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "Countries differ: Uganda, Peru in the draft, Kenya in the earlier text"),
        (
            "fr",
            "Pays différents\u202f: Ouganda, Pérou dans le projet, Kenya dans le texte antérieur",
        ),
        ("es", "Países distintos: Uganda, Perú en el proyecto, Kenya en el texto anterior"),
        ("ru", "Другие страны: в проекте Уганда, Перу, в более раннем тексте Кения"),
        ("zh", "国家不同：草案为乌干达、秘鲁，以往案文为肯尼亚"),
        ("ar", "بلدان مختلفة – في المشروع: أوغندا، بيرو؛ في النص السابق: كينيا"),
    ],
)
def test_countries_that_differ_are_named_in_the_readers_language(code: str, sentence: str) -> None:
    shown = passage()
    precedent = Precedent(
        *(0.9, shown, shown, shown, "text", 0.9, "changed", ()),
        *(Figures(), Figures(), ()),
        countries=Figures(("UGA", "PER"), ("KEN",)),
    )
    assert describe_differences(precedent, code) == [sentence]


def test_sentences_around_a_common_one_are_left_out_of_marks() -> None:
    earlier = "The Group met. It agreed on three fellowships a year. Members gave thanks."
    texts = mark_texts("It agreed on four fellowships a year.", earlier, "en")
    assert "".join(text for _, text in texts.earlier) == (
        "[…] It agreed on three fellowships a year. […]"
    )
    assert [text for mark, text in texts.both if mark == "deleted"] == ["three "]
    assert (texts.is_cut, texts.is_same) == (True, False)


def test_whole_paragraph_in_common_is_not_cut() -> None:
    text = "The Group met. It agreed on three fellowships a year."
    texts = mark_texts(text, text, "en")
    assert texts.both == texts.earlier == texts.draft == (("plain", text),)
    assert (texts.is_cut, texts.is_same, texts.share) == (False, True, 1.0)
