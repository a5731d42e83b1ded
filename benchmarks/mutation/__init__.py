"""Mutation testing: whether the tests notice that a line of the code has been changed.

Read `areas` first (the code that is changed and the tests that should notice), then `generate`,
`trial` and `report`. Nothing here changes a file of the project: the changed code and the tests
run in copies below ``build/mutation``.
"""
