"""Measure the search for every pair of languages, and write README.md and its maps.

    python -m benchmarks.quality.page DATA [--limit N] [--cache DIR] [--out DIR]

DATA is a folder with ``un-parallel/aligned.tsv``, ``sdg/aligned.tsv``, ``news/aligned.tsv`` and
``questions/``; missing ones are skipped. ``--limit`` takes N rows of each table and N questions of
each language. The default is 400 rows of the UN's sentences and everything else. All figures come
from one build with one setting, through the code that serves searches.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.quality.evaluations import SETS, evaluate_set
from benchmarks.quality.heatmaps import draw
from corpus.errors import WsisSearchError
from index.evaluation import CachingEncoder, Evaluation, EvaluationSet
from index.model import load
from search_app.commands.evaluation import default_cache

COLUMNS: Final = (
    "",
    "within one language, nDCG@10",
    "across languages, nDCG@10, mean / worst pair",
    "across languages, P@1, mean / worst pair",
    "from all, R@5, mean / worst language",
    "own language among the first ten",
)

PAIRS: Final = "nDCG@10, a question of one language over the passages of another"
POOL: Final = "From all languages at once: relevant passages of a language among the first five"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every set that is there, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.page")
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--cache", type=Path, default=default_cache())
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    chosen = parser.parse_args(arguments)
    encoder = CachingEncoder(load(), chosen.cache)
    command = f"python -m benchmarks.quality.page ../shared/data{_option(chosen.limit)}"
    parts = [_head(encoder.name, command)]
    chosen.out.mkdir(parents=True, exist_ok=True)
    try:
        for name, (what, _) in SETS.items():
            results = evaluate_set(encoder, chosen.data / name, name, chosen.limit)
            if results is None:
                print(f"{name} is not there, and left out", file=sys.stderr)
                continue
            parts.append(_section(name, what, results.evaluation_set, results.results, chosen.out))
            print(f"{name} done", file=sys.stderr)
    except WsisSearchError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    (chosen.out / "README.md").write_text("\n\n".join(parts) + "\n", "utf-8")
    return 0


def _option(limit: int | None) -> str:
    return f" --limit {limit}" if limit else ""


def _head(model: str, command: str) -> str:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return f"""# Quality of the search for every pair of languages

Written by `{command}` on {today}, with the model `{model}`. All figures
are of one build with one setting, through the code that serves searches.
`index/evaluation/evaluate.py` explains each figure, and `wsis-search eval` prints those of one set.
The texts are not part of this repository.

The page compares four ways:

- the vectors as the model gives them (*raw*);
- minus the mean of their language in the set, which a model gets without any fitting;
- as the program uses them (*by meaning*, `--mode dense`);
- with the words of the question (`--mode hybrid`, the default).

The treatment of the vectors was fitted on about half of the UN's documents, and on the questions
about a third of the passages. [benchmarks/neutral](../neutral/README.md) measures on the others."""


def _section(
    name: str,
    what: str,
    evaluation_set: EvaluationSet,
    results: Mapping[str, Evaluation],
    out: Path,
) -> str:
    languages = evaluation_set.languages
    pairs = {
        setting: {key: pair.ndcg for key, pair in result.pairs.items()}
        | {f"{code}-{code}": value for code, value in (result.within or {}).items()}
        for setting, result in results.items()
    }
    pools = {setting: result.pool_pairs for setting, result in results.items()}
    draw(out / f"{name}-pairs.png", f"{what}\n{PAIRS}", pairs, languages)
    draw(out / f"{name}-pool.png", f"{what}\n{POOL}", pools, languages)
    some = next(iter(results.values()))
    lines = [
        f"## {what}",
        "",
        f"{len(evaluation_set.passages):,} passages, {some.queries:,} queries.",
        "",
    ]
    lines += _summary(results)
    lines += ["", f"![{PAIRS}]({name}-pairs.png)", "", f"![{POOL}]({name}-pool.png)", ""]
    lines += ["The same in numbers: nDCG@10 of the pair / share from the pool.", ""]
    lines += ["| asked-found | " + " | ".join(results) + " |", "|---" * (1 + len(results)) + "|"]
    for key in sorted(
        {*pairs["raw vectors"], *pools["raw vectors"]},
        key=lambda key: [languages.index(code) for code in key.split("-")],
    ):
        cells = [_cell(pairs[setting], pools[setting], key) for setting in results]
        lines.append(f"| {key} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _summary(results: Mapping[str, Evaluation]) -> list[str]:
    lines = [
        f"| {' | '.join(COLUMNS)} |",
        "|---|---|---|---|---|---|",
    ]
    for setting, result in results.items():
        within = "–" if result.mean_within is None else f"{result.mean_within:.3f}"
        across = [
            f"{spread.mean:.3f} / {spread.worst:.3f} ({spread.worst_of})" if spread else "–"
            for spread in (result.ndcg, result.precision, result.recall)
        ]
        cells = [setting, within, *across, f"{result.own_language_share:.3f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _cell(pairs: Mapping[str, float], pool: Mapping[str, float], key: str) -> str:
    return " / ".join(f"{table[key]:.2f}" if key in table else "–" for table in (pairs, pool))


if __name__ == "__main__":
    sys.exit(main())
