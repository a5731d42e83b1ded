"""search_app/web/corpus."""
