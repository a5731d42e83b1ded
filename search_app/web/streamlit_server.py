"""How is Streamlit run so that ``app.py`` comes before every page? As a module in its place.

Streamlit takes a folder ``pages`` beside the app for an app of its first kind until ``app.py`` has
run once, and shows whoever opens the address of a page first that page alone: without what stands
around it, and for all who come after. Run: ``python -m search_app.web.streamlit_server run app.py
…``.
"""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False  # as `st.navigation` sets it
    cli.main(prog_name="streamlit")
