"""ingest/cover."""
