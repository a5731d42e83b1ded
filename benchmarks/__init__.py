"""How good is it, and how fast? Each package and module here prints the tables of its README."""

import corpus  # noqa: F401 - first: it says how many threads NumPy has, in a measurement as well
