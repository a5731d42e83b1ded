"""State of one text being read for references, shared by the readers of all forms."""

from __future__ import annotations

from typing import Final, NamedTuple

from corpus.extract.references import paragraphs
from corpus.extract.references.bodies import UNION, NumberOwner
from corpus.extract.references.phrases import find_word_start
from corpus.extract.references.words import ReferenceVocabulary
from corpus.extract.symbols import Symbol
from corpus.text import fold_with_places

_LONGEST_BRIDGE: Final = 120  # characters from a paragraph's number to its document
_SERIES: Final = {"RES": "resolution", "DEC": "decision"}


class FoundReference(NamedTuple):
    """A reference with its span in the folded text; other fields as in ``Mention``."""

    canonical: str
    kind: str
    body: str | None
    number: str | None
    edition: str | None
    start: int
    end: int


def of_symbol(symbol: Symbol, start: int, end: int, edition: str | None = None) -> FoundReference:
    """Return the reference to a document with a symbol."""
    kind = _SERIES.get(symbol.series or "", "document")
    return FoundReference(symbol.canonical, kind, symbol.body, symbol.number, edition, start, end)


class Scan:
    """One text, folded and read from left to right, with the references so far (``found``).

    Attributes:
        folded: the text as it is read, with the way back to the raw one.
        done: end of the last reference: earlier text is not read again.
        skipped: end of the last list of codes that were no action lines.
        headless: offset of the last number without a head, or behind one of an unlisted body.
        paragraph: span of a paragraph's number that may belong to the next reference.
    """

    def __init__(
        self,
        text: str,
        words: ReferenceVocabulary,
        written: str | None = None,
        owner: NumberOwner = UNION,
    ) -> None:
        self._raw = text
        self.folded = fold_with_places(text)
        self.text = self.folded.text
        self.owner = owner
        self.written = written
        self.words = words
        self.found: list[FoundReference] = []
        self.done = 0
        self.skipped = 0
        self.headless = 0
        self.paragraph: tuple[int, int] | None = None

    def word_start(self, position: int) -> int | None:
        """Return the start of the word whose stem is at an offset; None inside another word."""
        return find_word_start(self.text, position, self.done)

    def is_capital(self, position: int) -> bool:
        """Whether the raw text has a capital at an offset of the folded text."""
        return self._raw[self.folded.start(position)].isupper()

    def add(self, new: list[FoundReference]) -> None:
        """Store references, extended by paragraph numbers right before and behind them."""
        if not new:
            return
        first, last = new[0], new[-1]
        ahead, self.paragraph = self.paragraph, None
        if (
            ahead
            and ahead[1] <= first.start <= ahead[1] + _LONGEST_BRIDGE
            and paragraphs.bridges(self.text, ahead[1], first.start, self.words)
        ):
            new[0] = first._replace(start=ahead[0])
        # Action lines and goals have no paragraphs.
        has_paragraphs = last.kind not in {"action-line", "sdg"}
        end = paragraphs.behind(self.text, last.end, self.words) if has_paragraphs else None
        if end is not None:
            # 《突尼斯议程》第109段: the quotation mark that is closed inside is opened inside.
            opened = self.text[max(0, last.start - 1) : last.start] in {"《", '"', "「", "'"}
            opened = opened and new[-1].start == last.start
            closed = opened and self.text[last.end] in {"》", '"', "」", "'"}
            new[-1] = new[-1]._replace(start=new[-1].start - closed, end=end)
        self.found += new
        self.done = max(self.done, new[-1].end)
