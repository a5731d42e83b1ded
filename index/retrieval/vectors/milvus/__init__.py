"""Milvus, a server of vectors, words and texts, through its client pymilvus.

``client.Milvus`` is the ``Server``; ``address`` reads its address.
"""

from index.retrieval.vectors.milvus.address import Address
from index.retrieval.vectors.milvus.client import Milvus

__all__ = ["Address", "Milvus"]
