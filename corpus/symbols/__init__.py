"""corpus/symbols."""
