"""Facts in texts: symbols, references, submitters, mandates and positions.

Nothing is imported here: each part has its own face. No part reads a file or an index.
"""
