"""Facts in texts: symbols, references, submitters, mandates and positions.

Read in the order ``symbols``, ``references``, ``mandates``, ``submitters``, ``stances``. Nothing is
imported here; no part reads a file or an index.
"""
