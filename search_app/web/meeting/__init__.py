"""The views of the meeting page: dossier and mandates; its coverage is of `search_app.web.corpus`.

The operations find everything that is shown. Nothing is imported here.
"""
