"""An index follows its files: only what changed is read and embedded, and nothing is lost."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import docx
import pytest

from corpus.documents import Document
from corpus.errors import OtherModelError
from corpus.sample import FILES
from index.indexing import change_detection, put_sample_vectors
from index.indexing.build import Report, build
from index.indexing.texts import VERSION
from index.indexing.verify import verify
from index.model.encoder import Encoder, Vectors
from index.retrieval.search import Search
from index.store import PreparedDocument, Store
from index.versions import same_text
from ingest.files import archives, find
from ingest.limits import Limits
from tests.ingest.pdf.pdf_writer import Pdf

CONTRIBUTION = FILES / "CWGWSIS39" / "S23-CWGWSIS39-C-0004!A1!MSW-E.docx"
PRINTED = CONTRIBUTION.with_name("S23-CWGWSIS39-C-0004!A1!PDF-E.pdf")


class CountingEncoder:
    """The bundled model, which counts the texts that it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.model_tokens = encoder.model_tokens
        self.embedded = 0

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self.embedded += len(texts)
        return self._encoder.passages(texts, progress)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.queries(texts)

    def tokens(self, text: str) -> int:
        return self._encoder.tokens(text)


@pytest.fixture
def counting(encoder: Encoder) -> CountingEncoder:
    return CountingEncoder(encoder)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "index", create=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in {
        "roads.txt": "1\tThe first road leads north.\n2\tThe second road leads south.",
        "rivers.txt": "1\tThe river is wide.\n2\tIts mouth is far.",
    }.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def _codes(report: Report) -> list[tuple[str, str]]:
    return [(Path(file).name, code) for file, code, _ in report.failed]


def test_only_changes_are_read_and_embedded(
    store: Store, counting: CountingEncoder, folder: Path
) -> None:
    first = build(store, counting, [folder])
    assert (first.files, first.ingested, first.unchanged, first.passages) == (2, 2, 0, 4)
    assert counting.embedded == 4
    generation = store.generation

    again = build(store, counting, [folder])
    assert (again.ingested, again.unchanged, again.passages) == (0, 2, 4)
    assert counting.embedded == 4
    assert store.generation == generation

    (folder / "rivers.txt").write_text("1\tThe river is wide.\n2\tIts mouth is near.", "utf-8")
    changed = build(store, counting, [folder])
    assert (changed.ingested, changed.unchanged, changed.passages) == (1, 1, 4)
    assert counting.embedded == 5  # the paragraph that did not change keeps its vector
    texts = [row["text"] for row in store.query("SELECT text FROM passage ORDER BY text")]
    assert "Its mouth is near." in texts
    assert "Its mouth is far." not in texts
    assert store.query("SELECT count(*) AS n FROM vector")[0]["n"] == 4

    forced = build(store, counting, [folder], force=True)
    assert (forced.ingested, forced.unchanged) == (2, 0)
    assert counting.embedded == 5


def end_process(_: Document) -> PreparedDocument:
    """End the process that reads a document, as a system does that has no memory left."""
    os._exit(9)


def never_end(_: Document) -> PreparedDocument:
    while True:
        pass


@pytest.mark.parametrize(
    ("finish", "code"),
    [
        (end_process, "reader-crash"),
        pytest.param(never_end, "out-of-time", marks=pytest.mark.thorough),
    ],
)
@pytest.mark.thorough
def test_an_unchanged_file_stays_when_its_reader_fails(
    store: Store,
    counting: CountingEncoder,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    finish: Callable[[Document], PreparedDocument],
    code: str,
) -> None:
    build(store, counting, [folder])
    before = store.query("SELECT * FROM passage"), store.query("SELECT * FROM file")
    module = sys.modules[build.__module__]
    limits = Limits(seconds=2.0)
    with monkeypatch.context() as patch:
        patch.setattr(module, "prepare", finish)
        forced = build(store, counting, [folder], force=True, limits=limits)
        assert (store.query("SELECT * FROM passage"), store.query("SELECT * FROM file")) == before
        assert (forced.files, forced.ingested, forced.unchanged, forced.failed) == (2, 0, 2, [])
        assert [(Path(file).name, kind) for file, kind, _ in forced.warnings] == [
            ("rivers.txt", code),
            ("roads.txt", code),
        ]
        assert all("keeps what was read" in message for *_, message in forced.warnings)
        assert verify(store, content=True) == []
        # Nothing outdated is shown as current: of a file that has changed nothing is kept.
        (folder / "rivers.txt").write_text("1\tThe river is dry.", "utf-8")
        changed = build(store, counting, [folder], limits=limits)
        assert _codes(changed) == [("rivers.txt", code)]
        assert changed.passages == 2
    again = build(store, counting, [folder])
    assert (again.ingested, again.unchanged, again.failed, again.passages) == (1, 1, [], 3)


@pytest.mark.thorough
def test_an_index_does_not_depend_on_which_reader_was_quicker(
    encoder: Encoder, folder: Path, tmp_path: Path
) -> None:
    """The Word file comes first and takes longest; among the others is one that fails."""
    shutil.copy(CONTRIBUTION, folder)
    (folder / "empty.txt").write_bytes(b"")
    for number in range(12):
        (folder / f"note {number}.txt").write_text(f"Note {number} is a note.\nThe end.", "utf-8")

    def digest(name: str, workers: int) -> str:
        with Store(tmp_path / name, create=True) as store:
            put_sample_vectors(store, encoder.name)
            build(store, encoder, [folder], workers=workers)
        with sqlite3.connect(tmp_path / name / "index.sqlite3") as tables:
            tables.execute("DELETE FROM setting WHERE name = 'id'")
            tables.execute("UPDATE file SET ingested = '', seen = 0")
            tables.execute("UPDATE migration SET done = ''")
            tables.execute("UPDATE moment SET stamp = number")
            return hashlib.sha256("\n".join(tables.iterdump()).encode()).hexdigest()

    assert len({digest("one", 1), digest("two", 2), digest("again", 2)}) == 1


@pytest.mark.thorough
def test_a_file_with_the_same_time_is_not_opened(
    store: Store, counting: CountingEncoder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def fingerprint(path: Path) -> tuple[int, str]:
        looked.append(path.name)
        return honest(path)

    honest = archives.fingerprint
    monkeypatch.setattr(archives, "fingerprint", fingerprint)
    build(store, counting, [folder])
    assert looked == ["rivers.txt", "roads.txt"]
    # They were written so shortly before that another change could bear the same time.
    monkeypatch.setattr(change_detection, "_TICK", 10**15)
    assert build(store, counting, [folder]).unchanged == 2
    assert looked == ["rivers.txt", "roads.txt"] * 2

    looked.clear()
    monkeypatch.setattr(change_detection, "_TICK", 0)
    assert build(store, counting, [folder]).unchanged == 2
    assert looked == []
    path, before = folder / "roads.txt", (folder / "roads.txt").stat()
    path.write_text(path.read_text("utf-8").replace("north", "south"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert build(store, counting, [folder]).ingested == 1
    path.touch()
    looked.clear()
    assert build(store, counting, [folder]).unchanged == 2
    assert build(store, counting, [folder]).unchanged == 2
    assert looked == ["roads.txt"]


@pytest.mark.thorough
def test_no_more_passages_are_added_at_a_time_than_allowed(
    store: Store, counting: CountingEncoder, folder: Path
) -> None:
    report = build(store, counting, [folder], limits=Limits(total_passages=3))
    assert (report.ingested, report.passages) == (1, 2)
    assert _codes(report) == [("roads.txt", "too-large")]
    assert "with its 2 passages, more than 3 would be added" in report.failed[0][2]


def test_prune_forgets_what_has_gone_and_nothing_else(
    store: Store, counting: CountingEncoder, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("A text that stands elsewhere.", "utf-8")
    build(store, counting, [folder, elsewhere])
    (folder / "roads.txt").unlink()
    elsewhere.unlink()

    kept = build(store, counting, [folder])
    assert (kept.removed, kept.passages) == (0, 5)
    pruned = build(store, counting, [folder], prune=True)
    assert (pruned.removed, pruned.passages) == (1, 3)
    rest = build(store, counting, [], prune=True)
    assert (rest.removed, rest.passages) == (1, 2)


def test_a_folder_that_was_emptied_is_pruned_without_a_failure(
    store: Store, counting: CountingEncoder, folder: Path
) -> None:
    build(store, counting, [folder])
    for file in folder.iterdir():
        file.unlink()
    assert _codes(build(store, counting, [folder])) == [(folder.name, "empty-folder")]
    emptied = build(store, counting, [folder], prune=True)
    assert (emptied.passages, emptied.failed, emptied.files) == (0, [], 0)
    assert build(store, counting, [folder], prune=True).failed == []  # as often as it is run


def test_a_failing_file_is_listed_and_others_are_read(
    store: Store, counting: CountingEncoder, folder: Path
) -> None:
    (folder / "empty.docx").write_bytes(b"")
    (folder / "corrupt.docx").write_bytes(b"PK\x03\x04" + os.urandom(300))
    (folder / "wrong.pdf").write_text("This is no PDF.", "utf-8")
    (folder / "blank.txt").write_text(" \n\n\t", "utf-8")
    report = build(store, counting, [folder, folder / "gone.txt"], workers=2)
    assert report.ingested == 2
    assert report.files == 7
    assert _codes(report) == [
        ("blank.txt", "no-text"),
        ("corrupt.docx", "corrupt-file"),
        ("empty.docx", "empty-file"),
        ("gone.txt", "no-such-path"),
        ("wrong.pdf", "wrong-extension"),
    ]
    assert all(Path(file).name in message for file, _, message in report.failed)

    (folder / "blank.txt").write_text("Now there is text.", "utf-8")
    mended = build(store, counting, [folder])
    assert mended.ingested == 1
    assert ("blank.txt", "no-text") not in _codes(mended)


@pytest.mark.thorough
def test_a_file_that_becomes_unreadable_leaves_nothing_behind(
    store: Store, counting: CountingEncoder, folder: Path
) -> None:
    build(store, counting, [folder])
    (folder / "roads.txt").write_bytes(b"")
    report = build(store, counting, [folder])
    assert _codes(report) == [("roads.txt", "empty-file")]
    assert report.passages == 2


def test_an_empty_folder_is_reported_as_empty(
    store: Store, counting: CountingEncoder, tmp_path: Path
) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    (empty / "picture.png").write_bytes(b"\x89PNG")
    report = build(store, counting, [empty])
    assert [code for _, code in _codes(report)] == ["empty-folder"]


@pytest.mark.parametrize(
    "name",
    [
        "تقرير الفريق.txt",
        "工作组 报告.txt",
        "Отчёт №1.txt",
        "a'b\"c%d#e?.txt",
        "right\u202eto-left.txt",
        "new\nline.txt",
        "🛰️.txt",
        os.fsdecode(b"latin\xe9.txt"),
    ],
)
def test_a_name_may_be_anything(
    store: Store, counting: CountingEncoder, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "names"
    path.mkdir()
    try:
        (path / name).write_text("A text in a file with an odd name.", "utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system does not take the name")
    assert build(store, counting, [path]).ingested == 1
    assert build(store, counting, [path]).unchanged == 1
    (hit,) = Search(store, counting).search("odd name", k=1).hits
    hit.found.file.encode("utf-8")
    (path / name).unlink()
    assert build(store, counting, [path], prune=True).removed == 1


def test_hidden_files_and_lock_files_are_left_alone(tmp_path: Path) -> None:
    for name in ("a.txt", ".b.txt", "~$a.docx", "._a.docx", "c.TXT", "d.jpg"):
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "e.txt").write_text("x", "utf-8")
    files, absent = find([tmp_path, tmp_path / "a.txt"])
    assert [path.name for path in files] == ["a.txt", "c.TXT"]
    assert absent == []


def test_another_model_is_refused(store: Store, counting: CountingEncoder, folder: Path) -> None:
    build(store, counting, [folder])
    counting.name = "another/model"
    with pytest.raises(OtherModelError, match=r"multilingual-e5-small-q4, not another/model"):
        build(store, counting, [folder])
    with pytest.raises(OtherModelError, match="--index"):
        Search(store, counting)


def test_a_word_file_takes_the_pages_of_its_pdf(
    store: Store, counting: CountingEncoder, tmp_path: Path
) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    word, printed = (shutil.copy(path, folder) for path in (CONTRIBUTION, PRINTED))
    report = build(store, counting, [folder])
    assert report.ingested == 2
    count = report.passages
    shown = store.query(
        "SELECT embedded FROM passage JOIN version ON version.id = version_id "
        "WHERE same_as IS NULL UNION SELECT sentence.embedded FROM sentence "
        "JOIN passage ON passage.id = passage_id JOIN version ON version.id = version_id "
        "WHERE same_as IS NULL"
    )
    # The PDF was not embedded a second time, neither its paragraphs nor their sentences.
    assert counting.embedded <= len(shown)
    numbered = store.query(
        "SELECT borrowed_page FROM passage WHERE label GLOB '?.?' AND page IS NULL"
    )
    assert {row["borrowed_page"] for row in numbered} >= {2}
    hits = Search(store, counting).search("timetable of the regional dialogues", k=10).hits
    assert {hit.found.file for hit in hits} == {str(word)}
    assert len({hit.found.passage.label_path for hit in hits if hit.found.passage.label}) == len(
        [hit for hit in hits if hit.found.passage.label]
    )

    Path(word).unlink()
    alone = build(store, counting, [folder], prune=True)
    assert alone.removed == 1
    assert alone.passages > 0.8 * count
    assert store.vectors.count_missing(VERSION) == (0, 0)
    hits = Search(store, counting).search("timetable of the regional dialogues", k=3).hits
    assert {hit.found.file for hit in hits} == {str(printed)}
    assert all(hit.found.passage.page for hit in hits)


@pytest.mark.thorough
def test_two_texts_under_one_symbol_are_both_kept_and_reported(
    store: Store, counting: CountingEncoder, tmp_path: Path
) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    shutil.copy(CONTRIBUTION, folder)
    other = CONTRIBUTION.with_name("S23-CWGWSIS39-C-0007!!MSW-E.docx")
    shutil.copy(other, folder / CONTRIBUTION.name.replace("MSW-E", "MSW-E (2)"))
    report = build(store, counting, [folder])
    expected = {"two-texts", "metadata-conflict"}
    assert expected & {code for _, code, _ in report.warnings}
    files = store.query("SELECT count(DISTINCT version_id) AS n FROM passage")
    assert files[0]["n"] == 2
    assert store.query("SELECT count(*) AS n FROM version WHERE same_as NOT NULL")[0]["n"] == 0


@pytest.mark.parametrize(("rows", "hidden"), [(3, 1), (60, 0)])
@pytest.mark.thorough
def test_notes_and_tables_of_a_print_keep_one_text(
    rows: int, hidden: int, store: Store, counting: CountingEncoder, tmp_path: Path
) -> None:
    """A print has the head of a table once a page; a table of its own makes it another text."""
    paragraphs = [
        f"{n} The hub of village {n} lends tablets to {n + 20} pupils." for n in range(40)
    ]
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(tmp_path / "S24-CWGWSIS40-C-0090!!MSW-E.docx"))
    lines = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    cells = "".join(
        f"<tr><td>Region of the {n}th river</td><td>{n * 317}</td></tr>" for n in range(rows)
    )
    (tmp_path / "S24-CWGWSIS40-C-0090!!HTM-E.html").write_text(
        f"<html lang=en><body>{lines}<table>{cells}</table></body></html>", "utf-8"
    )
    report = build(store, counting, [tmp_path])
    assert not report.failed
    same = store.query("SELECT count(*) AS n FROM version WHERE same_as NOT NULL")
    assert same[0]["n"] == hidden
    assert ("two-texts" in {code for _, code, _ in report.warnings}) is not bool(hidden)


@pytest.mark.thorough
def test_a_repeated_sentence_takes_the_page_of_its_own_place(
    store: Store, counting: CountingEncoder, tmp_path: Path
) -> None:
    """Both hubs say the same; a sentence whose place in the print is unknown has no page."""
    repeated = "The council noted this."
    word, pdf = docx.Document(), Pdf()
    for page, lender in enumerate(("The hub of a village", "Our school", "Any post office"), 1):
        pdf.page()
        for row in range(12):
            text = (
                f"{page}.{row + 1} {lender} lends {page * 20 + row} tablets to {row + 40} pupils."
            )

            word.add_paragraph(text)
            pdf.paragraph(60, 100 + 40 * row, [text])
        if page != 2:
            word.add_paragraph(repeated)
            pdf.paragraph(60, 600, [repeated])
        else:
            word.add_paragraph("A sentence that the print lacks.")
    word.save(str(tmp_path / "S24-CWGWSIS40-C-0090!!MSW-E.docx"))
    pdf.save(tmp_path / "S24-CWGWSIS40-C-0090!!PDF-E.pdf")
    report = build(store, counting, [tmp_path])
    assert not report.failed
    rows = store.query(
        "SELECT text, borrowed_page FROM passage JOIN version ON version.id = version_id "
        "WHERE same_as IS NULL ORDER BY ordinal"
    )
    pages = [row["borrowed_page"] for row in rows if row["text"] == repeated]
    assert pages == [1, 3]
    assert [row["borrowed_page"] for row in rows if row["text"].startswith("A sentence")] == [None]


@pytest.mark.thorough
def test_the_threshold_parts_twins_from_others(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what the constant in ``index.versions.same_text`` rests on."""
    from ingest.read import read

    def pairs(path: Path) -> Counter[str]:
        return same_text._count_letter_runs(passage.text for passage in read(path).passages)

    def shared_part(counts: Counter[str], other: Counter[str]) -> float:
        return (counts & other).total() / max(counts.total(), other.total())

    twin, different = [], []
    for code in "ACEFRS":
        word = pairs(FILES / "CWGWSIS40" / f"S24-CWGWSIS40-C-0003!!MSW-{code}.docx")
        printed = pairs(FILES / "CWGWSIS40" / f"S24-CWGWSIS40-C-0003!!PDF-{code}.pdf")
        other = pairs(FILES / "CWGWSIS39" / f"S23-CWGWSIS39-C-0004!!MSW-{code}.docx")
        twin.append(shared_part(word, printed))
        different.append(shared_part(word, other))
    with capsys.disabled():
        print(f"\nsame text: {min(twin):.2f} and more; other text: {max(different):.2f} and less")
    assert min(twin) > same_text._SAME_TEXT + 0.02
    assert max(different) < same_text._SAME_TEXT - 0.2


@pytest.mark.thorough
def test_documents_in_an_archive_are_files_of_their_own(
    store: Store, counting: CountingEncoder, tmp_path: Path
) -> None:
    archive = tmp_path / "meeting.zip"

    def pack(**texts: str) -> None:
        with zipfile.ZipFile(archive, "w") as opened:
            for name, text in texts.items():
                opened.writestr(f"in/{name}.txt", text)

    pack(bees="Bees dance.", empty="")
    report = build(store, counting, [archive])
    assert report.ingested == 1
    assert _codes(report) == [("empty.txt", "empty-file")]
    (hit,) = Search(store, counting).search("bees", k=1).hits
    assert hit.found.file == f"{archive}!/in/bees.txt"
    assert build(store, counting, [archive]).unchanged == 1

    pack(whales="Whales sing.")
    changed = build(store, counting, [archive], prune=True)
    assert (changed.ingested, changed.removed, changed.passages) == (1, 2, 1)
    archive.unlink()
    assert build(store, counting, [archive], prune=True).passages == 0


@pytest.mark.thorough
def test_a_path_that_is_no_file_is_not_waited_for(
    store: Store, counting: CountingEncoder, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with (tmp_path / "huge.txt").open("wb") as stream:
        stream.truncate(5 * 1024**3)  # sparse: five gigabytes that take no room
    report = build(store, counting, [tmp_path / "pipe.txt", tmp_path / "huge.txt"])
    assert _codes(report) == [("huge.txt", "too-large"), ("pipe.txt", "not-a-file")]
