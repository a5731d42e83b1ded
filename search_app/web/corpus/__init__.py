"""The contents of the index: what it has and lacks, and the form that adds documents.

    contents       all of it, as a view of the documents page
    coverage       tables of the documents by language
    adding         the form for files, and the outcome for each

`search_app.web.uploads` hands files to the index; none is read here. Nothing is imported here.
"""
