"""The copies for classes of readers change, and are verified, by their own content alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Document
from index import Index
from index.model import Encoder
from search_app.api import Answers
from tests.commands import run
from tests.conftest import copy_index
from tests.index.access.archive import RULES, archive, make, put, write_rules

HIDDEN_SYMBOLS = ("CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/2(Rev.1)")


def _is_secret(document: Document) -> bool:
    symbol = document.metadata.symbol or ""
    return symbol.startswith(HIDDEN_SYMBOLS) or not symbol


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Iterator[Index]:
    """An index with rules, without what they hide; to be changed."""
    open_to_all = [document for document in archive() if not _is_secret(document)]
    with make(tmp_path / "index", encoder, open_to_all) as opened_index:
        write_rules(opened_index.store.folder, RULES)
        yield opened_index


def test_what_is_hidden_changes_nothing_that_a_class_can_tell(index: Index) -> None:
    answers = Answers(index.store.folder, open_index=lambda: index)

    def visible_state() -> tuple[object, ...]:
        view = index.view_for("public")
        state = answers.state()
        return state, view.store.stamp, view.store.generation, repr(view.status())

    before = visible_state()
    generation = index.store.generation
    secret = [document for document in archive() if _is_secret(document)]
    put(index, secret)
    assert visible_state() == before
    index.prepare()
    for document in secret:
        index.store.files.remove(document.file)
    assert visible_state() == before
    # Nor does a repair, which forgets the history of the whole and lays tables anew.
    index.repair()
    assert visible_state() == before
    assert index.store.generation > generation
    visible_document = next(document for document in archive() if not _is_secret(document))
    index.store.files.remove(visible_document.file)
    assert visible_state() != before


def test_words_that_become_secret_leave_the_files_of_a_class(index: Index) -> None:
    put(index, [document for document in archive() if _is_secret(document)])
    view = index.view_for("members")
    view.prepare()
    assert view.search("quagga budget").hits
    folder = view.store.folder
    names_before = {path.name for path in (folder / "vectors").iterdir()}

    def content() -> bytes:
        return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert b"Swiss francs" in content()
    write_rules(index.store.folder, RULES.replace('class = "members"', 'class = "member-states"'))
    assert not index.view_for("members").search("quagga", mode="lexical").hits
    assert b"Swiss" not in content()
    assert b"quagga" not in content().lower()
    names_after = {path.name for path in folder.rglob("vectors/*")}
    assert not names_after & names_before - {"segments.json"}


def test_vectors_are_those_of_an_index_without_the_rest(encoder: Encoder) -> None:
    """The model computes texts in groups, which moves the last bits of a vector and no more."""
    documents = archive()
    texts = [passage.text for document in documents for passage in document.passages]
    visible = [document for document in documents if not _is_secret(document)]
    visible_texts = [passage.text for document in visible for passage in document.passages]
    whole = dict(zip(texts, encoder.passages(texts), strict=True))
    alone = dict(zip(visible_texts, encoder.passages(visible_texts), strict=True))
    apart = max(float(np.abs(whole[text] - vector).max()) for text, vector in alone.items())
    assert apart < 2e-6  # as docs/operators.md says


def _change_text(database: Path) -> None:
    content = database.read_bytes()
    assert b"mountain yak" in content
    database.write_bytes(content.replace(b"mountain yak", b"mountain cow"))


def _run(statement: str) -> Callable[[Path], None]:
    def change(database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.create_function("checksum_of", -1, lambda *_: 0)
            connection.execute(statement)
            connection.commit()

    return change


@pytest.mark.parametrize(
    "damage",
    [
        _change_text,
        _run("DELETE FROM mention"),
        _run("UPDATE slots SET first = first + 1, stop = stop + 1"),
        _run("DELETE FROM fields"),
        _run("UPDATE passage SET leads = 1 WHERE id = (SELECT min(id) FROM passage)"),
        _run("UPDATE setting SET value = 'other' WHERE name = 'model'"),
        lambda path: path.write_bytes(b"not a database at all" * 1000),
        lambda path: path.write_bytes(path.read_bytes()[:20_000]),
    ],
    ids=["text", "mentions", "slots", "fields", "leads", "model", "foreign", "cut"],
)
@pytest.mark.once
def test_damage_in_a_class_copy_is_repaired(
    classed_index: Path, tmp_path: Path, encoder: Encoder, damage: Callable[[Path], None]
) -> None:
    folder = tmp_path / "index"
    copy_index(classed_index, folder, "seen")
    with Index.open(folder) as index:
        index.encoder = encoder
        view = index.view_for("public")
        before = repr(view.search("mountain yak", mode="lexical").hits), repr(view.show("40/2"))
        assert not [finding for finding in index.verify(content=True) if finding.kind == "damage"]
    damage(folder / "seen" / "public" / "index.sqlite3")
    findings = run("verify", "--json", index=folder).json()["findings"]
    codes = [finding["code"] for finding in findings if finding["kind"] == "damage"]
    assert codes == ["seen"]
    with Index.open(folder) as server:  # that runs meanwhile
        server.encoder = encoder
        repair = run("verify", "--repair", "--json", index=folder).json()
        assert "seen" in {finding["code"] for finding in repair["repaired"]}
        assert repair["whole"]
        view = server.view_for("public")
        after = repr(view.search("mountain yak", mode="lexical").hits), repr(view.show("40/2"))
        assert [text.split("milliseconds")[0] for text in after] == list(before)
