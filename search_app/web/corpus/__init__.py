"""The contents of the index, and the form that adds documents. Nothing is imported here."""
