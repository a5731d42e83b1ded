"""The pages of the app: a script for each, which draws it with the parts of its package.

A page reads its state from the address, draws its widgets, and writes the address again.
`search_app.web.frame.pages` names the files to Streamlit; nothing imports them.
"""
