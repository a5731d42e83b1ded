"""Assets are Streamlit's, byte for byte, and the HTML names all that a first page needs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.testclient import TestClient
from streamlit import file_util

from search_app.web.assets import BASE_SCRIPT, Assets, own_scripts

FILES = Path(file_util.get_static_dir())
PAGE = (FILES / "index.html").read_text("utf-8")
SCRIPT = re.findall(r"\./(static/js/index\.[^\"]+)", PAGE)[0]
FONT = re.findall(r"\./(static/media/[^\"]+)", PAGE)[0]


def _client(client: str = "127.0.0.1") -> TestClient:
    # Whatever is not answered is the app's.
    return TestClient(Assets(PlainTextResponse("the app's"), FILES), client=(client, 1))


@pytest.mark.parametrize("name", [SCRIPT, FONT])
@pytest.mark.parametrize("client", ["127.0.0.1", "192.0.2.7"])
def test_a_file_is_given_as_it_is(name: str, client: str) -> None:
    answer = _client(client).get(name)
    assert answer.content == (FILES / name).read_bytes()
    assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
    is_small = client != "127.0.0.1" and name == SCRIPT
    assert answer.headers.get("content-encoding") == ("gzip" if is_small else None)
    if is_small:
        size = len(gzip.compress((FILES / name).read_bytes(), 6))
        assert int(answer.headers["content-length"]) == size


def test_who_reads_no_compressed_text_gets_none() -> None:
    answer = _client("192.0.2.7").get(SCRIPT, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == (FILES / SCRIPT).read_bytes()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/_stcore/health", {}),
        ("/static/js/none.js", {}),
        ("/static/js/../../index.html", {}),
        ("/static/js/%2e%2e/%2e%2e/%2e%2e/__init__.py", {}),
        ("/nowhere", {}),
        (SCRIPT, {"range": "bytes=0-9"}),
        (SCRIPT, {"if-none-match": "*"}),
    ],
)
def test_all_else_is_the_apps_to_answer(path: str, headers: dict[str, str]) -> None:
    assert _client().get(path, headers=headers).text == "the app's"


@pytest.mark.parametrize(
    ("path", "led"),
    [("/nowhere", "./?no-page=1"), ("/a/b?ui=ar", "../?no-page=1&ui=ar"), ("/documents", None)],
)
def test_where_there_is_no_page_the_first_one_says_so(path: str, led: str | None) -> None:
    # Streamlit gives its first page wherever it has nothing else.
    client = TestClient(Assets(HTMLResponse(PAGE), FILES))
    answer = client.get(path, follow_redirects=False)
    assert answer.headers.get("location") == led
    assert answer.status_code == (302 if led else 200)


@pytest.mark.parametrize(
    ("path", "led"),
    [
        ("/precedents?draft=eJw&ui=ar", "./draft?draft=eJw&ui=ar"),
        ("/compare?from=C24%2F8&to=C25/8", "./draft?view=compared&from=C24%2F8&to=C25/8"),
        ("/compare", "./draft?view=compared"),
    ],
)
def test_a_former_address_leads_to_what_shows_the_same(path: str, led: str) -> None:
    answer = _client().get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, led)


@pytest.mark.parametrize("path", ["/", "/documents", "/citations"])
def test_a_page_names_what_it_will_need(path: str) -> None:
    answer = _client().get(path)
    assert answer.headers["cache-control"] == "no-cache"
    link = r'<link rel="modulepreload" crossorigin href="\./(.+)">\n'
    added = [address for address in re.findall(link, answer.text) if address not in PAGE]
    own = re.sub(link, lambda one: "" if one[1] in added else one[0], answer.text)
    assert own == PAGE.replace("</head>", f"{BASE_SCRIPT}\n</head>")
    assert set(own_scripts()) < set(added)
    assert all((FILES / one).is_file() for one in added if one.startswith("static/"))


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("/search?q=a%20b", "./?q=a%20b"),
        ("/positions?q=AI&meeting=40&meeting=41", "./?view=positions&q=AI&meeting=40&meeting=41"),
        ("/alerts", "./?view=alerts"),
        ("/dossier?meeting=40", "./meeting?meeting=40"),
        ("/mandates?due=2025", "./meeting?view=mandates&meeting=all&due=2025"),
        ("/corpus/?ui=ar", "../documents?view=contents&ui=ar"),
    ],
)
def test_a_former_address_leads_to_its_view_with_all_parameters(former: str, present: str) -> None:
    answer = _client().get(former, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, present)
