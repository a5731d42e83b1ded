"""Documents in ZIP archives are documents of their own."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.errors import EncryptedFileError, NoSuchPathError, NoTextError, ReadError
from ingest.files import archives
from ingest.read import read

TEXT = "The Group notes the report of the secretariat with appreciation."


def pack(path: Path, members: Mapping[str | zipfile.ZipInfo, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def pack_bytes(members: Mapping[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def failures(path: Path) -> dict[str, str]:
    _, failed = archives.expand([path])
    assert all(where == path for _, where in failed)
    return {error.message.split(" ")[0]: error.code for error, _ in failed}


def test_each_member_is_a_document(tmp_path: Path) -> None:
    members: dict[str | zipfile.ZipInfo, bytes | str] = {
        "مجلد/تقرير.txt": TEXT,
        "CWGWSIS40/S24-CWGWSIS40-C-0003!!MSW-E.txt": TEXT,
        "photo.jpg": b"\xff\xd8\xff",
        "__MACOSX/._report.txt": b"\0",
        "~$lock.docx": b"x",
    }
    path = pack(tmp_path / "meeting 40.zip", members)
    other = tmp_path / "other.txt"
    files, failed = archives.expand([other, path])
    assert not failed
    assert files[0] == other
    shown = sorted(archives.format_path(file) for file in files[1:])
    assert shown == [
        "meeting 40.zip!/CWGWSIS40/S24-CWGWSIS40-C-0003!!MSW-E.txt",
        "meeting 40.zip!/مجلد/تقرير.txt",
    ]
    for file in files[1:]:
        assert archives.exists(file)
        document = read(file)
        assert document.file == file
        assert document.passages[0].text == TEXT
        assert document.format == "txt"


def test_a_member_is_known_by_its_content(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"one.txt": TEXT, "two.txt": "Another text altogether."})
    (member, two), _ = archives.expand([path])
    loose = tmp_path / "one.txt"
    loose.write_text(TEXT, encoding="utf-8")
    before = archives.fingerprint(member)
    assert before == archives.fingerprint(loose)
    assert before != archives.fingerprint(two)
    pack(path, {"one.txt": TEXT, "two.txt": "It has changed since."})
    assert archives.fingerprint(member) == before
    pack(path, {"two.txt": "Only this one is left now, and it is longer."})
    assert not archives.exists(member)
    assert archives.exists(two)
    path.unlink()
    assert not archives.exists(two)
    assert archives.fingerprint(two) == (0, "")


def test_an_archive_in_an_archive(tmp_path: Path) -> None:
    inmost = pack_bytes({"deep.txt": TEXT})
    inner = pack_bytes({"in/report.txt": TEXT, "inmost.zip": inmost})
    path = pack(tmp_path / "outer.zip", {"sub/inner.zip": inner, "top.txt": TEXT})
    files, failed = archives.expand([path])
    assert [archives.format_path(file) for file in files] == [
        "outer.zip!/sub/inner.zip!/in/report.txt",
        "outer.zip!/top.txt",
    ]
    assert read(files[0]).passages[0].text == TEXT
    ((error, _),) = failed
    assert error.code == "unsupported-format"
    assert "outer.zip!/sub/inner.zip!/inmost.zip" in error.message


def test_names_that_lead_out_of_the_archive(tmp_path: Path) -> None:
    names = ["../up.txt", "/etc/passwd.txt", "C:/boot.txt", "a/../../b.txt", "a//b.txt", "./c.txt"]
    path = pack(tmp_path / "a.zip", dict.fromkeys([*names, "good.txt"], TEXT))
    files, failed = archives.expand([path])
    assert [archives.format_path(file) for file in files] == ["a.zip!/good.txt"]
    assert {error.code for error, _ in failed} == {"corrupt-file"}
    assert len(failed) == len(names)
    outside = tmp_path / "secret.txt"
    outside.write_text(TEXT, encoding="utf-8")
    with pytest.raises(ReadError):
        read(Path(f"{path}!", "..", "..", "secret.txt"))


def test_links_encrypted_members_and_rubbish(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = pack(tmp_path / "a.zip", {link: "/etc/passwd", "good.txt": TEXT, "bad.zip": b"PK??"})
    data = bytearray(path.read_bytes())
    secret = zipfile.ZipInfo("secret.txt")
    target = io.BytesIO(bytes(data))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(secret, "ciphertext")
    data = bytearray(target.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of encryption
        place = data.rfind(signature, 0, data.rfind(b"secret.txt") + 1)
        place = data.rfind(signature) if signature == b"PK\x03\x04" else place
        struct.pack_into("<H", data, place + offset, 1)
    path.write_bytes(data)
    assert failures(path) == {
        "a.zip!/link.txt": "unsupported-format",
        "a.zip!/secret.txt": "encrypted-file",
        "a.zip!/bad.zip": "corrupt-file",
    }
    with pytest.raises(EncryptedFileError, match=r"a\.zip!/secret\.txt"):
        read(Path(f"{path}!", "secret.txt"))


def test_archives_that_unpack_too_large_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL", 10 * 1024**2)
    monkeypatch.setattr(archives, "MAX_BYTES", 2 * 1024**2)
    zeros = bytes(3 * 1024**2)
    path = pack(tmp_path / "one.zip", {"big.txt": zeros, "good.txt": TEXT})
    assert failures(path) == {"one.zip!/big.txt": "too-large"}
    path = pack(tmp_path / "many.zip", {f"{number}.txt": zeros for number in range(5)})
    assert failures(path) == {"many.zip": "too-large"}
    inner = pack_bytes({f"{number}.txt": bytes(2 * 1024**2) for number in range(3)})
    path = pack(tmp_path / "deep.zip", {f"{number}.zip": inner for number in range(4)})
    assert failures(path) == {"deep.zip": "too-large"}


def test_a_member_is_not_larger_than_it_says(tmp_path: Path) -> None:
    """A packer can lie about the size; no more than it says is unpacked."""
    path = pack(tmp_path / "a.zip", {"liar.txt": b"x" * 5_000_000})
    data = path.read_bytes().replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    path.write_bytes(data)
    assert failures(path) == {"a.zip!/liar.txt": "corrupt-file"}


def test_too_long_a_list_is_not_loaded(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"good.txt": TEXT})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 12, 900 * 1024**2)
    path.write_bytes(data)
    assert failures(path) == {"a.zip": "too-large"}


@pytest.mark.parametrize("keep", [10, 60, -30])
def test_a_truncated_archive_is_one_line(keep: int, tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"good.txt": TEXT * 20, "more.txt": TEXT})
    path.write_bytes(path.read_bytes()[:keep])
    assert failures(path) == {"a.zip": "corrupt-file"}


def test_damage_in_one_member_leaves_the_others(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"bad.txt": os.urandom(2000), "good.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[200:260] = bytes(60)
    path.write_bytes(data)
    files, failed = archives.expand([path])
    assert [file.name for file in files] == ["good.txt"]
    ((error, _),) = failed
    assert error.code == "corrupt-file"
    assert "a.zip!/bad.txt" in error.message


def test_errors_of_readers_name_the_member(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"in/empty.txt": " ", "in/bad.docx": pack_bytes({"x": "y"})})
    with pytest.raises(NoTextError, match=r"^a\.zip!/in/empty\.txt holds no text"):
        read(Path(f"{path}!", "in", "empty.txt"))
    with pytest.raises(ReadError, match=r"^a\.zip!/in/bad\.docx") as caught:
        read(Path(f"{path}!", "in", "bad.docx"))
    assert "wsis-search-" not in caught.value.message  # the temporary folder
    with pytest.raises(NoSuchPathError, match=r"a\.zip!/none\.txt"):
        read(Path(f"{path}!", "none.txt"))


def test_an_archive_without_documents(tmp_path: Path) -> None:
    assert failures(pack(tmp_path / "a.zip", {"photo.jpg": b"x"})) == {"a.zip": "empty-folder"}
    assert failures(pack(tmp_path / "b.zip", {})) == {"b.zip": "empty-folder"}


def test_reading_an_archive_itself_says_what_to_do(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"good.txt": TEXT})
    with pytest.raises(ReadError, match=r"a\.zip!/name\.docx"):
        read(path)


def test_a_folder_that_is_called_like_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "a.zip!"
    folder.mkdir()
    pack(tmp_path / "a.zip", {"good.txt": "Not this text, the other one."})
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    assert archives.split(folder / "good.txt") is None
    assert read(folder / "good.txt").passages[0].text == TEXT


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Отчёт Группы.txt", "cp866"),
        ("工作组报告.txt", "gb18030"),
        ("Décision numéro 5.txt", "cp850"),
        ("Informe año.txt", "utf-8"),
        ("Resumen español.txt", "cp850"),
        ("تقرير الفريق.txt", "cp1256"),
    ],
)
def test_names_in_old_code_pages(name: str, encoding: str, tmp_path: Path) -> None:
    stand_in = "x" * len(name.encode(encoding))
    path = pack(tmp_path / "a.zip", {stand_in[:-4] + ".txt": TEXT})
    data = path.read_bytes().replace((stand_in[:-4] + ".txt").encode(), name.encode(encoding))
    path.write_bytes(data)
    (file,), _ = archives.expand([path])
    assert file.name == name
    assert read(file).passages[0].text == TEXT
