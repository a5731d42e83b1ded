"""index/references."""
