"""Prefixes that models expect in front of a text, by the name of the model."""

from __future__ import annotations

from typing import Final

E5: Final = {"query": "query: ", "document": "passage: "}
"""Prefixes that the e5 models were trained with (arXiv:2402.05672, section 2)."""


def of_name(model: str) -> dict[str, str]:
    """Return the prefixes of a model that does not state them itself; empty for none."""
    return E5 if "e5" in model.lower() else {}
