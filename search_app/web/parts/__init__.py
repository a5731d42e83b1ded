"""search_app/web/parts."""
