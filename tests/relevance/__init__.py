"""What people look for in the sample corpus, judged by hand: benchmarks/relevance says how."""
