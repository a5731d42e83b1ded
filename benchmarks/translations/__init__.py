"""Machine translations of the sample corpus, and what is marked in them and in official versions.

Nothing here translates or compares: that is the work of a translator and of ``index.answers``.
"""
