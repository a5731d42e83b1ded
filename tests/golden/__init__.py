"""Golden answers: requests in six languages, and what each surface answers them.

``requests.toml`` is the table of requests. Below ``answers`` is a file for each, with the output of
the command at a terminal and as JSON, the text of the files that it writes, and the answers of the
REST interface and of the tools for assistants where these differ from the JSON. Below ``pages`` is
the text of the app's pages. Times, ids and sizes are left out, and scores are rounded.

``make golden`` writes the answers anew; their difference is read as a part of the change.
"""
