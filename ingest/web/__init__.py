"""ingest/web."""
