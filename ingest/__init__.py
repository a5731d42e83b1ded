"""Readers that turn a file into a Document: text, passages and metadata.

``read.read`` reads one file in this process, ``workers`` in others with ``limits``. Read ``files``
(find files, detect formats), ``pdf``, ``word``, ``web``, ``slides``, ``plain`` (return
``blocks.FileContent``), ``cover`` (metadata), ``passages``, ``changes``, ``lists``, ``fetch``.
Nothing is embedded or stored here, and a reader of one format never imports another.
"""
