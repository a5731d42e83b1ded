"""REST interface for programs, with what every interface over the network needs.

    Client(address)         ask a server, with typed answers
    serve(folder, …)        start one
    rest(answers, …)        the ASGI application that it serves; beside(…) for the app's server
    Answers                 the JSON of an index's answers, without the server's paths
    guard_application(application, …), run, load, check_open      the same for another protocol
    Tokens                  who may ask
    problem_of              an error in the reader's language
    translate_answer        the sentences of an answer in the reader's language
    faults_of               the faults that pydantic finds in a request

workers;  schema → problems, tokens → faults
  v
answering, guard, parameters
  v
bodies → application → serving;  client

No search logic, and nothing that writes. FastAPI and uvicorn are imported when a server starts.
"""

from search_app.api.client import AnswerError, Client
from search_app.api.faults import faults_of
from search_app.api.parameters import limit_type
from search_app.api.problems import ProblemError, problem_of, translate_answer
from search_app.api.responses import Answers
from search_app.api.serving import check_open, guard_application, load, mount_rest, rest, run, serve
from search_app.api.tokens import Token, Tokens

__all__ = [
    "AnswerError",
    "Answers",
    "Client",
    "ProblemError",
    "Token",
    "Tokens",
    "check_open",
    "faults_of",
    "guard_application",
    "limit_type",
    "load",
    "mount_rest",
    "problem_of",
    "rest",
    "run",
    "serve",
    "translate_answer",
]
