"""ingest/pdf/drawn."""
