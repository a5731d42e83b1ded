"""Facts in texts, in this order: symbols, references, mandates, submitters and positions."""
