"""The body of a numbered resolution or decision, and its canonical form.

The number's form comes first (70/125 is the General Assembly's or nobody's), then a name next to
it, the edition and the sentence. Last are the document's own body and the range of the number. In
ITU's documents, numbers from 1000 are the Council's, lower ones the Plenipotentiary Conference's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from corpus.extract.references import editions
from corpus.extract.references.numbers import ListMember
from corpus.extract.references.words import ReferenceVocabulary

_SHORT: Final = {"resolution": "Res.", "decision": "Dec.", "recommendation": "Rec."}
_SERIES: Final = {"resolution": "RES", "decision": "DEC"}
_ORGAN: Final = {"UNGA": "A", "ECOSOC": "E", "HRC": "A/HRC", "UNSC": "S"}
# A sector's resolutions are those of its assembly or conference.
_OF_SECTOR: Final = {"ITU-T": "WTSA", "ITU-D": "WTDC", "ITU-R": "RA"}
_ORDER: Final = ("PP", "Council", "WTDC", "WTSA", "WRC", "RA")
ITU: Final = frozenset(_ORDER)
"""The bodies of ITU that adopt resolutions."""

# Sessions of the General Assembly are numbered in this form from the 31st on (1976).
_ASSEMBLIES: Final = ("WTDC", "WTSA", "WRC", "RA")
_OPEN: Final = ""  # the body of a number of which nothing says whose it is
_FIRST_SESSION: Final = 31
_LAST_SESSION: Final = 99
_LAST_ROMAN_SESSION: Final = 30
_FIRST_YEAR_LIKE: Final = 1900  # Resolution 2015 without more is a year
_YEARS: Final = range(1946, 2100)


@dataclass(frozen=True, slots=True)
class NumberOwner:
    """The body whose resolutions a document names by their number alone.

    ``body`` is PP for a document of the Union, or WTSA, WTDC, WRC or RA for an assembly's. It is
    ``other`` for no body of ITU's, ``open`` for several, and None where nothing tells. ``known``
    has bodies by kind and number, where the document names body or edition elsewhere. That of a
    Recommendation is its Sector. ``knows_editions`` says that they count for numbers with a year.
    """

    body: str | None = "PP"
    known: Mapping[tuple[str, str], str] = field(default_factory=dict)
    knows_editions: bool = False

    def find_sector(self, recommendation: str) -> str | None:
        """Return the Sector of a Recommendation that is named without one; None in doubt.

        Only a document of ITU-T names its own so.
        """
        known = self.known.get(("recommendation", recommendation))
        return known or ("ITU-T" if self.body == "WTSA" else None)


UNION: Final = NumberOwner()
"""The owner of the numbers in a text that stands for itself: by convention, ITU."""


@dataclass(frozen=True, slots=True)
class Context:
    """The bodies that a text names around a reference.

    Attributes:
        adjoining: at the reference itself, the nearest first; ``other`` for an unlisted one.
        year: of the conference whose code is before the head (``PP-14 Resolution 140``).
        sentence: returns those in the same sentence, the nearest first; seldom needed.
        sentence_before: returns those in the sentence before it, the last first.
        is_short: whether the head is an abbreviation, which may be something else (``Dec. 5``).
        known: bodies of earlier references by kind and number, for numbers without an edition.
        leftward: whether the head is Arabic, which has session and number in either order.
        owner: whose the numbers are that stand alone.
    """

    adjoining: tuple[str, ...]
    year: str | None
    sentence: Callable[[], tuple[str, ...]]
    sentence_before: Callable[[], tuple[str, ...]] = tuple
    is_short: bool = False
    known: Mapping[tuple[str, str], str] = field(default_factory=dict)
    leftward: bool = False
    owner: NumberOwner = UNION


@dataclass(frozen=True, slots=True)
class ReferenceTarget:
    """The target of a reference; it has no body where nothing says whose the number is."""

    canonical: str
    body: str | None
    number: str
    edition: str | None


def of_number(kind: str, number: str) -> list[ReferenceTarget]:
    """Return the target under a plain number for each body, ITU's first.

    ``kind`` is ``resolution``, ``decision`` or ``recommendation``. The targets need not exist.
    """
    of_itu = [
        ReferenceTarget(f"{body} {_SHORT[kind]} {number}", body, number, None) for body in _ORDER
    ]
    series = _SERIES.get(kind)
    organs = _ORGAN.items() if series else ()
    return of_itu + [
        ReferenceTarget(f"{organ}/{series}/{number}", body, number, None) for body, organ in organs
    ]


def resolve_number(  # noqa: PLR0911 - a return for each form of number
    kind: str, item: ListMember, context: Context, words: ReferenceVocabulary
) -> ReferenceTarget | None:
    """Return the target of a list member under a head of ``kind``, or None."""
    explicit = next((body for body in context.adjoining if body not in {"UN", "ITU"}), None)
    if explicit == "other" or (explicit in _OF_SECTOR and kind == "recommendation"):
        return None  # a sector's recommendations are its study groups'
    explicit = _OF_SECTOR.get(explicit or "", explicit)
    if "/" in item.value:
        return _resolve_slash(kind, item, explicit, leftward=context.leftward)
    edition = item.edition
    if edition and edition.session:
        return _resolve_session(kind, item, explicit, context)
    number = str(int(item.value))
    if number == "0":
        return None
    if kind == "resolution" and _is_security_council(item, explicit, context, words):
        year = edition.year if edition else None
        # The number is the identity: the year, which drafters leave out or mistake, is not in it.
        return ReferenceTarget(f"S/RES/{number}", "UNSC", number, year)
    if explicit in _ORGAN:
        if explicit == "UNSC" or kind == "recommendation" or edition:
            return None
        canonical = f"{_ORGAN[explicit]}/{_SERIES[kind]}/{number}"
        return ReferenceTarget(canonical, explicit, number, None)
    body = _find_itu_body(kind, item, explicit, context, words)
    if body == _OPEN:
        year = edition.year if edition else None
        return ReferenceTarget(f"{_SHORT[kind]} {number}", None, number, year)
    return _resolve_itu(body, kind, item, context, words) if body else None


def _resolve_itu(
    body: str, kind: str, item: ListMember, context: Context, words: ReferenceVocabulary
) -> ReferenceTarget:
    number, edition = str(int(item.value)), item.edition
    if edition is None and context.year:
        edition = editions.Edition(year=context.year, body=body)
    format_edition = editions.format_edition(body, number, edition, words)
    in_full = re.search(r"\d{4}", format_edition)
    year = in_full.group() if in_full else edition.year if edition else None
    return ReferenceTarget(f"{body} {_SHORT[kind]} {number}{format_edition}", body, number, year)


def _resolve_slash(
    kind: str, item: ListMember, explicit: str | None, *, leftward: bool
) -> ReferenceTarget | None:
    left, _, right = item.value.partition("/")
    if leftward and _is_session(right) and not _is_session(left):
        # ١٢٥/٧٠ is 70/125: no session has the number 125.
        left, right = right, left
    if len(right) > 3:  # a year is no number of a resolution
        return None
    series = _SERIES.get(kind)
    if series is None or explicit in {"PP", "WTDC", "WTSA", "WRC", "RA", "UNSC"}:
        return None
    digits = left.lstrip("es-")
    value = f"{left.upper()}/{right}"
    if digits == left and int(left) in _YEARS:
        return None if explicit in {"UNGA", "HRC"} else _make_organ_target("ECOSOC", series, value)
    if explicit in {"HRC", "Council"}:
        return _make_organ_target("HRC", series, value) if int(digits) < _YEARS[0] else None
    is_session = digits != left or _is_session(left)
    if explicit == "UNGA" or (explicit is None and is_session):
        return _make_organ_target("UNGA", series, value)
    return None


def _is_session(number: str) -> bool:
    """Whether a number is of a session of the General Assembly or a year of ECOSOC."""
    return number.isdigit() and (
        _FIRST_SESSION <= int(number) <= _LAST_SESSION or int(number) in _YEARS
    )


def _make_organ_target(body: str, series: str, value: str) -> ReferenceTarget:
    return ReferenceTarget(f"{_ORGAN[body]}/{series}/{value}", body, value, None)


def _resolve_session(
    kind: str, item: ListMember, explicit: str | None, context: Context
) -> ReferenceTarget | None:
    edition = item.edition
    if kind != "resolution" or edition is None or edition.session is None:
        return None
    body = explicit or next((b for b in context.sentence() if b in {"UNGA", "ECOSOC"}), "UNGA")
    if body == "Council":
        body = "ECOSOC"
    if body not in {"UNGA", "ECOSOC"}:
        return None
    if body == "UNGA" and _parse_roman(edition.session) > _LAST_ROMAN_SESSION:
        return None
    value = f"{item.value}({edition.session}){item.letter}"
    return _make_organ_target(body, "RES", value)


def _parse_roman(roman: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in roman]
    after = [*values[1:], 0]
    return sum(-v if v < following else v for v, following in zip(values, after, strict=True))


def _is_security_council(  # noqa: PLR0911 - a return for each kind of evidence
    item: ListMember, explicit: str | None, context: Context, words: ReferenceVocabulary
) -> bool:
    number, edition = int(item.value), item.edition
    if explicit == "UNSC":
        return edition is None or edition.bare
    if explicit not in {None, "Council"} or (edition and not edition.bare):
        return False
    if edition and edition.year:
        return editions.is_by_security_council(number, int(edition.year), words)
    low, high = words.conferences["ranges"]["UNSC_resolution"]
    if low <= number <= high:
        return True
    if explicit is None and number >= words.conferences["ranges"]["Council_resolution"][0]:
        if context.known.get(("resolution", str(number))) == "UNSC":
            return True
        nearest = next((b for b in context.sentence() if b in {"UNSC", "Council"}), None)
        return "UN" in context.adjoining or nearest == "UNSC"
    return False


def _find_itu_body(  # noqa: PLR0911 - a rule and a return for each kind of evidence
    kind: str, item: ListMember, explicit: str | None, context: Context, words: ReferenceVocabulary
) -> str | None:
    number, edition = int(item.value), item.edition
    ranges = words.conferences["ranges"]
    of_edition = editions.body_of_edition(edition, words) if edition else None
    if edition and edition.bare and _is_foreign(kind, number, ranges):
        # A board's decision 267 (2009), whose board is a 理事会 in Chinese as ITU's Council is.
        return None
    low, high = ranges.get(f"Council_{kind}", (1, 0))
    if of_edition and not (explicit == "Council" and low <= number <= high):
        # Council Resolution 1332 (Geneva, 2022) is not by the assembly that met there in that year.
        return of_edition
    if explicit in ITU:
        return explicit
    if kind == "recommendation":
        return None
    known = context.known.get((kind, str(number)))
    if edition is None and known in ITU:
        return known
    sentence = context.sentence()
    if _is_named(sentence, kind):
        return _find_by_range(kind, item, context, words)
    known = context.owner.known.get((kind, str(number)))
    if known and (edition is None or context.owner.knows_editions):
        return known
    return _find_by_owner(kind, item, context, words)


def _is_named(sentence: tuple[str, ...], kind: str) -> bool:
    """Whether the sentence around a number names a body of ITU that may have adopted it."""
    return any(
        body == "PP" or (kind == "resolution" and body in {"ITU", *_ASSEMBLIES})
        for body in sentence
    )


def _find_by_owner(
    kind: str, item: ListMember, context: Context, words: ReferenceVocabulary
) -> str | None:
    """Return the body of a number in a sentence that names none: the document says whose it is."""
    owner = context.owner.body
    if owner == "other":
        return None
    by_range = _find_by_range(kind, item, context, words)
    if by_range == "PP" and kind == "resolution" and (near := _find_near(item, context, words)):
        return near
    if owner == "open" or (
        owner is None and by_range == "PP" and may_be_of_assembly(item.value, words)
    ):
        return _OPEN if by_range and not context.is_short else None
    if owner not in _ASSEMBLIES:
        return by_range
    if kind == "decision":  # an assembly's decisions are not in the table of ranges
        return _OPEN if by_range == "PP" else by_range
    low, high = words.conferences["ranges"][f"{owner}_resolution"]
    return owner if low <= int(item.value) <= high else by_range


def _find_near(item: ListMember, context: Context, words: ReferenceVocabulary) -> str | None:
    """Return the assembly that the sentence before names last, where it may have the number."""
    near = next((b for b in context.sentence_before() if b in {"PP", *_ASSEMBLIES}), "PP")
    low, high = words.conferences["ranges"].get(f"{near}_resolution", (1, 0))
    return near if near != "PP" and low <= int(item.value) <= high else None


def may_be_of_assembly(number: str, words: ReferenceVocabulary) -> bool:
    """Whether WTSA or WTDC, or any other body that counts from 1, may have a number as well."""
    ranges = words.conferences["ranges"]
    highest: int = max(ranges["WTSA_resolution"][1], ranges["WTDC_resolution"][1])
    return int(number) <= highest


def _find_by_range(
    kind: str, item: ListMember, context: Context, words: ReferenceVocabulary
) -> str | None:
    """Return the body of ITU that a number belongs to by its size and its sentence, or None."""
    number, edition = int(item.value), item.edition
    ranges = words.conferences["ranges"]
    is_firm = edition is not None and (edition.revised or edition.place is not None)
    low, high = ranges[f"Council_{kind}"]
    if low <= number <= high or (is_firm and number > high):
        if edition is None and kind == "resolution" and number >= _FIRST_YEAR_LIKE:
            return None
        return "Council"
    if context.is_short and kind == "decision":
        return None
    sentence = context.sentence()
    conference = next((b for b in sentence if b in _ASSEMBLIES), None)
    low, high = ranges[f"PP_{kind}"]
    if not (low <= number <= high or (is_firm and number < ranges[f"Council_{kind}"][0])):
        return conference if conference == "WRC" and number < 1000 else None
    if conference and kind == "resolution":
        plenipotentiary = [b for b in sentence if b in {"PP", conference}]
        return plenipotentiary[0] if plenipotentiary else conference
    return "PP"


def _is_foreign(kind: str, number: int, ranges: dict[str, list[int]]) -> bool:
    """Whether a number with a bare year behind it is in no range of ITU's."""
    if kind == "recommendation":
        return True
    spans = (ranges[f"{body}_{kind}"] for body in ("PP", "Council"))
    return not any(low <= number <= high for low, high in spans)
