"""index/lookup."""
