"""The geometry of turned text: places on the page turned for reading."""

from __future__ import annotations

import math
from dataclasses import dataclass

Rectangle = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, origin top left."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page turned so that text of one direction runs from left to right.

    ``angle`` is the text's, in degrees, counter-clockwise. Sizes are the displayed page's, in
    points.
    """

    angle: float
    page_width: float
    page_height: float

    @property
    def width(self) -> float:
        """Width of the turned page, in points."""
        xs, _ = self._turn_corners()
        return max(xs) - min(xs)

    @property
    def height(self) -> float:
        """Height of the turned page, in points."""
        _, ys = self._turn_corners()
        return max(ys) - min(ys)

    @property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """The PDF matrix that turns the page; the origin is bottom left before and after."""
        cos, sin = self._compute_cos_sin()
        xs, ys = self._turn_corners()
        return cos, -sin, sin, cos, -min(xs), -min(ys)

    def map_to_page(self, rectangle: Rectangle) -> Rectangle:
        """Return the rectangle on the displayed page around one of the turned page."""
        cos, sin = self._compute_cos_sin()
        xs, ys = self._turn_corners()
        x0, top, x1, bottom = rectangle
        corners = [
            (x + min(xs), self.height - y + min(ys)) for x in (x0, x1) for y in (top, bottom)
        ]
        left = [x * cos - y * sin for x, y in corners]
        up = [x * sin + y * cos for x, y in corners]
        return min(left), self.page_height - max(up), max(left), self.page_height - min(up)

    def _compute_cos_sin(self) -> tuple[float, float]:
        return math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))

    def _turn_corners(self) -> tuple[list[float], list[float]]:
        cos, sin = self._compute_cos_sin()
        corners = [(x, y) for x in (0.0, self.page_width) for y in (0.0, self.page_height)]
        return [x * cos + y * sin for x, y in corners], [y * cos - x * sin for x, y in corners]
