"""search_app/web/search."""
