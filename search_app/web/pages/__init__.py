"""search_app/web/pages."""
