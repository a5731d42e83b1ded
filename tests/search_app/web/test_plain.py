"""Pages at addresses that need no program, by a real server over the sample's index."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from index import Index
from index.lookup import catalogue
from index.store import Excerpt
from search_app.citing import plain_address, public_link, with_link
from search_app.citing.export import EXPORTS
from search_app.localise import Locale
from search_app.web.parts import acts_html, citation_html, passage_html
from search_app.web.plain import PlainPages
from search_app.web.sign_ins import CLAIMS
from tests.conftest import copy_index
from tests.index.access.archive import HIDDEN, RULES, write_rules
from tests.search_app.api.conftest import listening

SYMBOL = "CWG-WSIS&SDG-40/3"
PUBLIC = "https://search.example.org"
OLD = "CWG-WSIS&SDG-40/2"
PEOPLE = """
[[people]]
claim = "groups"
value = "delegates"
class = "member-states"
"""


async def _elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as the app behind the pages."""
    del scope, receive
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"the app"})


class _SignedIn:
    """The pages for a reader with claims, as the middleware of sign-ins hands them on."""

    def __init__(self, claims: dict[str, object]) -> None:
        self._pages, self._claims = PlainPages(_elsewhere), claims

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._pages({**scope, CLAIMS: self._claims}, receive, send)


@pytest.fixture(scope="module")
def server() -> Iterator[httpx.Client]:
    with listening(PlainPages(_elsewhere)) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture(autouse=True)
def _sample(sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(sample_index))
    for name in ("WSIS_SEARCH_ROBOTS", "WSIS_SEARCH_ADDRESSES", "WSIS_SEARCH_MODEL"):
        monkeypatch.delenv(name, raising=False)


def _passages(folder: Path, language: str, symbol: str = SYMBOL) -> list[Excerpt]:
    with Index.open(folder) as index:
        id_ = catalogue.find(index.store, symbol)
        assert id_ is not None
        ids = catalogue.version_passages(index.store, id_, language)
        return [*index.excerpts(ids).values()]


def _labelled(folder: Path, language: str, label: str) -> Excerpt:
    return next(own for own in _passages(folder, language) if own.passage.label == label)


def _links(page: httpx.Response) -> dict[str, str]:
    """Return whole addresses of a page's links by their texts."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', page.text)
    plain = ((unescape(re.sub("<[^>]*>", "", text)), unescape(link)) for link, text in found)
    return {text: urljoin(str(page.url), link) for text, link in plain}


@pytest.mark.parametrize(
    ("language", "direction", "citation"),
    [
        ("fr", "ltr", "CWG-WSIS&SDG-40/3-F, par. 5.2"),
        ("ar", "rtl", "CWG-WSIS&SDG-40/3-A"),
        ("zh", "ltr", "CWG-WSIS&SDG-40/3-C"),
    ],
)
@pytest.mark.model
def test_a_paragraph_has_a_page_without_scripts(
    server: httpx.Client, sample_index: Path, language: str, direction: str, citation: str
) -> None:
    page = server.get(f"/d/{SYMBOL}/5.2?lang={language}")
    shown = _labelled(sample_index, language, "5.2")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    text = unescape(re.sub("<[^>]*>", "", page.text))
    assert shown.passage.text in text
    assert citation in text.replace("\u200e", "").replace("\xa0", " ")
    assert "<script" not in page.text
    assert "websocket" not in page.text.lower()
    alternates = dict(re.findall(r'rel="alternate" hreflang="(\w\w)" href="([^"]+)"', page.text))
    assert {"ar", "en", "fr"} <= set(alternates)
    for code, link in alternates.items():
        other = server.get(urljoin(str(page.url), unescape(link)))
        assert f'<html lang="{code}"' in other.text
        own = _labelled(sample_index, code, "5.2").passage.text
        assert own in unescape(re.sub("<[^>]*>", "", other.text))


@pytest.mark.model
def test_an_item_is_shown_behind_its_lead_in(server: httpx.Client, sample_index: Path) -> None:
    item = next(
        own
        for own in _passages(sample_index, "en")
        if own.lead_ins and len(own.passage.label_path) > 1
    )
    page = server.get(f"/{plain_address(item)}")
    text = unescape(re.sub("<[^>]*>", "", page.text))
    assert item.passage.text in text
    assert item.lead_ins[-1].text in text
    lead = next(
        own
        for own in _passages(sample_index, "en")
        if own.passage.text.endswith(item.lead_ins[-1].text)
    )
    above = server.get(f"/{plain_address(lead)}")
    assert item.passage.text in unescape(re.sub("<[^>]*>", "", above.text))


@pytest.mark.parametrize(
    "path",
    [
        "/d/CWG-WSIS&SDG-40/3/5.2",
        "/d/CWG-WSIS%26SDG-40%2F3/5.2",
        "/d/CWG-WSIS%26SDG-40/3/5.2/",
        "/d/CWG-WSIS&SDG-40/3-E/5.2",
    ],
)
@pytest.mark.model
def test_a_symbol_is_read_encoded_or_not(server: httpx.Client, path: str) -> None:
    page = server.get(path, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert _links(page)["CWG-WSIS&SDG-40/3"].endswith("/d/CWG-WSIS&SDG-40/3?lang=en")


@pytest.mark.model
def test_a_revision_and_its_predecessor_lead_to_each_other(
    classed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    copy_index(classed_index, folder)
    write_rules(folder, RULES + PEOPLE)
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(folder))
    delegate = _SignedIn({"is_logged_in": True, "sub": "Amina", "groups": ["delegates"]})
    with listening(delegate) as address, httpx.Client(base_url=address) as client:
        old = client.get(f"/d/{OLD}?lang=en")
        new = client.get(_links(old)[f"Revised by {OLD}(Rev.1)"])
        assert new.status_code == 200
        assert unquote(str(new.url)).partition("?")[0].endswith("(Rev.1)")
        assert _links(new)[f"Revision of {OLD}"] == str(old.url)
        encoded = client.get(f"/d/{quote(f'{OLD}(Rev.1)', safe='')}?lang=en")
        assert encoded.status_code == 200
        assert "quagga reserve" in encoded.text
        paragraph = client.get(f"/d/{OLD}/1?lang=en")
        assert "CWG-WSIS&amp;SDG-40/2(Rev.1)" in paragraph.text
    with listening(_SignedIn({})) as address:
        assert "Rev.1" not in httpx.get(f"{address}/d/{OLD}?lang=en").text


@pytest.mark.model
def test_a_document_has_each_paragraph_with_its_address(
    server: httpx.Client, sample_index: Path
) -> None:
    page = server.get(f"/d/{SYMBOL}?lang=zh")
    text = unescape(re.sub("<[^>]*>", "", page.text))
    passages = _passages(sample_index, "zh")
    assert all(own.passage.text in text for own in passages[:100])
    for own in passages[:100:7]:
        single = server.get(f"/{plain_address(own)}")
        assert own.passage.text in unescape(re.sub("<[^>]*>", "", single.text))


@pytest.mark.model
def test_editions_of_a_reference_begin_with_the_newest(server: httpx.Client) -> None:
    page = server.get("/r/Council Res. 1332?lang=ru").text
    listed = page.partition("<ul>")[2].partition("</ul>")[0].split("</li>")
    newest, older = (edition for edition in listed if "<a " in edition)
    note = Locale("ru").text("references.newest")
    assert ("2024" in newest, note in newest) == (True, True)
    assert ("2023" in older, note in older) == (True, False)
    assert 'href="https://www.itu.int/ru/council/Pages/default.aspx"' in page
    assert Locale("ru").text("references.official_website") in page
    uncited = Locale("ru").text("references.edition_uncited")
    assert uncited not in page
    assert uncited in server.get("/r/Council Res. 1332 (Rev. 2019)?lang=ru").text


@pytest.mark.model
def test_a_reference_tells_who_cites_it_where(server: httpx.Client) -> None:
    page = server.get("/r/A/RES/70/125?lang=en")
    assert page.status_code == 200
    cited = [link for text, link in _links(page).items() if text.startswith("CWG-WSIS")]
    assert cited
    paragraph = server.get(cited[0])
    assert paragraph.status_code == 200
    assert any("/r/A/RES/70/125?lang=" in link for link in _links(paragraph).values())
    assert '<html lang="ar" dir="rtl">' in server.get("/r/SDG 9.c?lang=ar").text


@pytest.mark.model
def test_a_missing_page_names_what_is_near(server: httpx.Client) -> None:
    page = server.get("/d/CWG-WSIS&SDG-40/99?lang=en")
    assert page.status_code == 404
    assert "CWG-WSIS&SDG-40/3" in _links(page)
    assert "etag" not in page.headers
    assert server.get(_links(page)["CWG-WSIS&SDG-40/3"]).status_code == 200
    paragraph = server.get(f"/d/{SYMBOL}/77.7?lang=fr")
    assert paragraph.status_code == 404
    assert SYMBOL in _links(paragraph)
    assert server.get("/r/zzz").status_code == 404
    assert server.get(f"/d/{'x' * 5000}").status_code == 404
    assert server.get("/d/%00%ff/<script>?lang=%00&at=x&part=-1").status_code == 404


@pytest.mark.model
def test_page_of_a_number_without_body_names_the_bodies(
    server: httpx.Client, reports_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(reports_index))
    page = server.get("/r/Resolution 30?lang=fr")
    assert page.status_code == 404
    assert Locale("fr").text("references.no_body") in unescape(page.text)
    assert Locale("fr").text("references.nowhere") not in unescape(page.text)
    name = "Résolution 30 de la Conférence mondiale de développement des télécommunications"
    assert [*_links(page)][-1] == name


@pytest.mark.model
def test_another_version_is_shown_where_the_wanted_one_is_missing(
    server: httpx.Client, sample_index: Path
) -> None:
    with Index.open(sample_index) as index:
        entry = next(own for own in index.documents() if own.symbol and own.missing)
    page = server.get(f"/d/{entry.symbol}", params={"lang": entry.missing[0]})
    assert page.status_code == 200
    assert re.search(r"<main>.*?<p><strong>[^<]+</strong></p>", page.text)
    assert f'<html lang="{entry.missing[0]}"' in page.text


@pytest.mark.model
def test_an_unchanged_page_is_not_sent_again(
    server: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/d/{SYMBOL}/5.2?lang=en"
    page = server.get(address)
    tag = page.headers["etag"]
    again = server.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert "Cookie" in page.headers["vary"]
    monkeypatch.setenv("WSIS_SEARCH_ROBOTS", "index")
    changed = server.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200


@pytest.mark.model
def test_search_engines_list_pages_only_where_allowed(
    server: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/d/{SYMBOL}?lang=en"
    page = server.get(address)
    assert page.headers["x-robots-tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    monkeypatch.setenv("WSIS_SEARCH_ROBOTS", "index")
    page = server.get(address)
    assert "x-robots-tag" not in page.headers
    assert "noindex" not in page.text
    assert server.get("/d/none").headers["x-robots-tag"] == "noindex"


@pytest.mark.model
def test_previews_have_title_text_and_public_address(
    server: httpx.Client, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_ADDRESSES", f"{PUBLIC}/ http://other.example.org")
    shown = _labelled(sample_index, "fr", "5.2")
    address = f"/{plain_address(shown)}"
    page = server.get(address)
    facts = {
        name: unescape(value)
        for name, value in re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page.text)
    }
    assert facts["title"].startswith("CWG-WSIS&SDG-40/3-F")
    assert facts["description"][-30:-1] in " ".join(shown.passage.text.split())
    assert facts["url"] == PUBLIC + address == public_link(shown)
    assert f'<link rel="canonical" href="{PUBLIC}' in page.text
    assert with_link("cited", shown) == f"cited\n{PUBLIC}{address}"


@pytest.mark.model
def test_other_requests_are_the_apps(server: httpx.Client) -> None:
    assert server.get("/documents").text == "the app"
    assert server.get("/d").text == "the app"
    refused = server.post(f"/d/{SYMBOL}")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    head = server.head(f"/d/{SYMBOL}?lang=en")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.model
def test_a_hidden_document_is_answered_as_absent(
    classed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(classed_index))
    other = "CWG-WSIS&SDG-40/9"
    with (
        listening(_SignedIn({})) as address,
        httpx.Client(base_url=address) as public,
    ):
        hidden, absent = (public.get(f"/d/{name}?lang=en") for name in (HIDDEN, other))
        assert hidden.status_code == absent.status_code == 404
        assert hidden.text.replace(HIDDEN.replace("&", "&amp;"), "…") == absent.text.replace(
            other.replace("&", "&amp;"), "…"
        )
        there = public.get("/d/CWG-WSIS&SDG-40/2?lang=en")
        assert there.status_code == 200
        reference = public.get(f"/r/{HIDDEN}?lang=en")
        assert "quagga" not in reference.text
        assert "quagga" not in there.text


@pytest.mark.model
def test_a_page_without_an_index_says_so(
    server: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(tmp_path / "none"))
    page = server.get(f"/d/{SYMBOL}?lang=fr")
    assert page.status_code == 503
    assert '<html lang="fr"' in page.text


@pytest.mark.model
def test_a_copied_citation_carries_the_public_address(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _labelled(sample_index, "ar", "5.2")
    own = f"\n{PUBLIC}/{plain_address(shown)}"
    drawn = [draw() for draw in _list_drawings(shown)]
    assert all("search.example.org" not in text for text in drawn)
    monkeypatch.setenv("WSIS_SEARCH_ADDRESSES", PUBLIC)
    for draw in _list_drawings(shown):
        copied = [unescape(text) for text in re.findall(r'data-copy="([^"]*)"', draw())]
        assert copied
        assert all(text.endswith(own) for text in copied)
    word = zipfile.ZipFile(io.BytesIO(EXPORTS["docx"].function([shown], "ar")))
    assert f"{PUBLIC}/d/CWG-WSIS&amp;SDG-40/3/5.2" in "".join(
        word.read(name).decode() for name in word.namelist() if name.endswith(".rels")
    )


def _list_drawings(shown: Excerpt) -> list[Callable[[], str]]:
    locale = Locale("ar")
    return [
        lambda: passage_html(shown, locale),
        lambda: citation_html(shown, locale),
        lambda: acts_html(shown, locale, is_in=False),
    ]
