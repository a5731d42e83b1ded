"""The parts of the corpus page: what the index has and lacks, and the form that adds documents.

    coverage       tables of the documents by language
    adding         the form for files, and the outcome for each

`search_app.web.uploads` hands files to the index; none is read here. Nothing is imported here.
"""
