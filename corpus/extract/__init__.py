"""Statements of a text: symbols, references, mandates, positions.

    symbols        the grammar of document symbols
    references     references to documents, resolutions and goals, in each of their forms
    submitters     countries and other sources that submit a document
    mandates       who is asked to do what, and by when
    stances        sentences in which a source takes a position

    symbols -> references -> mandates -> submitters -> stances

Nothing is imported here: each part has its own face. No part reads a file or an index.
"""
