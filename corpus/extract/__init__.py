"""Facts in texts: symbols, references, submitters, mandates and positions."""
