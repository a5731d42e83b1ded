"""Several people change one folder at once, and each addition and removal stays on record."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import Popen

import pytest

from corpus.errors import IndexStoreError
from index import Index
from index.store import FOLDERS, DelegationFolder
from tests.conftest import copy_index

WRITER = """
import sys
from pathlib import Path
from index.store import DelegationFolder

folder = DelegationFolder(Path(sys.argv[1]), "Japan")
for number in range(20):
    folder.add(f"{sys.argv[2]}-{number}", f"text {number}", sys.argv[2])
    folder.add(f"both-{number}", "text", sys.argv[2])
"""


def test_what_two_servers_add_at_once_is_there_once(tmp_path: Path) -> None:
    path = tmp_path / FOLDERS
    writers = [
        Popen([sys.executable, "-c", WRITER, str(path), who], cwd=Path(__file__).parents[3])
        for who in ("amina", "boris")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    passages = [event.passage for event in DelegationFolder(path, "Japan").list_passages()]
    assert len(passages) == len({*passages}) == 60


def test_a_removal_stays_on_record_with_who_and_when(tmp_path: Path) -> None:
    folder = DelegationFolder(tmp_path / FOLDERS, "Japan")
    assert folder.list_passages() == folder.list_events(9) == []
    assert not folder.remove("a", "boris")
    assert folder.add("a", "the text", "amina")
    assert not folder.add("a", "the text", "boris")
    assert folder.remove("a", "boris")
    assert not folder.remove("a", "amina")
    assert folder.list_passages() == []
    assert folder.add("a", "the text", "chen")
    events = [(event.act, event.who, event.content) for event in folder.list_events(9)]
    assert events == [
        ("added", "chen", "the text"),
        ("removed", "boris", "the text"),
        ("added", "amina", "the text"),
    ]
    assert [event.who for event in folder.list_passages()] == ["chen"]
    assert folder.list_events(1)[0].time[:2] == "20"
    assert DelegationFolder(tmp_path / FOLDERS, "Peru").list_events(9) == []


def test_one_of_several_people_who_remove_at_once_is_noted(tmp_path: Path) -> None:
    folder = DelegationFolder(tmp_path / FOLDERS, "Japan")
    folder.add("a", "text", "amina")
    with ThreadPoolExecutor(4) as pool:
        removed = [*pool.map(lambda who: folder.remove("a", who), "abcd")]
    assert removed.count(True) == 1
    assert len(folder.list_events(9)) == 2


def test_a_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / FOLDERS
    path.write_bytes(b"no database" * 100)
    with pytest.raises(IndexStoreError, match=r"folders\.sqlite3 cannot be used"):
        DelegationFolder(path, "Japan").add("a", "text", "amina")
    assert path.read_bytes() == b"no database" * 100


def test_a_folder_goes_into_a_backup_and_comes_back(classed_index: Path, tmp_path: Path) -> None:
    copy_index(classed_index, tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        index.delegation_folder("Japan").add("a", "text", "amina")
        index.back_up(tmp_path / "copy.zip")
    Index.restore(tmp_path / "copy.zip", tmp_path / "restored")
    with Index.open(tmp_path / "restored") as restored:
        passages = restored.delegation_folder("Japan").list_passages()
    assert [(event.passage, event.who) for event in passages] == [("a", "amina")]
