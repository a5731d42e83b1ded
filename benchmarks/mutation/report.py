"""Table of the mutants of each area, and the list of those that survive.

``accepted.toml`` names survivors that no test should kill, with the reason. They are counted apart.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
ACCEPTED: Final = FOLDER / "accepted.toml"

HEAD: Final = (
    "area",
    "mutants in all",
    "drawn",
    "killed",
    "timed out",
    "not reached",
    "survived",
    "with a reason",
    "killed of all",
    "killed of the rest",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Mutants that may survive.

    Attributes:
        file: of the module; any module where it is empty.
        function: qualified name; any function where it is empty.
        before: regular expression that the whole line fits before the change.
        after: likewise after the change.
        reason: a sentence.
    """

    file: str
    function: str
    before: str
    after: str
    reason: str

    def fits(self, result: Mapping[str, Any]) -> bool:
        """Whether the reason is for a mutant."""
        return (
            self.file in {"", result["file"]}
            and self.function in {"", result["function"]}
            and bool(re.fullmatch(self.before, result["before"], re.DOTALL))
            and bool(re.fullmatch(self.after, result["after"], re.DOTALL))
        )


def read_reasons(path: Path = ACCEPTED) -> list[Reason]:
    """Return the reasons in a file.

    An entry with ``lines`` names the very lines: each is a pair of the line before and after.
    """
    reasons = []
    for entry in tomllib.loads(path.read_text("utf-8")).get("accepted", ()):
        place = (entry.get("file", ""), entry.get("function", ""))
        pairs = [(re.escape(before), re.escape(after)) for before, after in entry.get("lines", ())]
        if "before" in entry or "after" in entry:
            pairs.append((entry.get("before", ".*"), entry.get("after", ".*")))
        reasons += [Reason(*place, before, after, entry["reason"]) for before, after in pairs]
    return reasons


def classify(results: Iterable[Mapping[str, Any]], reasons: Sequence[Reason]) -> list[str]:
    """Return the outcome of each mutant, with "accepted" for survivors that have a reason."""
    return [
        "accepted"
        if result["outcome"] in {"survived", "unreached"}
        and any(reason.fits(result) for reason in reasons)
        else result["outcome"]
        for result in results
    ]


def format_row(area: str, whole: int, outcomes: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of an area, as `HEAD` names them."""
    counts = Counter(outcomes)
    killed = counts["killed"] + counts["timed out"]
    rest = len(outcomes) - counts["accepted"]
    return (
        area,
        f"{whole:,}",
        f"{len(outcomes):,}",
        *(
            f"{counts[name]:,}"
            for name in ("killed", "timed out", "unreached", "survived", "accepted")
        ),
        _share(killed, len(outcomes)),
        _share(killed, rest),
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}".replace("%", " %") if whole else "–"


def format_table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [HEAD, ["---", *["---:"] * (len(HEAD) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def format_survivors(results: Iterable[Mapping[str, Any]], outcomes: Iterable[str]) -> str:
    """Return the mutants that no test killed and that have no reason, with their changes."""
    return "\n".join(
        f"{result['file']}:{result['line']} {result['function']} ({outcome}, "
        f"{result['tests']} tests)\n{_prefix_lines('-', result['before'])}\n"
        f"{_prefix_lines('+', result['after'])}\n"
        for result, outcome in zip(results, outcomes, strict=True)
        if outcome in {"survived", "unreached"}
    )


def _prefix_lines(sign: str, lines: str) -> str:
    return "\n".join(f"  {sign} {line}" for line in lines.split("\n"))
