"""Blocks become passages that can be cited: labels parted, headings gathered, long text cut."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Box
from ingest.blocks import Block
from ingest.passages import LIMIT, part_label, passages, starts


def _paragraphs(*texts: str) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("2.10.1\tText", "2.10.1", "Text"),
        ("1\tIntroduction", "1", "Introduction"),
        ("12.\tText", "12.", "Text"),
        ("a)\tText", "a)", "Text"),
        ("(iii)\tText", "(iii)", "Text"),
        ("b\\)\tText", None, "b\\)\tText"),
        ("IV.\tText", "IV.", "Text"),
        ("2.10.1 Text", "2.10.1", "Text"),
        ("4) Text", "4)", "Text"),
        ("(b) Text", "(b)", "Text"),
        ("F1.2.1\tText", "F1.2.1", "Text"),
        ("F1.2.1 Text", "F1.2.1", "Text"),
        ("II.1\tText", "II.1", "Text"),
        ("II.1 Text", "II.1", "Text"),
        ("A.2 Text", "A.2", "Text"),
        ("1bis.1.1 Text", "1bis.1.1", "Text"),
        ("9bis\tText", "9bis", "Text"),
        ("9 ter Text", "9 ter", "Text"),
        ("b)bis\tText", "b)bis", "Text"),
        ("b)bis Text", "b)bis", "Text"),
        ("abis)\tText", "abis)", "Text"),
        ("2 bis)text", "2 bis)", "text"),
        ("a之二)\t文本", "a之二)", "文本"),
        ("1之二在文本中", "1之二", "在文本中"),
        ("1 مكرراً\tنص", "1 مكرراً", "نص"),
        ("أ مكرراً)\tنص", "أ مكرراً)", "نص"),
        ("1 مكرراً ثانياً\tنص", "1 مكرراً ثانياً", "نص"),
        ("1 مكرراً ثانياًنص", "1 مكرراً ثانياً", "نص"),
        ("2-2-1 نص", "2-2-1", "نص"),
        ("3 - ”نص“", "3", "”نص“"),
        ("2024-10-12 نص", None, "2024-10-12 نص"),
        ("6.1.1.1Keeper of the list", "6.1.1.1", "Keeper of the list"),
        ("A.2.1准备", "A.2.1", "准备"),
        ("A.1建议书", None, "A.1建议书"),
        ("\u200e1.2.A\tنص", "1.2.A", "نص"),
        ("1.2.3.4.5.6.7.8\tText", "1.2.3.4.5.6.7.8", "Text"),
        ("1.2.3.4.5.6.7 Text", "1.2.3.4.5.6.7", "Text"),
        ("(1\tنص", "(1", "نص"),
        ("X.25 is a protocol", None, "X.25 is a protocol"),
        ("E.164 numbers", None, "E.164 numbers"),
        ("A. Person spoke", None, "A. Person spoke"),
        ("3 Member States wrote", None, "3 Member States wrote"),
        ("2024 was a year", None, "2024 was a year"),
        ("1.5 % of the budget", None, "1.5 % of the budget"),
        ("A delegate spoke", None, "A delegate spoke"),
        ("第3.14段：文本", "第3.14段", "：文本"),
        ("2.1　会议讨论", "2.1", "会议讨论"),
        ("2.1会议讨论", "2.1", "会议讨论"),
        ("1.5 3月13日夜间", "1.5", "3月13日夜间"),
        ("2.2 2022年和2023年", "2.2", "2022年和2023年"),
        ("1.5 3个办事处", None, "1.5 3个办事处"),
        ("一、概述", "一、", "概述"),
        ("（二）文本", "（二）", "文本"),
        ("２．１\t全角", "２．１", "全角"),
        ("١٢\tنص", "١٢", "نص"),
        ("أ)\tنص", "أ)", "نص"),
        ("أ )\tنص", "أ )", "نص"),
        ("41 - وبالإضافة إلى ذلك", "41", "وبالإضافة إلى ذلك"),
        ("а)\tтекст", "а)", "текст"),
        ("•\tText", None, "Text"),
        ("–\tText", None, "Text"),
        ("3.6 « Les gens »", "3.6", "« Les gens »"),
        ("3.6\u00a0«\u202fLes gens", "3.6", "«\u202fLes gens"),
        ("3.7 «А сейчас", "3.7", "«А сейчас"),
        ("2.4 “The group", "2.4", "“The group"),
        ("2.4 \u200f«النص", "2.4", "\u200f«النص"),
        ("2.4「会议", "2.4", "「会议"),
        ("2.4 ¿Por qué", "2.4", "¿Por qué"),
        ("2.4 (a) Text", "2.4", "(a) Text"),
        ("41 - «نص»", "41", "«نص»"),
        ("2.5 (3) more", None, "2.5 (3) more"),
        ("1.1.The Chairman", "1.1.", "The Chairman"),
        ("2.Общие положения", "2.", "Общие положения"),
        ("1.نص", "1.", "نص"),
        ("a)los informes", "a)", "los informes"),
        ("(b)the report", "(b)", "the report"),
        ("(s)he is named", None, "(s)he is named"),
        ("(aa) Text", "(aa)", "Text"),
        ("5.1 bis Text", "5.1 bis", "Text"),
        ("１．文本", "１．", "文本"),
        ("1、文本", "1、", "文本"),
        ("1、2和3号决议", None, "1、2和3号决议"),
        ("（1）文本", "（1）", "文本"),
        ("①文本", "①", "文本"),
        ("一．文本", "一．", "文本"),
        ("第7.9条 文本", "第7.9条", "文本"),
        ("第一章 总则", "第一章", "总则"),
        ("2.5亿人", None, "2.5亿人"),
        ("أولاً- مقدمة", "أولاً", "مقدمة"),
        ("باء -\tالمكتبات", "باء", "المكتبات"),
        ("1-هذا التقرير", "1", "هذا التقرير"),
        ("A. Smith spoke", None, "A. Smith spoke"),
        ("Text", None, "Text"),
        ("", None, ""),
    ],
)
def test_a_typed_number_is_parted_from_its_text(text: str, label: str | None, rest: str) -> None:
    assert part_label(text) == (label, rest)


@pytest.mark.parametrize(
    ("line", "label", "text"),
    [
        ("II. State of the work", "II.", "State of the work"),
        ("A. Schools", "A.", "Schools"),
        ("IV – Conclusions", "IV", "Conclusions"),
        ("第二节公司", "第二节", "公司"),
        ("I am here", None, "I am here"),
    ],
)
def test_a_letter_before_a_space_is_the_number_of_a_heading(
    line: str, label: str | None, text: str
) -> None:
    (passage,) = passages([Block("heading", line, level=1)], "en")
    assert (passage.label, passage.text) == (label, text)


def test_a_heading_with_a_letter_is_no_part_of_the_paragraph_above() -> None:
    blocks = [Block("paragraph", "6.\tText."), Block("heading", "II.\tNetworks", level=1)]
    assert [passage.label_path for passage in passages(blocks, "en")] == [("6",), ("II",)]


def test_the_title_below_the_number_of_an_annex_is_under_it() -> None:
    blocks = [
        Block("heading", "III.\tProposals", level=1),
        Block("heading", "Annex I", level=1),
        Block("heading", "Questions to the States", level=1),
        Block("paragraph", "Which schools are counted?"),
        Block("heading", "Annex II", level=1),
        Block("paragraph", "Nine States answered."),
    ]
    paths = [passage.heading for passage in passages(blocks, "en")]
    assert paths[3:] == [("Annex I", "Questions to the States"), (), ("Annex II",)]


def test_bare_numbers_that_count_from_one_are_labels() -> None:
    found = passages(
        _paragraphs(
            "1 Scope", "Text.", "2 «Terms»", "12 States wrote.", "3 Rules", "3 hubs exist."
        ),
        "en",
    )
    assert [(passage.label, passage.text) for passage in found] == [
        ("1", "Scope"),
        (None, "Text."),
        ("2", "«Terms»"),
        (None, "12 States wrote."),
        ("3", "Rules"),
        (None, "3 hubs exist."),
    ]


def test_a_bare_number_over_its_own_parts_is_a_label() -> None:
    texts = ("1 引言", "1.1 各国政府应推动互联网接入。", "2 建议", "2.1 请秘书处编写报告。")
    found = passages(_paragraphs(*texts), "zh")
    assert [(passage.kind, passage.label) for passage in found] == [
        ("heading", "1"),
        ("paragraph", "1.1"),
        ("heading", "2"),
        ("paragraph", "2.1"),
    ]
    assert found[3].heading == ("2 建议",)


def test_bare_numbers_that_do_not_count_are_amounts() -> None:
    for texts in (("1 State wrote.", "2 States spoke."), ("2 States", "3 States", "4 States")):
        assert [passage.label for passage in passages(_paragraphs(*texts), "en")] == [None] * len(
            texts
        )


def test_arabic_clauses_that_are_printed_from_the_right_are_turned() -> None:
    found = passages(
        _paragraphs(
            "1\tمجال التطبيق",
            "2\tالمراجع",
            "3\tالتعاريف",
            "1.3\tمصطلحات معرّفة في وثائق أخرى",
            "1.1.3\tمركز: مكان يلتقي فيه الناس.",
            "2.1.3\tشبكة: وصلات بين المراكز.",
            "2.3\tمصطلحات معرّفة هنا",
            "4\tالمتطلبات",
            "1.4\tالنفاذ متاح للجميع.",
        ),
        "ar",
    )
    assert [passage.label for passage in found] == [
        "1", "2", "3", "3.1", "3.1.1", "3.1.2", "3.2", "4", "4.1",
    ]  # fmt: skip
    assert found[5].heading == ("3 التعاريف", "3.1 مصطلحات معرّفة في وثائق أخرى")


@pytest.mark.parametrize("numbers", [("3-1", "3-2", "3-2-1"), ("1-3", "2-3", "1-2-3")])
def test_dashes_of_arabic_clauses_become_full_stops(numbers: tuple[str, ...]) -> None:
    blocks = [_heading("2\tالنطاق"), *_paragraphs("نص."), _heading("3\tالتعاريف")]
    blocks += [_heading(f"{numbers[0]} عام", 2), *_paragraphs(f"{numbers[1]}\tنص.")]
    blocks += _paragraphs(f"{numbers[2]}\tنص آخر.", "10-12 عضوا حضروا.")
    cut = passages(blocks, "ar")
    assert [passage.label for passage in cut][2:] == ["3", "3.1", "3.2", "3.2.1", None]
    assert cut[4].heading == ("3 التعاريف",)
    assert passages(_paragraphs("3-1\tText"), "en")[0].label is None
    assert passages([_heading("3-1 عام")], "ar")[0].label == "3-1"


def test_clauses_of_an_arabic_annex_are_turned_with_their_letter() -> None:
    labels = ["1", "2", "1.2", "1.1.2", "2.1.2", "1.A", "2.A", "1.2.A", "2.2.A", "1.I"]
    found = passages(_paragraphs(*(f"{label}\tنص الفقرة" for label in labels)), "ar")
    assert [passage.label for passage in found] == [
        "1", "2", "2.1", "2.1.1", "2.1.2", "A.1", "A.2", "A.2.1", "A.2.2", "I.1",
    ]  # fmt: skip


def test_clause_numbers_nest_headings_of_one_size() -> None:
    lines = ("3\tTerms", "3.1\tOf others", "3.1.1\tHub", "3.2\tOwn", "Annex A Trial", "A.1\tScope")
    blocks = [Block("heading", line, level=1) for line in (*lines, "A.1.1\tPlace", "Sources")]
    found = passages(blocks, "en")
    assert [passage.heading for passage in found] == [
        (),
        ("3 Terms",),
        ("3 Terms", "3.1 Of others"),
        ("3 Terms",),
        (),
        ("Annex A Trial",),
        ("Annex A Trial", "A.1 Scope"),
        (),
    ]


def test_an_inserted_item_comes_next_to_the_one_before() -> None:
    found = passages(_paragraphs("1\tFirst", "1bis\tNext", "a)\tx", "abis)\ty", "2\tLast"), "en")
    assert [passage.label_path for passage in found] == [
        ("1",), ("1bis",), ("1bis", "a)"), ("1bis", "abis)"), ("2",),
    ]  # fmt: skip


def test_a_cover_head_behind_clauses_is_a_heading_of_the_text() -> None:
    blocks = [
        Block("heading", "1\tScope", level=1),
        Block("heading", "References", level=1),
        Block("paragraph", "[A] A text."),
    ]
    assert [passage.heading for passage in passages(blocks, "en")] == [(), (), ("References",)]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_numbers_in_their_order_stay(language: str) -> None:
    labels = ["1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.1.2", "2.2", "2.2.1", "3.1"]
    found = passages(_paragraphs(*(f"{label}\tنص الفقرة" for label in labels)), language)
    assert [passage.label for passage in found] == labels


def _heading(text: str, level: int = 1) -> Block:
    return Block("heading", text, level=level)


def test_numbers_through_a_document_end_no_section() -> None:
    blocks = [
        _heading("1\tBackground"),
        *_paragraphs("1.\tFirst text.", "2.\tSecond text."),
        _heading("2\tFindings"),
        *_paragraphs("3.\tThird text.", "4.\tFourth text."),
    ]
    assert [passage.heading for passage in passages(blocks, "en")] == [
        (),
        ("1 Background",),
        ("1 Background",),
        (),
        ("2 Findings",),
        ("2 Findings",),
    ]


def test_a_list_below_a_numbered_heading_ends_no_section() -> None:
    blocks = [_heading("3\tFindings"), *_paragraphs("1.\tA wall.", "2.\tA gate.", "4\tThe end.")]
    assert [passage.heading for passage in passages(blocks, "en")] == [
        (),
        ("3 Findings",),
        ("3 Findings",),
        (),
    ]


@pytest.mark.parametrize("number", ["حادي عشر", "ثاني عشر", "تاسع عشر", "عاشراً", "ألف"])
def test_an_arabic_ordinal_of_two_words_is_a_label(number: str) -> None:
    assert part_label(f"{number}- الصحة والرفاه") == (number, "الصحة والرفاه")
    assert part_label(f"{number.replace(' ', chr(160))} - الصحة")[1] == "الصحة"


def test_lines_that_count_on_from_a_heading_are_headings() -> None:
    lines = [Block("paragraph", f"MEASURE {number}", is_bold=True) for number in (1, 3)]
    text = _paragraphs("The text of it.", "MEASURE 4")
    blocks = [lines[0], text[0], Block("heading", "MEASURE 2", level=2, is_bold=True), lines[1]]
    cut = passages([*blocks, *text], "en")
    assert [passage.kind for passage in cut if passage.text.startswith("MEASURE")] == [
        *["heading"] * 3,
        "paragraph",
    ]
    assert cut[1].heading == ("MEASURE 1",)


def test_lines_of_signs_alone_are_no_passages() -> None:
    blocks = _paragraphs("Text.", "______________", "- -", "* * *", "= 2")
    assert [passage.text for passage in passages(blocks, "en")] == ["Text.", "= 2"]
    assert starts(blocks) == (0, None, None, None, 6)


def test_labels_and_headings_lead_to_a_passage() -> None:
    cut = passages(
        _paragraphs(
            "1\tIntroduction",
            "This is a sentence without a number.",
            "a)\tfirst item",
            "b)\tsecond item",
            "2\tActivities of the group",
            "2.1\tThe group met.",
            "i)\tin spring;",
            "ii)\tin autumn.",
            "2.1.1\tIt agreed on this:",
            "3\tThe group recommends the following:",
            "3.1\tTo go on.",
        ),
        "en",
    )
    assert [(passage.kind, passage.label_path, passage.heading) for passage in cut] == [
        ("heading", ("1",), ()),
        ("paragraph", (), ("1 Introduction",)),
        ("paragraph", ("1", "a)"), ("1 Introduction",)),
        ("paragraph", ("1", "b)"), ("1 Introduction",)),
        ("heading", ("2",), ()),
        ("paragraph", ("2.1",), ("2 Activities of the group",)),
        ("paragraph", ("2.1", "i)"), ("2 Activities of the group",)),
        ("paragraph", ("2.1", "ii)"), ("2 Activities of the group",)),
        ("paragraph", ("2.1.1",), ("2 Activities of the group",)),
        ("paragraph", ("3",), ()),
        ("paragraph", ("3.1",), ()),
    ]
    assert all(passage.language == "en" for passage in cut)


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        # One item behind a colon, and one line that is alone without it.
        (["It decides:", "1. to buy buses", "The ministry reports."], []),
        (["It met.", "1. Introduction", "The ministry reports."], ["1."]),
        # A section under which nothing stands is one of headings all the same.
        (["It met.", "1. Opening", "2. Report", "Text.", "3. Closing", "Text."], ["2.", "3."]),
        (["Agenda:", "1. Opening", "2. Report", "2.1 The ministry reports."], ["2."]),
        (["1. Aim", "1.1 It is:", "2. Report", "2.1.1 The ministry reports."], ["1.", "2."]),
        # Items of a list of their own, in a text whose numbers are deeper and in one of sections.
        (["2.1 It decides:", "1. to buy", "2. to train", "2.2 The ministry reports."], []),
        (["2.1 It decides:", "1. to buy", "a) buses", "2. to train", "The ministry reports."], []),
        (
            "1. Aim|Text.|2. Tasks|It is:|1. to buy|2. to train|Text.|3. Means|Text.".split("|"),
            ["1.", "2.", "3."],
        ),
        # Behind a paragraph of an item its list goes on.
        (["It met.", "1. to buy", "2. to train", "Text.", "3. to open", "4. to close"], []),
        # Numbers of paragraphs.
        (["1. It met in May.", "2. It met in June.", "3. It enters into force", "The Chair"], []),
    ],
)
def test_numbered_lines_are_headings_or_items(lines: list[str], headings: list[str]) -> None:
    cut = passages(_paragraphs(*lines), "en")
    assert [passage.label for passage in cut if passage.kind == "heading"] == headings


def test_letters_and_roman_numbers_are_distinguished() -> None:
    labels = ["a)", "b)", "i)", "ii)", "c)", "h)", "i)", "j)"]
    cut = passages(
        [Block("paragraph", "1.1\tStart."), *_paragraphs(*(f"{label}\titem" for label in labels))],
        "en",
    )
    assert [passage.label_path[1:] for passage in cut[1:]] == [
        ("a)",),
        ("b)",),
        ("b)", "i)"),
        ("b)", "ii)"),
        ("c)",),
        ("h)",),
        ("i)",),
        ("j)",),
    ]


@pytest.mark.parametrize(
    "head", ["Summary", "Suite à donner:", "目的", "الإجراء المطلوب", "Резюме"]
)
def test_the_heads_of_the_cover_are_headings(head: str) -> None:
    cut = passages(_paragraphs(head, "What the box says.", "1\tIntroduction", "1.1\tText."), None)
    assert [passage.kind for passage in cut] == ["heading", "paragraph", "heading", "paragraph"]
    assert cut[1].heading == (head,)
    assert cut[3].heading == ("1 Introduction",)


def test_styles_give_the_level_of_a_heading() -> None:
    cut = passages(
        [
            Block("heading", "Part one", level=1),
            Block("heading", "Chapter", level=2),
            Block("paragraph", "Text."),
            Block("heading", "Other chapter", level=2),
            Block("paragraph", "Text."),
            Block("heading", "Part two", level=1),
            Block("paragraph", "Text."),
        ],
        "en",
    )
    assert [passage.heading for passage in cut if passage.kind == "paragraph"] == [
        ("Part one", "Chapter"),
        ("Part one", "Other chapter"),
        ("Part two",),
    ]


def test_footnotes_stay_with_their_paragraph() -> None:
    cut = passages(
        [
            Block("paragraph", "2.1\tText."),
            Block("footnote", "A note.", label="3"),
            Block("table", "Year: 2024 | Sum: 7"),
        ],
        "en",
    )
    assert [(passage.kind, passage.label, passage.label_path) for passage in cut] == [
        ("paragraph", "2.1", ("2.1",)),
        ("footnote", "3", ("2.1", "fn3")),
        ("table", None, ()),
    ]


def test_long_paragraphs_are_cut_and_lose_nothing() -> None:
    sentence = "The group took note of the report, with thanks to the secretariat. "
    text = (sentence * 60).strip()
    cut = passages([Block("paragraph", f"2.1\t{text}"), Block("paragraph", "End.")], "en")
    pieces = [passage for passage in cut if passage.label == "2.1"]
    assert len(pieces) > 2
    assert [passage.piece for passage in pieces] == list(range(1, len(pieces) + 1))
    assert all(len(passage.text) <= LIMIT and passage.text.endswith(".") for passage in pieces)
    assert " ".join(passage.text for passage in pieces) == text
    whole = f"{text}\nEnd."
    assert all(
        whole[passage.start : passage.start + len(passage.text)] == passage.text for passage in cut
    )


def test_pieces_have_their_own_pages() -> None:
    sentence = "The group took note of the report, with thanks to the secretariat. "
    words = sum(map(str.isalnum, sentence))
    there = tuple(Box(page, 60, 80, 500, 700) for page in (2, 3, 4))
    # Ten sentences on page 2, twenty on page 3; a piece has sixteen.
    block = Block(
        "paragraph",
        f"2.1\t{sentence * 60}",
        page=2,
        boxes=there,
        turns=((3, 50 * words), (4, 30 * words)),
    )
    pages = [
        (passage.page, [box.page for box in passage.boxes]) for passage in passages([block], "en")
    ]
    assert pages == [(2, [2, 3]), (3, [3, 4]), (4, [4]), (4, [4])]


def test_a_french_quotation_in_an_english_document_is_french() -> None:
    cut = passages(
        _paragraphs(
            "1\tThe delegate of Senegal spoke, and his statement is given here in full.",
            "Nous remercions le secrétariat d'avoir préparé ce rapport et nous souhaitons que les "
            "travaux se poursuivent dans le même esprit l'année prochaine.",
        ),
        "en",
    )
    assert [passage.language for passage in cut] == ["en", "fr"]


@given(st.lists(st.text(max_size=80), max_size=12))
def test_no_text_is_lost_or_doubled(texts: list[str]) -> None:
    cut = passages(_paragraphs(*texts), None)
    for passage in cut:
        assert passage.text
    letters = "".join(
        character for passage in cut for character in passage.text if character.isalpha()
    )
    labels = [passage.label or "" for passage in cut if passage.piece <= 1]
    given_letters = [character for text in texts for character in text if character.isalpha()]
    kept = len(letters) + sum(character.isalpha() for label in labels for character in label)
    assert kept <= len("".join(given_letters)) * 3  # NFC may take a letter apart
    assert (kept > 0) == (len(given_letters) > 0) or not cut


def test_items_typed_into_one_paragraph_have_each_their_number() -> None:
    blocks = [
        *_paragraphs("Conditions:\n1. Two rooms.\nWith doors.\n2. « Un mur »\na) A gate"),
        Block("paragraph", "Four rooms\n(b) of wood", label="5."),
        *_paragraphs("No list at all, only a line that breaks before\n3. of these words."),
    ]
    cut = passages(blocks, "en")
    assert [(passage.label, passage.text) for passage in cut] == [
        (None, "Conditions:"),
        ("1.", "Two rooms.\nWith doors."),
        ("2.", "« Un mur »"),
        ("a)", "A gate"),
        ("5.", "Four rooms"),
        ("(b)", "of wood"),
        (None, "No list at all, only a line that breaks before\n3. of these words."),
    ]
    places = [cut.index(passage) for passage in cut if passage.label in (None, "5.")]
    assert list(starts(blocks)) == [cut[places[number]].start for number in (0, 1, 2)]


def test_an_items_number_is_not_in_the_piece_before() -> None:
    text = "\n".join(f"{'Words of the item. ' * 9}\n{number}" for number in range(2, 30))
    for passage in passages(_paragraphs(text.replace("\n2\n", "\n2. ")), "en"):
        assert not passage.text.endswith("2.")


@pytest.mark.parametrize("unit", ["a", "1", ".", "(", "a. ", "word ", " ", "1.\n", "«", "理"])
@pytest.mark.thorough
def test_a_line_without_end_takes_linear_time(unit: str) -> None:
    text = "x" + unit * (400_000 // len(unit)) + "x"
    began = time.perf_counter()
    cut = passages(_paragraphs(text), "en")
    assert time.perf_counter() - began < 30
    assert cut
