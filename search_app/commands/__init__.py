"""Which commands does ``wsis-search`` have? Each function is one, and says no more than it calls.

    reading    ingest, parse, refs          what files say
    fetching   fetch, watch
    alerting   alerts
    asking     search, precedents, lookup, show
    drawing    compare, mandates, positions, dossier: drawn up for a meeting
    keeping    status, verify, export, engine   what state the index is in
    measuring  eval, calibrate
    running    serve, mcp, demo
    access     tokens

options, progress -> reading, asking, drawing, keeping, measuring, running

Data goes to stdout, all else to stderr. Nothing is computed here. Nothing is imported here, so
that a command starts with no more than it needs.
"""
