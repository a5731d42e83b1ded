"""Look of the sample's Word files: styles, the automatic list, and settings.

Measures are those of Word: sizes in half points, distances in twentieths of a point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from corpus.languages import BY_CODE
from tools.sample.markup import element, list_place

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

HANGING: Final = 794
"""Start of text behind a typed number; ITU's templates have their first tab here (1.4 cm)."""

ITEM_LEVEL: Final = 3
"""Level of ``a)`` in the automatic list, below 1, 1.1 and 1.1.1."""

_FONT: Final = "Noto Sans"
_ARABIC_FONT: Final = "Noto Naskh Arabic"
_CHINESE_FONT: Final = "Noto Sans CJK SC"


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style.

    Attributes:
        identifier: of the style.
        name: as Word shows it; its built-in styles are known by it.
        size: of the letters, in half points; None for the default's.
        bold: whether the letters are bold.
        italic: whether they are slanted (never in Arabic and Chinese, which have no italics).
        centred: whether the lines are centred.
        keep_next: whether it stays on the page of what follows.
        before: space above.
        after: space below.
        start: indent of all lines.
        hanging: how far the first line stands out to the start.
        level: outline level from 0 of a heading.
        framed: whether there is a line above it and one below.
    """

    identifier: str
    name: str
    size: int | None = None
    bold: bool = False
    italic: bool = False
    centred: bool = False
    keep_next: bool = False
    before: int = 0
    after: int = 0
    start: int = 0
    hanging: int = 0
    level: int | None = None
    framed: bool = False


_LOOKS: Final = (
    _Look("Title", "Title", size=30, bold=True, centred=True, before=240, after=240),
    _Look("Source", "Source", size=26, bold=True, centred=True, before=480),
    _Look(
        *("Heading1", "heading 1"),
        size=26,
        bold=True,
        keep_next=True,
        before=320,
        after=80,
        start=HANGING,
        hanging=HANGING,
        level=0,
    ),
    _Look(
        *("Heading2", "heading 2"),
        size=23,
        bold=True,
        keep_next=True,
        before=200,
        after=60,
        start=HANGING,
        hanging=HANGING,
        level=1,
    ),
    _Look("Numbered", "Numbered", before=120, start=HANGING, hanging=HANGING),
    _Look("Item", "Item", before=80, start=HANGING + 454, hanging=454),
    _Look("BodyText", "Body Text", before=120),
    _Look(
        "Caption",
        "caption",
        size=20,
        bold=True,
        centred=True,
        keep_next=True,
        before=240,
        after=120,
    ),
    _Look("TableHead", "Table head", size=19, bold=True, centred=True, before=40, after=40),
    _Look("TableText", "Table text", size=19, before=40, after=40),
    _Look("CoverGroup", "Cover group", size=26, bold=True),
    _Look("CoverMeeting", "Cover meeting", size=20, bold=True, before=60),
    _Look("CoverLine", "Cover line", size=20, bold=True),
    _Look("Notice", "Notice", size=19, italic=True, centred=True, before=160, framed=True),
    _Look("BoxHead", "Box head", bold=True, keep_next=True, before=120),
    _Look("BoxText", "Box text", before=40, after=80),
    _Look("Header", "header", size=18, centred=True),
    _Look("Footer", "footer", size=16, italic=True, centred=True),
    _Look("FootnoteText", "footnote text", size=18, before=40, start=284, hanging=284),
)

_BUILT_IN: Final = frozenset(
    {
        *("Title", "Heading1", "Heading2", "BodyText", "Caption"),
        *("Header", "Footer", "FootnoteText"),
    }
)
"""Styles that Word has of its own, by their names; the others are ours."""


def styles_part(language: str, *, has_list: bool) -> ET.Element:
    """The part ``word/styles.xml`` for a version in ``language``.

    Args:
        language: its code.
        has_list: whether the headings are numbered by the list of ``numbering_part``.
    """
    defaults = element(
        "docDefaults",
        None,
        element("rPrDefault", None, _default_letters(language)),
        element("pPrDefault", None, element("pPr")),
    )
    normal = element(
        "style",
        {"type": "paragraph", "default": "1", "styleId": "Normal"},
        element("name", {"val": "Normal"}),
    )
    footnote_reference = element(
        "style",
        {"type": "character", "styleId": "FootnoteReference"},
        element("name", {"val": "footnote reference"}),
        element("rPr", None, element("vertAlign", {"val": "superscript"})),
    )
    return element(
        "styles",
        None,
        defaults,
        normal,
        *(_style(look, language, has_list=has_list) for look in _LOOKS),
        footnote_reference,
    )


def _default_letters(language: str) -> ET.Element:
    latin = _CHINESE_FONT if language == "zh" else _FONT
    fonts = {"ascii": latin, "hAnsi": latin, "eastAsia": _CHINESE_FONT, "cs": _ARABIC_FONT}
    return element(
        "rPr",
        None,
        element("rFonts", fonts),
        element("sz", {"val": "21"}),
        element("szCs", {"val": "23"}),
        element("lang", _tags(language)),
    )


def _tags(language: str) -> dict[str, str]:
    codes = {"val": "en" if language == "ar" else language, "eastAsia": "zh", "bidi": "ar"}
    return {script: BY_CODE[code].proofing for script, code in codes.items()}


def _style(look: _Look, language: str, *, has_list: bool) -> ET.Element:
    kind = {"type": "paragraph", "styleId": look.identifier}
    if look.identifier not in _BUILT_IN:
        kind["customStyle"] = "1"
    return element(
        "style",
        kind,
        element("name", {"val": look.name}),
        element("basedOn", {"val": "Normal"}),
        element("qFormat"),
        _paragraph_properties(look, has_list=has_list),
        _letters(look, language),
    )


def _paragraph_properties(look: _Look, *, has_list: bool) -> ET.Element:
    made = element("pPr")
    if look.keep_next:
        made.append(element("keepNext"))
    if has_list and look.level is not None:
        made.append(list_place(look.level))
    if look.framed:
        line = {"val": "single", "sz": "4", "space": "4", "color": "808080"}
        sides = ("top", "bottom")
        made.append(element("pBdr", None, *(element(side, line) for side in sides)))
    if look.hanging:
        stop = element("tab", {"val": "left", "pos": str(look.start)})
        made.append(element("tabs", None, stop))
    made.append(element("spacing", {"before": str(look.before), "after": str(look.after)}))
    if look.start:
        made.append(element("ind", {"left": str(look.start), "hanging": str(look.hanging)}))
    if look.centred:
        made.append(element("jc", {"val": "center"}))
    if look.level is not None:
        made.append(element("outlineLvl", {"val": str(look.level)}))
    return made


def _letters(look: _Look, language: str) -> ET.Element:
    made = element("rPr")
    if look.bold:
        made.extend((element("b"), element("bCs")))
    if look.italic and language not in {"ar", "zh"}:
        made.append(element("i"))
    if look.size:
        made.append(element("sz", {"val": str(look.size)}))
        made.append(element("szCs", {"val": str(look.size + 2)}))
    return made


def numbering_part(language: str) -> ET.Element:
    """The part ``word/numbering.xml``: one list of 1, 1.1, 1.1.1 and a) (in Arabic: abjad).

    The first two levels are bound to the headings' styles, as Word's own multilevel lists are.
    """
    letters = "arabicAbjad" if language == "ar" else "lowerLetter"
    levels = (
        ("decimal", "%1", "Heading1", HANGING, HANGING),
        ("decimal", "%1.%2", "Heading2", HANGING, HANGING),
        ("decimal", "%1.%2.%3", None, HANGING, HANGING),
        (letters, "%4)", None, HANGING + 454, 454),
    )
    abstract = element(
        "abstractNum",
        {"abstractNumId": "0"},
        element("multiLevelType", {"val": "multilevel"}),
    )
    for index, (form, text, style, start, hanging) in enumerate(levels):
        level = element(
            "lvl",
            {"ilvl": str(index)},
            element("start", {"val": "1"}),
            element("numFmt", {"val": form}),
        )
        if style:
            level.append(element("pStyle", {"val": style}))
        level.append(element("suff", {"val": "tab"}))
        level.append(element("lvlText", {"val": text}))
        level.append(element("lvlJc", {"val": "left"}))
        indent = element("ind", {"left": str(start), "hanging": str(hanging)})
        level.append(element("pPr", None, indent))
        abstract.append(level)
    instance = element("num", {"numId": "1"}, element("abstractNumId", {"val": "0"}))
    return element("numbering", None, abstract, instance)


def settings_part(language: str) -> ET.Element:
    """The part ``word/settings.xml``: tab stops, the footnotes' separators, languages."""
    mode = {
        "name": "compatibilityMode",
        "uri": "http://schemas.microsoft.com/office/word",
        "val": "15",
    }
    return element(
        "settings",
        None,
        element("defaultTabStop", {"val": str(HANGING)}),
        element(
            "footnotePr", None, element("footnote", {"id": "-1"}), element("footnote", {"id": "0"})
        ),
        element("compat", None, element("compatSetting", mode)),
        element("themeFontLang", _tags(language)),
    )
