"""Does verify see what is wrong with an index, and say what to do about it?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.build.build import build
from index.build.verify import verify
from index.model.encoder import Encoder
from index.store import Store


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "one.txt").write_text("Resolution 140 of the Plenipotentiary Conference.", "utf-8")
    (folder / "two.txt").write_text("Resolución 140 de la Conferencia.", "utf-8")
    with Store(folder / "index", create=True) as store:
        build(store, encoder, [folder / "one.txt", folder / "two.txt"])
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built / "index", tmp_path / "index")
    return tmp_path / "index"


def codes(folder: Path) -> list[str]:
    with Store(folder) as store:
        return [one.code for one in verify(store)]


def test_a_whole_index_has_no_findings(folder: Path) -> None:
    assert codes(folder) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE passage SET text = 'x' || text", "mentions"),
        ("UPDATE passage SET ordinal = ordinal + 1", "passages"),
        ("UPDATE vector SET value = x'00'", "vector-length"),
        ("DELETE FROM vector", "vectors-missing"),
        ("INSERT INTO sentence VALUES (1, 0, 9, x'00')", "sentence-vectors-missing"),
        ("UPDATE passage SET cut = 0", "sentence-vectors-missing"),
        ("UPDATE file SET sha256 = 'other'", "file-changed"),
        ("UPDATE file SET path = CAST('/nowhere/one.txt' AS BLOB) WHERE id = 1", "file-gone"),
    ],
)
def test_each_fault_is_named(folder: Path, statement: str, code: str) -> None:
    with Store(folder) as store, store.transaction():
        store._run(statement)
    assert code in codes(folder)
    with Store(folder) as store:
        (message, *_) = [one.message for one in verify(store) if one.code == code]
    assert "ngest" in message
