"""Words by which a language asks, decides and sets dates, as patterns; names of addressees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from corpus import tables
from corpus.languages import find_language

Patterns = tuple[tuple[str, re.Pattern[str]], ...]
"""Names and their patterns, in the order in which they are tried."""

_SIGNS: Final = frozenset("\u0640\u0670") | frozenset(map(chr, range(0x064B, 0x0653)))
_PLAIN: Final = str.maketrans("أإآ", "ااا", "".join(_SIGNS))
_ESCAPE: Final = re.compile(r"(\\.|\[[^\]]*\])")


_KINDS: Final = ("with", "alone", "bodied")

BODIES: Final = frozenset({"Council", "CWG-WSIS&SDG", "Plenipotentiary Conference"})
"""Addressees that decide."""

OFFICERS: Final = frozenset(
    {
        *("Secretariat", "Secretary-General", "Directors of the Bureaux", "regional offices"),
        *("Director of BDT", "Director of TSB", "Director of BR", "Chair"),
    }
)
"""Offices that work for the bodies."""

PASSIVE: Final = (
    *("is ", "are ", "was ", "were ", "est ", "sont ", "a été", "ont été", "está", "queda"),
    *("предлагается", "предложено", "рекомендуется", "рекомендовано", "поручен", "поручается"),
    *("приглашается", "приглашаются", "поощряется", "поощряются", "следует", "обращена"),
    *("надлежит", "было поруч", "было предлож", "было рекоменд", "مدعو", "مكلف", "مشجع", "مشجَّع"),
)
"""Beginnings of a passive verb behind its addressee."""

_LONGEST_PASSIVE: Final = max(map(len, PASSIVE))

PARTING: Final = frozenset(".;:,،，的")
"""Signs that never part a subject from its verb."""


@dataclass(frozen=True, slots=True)
class MandateVocabulary:
    """The words of a language, as patterns.

    Attributes:
        asking: verbs with an addressee.
        deciding: verbs without one.
        bodied: deciding verbs that do not count at the head of a paragraph.
        records: words that note, thank or announce.
        addressee: matches an addressee; its group's number is its place in ``addressees``, from 1.
        any_verb: matches each of these verbs.
        any_small: a quick test of small letters; a text without a match has no mandate.
        opening: words before a verb that opens a paragraph.
        body: bodies that decide, right before or (in Arabic) behind the verb.
        conjunction: word between the last two of several.
        between: short words between a verb and its addressee.
        then: words that must follow the addressee of ``needs_then`` verbs, or None.
        negation: words before a verb that deny it.
        ends: words behind the last of several addressees.
        rejoins: words between two tasks.
        joins: words at the end of an action, before another verb.
        clauses: words before a clause that asks others for something else.
        impersonal: passive verbs before their addressee.
        coordinates: words between addressees and another verb that asks for the same.
        citing: the asking resolution behind a verb; ``under`` behind the addressee.
        tells: words before a resolution that says who is asked.
        duties: verbs that count only where a resolution is named.
        clause: verb of the task (``action``) before the addressee.
        objects: verbs behind which a body may be subject, or object if ``is_object`` matches.
        recites: start of a clause that retells a resolution.
        proposing: words before a verb that make it a proposal.
        ours: verbs by which the authors of a document ask.
        past: verbs that report an earlier request.
        draft: headings or titles of proposals.
        outcome: titles of decided texts.
        deadlines: patterns by name: ``next``, ``meeting``, ``before``, ``counted`` …
    """

    asking: Patterns
    deciding: Patterns
    bodied: Patterns
    records: Patterns
    any_verb: re.Pattern[str]
    any_small: re.Pattern[str]
    opening: re.Pattern[str]
    addressee: re.Pattern[str]
    addressees: tuple[str, ...]
    body: re.Pattern[str]
    conjunction: re.Pattern[str]
    between: re.Pattern[str]
    then: re.Pattern[str] | None
    needs_then: frozenset[str]
    negation: re.Pattern[str]
    ends: re.Pattern[str]
    rejoins: re.Pattern[str]
    joins: re.Pattern[str]
    clauses: re.Pattern[str]
    impersonal: re.Pattern[str]
    coordinates: re.Pattern[str]
    resumes: re.Pattern[str]
    together: re.Pattern[str]
    citing: re.Pattern[str]
    under: re.Pattern[str]
    tells: re.Pattern[str]
    duties: re.Pattern[str]
    clause: re.Pattern[str]
    objects: re.Pattern[str]
    is_object: re.Pattern[str]
    recites: re.Pattern[str]
    finite: re.Pattern[str]
    subordinate: re.Pattern[str]
    further: re.Pattern[str]
    follows: re.Pattern[str]
    has_forms: bool
    proposing: re.Pattern[str]
    ours: re.Pattern[str]
    past: re.Pattern[str]
    draft: re.Pattern[str]
    outcome: re.Pattern[str]
    deadlines: dict[str, re.Pattern[str]]


def words(language: str) -> MandateVocabulary:
    """Return the words of a language; patterns that its table lacks match nothing."""
    return _load_vocabulary(language, tables.folder())


def addressee_names() -> tuple[str, ...]:
    """Return the English names of all known addressees."""
    return tuple(table_of(tables.folder())["addressees"])


def find_addressee(text: str, language: str) -> str | None:
    """Return the English name of the addressee with this name in a language, or None."""
    pattern, names = _compile_addressees(language, tables.folder())
    match = pattern.fullmatch(plain(text, language))
    return names[(match.lastindex or 1) - 1] if match else None


def find_addressees(text: str, language: str) -> tuple[str, ...]:
    """Return the English names of all addressees in a text, in reading order."""
    return tuple(
        dict.fromkeys(name for _, _, name in addressees_in(plain(text, language), language))
    )


def addressees_in(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and English name of each addressee in a plain text."""
    pattern, names = _compile_addressees(language, tables.folder())
    for match in pattern.finditer(text):
        yield match.start(), match.end(), names[(match.lastindex or 1) - 1]


@cache
def table_of(folder: str) -> dict[str, Any]:
    """Return the table with the additions of the user's folder, cached for the process."""
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("mandates")
    for kind in ("verbs", "records", "addressees"):  # to these a user adds names of his own
        for name, forms in table[kind].items():
            if not _has_lists(forms, kind):
                raise tables.TableError(
                    f"In the table mandates.toml, {kind}.{name} has to have, by languages, lists "
                    f"of regular expressions. Correct the file in {tables.own_folder()}."
                )
    return table


def _has_lists(forms: Any, kind: str) -> bool:
    """Whether a user's forms are lists of texts, as this kind of table has them."""
    if not isinstance(forms, dict):
        return False
    lists = list(forms.values())
    if kind == "verbs":
        if not all(isinstance(form_list, dict) for form_list in lists):
            return False
        lists = [form_list[how] for form_list in lists for how in _KINDS if how in form_list]
    return all(
        isinstance(form_list, list) and all(isinstance(form, str) for form in form_list)
        for form_list in lists
    )


@cache
def _compile_addressees(language: str, folder: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    # An "and" of Arabic is written together with who it joins.
    edge = r"(?<![^\Wو])" if find_language(language).joins_particles else _find_edge(language)
    table = table_of(folder)["addressees"]
    names = tuple(name for name, forms in table.items() if forms.get(language))
    with tables.patterns("mandates"):
        alternatives = "|".join(f"({'|'.join(table[name][language])})" for name in names) or "(?!)"
        pattern = _compile(f"{edge}(?:{alternatives})", language)
        if pattern.groups != len(names):  # the number of his group says who is named
            raise ValueError("(...) has to be (?:...) in the patterns of addressees")
    return pattern, names


def _find_edge(language: str) -> str:
    return r"(?<!\w)" if find_language(language).is_spaced else ""


def _compile(pattern: str, language: str) -> re.Pattern[str]:
    return re.compile(_loosen(pattern, language), re.IGNORECASE)


@cache
def _load_vocabulary(language: str, folder: str) -> MandateVocabulary:
    with tables.patterns("mandates"):
        return _make_vocabulary(language, folder)


def _make_vocabulary(language: str, folder: str) -> MandateVocabulary:
    table = table_of(folder)
    maker = _PatternMaker(table, language)
    compiled, edge, end = maker.compile, maker.edge, maker.end
    ours = table["ours"].get(language, {})
    of_authors = "|".join(form for forms in ours.values() for form in forms) or "(?!)"
    addressee, names = _compile_addressees(language, folder)
    any_verb = compiled(f"{edge}(?:{maker.join_verbs()}|{of_authors}){end}")
    then: dict[str, Any] = table["then"]
    return MandateVocabulary(
        any_verb=any_verb,
        any_small=_compile_small(any_verb),
        asking=(
            *maker.compile_verbs("with"),
            *((name, compiled(f"{edge}(?:{'|'.join(ours[name])}){end}")) for name in ours),
        ),
        deciding=maker.compile_verbs("alone"),
        bodied=maker.compile_verbs("bodied"),
        records=tuple(
            (name, compiled("|".join(forms[language])))
            for name, forms in table["records"].items()
            if forms.get(language)
        ),
        addressee=addressee,
        addressees=names,
        then=compiled(f"(?<!\\w)(?:{then[language]})(?!\\w)") if language in then else None,
        needs_then=frozenset(
            name
            for name, forms in table["verbs"].items()
            if forms.get(language, {}).get("then", False)
        ),
        has_forms=find_language(language).is_spaced,
        ours=compiled(f"(?:{of_authors}){end}"),
        deadlines={
            # A match begins at the first digit, so that a long number is not read again at each.
            name: compiled(pattern.replace(r"(\d+)", r"((?<!\d)\d+)"))
            for name, pattern in table["deadlines"].get(language, {}).items()
        },
        **{name: compiled(maker.words(name)) for name in _WRITTEN},
        **maker.compile_phrases(names),
    )


_WRITTEN: Final = (
    *("ends", "rejoins", "resumes", "finite", "subordinate", "further", "follows", "past"),
    *("together", "under", "tells", "duties", "clause", "impersonal"),
)
"""Fields of the vocabulary that are patterns of the table under the same names."""


class _PatternMaker:
    def __init__(self, table: dict[str, Any], language: str) -> None:
        self._table = table
        self._language = language
        self.edge = _find_edge(language)
        self._facts = find_language(language)
        self.end = r"(?!\w)" if self._facts.is_spaced else ""
        # The Arabic verb precedes its subject, and adverbs precede its object.
        self._body = self.words("bodies")
        is_behind = self._facts.puts_verb_first
        self._subjects = ("", f" (?:{self._body})") if is_behind else ("",)
        self._behind = f"(?: (?:{table['between']['adverbs']}))*" if is_behind else ""

    def words(self, name: str) -> str:
        """Return a pattern of the table, or one that matches nothing."""
        return str(self._table[name].get(self._language, "(?!)"))

    def compile(self, pattern: str, subject: str = "") -> re.Pattern[str]:
        """Compile a pattern of the table; ``{s}`` is the place of a subject."""
        return _compile(pattern.replace("{s}", subject + self._behind), self._language)

    def compile_verbs(self, kind: str) -> Patterns:
        """Compile the verbs of one of ``_KINDS``, by their names."""
        return tuple(
            (
                name,
                self.compile(
                    f"{self.edge}(?:{'|'.join(forms[self._language][kind])}){self.end}", subject
                ),
            )
            for name, forms in self._table["verbs"].items()
            if kind in forms.get(self._language, {})
            for subject in (self._subjects if kind == "with" else ("",))
        )

    def join_verbs(self) -> str:
        """Join the patterns of all verbs, each with any subject."""
        return "|".join(
            pattern.replace("{s}", f"(?: (?:{self._body}))?{self._behind}")
            for forms in self._table["verbs"].values()
            for kind, patterns in forms.get(self._language, {}).items()
            if kind in _KINDS
            for pattern in patterns
        )

    def compile_phrases(self, names: Iterable[str]) -> dict[str, re.Pattern[str]]:
        """Compile the phrases that the table has in pieces, by the fields of the vocabulary."""
        table, language, edge, end = self._table, self._language, self.edge, self.end
        # "And" may be written together with who it joins.
        alone = "" if self._facts.joins_particles else end
        has_space = self._facts.is_spaced and not self._facts.joins_particles
        space = r"(?:\s+|(?<=')|(?<=’))" if has_space else r"\s*"
        addressees = "|".join(
            f"({'|'.join(table['addressees'][name][language])})" for name in names
        )
        patterns = {
            "opening": f"\\s*{self.words('opening')}?\\s*$",
            "body": f"(?:{self._body})",
            "conjunction": f"{edge}(?:{self.words('and')}){alone}",
            "between": f"(?:{space}(?:{self.words('between')}){alone}|[,،])*\\s*",
            "negation": f"{edge}(?:{self.words('not')})\\s*(?:\\w+\\s+)?$",
            "joins": f"{edge}(?:{self.words('joins')})$",
            "clauses": f"{edge}(?:{self.words('clauses')}){alone}|[;；؛]",
            "coordinates": f"(?P<sign>\\s*[,،，、])?(?:{self.words('coordinates')})\\s*",
            "citing": self.words("asks").replace("{a}", f"(?:{addressees})"),
            "objects": self.words("object"),
            "is_object": table["object"]["then"].replace("{adverbs}", table["between"]["adverbs"]),
            "recites": self.words("recites").replace("{r}", table["recites"]["cited"]),
            "proposing": f"{edge}(?:{self.words('proposing')}){end}",
            # No title has so many signs and digits before its words.
            "draft": f"[\\W\\d_]{{0,100}}(?:{self.words('drafts')})",
            "outcome": f"[\\W\\d_]{{0,100}}(?:{self.words('outcomes')})",
        }
        return {name: self.compile(pattern) for name, pattern in patterns.items()}


def is_passive(text: str, position: int) -> bool:
    """Whether a passive verb, behind its addressee, begins at an offset."""
    return text[position : position + _LONGEST_PASSIVE].lower().startswith(PASSIVE)


def plain(text: str, language: str) -> str:
    """Return a text as the patterns read it: Arabic without vowel signs, its alefs as one."""
    return text.translate(_PLAIN) if find_language(language).script == "Arab" else text


def places(text: str, language: str) -> list[int] | None:
    """Return the raw offsets of the plain text's characters and end; None where both are equal."""
    if find_language(language).script != "Arab":
        return None
    return [*(index for index, sign in enumerate(text) if sign not in _SIGNS), len(text)]


def _compile_small(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Compile the pattern for small letters, unless a user's words have capitals."""
    letters = re.sub(r"\\(?:[bBdDsSwW]|\W)", "", pattern.pattern)
    is_small = letters == letters.lower() and "\\" not in letters
    return re.compile(pattern.pattern) if is_small else pattern


def _loosen(pattern: str, language: str) -> str:
    """Let spaces match hyphens too, as in Secretary-General."""
    parts = _ESCAPE.split(plain(pattern, language))
    for index in range(0, len(parts), 2):
        parts[index] = parts[index].replace("-", "[-\u2010\u2011]").replace(" ", r"\s+")
    return "".join(parts)
