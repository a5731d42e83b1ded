"""ingest/pdf."""
