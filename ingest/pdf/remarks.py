"""Readers' remarks on a PDF file, placed among its blocks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import inf
from pathlib import Path

from corpus.documents import ReadingWarning
from ingest.blocks import Block
from ingest.pdf.content import PageContent
from ingest.pdf.layout import enclose


def read_remarks(content: PageContent) -> list[Block]:
    """Return the readers' remarks on a page, a block each."""
    result: list[Block] = []
    for place, text in content.comments:
        rectangle = content.frame.map_to_page(place) if content.frame else place
        boxes = (enclose(content.number, [rectangle]),)
        words = unicodedata.normalize("NFC", " ".join(text.split()))
        result.append(Block("paragraph", words, page=content.number, boxes=boxes))
    return result


def insert_remarks(blocks: Sequence[Block], remarks: Sequence[Block]) -> list[Block]:
    """Insert each remark after the nearest block on its page."""
    result = list(blocks)
    for remark in remarks:
        nearest = min(
            range(len(result)),
            key=lambda index: (_measure_distance(result[index], remark), -index),
            default=-1,
        )
        result.insert(nearest + 1, remark)
    return result


def _measure_distance(block: Block, remark: Block) -> float:
    place = remark.boxes[0]
    return min(
        (
            max(box.top - place.bottom, place.top - box.bottom, 0.0)
            for box in block.boxes
            if box.page == place.page
        ),
        default=inf,
    )


def warn_of_remarks(path: Path, remarks: Sequence[Block]) -> ReadingWarning:
    """Return a warning that remarks are not the document's own words."""
    pages = [str(page) for page in dict.fromkeys(remark.page for remark in remarks)]
    count = "1 remark" if len(remarks) == 1 else f"{len(remarks)} remarks"
    where = f"page{'s' if len(pages) > 1 else ''} {', '.join(pages)}"
    return ReadingWarning(
        "remarks",
        f"{path.name} holds {count} of its readers, on {where}. Each was read as a passage of its "
        "own behind the text at which it stands: do not cite it as the document's own words.",
    )
