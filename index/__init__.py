"""How is a passage found again? ``index.build`` fills an index, ``index.retrieval`` asks it."""
