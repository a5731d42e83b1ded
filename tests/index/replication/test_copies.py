"""Copies of an index for readers of each class, without vectors; and rules that are in force."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import AccessError, IndexStoreError
from index.access import in_force
from index.replication import Views
from index.store import DATABASE, RULES_SETTING, Store
from tests.index.access.archive import write_rules
from tests.index.references.reference_store import put_paragraphs

OPEN = 'default = "public"\n'
RULES = f'{OPEN}[[documents]]\nsymbol = "CWG-WSIS&SDG-40/3"\nclass = "members"\n'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "archive", create=True) as made:
        put_paragraphs(made, "/archive/two.txt", "CWG-WSIS&SDG-40/2", "The report.")
        put_paragraphs(made, "/archive/three.txt", "CWG-WSIS&SDG-40/3", "The budget.")
        yield made


@pytest.fixture
def views(store: Store) -> Iterator[Views]:
    made = Views(store)
    yield made
    made.close()


def _symbols(folder: Path) -> list[str]:
    with Store(folder) as copy:
        return sorted(row["symbol"] for row in copy.files.symbols())


def test_without_rules_there_are_no_copies(store: Store, views: Views) -> None:
    assert views.view_of("public") is None
    assert list(views.existing()) == []
    assert not (store.folder / "seen").exists()


def test_a_copy_holds_what_its_class_may_see(store: Store, views: Views) -> None:
    write_rules(store.folder, RULES)
    assert views.view_of("member-states") is None
    for seen, symbols in (
        ("public", ["CWG-WSIS&SDG-40/2"]),
        ("members", ["CWG-WSIS&SDG-40/2", "CWG-WSIS&SDG-40/3"]),
    ):
        view = views.view_of(seen)  # type: ignore[arg-type]
        assert view is not None
        folder, identity = view
        assert folder == store.folder / "seen" / seen
        status = (folder / DATABASE).stat()
        assert identity == (status.st_dev, status.st_ino)
        assert _symbols(folder) == symbols
    assert list(views.existing()) == [
        ("public", store.folder / "seen" / "public"),
        ("members", store.folder / "seen" / "members"),
    ]


def test_a_copy_follows_the_rules_and_the_index(store: Store, views: Views) -> None:
    write_rules(store.folder, OPEN)
    first = views.view_of("public")
    assert first is not None
    assert len(_symbols(first[0])) == 2
    write_rules(store.folder, RULES)
    assert views.view_of("public") == first
    assert _symbols(first[0]) == ["CWG-WSIS&SDG-40/2"]
    put_paragraphs(store, "/archive/four.txt", "CWG-WSIS&SDG-40/4", "The outline.")
    assert views.view_of("public") == first
    assert _symbols(first[0]) == ["CWG-WSIS&SDG-40/2", "CWG-WSIS&SDG-40/4"]


def test_a_copy_is_sound_where_it_follows_the_rules(store: Store, views: Views) -> None:
    write_rules(store.folder, RULES)
    view = views.view_of("public")
    assert view is not None
    with Store(view[0]) as copy:
        assert views.is_sound("public", copy) is True
        assert views.is_sound("members", copy) is None  # it was made for others
        (store.folder / "access.toml").unlink()
        assert views.is_sound("public", copy) is None


def test_without_rules_soundness_of_a_copy_is_unknown(store: Store, views: Views) -> None:
    assert views.is_sound("public", store) is None


def test_a_dropped_copy_is_made_again(store: Store, views: Views) -> None:
    write_rules(store.folder, RULES)
    views.drop("public")  # there is none yet
    first = views.view_of("public")
    assert first is not None
    views.drop("public")
    assert not first[0].exists()
    assert list(views.existing()) == []
    assert views.view_of("public") is not None
    assert _symbols(first[0]) == ["CWG-WSIS&SDG-40/2"]


def test_a_deleted_copy_is_made_again(store: Store, views: Views) -> None:
    write_rules(store.folder, RULES)
    first = views.view_of("public")
    assert first is not None
    for path in first[0].iterdir():
        path.rename(path.with_name(f"{path.name}.old"))  # so that the new file is another
    second = views.view_of("public")
    assert second is not None
    assert second[1] != first[1]
    assert _symbols(second[0]) == ["CWG-WSIS&SDG-40/2"]


def test_a_copy_that_cannot_be_written_is_named(store: Store, views: Views) -> None:
    write_rules(store.folder, RULES)
    (store.folder / "seen").write_text("no folder", "utf-8")
    with pytest.raises(IndexStoreError) as caught:
        views.view_of("public")
    assert caught.value.message.startswith(
        "What readers of the class public see cannot be brought up to date: "
    )
    with pytest.raises(IndexStoreError) as caught:
        views.drop("public")
    assert caught.value.message == (
        "What readers of the class public see cannot be deleted: Not a directory. Delete the "
        "folder seen of the index."
    )


def test_rules_that_are_forgotten_leave_no_copies(store: Store, views: Views) -> None:
    path = write_rules(store.folder, RULES)
    views.view_of("public")
    views.view_of("members")
    with pytest.raises(AccessError) as caught:
        views.forget()
    assert caught.value.message == (
        "There are rules in access.toml. Move the file away first; until then they are in force."
    )
    assert len(list(views.existing())) == 2
    path.unlink()
    with pytest.raises(AccessError) as caught:
        views.view_of("public")
    assert caught.value.message == (
        "There were rules of who may see what in archive, and they are gone. Put access.toml "
        "back. If everybody may see everything: wsis-search access --forget"
    )
    views.forget()
    assert not (store.folder / "seen").exists()
    assert views.view_of("public") is None


def test_a_folder_of_copies_says_that_there_were_rules(store: Store, views: Views) -> None:
    (store.folder / "seen").mkdir()
    with pytest.raises(AccessError, match="they are gone"):
        views.rules.current()


def test_rules_that_are_noticed_are_missed(store: Store, views: Views) -> None:
    views.rules.notice()
    assert views.rules.current() is None
    path = write_rules(store.folder, RULES)
    views.rules.notice()
    assert store.setting(RULES_SETTING) == ""
    assert views.rules.for_audit() is not None
    assert store.setting(RULES_SETTING) == RULES
    views.rules.notice()  # which forgets none that are known
    assert store.setting(RULES_SETTING) == RULES
    path.unlink()
    with pytest.raises(AccessError, match="they are gone"):
        views.rules.current()


def test_an_audit_goes_on_by_the_rules_from_before(store: Store, views: Views) -> None:
    assert views.rules.for_audit() is None
    path = write_rules(store.folder, f'{OPEN}[audit]\nfile = "/log"\n')
    views.rules.notice()
    path.unlink()
    assert views.rules.for_audit() is None  # which rules there were is not known
    write_rules(store.folder, f'{OPEN}[audit]\nfile = "/log"\n')
    views.rules.current()
    path.unlink()
    rules = views.rules.for_audit()
    assert rules is not None
    assert rules.audit == Path("/log")


def test_rules_that_are_cut_off_open_nothing(store: Store, views: Views) -> None:
    write_rules(store.folder, RULES)
    views.rules.current()
    write_rules(store.folder, OPEN)
    with pytest.raises(AccessError) as caught:
        views.rules.current()
    assert caught.value.message == (
        "The rules in access.toml are only the beginning of those in force: they seem to be cut "
        "off. Write the file whole; if it is meant to end there, add a line with a comment, such "
        'as "# end". Until then nobody is shown anything.'
    )
    assert store.setting(RULES_SETTING) == RULES
    write_rules(store.folder, f"{OPEN}# end\n")
    rules = views.rules.current()
    assert rules is not None
    assert rules.documents == ()


def test_a_read_only_index_remembers_rules_in_memory(
    store: Store, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "is_read_only", True)
    path = write_rules(store.folder, RULES)
    assert views.rules.current() is not None
    assert store.setting(RULES_SETTING) is None
    path.unlink()
    with pytest.raises(AccessError, match="they are gone"):
        views.rules.current()
    views.rules.forget()
    assert views.rules.current() is None


def test_a_file_that_was_changed_just_now_is_waited_for(
    store: Store, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_rules(store.folder, RULES)
    for settled, age, least, most in ((0.1, -60, 0.1, 60), (40, 60, 0, 40)):
        monkeypatch.setattr(in_force, "_SETTLED", settled)
        path.write_text(f"{RULES}# {age}\n", "utf-8")
        moment = time.time() - age
        os.utime(path, (moment, moment))
        began = time.monotonic()
        assert views.rules.current() is not None
        assert least <= time.monotonic() - began < most


def test_a_file_that_goes_on_being_written_closes_the_index(
    store: Store, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_force, "_SETTLED", 0.2)  # a writer may wait for a processor
    monkeypatch.setattr(in_force, "_PATIENCE", 0.6)
    is_over = threading.Event()

    def write() -> None:
        number = 0
        while not is_over.wait(0.005):
            number += 1
            (store.folder / "access.new").write_text(f"{RULES}# {number}\n", "utf-8")
            (store.folder / "access.new").replace(store.folder / "access.toml")

    write_rules(store.folder, RULES)
    views.rules.notice()
    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.02)
    try:
        with pytest.raises(AccessError) as caught:
            views.rules.current()
    finally:
        is_over.set()
        writer.join()
    assert caught.value.message == (
        "The rules in access.toml are being written. Until that is done, nobody is shown anything. "
        "Ask again in a moment."
    )
