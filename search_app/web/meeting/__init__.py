"""The dossier and the mandates of the meeting page. Nothing is imported here."""
