"""Fit the neutraliser of the program, and write ``index/data/neutral.npz``.

    python -m benchmarks.neutral.fit DATA [CACHE]
    python -m benchmarks.neutral.fit --terms

DATA is a folder with ``un-parallel/aligned.tsv`` and ``questions/``. The first is the UN Parallel
Corpus v1.0, dev set (Ziemski, Junczys-Dowmunt, Pouliquen 2016; acknowledgement to the United
Nations). The second is XQuAD (CC BY-SA 4.0, without French), for the mean of questions. CACHE keeps
vectors between runs. Half of the documents of the first and a third of the second are used; the
rest measures (``compare.py``). The mean of short questions is that of the terms of
``index/data/equivalents.npz``; ``--terms`` computes only this. Nothing is random: the same data
give the same arrays.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.neutral.sets import parallel, questions
from corpus.languages import BY_CODE
from corpus.text import terms as forms
from index.model import Encoder, Vectors, calibration, load, neutral
from index.retrieval.terms import seed

_EACH = 6
"""Every sixth term of the table is used: some 300 of a language, in Chinese 900."""

TARGET = Path(__file__).parents[2] / "index" / "data" / "neutral.npz"


def main(data: Path, cache: Path) -> None:
    """Embed the sentences and questions, fit, and write the file with its provenance."""
    encoder = load()
    sentences = parallel(encoder, data / "un-parallel" / "aligned.tsv", cache, half=0)
    question_set = questions(encoder, data / "questions", cache).for_fitting()
    settings = calibration.Settings()
    neutraliser = calibration.fit(
        sentences.passages, sentences.queries, sentences.lengths, question_set, settings
    )
    provenance = {
        "name": "language-neutral neutraliser",
        "model": encoder.name,
        "version": neutral.VERSION,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "script": "benchmarks/neutral/fit.py",
        "settings": repr(settings),
        "sets": [
            {
                "name": "UN Parallel Corpus v1.0, dev set",
                "used": f"{len(sentences.lengths)} sentences, half of the documents",
                "source": "Ziemski, Junczys-Dowmunt, Pouliquen 2016; thanks to the United Nations",
            },
            {
                "name": "XQuAD, first half",
                "used": f"{sum(map(len, question_set.values()))} questions, for their means only",
                "source": "Artetxe, Ruder, Yogatama 2020; CC BY-SA 4.0",
            },
        ],
    }
    arrays: dict[str, Any] = {
        name: array.astype(np.float16) for name, array in neutral.as_arrays(neutraliser).items()
    }
    _write(arrays | {"provenance": np.array(json.dumps(provenance, indent=1))}, encoder)
    print(json.dumps(provenance, indent=1))


def terms_apart(encoder: Encoder, queries: Mapping[str, Vectors]) -> dict[str, Vectors]:
    """Return the difference of the means of terms and of queries, ``(dimension,)`` by language."""
    known = seed.load_seed().terms()
    means = {
        code: encoder.queries([forms.unify(term) for term in known[code][::_EACH]]).mean(axis=0)
        for code in BY_CODE
    }
    apart = {code: mean - queries[code] for code, mean in means.items()}
    return {**apart, "": np.mean([*apart.values()], axis=0)}


def only_terms() -> None:
    """Recompute the means of terms in the existing file."""
    with np.load(TARGET) as there:
        arrays = {name: there[name] for name in there.files}
    _write(arrays, load())


def _write(arrays: dict[str, Any], encoder: Encoder) -> None:
    means = {code: arrays[f"queries/mean/{code}"].astype(np.float32) for code in BY_CODE}
    apart = {
        f"{neutral.TERMS}{code}": vector.astype(np.float16)
        for code, vector in terms_apart(encoder, means).items()
    }
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(TARGET, **{**arrays, **apart})
    print(f"wrote {TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    folder = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
    if sys.argv[1] == "--terms":
        only_terms()
    else:
        main(Path(sys.argv[1]), Path(folder))
