"""Evaluation sets: questions, and the passages that answer them, in two layouts.

* A table of translations: tab-separated, its header naming languages (``ar zh en fr ru es``), and
perhaps ``id`` and ``doc``. Only texts of one row answer each other. * BEIR (Thakur and others
2021): ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv``, perhaps with ``language``, ``title``
and ``group`` (document). A missing language is detected.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus.bounds import MAX_QUERY
from corpus.errors import EvaluationSetError
from corpus.languages import BY_CODE, NUMBER
from corpus.text import language_of

_LANGUAGE_SUFFIX: Final = re.compile(r"[-_./](ar|zh|en|fr|ru|es)$")


@dataclass(frozen=True, slots=True)
class EvaluationText:
    """A question or a passage of a set.

    ``language`` is an ISO 639-1 code; versions in several languages share ``document``.
    """

    id: str
    text: str
    language: str
    document: str = ""
    title: str | None = None


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Questions with relevant passages.

    ``relevant`` has by query id the grades (1 and above) of passages that answer it, by their ids.
    ``is_parallel`` says that each query is a passage, by the same id.
    """

    name: str
    passages: tuple[EvaluationText, ...]
    queries: tuple[EvaluationText, ...]
    relevant: Mapping[str, Mapping[str, int]]
    is_parallel: bool
    notes: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the passages and queries, in the order of the United Nations."""
        codes = {text.language for text in (*self.passages, *self.queries)}
        return tuple(code for code in BY_CODE if code in codes)


def read_parallel(path: Path, *, limit: int | None = None) -> EvaluationSet:
    """Read at most ``limit`` rows of a table of translations, chosen by their ids alone."""
    table = _read_table(path)
    header = next(table, None)
    if header is None:
        raise EvaluationSetError(f"{path} is empty. {_PARALLEL_HELP}")
    names = [name.strip().lower() for name in header[1]]
    codes = [name for name in names if name in BY_CODE]
    if len(codes) < 2 or len(set(codes)) < len(codes):
        names_there = ", ".join(names[:9]) or "nothing"
        raise EvaluationSetError(
            f"The first line of {path} does not name two languages or more, each once; it names: "
            f"{names_there}. {_PARALLEL_HELP}"
        )
    rows: dict[str, dict[str, str]] = {}
    for number, cells in table:
        if len(cells) != len(names):
            raise EvaluationSetError(
                f"Line {number} of {path} has {len(cells)} columns where the header has "
                f"{len(names)}. Each line needs as many tabs as the first one."
            )
        row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
        key = row.get("id") or f"line {number}"
        rows[f"{key} (line {number})" if key in rows else key] = row
    if not rows:
        raise EvaluationSetError(f"{path} holds no sentences below its header. {_PARALLEL_HELP}")
    chosen = _choose_by_hash(rows, limit)
    passages = [
        EvaluationText(f"{key}/{code}", rows[key][code], code, rows[key].get("doc") or key)
        for key in chosen
        for code in codes
        if _is_text(rows[key][code])
    ]
    relevant = _judge_translations(passages)
    empty = len(chosen) * len(codes) - len(passages)
    notes = (f"{empty:,} cells hold no words and are left out.",) if empty else ()
    return _make_set(str(path), passages, passages, relevant, is_parallel=True, notes=notes)


def read_beir(folder: Path, *, limit: int | None = None) -> EvaluationSet:
    """Read a folder in the layout of BEIR, at most ``limit`` queries of each language."""
    if not folder.is_dir():
        raise EvaluationSetError(f"There is no folder {folder}. {_BEIR_HELP}")
    notes: list[str] = []
    passages, strange = _read_texts(folder / "corpus.jsonl", notes)
    questions, unasked = _read_texts(folder / "queries.jsonl", notes)
    judgements_file = folder / "qrels.tsv"
    if not judgements_file.is_file() and (folder / "qrels" / "test.tsv").is_file():
        judgements_file = folder / "qrels" / "test.tsv"
    relevant = _read_judgements(
        judgements_file,
        ({query.id for query in questions}, unasked),
        ({passage.id for passage in passages}, strange),
    )
    without = sum(query.id not in relevant for query in questions)
    if without:
        notes.append(f"{without:,} queries have no relevant passage and are left out.")
    queries = [query for query in questions if query.id in relevant]
    if limit is not None:
        chosen: list[EvaluationText] = []
        for code in BY_CODE:
            own = {_LANGUAGE_SUFFIX.sub("", q.id): q for q in queries if q.language == code}
            chosen += [own[key] for key in _choose_by_hash(own, limit)]
        queries = chosen
    return _make_set(str(folder), passages, queries, relevant, is_parallel=False, notes=notes)


# --- the inside ----------------------------------------------------------------------------------

_PARALLEL_HELP: Final = (
    "A tab-separated table is needed whose first line names its columns: id, and languages "
    f"({', '.join(BY_CODE)})."
)

_BEIR_HELP: Final = (
    "A folder with corpus.jsonl (_id, text), queries.jsonl (_id, text) and qrels.tsv (query-id, "
    "corpus-id, score) is needed."
)


def _make_set(
    name: str,
    passages: Sequence[EvaluationText],
    queries: Sequence[EvaluationText],
    relevant: Mapping[str, Mapping[str, int]],
    *,
    is_parallel: bool,
    notes: Iterable[str],
) -> EvaluationSet:
    """Return the set of queries with text and a relevant passage; there must be some."""
    relevant_queries = tuple(
        query
        for query in queries
        if relevant.get(query.id) and _is_text(query.text) and len(query.text) <= MAX_QUERY
    )
    if not relevant_queries:
        raise EvaluationSetError(f"{name} holds no query that a passage answers.")
    return EvaluationSet(
        name, tuple(passages), relevant_queries, relevant, is_parallel, tuple(notes)
    )


def _judge_translations(sentences: Sequence[EvaluationText]) -> dict[str, dict[str, int]]:
    """Return grades by which sentences of one row are relevant to one another."""
    rows: dict[str, list[EvaluationText]] = defaultdict(list)
    for sentence in sentences:
        rows[sentence.id.rpartition("/")[0]].append(sentence)
    return {
        sentence.id: {other.id: 1 for other in row if other is not sentence}
        for row in rows.values()
        if len(row) > 1
        for sentence in row
    }


def _is_text(text: str) -> bool:
    # What holds no letter and no digit cannot be asked.
    return any(character.isalnum() for character in text)


def _choose_by_hash(keys: Iterable[str], limit: int | None) -> list[str]:
    """Choose at most ``limit`` keys by their hashes alone; keep their order."""
    known = list(keys)
    if limit is None or limit >= len(known):
        return known
    chosen = set(sorted(known, key=lambda key: hashlib.sha256(key.encode()).digest())[:limit])
    return [key for key in known if key in chosen]


def _read_table(path: Path) -> Iterator[tuple[int, list[str]]]:
    with _open_lines(path) as lines:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise EvaluationSetError(
                    f"Line {reader.line_num} of {path} cannot be read ({error})."
                ) from error
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells


def _read_texts(path: Path, notes: list[str]) -> tuple[list[EvaluationText], set[str]]:
    """Read texts in JSON lines, and the ids of those in none of the six languages."""
    entries: dict[str, dict[str, Any]] = {}
    with _open_lines(path) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            entry = _parse_entry(path, number, line)
            if entry["_id"] in entries:
                raise EvaluationSetError(
                    f"Line {number} of {path} has the _id {entry['_id']} of an earlier line. Each "
                    "_id may stand there once."
                )
            entries[entry["_id"]] = entry
    counts = {
        name: language_of(entry["text"])
        for name, entry in entries.items()
        if not entry.get("language")
    }
    if counts:
        notes.append(
            f"{path.name} does not say in which language its texts are: told from the text for "
            f"{len(counts):,}."
        )
    # A short text may have no clear language; it gets the language of most texts.
    usual = Counter(code for code in counts.values() if code in BY_CODE).most_common(1)
    texts: list[EvaluationText] = []
    foreign: Counter[str] = Counter()
    for name, entry in entries.items():
        code = entry.get("language") or counts[name] or (usual[0][0] if usual else "unknown")
        if code in BY_CODE:
            document = entry.get("group") or name
            texts.append(EvaluationText(name, entry["text"], code, document, entry.get("title")))
        else:
            foreign[code] += 1
    if foreign:
        listed = ", ".join(f"{code} {count:,}" for code, count in sorted(foreign.items()))
        notes.append(
            f"{path.name}: left out, since not in one of the {NUMBER} languages: {listed}."
        )
    if not texts:
        raise EvaluationSetError(f"{path} holds no texts in the {NUMBER} languages. {_BEIR_HELP}")
    return texts, entries.keys() - {text.id for text in texts}


def _parse_entry(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise EvaluationSetError(f"Line {number} of {path} is not JSON: {error}.") from error
    if not isinstance(entry, dict):
        raise EvaluationSetError(f"Line {number} of {path} is not a JSON object.")
    if isinstance(entry.get("_id"), int):
        entry = {**entry, "_id": str(entry["_id"])}
    for name in ("_id", "text"):
        if not isinstance(entry.get(name), str):
            raise EvaluationSetError(f"Line {number} of {path} has no {name}. {_BEIR_HELP}")
    for name in ("language", "group", "title"):
        if not isinstance(entry.get(name), str | None):
            raise EvaluationSetError(f"Line {number} of {path}: {name} is not a text.")
    # JSON can write halves of pairs of surrogates, which are no characters.
    return {
        name: value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
        for name, value in entry.items()
    }


def _read_judgements(
    path: Path, queries: tuple[set[str], set[str]], passages: tuple[set[str], set[str]]
) -> dict[str, dict[str, int]]:
    """Read the relevant passages, given ids in use and ids that were left out."""
    table = _read_table(path)
    header = next(table, None)
    wanted = ("query-id", "corpus-id", "score")
    names = [cell.strip() for cell in header[1]] if header else []
    if not set(wanted) <= set(names):
        raise EvaluationSetError(
            f"The first line of {path} does not name the columns {', '.join(wanted)}. {_BEIR_HELP}"
        )
    places = [names.index(name) for name in wanted]
    judgements: dict[str, dict[str, int]] = {}
    for number, cells in table:
        if len(cells) != len(names):
            raise EvaluationSetError(
                f"Line {number} of {path} has {len(cells)} columns where the header has "
                f"{len(names)}."
            )
        query, passage, score = (cells[place].strip() for place in places)
        for name, known, file in (
            (query, queries, "queries.jsonl"),
            (passage, passages, "corpus.jsonl"),
        ):
            if name not in known[0] and name not in known[1]:
                raise EvaluationSetError(
                    f"Line {number} of {path} names {name}, which is not in {file}."
                )
        try:
            grade = int(score)
        except ValueError:
            raise EvaluationSetError(
                f"Line {number} of {path} has the score {score}, which is not a whole number."
            ) from None
        if grade > 0 and query in queries[0] and passage in passages[0]:
            judgements.setdefault(query, {})[passage] = grade
    return judgements


@contextmanager
def _open_lines(path: Path) -> Iterator[Iterator[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
    except UnicodeDecodeError as error:
        raise EvaluationSetError(
            f"{path} is not UTF-8 text ({error.reason}). Save it as UTF-8."
        ) from error
    except OSError as error:
        raise EvaluationSetError(f"{path} cannot be read: {error.strerror}.") from error
