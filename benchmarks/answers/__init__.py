"""Answers from passages, and the check of each of their sentences, measured on the sample corpus.

Nothing here writes or checks an answer: that is the work of ``index.answers``.
"""
