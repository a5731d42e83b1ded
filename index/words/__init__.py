"""index/words."""
