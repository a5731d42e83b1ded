"""Do translations of one sentence give the same references? Row by row of a table of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.extract.references import find
from corpus.languages import BY_CODE


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence's references: for each language, the canonical forms, sorted."""

    name: str
    references: dict[str, tuple[str, ...]]

    @property
    def agrees(self) -> bool:
        """Whether all columns name the same."""
        return len({frozenset(mentions) for mentions in self.references.values()}) == 1


def rows(path: Path) -> Iterator[Row]:
    """The rows of a table (``id … ar zh en fr ru es``, parted by tabs) that hold a reference."""
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts = {code: line[code] for code in BY_CODE if line.get(code)}
            references = {
                code: tuple(sorted({mention.canonical for mention in find(text, code)}))
                for code, text in texts.items()
            }
            if any(references.values()):
                yield Row(next(iter(line.values())), references)
