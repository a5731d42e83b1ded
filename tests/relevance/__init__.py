"""Judged needs of people on the sample corpus; benchmarks/relevance says how they were judged."""
