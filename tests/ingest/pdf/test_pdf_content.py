"""Are the operators of a page's content read as pdfminer reads them, and never lost?"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT, PSEOF, PSKeyword

from ingest.pdf.content import cmap
from ingest.pdf.content.operators import read_operations

PIECES = (
    *(
        b"q",
        b"Q",
        b"BT",
        b"ET",
        b"Tj",
        b"TJ",
        b"T*",
        b"'",
        b'"',
        b"cm",
        b"BDC",
        b"EMC",
        b"x9",
        b"f*",
    ),
    *(b"1 0 0 1 72.5 -.5 cm", b"1 2 3 4 5 6 7 8 d", b"1  2\n3\trg", b"0w", b"1 2.3.4 l"),
    *(b"1", b"-1", b"+2", b"0.5", b"-.5", b".5", b"5.", b"1.2.3", b"--4", b"-", b"9" * 30, b"1e5"),
    *(b"/F1", b"/", b"/a#20b", b"/\xc3\xa9", b"/\xe9", b"true", b"false", b"null"),
    *(
        b"(a)",
        b"(a(b)c)",
        b"(a(b(c(d))))",
        b"(\\(\\n\\\\\\101)",
        b"(a\\\r\nb\\\nc)",
        b"()",
        b"(",
        b")",
    ),
    *(
        b"<41>",
        b"<4 1\n42>",
        b"<>",
        b"<4z>",
        b"<<",
        b">>",
        b"<</A<41>>>",
        b"<</A[1(b)]/B<</C/D>>>>",
    ),
    *(
        b"[",
        b"]",
        b"[(a)-20<41>.5]",
        b"[1[2]3]",
        b"{",
        b"}",
        b"\x00",
        b"!",
        b"\xff",
        b"%c (\n",
        b"%d\r",
    ),
    *(b"BI /W 1 /H 1 ID abc EI ", b"BI", b"ID", b"EI"),
)


def read_by_pdfminer(*contents: bytes) -> list[tuple[bytes, list[Any]]]:
    """Read the operations as pdfminer's parser gives them, an image by its data."""
    operations: list[tuple[bytes, list[Any]]] = []
    operands: list[Any] = []
    parser = PDFContentParser([PDFStream({}, content) for content in contents])
    while True:
        try:
            _, item = parser.nextobject()
        except PSEOF:
            return operations
        if isinstance(item, PSKeyword):
            operations.append((item.name, operands))
            operands = []
        else:
            operands.append(item)


def plain(operations: list[tuple[bytes, list[Any]]]) -> list[tuple[bytes, str]]:
    """Give images by their data, and numbers as operators take them: 1 is 1.0, and -0 is 0."""
    return [(name, repr([_plain(item) for item in operands])) for name, operands in operations]


def _plain(item: Any) -> Any:
    if isinstance(item, PDFStream):
        return item.get_data()
    return item + 0.0 if type(item) in {int, float} else item


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from((b" ", b"\n", b"")))
def test_any_sequence_of_tokens_is_read_as_pdfminer_reads_it(
    pieces: list[bytes], between: bytes
) -> None:
    content = between.join(pieces) + b" S"
    try:
        expected = read_by_pdfminer(content)
    except Exception:  # noqa: BLE001 - a dictionary with a key alone: pdfminer gives up
        list(read_operations([PDFStream({}, content)]))
        return
    assert plain(list(read_operations([PDFStream({}, content)]))) == plain(expected)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(content: bytes) -> None:
    for name, operands in read_operations([PDFStream({}, content)]):
        assert isinstance(name, bytes)
        assert isinstance(operands, list)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (rb"(a\d\777) Tj", [(b"Tj", [b"ad\xff"])]),  # ISO 32000-1, 7.3.4.2: high bits are ignored
        (b"<4> Tj", [(b"Tj", [b"\x40"])]),  # 7.3.4.3: a last digit that is missing is 0
        (b"/P <</A 1 /B>> BDC", [(b"BDC", [LIT("P"), {"A": 1}])]),
    ],
)
def test_operands_that_pdfminer_misreads_are_read_by_the_standard(
    content: bytes, expected: list[tuple[bytes, list[Any]]]
) -> None:
    assert list(read_operations([PDFStream({}, content)])) == expected


def test_only_tokens_end_with_their_stream() -> None:
    streams = [PDFStream({}, part) for part in (b"BT [(a) 1", b"2 (b)] TJ E", b"T")]
    assert list(read_operations(streams)) == [
        (b"BT", []),
        (b"TJ", [[b"a", 1, 2, b"b"]]),
        (b"E", []),
        (b"T", []),
    ]


def test_text_before_a_broken_stream_is_read() -> None:
    broken = PDFStream({"Filter": LIT("NoSuchFilter")}, b"q")
    operations = read_operations([PDFStream({}, b"q"), broken])
    assert next(operations) == (b"q", [])
    with pytest.raises(Exception, match="NoSuchFilter"):
        next(operations)


MAPS = (
    b"1 beginbfchar <0003> <0020> endbfchar",
    b"2 beginbfchar\n<03><0066006C>\n<04> <D83DDE00>\nendbfchar endcmap",
    b"2 beginbfrange <0000> <005E> <0020> <005F> <0061> [<00660066> <0066>] endbfrange",
    b"1 beginbfrange <00> <04> <D7FE> endbfrange 1 beginbfchar <01> <00A0> <02> <0020> endbfchar",
    b"1 beginbfchar <02> <0020> <02> <00A0> endbfchar",
    b"1 beginbfrange <FFFE> <FFFF> <00410042FFFF> endbfrange",
    b"1 beginbfchar <1> <0041> <02> <004> endbfchar",
    b"1 beginbfchar <01> /A <02> <00 42> endbfchar",
    b"1 beginbfchar <01> <0041> % a note\nendbfchar",
    b"1 begincidrange <01> <02> 5 endcidrange 1 beginbfchar <01> <0041> endbfchar",
    b"beginbfchar <01> <0041> endbfchar endcmap 1 beginbfchar <02> <0042> endbfchar",
    b"1 beginbfchar <01> <0041>",
    b"",
)


@pytest.mark.parametrize("written", MAPS)
def test_maps_to_unicode_are_read_as_pdfminer_reads_them(written: bytes) -> None:
    expected = FileUnicodeMap()
    CMapParser(expected, BytesIO(written)).run()
    read = cmap._read_texts(written)
    assert (read is not None) == (MAPS.index(written) not in range(6, 12))
    if read is not None:
        assert {code: text for code in range(0x10001) if (text := read.get(code)) is not None} == (
            expected.cid2unichr
        )
