"""A folder that is watched by a process of its own, next to an index that is being searched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from corpus.sample import FILES
from index import Index
from index.indexing.sample_vectors import put_sample_vectors
from index.model import MODEL_NAME
from index.store import Store
from tests.commands import PROGRAM, run


@pytest.mark.model
@pytest.mark.thorough
def test_a_file_dropped_into_the_folder_is_found(tmp_path: Path) -> None:
    """Under any name: recognised by its cover, found by an index that is open; changed and gone."""
    folder, index = tmp_path / "in", tmp_path / "index"
    folder.mkdir()
    (source,) = FILES.rglob("*CWGWSIS41-INF-0003*MSW-A.docx")
    (other,) = FILES.rglob("*CWGWSIS39-C-0004!A1!MSW-E.docx")
    with Store(index, create=True) as store:
        put_sample_vectors(store, MODEL_NAME)
    with _watching(folder, index) as lines:
        shutil.copy(source, folder / "to read.docx")
        first = lines.get(timeout=60)
        assert _events(first["fetched"]) == [("CWG-WSIS&SDG-41/INF/3", "ar", "to read.docx")]
        with Index.open(index) as searched:
            (folder / "link.docx").symlink_to(other)  # which leads out, and is left alone
            query = searched.documents()[0].title or ""
            assert searched.search(query, mode="lexical").hits
            shutil.copy(other, folder / "to read.docx")
            second = lines.get(timeout=60)
            assert _events(second["fetched"]) == [
                ("CWG-WSIS&SDG-39/4(Add.1)", "en", "to read.docx")
            ]
            (folder / "note.docx").write_bytes(b"no Word file")
            tomorrow = time.time() + 86_400  # as after a clock was set back
            os.utime(folder / "note.docx", (tomorrow, tomorrow))
            assert lines.get(timeout=60)["failed"][0]["file"].endswith("note.docx")
            assert not searched.search(query, mode="lexical").hits
            (folder / "to read.docx").unlink()
            last = lines.get(timeout=60)
            assert _events(last["absent"]) == [("CWG-WSIS&SDG-39/4(Add.1)", "en", "to read.docx")]
            assert not searched.documents()


def _events(entries: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(each["symbol"], each["language"], Path(each["file"]).name) for each in entries]


@contextmanager
def _watching(folder: Path, index: Path) -> Iterator[Queue[Any]]:
    """Give the lines that the command prints, as they come; it ends by Ctrl-C."""
    lines: Queue[Any] = Queue()
    command = [str(PROGRAM), "watch", str(folder), "--json", "--index", str(index)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        assert "Watching" in process.stderr.readline()
        out = process.stdout

        def read() -> None:
            for line in out:
                lines.put(json.loads(line))

        reader = threading.Thread(target=read)
        reader.start()
        try:
            yield lines
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(timeout=10)
            finally:
                process.kill()
            reader.join()
        assert code == 130


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    done = run("watch", tmp_path / "none", index=tmp_path / "index")
    assert done.code == 2
    assert "There is no folder" in done.err
