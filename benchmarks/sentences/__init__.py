"""Questions whose answer is one sentence of a paragraph, labelled by hand in six languages.

Read ``questions`` first, which reads the set, then ``__main__``, which measures. Nothing here
chooses how sentences are cut or marked: that is the work of ``index``.
"""
