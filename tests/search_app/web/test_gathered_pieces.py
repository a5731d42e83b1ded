"""A card that shows the pieces of a long paragraph as one gathers all of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import Index
from index.indexing import build
from index.model import Encoder
from index.retrieval import Hit
from index.store import Store
from search_app.web.search.answers import list_pieces, version

ENGLISH = "The network of stations reports rainfall to the national centre every ten minutes. "
FRENCH = "Le réseau des stations transmet les précipitations au centre national. "
SHORT = {"en": "Schools are connected.", "fr": "Les écoles sont connectées."}


def test_all_pieces_of_a_paragraph_shown_as_one_are_gathered(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"E": (ENGLISH * 20, SHORT["en"]), "F": (FRENCH * 13, SHORT["fr"])}
    files = []
    for letter, (long, short) in texts.items():
        files.append(tmp_path / f"S24-CWGWSIS40-C-0099!!MSW-{letter}.txt")
        files[-1].write_text(f"1.1 {long}\n\n1.2 {short}\n", "utf-8")
    folder = tmp_path / "index"
    folder.mkdir()
    with Store(folder, create=True) as store:
        assert not build(store, encoder, files, workers=1).failed
    monkeypatch.setitem(os.environ, "WSIS_SEARCH_INDEX", str(folder))
    with Index.open(folder) as index:
        found = index.show("CWG-WSIS&SDG-40/99#1.1", "fr").passages[0]
        pieces = index.show("CWG-WSIS&SDG-40/99#1.1", "en").passages
        assert len(pieces) > 1
        hit = Hit(1, 1.0, found, found)
        shown = version(hit, "en")
        assert shown.passage.text.split() == (ENGLISH * 20).split()
        assert list_pieces(hit, shown) == [piece.passage_id for piece in pieces]
        assert list_pieces(hit, found) == [found.passage_id]
