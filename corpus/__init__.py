"""Values and tables on documents of this group: no parsing of files, no database.

    documents, errors, languages   what is passed along, what goes wrong, the languages
    text                           text repaired, folded, cut, its language recognised
    tables, countries, symbols     tables of words; the countries and the document that are named
    spreadsheets                   tables as CSV files, in which no text becomes a formula
    meetings                       when and where a group met
    mandates                       who is asked in a text to do what, by when
    submitters                     who submitted a document
    references                     the documents that a text refers to
    sample                         a small corpus, all invented

Rooms: documents, errors, languages -> text, sample, tables -> countries, meetings,
spreadsheets, symbols -> mandates, references -> submitters.
"""

import os

# The tables of a question are small: threads that share them wait for each other longer than they
# compute, wherever another program or another reader wants a core. Set before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
