"""Alerts over an index that grows: sent once, in the reader's language, by every way."""

from __future__ import annotations

import email
import json
import shutil
import socket
from email import policy
from pathlib import Path
from typing import Any

import docx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from lxml import etree  # type: ignore[import-untyped]

from corpus.sample import FILES
from tests.commands import run
from tests.search_app.test_notify_hosts import listening

ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = "*39-C-0002!!MSW-F.docx"
EGYPT = "*41-INF-0003!!MSW-A.docx"
JAPAN = "*40-C-0003!!MSW-[AE].docx"
CHAIR = "*40-C-0005!!MSW-C.docx"
KAZAKHSTAN = "*40-INF-0007!!MSW-R.docx"

NOTHING: dict[str, list[tuple[str, str]]] = {
    name: [] for name in ("140", "Japan", "chair", "livestock", "nobody")
}


@pytest.mark.model
def test_a_new_match_is_reported_once(tmp_path: Path) -> None:
    """By question, reference and source, in any language; what was there before is not new."""
    index = tmp_path / "index"
    _ingest(index, FIRST)
    for name, *what in (
        ("livestock", "satellite ear tags for livestock"),
        ("140", "--cites", "القرار 140 (المراجَع في بوخارست، 2022)", "--cites", "Council Res. 1332"),
        ("Japan", "--from", "日本", "--in", "ar", "--meeting", "الاجتماع ٤٠"),
        ("nobody", "--from", "Kenya"),
        ("chair", "--from", "الرئيس"),
    ):
        added = run("alerts", "add", name, *what, index=index)
        assert added.code == 0, added.err
    assert _new(index) == NOTHING
    _ingest(index, JAPAN, KAZAKHSTAN, CHAIR)
    looked = _new(index, "--keep")
    assert looked == _new(index)
    assert ("CWG-WSIS&SDG-40/3", "en") in looked["140"]
    assert looked["Japan"] == [("CWG-WSIS&SDG-40/3", "ar")]
    assert ("CWG-WSIS&SDG-40/INF/7", "ru") in looked["livestock"]
    assert looked["nobody"] == []
    assert looked["chair"] == [("CWG-WSIS&SDG-40/5", "zh")]
    assert _new(index) == NOTHING
    # Another language of a document that was reported is the same document.
    _ingest(index, "*40-C-0003!!MSW-F.docx")
    assert not any(_new(index).values())


@pytest.mark.model
@pytest.mark.thorough
def test_alert_takes_every_filter(tmp_path: Path) -> None:
    index = tmp_path / "index"
    _ingest(index, FIRST)
    for name, *where in (
        ("asia", "--region", "ASP"),
        ("arab", "--region", "arb"),
        ("russian", "--language", "ru"),
        ("late", "--since", "2030"),
        ("coming", "--meeting", "77"),
    ):
        command = ("alerts", "add", name, "early warning and livestock", *where)
        assert run(*command, index=index).code == 0
    _ingest(index, JAPAN, KAZAKHSTAN)
    symbols = {name: {symbol for symbol, _ in new} for name, new in _new(index).items()}
    assert symbols == {
        "asia": {"CWG-WSIS&SDG-40/3"},
        "arab": set(),
        "russian": {"CWG-WSIS&SDG-40/INF/7"},
        "late": set(),
        "coming": set(),
    }
    saved = run("alerts", "list", "--json", index=index).json()["alerts"]
    (arab, coming, late) = (saved[number] for number in (0, 2, 3))
    assert (arab["regions"], arab["meetings"]) == (["ARB"], [])
    assert (coming["meetings"], late["since"]) == (["77"], "2030")
    shown = run("alerts", "list", index=index).out
    assert "region ASP" in " ".join(shown.split())
    refused = run("alerts", "add", "wrong", "floods", "--region", "XYZ", index=index)
    assert refused.code == 2
    assert "XYZ is no region" in refused.err


@pytest.mark.model
@pytest.mark.thorough
def test_a_version_in_the_place_of_another_is_new(tmp_path: Path) -> None:
    """A changed document is new again; the same file read again is not."""
    index, folder = tmp_path / "index", tmp_path / "files"
    folder.mkdir()
    (egypt,) = FILES.rglob(EGYPT)
    (chair,) = FILES.rglob(CHAIR)
    for path in (egypt, chair):
        shutil.copy(path, folder)
    assert run("ingest", folder, index=index).code == 0
    text = "تُعرض مخطوطات الواحات على قوارب مضيئة في الموانئ."
    run("alerts", "add", "boats", text, index=index)
    run("alerts", "add", "chair", "--from", "الرئيس", index=index)
    assert not any(_new(index).values())
    # A file of the alerts that was written before contents were noted: nothing is new by that.
    path = index / "alerts.json"
    held = json.loads(path.read_text("utf-8"))
    del held["contents"]
    path.write_text(json.dumps(held), "utf-8")
    assert run("ingest", folder, "--force", index=index).code == 0
    assert not any(_new(index).values())
    changed = docx.Document(str(folder / egypt.name))
    changed.add_paragraph(text)
    changed.save(str(folder / egypt.name))
    assert run("ingest", folder, index=index).code == 0
    new = _new(index)
    assert ("CWG-WSIS&SDG-41/INF/3", "ar") in new["boats"]
    assert new["chair"] == []
    assert not any(_new(index).values())


@pytest.mark.model
@pytest.mark.thorough
def test_by_mail_and_as_a_feed(tmp_path: Path) -> None:
    """Real SMTP; where it fails nothing is lost, and no password is shown."""
    index, feed = tmp_path / "index", tmp_path / "news.xml"
    _ingest(index, FIRST)
    inbox: list[email.message.Message] = []

    class Inbox(Message):
        def handle_message(self, message: email.message.Message) -> None:
            inbox.append(email.message_from_bytes(message.as_bytes(), policy=policy.default))

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(Inbox(), hostname="127.0.0.1", port=port)
    server.start()
    address = f"mailto://127.0.0.1:{port}/?from=a@example.org&to=b@example.org&mode=insecure"
    closed = "mailto://me:s3cret@127.0.0.1:9/?from=a@example.org&to=b@example.org&mode=insecure"
    for name, *options in (
        ("مصر", "--from", "Egypt", "--in", "ar", "--notify", address),
        ("lost", "--from", "Égypte", "--notify", closed),
    ):
        assert (
            run(
                "alerts", "add", name, *options, index=index, WSIS_SEARCH_NOTIFY_HOSTS="127.0.0.1"
            ).code
            == 0
        )
    listed = run("alerts", "list", "--json", index=index)
    assert "s3cret" not in listed.out
    assert (index / "alerts.json").stat().st_mode & 0o077 == 0
    _ingest(index, EGYPT)
    try:
        outcome = run(
            "alerts", "--atom", str(feed), index=index, WSIS_SEARCH_NOTIFY_HOSTS="127.0.0.1"
        )
    finally:
        server.stop()
    assert outcome.code == 1
    assert "Nothing could be sent to mailto:… of the alert lost" in outcome.err
    assert "s3cret" not in outcome.err + outcome.out
    (message,) = inbox
    assert "مقطع جديد واحد بشأن «مصر»" in str(message["subject"])
    assert "CWG-WSIS&SDG-41/INF/3-A" in _text(message)
    entries = etree.parse(str(feed)).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title").split(":")[0] for entry in entries] == ["مصر"]
    assert _new(index, "--keep")["مصر"] == []
    assert _new(index, "--keep")["lost"]


@pytest.mark.model
@pytest.mark.thorough
def test_only_named_inner_hosts_get_alerts(tmp_path: Path) -> None:
    """Neither by the command nor by a file of alerts that came from elsewhere."""
    index = tmp_path / "index"
    _ingest(index, FIRST)
    with listening() as listener:
        address = f"json://{listener.host}/inner"
        added = run("alerts", "add", "x", "--from", "Egypt", "--notify", address, index=index)
        assert (added.code, f"WSIS_SEARCH_NOTIFY_HOSTS={listener.host}" in added.err) == (
            2,
            True,
        ), added.err
        assert run("alerts", "add", "x", "--from", "Egypt", index=index).code == 0
        path = index / "alerts.json"
        alerts = json.loads(path.read_text("utf-8"))
        alerts["alerts"][0]["notify"] = [address]
        path.write_text(json.dumps(alerts), "utf-8")
        _ingest(index, EGYPT)
        outcome = run("alerts", index=index)
        assert (outcome.code, f"NOTIFY_HOSTS={listener.host}" in outcome.err) == (
            1,
            True,
        ), outcome.err
        assert listener.received == []
        assert _new(index, "--keep")["x"]
        assert run("alerts", index=index, WSIS_SEARCH_NOTIFY_HOSTS=listener.host).code == 0
        ((path_received, body),) = listener.received
        assert path_received == "/inner"
        assert "CWG-WSIS&SDG-41/INF/3-A" in json.loads(body)["message"]
        assert _new(index, "--keep")["x"] == []


def test_wrong_alert_commands_are_refused_with_the_reason(tmp_path: Path) -> None:
    """No index, no condition, no reference, a name twice or of none, a file that is no alerts."""
    index = tmp_path / "index"
    none = run("alerts", index=index)
    assert (none.code, "There is no index" in none.err) == (2, True)
    _empty(index)
    assert "No alerts are saved" in run("alerts", index=index).out
    for arguments, message in (
        (("add", "x"), "An alert needs a question"),
        (("add", "x", "--cites", "qwertz"), "is no reference"),
        (("add", "x", "--from", "Kenya", "--in", "de"), "de"),
        (("remove", "x"), "There is no alert x"),
    ):
        done = run("alerts", *arguments, index=index)
        assert (done.code, message in done.err) == (2, True), done.err
    assert run("alerts", "add", "x", "--from", "Kenya", index=index).code == 0
    assert "already" in run("alerts", "add", "x", "--from", "Kenya", index=index).err
    (index / "alerts.json").write_text("[1]", "utf-8")
    assert "does not hold alerts" in run("alerts", index=index).err


def _empty(index: Path) -> None:
    from index.store import Store

    Store(index, create=True).close()


def _ingest(index: Path, *patterns: str) -> None:
    options = [each for each in patterns if each.startswith("--")]
    files = [path for each in patterns if each not in options for path in FILES.rglob(each)]
    done = run("ingest", *files, *options, "--json", index=index)
    assert done.code == 0, done.err


def _new(index: Path, *options: str) -> dict[str, list[tuple[str, str]]]:
    done = run("alerts", "--json", *options, index=index)
    return {
        alert["name"]: [(hit["symbol"], hit["shown_language"]) for hit in alert["new"]]
        for alert in done.json()["alerts"]
    }


def _text(message: Any) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    return str(part.get_content())
