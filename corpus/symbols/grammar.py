"""How is a document's symbol written? The patterns behind ``corpus.symbols``, from its tables.

All of them read text that ``corpus.text.fold`` folded, with Cyrillic look-alikes made Latin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from corpus import tables
from corpus.text import latin, word_key

_LETTER: Final = r"(?:[-_](?P<letter>[acefrs])(?![a-z0-9]))?"
_LETTER_LAST: Final = r"(?:[-_ ]?[-_](?P<letter2>[acefrs])(?![a-z0-9]))?"
_EXTENSION: Final = r"(?:[ _-]?\(\d{1,3}\))?(?:\.(?P<ext>[a-z0-9]{1,5}))?"


class Grammar:
    """The patterns, compiled once from the tables.

    Attributes:
        itu: a symbol of an ITU meeting (``cwg-wsis-32/16-e rev. 1``).
        wsis: a symbol of the Summit (``wsis-05/tunis/doc/6(rev.1)-s``).
        un: a symbol of the United Nations (``a/70/684``).
        itu_file: ITU's file name.
        bare_file: a file name that people give.
        ahead: what stands before a symbol at the end of a text: ``addendum 1 to document ``.
        loose_group: the group's name, a space or hyphen, at the end of a text.
        suffix: one revision, addendum or corrigendum.
        wrapped: a whole text around a symbol.
    """

    def __init__(self, bodies: dict[str, Any]) -> None:
        self.group: dict[str, Any] = bodies["group"]
        self.bodies: dict[str, Any] = bodies["itu"]
        united_nations = bodies["united-nations"]
        self.organs: dict[str, str] = {
            latin(word_key(code)): body for code, body in united_nations["organs"].items()
        }
        self.by_code = {
            latin(word_key(code)): body
            for body, entry in self.bodies.items()
            for code in entry["written"]
        }
        self._kinds: dict[str, str] = {}
        document: list[str] = []
        to: list[str] = []
        for words in bodies["words"].values():
            for kind in ("revision", "addendum", "corrigendum"):
                self._kinds |= dict.fromkeys(map(_bare, words[kind]), kind)
            document += words["document"]
            to += words["to"]
        kinds = any_of(self._kinds)
        long_kinds = any_of(kind for kind in self._kinds if len(kind) > 4 or not kind.isascii())
        documents = any_of(document)
        series = any_of(bodies["series"]["known"])
        group = any_of([*self.group["written"], *self.group["codes"]])
        codes = any_of(self.by_code)
        suffix = (
            rf"(?:\ ?(?:号文件的?)?\ ?(?:\(\ ?(?:{kinds})\.?\ ?\d{{1,2}}\ ?\)"
            rf"|/?(?:(?:{kinds})\.\ ?|(?:{long_kinds})\ ?)\d{{1,2}}(?!\d)))"
        )
        tail = rf"{_LETTER}(?P<suffix>{suffix}{{0,3}}){_LETTER_LAST}"
        head = (
            rf"(?:(?P<group>{group})[- ]{{0,2}}0*(?P<meeting>\d{{1,3}})"
            rf"|(?P<code>{codes})[- ]?(?P<year>(?:20(?=\d\d))?\d\d(?:-\d)?))"
        )
        self.itu = re.compile(
            rf"{head}/(?:(?P<series>{series})/)?0*(?P<number>\d{{1,4}})(?!\d|[.,]\d){tail}"
        )
        self.wsis = re.compile(
            r"wsis-(?P<year>\d\d|i{1,2})/(?P<rest>(?:[a-z]+(?:-\d{1,2})?/){0,3})"
            rf"(?P<series>[a-z]+)/0*(?P<number>\d{{1,4}})(?!\d){tail}"
        )
        organs = "|".join(self.organs)
        others = any_of(united_nations["others"]["codes"])
        self.un = re.compile(
            rf"(?P<organ>{others}|{organs})(?P<parts>(?:/[a-z0-9]+(?:\.[a-z0-9]+)*"
            rf"(?:-(?!(?:{organs})/)[a-z0-9]+)*)+)"
            r"(?P<session>\ ?\((?:[ivxlc]+|\d{4})\)(?:\ ?[a-f](?![a-z0-9]))?)?"
        )
        self.itu_file = re.compile(
            rf"(?P<sector>[sdrt])(?P<year>\d\d)-(?:(?P<group>{group})-?0*(?P<meeting>\d{{1,3}})"
            rf"|(?P<code>{codes})-?(?P<at>\d{{0,2}}(?:-\d)?))"
            r"-(?P<series>[a-z]{1,5})-?0*(?P<number>\d{1,5})(?!\d)"
            r"(?:[!_](?P<change>(?:[arc]\d{1,2}[-_]?){0,3})[!_](?P<format>[a-z]{3})"
            rf"(?:-(?P<letter>[acefrs])(?![a-z0-9]))?)?{_EXTENSION}"
        )
        loose = rf"(?:[-_ !]{{0,2}}\(?(?:{kinds}|[ar](?=\d))\.?[ _-]?\d{{1,2}}(?!\d)\)?)"
        self.bare_file = re.compile(
            rf"{head}[-_ ](?:(?P<series>{series})[-_ ]?)?0*(?P<number>\d{{1,4}})(?!\d)"
            rf"{_LETTER}(?P<suffix>{loose}{{0,3}}){_LETTER_LAST}{_EXTENSION}"
        )
        self.loose_group = re.compile(rf"(?<![a-z])(?:{group})[- ]{{1,2}}$")
        self.ahead = re.compile(
            rf"(?<![a-z])(?P<kind>{kinds})\.?\ ?(?P<no>\d{{1,2}})\ (?:(?:{any_of(to)})\ )?"
            rf"(?:(?:{documents})\.?\ )?$"
        )
        self.suffix = re.compile(rf"(?P<kind>{kinds}|[ar](?=\d))\.?[ _-]?0*(?P<no>\d{{1,2}})")
        self.wrapped = re.compile(
            rf"(?:(?P<kind>{kinds})\.?\ ?(?P<no>\d{{1,2}})\ (?:(?:{any_of(to)})\ )?)?"
            rf"(?:(?:{documents})\.?[ :]*)?(?P<core>[^ ].*?)\ ?(?:号文件|号)?"
        )

    def kind_of(self, word: str) -> str:
        """Whether ``word`` says revision, addendum or corrigendum."""
        return self._kinds.get(word.rstrip(".")) or {"a": "addendum", "r": "revision"}[word]

    def group_name(self, meeting: str) -> str:
        """The name under which the documents of the group's ``meeting`` are cited."""
        names = sorted(self.group["names"], key=lambda item: int(item["from"]), reverse=True)
        return str(next((n["name"] for n in names if int(meeting) >= int(n["from"])), names[-1]))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, folded, the longest first, without a final full stop."""
    return "|".join(
        re.escape(word) for word in sorted(set(map(_bare, words)), key=lambda w: (-len(w), w))
    )


def _bare(word: str) -> str:
    return latin(word_key(word)).rstrip(".")


def grammar() -> Grammar:
    """The grammar of the tables that are in force."""
    return _compiled(tables.folder())


@cache
def _compiled(folder: str) -> Grammar:
    del folder  # the key of the cache: another folder of tables, another grammar
    return Grammar(tables.load("bodies"))
