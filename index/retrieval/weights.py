"""Constants of the ranking, each with the benchmark that chose it.

Candidates come from three lists (meaning, words, surroundings). Scorers order them
(``index.retrieval.scorers``). The learned order puts the first of them in their last order
(``index.retrieval.reranking``, whose weights are fitted and are in its ``weights.toml``).
``python -m benchmarks.ablate`` prints what each part adds.
"""

from __future__ import annotations

from typing import Final

# --- candidates ----------------------------------------------------------------------------------

DEPTH: Final = 200
"""Places of meaning's list that words may reorder."""

WORDS_DEPTH: Final = 100
"""Passages that words may add to meaning's list."""

SPARE: Final = 64
"""Passages fetched beyond those wanted, since lines of covers make room for others."""

# --- questions -----------------------------------------------------------------------------------

SHORT: Final = 4
"""Words of a question up to which it names a topic rather than asks something."""

FEW: Final = 6
"""Words of a question up to which its surroundings count in full."""

# --- meaning: in cosines -------------------------------------------------------------------------

SIGN: Final = 0.2
"""Loss of a passage that only names what it belongs to (``index.store.Roles``): the lines of a
cover, a header row, a caption. It is near to many questions and answers none. By its words, in
quotation marks or by the symbol it is found as before. On ``benchmarks/relevance`` lines of covers
gave nDCG@10 0.722 to 0.740, the others with ``SLIGHT`` 0.740 to 0.756."""

SLIGHT: Final = 0.05
"""Loss of a footnote or a passage of a few words, which would win for being short, where the
question has few words too. To a sentence, a passage as short is near because it says the same."""

TABLE: Final = 0.1
"""Loss of rows of tables where the question is short: they name many topics, and the paragraphs say
something of them. On the needs of one to three words nDCG@10 0.648 to 0.689."""

OPENING: Final = 0.025
"""Loss of summaries, and of references before the first paragraph, where the question is short. On
the needs of one to three words, by meaning alone and as shown, nDCG@10 0.731 to 0.741. With the
learned order it changes nothing (``python -m benchmarks.ablate``)."""

# --- versions of one paragraph -------------------------------------------------------------------

CONSENSUS_DEPTH: Final = 10
"""Passages of each language that are compared with their translations."""

NO_WEIGHT: Final = 0.5
FULL_WEIGHT: Final = 0.8
"""Cosine of passages up to which one counts nothing for the other, and from which it counts fully.

Of translated UN sentences, freed of their language, most lie above 0.7; of passages on one subject
most lie below 0.5."""

TEMPERATURE: Final = 0.2
"""The better counts for more, by ``exp(score / temperature)``: one language may know it better."""

KEPT: Final = 0.5
"""Share of what a passage would lose to its translations that it keeps. Those who ask in the
language of a passage are right about it more often than its translations are."""

# --- surroundings: in cosines --------------------------------------------------------------------

WORDS: Final = 0.1
"""Worth of all words of the question in the text of one version for the other versions."""

SURE: Final = 0.7
SURE_OF_OTHERS: Final = 0.6
UNSURE: Final = 0.2
"""Cosine of the passage nearest to a question from which on its words do not count. There the
question itself is said in other languages, meaning is sure of it, and words only lead to what is
alike. Words of the question's own language do not count for other versions from the lower one on.
So much below they count in full. ``benchmarks.quality.table`` prints both ways of comparing. The
texts of the SDGs lost by words that always counted, the questions, whose answers lie farther,
gained by them. The lower one was chosen on a quarter of the texts; with it for both
`benchmarks.short` is worse."""

HEADING: Final = 0.05
HEADING_OF_SHORT: Final = 0.4
TITLE: Final = 0.05
COUNTRY: Final = 0.3
"""Worth of a country in the question that submitted the document."""

SPOKEN_OF: Final = 0.1
"""Worth of a passage that calls a country of the question by a name of any language."""

MOST_PLACES: Final = 40
"""Places whose headings and titles are looked at, for each language: those with the most words."""

# --- words: in cosines ---------------------------------------------------------------------------

WEIGHT_OF_WORDS: Final = 0.2
"""Worth of all the words of a question, besides their worth for every version of a paragraph
(``WORDS``): 0.3 of both together.

Chosen on questions and paragraphs in five languages, nDCG@10 within a language, which ``wsis-search
eval --mode`` prints by meaning, by words and by both. Merging by ranks gained less."""

WEIGHT_OF_TERMS: Final = 0.5
"""Worth of the words of a short question, in any language.

Two sets pull apart, by nDCG@10 of their parts for tuning. `benchmarks.short` gives 0.496 with 0.2,
0.608 with 0.5 and 0.636 with 1.5; `benchmarks.relevance --short` 0.813, 0.791 and 0.746."""

WEIGHT_ALONE: Final = 1.0
"""Worth of the words for passages that the question's language does not have, among themselves.

`benchmarks.short` gives its part for tuning 0.652 with 0.5, 0.669 with 1.0 and 1.5, 0.664 with 3.0.
`benchmarks.relevance` gave 0.757 without it and 0.761 with 1.0."""

WEIGHT_OF_FEEDBACK: Final = 0.05
"""Worth of a standard deviation towards the passages that hold the words of a short question
(:mod:`index.retrieval.feedback`), for passages that its language does not have, among themselves.
Of others the words themselves say more, and it moved their first hits.

`benchmarks.short` gives its part for tuning 0.676 without it, 0.681 with 0.03 and with 0.05."""

FULLY: Final = 0.3
"""Certainty of the best passage of all languages from which on it counts in full. A term that is
rendered in many ways has none that is surer. Chosen on the tuning part of `benchmarks.short`, which
gains by it; that of `benchmarks.relevance --short` loses half as much."""

# --- feedback ------------------------------------------------------------------------------------

SAMPLE: Final = 1000
"""Passages that tell the spread of an archive: more than twice as many as a vector of the bundled
model has numbers."""

SPHERE: Final = 1.0
"""Sphere that is added to their spread, in its mean variances. On the tuning part of
``benchmarks.short`` from 0.03 to 3 all did within 0.003 as well, besides words and cosines."""

MOST: Final = 120
"""Passages that tell the direction, as many as teach equivalents (``index.retrieval.terms``)."""
