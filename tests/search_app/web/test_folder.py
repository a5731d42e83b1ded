"""A delegation's folder shows each reader only passages that their classes allow."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest

from search_app.web import session
from search_app.web.selection.folder import list_visible, put_passages
from search_app.web.session import open_index, reader, whole_index
from tests.conftest import copy_index
from tests.index.access.archive import HIDDEN, RULES, write_rules

PEOPLE = """
[[people]]
claim = "groups"
value = "delegates"
class = "members"
delegation = "Japan"

[[people]]
claim = "groups"
value = "interns"
class = "public"
delegation = "Japan"
"""
AMINA = {"is_logged_in": True, "sub": "Amina", "groups": ["delegates"]}
BORIS = {"is_logged_in": True, "sub": "Boris", "groups": ["interns"]}
CHEN = {"is_logged_in": True, "sub": "Chen", "groups": ["others"]}


def test_a_hidden_passage_is_no_row_of_the_folder(
    classed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    copy_index(classed_index, index)
    write_rules(index, RULES + PEOPLE)
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(index))
    copy_context().run(_share, monkeypatch)  # the reader is of this call alone


def _share(monkeypatch: pytest.MonkeyPatch) -> None:

    def sign_in(claims: Mapping[str, Any]) -> None:
        monkeypatch.setattr(session, "_claims", lambda: claims)

    sign_in(CHEN)
    assert reader().delegation == ""
    sign_in(AMINA)
    assert reader().delegation == "Japan"
    shown = [open_index().show(name).passages[0] for name in (HIDDEN, "CWG-WSIS&SDG-40/2")]
    folder = whole_index().delegation_folder("Japan")
    put_passages(folder, [excerpt.passage_id for excerpt in shown], "Amina")
    seen = [item.symbol for _, item in list_visible(folder.list_passages())]
    assert seen == [HIDDEN, "CWG-WSIS&SDG-40/2"]
    sign_in(BORIS)
    seen = [item.symbol for _, item in list_visible(folder.list_passages())]
    assert seen == ["CWG-WSIS&SDG-40/2"]
    assert [item.symbol for _, item in list_visible(folder.list_events(9))] == seen
    # An id of what is hidden puts nothing in.
    hidden = max(whole_index().excerpts([shown[0].passage_id]))
    folder.remove(folder.list_passages()[0].passage, "Amina")
    unseen = next(id_ for id_ in range(hidden, hidden + 10_000) if not open_index().excerpts([id_]))
    put_passages(folder, [unseen], "Boris")
    assert len(folder.list_passages()) == 1
    assert folder.list_passages()[0].who == "Amina"
