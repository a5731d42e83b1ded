"""ingest/pdf/lines."""
