"""Commands of ``wsis-search``: each function is one, and only calls others.

    files      ingest, parse
    fetching   fetch, watch
    alerting   alerts
    questions  the operations: search, lookup, show, compare, mandates …
    keeping    status, verify, backup, restore, publish, follow, export, engine
    measuring  eval, calibrate
    running    serve, mcp, demo
    access     access, tokens

options, progress -> files, fetching, questions, keeping, measuring, running, access; then alerting

Data goes to stdout, all else to stderr. Nothing is computed here. Nothing is imported here, so
that a command starts with no more than it needs.
"""
