"""How does a program ask over the network? By REST; with what every such way in needs.

    Client(address)         ask a server, with typed answers
    serve(folder, …)        start one
    rest(answers, …)        what it serves, as an ASGI application; beside(…) for the app's server
    Answers                 the JSON of an index's answers, without the server's paths
    guarded(application, …), run, load, check_open      the same for another protocol
    Tokens                  who may ask
    problem_of, said_in     an error, and what an answer says, in the reader's language
    faults_of               what pydantic finds in a request

workers;  schema → problems, tokens → faults
  v
answering, guard, parameters
  v
bodies → application → serving;  client

No search logic, and nothing that writes. FastAPI and uvicorn are imported when a server starts.
"""

from search_app.api.answering import Answers
from search_app.api.client import AnswerError, Client
from search_app.api.faults import faults_of
from search_app.api.parameters import checked_type
from search_app.api.problems import ProblemError, problem_of, said_in
from search_app.api.serving import beside, check_open, guarded, load, rest, run, serve
from search_app.api.tokens import Token, Tokens

__all__ = [
    "AnswerError",
    "Answers",
    "Client",
    "ProblemError",
    "Token",
    "Tokens",
    "beside",
    "check_open",
    "checked_type",
    "faults_of",
    "guarded",
    "load",
    "problem_of",
    "rest",
    "run",
    "said_in",
    "serve",
]
