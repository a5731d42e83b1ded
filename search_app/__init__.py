"""Commands and pages by which people and programs ask; no search logic."""
