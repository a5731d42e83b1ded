"""search_app/web/documents."""
