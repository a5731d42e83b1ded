"""Coverage is told in colours and words; uploads are checked, kept and read with limits."""

from __future__ import annotations

import io
import re
import shutil
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cards import ListedCard
from corpus.errors import (
    DamagedIndexError,
    IndexStoreError,
    LockedIndexError,
    ReadError,
    WsisSearchError,
)
from corpus.sample import FILES
from index import Index
from index.indexing.build import build
from index.lookup.catalogue import entries, list_unbalanced, unreadable
from index.model.encoder import Encoder
from index.store import Store
from search_app.file_names import name_export, safe_name
from search_app.localise import CODES, Locale
from search_app.web import uploads
from search_app.web.corpus.adding import may_add, reason
from search_app.web.corpus.coverage import documents_html, itu_list_html, meetings_html
from search_app.web.trouble import describe_error
from search_app.web.uploads import UploadLimits, begin, current, forget, keep
from tests.ingest.conftest import word_members

LIMITS = UploadLimits(files=3, megabytes=1, total_megabytes=1, seconds=60)
TEXT = b"The Group invites the secretariat to report on connectivity of rural schools.\n"


@pytest.mark.parametrize("code", CODES)
def test_coverage_names_what_is_there_and_what_is_missing(sample_index: Path, code: str) -> None:
    locale = Locale(code)
    with Store(sample_index) as store:
        found = entries(store, [code])
    meetings = meetings_html(found, locale)
    assert meetings.count("<tr>") == 4  # the head, all, meetings 41 and 40
    assert locale.text("corpus.of", there=1, all=3) in meetings
    documents = documents_html(found, locale)
    assert documents.count(f">{locale.text('corpus.missing')}<") == 10
    assert "symbol=CWG-WSIS%26SDG-40%2F3&amp;left=ar" in documents


@pytest.mark.parametrize("code", CODES)
def test_listed_documents_are_named_in_the_language_of_their_title(code: str) -> None:
    locale = Locale(code)
    card = ListedCard("CWG-WSIS&SDG-41/3", "<b>Propositions</b>", "fr", "Brésil & al.", None, "C")
    drawn = itu_list_html([card], locale)
    assert locale.text("corpus.listed_hint") in drawn.unescape()
    assert 'lang="fr"' in drawn or "lang=fr" in drawn
    assert "&lt;b&gt;Propositions&lt;/b&gt;" in drawn
    assert "Brésil &amp; al." in drawn
    assert itu_list_html([], locale) == ""


def test_nothing_is_added_to_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_ALLOW_UPLOAD", "1")
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(tmp_path))
    assert may_add()
    (tmp_path / "copied.json").touch()
    assert not may_add()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("S18-PP-C-0048!A1!MSW-A.docx", "S18-PP-C-0048!A1!MSW-A.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\وثيقة.docx", "وثيقة.docx"),
        (".hidden.pdf", "hidden.pdf"),
        ("con.txt", "_con.txt"),
        ("a\u202exod.txt", "axod.txt"),
        ("", "file"),
    ],
)
def test_names_are_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=400))
def test_a_safe_name_is_one_name(name: str) -> None:
    safe = safe_name(name)
    assert safe == Path(safe).name
    assert safe not in ("", ".", "..")
    assert len(safe.encode()) <= 160
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("made_of", "stem"),
    [
        ("wsis-search", "wsis-search"),
        ("CWG-WSIS&SDG-40/3(Rev.1)", "CWG-WSIS&SDG-40-3(Rev.1)"),
        ('مشروع: "قرار"', "مشروع_ _قرار_"),
    ],
)
def test_a_file_is_named_by_what_it_holds_date_and_language(made_of: str, stem: str) -> None:
    name = name_export("precedents", "ar", "docx", made_of)
    assert re.fullmatch(re.escape(stem) + r"-precedents-\d{4}-\d\d-\d\d-ar\.docx", name), name
    assert safe_name(name) == name


def test_files_are_refused_with_a_reason_and_never_overwrite(tmp_path: Path) -> None:
    files = [("a.txt", TEXT), ("a.txt", TEXT + b"More."), ("evil.exe", b"MZ"), ("b.txt", TEXT)]
    kept, refused = keep(tmp_path, files, LIMITS)
    assert [path.read_bytes() for path in kept] == [TEXT, TEXT + b"More."]
    assert [(one.name, one.code) for one in refused] == [
        ("evil.exe", "unsupported-format"),
        ("b.txt", "too-many"),
    ]
    big = bytes(1024**2 + 1)
    _, refused = keep(tmp_path, [("big.txt", big), ("none.txt", b""), ("x.txt", big[:-1])], LIMITS)
    assert [one.code for one in refused] == ["too-large", "empty-file", "no-room"]
    assert all(path.is_relative_to(tmp_path / "uploads") for path in kept)


@pytest.mark.parametrize("code", CODES)
def test_why_a_file_is_refused_is_said_in_every_language(code: str) -> None:
    locale = Locale(code)
    kinds: list[type[ReadError]] = [ReadError, *ReadError.__subclasses__()]
    codes = {kind.code for kind in kinds}
    for one in codes | {"too-many", "too-many-inside", "no-room"}:
        assert locale.has(f"reason.{one}"), one
    assert reason(locale, "never seen") == locale.text("reason.other")


def test_why_an_upload_stopped_is_said_in_the_readers_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "<i>"
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(folder))
    locale = Locale("ar")
    title, text = describe_error(locale, DamagedIndexError("In English."))
    assert title == locale.text("error.damaged-index.title")
    assert "&lt;i&gt;</bdi>" in text  # the folder, left to right within the Arabic
    assert "{" not in text
    assert describe_error(locale, WsisSearchError("Boom"))[0] == locale.text("error.error.title")


def _finish(folder: Path) -> uploads.Upload:
    for thread in threading.enumerate():
        if thread.name == "upload":
            thread.join(120)
    found = current(folder)
    assert found is not None
    assert found.is_done
    return found


def test_uploads_are_indexed_and_failures_reported(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "index"
    index = Index(Store(folder, create=True), encoder)
    files = [("plan.txt", TEXT), ("broken.docx", b"PK\x03\x04 no")]
    begin(index, folder, files, LIMITS)
    done = _finish(folder)
    assert done.error is None
    assert [(outcome.name, outcome.code, outcome.passages) for outcome in done.outcomes] == [
        ("plan.txt", "added", 1),
        ("broken.docx", "corrupt-file", 0),
    ]
    with Store(folder) as store:
        assert [entry.name for entry in entries(store)] == ["plan.txt"]
        assert unreadable(store) == ()  # nothing is kept of it
    assert not list(folder.rglob("broken.docx"))

    begin(index, folder, files[:1], LIMITS)
    assert [outcome.code for outcome in _finish(folder).outcomes] == ["known"]
    index.close()
    forget(folder)
    assert current(folder) is None


def _archive(documents: int, letters: int = 1) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(documents):
            archive.writestr(f"{number}.txt", f"Note {number}.\n" + "a" * letters)
    return content.getvalue()


def test_documents_in_an_archive_count_against_every_limit(
    tmp_path: Path, encoder: Encoder
) -> None:
    files = [
        ("many.zip", _archive(4)),
        ("large.zip", _archive(1, letters=1024**2)),
        ("few.zip", _archive(2)),
    ]
    with Index(Store(tmp_path, create=True), encoder) as index:
        begin(index, tmp_path, files, replace(LIMITS, passages=2))
        done = _finish(tmp_path)
    assert done.error is None
    assert [(outcome.name, outcome.code) for outcome in done.outcomes] == [
        ("many.zip", "too-many-inside"),
        ("large.zip", "too-large"),
        ("few.zip!/0.txt", "added"),
        ("few.zip!/1.txt", "too-large"),  # it would be the third passage
    ]
    assert [path.name for path in tmp_path.rglob("*.zip")] == ["few.zip"]


def test_two_uploads_at_once_are_not_begun(tmp_path: Path, encoder: Encoder) -> None:
    uploads._current[str(tmp_path)] = uploads.Upload()
    try:
        with pytest.raises(LockedIndexError, match="at the moment"):
            begin(Index(Store(tmp_path, create=True), encoder), tmp_path, [], LIMITS)
    finally:
        del uploads._current[str(tmp_path)]


def test_an_index_that_cannot_be_used_is_told(tmp_path: Path, encoder: Encoder) -> None:
    with Index(Store(tmp_path, create=True), encoder) as index:
        index.store.query("PRAGMA query_only = 1")
        begin(index, tmp_path, [("a.txt", TEXT)], LIMITS)
        done = _finish(tmp_path)
    assert isinstance(done.error, IndexStoreError)


def test_files_that_cannot_be_read_are_listed_with_the_reason(
    tmp_path: Path, encoder: Encoder
) -> None:
    shutil.copy(next(FILES.glob("CWGWSIS40/*INF-0007!!MSW-R*")), tmp_path)
    (tmp_path / "empty.pdf").touch()
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [tmp_path / "empty.pdf"])
        (found,) = unreadable(store)
    assert (found.name, found.code) == ("empty.pdf", "empty-file")
    assert all(Locale(code).has(f"reason.{found.code}") for code in CODES)


def test_files_with_gaps_are_listed_with_what_is_missing(tmp_path: Path, encoder: Encoder) -> None:
    body = (
        "<w:p><w:r><w:t>The Group takes note of the report.</w:t></w:r></w:p>"
        "<w:unheard><w:r><w:t>Nobody reads this</w:t></w:r></w:unheard>"
    )
    file = tmp_path / "gaps.docx"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in word_members(body).items():
            archive.writestr(name, content)
    with Index(Store(tmp_path / "index", create=True), encoder) as index:
        build(index.store, encoder, [file])
        (found,) = list_unbalanced(index.store)
        assert [code for _, code, _ in index.status().unbalanced] == ["text-lost"]
    assert (found.name, found.code) == ("gaps.docx", "text-lost")
    assert "15 of " in found.message
    assert all(Locale(code).has(f"reason.{found.code}") for code in CODES)


def test_one_meeting_is_listed_once(tmp_path: Path, encoder: Encoder) -> None:
    name = "S24-CWGWSIS41-C-0002!!MSW-E.txt"
    (tmp_path / name).write_text("CWG-WSIS&SDG-41/2-E\nSchools need fibre.\n", "utf-8")
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [tmp_path / name])
        drawn = meetings_html(entries(store, ["en"]), Locale("en"))
    assert drawn.count("<tr>") == 2  # the head and the meeting
