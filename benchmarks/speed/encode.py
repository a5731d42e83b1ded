"""Measure the texts a second that the model embeds, against sentence-transformers.

    python -m benchmarks.speed.encode [TEXTS] [--json]

Both use the same weights on the paragraphs of the sample corpus in six languages. They run in turn,
three times each; the ratio of the medians counts. A question is embedded alone, so its milliseconds
are another figure. The lowest cosine between the vectors of both is printed, of questions too. If
the processor has 16-bit and 8-bit arithmetic, the one that passages do not use is measured last.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import Final

import numpy as np

from benchmarks.relevance.needs import NEEDS, read_needs
from corpus.sample import FILES
from index.model import Encoder, Vectors, default_model, load
from index.model.openvino_encoder import FEW, OpenVinoEncoder
from index.model.sentence_transformer import SentenceTransformerEncoder
from ingest.read import read

_QUESTIONS: Final = 120
"""Number of questions from ``benchmarks.relevance``, as many in each language."""


_TIMES: Final = 3


def texts(count: int) -> list[str]:
    """Return paragraphs of the sample, equally many of each language."""
    figures: dict[str, list[str]] = {}
    for path in sorted(FILES.rglob("*!!MSW-*.docx")):
        document = read(path)
        figures.setdefault(str(document.language), []).extend(
            passage.text for passage in document.passages if passage.kind == "paragraph"
        )
    each = min(count // len(figures), *(len(of_one) for of_one in figures.values()))
    return [text for of_one in figures.values() for text in of_one[:each]]


def measure(count: int) -> dict[str, float]:
    """Give texts a second of both, their ratio, and the lowest cosine of their vectors."""
    given = texts(count)
    folder = str(default_model.folder())
    query_texts = [text for need in read_needs(NEEDS) for text in need.queries.values()][
        :_QUESTIONS
    ]
    rates, vectors, times, questions = [], [], [], []
    for make in (load, lambda: SentenceTransformerEncoder(default_model.MODEL_NAME, folder)):
        encoder: Encoder = make()  # when its turn comes: each has threads
        rate, embedded = _rate(encoder, given)
        rates.append(rate)
        vectors.append(embedded)
        questions.append(np.concatenate([encoder.queries([text]) for text in query_texts]))
        times.append(float(np.median([_milliseconds(encoder, text) for text in query_texts])))
    figures = {
        "texts": len(given),
        "per second": round(rates[0], 1),
        "sentence-transformers, per second": round(rates[1], 1),
        "ratio": round(rates[0] / rates[1], 2),
        "lowest cosine": _lowest(*vectors),
        "ms a question": round(times[0], 1),
        "sentence-transformers, ms a question": round(times[1], 1),
        "lowest cosine of questions": _lowest(*questions),
    }
    used = OpenVinoEncoder()
    other = OpenVinoEncoder(in_16_bits=not used.has_16_bits)
    if other.has_16_bits != used.has_16_bits:
        bits = 16 if other.has_16_bits else 8
        figures[f"in {bits} bits, per second"] = round(_rate(other, given)[0], 1)
    return figures


def _rate(encoder: Encoder, given: list[str]) -> tuple[float, Vectors]:
    """Texts a second, the median of some times, and their vectors."""
    encoder.passages(given[: FEW + 1])  # what a first run compiles
    taken = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        own_vectors = encoder.passages(given)
        taken.append(time.perf_counter() - began)
    return len(given) / float(np.median(taken)), np.asarray(own_vectors)


def _milliseconds(encoder: Encoder, question: str) -> float:
    began = time.perf_counter()
    encoder.queries([question])
    return 1000 * (time.perf_counter() - began)


def _lowest(some: Vectors, others: Vectors) -> float:
    return round(float((some * others).sum(1).min()), 5)


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
