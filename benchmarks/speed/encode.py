"""How many texts does the model embed a second, and how many does sentence-transformers?

    python -m benchmarks.speed.encode [TEXTS] [--json]

The same weights, the paragraphs of the sample corpus in six languages, one after the other in one
run; what counts is the ratio. The vectors are compared as well: their lowest cosine is printed.
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np

from corpus.sample import FILES
from index.model import bundled, load
from index.model.openvino_encoder import FEW
from index.model.sentence_transformer import SentenceTransformerEncoder
from ingest.read import read


def texts(count: int) -> list[str]:
    """Paragraphs of the sample, as many of each language as there are of the rarest."""
    found: dict[str, list[str]] = {}
    for path in sorted(FILES.rglob("*!!MSW-*.docx")):
        document = read(path)
        found.setdefault(str(document.language), []).extend(
            passage.text for passage in document.passages if passage.kind == "paragraph"
        )
    each = min(count // len(found), *(len(of_one) for of_one in found.values()))
    return [text for of_one in found.values() for text in of_one[:each]]


def measure(count: int) -> dict[str, float]:
    """Give texts a second of both, their ratio, and the lowest cosine of their vectors."""
    given = texts(count)
    ours = load()
    theirs = SentenceTransformerEncoder(bundled.MODEL_NAME, str(bundled.folder()))
    rates, vectors = [], []
    for encoder in (ours, theirs):
        encoder.passages(given[: FEW + 1])  # what a first run compiles
        began = time.perf_counter()
        vectors.append(np.asarray(encoder.passages(given)))
        rates.append(len(given) / (time.perf_counter() - began))
    return {
        "texts": len(given),
        "per second": round(rates[0], 1),
        "sentence-transformers, per second": round(rates[1], 1),
        "ratio": round(rates[0] / rates[1], 2),
        "lowest cosine": round(float((vectors[0] * vectors[1]).sum(1).min()), 5),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.encode")
    parser.add_argument("texts", type=int, nargs="?", default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.texts)
    print(
        json.dumps(figures) if options.json else "\n".join(f"{k}: {v}" for k, v in figures.items())
    )


if __name__ == "__main__":
    main()
