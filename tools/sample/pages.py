"""Lay a text out as a document of the group: cover, body, notes, headers."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from corpus.languages import BY_CODE
from tools.sample.markup import element, paragraph, runs
from tools.sample.styles import ITEM_LEVEL
from tools.sample.texts import SampleTextError
from tools.sample.words import NOTICES, WORDS, cover_date, document_lines, original_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree import ElementTree as ET

    from tools.sample.texts import Block, SampleDocument, SampleText

AUTOMATIC: Final = frozenset({"CWGWSIS40-C-0005", "CWGWSIS41-C-0002"})
"""Folders of the documents whose numbers are Word's own; in the others they are typed."""

_PAGE_WIDTH: Final = 11906
_PAGE_HEIGHT: Final = 16838
_MARGIN: Final = 1134
_TOP_MARGIN: Final = 1418
_TEXT_WIDTH: Final = _PAGE_WIDTH - 2 * _MARGIN
"""A4 with margins of 2 cm (at the top 2.5 cm, for the header), in twentieths of a point."""

_COVER_COLUMNS: Final = (5100, _TEXT_WIDTH - 5100)


def document_part(document: SampleDocument, text: SampleText, language: str) -> ET.Element:
    """The part ``word/document.xml``: the cover, the body, and the section's page layout.

    Raises:
        SampleTextError: the document is numbered automatically, and the numbers in its text are
            not those that Word would count.
    """
    if document.folder in AUTOMATIC:
        _check_counting(text.blocks, f"{document.folder}/{language}.txt")
    body = element("body")
    body.append(_cover_table(document, language))
    body.append(paragraph(text.source, "Source", language=language))
    body.append(paragraph(text.title, "Title", language=language))
    body.append(_box(text, language))
    body.extend(_body(text.blocks, language, automatic=document.folder in AUTOMATIC))
    body.append(_section(language))
    return element("document", None, body)


def _cover_table(document: SampleDocument, language: str) -> ET.Element:
    words = WORDS[language]
    lines = (
        *document_lines(document, language),
        cover_date(document.issued, language),
        original_line(document, language),
        words.agenda_item.format(item=document.agenda_item),
    )
    left = _cell(
        _COVER_COLUMNS[0],
        paragraph(words.group, "CoverGroup", language=language),
        paragraph(words.meetings[document.meeting], "CoverMeeting", language=language),
    )
    right = _cell(
        _COVER_COLUMNS[1],
        *(paragraph(line, "CoverLine", language=language) for line in lines),
    )
    notice = _cell(
        _TEXT_WIDTH, paragraph(NOTICES[language], "Notice", language=language), columns=2
    )
    rows = (element("tr", None, left, right), element("tr", None, notice))
    return _table(_COVER_COLUMNS, rows, language, has_borders=False)


def _box(text: SampleText, language: str) -> ET.Element:
    words = WORDS[language]
    parts = (
        (words.summary, text.summary),
        (words.action, text.action),
        (words.references, text.references),
    )
    content = [
        made
        for head, words_below in parts
        for made in (
            paragraph(head, "BoxHead", language=language),
            paragraph(words_below, "BoxText", language=language),
        )
    ]
    row = element("tr", None, _cell(_TEXT_WIDTH, *content))
    return _table((_TEXT_WIDTH,), (row,), language, has_borders=True)


def _body(blocks: Sequence[Block], language: str, *, automatic: bool) -> Iterator[ET.Element]:
    body = [block for block in blocks if block.kind != "footnote"]
    for is_table, group in groupby(enumerate(body), key=lambda item: item[1].kind == "row"):
        if is_table:
            yield _data_table([block.cells for _, block in group], language)
            continue
        for index, block in group:
            following = body[index + 1] if index + 1 < len(body) else None
            before_table = following is not None and following.kind == "row"
            yield _body_paragraph(block, language, automatic=automatic, before_table=before_table)
    if body[-1].kind == "row":
        # Word wants a paragraph behind the last table.
        yield paragraph("", "BodyText", language=language)


def _body_paragraph(
    block: Block, language: str, *, automatic: bool, before_table: bool
) -> ET.Element:
    if block.label is None:
        style = "Caption" if before_table else "BodyText"
        return paragraph(block.text, style, language=language)
    if block.kind == "heading":
        style, level = f"Heading{block.depth}", block.depth - 1
    elif block.kind == "item":
        style, level = "Item", ITEM_LEVEL
    else:
        style, level = "Numbered", block.depth - 1
    if automatic:
        # A heading is numbered by its style, as in Word's own templates.
        own_level = None if block.kind == "heading" else level
        return paragraph(block.text, style, language=language, list_level=own_level)
    return paragraph(f"{block.label}\t{block.text}", style, language=language)


def _check_counting(blocks: Sequence[Block], where: str) -> None:
    counts = [0] * (ITEM_LEVEL + 1)
    letters = {"item": "abcdefghi", "abjad": "أبجدهوزحط"}
    for block in blocks:
        if block.label is None or block.kind in {"footnote", "row"}:
            continue
        level = ITEM_LEVEL if block.kind == "item" else block.depth - 1
        counts[level] += 1
        counts[level + 1 :] = [0] * (ITEM_LEVEL - level)
        if block.kind == "item":
            counted = {f"{row[counts[level] - 1]})" for row in letters.values()}
        else:
            counted = {".".join(str(count) for count in counts[: level + 1])}
        if block.label not in counted:
            raise SampleTextError(
                f"{where}: “{block.label}” would be printed as {' or '.join(sorted(counted))}, "
                "since this document is numbered automatically; mend the number in the text"
            )


def _data_table(rows: Sequence[tuple[str, ...]], language: str) -> ET.Element:
    columns = _column_widths(rows)
    made = []
    for index, cells in enumerate(rows):
        properties = element("trPr", None, element("cantSplit"))
        if index == 0:
            properties.append(element("tblHeader"))
        style = "TableText" if index else "TableHead"
        made.append(
            element(
                "tr",
                None,
                properties,
                *(
                    _cell(width, paragraph(cell, style, language=language), is_shaded=index == 0)
                    for width, cell in zip(columns, cells, strict=True)
                ),
            )
        )
    return _table(columns, made, language, has_borders=True)


def _column_widths(rows: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    # Root of the longest cell: long cells wrap, short ones keep a readable width.
    weights = [max(len(cell) for cell in column) ** 0.5 for column in zip(*rows, strict=True)]
    widths = [int(_TEXT_WIDTH * weight / sum(weights)) for weight in weights]
    return (*widths[:-1], _TEXT_WIDTH - sum(widths[:-1]))


def _cell(
    width: int, *content: ET.Element, columns: int = 1, is_shaded: bool = False
) -> ET.Element:
    properties = element("tcPr", None, element("tcW", {"w": str(width), "type": "dxa"}))
    if columns > 1:
        properties.append(element("gridSpan", {"val": str(columns)}))
    if is_shaded:
        properties.append(element("shd", {"val": "clear", "color": "auto", "fill": "D9E2F3"}))
    return element("tc", None, properties, *content)


def _table(
    columns: Sequence[int], rows: Sequence[ET.Element], language: str, *, has_borders: bool
) -> ET.Element:
    properties = element("tblPr")
    if language == "ar":
        properties.append(element("bidiVisual"))
    properties.append(element("tblW", {"w": str(sum(columns)), "type": "dxa"}))
    if has_borders:
        line = {"val": "single", "sz": "4", "space": "0", "color": "404040"}
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        properties.append(element("tblBorders", None, *(element(side, line) for side in sides)))
    properties.append(element("tblLayout", {"type": "fixed"}))
    grid = element("tblGrid", None, *(element("gridCol", {"w": str(width)}) for width in columns))
    return element("tbl", None, properties, grid, *rows)


def _section(language: str) -> ET.Element:
    made = element("sectPr")
    for kind, part in (("default", "rIdHeader"), ("first", "rIdHeaderFirst")):
        made.append(element("headerReference", {"type": kind, "r:id": part}))
    for kind, part in (("default", "rIdFooter"), ("first", "rIdFooterFirst")):
        made.append(element("footerReference", {"type": kind, "r:id": part}))
    margins = dict.fromkeys(("right", "bottom", "left"), str(_MARGIN)) | {"top": str(_TOP_MARGIN)}
    made.append(element("pgSz", {"w": str(_PAGE_WIDTH), "h": str(_PAGE_HEIGHT)}))
    made.append(element("pgMar", margins | {"header": "567", "footer": "567", "gutter": "0"}))
    made.append(element("titlePg"))
    if language == "ar":
        made.append(element("bidi"))
    return made


def footnotes_part(blocks: Sequence[Block], language: str) -> ET.Element:
    """The part ``word/footnotes.xml``: Word's two separators, then the notes."""
    made = element("footnotes")
    for identifier, kind, sign in (
        ("-1", "separator", "separator"),
        ("0", "continuationSeparator", "continuationSeparator"),
    ):
        line = element("p", None, element("r", None, element(sign)))
        made.append(element("footnote", {"type": kind, "id": identifier}, line))
    for block in blocks:
        if block.kind == "footnote" and block.label:
            style = element("rStyle", {"val": "FootnoteReference"})
            mark = element("r", None, element("rPr", None, style), element("footnoteRef"))
            note = paragraph(f" {block.text}", "FootnoteText", language=language, extra=(mark,))
            made.append(element("footnote", {"id": block.label}, note))
    return made


def header_part(document: SampleDocument, language: str, *, is_first_page: bool) -> ET.Element:
    """A page header: the page's number and the symbol from the second page on, else empty."""
    if is_first_page:
        return element("hdr", None, paragraph("", "Header", language=language))
    instruction = element("instrText")
    instruction.text = "PAGE"
    field = (
        element("r", None, element("fldChar", {"fldCharType": "begin"})),
        element("r", None, instruction),
        element("r", None, element("fldChar", {"fldCharType": "separate"})),
        *runs("2", language),
        element("r", None, element("fldChar", {"fldCharType": "end"})),
    )
    dash, space = tuple(runs("– ", language)), tuple(runs(" –", language))
    symbol = f"{document.symbol}-{BY_CODE[language].letter}"
    return element(
        "hdr",
        None,
        paragraph("", "Header", language=language, extra=(*dash, *field, *space)),
        paragraph(symbol, "Header", language=language),
    )


def footer_part(language: str) -> ET.Element:
    """A page footer: the notice that the text is invented."""
    return element("ftr", None, paragraph(NOTICES[language], "Footer", language=language))
