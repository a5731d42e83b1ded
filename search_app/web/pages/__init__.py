"""The pages of the app: a script for each, which draws it with the parts of its package.

`search_app.web.frame.pages` names the files to Streamlit; nothing imports them.
"""
