"""Engines of vectors, which find the passages nearest to a question, in files or at a server.

    VectorEngine        what a search needs of vectors, whoever keeps them
    Segments            such an engine in this process, of parts
    kind_for(rows)      how so many rows are searched: exactly, quantised, or by clusters
    StoredVectors       what the files of an index hold: read, write, verify
    Server              what a server does that keeps rows, and the words of passages next to them
    connect(setting)    the server that an address names, by its scheme
    ServerWithDelta     such an engine of a server's rows, with what was touched since
    ServerState         the record at a server of its rows (RowsRecord) and their moments

    engine -> parts (FAISS) -> segments -> files
    engine, parts -> server -> server_delta, server_state; and behind a scheme, milvus

No SQL and no languages: groups and words are numbers here, and vectors come freed of their
language.
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
