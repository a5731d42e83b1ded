"""ingest/files."""
