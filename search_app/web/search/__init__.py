"""The parts of the search page: the filters of a question, and its answers.

    filter_bar     what may be found, in which order and language
    answers        what the index says, kept as long as the index stays as it is
    hit_card       one hit, with what can be done with it
    start          what is shown before anything is asked

state → filter_bar, answers → hit_card, start

Nothing is ranked here. Nothing is imported here: `state` is read without Streamlit.
"""
