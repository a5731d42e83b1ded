"""Which passages lie nearest to a question? Vectors in files, which grow with the store.

    VectorEngine        what a search needs of vectors, whoever keeps them
    Segments            such an engine in this process, of parts
    kind_for(rows)      how so many rows are searched: exactly, quantised, or by clusters
    Kept                what the files of an index hold: read, write, verify
    Milvus              a server that keeps rows, and the words of passages beside them
    Overlaid            such an engine of a server's rows, with what was touched since

    engine -> parts (FAISS) -> segments -> files
    address -> engine -> milvus -> overlaid

No SQL and no languages: groups and words are numbers here, and vectors come freed of their
language.
"""

from index.retrieval.vectors.address import VARIABLE, Address, GoneError
from index.retrieval.vectors.engine import Holding, Scored, Sparse, VectorEngine, Whole, joined
from index.retrieval.vectors.files import Kept, append_segment, damaged, drop, kept, write
from index.retrieval.vectors.milvus import Milvus
from index.retrieval.vectors.overlaid import Overlaid, RowCollection
from index.retrieval.vectors.parts import Kind, Maker, Rows, VectorPart, kind_for
from index.retrieval.vectors.segments import Segments

__all__ = [
    "VARIABLE",
    "Address",
    "GoneError",
    "Holding",
    "Kept",
    "Kind",
    "Maker",
    "Milvus",
    "Overlaid",
    "RowCollection",
    "Rows",
    "Scored",
    "Segments",
    "Sparse",
    "VectorEngine",
    "VectorPart",
    "Whole",
    "append_segment",
    "damaged",
    "drop",
    "joined",
    "kept",
    "kind_for",
    "write",
]
