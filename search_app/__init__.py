"""How does a person, or a program, ask? Commands and pages; no search logic."""
