"""Benchmarks of quality and speed; each package and module prints the tables of its README."""

import corpus  # noqa: F401 - first: it says how many threads NumPy has, in a measurement as well
