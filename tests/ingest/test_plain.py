"""Text files in the six languages and the encodings that they come in."""

from __future__ import annotations

import codecs
import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorruptFileError, NoTextError
from ingest import plain
from ingest.passages import passages
from ingest.read import read as read_document

SENTENCES = {
    "ar": "يحيط الفريق علماً بالتقرير ويشكر الأمانة على عملها في إعداد هذه الوثيقة. "
    "ويدعو الدول الأعضاء إلى تقديم مساهماتها قبل الاجتماع القادم.",
    "zh": "工作组注意到秘书处的报告，并感谢各成员国提交文稿。请主席在下次会议之前编写一份摘要。",
    "en": "The Group notes the secretariat’s report – and thanks the Member States. "
    "The Chair will write a summary before the next meeting; it’s short.",
    "fr": "Le Groupe prend note du rapport présenté à Genève et remercie les États Membres. "
    "Le Président rédigera un résumé avant la réunion à venir ; c’est déjà prévu.",
    "ru": "Группа принимает к сведению отчёт секретариата и благодарит Государства-Члены. "
    "Председатель подготовит краткое изложение до следующего собрания.",
    "es": "El Grupo toma nota del informe de la Secretaría y da las gracias a los Estados "
    "Miembros. ¿Podrá el Presidente redactar un resumen antes de la próxima reunión? Sí, mañana.",
}
ENCODINGS = [
    *((language, "utf-8") for language in SENTENCES),
    *((language, "utf-16") for language in SENTENCES),
    *((language, "utf-16-le") for language in SENTENCES),
    *((language, "utf-16-be") for language in SENTENCES),
    ("zh", "gb18030"),
    ("ru", "cp1251"),
    ("ar", "cp1256"),
    ("en", "cp1252"),
    ("fr", "cp1252"),
    ("es", "cp1252"),
]


def write_file(folder: Path, data: bytes, name: str = "note.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_every_language_in_its_encodings(language: str, encoding: str, tmp_path: Path) -> None:
    sentence = SENTENCES[language]
    path = write_file(tmp_path, f"{sentence}\n{sentence}\n".encode(encoding))
    reading = plain.read(path)
    assert [block.text for block in reading.blocks] == [sentence, sentence]
    assert bool(reading.warnings) == (encoding != "utf-8")
    if reading.warnings:
        assert reading.warnings[0].code == "encoding"
        assert "note.txt" in reading.warnings[0].message


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("language", SENTENCES)
def test_a_byte_order_mark_decides_and_is_no_text(
    language: str, mark: bytes, encoding: str, tmp_path: Path
) -> None:
    path = write_file(tmp_path, mark + SENTENCES[language].encode(encoding))
    assert [block.text for block in plain.read(path).blocks] == [SENTENCES[language]]


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_utf8_that_was_cut_off_within_a_letter(language: str, tmp_path: Path) -> None:
    data = SENTENCES[language].encode()
    last = len(SENTENCES[language][-1].encode())
    path = write_file(tmp_path, data if last > 1 else data[:-1])
    cut = path.read_bytes()[:-1]
    assert cut.decode("utf-8", "ignore").encode() != cut, "the cut has to be within a letter"
    text, encoding = plain.decode(cut, path)
    assert (text, encoding) == (cut.decode("utf-8", "ignore"), "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03\xff\xfe\x80\x81" * 200,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06"
        + b"\xd8" * 99,
    ],
)
def test_bytes_that_are_no_text(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(CorruptFileError, match=r"note\.txt"):
        plain.read(write_file(tmp_path, data))


def test_remains_of_a_conversion_are_dropped(tmp_path: Path) -> None:
    lines = "[bookmark: _Hlk1]First [bookmark: _GoBack]paragraph\n\n----\n2.1\tSecond\u00ad\n"
    reading = plain.read(write_file(tmp_path, lines.encode()))
    assert [block.text for block in reading.blocks] == ["First paragraph", "----", "2.1\tSecond"]
    cut = passages(reading.blocks, "en")
    assert [passage.text for passage in cut] == ["First paragraph", "Second"]


@pytest.mark.parametrize("text", [" \n\t\n", "-----\n=====\n", "[bookmark: _Hlk1]", "\ufeff"])
def test_no_text_at_all(text: str, tmp_path: Path) -> None:
    with pytest.raises(NoTextError, match=r"note\.txt holds no text"):
        read_document(write_file(tmp_path, text.encode()))


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_message(data: bytes) -> None:
    with contextlib.suppress(CorruptFileError):
        text, _ = plain.decode(data, Path("note.txt"))
        text.encode("utf-8")  # no lone surrogates


@given(st.text(max_size=300))
def test_a_text_in_utf8_is_read_unchanged(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        expected = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if "\0" in text or any(ord(char) < 9 for char in text):
        return  # may be UTF-16
    assert plain.decode(data, Path("note.txt"))[0] == expected


def test_a_text_that_begins_with_a_thousand_signs_is_read(tmp_path: Path) -> None:
    path = tmp_path / "signs.txt"
    path.write_text("." * 2_000 + " The group took note of the report.", encoding="utf-8")
    assert read_document(path).passages[-1].text.endswith("report.")


def test_bookmarks_are_left_out_by_a_named_rule(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("2.1\tText[bookmark: _Toc1]\n-----\n", encoding="utf-8")
    (balance,) = plain.read(path).balance
    assert (balance.left_out, balance.difference) == ({"bookmark": 12}, 0)
