"""corpus/text."""
