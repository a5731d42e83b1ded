"""Patterns of references in all languages, for folded text, linear in its length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any, Final

from corpus import tables
from corpus.extract.references.phrases import Phrases, literal, make_pattern, make_trie
from corpus.languages import BY_CODE, LANGUAGES, read_words
from corpus.text import fold_with_places, word_key

SESSION_LEAD: Final = r"(?:(?:e?s|эс)|د\ ?ا(?:\ ?ط)?)\ ?-\ ?(?=\d{1,2}/)"
"""Letters before the number of a special session of the General Assembly, or an emergency one."""

_CITED_NUMBER: Final = r"(\d{1,4}(?:\.\d{1,2}){0,4})"

_KINDS: Final = ("resolution", "decision", "recommendation")
_SERIES: Final = ("c", "inf", "adm", "dt", "dl", "td", "sp", "cir")
# A number soon behind: what makes a common word worth a look.
_NUMBER_BEHIND: Final = r"(?=\.?\ ?(?:n[^\d\s]{0,3}\ ?|№\ ?)?\d)"
# Between a head and its number a body's name may be, of this many characters at most.
_SOME_NUMBER: Final = r"(?=[^\d]{0,100}\d)"


class ReferenceVocabulary:
    """Words of references in all languages, as compiled patterns and tables.

    Attributes:
        conferences: table of conferences, places and ranges of numbers.
        named: documents with a name of their own, and their entries in the table.
        goal: words before a goal's number: ``sustainable``, ``goal``, ``target``.
        action_line, sustainable_context: nearby words that decide.
        anchors: pattern of places where a reference may be.
        anchor_kinds: kind of reference that may begin at each anchor.
    """

    def __init__(self, table: Mapping[str, Any], conferences: Mapping[str, Any]) -> None:
        self._languages = {
            language.code: table[language.code] for language in LANGUAGES if language.code in table
        }
        languages = [BY_CODE[code] for code in self._languages]
        self._spaced = [language.code for language in languages if language.is_spaced]
        self._unspaced = [language.code for language in languages if not language.is_spaced]
        self._table = table
        self.conferences = conferences
        self.head = Phrases(
            [(word, (kind, False)) for kind in _KINDS for word in self._all(kind)]
            + [(word, (kind, True)) for kind in _KINDS for word in self._all(f"short_{kind}")]
        )
        self.chinese_head = Phrases(
            [(word, kind) for kind in _KINDS for word in self._all(kind, self._unspaced)]
        )
        self.body = Phrases(
            (name, body)
            for language in self._languages.values()
            for body, names in language["bodies"].items()
            for name in names
        )
        self.place = Phrases(
            (word, english) for english, forms in conferences["places"].items() for word in forms
        )
        self.named = Phrases(
            (name, document) for document in table["named"].values() for name in document["names"]
        )
        self.goal = Phrases(
            (word, kind) for kind in ("goal", "target", "sustainable") for word in self._all(kind)
        )
        self.sustainable = Phrases((word, True) for word in self._all("sustainable"))
        self.line = Phrases((word, True) for word in self._all("line"))
        self.action_line = Phrases(
            (word, True) for key in ("line", "action_line") for word in self._all(key)
        )
        self.sustainable_context = Phrases(
            (word, True) for word in self._all("sustainable_context")
        )
        anchors = self._anchors()
        self.anchor_kinds = {written: kind for written, (kind, _) in anchors.items()}
        self.anchors = re.compile(
            make_trie({written: tail for written, (_, tail) in anchors.items()})
        )

    # Compiled when they are first asked for: most texts need few of them.

    @cached_property
    def of(self) -> re.Pattern[str]:
        """Compile the words between a reference and its body (``of the``, ``de la``)."""
        return re.compile(rf"[\s\"]*(?:{_join_entries(self._all('of'))}[\s\"]*)?")

    @cached_property
    def number(self) -> re.Pattern[str]:
        """Compile the words between a head and its number (``No.``, ``№``, ``رقم``)."""
        return re.compile(rf"\s*(?:(?:{_join_entries(self._all('number'))}|№)[.:]?\s*)?")

    @cached_property
    def joint(self) -> re.Pattern[str]:
        """Compile separators of a list; groups ``comma``, ``conjunction``, ``range``."""
        return self._joint(rf"(?=r?\d|{SESSION_LEAD})")

    @cached_property
    def symbol_joint(self) -> re.Pattern[str]:
        """Compile separators before a list's member that is a symbol or part of one."""
        return self._joint(r"(?=\S)")

    @cached_property
    def revision_words(self) -> re.Pattern[str]:
        """Compile the words for a revision."""
        return re.compile(_join_entries(self._all("revised")) + r"\.?")

    @cached_property
    def edition_words(self) -> re.Pattern[str]:
        """Compile the other words of an edition."""
        return re.compile(_join_entries(self._all("beside")) + r"\.?")

    @cached_property
    def units(self) -> re.Pattern[str]:
        """Compile the words that make a number an amount."""
        return re.compile(rf"\s?(?:{_join_entries(self._all('units'))}|[%$€£])")

    @cached_property
    def other_texts(self) -> re.Pattern[str]:
        """Compile the words for reports and meetings, whose own resolutions are no body's."""
        return re.compile(rf"(?<![a-zà-ÿа-я])(?:{_join_entries(self._all('other_texts'))})")

    @cached_property
    def paragraph(self) -> re.Pattern[str]:
        """Compile the words for paragraph."""
        return re.compile(_join_entries(self._all("paragraph")) + r"\.?|§{1,2}")

    @cached_property
    def document(self) -> re.Pattern[str]:
        """Compile the words for a document, which stand before its symbol."""
        forms = tables.load("bodies")["words"].values()
        own = [word for each in forms for word in each["document"] if word != "第"]
        return re.compile(_join_entries(own) + r"\.?\s{0,2}")

    @cached_property
    def section(self) -> re.Pattern[str]:
        """Compile the number of a section, as citations write it: ``section 3``, ``第3节``."""
        return re.compile(_join_forms("section", _CITED_NUMBER))

    @cached_property
    def footnote(self) -> re.Pattern[str]:
        """Compile the number of a footnote, likewise."""
        return re.compile(_join_forms("footnote", _CITED_NUMBER))

    @cached_property
    def citation_end(self) -> re.Pattern[str]:
        """Compile what a citation has behind a symbol: ``, section 3, p. 2, revised by …``."""
        places = (_join_forms(key, _CITED_NUMBER) for key in ("section", "footnote", "page"))
        revised = _join_forms("revised_by", r".{3,60}")
        return re.compile(
            rf"(?:#[^#]{{1,20}})?(?:[\s,]*(?:{'|'.join(places)}))*(?:[\s,]*(?:{revised}))?[\s.]*"
        )

    def _all(self, key: str, codes: Iterable[str] | None = None) -> list[str]:
        chosen = self._languages if codes is None else codes
        return [entry for code in chosen for entry in self._languages[code].get(key, ())]

    def _joint(self, ahead: str) -> re.Pattern[str]:
        apart = [code for code in self._spaced if not BY_CODE[code].joins_particles]
        spaced_and = _join_entries(self._all("and", apart))
        chinese_and = _join_entries(
            word for word in self._all("and", self._unspaced) if word != "、"
        )
        spaced_range = _join_entries(self._all("range", self._spaced))
        chinese_range = _join_entries(self._all("range", self._unspaced))
        numbering = _join_entries(self._all("number", self._spaced))
        return re.compile(
            r"\s*(?P<comma>[,、;]\s*)?"
            rf"(?:(?P<conjunction>{spaced_and}\s+|و\s?|او\s+|{chinese_and}\s?)"
            rf"|(?P<range>-\s?|{spaced_range}\s+|{chinese_range}))?"
            rf"(?:第\s?)?(?:(?:{numbering}|№)\.?\s*)?{ahead}"
        )

    def _anchors(  # noqa: C901 - a loop for each kind of word
        self,
    ) -> dict[str, tuple[str, str]]:
        anchors: dict[str, tuple[str, str]] = {"/": ("symbol", "")}
        # A file name: S24-CWGWSIS39-C-0002.
        anchors |= {f"-{series}-": ("symbol", r"(?=\d)") for series in _SERIES}
        anchors["-td-"] = ("symbol", r"(?=\d|[a-z])")  # T25-SG13-260227-TD-WP1-0367
        for digit in "123456789":
            anchors |= dict.fromkeys(
                (f"{letter}{space}{digit}" for letter in "cсج" for space in ("", " ")),
                ("action-line", ""),
            )
        anchors["جيم"] = ("action-line", r"(?=\ ?\d)")
        for name in ("itu-", "uit-", "мсэ-"):
            anchors[name] = ("recommendation", "(?=[trdтрд])")
        for letter in "abcdefghijklmnopqrstuvxyz":  # no series has the letter W
            anchors[f"{letter}."] = ("bare-recommendation", r"(?=\d|\ ?sup)")
            anchors[f"{letter} sup"] = ("bare-recommendation", r"(?=p?l?\.?\ ?\d)")
            anchors[f"{letter}系列"] = ("bare-recommendation", "")
        anchors["wha"] = ("health-assembly", r"(?=\d)")
        anchors["ج"] = ("health-assembly", r"(?=\ ?ص\ ?ع\ ?\d)")
        anchors["un/cefact "] = ("trade-recommendation", "")
        anchors["第"] = ("chinese", r"(?=\ ?(?:r?\d|e?s-\d))")
        anchors["§"] = ("paragraph", "")
        reach: dict[str, tuple[str, int]] = {}
        for kind, key, most in (
            ("goal", "sustainable", 8), ("goal", "goal", 8), ("goal", "target", 8),
            ("paragraph", "paragraph", 7),
        ):  # fmt: skip
            for entry in self._all(key):
                written = literal(entry)
                length = most + len(word_key(entry)) - len(written)
                reach[written] = (kind, max(length, reach.get(written, ("", 0))[1]))
        for written, (kind, length) in reach.items():
            anchors[written] = (kind, rf"(?=[^\d]{{0,{length}}}\d)")
        for kind in _KINDS:
            for entry in self._all(kind):
                is_spaced = not "一" <= entry[0] <= "鿿"
                anchors[literal(entry)] = ("head", _SOME_NUMBER if is_spaced else "")
            for entry in self._all(f"short_{kind}"):
                anchors[literal(entry)] = ("head", _NUMBER_BEHIND)
        for document in self._table["named"].values():
            for entry in document["names"]:
                anchors[literal(entry)] = ("named", "")
        return anchors


def _join_entries(entries: Iterable[str]) -> str:
    unique = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    return "(?:" + "|".join(map(make_pattern, unique)) + ")" if unique else "(?!)"


def _join_forms(key: str, place: str) -> str:
    """Return the pattern of what citations of all languages write by a key, for folded text."""
    forms = {form for code in BY_CODE if (form := read_words(code, "citations").get(key))}
    folded = sorted((fold_with_places(form).text for form in forms), key=len, reverse=True)
    return "|".join(place.join(map(re.escape, form.split("{}"))) for form in folded)


def words() -> ReferenceVocabulary:
    """Return the vocabulary of the tables that are in force."""
    return _compile(tables.folder())


@cache
def _compile(folder: str) -> ReferenceVocabulary:
    del folder  # the key of the cache: another folder of tables, another vocabulary
    return ReferenceVocabulary(tables.load("references"), tables.load("references_conferences"))
