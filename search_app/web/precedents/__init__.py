"""Shows a draft: beside earlier texts of its paragraphs, or compared with another text.

    answers        reads the draft, compares it and keeps it for the session
    state, link    the page in its address, and a draft as an address has it
    earlier        the first view: the form for a draft, and its earlier texts
    comparison     the second view: two texts side by side
    view           how many earlier texts there are, and when they were written

link → state → answers → view, earlier, comparison

No draft is written into an index, nor into an address but that which its reader asks for.
Nothing is imported here.
"""
