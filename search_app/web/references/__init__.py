"""search_app/web/references."""
