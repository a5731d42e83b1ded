"""Coverage of rules, by files alone and by those of an index without vectors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import AccessError, QueryError
from index.access import (
    Coverage,
    FileDecision,
    IndexedFile,
    RuleCoverage,
    Rules,
    access_of,
    coverage,
    list_indexed_files,
)
from index.access.rules import parse_rules
from index.store import Store
from tests.index.references.reference_store import put_paragraphs

RULES = parse_rules(
    b'default = "public"\n'
    b'[[documents]]\npath = "*/drafts/*"\nclass = "member-states"\n'
    b'[[documents]]\nsymbol = "CWG-WSIS&SDG-40/3*"\nclass = "members"\n'
    b'[[documents]]\npath = "*/secret/*"\nsymbol = "CWG-WSIS&SDG-40/3"\nclass = "public"\n'
    b'[[documents]]\npath = "*/nowhere/*"\nclass = "members"\n',
    "access.toml",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path, create=True) as made:
        put_paragraphs(made, "/archive/secret/three.txt", "CWG-WSIS&SDG-40/3", "The budget.")
        put_paragraphs(made, "/archive/two.txt", "CWG-WSIS&SDG-40/2", "The report.")
        put_paragraphs(made, "/archive/drafts/note.txt", None, "A draft.")
        yield made


def test_each_rule_names_the_documents_that_it_decides_for(store: Store) -> None:
    files = list_indexed_files(store)
    assert files == [
        IndexedFile(Path("/archive/drafts/note.txt"), None),
        IndexedFile(Path("/archive/secret/three.txt"), "CWG-WSIS&SDG-40/3"),
        IndexedFile(Path("/archive/two.txt"), "CWG-WSIS&SDG-40/2"),
    ]
    covered = coverage(RULES, files)
    assert covered == Coverage(
        (
            RuleCoverage("*/drafts/*", "member-states", ("/archive/drafts/note.txt",), True),
            RuleCoverage("CWG-WSIS&SDG-40/3*", "members", ("CWG-WSIS&SDG-40/3",), True),
            RuleCoverage("CWG-WSIS&SDG-40/3 */secret/*", "public", (), True),
            RuleCoverage("*/nowhere/*", "members", (), False),
        ),
        "public",
        ("CWG-WSIS&SDG-40/2",),
    )
    assert covered.unfitting == ("*/nowhere/*",)


def test_without_rules_no_document_is_covered() -> None:
    assert coverage(None, [IndexedFile(Path("/a.txt"), None)]) == Coverage((), None, ())


@pytest.mark.parametrize("name", ["CWG-WSIS&SDG-40/3", "cwg-wsis&sdg-40/3-E", "three.txt"])
def test_a_documents_class_comes_with_the_deciding_rules(store: Store, name: str) -> None:
    access = access_of(RULES, name, store)
    symbol = None if name == "three.txt" else "CWG-WSIS&SDG-40/3"
    assert (access.document, access.of) == (symbol or name, "members")
    assert access.files == (
        FileDecision(
            "/archive/secret/three.txt", "CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3*", "members"
        ),
    )


def test_the_strictest_class_of_several_files_counts(store: Store) -> None:
    put_paragraphs(store, "/archive/drafts/two.txt", None, "The same, as a draft.")
    access = access_of(RULES, "two.txt", store)
    assert access.of == "member-states"
    assert [(file.pattern, file.of) for file in access.files] == [
        ("*/drafts/*", "member-states"),
        (None, "public"),
    ]


def test_a_file_is_named_by_path_or_end_of_path(store: Store) -> None:
    for name in ("/archive/two.txt", "archive/two.txt"):
        assert access_of(RULES, name, store).document == name
    with pytest.raises(QueryError) as caught:
        access_of(RULES, "wo.txt", store)
    assert caught.value.message == (
        "wo.txt is not in the index. See what is there: wsis-search status"
    )


def test_without_rules_everybody_sees_a_document(store: Store) -> None:
    none: Rules | None = None
    with pytest.raises(AccessError) as caught:
        access_of(none, "two.txt", store)
    assert caught.value.message == (
        "There are no rules of who may see what: everybody sees two.txt. Write them to "
        f"{store.folder / 'access.toml'}."
    )
