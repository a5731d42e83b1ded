"""Readers that turn a file into a Document: text, passages and metadata.

``read.read`` reads one file in this process. ``workers`` reads in processes with ``limits`` and
sweeps their temporary files (``scratch``). Read the packages in this order: ``files`` (find files
and detect formats), ``pdf``, ``word``, ``web``, ``slides``, ``plain`` (return
``blocks.FileContent``), ``cover`` (metadata), ``passages``, ``changes``; ``lists`` (documents that
ITU names), ``fetch``. Nothing is embedded or stored here, and a reader of one format never imports
another.
"""
