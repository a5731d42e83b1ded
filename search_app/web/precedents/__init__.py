"""Compares a draft with earlier texts, and shows them side by side.

    answers        reads the draft, compares it and keeps it for the session
    link           a draft as an address has it
    view           the summary, the time line, and texts side by side

link → answers → view

No draft is written into an index, nor into an address but that which its reader asks for.
Nothing is imported here.
"""
