"""Texts that are quoted of each gathered passage: as it was added, in another version, or both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from index.store import Excerpt
from index.versions import as_one, passages_in
from search_app.citing import citation, quotation, with_link
from search_app.web import basket
from search_app.web.basket import BasketItem
from search_app.web.session import add_fate, open_index

Choice = Literal["added", "version", "both"]
"""Choice of the text that is quoted: the one that the reader added, its version in the language of
the citations, or both."""

CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)


@dataclass(frozen=True, slots=True)
class SelectedPassage:
    """A gathered passage with the texts that are quoted of it.

    ``excerpts`` begin with the text that was added first; none where it has left the index.
    ``lacks_version`` says whether the index has no version in a language that was asked for.
    """

    item: BasketItem
    excerpts: tuple[Excerpt, ...]
    language: str
    lacks_version: bool = False

    @property
    def texts(self) -> tuple[Excerpt, ...]:
        """The texts for a file; of a passage that has left the index, what the reader kept."""
        return self.excerpts or (self.item.as_kept(),)

    @property
    def lines(self) -> tuple[str, ...]:
        """The citation of each text."""
        own = (citation(excerpt, self.language) for excerpt in self.excerpts)
        return (*own,) or (self.item.line,)

    @property
    def copies(self) -> tuple[str, ...]:
        """The citation of each text to be copied, with its public address where there is one."""
        return tuple(self._add_links(self.lines))

    @property
    def quotations(self) -> tuple[str, ...]:
        """Quotation of each text, with its citation."""
        own = (quotation(excerpt, self.language) for excerpt in self.excerpts)
        kept = f"{self.item.text} ({self.item.line})" if self.item.text else self.item.line
        return tuple(self._add_links((*own,) or (kept,)))

    def _add_links(self, texts: Iterable[str]) -> Iterator[str]:
        return map(with_link, texts, self.excerpts) if self.excerpts else iter(texts)


def list_selected(language: str, choice: Choice) -> list[SelectedPassage]:
    """Return the gathered passages in the reader's order, each with the texts that are quoted.

    A passage without a version in the language is quoted as it was added.
    """
    added = basket.excerpts()
    versions = _read_versions(added, language) if choice != "added" else {}
    selected = []
    for item in basket.list_items():
        own = added.get(item.passage)
        version = versions.get(item.passage)
        texts = [own] if version is None or choice == "both" else []
        texts += [version] if version else []
        excerpts = tuple(add_fate(text) for text in texts if text)
        is_other = own is not None and own.language != language
        lacks = choice != "added" and version is None and is_other
        selected.append(SelectedPassage(item, excerpts, language, lacks))
    return selected


def _read_versions(added: dict[int, Excerpt], language: str) -> dict[int, Excerpt]:
    store = open_index().store
    other = [passage for passage, shown in added.items() if shown.language != language]
    ids_of = {
        passage: ids[language]
        for passage, ids in (passages_in(store, other, language) if other else {}).items()
        if ids.get(language)
    }
    read = open_index().excerpts([passage for ids in ids_of.values() for passage in ids])
    return {
        passage: as_one(added[passage], [read[each] for each in ids])
        for passage, ids in ids_of.items()
    }
