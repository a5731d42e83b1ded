"""What every surface says for fixed requests: ``python -m tests.outputs`` records and compares."""
