"""Answers of every surface to fixed requests: ``python -m tests.outputs`` records and compares."""
