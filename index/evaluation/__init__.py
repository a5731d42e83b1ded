"""index/evaluation."""
