"""Commands of ``wsis-search``: each function is one, and only calls others.

Read ``options`` and ``progress`` first; ``questions`` makes a command of each operation. Data goes
to stdout, all else to stderr. Nothing is imported here, so that a command starts fast.
"""
