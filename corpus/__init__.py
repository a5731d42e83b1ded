"""What is a document of this group? Values and tables only: no parsing of files, no database.

    documents, errors, languages   what is passed along, what goes wrong, the six languages
    text                           text repaired, folded, cut, told apart by language
    tables, countries, symbols     tables of words; the countries and the document that are named
    meetings                       when and where a group met
    mandates                       who is asked in a text to do what, by when
    submitters                     who submitted a document
    references                     the documents that a text refers to
    sample                         a small corpus, all invented

Rooms: documents, errors, languages -> text, sample, tables -> countries, meetings, symbols ->
mandates, references -> submitters.
"""
