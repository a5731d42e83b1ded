"""Operations whose answers are sentences, each with the passages that support it.

Nothing is imported here.
"""
