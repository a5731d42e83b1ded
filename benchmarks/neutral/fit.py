"""Which neutraliser comes with the program? Fit it, and write ``index/data/neutral.npz``.

    python -m benchmarks.neutral.fit DATA [CACHE]

DATA is a folder with ``un-parallel/aligned.tsv`` (UN Parallel Corpus v1.0, dev set: Ziemski,
Junczys-Dowmunt, Pouliquen 2016; acknowledgement to the United Nations) and ``questions/`` (XQuAD,
CC BY-SA 4.0, for the mean of questions; it has no French). CACHE keeps vectors between runs. Half
of the documents of the first and a third of the second are used; the rest measures
(``compare.py``). Nothing is drawn at random: the same data give the same arrays.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.neutral.sets import parallel, questions
from index.model import calibration, load, neutral

TARGET = Path(__file__).parents[2] / "index" / "data" / "neutral.npz"


def main(data: Path, cache: Path) -> None:
    """Embed the sentences and questions, fit, and write the file with its provenance."""
    encoder = load()
    sentences = parallel(encoder, data / "un-parallel" / "aligned.tsv", cache, half=0)
    asked = questions(encoder, data / "questions", cache).for_fitting()
    settings = calibration.Settings()
    neutraliser = calibration.fit(
        sentences.passages, sentences.queries, sentences.lengths, asked, settings
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
                "used": f"{sum(map(len, asked.values()))} questions, for their means only",
                "source": "Artetxe, Ruder, Yogatama 2020; CC BY-SA 4.0",
            },
        ],
    }
    arrays: dict[str, Any] = {
        name: array.astype(np.float16) for name, array in neutral.as_arrays(neutraliser).items()
    }
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        TARGET,
        provenance=np.array(json.dumps(provenance, indent=1)),
        **arrays,
    )
    print(f"wrote {TARGET.name}: {TARGET.stat().st_size:,} bytes")
    print(json.dumps(provenance, indent=1))


if __name__ == "__main__":
    folder = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
    main(Path(sys.argv[1]), Path(folder))
