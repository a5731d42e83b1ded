"""Facts of a document by cover, headers and file name: symbol, title, date …; a cover's length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus import countries
from corpus.documents import Metadata, Passage, Provenance, ReadingWarning
from corpus.extract import symbols
from corpus.text import dates, fold_with_places
from ingest.blocks import FileContent, PrintedParagraph
from ingest.cover import agenda as cover_agenda
from ingest.cover import place as cover_place
from ingest.cover import recommendation as cover_recommendations
from ingest.cover import source as cover_sources
from ingest.cover import symbol as cover_symbols
from ingest.cover import title as cover_titles
from ingest.cover.identity import CoverPart, parse_line
from ingest.cover.lines import (
    BESIDE_A_DATE,
    LONG,
    PrintedLine,
    closes,
    is_frame,
    list_lines,
    reorder_date,
)
from ingest.cover.parts import segments
from ingest.cover.words import LANGUAGE_NAMES, MEETING, ONLY, ORIGINAL

_RECORD: Final = re.compile(r"/(?:PV|SR)\.\d")
"""Part of the symbol of the record of a meeting."""

_SOURCELESS: Final = re.compile(rf"/RES/|{_RECORD.pattern}")
"""Part of the symbol of what nobody submits: a resolution or a record."""


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """Facts about a document, the source of each, and where sources disagree.

    Each disagreement is a warning ``metadata-conflict``; ``ingest.cover.symbol`` says who wins.
    """

    metadata: Metadata
    provenance: Mapping[str, Provenance]
    warnings: list[ReadingWarning]


def facts(path: Path, reading: FileContent, language: str | None) -> CoverFacts:
    """Return the facts that a file states about its document; the cover counts first.

    File properties that differ are no conflict, as a program writes them.
    """
    lines = list_lines(reading)
    running = [part for line in reading.running for part in segments(line)]
    parts = [CoverPart(line.text, line.printed.cell) for line in lines]
    identity = cover_symbols.decide(path.name, parts, reading.running)
    published = _find_published(path.name, lines, reading, identity)
    title_above = None
    if published:
        title_above = cover_recommendations.find_title(lines)
        lines = [line for line in lines if not cover_recommendations.is_frame(line.folded)]
        identity = cover_symbols.decide_published(published.symbol, published.where)
    symbol = identity.symbol
    is_official = identity.number is not None or bool(identity.warnings)
    has_source = not (published or (symbol and _SOURCELESS.search(symbol.canonical)))
    source = cover_sources.find(lines, is_official=is_official) if has_source else None
    title = _find_title(lines, source, reading, identity)
    if title_above:
        title = title_above, "cover"
    stated = _find_stated_facts(lines, running, source)
    taken = {name: cover or header for name, (cover, header) in stated.items()}
    provenance = dict(identity.provenance)
    if title is not None:
        provenance["title"] = title[1]
    if source is not None:
        provenance["source"] = "cover"
    for name, (cover, header) in stated.items():
        if cover or header:
            provenance[name] = "cover" if cover else "page-header"
    if published and published.date:
        taken["date"], provenance["date"] = published.date, published.where
    if language is not None:
        provenance["language"] = _find_language_source(path.name, lines, reading.running, language)
    countries_found = countries.find(source.text) if source else ()
    if countries_found:
        provenance["countries"] = "cover"
    return CoverFacts(
        Metadata(
            symbol=symbol.canonical if symbol else None,
            title=title[0] if title else None,
            source=source.text if source else None,
            meeting=symbol.meeting if symbol else None,
            series=identity.series,
            number=identity.number,
            revision=identity.revision,
            addendum=identity.addendum,
            countries=countries_found,
            **taken,
        ),
        provenance,
        [*identity.warnings, *_report_conflicts(path.name, stated)],
    )


def _find_title(
    lines: Sequence[PrintedLine],
    source: cover_sources.CoverSource | None,
    reading: FileContent,
    identity: cover_symbols.Decision,
) -> tuple[str, Provenance] | None:
    """Return the title; none of a record, whose first words are a speaker's."""
    if identity.symbol and _RECORD.search(identity.symbol.canonical):
        return None
    numbered = cover_titles.find_numbered(lines, identity.number)
    is_official = identity.number is not None or bool(identity.warnings)
    found = cover_titles.find(lines, source, reading.properties, is_official=is_official)
    return (numbered, "cover") if numbered else found


def _find_published(
    file_name: str,
    lines: Sequence[PrintedLine],
    reading: FileContent,
    identity: cover_symbols.Decision,
) -> cover_recommendations.RecommendationIdentity | None:
    """Return what a Recommendation is, where nothing says that it is a document of a meeting."""
    if identity.symbol is not None or identity.number is not None or identity.warnings:
        return None
    return cover_recommendations.find(file_name, lines, reading.running)


def _find_stated_facts(
    lines: Sequence[PrintedLine], running: Sequence[str], source: cover_sources.CoverSource | None
) -> dict[str, tuple[str | None, str | None]]:
    """Return what cover and page header each say of the facts that both may state."""
    before_source = [line.text for line in lines[: source.first if source else None]]
    return {
        "date": (_find_date(line.text for line in lines), _find_date(running)),
        "original_language": (
            _find_original([line.folded for line in lines]),
            _find_original([fold_with_places(part).text for part in running]),
        ),
        "meeting_place": (cover_place.find(before_source), cover_place.find(running)),
        "meeting_days": (cover_place.days(before_source), cover_place.days(running)),
        "agenda_item": (
            cover_agenda.find(line.text for line in lines),
            cover_agenda.find(running),
        ),
    }


def _report_conflicts(
    file_name: str, stated: Mapping[str, tuple[str | None, str | None]]
) -> Iterator[ReadingWarning]:
    for name, (cover, header) in stated.items():
        if cover and header and fold_with_places(cover).text != fold_with_places(header).text:
            yield ReadingWarning(
                code=cover_symbols.CONFLICT,
                message=(
                    f"{file_name}: the {name.replace('_', ' ')} is {cover} on the cover and "
                    f"{header} in the page header; it is kept as {cover}. "
                    "Correct the one that is wrong."
                ),
            )


def _find_language_source(
    file_name: str, lines: Sequence[PrintedLine], running: Sequence[str], language: str
) -> Provenance:
    """Return where a version's language is stated: file name, cover or header, else its text."""
    file_facts = symbols.parse_file_name(file_name)
    if file_facts is not None and file_facts.language == language:
        return "file-name"
    sources: tuple[tuple[Provenance, Iterable[str]], ...] = (
        ("cover", (line.text for line in lines)),
        ("page-header", running),
    )
    for where, texts in sources:
        symbols_on_lines = (parse_line(text) for text in texts)
        if any(parsed is not None and parsed.language == language for parsed in symbols_on_lines):
            return where
    return "text"


def cover_lines(reading: FileContent) -> list[str]:
    """Return the lines of the cover for ``version_language``."""
    return [line.text for line in list_lines(reading)]


def length_of_cover(passages: Sequence[Passage], metadata: Metadata) -> int:
    """Count the first passages that are the cover; 0 where a document has none.

    It ends with its last frame line, title or source, before any number, sentence or heading.
    """
    cover_texts = [
        fold_with_places(cover_text).text
        for cover_text in (metadata.title, metadata.source)
        if cover_text
    ]
    end, is_framed = 0, False
    for index, passage in enumerate(passages):
        lines = [
            PrintedLine(part, fold_with_places(part).text.strip(), PrintedParagraph(part))
            for part in segments(passage.text)
        ]
        is_told = any(
            fold_with_places(passage.text).text.strip() in cover_text for cover_text in cover_texts
        )
        frames = all(map(is_frame, lines))
        is_text = bool(passage.label) or len(passage.text) > LONG or closes(passage.text)
        if not is_told and (is_text or (passage.kind == "heading" and not frames)):
            break
        is_framed |= frames and any(map(str.isalpha, passage.text))  # figures frame nothing
        if is_told or frames or any(map(cover_sources.names_source, lines)):
            end = index + 1
    return end if is_framed else 0


def _find_date(lines: Iterable[str]) -> str | None:
    """Return the date that is alone on a line, or next to the symbol or original language."""
    for line in map(reorder_date, lines):
        days = dates.find(line)
        if len(days) != 1:
            continue
        folded = fold_with_places(line[: days[0].start] + " " + line[days[0].end :]).text
        if MEETING.search(folded):
            continue
        rest = ONLY.sub(" ", ORIGINAL.sub(" ", folded))
        is_alone = len(re.sub(r"[\W_]", "", rest)) <= BESIDE_A_DATE and not re.search(r"\d", rest)
        if is_alone or parse_line(line) is not None:
            return days[0].iso
    return None


def _find_original(folded_lines: Sequence[str]) -> str | None:
    """Return the original language; of two (``English / Russian``) the first."""
    for pattern in (ORIGINAL, ONLY):
        for line in folded_lines:
            match = pattern.search(line) if len(line) <= LONG else None
            if match is None:
                continue
            name = next(text for text in match.groupdict().values() if text)
            hits = ((names.search(name), code) for code, names in LANGUAGE_NAMES)
            starts = [(hit.start(), code) for hit, code in hits if hit is not None]
            if starts:
                return min(starts)[1]
    return None
