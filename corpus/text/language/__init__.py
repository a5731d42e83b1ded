"""corpus/text/language."""
