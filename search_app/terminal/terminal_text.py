"""Text for a terminal that may break between Chinese characters, but never in a number.

Rich would cut ``16.10`` behind a Chinese character in two. No line begins with a closing mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.containers import Lines

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_PIECE: Final = re.compile(
    r"[（“《「【]*(?:[!-~]+[年月日号段页次个项条节届第]?|.)[，。、；：！？）”》」】…]*", re.DOTALL
)


class TerminalText(Text):
    """Text that breaks into lines by the rules of its script."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """Break the text into lines of at most ``width`` cells."""
        if not _HAN.search(self.plain):
            return super().wrap(console, width, **options)
        from rich.containers import Lines

        lines = Lines()
        for line in self.split(allow_blank=True):
            for piece in line.divide(_find_breaks(line.plain, width)):
                lines.extend(Text.wrap(piece, console, width, **options))
        return lines


def _find_breaks(line: str, width: int) -> list[int]:
    """Return the offsets at which lines of ``width`` cells end; spaces may follow a line's end."""
    offsets = []
    width_so_far = 0
    for piece in _PIECE.finditer(line):
        size = cell_len(piece.group())
        if width_so_far and width_so_far + size > width and not piece.group().isspace():
            offsets.append(piece.start())
            width_so_far = 0
        width_so_far += size
    return offsets
