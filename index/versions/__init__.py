"""index/versions."""
