"""``wsis-search eval`` keeps its contract, and says in one line what is wrong with a set."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.model.encoder import Encoder
from tests.commands import run
from tests.index.evaluation.test_evaluate import CODES, table


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return table(tmp_path_factory.mktemp("eval") / "rows.tsv")


def test_eval_prints_the_contract_and_keeps_its_vectors(rows: Path, encoder: Encoder) -> None:
    cache = rows.parent / "cache"
    outcome = run("eval", "--parallel", rows, "--json", "--cache", cache)
    assert outcome.code == 0
    assert outcome.err == ""
    assert any(cache.rglob("*.npz"))
    report = outcome.json()
    assert report["model"] == encoder.name
    assert list(report) == ["set", "model", "mode", "queries", "within", "pairs", "across", "pool"]
    assert (report["mode"], report["queries"], report["within"]) == ("hybrid", 16, None)
    assert set(report["pairs"]) == {f"{a}-{b}" for a in CODES for b in CODES if a != b}
    assert set(report["pairs"]["en-fr"]) == {"nDCG@10", "P@1"}
    for measure in ("nDCG@10", "P@1"):
        assert set(report["across"][measure]) == {"mean", "worst", "worst_pair"}
        assert report["across"][measure]["worst_pair"] in report["pairs"]
    assert set(report["pool"]) == {
        "R@5",
        "own_language_share",
        "MAP",
        "R@30",
        "first_in_own_language",
    }
    assert set(report["pool"]["R@5"]) == {"mean", "worst", "worst_language"}
    assert 0 < report["pool"]["own_language_share"] < 1
    shown = run("eval", "--parallel", rows, "--cache", cache, "--limit", "2", "--mode", "dense")
    assert shown.code == 0
    assert "from all languages, R@5" in shown.out


def test_eval_says_in_one_line_what_is_wrong(rows: Path) -> None:
    (rows.parent / "one.tsv").write_text("id\ten\nr1\tBees dance.\n", "utf-8")
    for given, message in (
        (("--parallel", rows.parent / "one.tsv"), "does not name two languages"),
        (("--parallel", rows.parent / "none.tsv"), "cannot be read"),
        (("--beir", rows.parent / "none"), "There is no folder"),
        (("--beir", rows.parent), "corpus.jsonl"),
    ):
        outcome = run("eval", *given, "--json")
        assert (outcome.code, outcome.out) == (2, ""), given
        assert message in outcome.err
        assert outcome.err.startswith("Error: ")
        assert outcome.err.count("\n") == 1
    for wrong in ((), ("--parallel", rows, "--beir", rows.parent)):
        outcome = run("eval", *wrong)
        assert outcome.code == 2
        assert "Name one set" in outcome.err
