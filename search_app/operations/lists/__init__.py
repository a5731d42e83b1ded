"""Operation that answers each question of a list.

Read ``question_list``, ``questions``. Nothing is imported here: the registry imports an operation
when it is needed.
"""
