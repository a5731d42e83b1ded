"""Checks how names, docstrings and sentences are worded, by the rules of CONTRIBUTING.

    python -m tools.wording [FOLDER …]  # lists what breaks a rule; exits with 1 if anything does
    python -m tools.wording --counts      # counts alone, and how often the words of the table occur

Words and exceptions are in ``tools/wording.toml``. Definitions are functions, methods, classes and
modules of the product. Tests, benchmarks and tools are checked for the first words of docstrings.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]

PRODUCT: Final = ("corpus", "ingest", "index", "search_app")

OTHERS: Final = ("benchmarks", "tools", "tests")

_WORDS: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

_SENTENCE: Final = re.compile(r"(?:(?<=[.!?])|(?<=[.!?]\*\*))\s+(?=[A-Z`«([*])")

_CODE: Final = re.compile(
    r"```.*?```|<!-- \w+ -->.*?<!-- end -->|^(?: {4}|\t|\|)[^\n]*$", re.MULTILINE | re.DOTALL
)

_DEFINED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that breaks a rule.

    Attributes:
        rule: its name in ``tools/wording.toml``.
        place: file and line.
        text: the name or the words.
    """

    rule: str
    place: str
    text: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what breaks a rule, or counts."""
    parser = argparse.ArgumentParser(prog="python -m tools.wording")
    parser.add_argument("folders", nargs="*", help="of which to list what breaks a rule")
    parser.add_argument("--counts", action="store_true")
    options = parser.parse_args(arguments)
    findings = [
        finding
        for finding in find_all()
        if not options.folders or finding.place.startswith(tuple(options.folders))
    ]
    if options.counts:
        _print_counts(findings)
        return
    for finding in findings:
        print(f"{finding.place}: {finding.rule}: {finding.text}")
    sys.exit(bool(findings))


def find_all() -> Iterator[Finding]:
    """Find what breaks a rule and is no exception, in every module."""
    for finding in _find_in_modules():
        if f"{finding.place.partition(':')[0]}: {finding.text}" not in _WORDS["exceptions"]:
            yield finding


def _find_in_modules() -> Iterator[Finding]:
    for module in _modules(*PRODUCT):
        tree = ast.parse(module.read_text("utf-8"))
        place = str(module.relative_to(ROOT))
        yield from _names(tree, place)
        yield from _locals(tree, place)
        yield from _first_words(tree, place)
    for module in _modules(*OTHERS):
        tree = ast.parse(module.read_text("utf-8"))
        yield from _first_words(tree, str(module.relative_to(ROOT)))


def _modules(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def _names(tree: ast.Module, place: str) -> Iterator[Finding]:
    """Find definitions that are named by a participle, and so say neither deed nor thing."""
    module = Path(place).stem
    if _is_participle(module):
        yield Finding("name", place, module)
    for node in ast.walk(tree):
        if isinstance(node, _DEFINED) and _is_participle(node.name):
            yield Finding("name", f"{place}:{node.lineno}", node.name)


def _is_participle(name: str) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
    if not words or name.startswith("__"):
        return False
    # "TextRead" names a thing by what was done to it, "read_text" a deed; `is_read` is a statement.
    word = words[-1] if name.lstrip("_")[0].isupper() else words[0]
    return word in _WORDS["names"]["participles"] or (
        word.endswith("ed") and word not in _WORDS["names"]["not_participles"]
    )


def _locals(tree: ast.Module, place: str) -> Iterator[Finding]:
    """Find locals and parameters whose names say nothing of what they hold."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                if name in _WORDS["locals"]["empty"]:
                    yield Finding("local", f"{place}:{node.lineno}", name)


def _first_words(tree: ast.Module, place: str) -> Iterator[Finding]:
    """Find docstrings, of attributes too, that begin with a word that hides their content."""
    for line, text in _docstrings(tree):
        first = re.match(r"\W*(\w+)", text)
        if first and first[1] in _WORDS["docstrings"]["first_words"]:
            yield Finding("docstring", f"{place}:{line}", text.strip().split("\n")[0])


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each string that is a statement."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield node.lineno, text


def _print_counts(findings: Sequence[Finding]) -> None:
    counts = Counter(finding.rule for finding in findings)
    for rule in ("name", "local", "docstring"):
        print(f"{counts[rule]:7,}  {rule}")
    sources = [path.read_text("utf-8") for path in _modules(*PRODUCT)]
    for word, pattern in _WORDS["counted"].items():
        print(f"{sum(len(re.findall(pattern, source)) for source in sources):7,}  {word}")
    texts = [(node, text) for source in sources for node, text in _docstrings(ast.parse(source))]
    print(f"{sum(text.count(chr(10)) + 1 for _, text in texts):7,}  lines of docstrings")
    pages = [path for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md"]
    pages += [*(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")]
    prose = [_CODE.sub("", page.read_text("utf-8")) for page in pages]
    for name, some in (("docstrings", [text for _, text in texts]), ("pages", prose)):
        sentences = [words for text in some for words in _sentences(text)]
        long = sum(len(words) > _WORDS["sentences"]["longest"] for words in sentences)
        share = long / len(sentences)
        print(f"{share:7.1%}  sentences of {name} over 25 words ({long:,} of {len(sentences):,})")


def _sentences(text: str) -> Iterator[list[str]]:
    """Yield the words of each sentence of running text."""
    for paragraph in re.split(r"\n\s*\n|\n\s*(?=[-*|#] )|\n\s*(?=\w+: )", text):
        for sentence in _SENTENCE.split(" ".join(paragraph.split())):
            if words := re.findall(r"[\w`'’.-]+", sentence):
                yield words


if __name__ == "__main__":
    main()
