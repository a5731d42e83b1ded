"""ingest/pdf/layout."""
