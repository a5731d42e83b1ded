"""search_app/web/precedents."""
