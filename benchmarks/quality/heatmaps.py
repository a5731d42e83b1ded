"""Draw a figure for each pair of languages as four maps side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import matplotlib as mpl

mpl.use("Agg")  # no screen is needed

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from corpus.languages import BY_CODE

__all__ = ["draw"]

_COLOURS: Final = "cividis"
"""Told apart with any kind of colour vision, and in grey (Nuñez, Anderton and Renslow 2018)."""

_LOWEST: Final = 0.0


def draw(
    path: Path, title: str, maps: Mapping[str, Mapping[str, float]], languages: Sequence[str]
) -> None:
    """Draw maps side by side, one scale for all, and write them as a PNG.

    Args:
        path: of the PNG.
        title: above all of them.
        maps: by what stands above each, the figures (0 to 1) by pair: ``en-fr``.
        languages: in the order of rows (questions) and columns (passages).
    """
    names = [BY_CODE[code].english_name for code in languages]
    # Two by two: side by side the numbers would be too small to read on a page.
    figure, places = plt.subplots(2, 2, figsize=(10.5, 9.6), layout="constrained")
    image = None
    for place, (name, figures) in zip(places.flat, maps.items(), strict=True):
        table = np.array(
            [[figures.get(f"{row}-{column}", np.nan) for column in languages] for row in languages]
        )
        image = place.imshow(table, cmap=_COLOURS, vmin=_LOWEST, vmax=1)
        _label(place, name, names)
        for (row, column), value in np.ndenumerate(table):
            shown = "–" if np.isnan(value) else f"{value:.2f}"
            colour = "black" if np.isnan(value) or value > 0.55 else "white"
            place.text(column, row, shown, ha="center", va="center", color=colour, fontsize=10)
    figure.suptitle(title, fontsize=13)
    if image is not None:
        figure.colorbar(image, ax=places, shrink=0.6, label="0: never · 1: always")
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def _label(place: Axes, name: str, languages: Sequence[str]) -> None:
    place.set_title(name, fontsize=11)
    place.set_xticks(range(len(languages)), languages, rotation=35, ha="right")
    place.set_yticks(range(len(languages)), languages)
    place.set_xlabel("passage in")
    place.set_ylabel("question in")
    for side in place.spines.values():
        side.set_visible(False)
