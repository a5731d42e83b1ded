"""Script that runs the app's server: ``python -P -m search_app.web HOST PORT``.

Without ``-P``, Python would run a folder ``search_app`` of the working directory instead.
"""

import gc
import sys
from typing import Final

_COLLECTED_AT: Final = 50_000
"""New objects that start garbage collection, 700 by default: imports, index and model make hundreds
of thousands that stay. Streamlit collects all after each run of a page.
"""

if __name__ == "__main__":
    gc.set_threshold(_COLLECTED_AT)
    from search_app.web import streamlit_server

    streamlit_server.main(sys.argv[1], int(sys.argv[2]))
