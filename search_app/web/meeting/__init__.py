"""The views of the meeting page: dossier and mandates; its coverage is of `search_app.web.corpus`.

    state        what the page shows, as its address has it
    dossier      what to read before the meeting, item by item of its agenda
    mandates     who is asked to do what, by when, and where it is reported on

state → dossier, mandates

Nothing is found here: the operations do that. Nothing is imported here.
"""
