"""Client of a Milvus server, the only module that imports pymilvus.

* NAME_rows_…: rows of vectors: passage, span, number of the group, vector.
* NAME_words_…: passage, and the weights of its words as a sparse vector.
* NAME_state: texts by name, in pieces.

Milvus has no transactions, so writers announce changes (``index.retrieval.server_index``).
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np

from corpus.errors import EngineError
from index.model import Vectors
from index.retrieval.vectors.engine import Holding, Scored, Sparse, Whole
from index.retrieval.vectors.milvus.address import KEY, Address
from index.retrieval.vectors.parts import QUANTISED_ROWS, Rows
from index.retrieval.vectors.server import VARIABLE, GoneError, Selection

_MOST: Final = 16_384
"""Most rows that Milvus returns at once."""

_LISTED: Final = 2_000
"""Most passages in one expression."""

_FETCHED: Final = 250
"""Passages whose vectors are fetched at a time: some megabytes."""

_SPARE: Final = 3
"""Factor of `k` for the rows requested first, since a passage may have several."""

_BYTES: Final = 4 << 20
_PIECE: Final = 60_000
"""Letters in one piece of a text; a field of Milvus takes 65,535 bytes."""

_PARTS: Final = 1 << 20
"""Most rows of a passage; their keys start at ``_PARTS`` times its id."""

_PAUSES: Final = (0.2, 0.5, 1.0)
"""Seconds before each retry at a missing server, which may be restarting."""

_OPTIONS: Final = {
    f"grpc.{name}_reconnect_backoff_ms": most
    for name, most in (("initial", 100), ("min", 100), ("max", 500))
}
"""Options without which gRPC waits up to two minutes to try a server again."""

_UNKNOWN: Final = ("UNAUTHENTICATED", "auth check failure", "PERMISSION_DENIED")
"""Error texts of gRPC or Milvus for missing permission."""

_NOT_THERE: Final = 100
_NOT_LOADED: Final = 101
"""Error codes of Milvus about a collection."""


class UnreachableError(EngineError):
    """Nothing answers at the address."""


@dataclass(frozen=True, slots=True)
class _SearchTarget:
    """A field of a collection to search; ``output`` are further fields of each hit."""

    collection: str
    field: str
    output: Sequence[str] = ()


class Milvus:
    """A ``Server`` that connects when first needed; an invalid address raises EngineError."""

    def __init__(self, setting: str) -> None:
        # Before gRPC is imported: it writes handshakes and pings to stderr, which this reports.
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")
        self._address = Address.of(setting)
        self._lock = threading.Lock()
        self._connected: Any = None

    @property
    def address(self) -> str:
        """The address for people, without a password."""
        return str(self._address)

    # --- texts -----------------------------------------------------------------------------------

    def text(self, name: str) -> str | None:
        """Return a text by name; None if it or the collection of texts is missing."""
        try:
            pieces = self._query(self._texts, f'name like "{name}/%"', ["name", "piece"])
        except GoneError:
            return None
        by_name = {row["name"]: row["piece"] for row in pieces}
        first = by_name.get(f"{name}/0")
        if first is None:
            return None
        count, _, body = str(first).partition("\n")
        names = [f"{name}/{number}" for number in range(1, int(count))]
        if missing := set(names) - by_name.keys():
            raise GoneError(f"{self.address} lacks {len(missing)} pieces of a text ({VARIABLE}).")
        return "".join([body, *(str(by_name[each]) for each in names)])

    def put_text(self, name: str, text: str) -> None:
        """Write a text; a single piece is replaced in one step."""
        self._make_place_for_texts()
        pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)] or [""]
        rows = [
            {"name": f"{name}/{number}", "piece": piece, "none": [0.0, 0.0]}
            for number, piece in enumerate(pieces)
        ]
        rows[0]["piece"] = f"{len(pieces)}\n{pieces[0]}"
        for start in range(0, len(rows), 50):
            self._call("upsert", self._texts, rows[start : start + 50])

    def drop_texts(self, but: Sequence[str]) -> None:
        """Delete all texts but these."""
        pieces = [row["name"] for row in self._query(self._texts, 'name != ""', ["name"])]
        gone = [piece for piece in pieces if piece.rpartition("/")[0] not in but]
        for start in range(0, len(gone), 500):
            self._call("delete", self._texts, ids=gone[start : start + 500])

    # --- rows ------------------------------------------------------------------------------------

    def new_rows(self, dimension: int, expected: int) -> str:
        """Create collections for about ``expected`` rows and their words; return the name."""
        from pymilvus import DataType, MilvusClient

        name = f"{self._address.collection}_rows_{secrets.token_hex(8)}"
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("key", DataType.INT64, is_primary=True)
        for number in ("passage", "part_of", "start", "stop"):
            schema.add_field(number, DataType.INT64)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        index = MilvusClient.prepare_index_params()
        graph = {"index_type": "HNSW", "params": {"M": 16, "efConstruction": 200}}
        how = {"index_type": "FLAT"} if expected <= QUANTISED_ROWS else graph
        index.add_index("vector", metric_type="IP", **how)
        index.add_index("passage", index_type="INVERTED")
        self._make(name, schema, index)
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("passage", DataType.INT64, is_primary=True)
        schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
        index = MilvusClient.prepare_index_params()
        index.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        self._make(self._name_words(name), schema, index)
        return name

    def drop_rows(self, but: Sequence[str]) -> None:
        """Delete all collections of rows, with their words, but these."""
        ours = re.compile(rf"{re.escape(self._address.collection)}_(rows|words)_[0-9a-f]{{16}}")
        names_to_keep = {each for name in but for each in (name, self._name_words(name))}
        for name in self._call("list_collections"):
            if ours.fullmatch(name) and name not in names_to_keep:
                self._call("drop_collection", name)

    def put_rows(self, name: str, rows: Rows) -> None:
        """Write all rows of passages, over rows with the same keys."""
        ids = rows.ids
        positions = np.arange(len(ids))
        begins = np.maximum.accumulate(np.where(np.diff(ids, prepend=-1) != 0, positions, 0))
        columns = {
            "key": (ids * _PARTS + positions - begins).tolist(),
            "passage": ids.tolist(),
            "part_of": rows.groups.tolist(),
            "start": rows.spans[:, 0].tolist(),
            "stop": rows.spans[:, 1].tolist(),
        }
        step = max(1, _BYTES // (4 * rows.vectors.shape[1]))
        for first in range(0, len(ids), step):
            self._call(
                "upsert",
                name,
                [
                    {**{key: values[row] for key, values in columns.items()}, "vector": vector}
                    for row, vector in enumerate(rows.vectors[first : first + step], start=first)
                ],
            )

    def put_words(self, name: str, words: Mapping[int, Sparse]) -> None:
        """Write the words of passages; Milvus takes no empty rows."""
        rows = [{"passage": passage, "words": dict(own)} for passage, own in words.items() if own]
        if rows:
            self._call("upsert", self._name_words(name), rows)

    def settle_rows(self, name: str) -> None:
        """Compact what was written for quick searches; not needed after small writes."""
        for each in (name, self._name_words(name)):
            self._call("flush", each)

    def remove_rows(self, name: str, ranges: Sequence[tuple[int, int]]) -> None:
        """Delete all rows and words of passages, by half-open ranges of ids."""
        for start in range(0, len(ranges), 100):
            some = [f"(passage >= {a} and passage < {b})" for a, b in ranges[start : start + 100]]
            for each in (name, self._name_words(name)):
                self._call("delete", each, filter=" or ".join(some))

    def count_rows(self, name: str) -> int:
        """Count the rows of a collection."""
        (row,) = self._query(name, "", ["count(*)"])
        return int(row["count(*)"])

    def count_words(self, name: str) -> int:
        """Count the passages that have words beside a collection of rows."""
        return self.count_rows(self._name_words(name))

    def rows_of(self, name: str, passages: Sequence[int], dimension: int) -> Iterator[Rows]:
        """Yield the rows of passages in batches."""
        fields = ["key", "passage", "part_of", "start", "stop", "vector"]
        waiting = [
            passages[start : start + _FETCHED] for start in range(0, len(passages), _FETCHED)
        ]
        while waiting:
            some = waiting.pop()
            rows = self._query(name, f"passage in {list(some)}", fields)
            if len(rows) >= _MOST and len(some) > 1:
                half = len(some) // 2
                waiting += [some[:half], some[half:]]
            elif rows:
                rows = sorted(rows, key=lambda row: row["key"])
                yield Rows(
                    np.array([row["passage"] for row in rows], np.int64),
                    np.array([row["vector"] for row in rows], np.float32).reshape(-1, dimension),
                    np.array([row["part_of"] for row in rows], np.int64),
                    np.array([(row["start"], row["stop"]) for row in rows], np.int64),
                )

    def nearest(
        self, name: str, query: Vectors, k: int, group: int, selection: Selection
    ) -> Scored:
        """Find the nearest passages of a group, each once."""
        hits: Scored = []
        target = _SearchTarget(name, "vector")
        wheres, fetch = _plan_requests(selection, _SPARE * k)
        for where in wheres:
            both = " and ".join(filter(None, (f"part_of == {group}", where)))
            (best,) = self._search(target, [query.tolist()], k, both, selection, fetch)
            hits += [(passage, float(hit["distance"])) for passage, hit in best.items()]
        return sorted(hits, key=lambda scored: -scored[1])[:k]

    def with_words(
        self,
        name: str,
        queries: Sequence[Sparse],
        k: int,
        selection: Selection,
        *,
        has_weights: bool = False,
    ) -> list[list[Holding]]:
        """Find for each query the passages whose words have the highest inner product."""
        hits: list[list[Holding]] = [[] for _ in queries]
        wheres, fetch = _plan_requests(selection, k)
        output = ["words"] if has_weights else []
        target = _SearchTarget(self._name_words(name), "words", output)
        for where in wheres:
            weights = [dict(query) for query in queries]
            bests = self._search(target, weights, k, where, selection, fetch)
            for own, best in zip(hits, bests, strict=True):
                own += [
                    (passage, float(hit["distance"]), hit["entity"].get("words", {}))
                    for passage, hit in best.items()
                ]
        return [sorted(own, key=lambda holding: -holding[1])[:k] for own in hits]

    # --- the inside ------------------------------------------------------------------------------

    def _name_words(self, rows: str) -> str:
        """Return the name of the collection of words beside one of rows."""
        return f"{self._address.collection}_words_{rows.rpartition('_')[2]}"

    def _search(
        self,
        target: _SearchTarget,
        queries: Sequence[Any],
        k: int,
        where: str,
        selection: Selection,
        fetch: int,
    ) -> list[dict[int, Any]]:
        """Return for each query the best allowed hits by passage, best first."""
        best: list[dict[int, Any]] = [{} for _ in queries]
        waiting: list[tuple[list[int], set[int], int]] = [([*range(len(queries))], set(), fetch)]
        while waiting:
            places, seen, fetch = waiting.pop()
            limit = min(max(fetch, 1), _MOST)
            # What was looked at is passed over: no answer is longer than ``_MOST``.
            beyond = f"passage not in {sorted(seen)}" if seen else ""
            answers = self._call(
                "search",
                target.collection,
                [queries[place] for place in places],
                filter=" and ".join(filter(None, (where, beyond))),
                limit=limit,
                anns_field=target.field,
                output_fields=["passage", *target.output],
                search_params={"metric_type": "IP"},
                consistency_level="Strong",
            )
            for place, hits in zip(places, answers, strict=True):
                ids = np.array([hit["entity"]["passage"] for hit in hits], np.int64)
                for hit, may_be in zip(hits, selection.allows(ids).tolist(), strict=True):
                    if may_be:
                        best[place].setdefault(hit["entity"]["passage"], hit)
                if len(best[place]) < k and len(ids) == limit:
                    waiting.append(([place], seen | set(ids.tolist()), 2 * fetch))
        return [dict(islice(each.items(), k)) for each in best]

    @property
    def _texts(self) -> str:
        return f"{self._address.collection}_state"

    def _make_place_for_texts(self) -> None:
        from pymilvus import DataType, MilvusClient

        if self._call("has_collection", self._texts):
            return
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("name", DataType.VARCHAR, is_primary=True, max_length=100)
        schema.add_field("piece", DataType.VARCHAR, max_length=65_535)
        schema.add_field("none", DataType.FLOAT_VECTOR, dim=2)  # Milvus wants one
        index = MilvusClient.prepare_index_params()
        index.add_index("none", index_type="FLAT", metric_type="IP")
        self._make(self._texts, schema, index)

    def _make(self, name: str, schema: Any, index: Any) -> None:
        self._call(
            "create_collection", name, schema=schema, index_params=index, consistency_level="Strong"
        )

    def _query(self, name: str, where: str, fields: list[str]) -> list[dict[str, Any]]:
        limit = {} if "count(*)" in fields else {"limit": _MOST}
        rows = self._call(
            "query", name, filter=where, output_fields=fields, consistency_level="Strong", **limit
        )
        return list(rows)

    def _call(self, method: str, *values: Any, **named: Any) -> Any:
        for pause in _PAUSES:
            try:
                return self._call_once(method, *values, **named)
            except UnreachableError:
                time.sleep(pause)
        return self._call_once(method, *values, **named)

    def _call_once(self, method: str, *values: Any, **named: Any) -> Any:
        with self._explain_errors():
            import pymilvus

            ask = getattr(self._connect(), method)
            try:
                return ask(*values, timeout=self._address.seconds, **named)
            except pymilvus.MilvusException as error:
                if error.code != _NOT_LOADED:
                    raise
                # The server was started again since.
                self._connect().load_collection(values[0], timeout=self._address.seconds)
                return ask(*values, timeout=self._address.seconds, **named)

    def _connect(self) -> Any:
        with self._lock:
            if self._connected is None:
                from pymilvus import MilvusClient

                address = self._address
                trusted = address.authorities if address.is_secured else None
                self._connected = MilvusClient(
                    uri=f"http{'s' if address.is_secured else ''}://{address.host}",
                    token=address.token,
                    timeout=address.seconds,
                    grpc_options=_OPTIONS,
                    server_pem_path=trusted or "",
                )
            return self._connected

    @contextlib.contextmanager
    def _explain_errors(self) -> Iterator[None]:
        try:
            import grpc
            import pymilvus
        except ImportError as error:
            raise EngineError(
                f"{VARIABLE} names Milvus, which needs the package pymilvus. Install it: pip "
                "install 'wsis-search[milvus]'"
            ) from error
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what it reports is said here
        try:
            yield
        except pymilvus.MilvusException as error:
            reason = str(error.message or error.code)
            if error.code == _NOT_THERE:
                raise GoneError(f"{self.address} ({VARIABLE}): {reason}.") from error
            # Why it could not connect, pymilvus has as the cause.
            raise self._make_error(f"{reason} {_read_status(error.__cause__)}".strip()) from error
        except (grpc.RpcError, OSError) as error:
            raise self._make_error(_read_status(error) or str(error)) from error

    def _make_error(self, reason: str) -> EngineError:
        """Return an error that says why a request failed and what to do about it."""
        if any(phrase in reason for phrase in _UNKNOWN):
            return EngineError(
                f"Milvus at {self._address.host} does not let in who asks. Correct the user and "
                f"the password before the host in {VARIABLE}, or what {KEY} has."
            )
        if "DEADLINE_EXCEEDED" in reason or "timeout" in reason.lower():
            return EngineError(
                f"Milvus at {self._address.host} did not answer within {self._address.seconds:g} "
                f"seconds. Look whether it is overloaded, or allow more: ?timeout=120 behind the "
                f"address in {VARIABLE}."
            )
        if "UNAVAILABLE" in reason or "Fail connecting" in reason:
            trouble = self._address.trouble()
            return (
                EngineError(trouble)
                if trouble
                else UnreachableError(
                    f"Milvus cannot be reached at {self._address.host}. Start it, or correct the "
                    f"address in {VARIABLE}; without {VARIABLE} the search works from files."
                )
            )
        return EngineError(f"Milvus at {self._address.host} ({VARIABLE}) reports: {reason}")


def _read_status(error: BaseException | None) -> str:
    code = getattr(error, "code", None)
    return str(code().name) if callable(code) else ""


def _plan_requests(selection: Selection, most: int) -> tuple[list[str], int]:
    """Return the expressions to ask with in turn, and the rows to request with each."""
    fetched = round(most / max(selection.share, 1e-9))
    ids: Whole | None = selection.ids
    if ids is None or (len(ids) > _LISTED and fetched <= _MOST):
        return [""], fetched
    listed = (ids[start : start + _LISTED].tolist() for start in range(0, len(ids), _LISTED))
    return [f"passage in {some}" for some in listed], most
