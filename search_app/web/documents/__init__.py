"""The documents page: the list of documents, a document's text, and pictures of its pages.

    list       the list by meeting and series; names and addresses of documents
    head       what is above a document; the versions and files to choose
    view       the document itself

text, page_image → state → text_html, sheet, list → head → view

No text is changed: it is laid out as the index has it. Nothing is imported here, because
`page_image` runs as a process of its own, which Streamlit would slow down.
"""
