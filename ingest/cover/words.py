"""The words by which a cover names the text next to them, in all languages at once.

They are in ``cover.toml`` of each language. Everything here is matched against text folded by
``corpus.text.fold``: lower case, no accents, no tatweel, Arabic ``ة`` as ``ه`` and ``ى`` as ``ي``,
full-width signs as ASCII.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Final

from corpus import tables
from corpus.text import join_patterns

WORDS: Final[defaultdict[str, Any]] = defaultdict(list, tables.load_shipped("cover"))
"""The table of covers; what no language has is empty."""


def pattern(name: str) -> str:
    """Return any of the patterns of a list of the table, as one."""
    return join_patterns(WORDS[name])


_NAMES: Final[dict[str, list[str]]] = dict(WORDS["languages"])

LANGUAGE_NAMES: Final = tuple(
    (code, re.compile(rf"(?<![^\W\d_]){join_patterns(names)}")) for code, names in _NAMES.items()
)
"""The names of each language in all of them, as they follow ``Original:``."""

_ANY_LANGUAGE: Final = join_patterns(name for names in _NAMES.values() for name in names)

ORIGINAL: Final = re.compile(
    rf"(?<![^\W\d_]){pattern('original')}\s*:\s*(?P<languages>{_ANY_LANGUAGE}"
    rf"(?:\s*(?:[/,、;&+]|{pattern('and')})\s*{_ANY_LANGUAGE})*)"
)
"""``Original: English / Russian``, ``Оригинал: английский``, ``原文：英文``."""

ONLY: Final = re.compile(
    rf"(?P<languages>{_ANY_LANGUAGE})\s+{pattern('only_behind')}"
    rf"|{pattern('only_before')}(?P<languages2>{_ANY_LANGUAGE})"
)
"""``English only`` and its like: the document has one version, which is its original."""

DOCUMENT: Final = pattern("document")

LABEL: Final = re.compile(pattern("labels") + r"\s*(?:[:\d(]|$)")
"""Other labels of a cover, before a colon, a number or nothing."""

LABEL_ANYWHERE: Final = re.compile(
    rf"(?<![^\W\d_])(?:{pattern('labels')}|{pattern('source')}|{pattern('title')})\s*:"
)
"""Beginning of a part of a cover, in a line that a reader joined."""

TITLE_LABEL: Final = re.compile(pattern("title") + r"\s*(?::|$)\s*")

END: Final = re.compile(rf"[\d.\s]*{pattern('ends')}\s*(?:\d{{0,3}}|[:.].*)$")
"""Headings behind which the cover's own lines are over, and which are nobody's title."""

ORGANISATION: Final = re.compile(
    rf"{pattern('organisations')}(?:\s*(?:\d{{4}}|\(.*\)|{pattern('behind_organisation')}))*$"
)
"""Organisations that hold the meeting; such a line is not a title."""

MEETING_NAME: Final = re.compile(
    rf"(?:\S+ ){{0,2}}{pattern('numbered_meetings')}|{pattern('meeting_lines')}"
)
"""A whole line such as ``Thirty-ninth meeting``."""

MEETING: Final = re.compile(pattern("meetings"))

SUBJECT: Final = re.compile(pattern("subject") + r"\s*:\s*\S.{0,250}$")
"""``Subject: …``: the title, where it is on one line."""

SITTING: Final = re.compile(pattern("sittings"))
"""Sitting of a conference that the document is for; it is alone on its line."""

BODY: Final = re.compile(pattern("meeting_bodies"))
"""Beginning of a line of the cell that says whose meeting it is."""

TITLE_STYLE: Final = re.compile(pattern("title_styles"))

BEHIND_DATE: Final = re.compile(
    rf"\s+(?:{'|'.join(tables.load_shipped('dates')['behind_year'])})\s*$"
)
"""A word for the year behind one, as it is written."""

SOURCE_LABEL: Final = re.compile(pattern("source") + r"\s*(?::|$)\s*")
"""Label before the source or, alone, above it; it is not part of it."""

SOURCE_STYLE: Final = re.compile(pattern("source"))
"""Name of the paragraph style of the line (ITU's templates have ``Source``)."""

SOURCE_LINE: Final = re.compile(
    join_patterns(line.replace("{office}", pattern("offices")) for line in WORDS["source_lines"])
)
"""Beginning of a line that names who submits the document; the whole line is the source."""

WHOLE_SOURCE_LINE: Final = re.compile(pattern("whole_source_lines"))
"""A whole line such as ``日本的文稿`` or ``秘书长的报告``, where the source comes first."""

TITLE: Final = re.compile(rf"(?:{pattern('title_kinds')}\s?)*{pattern('title_beginnings')}")
"""Beginning of a title, so that the line is nobody's name."""

SUBMITTER: Final = re.compile(pattern("submitters"))
"""Words of the names of those who submit."""

OFFICE: Final = re.compile(pattern("office_lines"))
"""A whole line that is an office or a group: who submits, without a word for it."""

NOTE_SIGNS: Final = re.compile(r"[\s*∗†‡¹²³⁰⁴-⁹]+$")
"""Signs that call a note, at the end of a line."""
