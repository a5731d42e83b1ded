"""Fates of paragraphs in a revision: the sample's, and texts of which little is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.sample import FILES
from index import Index
from index.analyses import fates
from index.analyses.fates import (
    VERSION,
    find_fates,
    find_outcomes,
    find_renumbered,
    in_revisions,
)
from index.model import Encoder
from index.store import Excerpt
from ingest.read import read
from tests.conftest import copy_index
from tests.index.analyses.test_compare import NEW, ORIGINAL, REVISED, Line, draft
from tests.index.earlier_schema import undo_steps

LONG = (
    "Travel grants are open to delegates from the least developed countries only, and are paid on "
    "the first day of each meeting of the group."
)


def test_a_left_out_paragraph_is_marked_in_each_language(
    reports_index: Path,
) -> None:
    with Index.open(reports_index) as index:

        def list_left_out(old: str, new: str, language: str) -> set[str | None]:
            stored = index.store.revisions.fates(old, new, language, VERSION, find_fates)
            shown = index.store.passages.excerpts(
                [fate for fate in stored if stored[fate].change == "removed"]
            )
            return {excerpt.passage.label for excerpt in shown.values()}

        for language in ("en", "ar", "zh"):
            assert list_left_out(ORIGINAL, REVISED, language) == {"2.2"}
        # It is not there in French; and the other way round, 2.2 has not been left out.
        assert not list_left_out(ORIGINAL, REVISED, "fr")
        assert "2.2" not in list_left_out(REVISED, ORIGINAL, "en")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (NEW[:1], {"4"}),
        ([*NEW[:1], ("2", f"Coffee is served at ten. {LONG} Tea is served at four.")], set()),
        ([*NEW[:1], ("2", LONG[:80]), ("3", LONG[80:])], set()),
        ([*NEW[:1], ("4", "Grants for travel are open to the least developed countries.")], set()),
        ([("7", "Nothing of this document is known from the one before.")], set()),
    ],
    ids=["left out", "put into another", "split", "worded anew", "another document"],
)
def test_in_doubt_nothing_is_called_left_out(lines: list[Line], expected: set[str]) -> None:
    old = draft([*NEW[:1], ("4", LONG)])
    outcomes = find_outcomes(old.passages, draft(lines).passages)
    removed = {
        old.passages[place].label for place, (change, _) in outcomes.items() if change == "removed"
    }
    assert removed == expected


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_paragraph_has_its_fate_and_its_new_place(reports_index: Path, language: str) -> None:
    with Index.open(reports_index) as index:
        passages = index.show(ORIGINAL, language).passages
        fates = {
            passage.passage.label: (fate and fate.change, fate and fate.shown)
            for passage, fate in in_revisions(index.store, passages)
            if passage.passage.label in {"2.2", "5.1", "5.2"}
        }
        there = {
            excerpt.passage.label: excerpt for excerpt in index.show(REVISED, language).passages
        }
    assert fates == {
        "2.2": ("removed", None),
        "5.1": ("changed", there["5.1"]),
        "5.2": ("same", there["5.2"]),
    }


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_paragraph_with_another_number_is_cited_with_it(
    reports_index: Path, language: str
) -> None:
    with Index.open(reports_index) as index:
        now = {
            excerpt.passage.label: excerpt.now.passage.label
            for excerpt in index.show(ORIGINAL, language).passages
            if excerpt.now
        }
    assert now == {"3.4": "3.5"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([("4", LONG)], [("5", LONG)], {0}),
        ([("4", LONG)], [("5", LONG.replace("first", "last"))], {0}),
        ([("4", LONG)], [("4", LONG)], set()),
        ([("4", LONG)], [("5", LONG), ("6", LONG)], set()),
        ([("4", LONG)], [("5", LONG.replace("first", n)) for n in ("last", "next")], set()),
        ([("4", "It was so agreed.")], [("5", "It was so agreed.")], set()),
    ],
    ids=["same", "nearly the same", "same number", "twice", "two alike", "too short"],
)
def test_a_new_number_is_given_where_it_is_unambiguous(
    old: list[Line], new: list[Line], expected: set[int]
) -> None:
    before, after = draft(old).passages, draft(new).passages
    partner = {
        position: place
        for position, (_, place) in find_outcomes(before, after).items()
        if place is not None
    }
    assert find_renumbered(before, after, partner) == expected


def test_a_language_that_the_revision_lacks_has_no_fates(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        passages = index.show(ORIGINAL, "fr").passages
        assert not any(became for _, became in in_revisions(index.store, passages))
        assert not any(
            became for _, became in in_revisions(index.store, index.show("39/2").passages)
        )


def test_a_shared_number_alone_does_not_make_paragraphs_changed() -> None:
    old = draft([*NEW[:2], ("3", "Travel grants are open to two delegates of each country.")])
    new = draft([*NEW[:2], ("3", "Meeting rooms are open from eight to six for each group.")])
    assert find_outcomes(old.passages, new.passages) == {0: ("same", 0), 1: ("same", 1)}


@pytest.mark.model
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.thorough
def test_precedents_and_comparison_cite_left_out_paragraphs_as_cards_do(
    reports_index: Path, tmp_path: Path, language: str
) -> None:
    with Index.open(reports_index) as index:
        old = {
            excerpt.passage.label: excerpt for excerpt in index.show(ORIGINAL, language).passages
        }
        file = tmp_path / "draft.txt"
        file.write_text(f"{old['2.2'].passage.text}\n\n{old['5.2'].passage.text}\n", "utf-8")
        left_out = {
            precedent.shown.passage.label: precedent.shown.is_left_out
            for paragraph in index.precedents(read(file))
            for precedent in paragraph.precedents
            if precedent.shown.symbol == ORIGINAL
        }
        beside = index.compare(ORIGINAL, REVISED, language).old.cited
    assert left_out["2.2"]
    assert not left_out.get("5.2")
    assert [excerpt.passage.label for excerpt in beside if excerpt.is_left_out] == ["2.2"]


@pytest.fixture
def index_copy(reports_index: Path, encoder: Encoder, tmp_path: Path) -> Iterator[Index]:
    copy_index(reports_index, tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        index.encoder = encoder
        yield index


def cards(index: Index) -> list[tuple[Excerpt, ...]]:
    """Show both documents in each language, with what the index says of their revision."""
    names = [(name, code) for name in (ORIGINAL, REVISED) for code in ("en", "ar", "zh")]
    return [index.show(*name).passages for name in names]


def codes(index: Index) -> set[str]:
    return {finding.code for finding in index.verify(content=True)} - {"file-gone"}


def change(index: Index, statement: str) -> None:
    with index.store.transaction():
        index.store.run(statement)


@pytest.mark.thorough
def test_an_ingest_does_not_compare_revisions_again(
    index_copy: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(index_copy.store.query("SELECT 1 FROM revision")) == 3
    with monkeypatch.context() as patch:
        patch.setattr(fates, "find_outcomes", None)  # what compares texts
        stored = cards(index_copy)
    assert any(passage.is_left_out for passage in stored[0])
    change(index_copy, "DELETE FROM revision")
    assert codes(index_copy) == {"revisions-missing"}
    assert cards(index_copy) == stored  # from the texts, once for each version
    monkeypatch.setattr(fates, "find_outcomes", None)
    assert cards(index_copy) == stored
    monkeypatch.undo()
    index_copy.ingest([])
    assert codes(index_copy) == set()
    assert cards(index_copy) == stored


def test_other_rules_compare_all_revisions_again(
    index_copy: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(
        index_copy, "DELETE FROM mandates WHERE FALSE"
    )  # a moment, of which nothing is remembered
    monkeypatch.setattr(fates, "VERSION", "another")
    monkeypatch.setattr(fates, "_TOLD_BY", 10_000)
    assert not any(passage.is_left_out for passage in cards(index_copy)[0])
    assert codes(index_copy) == {"revisions-missing"}
    index_copy.ingest([])
    assert codes(index_copy) == set()
    rules = {row["rules"] for row in index_copy.store.query("SELECT rules FROM revision")}
    assert rules == {"another"}


@pytest.mark.thorough
def test_damaged_fates_in_the_store_are_not_used(index_copy: Index) -> None:
    stored = cards(index_copy)
    change(index_copy, "UPDATE revision SET fates = replace(fates, 'removed', 'changed')")
    assert cards(index_copy) == stored
    assert codes(index_copy) == {"revision-checksum"}
    change(
        index_copy,
        "UPDATE revision SET checksum = checksum_of(CAST(version_id AS BLOB), "
        "CAST(newer_id AS BLOB), CAST(rules AS BLOB), CAST(fates AS BLOB))",
    )
    assert codes(index_copy) == {"revisions"}
    index_copy.repair()
    assert codes(index_copy) == set()
    assert cards(index_copy) == stored


@pytest.mark.thorough
def test_a_version_that_changes_or_goes_is_compared_again(index_copy: Index) -> None:
    stored = cards(index_copy)
    file = next(FILES.glob("CWGWSIS40/*C-0003!R1!MSW-E*"))
    others = {
        tuple(row)
        for row in index_copy.store.query("SELECT version_id, newer_id FROM revision ORDER BY 1")
    }
    index_copy.ingest([file], force=True)
    pairs = {
        tuple(row) for row in index_copy.store.query("SELECT version_id, newer_id FROM revision")
    }
    assert len(pairs) == 3
    assert len(pairs & others) == 2
    assert codes(index_copy) == set()
    seen_as = [[(excerpt.passage, excerpt.is_left_out) for excerpt in card] for card in stored]
    assert [
        [(excerpt.passage, excerpt.is_left_out) for excerpt in card] for card in cards(index_copy)
    ] == seen_as
    index_copy.store.files.remove(file)
    assert len(index_copy.store.query("SELECT 1 FROM revision")) == 2
    assert not any(excerpt.is_left_out for excerpt in index_copy.show(ORIGINAL, "en").passages)


def test_an_index_of_a_schema_before_revisions_answers_as_before(
    index_copy: Index, encoder: Encoder
) -> None:
    stored = cards(index_copy)
    undo_steps(index_copy.store, back_to="fates in revisions")
    with Index.open(index_copy.store.folder) as earlier:
        earlier.encoder = encoder
        assert cards(earlier) == stored
        assert codes(earlier) == {"revisions-missing"}
