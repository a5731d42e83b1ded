"""Are automatic numbers those that Word prints, in every format and after every restart?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.numerals import FORMATS, format_number
from ingest.word.document import read
from ingest.word.numbering import LEVELS, Counters, Level, ListDefinition

WordFile = Callable[..., Path]

# Formats


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("decimal", {1: "1", 10: "10"}),
        ("decimalZero", {1: "01", 9: "09", 10: "10", 100: "100"}),
        ("lowerRoman", {1: "i", 4: "iv", 9: "ix", 14: "xiv", 1994: "mcmxciv"}),
        ("upperRoman", {40: "XL", 3999: "MMMCMXCIX", 0: "0"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb", 53: "aaa"}),
        ("upperLetter", {2: "B", 52: "ZZ"}),
        ("russianLower", {1: "а", 7: "ж", 10: "к", 26: "ы", 29: "я", 30: "аа"}),
        ("russianUpper", {3: "В", 10: "К"}),
        ("arabicAlpha", {1: "أ", 2: "ب", 3: "ت", 28: "ي"}),
        ("arabicAbjad", {1: "أ", 2: "ب", 3: "ج", 4: "د", 10: "ي", 28: "غ"}),
        ("hindiNumbers", {12: "१२"}),
        ("hindiVowels", {1: "क", 2: "ख"}),
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○"},
        ),
        (
            "chineseCountingThousand",
            {
                10: "十",
                19: "十九",
                100: "一百",
                101: "一百零一",
                110: "一百一十",
                111: "一百一十一",
                1000: "一千",
                1001: "一千零一",
                1010: "一千零一十",
                9999: "九千九百九十九",
                10000: "一万",
                10010: "一万零一十",
                100000: "十万",
            },
        ),
        ("taiwaneseCounting", {5: "五", 21: "二十一"}),
        ("taiwaneseCountingThousand", {120: "一百二十", 20000: "二萬"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographDigital", {10: "一〇"}),
        ("chineseLegalSimplified", {3: "叁", 10: "壹拾", 12: "壹拾贰", 105: "壹佰零伍"}),
        ("japaneseCounting", {10: "十", 100: "百", 101: "百一", 1110: "千百十", 250: "二百五十"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalFullWidth", {12: "１２"}),
        (
            "ordinal",
            {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 112: "112th", 121: "121st"},
        ),
        ("chicago", {1: "*", 2: "†", 5: "**"}),
        ("none", {3: ""}),
        ("001, 002, 003, ...", {7: "007"}),
        ("neverHeardOf", {7: "7"}),
    ],
)
def test_numbers_are_written_in_each_format(name: str, pairs: dict[int, str]) -> None:
    assert {number: format_number(number, name) for number in pairs} == pairs


@given(st.integers(-5, 10**9), st.sampled_from(sorted(FORMATS)))
def test_every_format_prints_every_number(number: int, name: str) -> None:
    assert isinstance(format_number(number, name), str)


@given(st.integers(1, 9999), st.sampled_from(["lowerRoman", "upperRoman"]))
def test_roman_numbers_read_back(number: int, name: str) -> None:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    digits = [values[letter] for letter in format_number(number, name).lower()]
    following = [*digits[1:], 0]
    assert number == sum(
        -pair if pair < after else pair for pair, after in zip(digits, following, strict=True)
    )


@given(
    st.integers(1, 500),
    st.sampled_from(["lowerLetter", "russianUpper", "arabicAlpha", "arabicAbjad"]),
)
def test_letters_read_back(number: int, name: str) -> None:
    alphabet = [format_number(index, name) for index in range(1, 100)]
    letters = [letter for letter in alphabet if len(letter) == 1]
    printed = format_number(number, name)
    assert set(printed) == {printed[0]}
    assert (len(printed) - 1) * len(letters) + letters.index(printed[0]) + 1 == number


@given(
    st.integers(1, 9999),
    st.sampled_from(["chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting"]),
)
def test_han_numbers_read_back(number: int, name: str) -> None:
    digits = {"壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
    digits |= {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
    units = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
    total, digit = 0, 0
    for character in format_number(number, name):
        if character in units:
            total += (digit or 1) * units[character]
            digit = 0
        else:
            digit = digits.get(character, 0)
    assert total + digit == number


@given(st.integers(1, 9999))
def test_han_numbers_mark_each_gap_once(number: int) -> None:
    printed = format_number(number, "chineseCountingThousand")
    assert "零零" not in printed
    assert not printed.startswith("零")
    assert not printed.endswith("零")


# Counting

levels = st.builds(
    Level,
    start=st.integers(0, 5),
    number_format=st.sampled_from(sorted(FORMATS)),
    text=st.text(st.sampled_from("%123456789.() a"), max_size=12),
    restarts_after=st.none() | st.integers(0, 10),
    is_legal=st.booleans(),
)
definitions = st.builds(
    ListDefinition,
    counts_with=st.sampled_from(["a", "b"]),
    levels=st.dictionaries(st.integers(0, LEVELS - 1), levels),
    restarts=st.frozensets(st.integers(0, LEVELS - 1)),
)
steps = st.lists(st.tuples(st.sampled_from("123"), st.integers(-2, 12)), max_size=25)


@given(st.fixed_dictionaries(dict.fromkeys("123", definitions)), steps, st.integers(0, 25))
@pytest.mark.thorough
def test_labels_depend_on_what_precedes_only(
    lists: dict[str, ListDefinition], paragraphs: list[tuple[str, int]], cut: int
) -> None:
    def labels(some: list[tuple[str, int]]) -> list[str | None]:
        counters = Counters()
        return [counters.count_label(name, lists[name], level) for name, level in some]

    whole = labels(paragraphs)
    assert whole[:cut] == labels(paragraphs[:cut])
    assert all(label is None or label == label.strip() != "" for label in whole)


# Files


def level(index: int, text: str, number_format: str = "decimal", more: str = "") -> str:
    """Return a ``w:lvl``."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identifier: int, *inner: str) -> str:
    """Return a ``w:abstractNum``."""
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(inner)}</w:abstractNum>'


def instance(identifier: int, of: int, inner: str = "") -> str:
    """Return a ``w:num``."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def item(number: int, index: int = 0, *, text: str = "x", more: str = "") -> str:
    """Return a paragraph of list ``number`` at level ``index``."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>{more}'
        f"</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def labels(path: Path) -> list[str | None]:
    """Return the labels of all blocks."""
    return [block.label for block in read(path).blocks]


LEGAL = abstract(0, level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3"))
MIXED = abstract(
    0,
    level(0, "%1、", "chineseCounting"),
    level(1, "%2)", "lowerLetter"),
    level(2, "(%3)", "lowerRoman"),
)


@pytest.mark.parametrize(
    ("numbering", "order", "expected"),
    [
        (LEGAL, [0, 1, 1, 2, 0, 1, 2], ["1", "1.1", "1.2", "1.2.1", "2", "2.1", "2.1.1"]),
        (MIXED, [0, 1, 2, 2, 1, 0, 1], ["一、", "a)", "(i)", "(ii)", "b)", "二、", "a)"]),
        # A level that is skipped counts as used.
        (LEGAL, [2, 2, 1, 0], ["1.1.1", "1.1.2", "1.2", "2"]),
        (LEGAL, [0, 2, 1, 0, 2], ["1", "1.1.1", "1.2", "2", "2.1.1"]),
        (
            abstract(0, level(0, "%1"), level(1, "%1.%2", "decimalZero", more="<w:isLgl/>")),
            [0, 1],
            ["1", "1.01"],
        ),
        (
            abstract(0, level(0, "%1"), level(1, "%2", more='<w:lvlRestart w:val="0"/>')),
            [0, 1, 0, 1],
            ["1", "1", "2", "2"],
        ),
        (
            abstract(
                0, level(0, "%1"), level(1, "%2"), level(2, "%3", more='<w:lvlRestart w:val="1"/>')
            ),
            [0, 1, 2, 1, 2, 0, 1, 2],
            ["1", "1", "1", "2", "2", "2", "1", "1"],
        ),
        (
            abstract(0, level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")),
            [0, 0, 1],
            ["I", "II", "2.1"],
        ),
        (abstract(0, level(0, "•", "bullet"), level(1, "%2.")), [0, 1], [None, "1."]),
        (abstract(0, level(0, "Annex", "none"), level(1, "%1%2.")), [0, 1], ["Annex", "1."]),
        (abstract(0, level(0, "")), [0], [None]),
    ],
)
def test_items_are_numbered_by_their_levels(
    word_file: WordFile, numbering: str, order: list[int], expected: list[str | None]
) -> None:
    body = "".join(item(1, index) for index in order)
    assert labels(word_file(body, numbering=numbering + instance(1, 0))) == expected


def test_instances_of_one_list_count_on_unless_restarted(word_file: WordFile) -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = LEGAL + instance(1, 0) + instance(2, 0) + instance(3, 0, restart)
    body = "".join([item(1), item(2), item(1), item(3), item(3, 1), item(3), item(1)])
    assert labels(word_file(body, numbering=numbering)) == ["1", "2", "3", "5", "5.1", "6", "7"]


def test_a_level_may_be_overridden(word_file: WordFile) -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "§%1", "upperLetter")}</w:lvlOverride>'
    numbering = LEGAL + instance(1, 0, override)
    assert labels(word_file(item(1) + item(1, 1), numbering=numbering)) == ["§A", "A.1"]


def test_numbers_through_styles(word_file: WordFile) -> None:
    numbering = abstract(
        0,
        level(0, "%1", more='<w:pStyle w:val="H1"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'),
    ) + instance(1, 0)
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="Plain"/>'
        '<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
        for style, more in [
            ("H1", ""),
            ("H2", ""),
            ("H2", ""),
            ("Plain", ""),
            ("H1", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ("H1", ""),
        ]
    )
    blocks = read(word_file(body, styles=styles, numbering=numbering)).blocks
    assert [(block.label, block.level) for block in blocks] == [
        ("1", 1),
        ("1.1", 2),
        ("1.2", 2),
        (None, 1),
        (None, 1),
        ("2", 1),
    ]


@pytest.mark.parametrize("linked", [True, False])
def test_lists_that_only_name_a_style(word_file: WordFile, *, linked: bool) -> None:
    link = '<w:styleLink w:val="Lists"/>' if linked else ""
    numbering = (
        abstract(0, '<w:numStyleLink w:val="Lists"/>')
        + abstract(1, link, level(0, "%1)", "upperLetter"))
        + instance(1, 0)
        + instance(2, 1)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Lists"><w:name w:val="Lists"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert labels(word_file(item(1) + item(1), styles=styles, numbering=numbering)) == ["A)", "B)"]


def test_lists_that_name_each_other_end(word_file: WordFile) -> None:
    numbering = abstract(0, '<w:numStyleLink w:val="Lists"/>') + instance(1, 0)
    styles = (
        '<w:style w:type="numbering" w:styleId="Lists"><w:name w:val="Lists"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert labels(word_file(item(1), styles=styles, numbering=numbering)) == [None]


def test_custom_formats_in_both_branches(word_file: WordFile) -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1"/></w:lvl>'
    )
    assert labels(word_file(item(1), numbering=abstract(0, custom) + instance(1, 0))) == ["001"]


def test_only_paragraphs_that_are_there_are_counted(word_file: WordFile) -> None:
    gone = '<w:del w:author="A"><w:r><w:delText>x</w:delText></w:r></w:del>'
    deleted = item(1, more="<w:rPr><w:del/></w:rPr>").replace("<w:r><w:t>x</w:t></w:r>", gone)
    hidden = item(1, more="<w:rPr><w:vanish/></w:rPr>").replace(
        "<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"
    )
    body = item(1) + deleted + hidden + item(1) + item(1, text="") + item(1)
    assert labels(word_file(body, numbering=LEGAL + instance(1, 0))) == ["1", "2", "4"]


def test_text_boxes_do_not_disturb_the_body(word_file: WordFile) -> None:
    box = (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{item(1)}{item(1)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    body = item(1) + box + item(1)
    assert labels(word_file(body, numbering=LEGAL + instance(1, 0))) == ["1", "1", "2", "2"]


def test_a_number_that_points_nowhere_is_no_number(word_file: WordFile) -> None:
    assert labels(word_file(item(8), numbering=LEGAL + instance(1, 0))) == [None]
    assert labels(word_file(item(8))) == [None]


def test_bullets_have_no_list_level(word_file: WordFile) -> None:
    numbering = abstract(0, level(0, "•", "bullet"), level(1, "%2.")) + instance(1, 0)
    blocks = read(word_file(item(1) + item(1, 1), numbering=numbering)).blocks
    assert [block.level for block in blocks] == [None, 1]
