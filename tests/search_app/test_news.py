"""A feed holds text and nothing else, whatever its documents say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

from corpus.alerts import Alert
from corpus.text import clean
from index.alerts import News
from index.retrieval import Hit
from search_app.localise import Locale
from search_app.news import write_feed
from tests.search_app.citing.test_hostile_word import TEXTS
from tests.search_app.passages import passage

ATOM = "{http://www.w3.org/2005/Atom}"
ELEMENTS = {"feed", "title", "id", "updated", "author", "name", "entry", "content"}


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_feed_has_only_text(tmp_path: Path, text: str) -> None:
    excerpt = passage(text, title=text, source=text, symbol=None, file=f"/x/{text}")
    news = News(Alert(text, query=text), (Hit(1, 1.0, excerpt, excerpt, is_exact=True),), 1)
    path = tmp_path / "feed.xml"
    for _ in range(2):  # what stood there before is taken over
        write_feed(path, [news], Locale("en"))
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False))
    assert not root.docinfo.doctype
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} == ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} == {
        "{http://www.w3.org/XML/1998/namespace}lang"
    }
    contents = [content.text for content in root.iter(f"{ATOM}content")]
    assert len(contents) == 2
    assert "".join(contents[0].split()) == "".join(clean(text).split())
    everything = "".join(root.getroot().itertext())
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", everything)
