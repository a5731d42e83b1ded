"""How is a draft compared with what was said before, and shown beside it?

    answers        reads the draft, compares it and keeps it for the session
    view           the summary, the time line, and texts side by side

differences, answers → view

No draft is written into an index or an address. Nothing is imported here.
"""
