"""The draft page: a draft beside earlier texts of its paragraphs, or compared with another text.

Read ``link``, ``state``, ``answers``; then ``view``, ``earlier``, ``comparison``.
Nothing is imported here. No draft is written into an index, nor into an address unasked.
"""
