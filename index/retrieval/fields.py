"""What stands around a passage that a question asks for? Headings, title, and who submitted it.

BM25F (Robertson, Zaragoza and Taylor 2004) weighs a word by the field that it stands in. Here the
fields are a passage's own words, the headings above it, its document's title and source, and the
countries that submitted it, by whatever name the question calls them in whatever language. What one
version of a paragraph has in its fields counts for all: they say the same.

Each field adds a part of a cosine, as much of it as the field has of the question's words by their
weight. The weights were chosen on the needs of ``benchmarks/relevance`` that are not held back;
what they come to, with all else that ranks, is in its README. The words of long questions are many
and each says little, so their parts are smaller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from corpus import countries
from index.retrieval.lexical import Term
from index.retrieval.questions import Question, length
from index.store import Store

SHORT: Final = 4
"""Words of a question up to which it names a topic rather than asks something."""

WORDS: Final = 0.1
"""What all words of the question in the text of one version are worth for the other versions."""

SURE: Final = 0.7
SURE_OF_OTHERS: Final = 0.6
_UNSURE: Final = 0.2
"""Cosine of what lies nearest to a question from which on its words do not count: there the
question itself is said in other languages, meaning is sure of it, and words only lead to what is
alike. Words of the question's own language are not heard for other versions from the lower one on.
So much below they count in full. ``benchmarks.quality.table`` prints both ways of comparing: the
texts of the SDGs lost by words that always counted, the questions, whose answers lie farther,
gained by them. The lower one was chosen on a quarter of the texts; with it for both
`benchmarks.short` is worse."""

HEADING: Final = 0.05
HEADING_OF_SHORT: Final = 0.4
TITLE: Final = 0.05
COUNTRY: Final = 0.3
"""What it is worth that a country in the question submitted the document."""

SPOKEN_OF: Final = 0.1
"""What it is worth that a passage calls a country of the question by a name of any language."""

FEW: Final = 6
"""Words of a question up to which fields count in full."""

_MOST_PLACES: Final = 40
"""Places whose headings and titles are looked at, for each language: those with the most words."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a question finds around passages.

    Attributes:
        by_words: what the words of a version are worth for its paragraph, by document and variant
            key, where meaning is unsure.
        by_paragraph: what else is added to a paragraph.
        by_document: what is added to all of a document.
        passages: those that fields lead to, whatever their meaning.
        submitters: documents of countries that the question names.
    """

    by_words: Mapping[tuple[int, str], float]
    by_paragraph: Mapping[tuple[int, str], float]
    by_document: Mapping[int, float]
    passages: frozenset[int]
    submitters: frozenset[int]

    def lifted(
        self,
        nearest: Sequence[tuple[int, float]],
        keys: Mapping[int, tuple[int, str]],
        doubt: float,
    ) -> list[tuple[int, float]]:
        """Add to the cosines of passages what is found around them.

        Args:
            nearest: passage ids and cosines.
            keys: document and variant key of each.
            doubt: how unsure meaning is of its answers, from :func:`unsure`.

        Returns:
            The same passages, best first.
        """
        around = {
            key: doubt * self.by_words.get(key, 0.0) + self.by_paragraph.get(key, 0.0)
            for key in self.by_words.keys() | self.by_paragraph.keys()
        }
        by_document = self.by_document
        lifted = []
        for passage, score in nearest:
            key = keys[passage]
            added = around.get(key, 0.0) + by_document.get(key[0], 0.0)
            lifted.append((passage, score + added))
        lifted.sort(key=itemgetter(1), reverse=True)
        return lifted


def unsure(nearest: float, sure: float = SURE) -> float:
    """How unsure meaning is where the nearest passage has this cosine, 0 to 1; 0 from ``sure``."""
    return min(1.0, max(0.0, (sure - nearest) / _UNSURE))


def fields(
    store: Store,
    question: Question,
    asked: Mapping[str, Sequence[Term]],
    matched: Mapping[str, Sequence[tuple[int, float]]],
    spoken_of: Collection[int],
) -> Fields:
    """Look a question up in the fields.

    Args:
        store: of the index.
        question: that is asked.
        asked: its terms, by table.
        matched: passages that hold some of them, with their scores, by table.
        spoken_of: passages that speak of a country in the question.
    """
    count = length(question)
    scale = min(1.0, FEW / max(1, count))
    heading = HEADING_OF_SHORT if count <= SHORT else HEADING
    words: dict[int, float] = {}
    for matches in matched.values():
        for passage, score in matches:
            words[passage] = max(words.get(passage, 0.0), WORDS * min(1.0, score))
    under, by_document = _headed(store, asked, heading, scale * TITLE)
    spoken = dict.fromkeys(spoken_of, SPOKEN_OF)
    keys = store.paragraphs_of({*words, *under, *spoken})
    by_paragraph: dict[tuple[int, str], float] = defaultdict(float)
    for part in (under, spoken):
        for key, value in _best(part, keys).items():
            by_paragraph[key] += scale * value
    by_words = {key: scale * value for key, value in _best(words, keys).items()}
    named = countries.find(question.text)
    submitters = frozenset(store.submitted_by(named)) if named else frozenset()
    for document in submitters:
        by_document[document] += COUNTRY
    return Fields(by_words, by_paragraph, by_document, frozenset({*under, *spoken_of}), submitters)


def _best(
    part: Mapping[int, float], keys: Mapping[int, tuple[int, str]]
) -> dict[tuple[int, str], float]:
    """By paragraph what its best version has: one that has it will do."""
    best: dict[tuple[int, str], float] = {}
    for passage, value in part.items():
        best[keys[passage]] = max(best.get(keys[passage], 0.0), value)
    return best


def _headed(
    store: Store, asked: Mapping[str, Sequence[Term]], heading: float, title: float
) -> tuple[dict[int, float], dict[int, float]]:
    """What headings add to the passages under them, and titles to their documents."""
    headed: dict[int, float] = {}
    titled: dict[int, float] = defaultdict(float)
    for terms in asked.values():
        full = sum(term.weight for term in terms)
        telling = {term.text: term.weight / full for term in terms} if full else {}
        for place, document, in_heading, in_title in store.places_with(telling, _MOST_PLACES):
            if in_heading:
                headed[place] = max(headed.get(place, 0.0), heading * in_heading)
            titled[document] = max(titled[document], title * in_title)
    under = {passage: headed[place] for passage, place in store.passages_at(headed)}
    return under, titled
