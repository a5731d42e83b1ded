"""Patterns of the words by which a cover labels its text, in all languages at once.

They come from each language's ``cover.toml`` and match text folded by ``corpus.text.fold``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Final

from corpus import tables
from corpus.text import join_patterns

WORDS: Final[defaultdict[str, Any]] = defaultdict(list, tables.load_shipped("cover"))


def pattern(name: str) -> str:
    """Return a pattern that matches any entry of the list ``name``."""
    return join_patterns(WORDS[name])


_NAMES: Final[dict[str, list[str]]] = dict(WORDS["languages"])

LANGUAGE_NAMES: Final = tuple(
    (code, re.compile(rf"(?<![^\W\d_]){join_patterns(names)}")) for code, names in _NAMES.items()
)
"""Names of each language in all languages, as they follow ``Original:``."""

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
"""``English only`` and its like: the document has one version, its original."""

DOCUMENT: Final = pattern("document")

LABEL: Final = re.compile(pattern("labels") + r"\s*(?:[:\d(]|$)")
"""Other labels of a cover, before a colon, a number or nothing."""

LABEL_ANYWHERE: Final = re.compile(
    rf"(?<![^\W\d_])(?:{pattern('labels')}|{pattern('source')}|{pattern('title')})\s*:"
)
"""Label in the middle of a line that a reader joined."""

TITLE_LABEL: Final = re.compile(pattern("title") + r"\s*(?::|$)\s*")

END: Final = re.compile(rf"[\d.\s]*{pattern('ends')}\s*(?:\d{{0,3}}|[:.].*)$")
"""Headings after which the cover is over; they are no title."""

ORGANISATION: Final = re.compile(
    rf"{pattern('organisations')}(?:\s*(?:\d{{4}}|\(.*\)|{pattern('behind_organisation')}))*$"
)
"""Organisations that hold the meeting; their line is not a title."""

MEETING_NAME: Final = re.compile(
    rf"(?:\S+ ){{0,2}}{pattern('numbered_meetings')}|{pattern('meeting_lines')}"
)
"""A whole line such as ``Thirty-ninth meeting``."""

MEETING: Final = re.compile(pattern("meetings"))

SUBJECT: Final = re.compile(pattern("subject") + r"\s*:\s*\S.{0,250}$")
"""``Subject: …``: a title on one line."""

SITTING: Final = re.compile(pattern("sittings"))
"""Sitting of a conference, alone on its line."""

BODY: Final = re.compile(pattern("meeting_bodies"))
"""Beginning of a line that names the meeting's body."""

TITLE_STYLE: Final = re.compile(pattern("title_styles"))

BEHIND_DATE: Final = re.compile(
    rf"\s+(?:{'|'.join(tables.load_shipped('dates')['behind_year'])})\s*$"
)
"""A word for "year" after the number."""

SOURCE_LABEL: Final = re.compile(pattern("source") + r"\s*(?::|$)\s*")
"""Label before or above the source, not part of it."""

SOURCE_STYLE: Final = re.compile(pattern("source"))
"""Name of the source's paragraph style (``Source`` in ITU templates)."""

SOURCE_LINE: Final = re.compile(
    join_patterns(line.replace("{office}", pattern("offices")) for line in WORDS["source_lines"])
)
"""Beginning of a line that is the source as a whole."""

SUBMISSION: Final = re.compile(
    rf"{pattern('submitted_by')}(?P<submitter>\S.*)"
    rf"|{pattern('submitted_before')}?(?P<before>\S.*){pattern('submitted_behind')}"
)
"""A whole line with a name and the word that it submits: ``Submitted by the Bureau``."""

WHOLE_SOURCE_LINE: Final = re.compile(pattern("whole_source_lines"))
"""A whole line with the source first: ``日本的文稿`` or ``秘书长的报告``."""

TITLE: Final = re.compile(rf"(?:{pattern('title_kinds')}\s?)*{pattern('title_beginnings')}")

SUBMITTER: Final = re.compile(pattern("submitters"))

OFFICE: Final = re.compile(pattern("office_lines"))
"""A whole line that is an office or a group, and so the source."""

NOTE_SIGNS: Final = re.compile(r"[\s*∗†‡¹²³⁰⁴-⁹]+$")
