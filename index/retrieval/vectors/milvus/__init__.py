"""The server of Milvus, which keeps rows, words and texts: by the client of Milvus, pymilvus.

    Milvus(setting)     the ``Server`` that an address names
    Address             where it is, who asks, and what may be wrong with it

    address -> client

Nothing else knows of it: ``index.retrieval.vectors.server`` names it by its scheme.
"""

from index.retrieval.vectors.milvus.address import Address
from index.retrieval.vectors.milvus.client import Milvus

__all__ = ["Address", "Milvus"]
