"""The contents of the index: what it has and lacks, and the form that adds documents.

`search_app.web.uploads` hands files to the index; none is read here. Nothing is imported here.
"""
