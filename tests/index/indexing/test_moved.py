"""A file that was moved is followed; what is gone is told, and handed out from where it stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import NoSuchPathError
from corpus.sample import FILES
from index.indexing import put_sample_vectors
from index.indexing.build import build
from index.lookup import catalogue, originals, status
from index.model import Encoder
from index.store import Store

pytestmark = pytest.mark.once

NAMED = "S23-CWGWSIS39-C-0004!A1!{}"


@pytest.fixture(params="AC")
def names(request: pytest.FixtureRequest) -> list[str]:
    return [NAMED.format(f"MSW-{request.param}.docx"), NAMED.format(f"PDF-{request.param}.pdf")]


@pytest.fixture
def first(tmp_path: Path, names: list[str]) -> Path:
    """A folder of a Word file and its PDF, in one language."""
    return _put(tmp_path / "first", names)


@pytest.fixture
def store(tmp_path: Path, first: Path, encoder: Encoder) -> Iterator[Store]:
    with Store(tmp_path / "index", create=True) as opened:
        put_sample_vectors(opened, encoder.name)
        assert not build(opened, encoder, [first]).failed
        yield opened


def _put(folder: Path, names: list[str]) -> Path:
    folder.mkdir()
    for name in names:
        shutil.copy(FILES / "CWGWSIS39" / name, folder)
    return folder


def _paths(store: Store) -> set[Path]:
    return {record.path for record in store.files.all()}


def test_a_moved_folder_keeps_its_ids(
    store: Store, encoder: Encoder, first: Path, tmp_path: Path
) -> None:
    ids = store.query("SELECT id FROM passage ORDER BY id")
    generation = store.generation
    second = first.rename(tmp_path / "second")
    assert status(store).gone == 2
    report = build(store, encoder, [second])
    assert (report.unchanged, report.ingested, report.removed) == (2, 0, 0)
    assert _paths(store) == set(second.iterdir())
    assert status(store).gone == 0
    assert store.query("SELECT id FROM passage ORDER BY id") == ids
    assert store.generation > generation
    assert build(store, encoder, [second]).unchanged == 2


@pytest.mark.thorough
def test_a_copy_is_a_second_place(
    store: Store, encoder: Encoder, first: Path, names: list[str], tmp_path: Path
) -> None:
    second = _put(tmp_path / "second", names)
    assert build(store, encoder, [second]).ingested == 2
    assert _paths(store) == {*first.iterdir(), *second.iterdir()}
    shutil.rmtree(first)
    report = build(store, encoder, [second])
    assert (report.unchanged, report.ingested, report.removed) == (2, 0, 2)
    assert _paths(store) == set(second.iterdir())
    assert all(file.same_as for file in _files(store) if file.format == "pdf")


@pytest.mark.thorough
def test_a_new_name_is_read(
    store: Store, encoder: Encoder, first: Path, tmp_path: Path, names: list[str]
) -> None:
    (first / names[0]).rename(tmp_path / "renamed.docx")
    report = build(store, encoder, [tmp_path / "renamed.docx"])
    assert (report.ingested, report.removed) == (1, 1)
    assert _paths(store) == {first / names[1], tmp_path / "renamed.docx"}


def test_a_deleted_file_is_served_from_its_copy(
    store: Store, encoder: Encoder, first: Path, names: list[str], tmp_path: Path
) -> None:
    second = _put(tmp_path / "second", names)
    build(store, encoder, [second])
    assert len(_files(store)) == 2
    shutil.rmtree(first)
    files = _files(store)
    assert {file.path for file in files} == set(second.iterdir())
    assert all(map(originals.is_there, files))
    for file in files:
        named = catalogue.file_of_content(store, file.sha256)
        assert named is not None
        assert originals.read(named) == file.path.read_bytes()
    document = store.documents.all()[0]["id"]
    passage = catalogue.version_passages(store, document, files[0].language)[-1]
    place = catalogue.place_on_page(store, passage)
    assert place is not None
    assert place.source.path == second / names[1]


@pytest.mark.thorough
def test_a_missing_file_is_named_without_its_folders(store: Store, first: Path) -> None:
    shutil.rmtree(first)
    file = _files(store)[0]
    with pytest.raises(NoSuchPathError) as error:
        originals.read(file)
    assert file.name in error.value.message
    assert str(first) not in error.value.message
    assert status(store).gone == 2


def _files(store: Store) -> tuple[catalogue.SourceFile, ...]:
    (document,) = store.documents.all()
    return catalogue.files(store, document["id"])
