"""Draw mutants of each area by a seed, and write them to a file.

    .venv/mutation/bin/python -m benchmarks.mutation.generate FILE --sample N --seed N AREA…

mutmut makes the mutants: it swaps operators, changes numbers and strings, and drops arguments. Its
own runner leaves functions with decorators out; here they are mutated as well. Runs apart from the
tests, in the environment that has mutmut.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import libcst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation import file_mutation, mutators, pragma_handling

from benchmarks.mutation.areas import AREAS, ROOT

CODEC: Final = re.compile(
    r"""["'](utf-?(8|16|32)(-sig|-le|-be)?|ascii|latin-1)["']""", re.IGNORECASE
)
"""Names of encodings, which Python reads in either case."""


class _Visitor(file_mutation.MutationVisitor):  # type: ignore[misc]
    """Mutate functions with decorators too, but not what only a type checker reads."""

    METADATA_DEPENDENCIES = (
        *file_mutation.MutationVisitor.METADATA_DEPENDENCIES,
        ParentNodeProvider,
    )

    def _skip_node_and_children(self, node: Any) -> bool:
        if isinstance(node, libcst.FunctionDef) and node.decorators:
            return _is_overload(node)
        if isinstance(node, libcst.Call) and libcst.matchers.matches(node.func, _CAST):
            return True
        return bool(super()._skip_node_and_children(node))


_CAST: Final = libcst.matchers.Name("cast")


def _is_overload(function: Any) -> bool:
    return any(
        libcst.matchers.matches(decorator.decorator, libcst.matchers.Name("overload"))
        for decorator in function.decorators
    )


def list_mutants(file: str) -> Iterator[dict[str, Any]]:
    """Yield the mutants of a module: lines, function, and a way to the whole changed source.

    Args:
        file: path below the root of the project.
    """
    code = (ROOT / file).read_text("utf-8")
    wrapper = MetadataWrapper(libcst.parse_module(code))
    nothing = pragma_handling.IgnoredCode(set(), set(), set())
    visitor = _Visitor(mutators.mutation_operators, nothing)
    wrapper.visit(visitor)
    positions = wrapper.resolve(PositionProvider)
    parents = wrapper.resolve(ParentNodeProvider)
    known = set()
    for mutation in visitor.mutations:
        function = mutation.contained_by_top_level_function
        if not isinstance(function, libcst.FunctionDef):
            continue  # runs at import
        node = mutation.original_node
        place = positions.get(node) or positions[parents[node]]
        before = wrapper.module.code_for_node(node)
        after = wrapper.module.code_for_node(mutation.mutated_node)
        key = (place.start.line, place.start.column, before, after)
        if before == after or key in known or (CODEC.fullmatch(before) and "XX" not in after):
            continue
        known.add(key)
        statement = node
        while not isinstance(statement, libcst.BaseSmallStatement | libcst.BaseCompoundStatement):
            statement = parents[statement]
        whole = positions[function]
        is_default = statement is function
        yield {
            "file": file,
            "line": place.start.line,
            # A default is read where its function is called.
            "first": whole.start.line if is_default else positions[statement].start.line,
            "last": whole.end.line if is_default else place.end.line,
            "function": _qualify_name(function, parents),
            "change": (wrapper.module, node, mutation.mutated_node),
        }


def _qualify_name(function: Any, parents: Any) -> str:
    names = [function.name.value]
    node = parents.get(function)
    while node is not None:
        if isinstance(node, libcst.ClassDef):
            names.insert(0, node.name.value)
        node = parents.get(node)
    return ".".join(names)


def write_source(mutant: dict[str, Any]) -> dict[str, Any]:
    """Return a mutant with its whole source and a diff in place of the change."""
    module, node, mutated = mutant.pop("change")
    source = module.deep_replace(node, mutated).code
    diff = difflib.unified_diff(module.code.splitlines(), source.splitlines(), lineterm="", n=0)
    lines = [line for line in diff if not line.startswith(("---", "+++", "@@"))]
    mutant["before"] = "\n".join(line[1:].strip() for line in lines if line.startswith("-"))
    mutant["after"] = "\n".join(line[1:].strip() for line in lines if line.startswith("+"))
    mutant["source"] = source
    return mutant


def main() -> None:
    """Write the drawn mutants, and how many there are in all, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("areas", nargs="+", choices=AREAS)
    parser.add_argument("--sample", type=int, help="mutants of each area; all without it")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    drawn: dict[str, Any] = {}
    for name in given.areas:
        mutants = [mutant for file in AREAS[name].files() for mutant in list_mutants(file)]
        whole = len(mutants)
        if given.sample is not None and given.sample < whole:
            mutants = random.Random(f"{given.seed} {name}").sample(mutants, given.sample)  # noqa: S311
        drawn[name] = {"whole": whole, "mutants": [write_source(mutant) for mutant in mutants]}
    given.file.write_text(json.dumps(drawn), "utf-8")


if __name__ == "__main__":
    main()
