"""Files below a folder are found, and links that lead out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files import find, leads_out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with links into itself and out of it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("Of somebody else.", "utf-8")
    given = tmp_path / "given"
    (given / "inside").mkdir(parents=True)
    (given / "inside" / "own.txt").write_text("Their own.", "utf-8")
    (given / "again.txt").symlink_to("inside/own.txt")
    (given / "out.txt").symlink_to(elsewhere / "secret.txt")
    (given / "up.txt").symlink_to("../elsewhere/secret.txt")
    (given / "gone.txt").symlink_to("../elsewhere/gone.txt")
    (given / "folder").symlink_to(elsewhere)
    (given / "inside" / "round").symlink_to(given)
    return given


def _find(paths: list[Path], *, follow_links: bool = False) -> tuple[list[str], dict[str, str]]:
    files, absent = find(paths, follow_links=follow_links)
    return [path.name for path in files], {path.name: error.code for error, path in absent}


def test_links_are_not_followed_out_of_a_folder(folder: Path) -> None:
    files, absent = _find([folder])
    assert sorted(files) == ["again.txt", "own.txt"]
    assert absent == dict.fromkeys(("out.txt", "up.txt", "gone.txt", "folder"), "leads-out")
    ((error, _),) = [failure for failure in find([folder])[1] if failure[1].name == "out.txt"]
    assert "--follow-links" in error.message
    assert leads_out(folder / "folder" / "secret.txt", folder)
    assert not leads_out(folder / "was removed.txt", folder)


def test_links_are_followed_with_the_option(folder: Path) -> None:
    files, absent = _find([folder], follow_links=True)
    # Each folder once: one link leads back to where it stands.
    assert sorted(files) == ["again.txt", "gone.txt", "out.txt", "own.txt", "secret.txt", "up.txt"]
    assert absent == {}
    # A link that is named is meant, and so is a folder that is one.
    assert _find([folder / "out.txt"]) == (["out.txt"], {})
    assert _find([folder / "folder"]) == (["secret.txt"], {})
