"""Fetching what ITU's lists name, from servers on this machine: HTTP, and FTPS for accounts."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import tables
from corpus.errors import FetchError
from ingest import fetch
from tests.commands import run
from tests.ingest.fetch.accounts_server import FileServerState, accounts_server
from tests.ingest.fetch.archive import Archive, ServedFile, archive
from tests.ingest.fetch.catalogues import (
    MEETING,
    STEM,
    STUDY_GROUP,
    catalogue,
    document,
    document_list,
)

SAMPLE = Path(__file__).parents[3] / "corpus" / "sample" / "files"
ENGLISH, FRENCH = (min(SAMPLE.rglob(f"*-{letter}.docx")).read_bytes() for letter in "EF")
PDF = min(SAMPLE.rglob("*-A.pdf")).read_bytes()
QUICK = fetch.Manners(delay=0.0, first_wait=0.01, patience=20.0, silence=5.0, tries=2)
CATALOGUES = "/net/epub/ITU-Sync"
LISTS = "/dms_pages/itu-s/md/24/CWGWSIS41"
TIES = "/s/2024/cwgwsis41/docs/c/ties"
LOGIN = b"<!DOCTYPE html><html><form><input type='password' name=p></form></html>"
NAMES = [f"{STEM}-C-0001", f"{STEM}-C-0002!R1"]
SYMBOLS = ["CWG-WSIS&SDG-41/1", "CWG-WSIS&SDG-41/2(Rev.1)"]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive with a catalogue, and a list of two documents."""
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path / "tables"))
    (tmp_path / "tables").mkdir()
    tables.forget()
    with archive() as running:
        running.files[f"{CATALOGUES}/ITU_Meetings.xml"] = ServedFile(catalogue(MEETING))
        running.files[f"{CATALOGUES}/ITU-T_Meetings.xml"] = ServedFile(
            catalogue(STUDY_GROUP, record="ITU-T_Meetings")
        )
        listed = document_list(*map(document, NAMES))
        running.files[f"{LISTS}/c/{STEM}-C.xml"] = ServedFile(listed)
        yield running
    tables.forget()


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServerState]:
    with accounts_server(tmp_path) as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
        yield running


def _request(**values: object) -> fetch.MeetingRequest:
    request = {"languages": ["en", "fr"], "name": "CWG-WSIS&SDG 41", **values}
    return fetch.MeetingRequest("CWG-WSIS&SDG", 41, **request)  # type: ignore[arg-type]


def _fetch(
    server: Archive,
    folder: Path,
    request: fetch.MeetingRequest | None = None,
    accounts: FileServerState | None = None,
    manners: fetch.Manners = QUICK,
) -> fetch.FetchReport:
    account = fetch.Account("reader", "right", accounts.address) if accounts else None
    return fetch.meeting(
        folder,
        request or _request(),
        archive=server.address,
        find_account=lambda: account,
        manners=manners,
    )


def _pairs(entries: list[fetch.Arrival]) -> list[tuple[str | None, str | None]]:
    return [(entry.symbol, entry.language) for entry in entries]


def test_exactly_the_listed_documents_are_asked_for(server: Archive, tmp_path: Path) -> None:
    word = f"/dms_pub/itu-s/md/24/cwgwsis41/c/{NAMES[0]}!!MSW-E.docx"
    server.files[word] = ServedFile(ENGLISH)
    server.files[f"/md/{NAMES[1]}/fr"] = ServedFile(LOGIN)
    got = _fetch(server, tmp_path / "to")
    assert _pairs(got.fetched) == [(SYMBOLS[0], "en")]
    assert _pairs(got.absent) == [(SYMBOLS[0], "fr"), (SYMBOLS[1], "en")]
    (refused,) = got.refused
    assert (refused.symbol, refused.language) == (SYMBOLS[1], "fr")
    assert "it needs a TIES account: set WSIS_SEARCH_TIES_USER" in (refused.message or "")
    assert (tmp_path / "to" / f"{STEM}-C.xml").read_bytes() == server.files[
        f"{LISTS}/c/{STEM}-C.xml"
    ].content
    asked = [path for path in server.asked if "CWGWSIS" in path.upper()]
    named = {match[0] for path in asked if (match := re.search(r"-C-\d{4}(!R1)?", path))}
    assert named == {"-C-0001", "-C-0002!R1"}
    assert not any("meetingdoc" in path for path in server.asked)
    assert got.notes == [f"The list {STEM}-INF.xml cannot be had: it is not there."]


def test_a_meeting_without_lists_is_guessed(server: Archive, tmp_path: Path) -> None:
    server.files[f"{CATALOGUES}/ITU_Meetings.xml"] = ServedFile(catalogue(STUDY_GROUP))
    path = "/dms_pub/itu-s/md/25/cwgwsis41/c/S25-CWGWSIS41-C-0001!!MSW-E.docx"
    server.files[path] = ServedFile(ENGLISH)
    got = _fetch(server, tmp_path / "to", _request(languages=["en"]))
    assert _pairs(got.fetched) == [(SYMBOLS[0], "en")]
    assert "are named S25-CWGWSIS41-…" in got.notes[0]
    assert got.notes[-1] == "ITU's catalogues have no lists of the meeting CWG-WSIS&SDG 41."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LOGIN, "is a web page where XML is expected"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><dataroot/>", "declares entities"),
        (catalogue(MEETING)[:200], "breaks off or is damaged"),
        (b"<dataroot>" + b" " * (17 << 20), "more than 16 MB"),
    ],
)
def test_a_bad_catalogue_is_named_and_addresses_guessed(
    server: Archive, tmp_path: Path, content: bytes, message: str
) -> None:
    server.files[f"{CATALOGUES}/ITU_Meetings.xml"] = ServedFile(content)
    got = _fetch(server, tmp_path / "to", _request(languages=["en"], series=["C"], years=[2025]))
    assert any(message in note for note in got.notes)
    assert any("None of the codes of meeting 41" in note for note in got.notes)


def test_public_and_members_files_come_from_two_servers(
    server: Archive, accounts: FileServerState, tmp_path: Path
) -> None:
    server.files[f"/md/{NAMES[0]}/en"] = ServedFile(LOGIN)
    accounts.files[f"{TIES}/{NAMES[0]}!!MSW-E.docx"] = ENGLISH
    accounts.files[f"{TIES}/{NAMES[0]}!!PDF-E.pdf"] = PDF
    accounts.files[f"{TIES}/{NAMES[1]}!PDF-F.pdf"] = PDF
    accounts.files[f"{TIES}/{STEM}-C-0009!!MSW-E.docx"] = ENGLISH  # no list names it
    accounts.breaks_off = 1
    got = _fetch(server, tmp_path / "to", accounts=accounts)
    assert _pairs(got.fetched) == [(SYMBOLS[0], "en"), (SYMBOLS[1], "fr")]
    word, pdf = (Path(entry.file or "") for entry in got.fetched)
    assert (word.name, word.read_bytes()) == (f"{NAMES[0]}!!MSW-E.docx", ENGLISH)
    assert pdf.read_bytes() == PDF
    assert got.refused == got.failed == []
    assert accounts.is_reused
    assert all(accounts.is_reused)
    assert not list((tmp_path / "to").glob("*.part"))
    # What has not changed is not sent again.
    accounts.commands.clear()
    again = _fetch(server, tmp_path / "to", accounts=accounts)
    assert _pairs(again.unchanged) == _pairs(got.fetched)
    assert not any(command.startswith("RETR") for command in accounts.commands)


def test_a_wrong_password_is_said_and_shown_nowhere(
    server: Archive, accounts: FileServerState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.password = "another"  # noqa: S105 - of a server in a test
    server.files[f"/md/{NAMES[0]}/en"] = ServedFile(LOGIN)
    server.files[f"/md/{NAMES[1]}/fr"] = ServedFile(FRENCH)
    monkeypatch.setenv("WSIS_SEARCH_TIES_USER", "reader")
    monkeypatch.setenv("WSIS_SEARCH_TIES_PASSWORD", "open-sesame")
    monkeypatch.setenv("WSIS_SEARCH_TIES_SERVER", accounts.address)
    arguments = ["fetch", "--meeting", "CWG-WSIS&SDG 41", "--languages", "en", "fr"]
    arguments += ["--archive", server.address, "--delay", "0", "--to", str(tmp_path / "to")]
    done = run(*arguments, "--json")
    assert done.code == 1
    assert len(done.json()["fetched"]) == 1  # public files are there nevertheless
    (refused,) = done.json()["refused"]
    assert "127.0.0.1 does not accept the TIES account." in refused["message"]
    assert sum(command == "PASS" for command in accounts.commands) == 1
    shown = run(*arguments)
    written = [path.read_bytes() for path in (tmp_path / "to").rglob("*") if path.is_file()]
    for text in (done.out, done.err, shown.out, shown.err, *map(repr, written)):
        assert "open-sesame" not in text
    assert "open-sesame" not in repr(fetch.Account("reader", "open-sesame"))


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        *(
            ({"silent_on": verb}, "it said nothing for 0.5 s; 2 tries")
            for verb in ("USER", "PROT", "NLST", "PASV", "RETR")
        ),
        ({"drips": True}, "took longer than 1 s; 2 tries"),
        ({"refuses_data": True}, "it refuses the channel of data; 2 tries"),
        ({"breaks_off": 9}, "the transfer broke off; 2 tries"),
    ],
)
def test_a_server_on_a_bad_day_costs_one_sentence(
    server: Archive,
    accounts: FileServerState,
    tmp_path: Path,
    fault: dict[str, object],
    message: str,
) -> None:
    for name, value in fault.items():
        setattr(accounts, name, value)
    server.files[f"/md/{NAMES[0]}/fr"] = ServedFile(FRENCH)
    server.files[f"/md/{NAMES[0]}/en"] = ServedFile(LOGIN)
    accounts.files.update({f"{TIES}/{name}!!MSW-E.docx": ENGLISH for name in NAMES})
    manners = fetch.Manners(delay=0.0, first_wait=0.01, silence=0.5, patience=1.0, tries=2)
    began = time.monotonic()
    got = _fetch(server, tmp_path / "to", accounts=accounts, manners=manners)
    assert time.monotonic() - began < 10
    assert _pairs(got.fetched) == [(SYMBOLS[0], "fr")]
    assert message in (got.refused[0].message or "")
    assert sum(message in note for note in got.notes) == 1
    # What broke off is there for the next fetch.
    assert bool(list((tmp_path / "to").glob("*.part"))) is bool(
        {"breaks_off", "drips"} & fault.keys()
    )


@pytest.mark.parametrize(
    "restarts",
    [
        pytest.param(True, id="from-the-half"),
        pytest.param(False, id="refused"),
        pytest.param(None, id="sent-whole"),
    ],
)
def test_a_broken_transfer_goes_on_where_the_server_can(
    server: Archive,
    accounts: FileServerState,
    tmp_path: Path,
    restarts: bool | None,
) -> None:
    accounts.files[f"{TIES}/{NAMES[0]}!!MSW-E.docx"] = ENGLISH
    accounts.breaks_off, accounts.restarts = 1, restarts
    manners = fetch.Manners(delay=0.0, first_wait=0.01, tries=3)
    got = _fetch(server, tmp_path / "to", accounts=accounts, manners=manners)
    assert _pairs(got.fetched) == [(SYMBOLS[0], "en")]
    assert next((tmp_path / "to").glob("*.docx")).read_bytes() == ENGLISH
    commands = [command for command in accounts.commands if command.startswith("REST")]
    assert commands == [f"REST {len(ENGLISH) // 2}"]


@pytest.mark.parametrize("doubt", ["", "another file", "another part", "no note"])
def test_a_later_fetch_goes_on_with_a_part_unless_in_doubt(
    server: Archive, accounts: FileServerState, tmp_path: Path, doubt: str
) -> None:
    path = f"{TIES}/{NAMES[0]}!!MSW-E.docx"
    accounts.files[path] = ENGLISH
    accounts.breaks_off = 1
    manners = fetch.Manners(delay=0.0, first_wait=0.01, tries=1)
    first = _fetch(server, tmp_path / "to", accounts=accounts, manners=manners)
    assert not first.fetched
    (part,) = (tmp_path / "to").glob("*.part")
    assert part.read_bytes() == ENGLISH[: len(ENGLISH) // 2]
    content = ENGLISH
    if doubt == "another file":
        content = accounts.files[path] = FRENCH
        assert len(FRENCH) != len(ENGLISH)
    elif doubt == "another part":
        part.write_bytes(b"x" * (len(ENGLISH) // 2))
    elif doubt == "no note":
        part.with_suffix(".begun").unlink()
    second = _fetch(server, tmp_path / "to", accounts=accounts, manners=manners)
    assert _pairs(second.fetched) == [(SYMBOLS[0], "en")]
    assert next((tmp_path / "to").glob("*.docx")).read_bytes() == content
    starts = [command for command in accounts.commands if command.startswith("REST")]
    assert starts == ([] if doubt else [f"REST {len(ENGLISH) // 2}"])
    assert not [*(tmp_path / "to").glob("*.part"), *(tmp_path / "to").glob("*.begun")]


def test_strange_names_at_the_server_are_left(
    server: Archive, accounts: FileServerState, tmp_path: Path
) -> None:
    path = f"{TIES}/{NAMES[0]}!!MSW-E.docx"
    accounts.files[path] = ENGLISH
    good = [path, f"{NAMES[1]}!MSW-E.docx"]  # the second is gone when it is asked for
    strange = [f"../../{NAMES[0]}!!MSW-F.docx", f"/etc/{NAMES[0]}!!MSW-F.docx", "a b", "x" * 500]
    accounts.names[TIES] = [".", "..", *good, *strange]
    got = _fetch(server, tmp_path / "to", accounts=accounts)
    assert _pairs(got.fetched) == [(SYMBOLS[0], "en")]
    assert any("4 names lead elsewhere" in note for note in got.notes)
    assert {path.parent.name for path in tmp_path.rglob("*.docx")} == {"to"}


def test_a_million_names_are_read_to_a_bound(
    server: Archive, accounts: FileServerState, tmp_path: Path
) -> None:
    accounts.files[f"{TIES}/{NAMES[0]}!!MSW-E.docx"] = ENGLISH
    many = (f"{STEM}-C-{number:04d}!!MSW-E.docx" for number in range(1, 1_000_001))
    accounts.names[TIES] = many
    got = _fetch(server, tmp_path / "to", accounts=accounts)
    assert _pairs(got.fetched) == [(SYMBOLS[0], "en")]
    assert any("only the first 100,000 names" in note for note in got.notes)


def test_a_file_that_is_too_large_is_refused(
    server: Archive, accounts: FileServerState, tmp_path: Path
) -> None:
    accounts.files[f"{TIES}/{NAMES[0]}!!MSW-E.docx"] = bytes(3 << 20)
    accounts.files[f"{TIES}/{NAMES[1]}!MSW-E.docx"] = ENGLISH
    manners = fetch.Manners(delay=0.0, first_wait=0.01, megabytes=1, tries=2)
    got = _fetch(server, tmp_path / "to", accounts=accounts, manners=manners)
    assert _pairs(got.fetched) == [(SYMBOLS[1], "en")]
    assert [entry.message for entry in got.refused] == ["it has more than 1 MB"]


def test_an_unknown_certificate_is_not_trusted(
    server: Archive, accounts: FileServerState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    got = _fetch(server, tmp_path / "to", accounts=accounts)
    assert "its certificate is not trusted" in got.notes[-1]
    assert "PASS" not in accounts.commands


def test_a_keyring_gives_the_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "SERVER"):
        monkeypatch.delenv(f"WSIS_SEARCH_TIES_{name}", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)  # as where it is not installed
    assert fetch.find_account() is None
    del sys.modules["keyring"]
    (tmp_path / "keyring.py").write_text(
        "from types import SimpleNamespace\n"
        "def get_credential(service, user):\n"
        "    if service == 'wsis-search-ties':\n"
        "        return SimpleNamespace(username=user or 'reader', password='of the ring')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    account = fetch.find_account()
    assert account == fetch.Account("reader", "of the ring", "confsynch.itu.int:990")
    (tmp_path / "keyring.py").write_text("def get_credential(*_): raise RuntimeError('locked')\n")
    del sys.modules["keyring"]
    assert fetch.find_account() is None


@pytest.mark.parametrize("name", [f"{STEM}-C.xml", "catalogue.xml", "page.html"])
def test_a_list_may_be_a_file(server: Archive, tmp_path: Path, name: str) -> None:
    page = "".join(f"<a href='/md/{each}/en'>{each}</a>" for each in NAMES)
    contents = {
        f"{STEM}-C.xml": document_list(*map(document, NAMES)),
        "catalogue.xml": catalogue(MEETING, STUDY_GROUP),
        "page.html": f"<!DOCTYPE html><html><body>{page}</body></html>".encode(),
    }
    path = tmp_path / name
    path.write_bytes(contents[name])
    server.files[f"/md/{NAMES[1]}/en"] = ServedFile(ENGLISH)
    named = ["--meeting", "CWG-WSIS&SDG 41"] if name == "catalogue.xml" else []
    arguments = ["fetch", "--from", str(path), *named, "--languages", "en"]
    arguments += ["--to", str(tmp_path / "to")]
    done = run(*arguments, "--archive", server.address, "--delay", "0", "--json")
    assert done.code == 0
    assert [entry["symbol"] for entry in done.json()["fetched"]] == [SYMBOLS[1]]
    assert [entry["symbol"] for entry in done.json()["absent"]] == [SYMBOLS[0]]
    assert not any("ITU-Sync" in asked or "meetingdoc" in asked for asked in server.asked)


def test_a_cut_list_keeps_the_one_before(server: Archive, tmp_path: Path) -> None:
    address = f"{LISTS}/c/{STEM}-C.xml"
    whole = server.files[address].content
    _fetch(server, tmp_path / "to", _request(languages=["en"]))
    server.files[address] = ServedFile(whole[: len(whole) * 3 // 4])
    got = _fetch(server, tmp_path / "to", _request(languages=["en"]))
    assert "breaks off or is damaged" in got.notes[0]
    assert _pairs(got.absent) == [(SYMBOLS[0], "en")]  # what is whole is asked for
    assert (tmp_path / "to" / f"{STEM}-C.xml").read_bytes() == whole


def test_addenda_and_folders_of_a_list_make_addresses(server: Archive, tmp_path: Path) -> None:
    listed = document_list(document(f"{STEM}-C-0003!A1!R2", static_path="/dms_inf/x/c"))
    path = tmp_path / "list.xml"
    path.write_bytes(listed)
    server.files[f"/dms_inf/x/c/{STEM}-C-0003!A1R2!PDF-E.pdf"] = ServedFile(PDF)
    server.files[f"/md/{STEM}-C-0003!A1R2/fr"] = ServedFile(LOGIN)
    got = _fetch(server, tmp_path / "to", _request(name="", source=path))
    assert _pairs(got.fetched) == [("CWG-WSIS&SDG-41/3(Add.1)(Rev.2)", "en")]
    assert "name the meeting with --meeting" in (got.refused[0].message or "")
    assert not any("dms_pub" in asked for asked in server.asked)


def test_files_that_are_no_lists_are_refused(server: Archive, tmp_path: Path) -> None:
    (tmp_path / "c.xml").write_bytes(catalogue(MEETING))
    (tmp_path / "other.xml").write_bytes(b"<other/>")
    two = {**MEETING, "Frame_src_C": "f?XF=S25-CWGWSIS42-C.xml"}
    (tmp_path / "two.xml").write_bytes(catalogue(MEETING, two))
    for name, meeting, message in (
        ("c.xml", "", "is a catalogue. Name one of its meetings"),
        ("c.xml", "CWG-WSIS&SDG 7", "has no lists of the meeting CWG-WSIS&SDG 7"),
        ("two.xml", "CWG-WSIS&SDG", "Name one by how its files begin: S24-CWGWSIS41, S25-CWG"),
        ("other.xml", "", "is no list of documents"),
        ("none.xml", "", "cannot be read"),
    ):
        request = _request(name=meeting, source=tmp_path / name)
        with pytest.raises(FetchError, match=message):
            _fetch(server, tmp_path / "to", request)


def test_the_command_lists_meetings(server: Archive, tmp_path: Path) -> None:
    arguments = ["fetch", "--list", "--archive", server.address, "--delay", "0"]
    done = run(*arguments, "--json")
    assert done.code == 0
    assert done.json() == {
        "meetings": [
            {
                "code": "CWG-WSIS&SDG",
                "title": "CWG-WSIS&SDG 41, Geneva, 2-3 October 2024",
                "start": "2024-10-02",
                "end": "2024-10-03",
                "place": "Geneva",
            },
            {
                "code": "ITU-T SG 12",
                "title": "ITU-T SG 12, Geneva, 14-23 January 2025",
                "start": "2025-01-14",
                "end": "2025-01-23",
                "place": "Geneva",
            },
        ]
    }
    assert "ITU-R_Meetings.xml cannot be had: it is not there." in done.err
    assert re.search(r"ITU-T SG 12 +2025-01-14/2025-01-23 +Geneva", run(*arguments).out)
    path = tmp_path / "cut.xml"
    path.write_bytes(catalogue(MEETING, STUDY_GROUP)[:-80])
    cut = run("fetch", "--list", "--from", path, "--json")
    assert [meeting["code"] for meeting in cut.json()["meetings"]] == ["CWG-WSIS&SDG"]
    assert "breaks off or is damaged" in cut.err
    server.files.clear()
    none = run(*arguments, "--json")
    assert none.code == 2
    assert "There is no catalogue to read." in none.err
