"""search_app/terminal."""
