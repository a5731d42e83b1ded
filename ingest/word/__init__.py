"""ingest/word."""
