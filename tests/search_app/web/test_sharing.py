"""A selection that was shared is read, found again in this index, and merged: nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from search_app.web import basket, browser_storage
from search_app.web.basket import BasketItem
from search_app.web.selection import (
    SharedSelection,
    pack_selection,
    read_selection,
    unpack_selection,
    write_selection,
)
from search_app.web.session import open_index

SYMBOL = "CWG-WSIS&SDG-40/3"
GONE = BasketItem(
    0, "CWG-WSIS&SDG-12/9", "fr", "2.1", "Le Groupe décide.", "CWG-WSIS&SDG-12/9-F, para. 2.1"
)


@contextmanager
def reading(index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read as somebody with an index, whose selection is empty."""
    state: dict[str, Any] = {}
    with monkeypatch.context() as patched:
        patched.setitem(os.environ, "WSIS_SEARCH_INDEX", str(index))
        patched.setattr(browser_storage, "state", lambda: state)
        yield


def gather(*places: tuple[str, str]) -> None:
    for label, language in places:
        basket.add(open_index().show(f"{SYMBOL}#{label}", language).passages[0].passage_id)


def write_note(text: str) -> None:
    """Write a note at the first passage, as the browser tells of it."""
    rows = [{**vars_of(item), "note": text if index == 0 else item.note} for index, item in _rows()]
    basket.follow(json.dumps(rows), is_first=False)


def _rows() -> Iterator[tuple[int, BasketItem]]:
    return enumerate(basket.list_items())


def vars_of(item: BasketItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in BasketItem.__slots__}


def as_shared(received: object) -> SharedSelection:
    assert isinstance(received, SharedSelection), received
    return received


def test_a_file_from_another_index_is_merged_and_doubles_are_there_once(
    sample_index: Path, reports_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(reports_index, monkeypatch):
        gather(("3.1", "en"), ("3.2", "fr"))
        basket.merge([GONE])
        write_note("Check with the secretariat.")
        content = write_selection(basket.list_items())
    with reading(sample_index, monkeypatch):
        gather(("3.1", "ar"), ("3.3", "en"))
        write_note("رأي الأمانة")
        received = as_shared(read_selection(content))
        assert received.is_from_other_index
        located = [bool(item.passage) for item in received.items]
        assert located == [True, True, False]
        for item in received.items[:2]:
            shown = open_index().excerpts([item.passage])[item.passage]
            assert (shown.passage.text, shown.language) == (item.text, item.language)
        missing = [(item.label, item.language) for item in basket.list_missing(received.items)]
        assert missing == [("3.2", "fr"), ("2.1", "fr")]
        basket.merge(received.items)
        merged = [(item.label, item.language, item.note) for item in basket.list_items()]
        assert merged == [
            ("3.1", "ar", "رأي الأمانة / Check with the secretariat."),
            ("3.3", "en", ""),
            ("3.2", "fr", ""),
            ("2.1", "fr", ""),
        ]
        assert basket.list_items()[-1].text == GONE.text
        before = basket.list_items()
        basket.merge(received.items)  # pressed again, nothing is there twice
        assert basket.list_items() == before


def test_a_link_names_passages_without_their_texts_and_notes(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(sample_index, monkeypatch):
        gather(("3.1", "ar"), ("3.2", "en"))
        write_note("confidential")
        texts = [item.text for item in basket.list_items()]
        packed = pack_selection([*basket.list_items(), GONE])
    assert packed
    with reading(sample_index, monkeypatch):
        received = as_shared(unpack_selection(packed))
        assert not received.is_from_other_index
        assert [item.text for item in received.items] == [*texts, ""]
        assert [item.note for item in received.items] == ["", "", ""]
        assert received.items[-1].line == GONE.line
        # What came by a link alone has its text once a file brings it.
        basket.merge(received.items)
        basket.merge([GONE])
        assert [item.text for item in basket.list_items()] == [*texts, GONE.text]


def test_a_long_selection_has_no_link(sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading(sample_index, monkeypatch):
        long = [
            BasketItem(0, os.urandom(9).hex(), "en", "1", os.urandom(9).hex(), os.urandom(40).hex())
            for _ in range(200)
        ]
        assert pack_selection(long) is None
        assert len(as_shared(read_selection(write_selection(long))).items) == 200


@pytest.mark.parametrize("form", ["file", "link"])
def test_a_selection_of_a_newer_version_is_named(
    form: str, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(sample_index, monkeypatch):
        if form == "file":
            values = json.loads(write_selection([GONE])) | {"version": 2, "passages": {"new": []}}
            assert read_selection(json.dumps(values).encode()) == "newer"
        else:
            monkeypatch.setattr("search_app.web.selection.sharing._VERSION", 2)
            packed = pack_selection([GONE])
            monkeypatch.undo()
            assert packed
            monkeypatch.setitem(os.environ, "WSIS_SEARCH_INDEX", str(sample_index))
            assert unpack_selection(packed) == "newer"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"[]",
        b"[" * 100_000,
        b'{"format": "wsis-search selection"}',
        b'{"format": "wsis-search selection", "version": 1, "passages": [1, {"symbol": "a"}]}',
        b'{"format": "wsis-search selection", "version": "1", "passages": []}',
        "{“}".encode("utf-16"),
    ],
)
def test_a_file_that_is_no_selection_is_named(
    content: bytes, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(sample_index, monkeypatch):
        assert read_selection(content) == "none"
        assert unpack_selection(content.decode("latin-1")) == "none"
