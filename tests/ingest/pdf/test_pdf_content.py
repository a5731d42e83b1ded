"""Are the operators of a page's content read as pdfminer reads them, and never lost?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT, PSEOF, PSKeyword

from ingest.pdf.drawn.content import operations

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
    """The operations as pdfminer's parser gives them, an image by its data."""
    found: list[tuple[bytes, list[Any]]] = []
    operands: list[Any] = []
    parser = PDFContentParser([PDFStream({}, content) for content in contents])
    while True:
        try:
            _, item = parser.nextobject()
        except PSEOF:
            return found
        if isinstance(item, PSKeyword):
            found.append((item.name, operands))
            operands = []
        else:
            operands.append(item)


def plain(found: list[tuple[bytes, list[Any]]]) -> list[tuple[bytes, str]]:
    """With images by their data: each is an object of its own."""
    return [
        (
            name,
            repr([item.get_data() if isinstance(item, PDFStream) else item for item in operands]),
        )
        for name, operands in found
    ]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from((b" ", b"\n", b"")))
def test_any_sequence_of_tokens_is_read_as_pdfminer_reads_it(
    pieces: list[bytes], between: bytes
) -> None:
    content = between.join(pieces) + b" S"
    try:
        expected = read_by_pdfminer(content)
    except Exception:  # noqa: BLE001 - a dictionary with a key alone: pdfminer gives up
        list(operations([PDFStream({}, content)]))
        return
    assert plain(list(operations([PDFStream({}, content)]))) == plain(expected)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(content: bytes) -> None:
    for name, operands in operations([PDFStream({}, content)]):
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
def test_what_pdfminer_reads_wrong_is_read_by_the_standard(
    content: bytes, expected: list[tuple[bytes, list[Any]]]
) -> None:
    assert list(operations([PDFStream({}, content)])) == expected


def test_a_token_ends_with_its_stream_and_an_array_does_not() -> None:
    streams = [PDFStream({}, part) for part in (b"BT [(a) 1", b"2 (b)] TJ E", b"T")]
    assert list(operations(streams)) == [
        (b"BT", []),
        (b"TJ", [[b"a", 1, 2, b"b"]]),
        (b"E", []),
        (b"T", []),
    ]


def test_what_stands_before_a_broken_stream_is_read() -> None:
    broken = PDFStream({"Filter": LIT("NoSuchFilter")}, b"q")
    found = operations([PDFStream({}, b"q"), broken])
    assert next(found) == (b"q", [])
    with pytest.raises(Exception, match="NoSuchFilter"):
        next(found)
