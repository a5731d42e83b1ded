"""The dossier, the mandates and their worksheet on the meeting page. Nothing is imported here."""
