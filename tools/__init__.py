"""What the project is made with, and does not install: `python -m tools.sample.build`."""
