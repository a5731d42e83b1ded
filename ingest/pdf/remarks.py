"""Places of the remarks of a file's readers among its blocks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import inf
from pathlib import Path

from corpus.documents import ReadingWarning
from ingest.blocks import Block
from ingest.pdf.drawn import PageContent
from ingest.pdf.layout import box_around


def remarks_on(content: PageContent) -> list[Block]:
    """What readers remarked on a page, a block each."""
    found: list[Block] = []
    for place, text in content.comments:
        rectangle = content.frame.on_page(place) if content.frame else place
        boxes = (box_around(content.number, [rectangle]),)
        words = unicodedata.normalize("NFC", " ".join(text.split()))
        found.append(Block("paragraph", words, page=content.number, boxes=boxes))
    return found


def with_remarks(found: Sequence[Block], remarks: Sequence[Block]) -> list[Block]:
    """The blocks with each remark behind the one on its page that stands nearest to it."""
    result = list(found)
    for remark in remarks:
        nearest = min(
            range(len(result)), key=lambda at: (_apart(result[at], remark), -at), default=-1
        )
        result.insert(nearest + 1, remark)
    return result


def _apart(block: Block, remark: Block) -> float:
    """Points from a remark up or down to a block; infinite on other pages."""
    place = remark.boxes[0]
    return min(
        (
            max(box.top - place.bottom, place.top - box.bottom, 0.0)
            for box in block.boxes
            if box.page == place.page
        ),
        default=inf,
    )


def remarks_read(path: Path, remarks: Sequence[Block]) -> ReadingWarning:
    """That remarks were read, and that they are not the document's own words."""
    pages = [str(page) for page in dict.fromkeys(remark.page for remark in remarks)]
    count = "1 remark" if len(remarks) == 1 else f"{len(remarks)} remarks"
    where = f"page{'s' if len(pages) > 1 else ''} {', '.join(pages)}"
    return ReadingWarning(
        "remarks",
        f"{path.name} holds {count} of its readers, on {where}. Each was read as a passage of its "
        "own behind the text at which it stands: do not cite it as the document's own words.",
    )
