"""Rules that are missing, empty, cut off or being written open nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import AccessError, WsisSearchError
from index import Index
from index.access import RULES as NAME
from index.access import IndexedFile, coverage, rules_of
from index.model import Encoder
from search_app.api import Answers
from tests.commands import run
from tests.index.access.archive import HIDDEN, RULES, archive, make, write_rules

OPEN = 'default = "public"\n'


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Iterator[Index]:
    """An index of one's own, without rules; to be changed."""
    with make(tmp_path / "index", encoder, archive()) as opened_index:
        yield opened_index


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# nothing yet\n",
        "\x00",
        'defualt = "members"',
        'default = "secret"',
        "default = 1",
        "[[documents]]",
        RULES.replace(OPEN, ""),
        RULES[:-20],
        RULES.encode()[: RULES.index('class = "member-states"')].decode(),
        f'{OPEN}[audit]\nfile = ""\nqueries = 1\n',
    ],
)
def test_a_file_that_is_no_rules_opens_nothing(tmp_path: Path, content: str) -> None:
    with Index.open(tmp_path / "index", create=True) as index:
        assert index.view_for("public") is index  # no rules: as it always was
        write_rules(index.store.folder, content)
        for reader_class in ("public", "member-states"):
            with pytest.raises(AccessError, match="nobody is shown anything"):
                index.view_for(reader_class)


@pytest.mark.parametrize("is_asked", [True, False])
def test_rules_that_are_gone_close_the_index(index: Index, is_asked: bool) -> None:
    folder = index.store.folder
    path = write_rules(folder, RULES)
    if is_asked:
        assert not index.view_for("public").search("quagga", mode="lexical").hits
    assert run("status", index=folder).code == 0
    path.unlink()
    index.close()
    with Index.open(folder) as reopened:
        assert not (folder / "seen").exists() or is_asked
        for reader_class in ("public", "members", "member-states"):
            with pytest.raises(AccessError, match="they are gone"):
                reopened.view_for(reader_class)
    answers = Answers(folder)
    with pytest.raises(AccessError, match="they are gone"):
        answers.index()
    answers.close()
    # The command line goes on, says what is the matter, and can take it back.
    assert run("show", HIDDEN, index=folder).code == 0
    outcome = run("status", index=folder)
    assert (outcome.code, "they are gone" in outcome.err) == (2, True)
    assert "they are gone" in run("verify", index=folder).out
    assert run("--as", "public", "show", HIDDEN, index=folder).code == 2
    assert run("access", "--forget", index=folder).code == 0
    with Index.open(folder) as reopened:
        assert reopened.view_for("public") is reopened
    write_rules(folder, RULES)
    outcome = run("access", "--forget", index=folder)
    assert (outcome.code, "Move the file away first" in outcome.err) == (2, True)


def test_rules_that_are_cut_off_close_the_index(index: Index) -> None:
    folder = index.store.folder
    index.view_for("public")
    write_rules(folder, RULES)
    assert not index.view_for("public").search("quagga", mode="lexical").hits
    beginning = RULES[: RULES.index('[[documents]]\nsymbol = "CWG')]
    write_rules(folder, beginning)
    for _ in range(2):
        with pytest.raises(AccessError, match="cut off"):
            index.view_for("public")
    write_rules(folder, f"{beginning}# end\n")
    assert index.view_for("public").search("quagga", mode="lexical").hits


def test_answers_hide_documents_while_rules_are_being_saved(index: Index) -> None:
    folder = index.store.folder
    path = write_rules(folder, RULES)
    parts = [f"{part}\n\n" for part in RULES.split("\n\n")]
    is_over = threading.Event()

    def save() -> None:
        for _ in range(3):
            with path.open("w", encoding="utf-8") as file:
                for part in parts:
                    file.write(part)
                    file.flush()
                    time.sleep(0.05)
        is_over.set()

    assert not index.view_for("public").search("quagga", mode="lexical").hits
    writer = threading.Thread(target=save)
    writer.start()
    searches = 0
    while not is_over.is_set() or searches < 20:
        try:
            searches += 1
            assert not index.view_for("public").search("quagga", mode="lexical").hits
        except WsisSearchError:
            continue
    writer.join()
    assert index.view_for("public").search("yak", mode="lexical").hits


@pytest.mark.parametrize("away", [-86_400, 86_400])
@pytest.mark.once
def test_rules_are_read_by_a_clock_that_was_set(index: Index, away: int) -> None:
    path = index.store.folder / NAME
    path.write_text(RULES, "utf-8")
    moment = time.time() + away
    os.utime(path, (moment, moment))
    assert not index.view_for("public").search("quagga", mode="lexical").hits


def test_an_index_that_cannot_be_written_stays_closed(
    classed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index.open(classed_index) as index:
        index.view_for("member-states")
        monkeypatch.setattr(index.store, "is_read_only", True)
        monkeypatch.setenv("WSIS_SEARCH_ACCESS", str(classed_index / "none.toml"))
        with pytest.raises(AccessError, match="not there"):
            index.view_for("public")


def test_each_rule_is_shown_with_what_it_covers(index: Index) -> None:
    folder = index.store.folder
    misspelt = (
        '[[documents]]\nsymbol = "CWG-WSIS&SGD-40/3"\nclass = "member-states"\n'
        '[[documents]]\npath = "published/"\nclass = "public"\n'
        '[[documents]]\nsymbol = "*40/3"\nclass = "public"\n'
    )
    write_rules(folder, RULES + misspelt)
    answer = run("access", "--json", index=folder).json()
    covered = {rule["pattern"]: rule["documents"] for rule in answer["rules"]}
    assert covered["CWG-WSIS&SDG-40/3*"] == [HIDDEN]
    assert covered["cwg-wsis&sdg-40/2(Rev.1)"] == ["CWG-WSIS&SDG-40/2(Rev.1)"]
    assert covered["*/drafts/*"] == ["/archive/drafts/note.txt"]
    assert covered["*40/3"] == []  # a rule before it decides
    assert answer["default"] == "public"
    assert answer["by_default"] == ["CWG-WSIS&SDG-40/2", "CWG-WSIS&SDG-40/5"]
    unfitting = ["*/open/*", "CWG-WSIS&SGD-40/3", "published/"]
    assert answer["unfitting"] == unfitting
    assert run("status", "--json", index=folder).json()["unfitting_rules"] == unfitting
    assert "CWG-WSIS&SGD-40/3" in run("status", index=folder).out
    (finding,) = (
        finding
        for finding in run("verify", "--json", index=folder).json()["findings"]
        if finding["code"] == "access-unfitting"
    )
    assert all(pattern in finding["message"] for pattern in unfitting)
    # As readers see it there are no rules.
    public_answer = run("--as", "public", "access", "--json", index=folder).json()
    assert public_answer["rules"] == []
    unknown = run("access", "40/3", index=folder)
    assert (unknown.code, "is not in the index" in unknown.err) == (2, True)
    decision = run("access", "cwg-wsis&sdg-40/3-F", "--json", index=folder).json()
    assert (decision["document"], decision["class"]) == (HIDDEN, "members")
    assert [file["rule"] for file in decision["files"]] == ["CWG-WSIS&SDG-40/3*"] * 2
    by_path = run("access", "note.txt", index=folder).out
    assert "rule */drafts/*" in by_path
    assert "member-states" in run("access", index=folder).out


def test_ten_thousand_rules_are_read_and_compared(tmp_path: Path) -> None:
    rules = OPEN + "".join(
        f'[[documents]]\nsymbol = "CWG-WSIS&SDG-{number}/*"\nclass = "members"\n'
        f'[[documents]]\npath = "*/secret/{number}/*"\nclass = "member-states"\n'
        for number in range(5_000)
    )
    write_rules(tmp_path, rules)
    parsed = rules_of(tmp_path)
    assert parsed is not None
    files = [
        IndexedFile(Path(f"/a/secret/{number}/b.docx"), f"CWG-WSIS&SDG-{number}/1")
        for number in range(0, 5_000, 100)
    ]
    covered = coverage(parsed, files)
    assert sum(map(len, (rule.documents for rule in covered.rules))) == 50
    assert len(covered.unfitting) == 10_000 - 100
    assert {parsed.class_of([(file.path, file.symbol)]) for file in files} == {"members"}
    assert parsed.class_of_file(Path("/a/SECRET/7/b.docx"), "C24/1") == "member-states"
