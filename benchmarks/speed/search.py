"""How long does a search take in a large index? 50,000 passages, filled with real words.

The passages are sentences of the sample corpus put together at random, in six languages; their
vectors are random, since how long a search takes does not depend on what they mean. Run as
``python -m benchmarks.speed.search [PASSAGES]``; the index is made in a temporary folder, or in the
folder that ``WSIS_SEARCH_BENCHMARK`` names, where a second run finds it.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table

from corpus.documents import Document, Metadata, Passage
from corpus.languages import LANGUAGES
from corpus.sample import FILES
from corpus.text import sentences
from index.build.prepare import prepare
from index.model import load
from index.retrieval import Search, facets
from index.store import Filters, Store
from ingest.read import read

PASSAGES = 50_000
A_DOCUMENT = 100
REPEATS = 5

QUESTIONS = {
    "en": "How does artificial intelligence help to warn of floods early in mountain valleys?",
    "fr": "Comment l'intelligence artificielle aide-t-elle à donner l'alerte en cas de crue ?",
    "zh": "人工智能如何帮助洪水预警？",
    "ar": "كيف يساعد الذكاء الاصطناعي في الإنذار المبكر بالفيضانات؟",
    "ru": "Как искусственный интеллект помогает заранее предупреждать о наводнениях?",
    "es": "¿Cómo ayuda la inteligencia artificial a alertar con antelación de las inundaciones?",
}


def pieces() -> dict[str, list[str]]:
    """The sentences of the sample corpus, by language."""
    found: dict[str, list[str]] = {language.code: [] for language in LANGUAGES}
    for path in sorted(FILES.rglob("*.docx")):
        document = read(path)
        for passage in document.passages:
            if document.language in found and passage.kind == "paragraph":
                text = passage.text
                found[document.language] += [text[start:stop] for start, stop in sentences(text)]
    return found


def documents(count: int) -> Iterator[Document]:
    """As many passages as are asked for, in documents of a hundred, a sixth in each language."""
    chance = random.Random(0)  # noqa: S311 - texts, not secrets
    there = pieces()
    for number in range(count // A_DOCUMENT):
        code = LANGUAGES[number % len(LANGUAGES)].code
        passages = tuple(
            Passage("paragraph", " ".join(chance.choices(there[code], k=3)), f"{at}", language=code)
            for at in range(1, A_DOCUMENT + 1)
        )
        known = Metadata(
            symbol=f"CWG-WSIS&SDG-{30 + number // 60 % 12}/{number}",
            date=f"{2015 + number % 10}-0{1 + number % 9}-01",
            meeting=str(30 + number // 60 % 12),
            series="C",
        )
        yield Document(Path(f"/made-up/{number}.docx"), "docx", code, None, known, passages)


def fill(store: Store, count: int) -> float:
    """Store the passages; seconds that it took."""
    began = perf_counter()
    chance = np.random.default_rng(0)
    for document in documents(count):
        prepared = prepare(document)
        digests = [passage.digest for passage in prepared.passages]
        vectors = chance.standard_normal((len(digests), 384)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        store.put_document(
            prepared,
            size=1,
            sha256="-",
            reader=0,
            vectors=dict(zip(digests, vectors, strict=True)),
        )
    return perf_counter() - began


def milliseconds(what: Callable[[], object]) -> tuple[float, float]:
    """Median and worst of some calls, behind a first one."""
    what()
    taken = []
    for _ in range(REPEATS):
        began = perf_counter()
        what()
        taken.append(1000 * (perf_counter() - began))
    return statistics.median(taken), max(taken)


def main() -> None:
    """Make the index where it is not there, search it in several ways, and print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    kept = os.environ.get("WSIS_SEARCH_BENCHMARK")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(kept or scratch)
        with Store(folder, create=True) as store:
            encoder = load()
            store.use_model(encoder.name, encoder.dimension)
            if not store.count_passages():
                print(f"stored in {fill(store, count):.0f} s", file=sys.stderr)
            search = Search(store, encoder)
            began = perf_counter()
            search.prepare()
            print(f"vectors there in {perf_counter() - began:.1f} s", file=sys.stderr)
            half = Filters(since="2020")
            english = QUESTIONS["en"]
            cases: dict[str, Callable[[], object]] = {
                f"hybrid, {code}": partial(search.search, text) for code, text in QUESTIONS.items()
            }
            cases |= {
                "dense": lambda: search.search(english, mode="dense"),
                "lexical": lambda: search.search(english, mode="lexical"),
                "half of all by a filter": lambda: search.search(english, filters=half),
                "one meeting": lambda: search.search(english, filters=Filters(meetings=("39",))),
                "a phrase": lambda: search.search('"early warning" floods'),
                "a word ruled out": lambda: search.search("early warning -flood"),
                "by date": lambda: search.search(english, order="date"),
                "a paragraph pasted": lambda: search.search(english * 20),
                "50,000 characters": lambda: search.search(("flood warning " * 4000)[:50_000]),
                "counts of the filters": lambda: facets(store, half),
            }
            table = Table("search", "median, ms", "worst, ms")
            for name, what in cases.items():
                median, worst = milliseconds(what)
                table.add_row(name, f"{median:,.0f}", f"{worst:,.0f}")
            Console().print(table)
            print(f"{store.count_passages():,} passages", file=sys.stderr)


if __name__ == "__main__":
    main()
