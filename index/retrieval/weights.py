"""Constants of the ranking, each with the benchmark that chose it.

``index.retrieval.scorers`` and ``index.retrieval.reranking`` use them; ``python -m
benchmarks.ablate`` prints the gain of each part.
"""

from __future__ import annotations

from typing import Final

# --- candidates ----------------------------------------------------------------------------------

DEPTH: Final = 200
"""Places of meaning's list that words may reorder."""

WORDS_DEPTH: Final = 100
"""Passages that words may add to meaning's list."""

SPARE: Final = 64
"""Extra passages to fetch, since lines of covers lose their places."""

# --- questions -----------------------------------------------------------------------------------

SHORT: Final = 4
"""Most words of a question that names a topic rather than asks something."""

FEW: Final = 6
"""Most words of a question whose surroundings count in full."""

# --- meaning: in cosines -------------------------------------------------------------------------

SIGN: Final = 0.2
"""Loss of lines of covers, header rows and captions (``store.facts.Roles``), which answer nothing.
On ``benchmarks/relevance`` nDCG@10 0.722 to 0.740, with ``SLIGHT`` 0.756.
"""

SLIGHT: Final = 0.05
"""Loss of footnotes and of passages of a few words if the question has few words too."""

TABLE: Final = 0.1
"""Loss of table rows for short questions: nDCG@10 0.648 to 0.689 on needs of one to three words."""

OPENING: Final = 0.025
"""Loss of summaries and opening references for short questions: nDCG@10 0.731 to 0.741. It changes
nothing with the learned order (``python -m benchmarks.ablate``).
"""

# --- versions of one paragraph -------------------------------------------------------------------

CONSENSUS_DEPTH: Final = 10
"""Passages of each language that are compared with their translations."""

NO_WEIGHT: Final = 0.5
FULL_WEIGHT: Final = 0.8
"""Cosines at which a passage begins to count as a translation, and counts in full.

Most translated UN sentences are above 0.7, most others on one subject below 0.5.
"""

TEMPERATURE: Final = 0.2
"""Temperature of ``exp(score / temperature)``, by which better versions count for more."""

KEPT: Final = 0.5
"""Share of a passage's loss to its translations that it keeps; its own language is often right."""

# --- surroundings: in cosines --------------------------------------------------------------------

WORDS: Final = 0.1
"""Worth of all words of the question in one version for the other versions."""

SURE: Final = 0.7
SURE_OF_OTHERS: Final = 0.6
UNSURE: Final = 0.2
"""Cosines of the nearest passage: words count for nothing from ``SURE`` on, and for nothing of
other versions from ``SURE_OF_OTHERS``. They count in full at ``UNSURE`` below. Such a near passage
is mostly the question in another language (``benchmarks.quality.table``). With 0.6 for both,
`benchmarks.short` is worse.
"""

HEADING: Final = 0.05
HEADING_OF_SHORT: Final = 0.4
TITLE: Final = 0.05
COUNTRY: Final = 0.3
"""Worth of a document that a country of the question submitted."""

SPOKEN_OF: Final = 0.1
"""Worth of a passage that names a country of the question in any language."""

MOST_PLACES: Final = 40
"""Places per language that are looked at for their headings, and as many for their titles."""

# --- words: in cosines ---------------------------------------------------------------------------

WEIGHT_OF_WORDS: Final = 0.2
"""Worth of all words of a question, besides ``WORDS``: 0.3 of both together. Chosen by nDCG@10
within a language (``wsis-search eval --mode``); merging by ranks gained less.
"""

WEIGHT_OF_TERMS: Final = 0.5
"""Worth of a short question's words in any language, between two tuning sets. `benchmarks.short`
gives 0.496 with 0.2, 0.608 with 0.5, 0.636 with 1.5; `benchmarks.relevance --short` 0.813, 0.791,
0.746.
"""

WEIGHT_ALONE: Final = 1.0
"""Worth of the words among passages without a version in the question's language.
`benchmarks.short` (tuning) gives 0.652 with 0.5, 0.669 with 1.0 and 1.5, 0.664 with 3.0.
"""

WEIGHT_OF_FEEDBACK: Final = 0.05
"""Worth of a standard deviation along the direction of :mod:`index.retrieval.feedback`. It is for
the passages of ``WEIGHT_ALONE``. `benchmarks.short` (tuning) gives 0.676 without, 0.681 with 0.03
and 0.05.
"""

FULLY: Final = 0.3
"""Certainty of the best passage from which on it counts in full. `benchmarks.short` (tuning) gains;
`benchmarks.relevance --short` loses half as much.
"""

# --- feedback ------------------------------------------------------------------------------------

SAMPLE: Final = 1000
"""Passages that tell the spread of an archive: over twice the dimensions of the bundled model."""

SPHERE: Final = 1.0
"""Sphere added to their spread, in mean variances; 0.03 to 3 differ by 0.003 at most."""

MOST: Final = 120
"""Passages that tell the direction, as many as teach equivalents."""
