"""The documents page: the list of documents, a document's text, and pictures of its pages.

Read ``text``, ``state``, ``text_html``, ``list``, ``head``, ``sheet``, ``reader``.
Nothing is imported here, because ``page_image`` runs without Streamlit.
"""
