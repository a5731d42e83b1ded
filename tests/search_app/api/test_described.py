"""Schemathesis finds nothing: what the description says is asked in every way, also wrong ones.

A few examples here; many by ``make fuzz-api``.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

from search_app.api import Answers
from search_app.api.application import application

if TYPE_CHECKING:
    import schemathesis

EXAMPLES = int(os.environ.get("EXAMPLES", "2"))

IS_LONG = "EXAMPLES" in os.environ
"""Few examples are the same in every run, many are others in each."""

READ_BY_GRAMMAR = (
    *("search", "answer", "lookup", "equivalents", "precedents", "refs", "compare", "positions"),
    "decisions",
)
"""Operations that refuse texts though no schema can say which: a question of excluded words only, a
text that is no reference, a file that is none."""

TEXT = ("precedents", "refs", "compare", "mandates", "decisions")
"""Operations with a text as body: there everything is text, also ``null``."""


@pytest.mark.thorough
def test_the_description_of_the_interface_is_true(answers: Answers) -> None:
    # Imported here: every process of every run would take seconds for it.
    import schemathesis
    from schemathesis.core.result import Ok
    from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", application(answers))
    asked = 0
    for result in described.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        is_text = operation.path.endswith(READ_BY_GRAMMAR)
        # Nor can a schema say that one of two dates is not before the other.
        has_dates = any(parameter.name == "since" for parameter in operation.iter_parameters())
        has_text = operation.method.lower() == "post" and operation.path.endswith(TEXT)
        excluded: list[Any] = [positive_data_acceptance] if is_text or has_dates else []
        excluded += [negative_data_rejection] if has_text else []
        for mode in schemathesis.GenerationMode:

            @settings(
                max_examples=EXAMPLES,
                derandomize=not IS_LONG,
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def holds(case: schemathesis.Case[Any]) -> None:
                nonlocal asked
                asked += 1
                case.call_and_validate(excluded_checks=excluded, timeout=120)  # noqa: B023 - called at once

            # Of an address whose only part may be any text, nothing is wrong.
            with suppress(*[Unsatisfiable] if mode.is_negative else []):
                holds()
    assert asked >= EXAMPLES * 12
