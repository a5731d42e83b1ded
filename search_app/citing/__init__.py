"""search_app/citing."""
