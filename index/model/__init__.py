"""Models that turn text into vectors, and the means to free vectors of their language.

    load(model)             the Encoder of a model: the bundled one, or any other by its name
    when_needed(model)      the same, loaded at its first use
    Encoder, Vectors        what embeds, and what it gives
    neutral                 how vectors are freed of their language, by a Neutraliser
    calibration             how a Neutraliser is fitted on translations

    bundled -> encoder -> neutral -> calibration

No passages and no index here: texts go in, vectors come out.
"""

from index.model import calibration, neutral
from index.model.default_model import MODEL_NAME
from index.model.encoder import Encoder, Vectors, load, when_needed
from index.model.neutral import Neutraliser

__all__ = [
    "MODEL_NAME",
    "Encoder",
    "Neutraliser",
    "Vectors",
    "calibration",
    "load",
    "neutral",
    "when_needed",
]
