"""The parts of the search page: the filters of a question, and its answers.

Read ``state``, ``filter_bar``, ``answers``, ``in_short``, ``writer_panel``, ``hit_card``,
``start``. Nothing is ranked here. Nothing is imported here.
"""
