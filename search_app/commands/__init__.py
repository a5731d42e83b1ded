"""Commands of ``wsis-search``: each function is one, and only calls others.

Read ``options`` and ``progress`` first. ``questions`` makes a command of each operation; the other
modules are named after the work of their commands. Data goes to stdout, all else to stderr.

Nothing is computed here. Nothing is imported here, so that a command starts with no more than it
needs.
"""
