"""corpus/sample/writing."""
