"""How is Streamlit run so that ``app.py`` comes before every page? As a module in its place.

Streamlit takes a folder ``pages`` beside the app for an app of its first kind until ``app.py`` has
run once, and shows whoever opens the address of a page first that page alone: without what stands
around it, and for all who come after. Run: ``python -m search_app.web.streamlit_server run app.py
…``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import bootstrap, cli


def _keep_path(main_script_path: str) -> None:
    """Stand in for Streamlit's own, which puts the app's folder first on the path."""


if __name__ == "__main__":
    PagesManager.uses_pages_directory = False  # as `st.navigation` sets it
    # The app's folder has a package `corpus` of its own, which must not hide the one of all floors.
    # Streamlit leaves a folder where it is that the path names already.
    sys.path.append(str(Path(__file__).parent))
    bootstrap._fix_sys_path = _keep_path  # noqa: SLF001
    cli.main(prog_name="streamlit")
