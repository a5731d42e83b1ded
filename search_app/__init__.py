"""Commands and pages by which people and programs ask; no search logic."""

from typing import Final

COLLECTED_AT: Final = 50_000
"""Number of new objects that starts garbage collection, 700 by default. Imports, the index and the
model make 100,000 that stay; ``benchmarks.speed.command`` measures a command without this value.
"""
