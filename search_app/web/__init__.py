"""The search app that a person sees in a browser, on Streamlit.

Read ``serving``, ``app``, ``address`` and ``session``; then ``parts``, ``frame``, and the packages
of pages; ``sign_ins`` last. Nothing is computed here. Text of a document is never markup.
"""

from search_app.web.serving import any_free_port, free_port, run, sample_fingerprint, sample_folder

__all__ = ["any_free_port", "free_port", "run", "sample_fingerprint", "sample_folder"]
