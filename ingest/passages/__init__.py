"""Conversion of blocks to passages: labels split off, headings and heading paths, long texts cut.

``passages`` is the entry. Read ``labels``, ``label_blocks``, ``resolutions``, ``headings``,
``sections``, ``label_paths``, then ``build``. No file is read here, and no text is changed.
"""

from ingest.passages.build import LIMIT, passages, starts
from ingest.passages.labels import part_label

__all__ = ["LIMIT", "part_label", "passages", "starts"]
