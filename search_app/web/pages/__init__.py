"""The pages of the app: a script for each, which draws it from what its package offers.

A page takes its state from the address, draws its widgets, and writes the address again. Nothing
imports a page: `search_app.web.frame.pages` names their files to Streamlit.
"""
