"""Run the app's server: ``python -P -m search_app.web HOST PORT``.

Without ``-P``, a folder ``search_app`` where it is started would be run in its place.
"""

import gc
import sys
from typing import Final

_COLLECTED_AT: Final = 50_000
"""Objects that are made before the youngest are looked through for what nobody holds, 700 by
default: what is imported, the index and its model make hundreds of thousands, which stay. Streamlit
has all looked through after each run of a page anyway."""

if __name__ == "__main__":
    gc.set_threshold(_COLLECTED_AT)
    from search_app.web import streamlit_server

    streamlit_server.main(sys.argv[1], int(sys.argv[2]))
