"""The search app that a person sees in a browser, on Streamlit.

``run`` starts the server. Read ``serving``, ``app``, ``address`` and ``session``; then ``parts``
(documents' text as HTML, by ``templates``), ``frame``, and the packages of pages; ``sign_ins``
last.

The app asks for answers and shows them, and computes none. Text of a document is never markup.
"""

from search_app.web.serving import (
    any_free_port,
    free_port,
    run,
    sample_fingerprint,
    sample_folder,
)

__all__ = ["any_free_port", "free_port", "run", "sample_fingerprint", "sample_folder"]
