"""Whole documents in the manner of the United Nations and ITU, and what a reader should find."""
