"""The search app: settings of every page, and which pages there are.

``wsis-search serve`` runs it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_PAGES = Path(__file__).with_name("pages")

st.set_page_config(page_title="wsis-search", page_icon="🔎", layout="centered")
st.navigation([st.Page(_PAGES / "search.py", title="Search")], position="hidden").run()
