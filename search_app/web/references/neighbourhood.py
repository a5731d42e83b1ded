"""Neighbourhood of a document or resolution, as HTML: what cites it and what it cites.

Its columns run in the direction of reading. Lines are thicker the more paragraphs cite.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from index.references import Graph, base
from search_app.localise import Locale
from search_app.web.parts import html

_MOST: Final = 8
"""Maximum neighbours on a side; more make the picture taller than a screen."""

_THICKEST: Final = 6.0  # pixels

_LINE: Final = "#4c8fbd"
"""Colour of the lines: a contrast of three to the ground of both themes."""

Title = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A neighbour by its canonical form or key.

    ``weight`` counts paragraphs, or documents where it is cited together with the centre.
    """

    name: str
    weight: int
    in_index: bool
    date: str | None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The neighbourhood of a document or resolution, by canonical forms or keys.

    ``more_citing`` and ``more_cited`` are neighbours that the picture leaves to a list.
    ``is_together`` tells that ``cited`` holds what is cited together with the centre.
    """

    centre: str
    citing: tuple[Neighbour, ...]
    cited: tuple[Neighbour, ...]
    more_citing: tuple[Neighbour, ...]
    more_cited: tuple[Neighbour, ...]
    is_together: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical forms and keys of the centre and all neighbours."""
        sides = (self.citing, self.more_citing, self.cited, self.more_cited)
        return self.centre, *(neighbour.name for side in sides for neighbour in side)


def neighbourhood(graph: Graph, centre: str, *, has_document: bool) -> Neighbourhood:
    """Return what cites a text, by date, and what it cites or is cited with, by number.

    An edition has what cites that edition; one that nothing cites gives way to the text in any.
    """
    nodes = {node.id: node for node in graph.nodes}
    root = base(centre)
    is_edition = not has_document and any(edge.target == centre != root for edge in graph.edges)
    if not (is_edition or has_document):
        centre = root
    citing: Counter[str] = Counter()
    for edge in graph.edges:
        is_centre = edge.target == centre if is_edition else nodes[edge.target].base == root
        if is_centre and edge.source != centre:
            citing[edge.source] += edge.paragraphs
    cited: Counter[str] = Counter()
    for edge in graph.edges:
        if has_document and edge.source == centre:
            cited[edge.target] += edge.paragraphs
        elif not has_document and edge.source in citing and nodes[edge.target].base != root:
            cited[edge.target] += 1

    def rank(counts: Counter[str]) -> list[Neighbour]:
        return [
            Neighbour(name, weight, nodes[name].in_index, nodes[name].date)
            for name, weight in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]

    def by_date(neighbours: list[Neighbour]) -> tuple[Neighbour, ...]:
        def order(neighbour: Neighbour) -> tuple[bool, str, str]:
            return neighbour.date is None, neighbour.date or "", neighbour.name

        return tuple(sorted(neighbours, key=order))

    all_citing, all_cited = rank(citing), rank(cited)
    return Neighbourhood(
        centre,
        by_date(all_citing[:_MOST]),
        tuple(all_cited[:_MOST]),
        by_date(all_citing[_MOST:]),
        tuple(all_cited[_MOST:]),
        not has_document,
    )


def neighbourhood_html(
    locale: Locale,
    neighbourhood: Neighbourhood,
    titles: Mapping[str, Title],
    names: Mapping[str, str],
    address: Callable[[str], str],
) -> Markup:
    """Draw a neighbourhood, with titles and names by key, and links to ``address``."""
    rows = max(len(neighbourhood.citing), len(neighbourhood.cited), 1)
    return html(
        "references.neighbourhood",
        locale=locale,
        found=neighbourhood,
        rows=rows,
        lines=_picture(neighbourhood, rows),
        titles=titles,
        names=names,
        address=address,
    )


def _picture(neighbourhood: Neighbourhood, rows: int) -> str:
    """Return the lines as a picture's address (Streamlit drops inline SVG): 100 by ``rows``."""
    most = max(
        (neighbour.weight for neighbour in (*neighbourhood.citing, *neighbourhood.cited)), default=1
    )
    middle = rows / 2
    paths = []
    # The columns begin and end at these shares of the width: they are those of the style sheet.
    for nodes, start, stop, is_citing in (
        (neighbourhood.citing, 31, 38, True),
        (neighbourhood.cited, 62, 69, False),
    ):
        is_dashed = neighbourhood.is_together and not is_citing
        thickest = _THICKEST / 2 if is_dashed else _THICKEST
        for index, neighbour in enumerate(nodes):
            y = (rows - len(nodes)) / 2 + index + 0.5
            first, last = (y, middle) if is_citing else (middle, y)
            width = 1 + (thickest - 1) * (neighbour.weight - 1) / max(most - 1, 1)
            paths.append((start, first, (start + stop) / 2, last, stop, width, is_dashed))
    svg = html("references.picture", rows=rows, colour=_LINE, paths=paths)
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
