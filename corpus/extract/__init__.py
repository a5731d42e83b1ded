"""Facts in texts: symbols, references, submitters, mandates and positions.

Nothing is imported here: each package has a face of its own.
"""
