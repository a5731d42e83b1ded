"""Models that turn text into vectors, and neutralisers that free vectors of their language.

``encoder`` defines the protocol and loads a model. ``neutral`` applies a neutraliser, and
``calibration`` fits one on translations. Read them in this order.

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
