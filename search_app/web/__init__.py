"""search_app/web."""
