"""Milvus, a server of vectors, words and texts: read ``address``, then ``client``."""

from index.retrieval.vectors.milvus.address import Address
from index.retrieval.vectors.milvus.client import Milvus

__all__ = ["Address", "Milvus"]
