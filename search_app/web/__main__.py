"""Script that runs the app's server: ``python -P -m search_app.web HOST PORT``.

Without ``-P``, Python would run a folder ``search_app`` of the working directory instead.
"""

import gc
import sys

from search_app import COLLECTED_AT

if __name__ == "__main__":
    gc.set_threshold(COLLECTED_AT)  # Streamlit collects all after each run of a page
    from search_app.web import streamlit_server

    streamlit_server.main(sys.argv[1], int(sys.argv[2]))
