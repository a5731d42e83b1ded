"""Engines of vectors, which find the passages nearest to a question, in files or at a server.

Read ``engine`` (the protocol), ``parts`` (FAISS), ``segments`` and ``files`` for vectors here;
``server``, ``server_delta``, ``server_state`` and ``milvus`` for those at a server.

No SQL and no languages: groups and words are numbers here, and vectors come debiased.
"""

from index.retrieval.vectors.engine import (
    Holding,
    Scored,
    Sparse,
    VectorEngine,
    Whole,
    merge_ranges,
)
from index.retrieval.vectors.files import (
    StoredVectors,
    append_segment,
    drop,
    find_damaged,
    read_files,
    write,
)
from index.retrieval.vectors.parts import Kind, Maker, Rows, VectorPart, kind_for
from index.retrieval.vectors.segments import Segments
from index.retrieval.vectors.server import (
    GROUP,
    VARIABLE,
    GoneError,
    Selection,
    Server,
    connect,
    decode_arrays,
    encode_arrays,
    engine_name,
    schemes,
)
from index.retrieval.vectors.server_delta import RowCollection, ServerWithDelta
from index.retrieval.vectors.server_state import Moment, RowsRecord, ServerState

__all__ = [
    "GROUP",
    "VARIABLE",
    "GoneError",
    "Holding",
    "Kind",
    "Maker",
    "Moment",
    "RowCollection",
    "Rows",
    "RowsRecord",
    "Scored",
    "Segments",
    "Selection",
    "Server",
    "ServerState",
    "ServerWithDelta",
    "Sparse",
    "StoredVectors",
    "VectorEngine",
    "VectorPart",
    "Whole",
    "append_segment",
    "connect",
    "decode_arrays",
    "drop",
    "encode_arrays",
    "engine_name",
    "find_damaged",
    "kind_for",
    "merge_ranges",
    "read_files",
    "schemes",
    "write",
]
