"""Fetching from an archive: a real server on this machine, its absences, slips and tricks."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus import tables
from corpus.errors import FetchError
from ingest import fetch
from ingest.fetch.run import Arrival
from tests.commands import run
from tests.ingest.fetch.archive import Archive, ServedFile, archive

SAMPLE = Path(__file__).parents[3] / "corpus" / "sample" / "files"
QUICK = fetch.Manners(delay=0.0, first_wait=0.01, patience=20.0)
STEM = "S24-CLCWGWSIS40"
FOLDER = "/dms_pub/itu-s/md/24/clcwgwsis40"
LOGIN = b"<!DOCTYPE html><html><form><input type='password' name=p></form></html>"
ENGLISH, FRENCH = (min(SAMPLE.rglob(f"*-{letter}.docx")).read_bytes() for letter in "EF")
PDF = min(SAMPLE.rglob("*-A.pdf")).read_bytes()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path / "tables"))
    (tmp_path / "tables").mkdir()
    tables.forget()
    with archive() as running:
        yield running
    tables.forget()


def _listing(*names: str) -> ServedFile:
    rows = "".join(f"<tr><td><a href='/md/{name}/en'>{name}</a></td></tr>" for name in names)
    return ServedFile(f"<!DOCTYPE html><html><table>{rows}</table></html>".encode())


def _names(entries: Sequence[Arrival]) -> list[tuple[str, str]]:
    return [(entry.symbol or "", entry.language or "") for entry in entries]


def _requests(server: Archive, *paths: str) -> list[fetch.DocumentRequest]:
    return [
        fetch.DocumentRequest(f"CWG-WSIS&SDG-39/{number}", "en", (f"{server.address}{path}",))
        for number, path in enumerate(paths, start=1)
    ]


def _file(entry: Arrival) -> Path:
    return Path(entry.file or "")


def test_a_meeting_from_its_list(server: Archive, tmp_path: Path) -> None:
    """Code and year are probed; the short address leads to a page with links, or to the file."""
    server.files[f"/md/meetingdoc.asp?lang=en&parent={STEM}-C"] = _listing(
        f"{STEM}-C-0001", f"{STEM}-C-0001!R1"
    )
    server.files[f"/md/meetingdoc.asp?lang=en&parent={STEM}-INF"] = _listing(f"{STEM}-INF-0001")
    word = f"{FOLDER}/c/{STEM}-C-0001!!MSW-E.docx"
    others = [word.replace("MSW-E.docx", "PDF-E.pdf"), word.replace("-E.", "-F."), word]
    page = "".join(f"<a href='{link}'>{link}</a>" for link in others)
    server.files[f"/md/{STEM}-C-0001/en"] = ServedFile(f"<html>{page}</html>".encode())
    server.files[word] = ServedFile(ENGLISH)
    arabic = f"{FOLDER}/c/{STEM}-C-0001!R1!PDF-A.pdf"
    server.files[f"/md/{STEM}-C-0001!R1/ar"] = ServedFile(status=302, headers={"Location": arabic})
    server.files[arabic] = ServedFile(PDF)
    server.files[f"/md/{STEM}-INF-0001/en"] = ServedFile(LOGIN)

    def run() -> fetch.FetchReport:
        languages = ["ar", "en"]
        return fetch.meeting(
            tmp_path,
            fetch.MeetingRequest("CWG-WSIS&SDG", 40, languages=languages),
            archive=server.address,
            manners=QUICK,
        )

    got = run()
    assert _names(got.fetched) == [
        ("CWG-WSIS&SDG-40/1", "en"),
        ("CWG-WSIS&SDG-40/1(Rev.1)", "ar"),
    ]
    assert [_file(entry).name for entry in got.fetched] == [
        f"{STEM}-C-0001!!MSW-E.docx",
        f"{STEM}-C-0001!R1!PDF-A.pdf",
    ]
    assert _names(got.refused) == [("CWG-WSIS&SDG-40/INF/1", "en")]
    assert got.refused[0].message == "it stands behind a sign-in"
    assert ("CWG-WSIS&SDG-40/1", "ar") in _names(got.absent)
    assert not got.failed
    remembered = tmp_path / "tables" / "answered.toml"
    assert str(remembered) in got.notes[0]
    assert tomllib.loads(remembered.read_text("utf-8")) == {"CWG-WSIS&SDG-40": STEM}
    # The second run asks for the code that answered, and takes nothing that it has.
    server.asked.clear()
    again = run()
    assert _names(again.unchanged) == _names(got.fetched)
    assert not again.fetched
    assert not any("S24-CWGWSIS40" in path for path in server.asked)
    assert server.statuses[304] == 2


@pytest.mark.thorough
def test_without_a_list_numbers_are_counted(server: Archive, tmp_path: Path) -> None:
    """A number that was withdrawn does not end the series; revisions are found."""
    for number, change in ((1, ""), (2, ""), (2, "R1"), (5, "")):
        path = f"{FOLDER}/c/{STEM}-C-{number:04d}!{change}!MSW-E.docx"
        server.files[path] = ServedFile(ENGLISH)
    got = fetch.meeting(
        tmp_path,
        fetch.MeetingRequest("CWG-WSIS&SDG", 40, series=["C"], languages=["en", "fr"]),
        archive=server.address,
        manners=QUICK,
    )
    symbols = [f"CWG-WSIS&SDG-{each}" for each in ("40/1", "40/2", "40/2(Rev.1)", "40/5")]
    assert _names(got.fetched) == [(each, "en") for each in symbols]
    assert _names(got.absent) == [(each, "fr") for each in symbols]


def test_no_code_answers(server: Archive, tmp_path: Path) -> None:
    got = fetch.meeting(
        tmp_path,
        fetch.MeetingRequest("CWG-WSIS&SDG", 40, languages=["en"]),
        archive=server.address,
        manners=QUICK,
    )
    assert got.fetched == got.absent == got.failed == []
    assert "None of the codes of meeting 40" in got.notes[0]
    assert "S24-CWGWSIS40" in got.notes[0]


def test_an_archive_that_is_not_there_is_left_at_once(tmp_path: Path) -> None:
    """Not one document after another, each tried again and again."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    request = fetch.MeetingRequest("CWG-WSIS&SDG", 41)
    with pytest.raises(FetchError, match=f"{address} cannot be reached .*; 4 tries"):
        fetch.meeting(tmp_path, request, archive=address, manners=QUICK)
    wanted = [
        fetch.DocumentRequest(f"CWG-WSIS&SDG-41/{number}", "en", (f"{address}/{number}",))
        for number in range(1, 200)
    ]
    began = time.monotonic()
    patient = fetch.Manners(delay=0.0, first_wait=0.2)
    assert len(fetch.documents(tmp_path, wanted, manners=patient).failed) == len(wanted)
    assert time.monotonic() - began < 5


def test_broken_busy_and_slow_downloads_are_tried_again(server: Archive, tmp_path: Path) -> None:
    """Broken off, busy, slow: tried again, and gone on with where it stopped."""
    server.files["/broken.docx"] = ServedFile(ENGLISH, breaks_off=2)
    server.files["/busy.docx"] = ServedFile(ENGLISH, says_busy=2)
    server.files["/never.docx"] = ServedFile(ENGLISH, says_busy=99)
    server.files["/slow.docx"] = ServedFile(ENGLISH, slow=1.5)
    server.files["/page.docx"] = ServedFile(
        b"<!DOCTYPE html><html><p>Our site has moved.</p></html>"
    )
    server.files["/rubbish.docx"] = ServedFile(b"\x89PNG" + bytes(400))
    server.files["/error"] = ServedFile(status=500)
    manners = fetch.Manners(delay=0.0, first_wait=0.01, silence=0.5, tries=3)
    paths = [*server.files, "/nothing.docx"]
    got = fetch.documents(tmp_path, _requests(server, *paths), manners=manners)
    assert _names(got.fetched) == [("CWG-WSIS&SDG-39/1", "en"), ("CWG-WSIS&SDG-39/2", "en")]
    assert all(_file(entry).read_bytes() == ENGLISH for entry in got.fetched)
    assert server.statuses[206] == 2  # only the rest was sent
    assert _names(got.absent) == [("CWG-WSIS&SDG-39/8", "en")]
    messages = {(entry.symbol or "")[-1]: entry.message or "" for entry in got.failed}
    assert messages["3"] == "the server says 503; 3 tries"
    assert "3 tries" in messages["4"]
    assert messages["5"] == "a web page stands in its place"
    assert "no reader" in messages["6"]
    assert messages["7"] == "the server says 500; 3 tries"
    assert not list(tmp_path.glob("*.part"))


def test_a_hostile_server_costs_one_document(server: Archive, tmp_path: Path) -> None:
    """Endless, a bomb, another host, a path in the name of the file."""
    with archive() as other:
        other.files["/x.docx"] = ServedFile(ENGLISH)
        server.files["/endless.docx"] = ServedFile(endless=True)
        server.files["/bomb.docx"] = ServedFile(bytes(20 << 20), packed=True)
        away = {"Location": f"{other.address}/x.docx"}
        server.files["/away.docx"] = ServedFile(status=302, headers=away)
        server.files["/round.docx"] = ServedFile(status=302, headers={"Location": "/round.docx"})
        server.files["/file.docx"] = ServedFile(
            status=302, headers={"Location": "file:///etc/passwd"}
        )
        server.files["/sign.docx"] = ServedFile(status=302, headers={"Location": "/adfs/ls/?x=1"})
        named = {"Content-Disposition": 'attachment; filename="../../escaped.docx"'}
        server.files["/..%2f..%2fescaped.docx"] = ServedFile(ENGLISH, headers=named)
        manners = fetch.Manners(delay=0.0, first_wait=0.01, megabytes=2)
        target = tmp_path / "a" / "b"
        got = fetch.documents(target, _requests(server, *server.files), manners=manners)
        assert not other.asked
    messages = {(entry.symbol or "")[-1]: entry.message or "" for entry in got.refused}
    assert messages["1"] == messages["2"] == "it has more than 2 MB"
    assert f"leads to {other.address.removeprefix('http://')}" in messages["3"]
    assert "more than 5 redirects" in messages["4"]
    assert "file:///etc/passwd" in messages["5"]
    assert messages["6"] == "it stands behind a sign-in"
    assert [_file(entry) for entry in got.fetched] == [target / "CWG-WSIS&SDG-39-7-E.docx"]
    assert {path.name for path in tmp_path.rglob("*.docx")} == {"CWG-WSIS&SDG-39-7-E.docx"}
    assert not list(target.glob("*.part"))


@pytest.mark.parametrize(
    "target", ["http://[", "http://[::1", "http://\x01/", "http://xn--/", "//"]
)
def test_a_redirect_to_no_address_costs_one_document(
    server: Archive, tmp_path: Path, target: str
) -> None:
    server.files["/away.docx"] = ServedFile(status=302, headers={"Location": target})
    server.files["/2.docx"] = ServedFile(ENGLISH)
    manners = fetch.Manners(delay=0.0, first_wait=0.01, tries=2)
    got = fetch.documents(tmp_path, _requests(server, *server.files), manners=manners)
    assert _names(got.fetched) == [("CWG-WSIS&SDG-39/2", "en")]
    (left,) = [*got.failed, *got.refused]
    assert left.message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Paper a/b", "Paper a-b"),
        ("Paper", "PAPER"),
        ("x" * 200 + "1", "x" * 200 + "2"),
        ("CON.1", "nul"),
        ("a\nb", "a\0b"),
    ],
)
def test_documents_with_names_alike_have_a_file_each(
    server: Archive, tmp_path: Path, first: str, second: str
) -> None:
    server.files.update({"/1.docx": ServedFile(ENGLISH), "/2.docx": ServedFile(FRENCH)})
    wanted = [
        fetch.DocumentRequest(symbol, "en", (f"{server.address}{path}",))
        for symbol, path in zip((first, second), server.files, strict=True)
    ]
    for outcome in ("fetched", "unchanged"):
        entries = getattr(fetch.documents(tmp_path, wanted, manners=QUICK), outcome)
        files = {entry.symbol: _file(entry) for entry in entries}
        assert files[first].read_bytes() == ENGLISH
        assert files[second].read_bytes() == FRENCH
        names = {path.name.casefold() for path in files.values()}
        assert len(names) == 2
        assert not {name.split(".")[0] for name in names} & {"con", "nul"}


def test_a_file_that_a_server_names_twice_overwrites_nothing(
    server: Archive, tmp_path: Path
) -> None:
    name = "S24-CWGWSIS40-C-0001!!MSW-E.docx"
    server.files.update(
        {f"/a/{name}": ServedFile(ENGLISH), f"/b/{name.lower()}": ServedFile(FRENCH)}
    )
    wanted = _requests(server, *server.files)
    for order in (wanted, wanted[::-1], wanted):
        got = fetch.documents(tmp_path, order, manners=QUICK)
        files = {entry.symbol: _file(entry) for entry in [*got.fetched, *got.unchanged]}
        assert files["CWG-WSIS&SDG-39/1"].read_bytes() == ENGLISH
        assert files["CWG-WSIS&SDG-39/2"].read_bytes() == FRENCH


def test_a_huge_list_is_fetched_by_few_tasks(server: Archive, tmp_path: Path) -> None:
    wanted = _requests(server, *(f"/{number}.docx" for number in range(300)))
    tasks: list[int] = []
    got = fetch.documents(
        tmp_path,
        wanted,
        manners=QUICK,
        progress=lambda _: tasks.append(len(asyncio.all_tasks())),
    )
    assert len(got.absent) == len(tasks) == 300
    assert max(tasks) <= QUICK.at_once + 2


def test_a_changed_file_and_a_lost_one(server: Archive, tmp_path: Path) -> None:
    wanted = _requests(server, "/1.docx")

    def run(content: bytes) -> fetch.FetchReport:
        server.files["/1.docx"] = ServedFile(content)
        return fetch.documents(tmp_path, wanted, manners=QUICK)

    path = _file(run(ENGLISH).fetched[0])
    assert len(run(ENGLISH).unchanged) == 1
    assert len(run(FRENCH).fetched) == 1
    assert path.read_bytes() == FRENCH
    path.write_bytes(b"somebody wrote here")
    run(FRENCH)
    assert path.read_bytes() == FRENCH
    path.unlink()
    run(FRENCH)
    assert path.read_bytes() == FRENCH
    (entry,) = run(PDF).fetched  # another format: the old file goes
    assert _file(entry).suffix == ".pdf"
    assert not path.exists()


def test_requests_to_a_server_keep_their_delay(server: Archive, tmp_path: Path) -> None:
    server.files.update({f"/{number}.docx": ServedFile(ENGLISH) for number in range(4)})
    manners = fetch.Manners(delay=0.15)
    fetch.documents(tmp_path, _requests(server, *server.files), manners=manners)
    assert len(server.times) == 4
    # A single wait can seem shorter, where the machine was slow to take the request before it.
    assert server.times[-1] - server.times[0] > 0.3


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_documents_of_a_list_are_fetched(server: Archive, tmp_path: Path, ending: str) -> None:
    server.files["/a.docx"] = ServedFile(ENGLISH)
    rows = [
        {"symbol": "WG-WSIS-32/5-E", "language": "en", "address": f"{server.address}/none.docx"},
        {"symbol": "CWG-WSIS-32/5", "language": "EN", "address": f"{server.address}/a.docx"},
    ]
    path = tmp_path / f"list.{ending}"
    if ending == "json":
        path.write_text(json.dumps(rows), "utf-8")
    else:
        lines = ["symbol,language,address", *(",".join(row.values()) for row in rows)]
        path.write_text("\ufeff" + "\r\n".join(lines), "utf-8")
    got = fetch.documents(tmp_path / "to", fetch.manifest(path), manners=QUICK)
    assert _names(got.fetched) == [("CWG-WSIS-32/5", "en")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "cannot be read"),
        ("{}", "not a list of rows"),
        ("[3]", "row 1: symbol, language and address are needed"),
        ('[{"symbol": "C24/8", "language": "de", "address": "http://x/"}]', "'de' is none of"),
        ('[{"symbol": "C24/8", "language": "en", "address": "file:///x"}]', "no address of the"),
        ('[{"symbol": "C24/8", "language": "en", "address": 3}]', "row 1"),
        ('[{"symbol": "C24/8", "language": "en", "address": "http://[::1/x"}]', "no address of"),
        ('[{"symbol": "C24/8", "language": "en", "address": "http://h/\\u0000"}]', "no address of"),
        ('[{"symbol": "C24/8", "language": "en", "address": "http://h/\\nb"}]', "no address of"),
        ('[{"symbol": "C\\u001b[2J", "language": "en", "address": "http://h/"}]', "is no symbol"),
        (f'[{{"symbol": "{"9" * 5000}", "language": "en", "address": "http://h/"}}]', "no symbol"),
    ],
)
def test_a_list_that_is_none(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FetchError, match=message):
        fetch.manifest(path)


def test_a_request_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="There is no table for CWG-NONE"):
        fetch.meeting(tmp_path, fetch.MeetingRequest("CWG-NONE", 1))
    with pytest.raises(FetchError, match="--year"):
        fetch.meeting(tmp_path, fetch.MeetingRequest("CWG-WSIS&SDG", 99))
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(FetchError, match="Nothing can be written into"):
        fetch.documents(tmp_path / "file" / "below", [])


def test_one_that_takes_too_long_is_left(server: Archive, tmp_path: Path) -> None:
    server.files["/slow.docx"] = ServedFile(ENGLISH, slow=1.0)
    manners = fetch.Manners(delay=0.0, patience=0.2, tries=2)
    began = time.monotonic()
    got = fetch.documents(tmp_path, _requests(server, "/slow.docx"), manners=manners)
    assert time.monotonic() - began < 5
    assert got.failed[0].message == "took longer than 0.2 s; 2 tries"


def test_the_command_reports_fetched_and_refused_documents(server: Archive, tmp_path: Path) -> None:
    """The JSON of the contract; the exit code says that something was refused."""
    folder = f"{FOLDER}/inf/{STEM}-INF-0001"
    server.files[f"{folder}!!MSW-F.docx"] = ServedFile(FRENCH)
    server.files[f"/md/{STEM}-INF-0001/en"] = ServedFile(LOGIN)
    arguments = ["fetch", "--meeting", "第40次会议", "--series", "INF", "--languages", "fr", "en"]
    arguments += ["--to", str(tmp_path / "to"), "--archive", server.address, "--delay", "0"]
    done = run(*arguments, "--json")
    assert done.code == 1
    assert {name: _pairs(entries) for name, entries in done.json().items()} == {
        "fetched": [("CWG-WSIS&SDG-40/INF/1", "fr")],
        "unchanged": [],
        "absent": [],
        "refused": [("CWG-WSIS&SDG-40/INF/1", "en")],
        "failed": [],
    }
    assert f"are named {STEM}-…; remembered in" in done.err
    del server.files[f"/md/{STEM}-INF-0001/en"]
    shown = run(*arguments)
    assert shown.code == 0
    assert "CWG-WSIS&SDG-40/INF/1 is not there in English" in shown.out
    assert run("fetch", "--to", str(tmp_path)).code == 2
    refused = run("fetch", "--meeting", "forty", "--to", str(tmp_path))
    assert refused.code == 2
    assert "give its number, such as 41" in " ".join(refused.err.split())


def _pairs(entries: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(entry["symbol"], entry["language"]) for entry in entries]
