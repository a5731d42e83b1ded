"""Needs that people have of the sample corpus, and the paragraphs that answer them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus.documents import Document, Passage
from index.versions import variant_keys

__all__ = [
    "HARD",
    "NEEDS",
    "NONSENSE",
    "SHORT",
    "Judgement",
    "Need",
    "only_language",
    "read_needs",
    "select_held_back",
    "variant_of",
]

NEEDS: Final = Path(__file__).with_name("needs.jsonl")
"""One need a line; README.md says what its fields mean."""

SHORT: Final = Path(__file__).with_name("needs_short.jsonl")
"""Needs with questions of one to three words."""

HARD: Final = Path(__file__).with_name("needs_hard.jsonl")
"""Needs that are hard to meet, each of a kind that README.md describes."""

NONSENSE: Final = Path(__file__).with_name("nonsense.jsonl")
"""Questions that the corpus has no answer to, a line a language."""

_LABELS_IN: Final = "en"
"""Labels are those of the English version; of the only one, where a document has no English one."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A paragraph that is relevant to a need, in every language version of its document.

    Attributes:
        symbol: of its document.
        grade: 2 where it answers the need, 1 where it helps.
        label: its label path, joined by spaces (``5.3 b)``, ``1.2 fn1``), where it has one. With
            neither label nor anchor the whole document is meant: any of its passages, once.
        anchor: how its text begins, where it has no label.
        anchor_language: of the version that ``anchor`` stands in.
    """

    symbol: str
    grade: int
    label: str | None = None
    anchor: str | None = None
    anchor_language: str | None = None

    @property
    def is_document(self) -> bool:
        """Whether the document as a whole is meant."""
        return self.label is None and self.anchor is None

    def is_named_by(self, passage: Passage) -> bool:
        """Whether this is the passage, in the version that its label or anchor is taken from."""
        if passage.kind == "heading" or passage.piece > 1:
            return False
        if self.label is not None:
            return " ".join(passage.label_path) == self.label
        return self.anchor is not None and passage.text.startswith(self.anchor)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that somebody wants to know.

    Attributes:
        id: ``n01`` and on.
        who: delegate, secretariat or reference (somebody who looks a reference up).
        need: what is wanted, in English; the judgements go by this, not by a query's words.
        queries: what a user would type, by language.
        relevant: every paragraph that answers or helps.
        held_back: whether nothing may be chosen by it.
        kind: what makes a hard need hard (``figures``, ``typos``); empty in the other files.
    """

    id: str
    who: str
    need: str
    queries: Mapping[str, str]
    relevant: tuple[Judgement, ...]
    held_back: bool = False
    kind: str = ""


def read_needs(path: Path = NEEDS) -> list[Need]:
    """The needs in the order of the file.

    Raises:
        TypeError: a line has a field too many or too few.
    """
    with path.open(encoding="utf-8") as lines:
        return [_need(json.loads(line)) for line in lines]


def select_held_back(needs: Sequence[Need]) -> list[Need]:
    """The needs of a file that nothing may be chosen by: each third, where none is marked."""
    return [need for need in needs if need.held_back] or list(needs[2::3])


def variant_of(judged: Judgement, versions: Mapping[str, Document]) -> str:
    """The key that the judged paragraph has in each version of its document.

    Args:
        judged: the paragraph.
        versions: of its document, by language, read from files of one format.

    Raises:
        LookupError: no passage goes by that name, or more than one.
    """
    language = judged.anchor_language or only_language(versions) or _LABELS_IN
    passages: Sequence[Passage] = versions[language].passages
    keys = variant_keys(passages)
    matches = [
        key for key, passage in zip(keys, passages, strict=True) if judged.is_named_by(passage)
    ]
    if len(matches) != 1:
        name = judged.label or judged.anchor
        raise LookupError(
            f"{judged.symbol} ({language}) has {len(matches)} passages named {name!r}"
        )
    return matches[0]


def only_language(versions: Mapping[str, Document]) -> str | None:
    """The language of a document that exists in one alone; None for the others."""
    return next(iter(versions)) if len(versions) == 1 else None


def _need(fields: dict[str, Any]) -> Need:
    relevant = tuple(Judgement(**judgement) for judgement in fields.pop("relevant"))
    return Need(**fields, relevant=relevant)
