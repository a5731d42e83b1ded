"""A folder that ITU Sync has filled: documents are read, and lists say which are not there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from index import Index
from index.model import Encoder
from tests.commands import run
from tests.index.access.archive import write_rules
from tests.ingest.fetch.catalogues import STEM, catalogue, document, document_list

PLACE = Path("ITU/ITU CWGWSIS41/2024/docs-dms")
TITLES = {"ltitle_e": "Proposals of Brazil", "ltitle_f": "Propositions du Brésil"}
THIRD = "CWG-WSIS&SDG-41/3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents of four that lists name, the third and the fourth not among them."""
    here = tmp_path / "documents" / PLACE
    (here / "c" / "ties").mkdir(parents=True)
    for number, text in ((1, f"Document {THIRD} sets out a budget."), (2, "Schools come first.")):
        file = docx.Document()
        file.add_paragraph(f"Document CWG-WSIS&SDG-41/{number}-E")
        file.add_paragraph(text)
        file.save(str(here / "c" / "ties" / f"{STEM}-C-000{number}!!MSW-E.docx"))
    names = [f"{STEM}-C-000{number}" for number in (1, 2, 4)]
    listed = [document(name) for name in names] + [document(f"{STEM}-C-0003", **TITLES)]
    (here / f"{STEM}-C.xml").write_bytes(document_list(*listed))
    (here.parents[2] / "ITU_Meetings.xml").write_bytes(catalogue())
    return tmp_path / "documents"


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Iterator[Index]:
    with Index.open(tmp_path / "index", create=True) as opened:
        opened.encoder = encoder
        yield opened


def _absent(index: Index) -> list[str]:
    return [card.symbol.rpartition("/")[2] for card in index.status().listed]


def test_listed_documents_that_are_not_there_are_named(index: Index, folder: Path) -> None:
    report = index.ingest([folder])
    assert (report.files, report.ingested, report.listed) == (2, 2, 2)
    assert report.failed == report.warnings == []
    third, fourth = index.status().listed
    assert (third.symbol, third.title, third.source) == (THIRD, "Proposals of Brazil", "Brazil")
    assert (third.date, third.access, third.language) == ("2024-09-18", "C", "en")
    assert fourth.symbol == "CWG-WSIS&SDG-41/4"
    assert not index.verify()
    # Once it is there, nothing is said of it any more, though its cover says another number.
    before = index.store.generation
    shutil.copy(
        folder / PLACE / "c" / "ties" / f"{STEM}-C-0002!!MSW-E.docx",
        folder / PLACE / "c" / "ties" / f"{STEM}-C-0004!!MSW-E.docx",
    )
    index.ingest([folder])
    assert _absent(index) == ["3"]
    assert index.store.generation > before
    unchanged = index.store.generation
    assert index.ingest([folder]).unchanged == 3
    assert index.store.generation == unchanged


def test_a_look_up_gives_title_and_source_of_a_listed_document(index: Index, folder: Path) -> None:
    index.ingest([folder])
    trace = index.look_up("CWG-WSIS&SDG-41/3", "fr")
    assert trace.document is None
    assert trace.listed is not None
    assert (trace.listed.title, trace.listed.source) == ("Propositions du Brésil", "Brazil")
    assert len(trace.mentions) == 1
    only_listed = index.look_up("41/4")
    assert only_listed.is_found
    assert only_listed.listed is not None
    assert index.look_up("41/1").listed is None


@pytest.mark.thorough
def test_a_dossier_names_what_is_listed_and_not_there(index: Index, folder: Path) -> None:
    index.ingest([folder])
    dossier = index.dossier("41", "fr")
    assert [(card.symbol[-1], card.title) for card in dossier.listed] == [
        ("3", "Propositions du Brésil"),
        ("4", "Contribution nº 0004"),
    ]
    (cited,) = [cited for item in dossier.items for cited in item.cites]
    assert (cited.symbol, cited.entry, cited.title) == (THIRD, None, "Propositions du Brésil")
    assert cited.listed is not None
    assert cited.listed.source == "Brazil"


def test_the_commands_show_listed_documents(index: Index, folder: Path) -> None:
    place = index.store.folder
    index.close()
    told = run("ingest", folder, "--json", index=place)
    assert told.json()["listed"] == 2
    assert "2  documents that ITU's lists name" in run("ingest", folder, index=place).out
    card = {
        "symbol": THIRD,
        "title": "Proposals of Brazil",
        "language": "en",
        "source": "Brazil",
        "date": "2024-09-18",
        "access": "C",
    }
    assert card in run("status", "--json", index=place).json()["listed"]
    assert "Listed by ITU, but not in the index" in run("status", index=place).out
    found = run("lookup", THIRD, "--json", index=place).json()
    assert (found["document"], found["listed"]) == (None, card)
    shown = run("lookup", THIRD, "--in", "ru", index=place).out
    for text in ("Proposals of Brazil", "Brazil", "в списке документов собрания МСЭ"):
        assert text in shown
    dossier = run("dossier", "41", "--json", index=place).json()
    assert card in dossier["listed"]
    (cited,) = dossier["items"][0]["cites"]
    assert (cited["title"], cited["source"]) == ("Proposals of Brazil", "Brazil")
    assert cited["in_index"] is False
    assert "Proposals of Brazil" in run("dossier", "41", index=place).out


@pytest.mark.thorough
def test_a_cut_list_loses_nothing(index: Index, folder: Path) -> None:
    index.ingest([folder])
    path = folder / PLACE / f"{STEM}-C.xml"
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"<html><p>Sign in</p></html>", b"", whole[:40]):
        path.write_bytes(content)
        report = index.ingest([folder])
        assert report.failed == []
        ((name, code, message),) = report.warnings
        assert (name, code) == (str(path), "list")
        assert str(path) in message
        assert _absent(index) == ["3", "4"]
    path.write_bytes(document_list(document(f"{STEM}-C-0003")))
    assert index.ingest([folder]).warnings == []
    assert _absent(index) == ["3"]


@pytest.mark.thorough
def test_lists_that_are_gone_or_moved_are_forgotten(index: Index, folder: Path) -> None:
    index.ingest([folder])
    moved = folder.with_name("moved")
    folder.rename(moved)
    path = moved / PLACE / f"{STEM}-C.xml"
    path.write_bytes(document_list(document(f"{STEM}-C-0004")))
    index.ingest([moved])
    assert _absent(index) == ["4"]
    path.unlink()
    index.ingest([moved])
    assert _absent(index) == ["4"]  # without --prune what is gone stays
    index.ingest([moved], prune=True)
    assert _absent(index) == []


def test_a_folder_with_lists_alone_is_no_failure(index: Index, folder: Path) -> None:
    shutil.rmtree(folder / PLACE / "c")
    report = index.ingest([folder])
    assert (report.files, report.failed, report.listed) == (0, [], 4)
    again = index.ingest([folder / PLACE / f"{STEM}-C.xml"])
    assert (again.files, again.failed, again.listed) == (0, [], 4)


@pytest.mark.thorough
def test_readers_see_no_listed_document_that_is_hidden_from_them(
    index: Index, folder: Path
) -> None:
    index.ingest([folder])
    hidden = ("symbol = 'CWG-WSIS&SDG-41/4'", "path = '*/c/ties/*'")
    rules = [f"[[documents]]\n{which}\nclass = 'members'\n" for which in hidden]
    write_rules(index.store.folder, "default = 'public'\n" + "\n".join(rules))
    public, members = (index.view_for(each) for each in ("public", "members"))
    # The documents 1 and 2 are there, and hidden: their titles in the list are as well.
    assert _absent(public) == ["3"]
    assert _absent(members) == ["3", "4"]
    (folder / PLACE / f"{STEM}-C.xml").write_bytes(document_list(document(f"{STEM}-C-0009")))
    index.ingest([folder])
    assert _absent(index.view_for("public")) == ["9"]
    assert [finding.code for finding in index.verify(content=True)] == ["access-unfitting"]
