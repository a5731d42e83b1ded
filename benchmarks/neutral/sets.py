"""Texts on which the neutralisers of vectors are fitted and measured.

Sentences of the UN Parallel Corpus are split by document: one half is for fitting, the other is
held out. Of the questions, those about every third passage are for fitting. The texts on the
sustainable development goals only measure.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.languages import LANGUAGES
from index.indexing.texts import Sentence, sentences
from index.model import Encoder, Vectors

__all__ = ["Parallel", "Questions", "parallel", "questions"]

CODES = tuple(language.code for language in LANGUAGES)
THIRD = 3


@dataclass(frozen=True, slots=True)
class Parallel:
    """Sentences in all six languages, row by row translations.

    Attributes:
        passages: ``(n, dimension)`` by language, embedded as passages.
        queries: the same, embedded as queries.
        lengths: ``(n,)`` characters of the English ones.
        documents: ``(n,)`` that they come from.
    """

    passages: Mapping[str, Vectors]
    queries: Mapping[str, Vectors]
    lengths: tuple[int, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions and the passages that answer them; languages are parallel.

    Attributes:
        passages: ``(n, dimension)`` by language.
        queries: ``(m, dimension)`` by language.
        answers: ``(m,)`` row of the passage that answers each question.
        held: ``(m,)`` whether the question is held out of fitting.
        sentences: ``(s, dimension)`` of the passages, by language.
        owners: ``(s,)`` row of the passage that each sentence stands in, in order, by language.
    """

    passages: Mapping[str, Vectors]
    queries: Mapping[str, Vectors]
    answers: np.ndarray[tuple[int], np.dtype[np.int64]]
    held: np.ndarray[tuple[int], np.dtype[np.bool_]]
    sentences: Mapping[str, Vectors]
    owners: Mapping[str, np.ndarray[tuple[int], np.dtype[np.int64]]]

    def for_fitting(self) -> dict[str, Vectors]:
        """Return the questions for fitting, by language."""
        return {code: vectors[~self.held] for code, vectors in self.queries.items()}


def parallel(
    encoder: Encoder, path: Path, cache: Path, *, half: int | None = None, most: int | None = None
) -> Parallel:
    """Embed a table of translations.

    Args:
        encoder: of the vectors.
        path: of a tab-separated table with a column for each language and one named ``doc``.
        cache: folder that keeps what was embedded.
        half: 0 or 1 for the documents of one half; None for all.
        most: rows to use, from the top.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if half is None or _half(row["doc"]) == half][:most]
    tables: list[dict[str, Vectors]] = [{}, {}]
    for code in CODES:
        texts = [row[code] for row in rows]
        for table, as_queries in zip(tables, (False, True), strict=True):
            table[code] = _embed(encoder, texts, cache, as_queries=as_queries)
    return Parallel(
        tables[0],
        tables[1],
        tuple(len(row["en"]) for row in rows),
        tuple(row["doc"] for row in rows),
    )


def questions(encoder: Encoder, folder: Path, cache: Path) -> Questions:
    """Embed questions and passages in the BEIR layout, each ``_id`` ending in ``-`` and a language.

    Args:
        encoder: of the vectors.
        folder: with ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv``.
        cache: folder that keeps what was embedded.
    """
    passages = _by_language(folder / "corpus.jsonl")
    queries = _by_language(folder / "queries.jsonl")
    first = next(iter(passages))
    rows = {name: position for position, name in enumerate(passages[first])}
    judged: dict[str, int] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, passage, _ = line.split("\t")
        judged[_stem(query)] = rows[_stem(passage)]
    answers = np.array([judged[name] for name in queries[first]])
    assert all(list(table) == list(passages[first]) for table in passages.values())
    assert all(list(table) == list(queries[first]) for table in queries.values())
    # A passage that is one sentence has no window; it stands for itself.
    cut = {
        code: [
            (row, window.text)
            for row, text in enumerate(table.values())
            for window in sentences(text, text) or [Sentence.of(text, 0, len(text))]
        ]
        for code, table in passages.items()
    }
    return Questions(
        {c: _embed(encoder, [*t.values()], cache, as_queries=False) for c, t in passages.items()},
        {c: _embed(encoder, [*t.values()], cache, as_queries=True) for c, t in queries.items()},
        answers,
        answers % THIRD != 0,
        {
            code: _embed(encoder, [text for _, text in own], cache, as_queries=False)
            for code, own in cut.items()
        },
        {code: np.array([row for row, _ in own]) for code, own in cut.items()},
    )


def _by_language(path: Path) -> dict[str, dict[str, str]]:
    vectors: dict[str, dict[str, str]] = {}
    for entry in _lines(path):
        vectors.setdefault(entry["language"], {})[_stem(entry["_id"])] = entry["text"]
    return vectors


def _lines(path: Path) -> Iterator[dict[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _stem(name: str) -> str:
    return name.rsplit("-", 1)[0]


def _half(document: str) -> int:
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 2


def _embed(encoder: Encoder, texts: Sequence[str], cache: Path, *, as_queries: bool) -> Vectors:
    content = "\0".join([encoder.name, str(as_queries), *texts])
    path = cache / f"{hashlib.sha256(content.encode()).hexdigest()[:24]}.npy"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        vectors = encoder.queries(texts) if as_queries else encoder.passages(texts)
        np.save(path, vectors)
    return np.asarray(np.load(path), np.float32)
