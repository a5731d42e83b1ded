"""Checks the wording of names, docstrings and sentences by the rules of CONTRIBUTING.

    python -m tools.wording [FOLDER …]    # lists breaches of a rule; exits with 1 if any
    python -m tools.wording --counts      # counts breaches, words and long sentences

Words and exceptions are in ``tools/wording.toml``. Definitions are functions, methods, classes and
modules of the product. Tests, benchmarks and tools are checked for the first words of docstrings.
Classes that are defined twice are found by ``tests/test_house.py``.
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

_HIDING: Final = re.compile(rf"\W*(?:{'|'.join(_WORDS['docstrings']['first_words'])})\b")

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
    """Print the breaches of rules, or counts."""
    parser = argparse.ArgumentParser(prog="python -m tools.wording")
    parser.add_argument("folders", nargs="*", help="folders whose findings are listed")
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
    """Find the breaches of rules in every module, exceptions left out."""
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
    """Find docstrings, of attributes too, that begin with words that hide their content."""
    for line, text in _docstrings(tree):
        if _HIDING.match(text):
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
    sources = {path: path.read_text("utf-8") for path in _modules(*PRODUCT)}
    for word, pattern in _WORDS["counted"].items():
        print(f"{sum(len(re.findall(pattern, source)) for source in sources.values()):7,}  {word}")
    docstrings = {
        path: [text for _, text in _docstrings(ast.parse(source))]
        for path, source in sources.items()
    }
    texts = [text for texts in docstrings.values() for text in texts]
    print(f"{sum(text.count(chr(10)) + 1 for text in texts):7,}  lines of docstrings")
    pages = [path for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md"]
    pages += [*(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")]
    prose = [_CODE.sub("", page.read_text("utf-8")) for page in pages]
    for name, group in (("docstrings", texts), ("pages", prose)):
        long, total = _count_sentences(group)
        print(f"{long / total:7.1%}  sentences of {name} over 25 words ({long:,} of {total:,})")
    for module, group in docstrings.items():
        if count := _count_sentences(group)[0]:
            print(f"{count:7,}  such docstring sentences in {module.relative_to(ROOT)}")


def _count_sentences(texts: Sequence[str]) -> tuple[int, int]:
    """Return the number of too long sentences, and of all sentences."""
    lengths = [len(words) for text in texts for words in _sentences(text)]
    return sum(length > _WORDS["sentences"]["longest"] for length in lengths), len(lengths)


def _sentences(text: str) -> Iterator[list[str]]:
    """Yield the words of each sentence of running text."""
    for paragraph in re.split(r"\n\s*\n|\n\s*(?=[-*|#] )|\n\s*(?=\w+: )", text):
        for sentence in _SENTENCE.split(" ".join(paragraph.split())):
            if words := re.findall(r"[\w`'’.-]+", sentence):
                yield words


if __name__ == "__main__":
    main()
