"""What is in the index, what is missing, and how do documents come in?

    coverage       which documents there are in which languages, as tables
    adding         the form for files, and what became of them

No file is read here: `search_app.web.uploads` hands it to the index. Nothing is imported here.
"""
