"""References in six languages; benchmarks/references holds the labelled sentences."""
