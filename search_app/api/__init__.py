"""REST interface for programs, and the guard, tokens and errors that every server here shares.

Read schema, problems, tokens, faults; then responses, guard, parameters; then application, serving.
Nothing here searches or writes.
"""

from search_app.api.client import AnswerError, Client
from search_app.api.faults import faults_of
from search_app.api.parameters import limit_type
from search_app.api.problems import ProblemError, problem_of, translate_answer
from search_app.api.responses import Answers
from search_app.api.serving import check_open, guard_application, load, rest, run, serve
from search_app.api.tokens import Tokens

__all__ = [
    "AnswerError",
    "Answers",
    "Client",
    "ProblemError",
    "Tokens",
    "check_open",
    "faults_of",
    "guard_application",
    "limit_type",
    "load",
    "problem_of",
    "rest",
    "run",
    "serve",
    "translate_answer",
]
