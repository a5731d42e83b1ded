"""Reading ITU's catalogues and lists: whole ones, damaged ones, and what only looks like one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.errors import FetchError
from ingest import lists
from tests.ingest.fetch.catalogues import (
    MEETING,
    STEM,
    STUDY_GROUP,
    catalogue,
    document,
    document_list,
)

PAGE = f"""<!DOCTYPE html><html><body><table><tr><td><table>
<tr><th>Number</th><th>Title</th><th>Source</th><th>Date</th></tr>
<tr><td><a href="/md/{STEM}-C-0003/en">[3]</a></td><td>Proposals of Brazil</td><td>Brazil</td>
<td>18 September 2024</td></tr>
<tr><td><a href="/md/{STEM}-C-0003!R1/en">[3 Rev.1]</a></td><td>Proposals, revised</td>
<td>Brazil</td><td>01/02/2024</td></tr>
</table></td></tr></table>
<a href="https://www.itu.int/dms_pub/itu-s/md/24/x/c/{STEM}-C-0004!!MSW-E.docx">4</a></body></html>"""


def test_a_catalogue_gives_its_meetings() -> None:
    content = catalogue(MEETING, STUDY_GROUP, {"Meeting_place_date": "without a code"})
    meetings, notes = lists.read_catalogue(content, "ITU_Meetings.xml")
    own, other = meetings
    assert (own.start, own.end, own.place) == ("2024-10-02", "2024-10-03", "Geneva")
    assert [name.file for name in own.lists] == [f"{STEM}-C.xml", f"{STEM}-INF.xml"]
    assert own.folders == ("/s/2024/cwgwsis41/docs",)
    assert (other.code, other.end) == ("ITU-T SG 12", "2025-01-23")
    td = other.lists[1].format_address("https://www.itu.int")
    assert td == "https://www.itu.int/dms_pages/itu-t/md/25/SG12/td/T25-SG12-250114-TD.xml"
    assert notes == []


@pytest.mark.parametrize(
    "name",
    ["CWG-WSIS&SDG 41", "CWG-WSIS-41", "cwg-wsis&sdg 41", STEM, MEETING["Meeting_place_date"]],
)
def test_a_meeting_is_found_by_each_of_its_names(name: str) -> None:
    meetings, _ = lists.read_catalogue(catalogue(MEETING, STUDY_GROUP), "x")
    assert [each.title for each in lists.find_meetings(meetings, name)] == [
        MEETING["Meeting_place_date"]
    ]
    assert not lists.find_meetings(meetings, "CWG-WSIS&SDG 42")


def test_doubtful_days_and_places_of_a_meeting_are_null() -> None:
    strange = {
        "Meeting_code": "SG 1",
        "Start_meeting_date": "2025-03-01T00:00:00",
        "Meeting_place_date": "SG 1, 14-23 January 2025",
    }
    (meeting,), _ = lists.read_catalogue(catalogue(strange), "x")
    assert (meeting.start, meeting.end, meeting.place) == ("2025-03-01", None, None)


def test_a_list_gives_titles_sources_dates_and_access() -> None:
    content = document_list(
        document(f"{STEM}-C-0003", static_path="/dms_inf/itu-s/md/24/cwgwsis41/c"),
        document(f"{STEM}-C-0003!R1", "Brazil, Mexico", ltitle_f="", reception_date="18/09/2024"),
        document("no name of ITU's"),
    )
    got = lists.read_list(content, "C.xml")
    first, second = got.documents
    assert (first.symbol, second.symbol) == ("CWG-WSIS&SDG-41/3", "CWG-WSIS&SDG-41/3(Rev.1)")
    assert first.titles == {
        "en": "Contribution 0003",
        "fr": "Contribution nº 0003",
        "es": "Contribución 0003",
    }
    assert (first.source, first.date, first.access) == ("Brazil", "2024-09-18", "C")
    assert first.path == "/dms_inf/itu-s/md/24/cwgwsis41/c"
    assert (second.source, second.date) == ("Brazil, Mexico", None)
    assert second.title("fr") == ("Contribution 3!R1", "en")
    assert got.notes == ("C.xml: 1 records have no document's name and are left out.",)


def test_facts_that_a_list_gives_in_two_ways_are_left_out() -> None:
    record = (
        "<folder><object_name>S24-CWGWSIS41-C-0003</object_name><ltitle_e>{}</ltitle_e>"
        "<ltitle_f>Écoles</ltitle_f><main_source>{}</main_source></folder>"
    )
    rows = (("Schools", "Kenya"), ("Bridges", "Kenya"), ("Roads", ""), ("Schools", "Kenya"))
    records = "".join(record.format(*row) for row in rows)
    content = f"<page_content><folder_list>{records}</folder_list></page_content>".encode()
    listed = lists.read_list(content, "list.xml")
    (document,) = listed.documents
    assert (document.titles, document.source) == ({"fr": "Écoles"}, "Kenya")
    assert "1 of the documents are listed more than once" in listed.notes[0]


@pytest.mark.parametrize("share", [0.4, 0.7, 0.97])
def test_a_cut_list_gives_what_is_whole_and_a_note(share: float) -> None:
    documents = [document(f"{STEM}-C-{number:04d}") for number in range(1, 41)]
    content = document_list(*documents)
    got = lists.read_list(content[: int(share * len(content))], "C.xml")
    assert 10 < len(got.documents) < 40
    assert all(each.date == "2024-09-18" and each.access == "C" for each in got.documents)
    assert "breaks off or is damaged" in got.notes[0]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"<?xml version='1.0'?>{BOMB}<page_content>&b;</page_content>".encode(), "entities"),
        (f"<?xml version='1.0'?>{OUTSIDE}<page_content>&a;</page_content>".encode(), "entities"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page where XML is expected"),
        (b"\xef\xbb\xbf<html><p>moved</html>", "web page where XML is expected"),
        (b"<a>" * 5000, "nested too deeply"),
        (b"not XML at all", "is no XML"),
        (b"", "is no XML"),
        (b"\x00\xff" * 500, "is no XML"),
        (b"<page_content>" + b" " * (16 << 20) + b"</page_content>", "more than 16 MB"),
        (b"<other/>", "its root is <other>"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(content: bytes, message: str) -> None:
    for read in (lists.read_list, lists.read_catalogue):
        with pytest.raises(FetchError, match=message) as caught:
            read(content, "list.xml")
        assert str(caught.value).startswith("list.xml")


def test_folders_that_lead_out_are_not_taken() -> None:
    strange = {**MEETING, "FTP_path": "/s/../../etc", "Included_folder_1": "C:\\windows"}
    (meeting,), notes = lists.read_catalogue(catalogue(strange), "x")
    assert meeting.folders == ()
    assert "'/s/../../etc' is no path below" in notes[0]
    escaping = {**MEETING, "Frame_src_C": "f?XF=../../../etc/T25-SG12-C.xml%2f..%2fpasswd"}
    (meeting,), _ = lists.read_catalogue(catalogue(escaping), "x")
    assert [name.file for name in meeting.lists] == [f"{STEM}-INF.xml"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", f"{STEM}-C-0001/../../x", f"..\\{STEM}-C-0001"]
)
def test_a_listed_name_that_leads_out_is_left_out(name: str) -> None:
    listed = document_list(document(name), document(f"{STEM}-C-0002", static_path="/s/../../etc"))
    got = lists.read_list(listed, "C.xml")
    assert [(each.name, each.path) for each in got.documents] == [(f"{STEM}-C-0002", None)]
    assert got.notes == ("C.xml: 1 records have no document's name and are left out.",)


def test_a_saved_page_gives_its_documents() -> None:
    got = lists.read_page(PAGE.encode(), "page.html")
    assert [(each.symbol, each.title()[0], each.source, each.date) for each in got.documents] == [
        ("CWG-WSIS&SDG-41/3", "Proposals of Brazil", "Brazil", "2024-09-18"),
        # Which of the two figures is the month is not said.
        ("CWG-WSIS&SDG-41/3(Rev.1)", "Proposals, revised", "Brazil", None),
        ("CWG-WSIS&SDG-41/4", None, None, None),
    ]


@pytest.mark.parametrize("content", [b"<html><p>nothing</p></html>", b"", b"plain", b"\0\1\2"])
def test_a_page_without_documents_is_refused(content: bytes) -> None:
    with pytest.raises(FetchError, match=r"page\.html"):
        lists.read_page(content, "page.html")


def test_lists_are_found_beside_documents(tmp_path: Path) -> None:
    folder = tmp_path / "ITU" / "ITU CWGWSIS41" / "2024" / "docs-dms"
    (folder / "c" / "ties").mkdir(parents=True)
    for name in (
        f"{STEM}-C.xml",
        "other.xml",
        "ITU_Meetings.xml",
        f"c/ties/{STEM}-C-0003!!MSW-E.docx",
    ):
        (folder / name).write_bytes(document_list())
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / f"{STEM}-C.xml").write_bytes(b"")
    os.mkfifo(folder / f"{STEM}-INF.xml")
    assert lists.find_lists([tmp_path]) == [folder / f"{STEM}-C.xml"]
