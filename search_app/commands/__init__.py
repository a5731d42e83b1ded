"""The commands of ``wsis-search``: each function is one, and says no more than what it calls."""
