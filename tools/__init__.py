"""Tools that make parts of the project and are not installed: `python -m tools.sample.build`."""
