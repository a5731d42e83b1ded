"""Measure whether the sentences of an answer answer, cite rightly, and are silent on nothing."""
