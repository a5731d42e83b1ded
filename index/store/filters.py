"""What do the filters compare? Each as SQL, and what is told where a value is nobody's.

A meeting, a series and a source that no document has are refused, with those that there are, rather
than answered with nothing; of several it is enough that one is there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from corpus import countries
from corpus.errors import QueryError
from corpus.filters import FACETS, Facet, Filters
from corpus.languages import BY_CODE, written_in
from corpus.text import fold

_NUMBER: Final = re.compile(r"[1-9]\d{0,2}", re.ASCII)
"""A meeting's number, as ``fetch`` takes it: no group has met a thousand times."""


_NEAR: Final = 0.75
"""How alike letters are, by difflib's ratio, of a source that is near to what was asked for."""
_FEW_NEAR: Final = 5
_FEW_NAMED: Final = 10


def no_meeting(meeting: str, held: Iterable[str]) -> QueryError:
    """Tell whoever asks for a meeting that has no document which ones have.

    How to fetch one is told of what may be the number of a meeting: nothing else is fetched.

    Args:
        meeting: that was asked for.
        held: those that have documents.
    """
    there = tuple(sorted(held, key=_in_order))
    listed = ", ".join(there) or "none at all"
    advice = (
        f" Fetch the meeting's documents (wsis-search fetch --meeting {meeting}) and ingest them "
        "first."
        if _NUMBER.fullmatch(meeting)
        else ""
    )
    return QueryError(
        f"The index has no document of meeting {meeting}. It has those of: {listed}.{advice}",
        reason="no-meeting",
        meeting=meeting,
        held=there or ("–",),
    )


def no_value(facet: Facet, asked: str, held: Iterable[str]) -> QueryError:
    """Tell whoever asks for a value of a facet that no document has which ones are there."""
    there = tuple(sorted(held)) or ("–",)
    return QueryError(
        f"The index has no document of the {facet.name} {asked}. It has those of: "
        f"{', '.join(there)}.",
        reason=f"no-{facet.name}",
        held=there,
        **{facet.name: asked},
    )


def no_source(source: str, sources: Iterable[tuple[int, str | None, str]]) -> QueryError:
    """Tell whoever asks for a source that no document has which are near, or some that there are.

    Args:
        source: that was asked for.
        sources: document, language and source of each version that names one.
    """
    every = [*sources]
    words: dict[str, str] = {}
    for _, _, one in every:
        for word in (fold(one), *fold(one).split()):
            words.setdefault(word, one)
    close = get_close_matches(fold(source), words, _FEW_NEAR, _NEAR)
    if close:
        near = "; ".join(dict.fromkeys(words[one] for one in close))
        return QueryError(
            f"No document of the index has a source with “{source}”. Did you mean: {near}?",
            reason="no-source-near",
            source=source,
            near=near,
        )
    of_each: dict[int, str] = {}
    for document, _, one in every:
        if _script(one) == _script(source):
            of_each.setdefault(document, one)
    most = Counter(of_each.values() or [one for _, _, one in every]).most_common(_FEW_NAMED)
    held = "; ".join(one for one, _ in most) or "–"
    return QueryError(
        f"No document of the index has a source with “{source}”. There are, among others: {held}.",
        reason="no-source",
        source=source,
        held=held,
    )


def _script(text: str) -> str:
    """What Unicode calls the script of the first letter."""
    letters = filter(str.isalpha, text)
    return next((unicodedata.name(one, "").partition(" ")[0] for one in letters), "")


def has_source(filters: Filters, sources: Iterable[tuple[int, str | None, str]]) -> bool:
    """Whether a document has the source of filters; they may ask for none."""
    if not filters.source:
        return True
    wanted, every = fold(filters.source), [one for _, _, one in sources]
    if any(wanted in fold(one) for one in every):
        return True
    codes = _countries_named(filters.source)
    return bool(codes) and any(codes <= set(countries.find(one)) for one in dict.fromkeys(every))


def _in_order(meeting: str) -> list[tuple[bool, int, str]]:
    """Numbers by what they count, whatever stands before them: 9 before 10, both before C24."""
    parts = re.findall(r"\d+|\D+", meeting)
    return [(not one.isdecimal(), int(one) if one.isdecimal() else 0, one) for one in parts]


def values_of(
    facet: Facet, sources: Iterable[tuple[int, str | None, str]]
) -> list[tuple[int, str]]:
    """Return document and value of a facet whose values sources give, each pair once."""
    given = facet.of_source or (lambda _: ())
    pairs = ((document, value) for document, _, one in sources for value in given(one))
    return list(dict.fromkeys(pairs))


def conditions(
    filters: Filters, sources: Callable[[], Sequence[tuple[int, str | None, str]]]
) -> tuple[str, list[object]]:
    """Write filters as SQL over the view ``findable``.

    Args:
        filters: that hold.
        sources: gives document, language and source of each version that names one.

    Returns:
        What joins the documents and stands behind WHERE, with question marks for the values; and
        the values.
    """
    parts = ["TRUE"]
    values: list[object] = []

    def among(documents: Iterable[int]) -> None:
        # As one value: a word that most sources have leads to more than a statement takes.
        parts.append("document_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([*documents]))

    for field, facet in FACETS.items():
        wanted = getattr(filters, field)
        if not wanted or field == "submitters":
            continue
        if facet.of_source:
            among({document for document, own in values_of(facet, sources()) if own in wanted})
            continue
        among_these = f"IN ({', '.join('?' * len(wanted))})"
        held = [f"lower({facet.column}) {among_these}"]
        values.extend(one.lower().lstrip(".") for one in wanted)
        for own in filters.languages if field == "languages" else ():
            # In another script than its version.
            others = [code for code in BY_CODE if written_in(own, code) == own != code]
            held.append(f"(language = ? AND version_language IN ({', '.join('?' * len(others))}))")
            values.extend((own, *others))
        parts.append(f"({' OR '.join(held)})")
    if filters.symbols:
        parts.append(f"symbol IN ({', '.join('?' * len(filters.symbols))})")
        values.extend(filters.symbols)
    if filters.since:
        parts.append("date >= ?")
        values.append(filters.since)
    if filters.until:
        # The last character sorts behind whatever day or month follows.
        parts.append("date <= ?")
        values.append(filters.until + "~")
    if filters.source or filters.submitters:
        among(_documents_of(sources(), filters.source or "", filters.submitters))
    return f"JOIN document ON document.id = document_id WHERE {' AND '.join(parts)}", values


def _documents_of(
    sources: Iterable[tuple[int, str | None, str]], part: str, whole_sources: Sequence[str]
) -> list[int]:
    """Those with a source that contains the part, and one of the sources where some are given.

    A country is in a source in whatever language either names it.
    """
    wanted, whole = fold(part), {fold(source) for source in whole_sources}
    every = [*sources]
    given = [(document, fold(source)) for document, _, source in every]
    containing = {document for document, source in given if wanted in source}
    codes = _countries_named(part)
    if codes:
        naming = {one for _, _, one in every if codes <= set(countries.find(one))}
        containing |= {document for document, _, source in every if source in naming}
    named = {document for document, source in given if source in whole or not whole}
    return sorted(containing & named)


def _countries_named(part: str) -> set[str]:
    """The countries that a filter names, where it names nothing else."""
    return set(countries.find(part)) if countries.is_list(part) else set()
