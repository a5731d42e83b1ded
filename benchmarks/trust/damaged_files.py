"""Damaged files: does each end as a document, or as one line that says what to do?

Files of the sample, and others made of its words, are damaged at random: flipped bits, cuts,
rubbish, moved and doubled parts. In packages the parts are damaged and packed anew, so the damage
passes the checksums. Whole files among them must be read as usual. Two processes with limits read
the files, as in an ingest.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

import pypdfium2
from pptx import Presentation

from benchmarks.trust.tally import Tally, cases, chance_of
from corpus.documents import Document
from corpus.errors import EmptyFolderError, ReadError
from corpus.sample import FILES
from ingest.files import find
from ingest.limits import Limits
from ingest.read import read
from ingest.workers import read_all

LIMITS: Final = Limits(seconds=60, megabytes=1500, passages=2000)
"""As tight as whole files of the sample allow on a busy machine."""

_SOUND_EVERY: Final = 10
_BATCH: Final = 50
_SOUND: Final = "1\tThe Group notes Resolution 140 (Rev. Bucharest, 2022).\n2\tIt thanks Kenya.\n"
_ANSWERED: Final = ("read", "refused", "too slow", "reader ended")

_Mutation = Callable[[bytes, random.Random], bytes]


def run(seed: int, count: int, minutes: float | None = None) -> Tally:
    """Read damaged files.

    Args:
        seed: of the first; each has the next one.
        count: how many.
        minutes: after which no other is begun.
    """
    tally = Tally("Damaged files, by format", (*_ANSWERED, "sound files beside"))
    with tempfile.TemporaryDirectory() as scratch:
        for batch in group_seeds(cases(seed, count, minutes), _BATCH):
            folder = Path(scratch) / str(batch[0])
            folder.mkdir()
            _read(tally, folder, [_damage(folder, case) for case in batch])
            shutil.rmtree(folder)
    return tally


def read_crafted(seed: int, count: int, minutes: float | None = None) -> Tally:
    """Read files that were made to be bad, within limits of time, memory and passages.

    Args:
        seed: changes nothing; they are always the same.
        count: at most how many of them.
        minutes: after which no other is begun.
    """
    tally = Tally("Files made to be bad", (*_ANSWERED, "sound files beside", "seconds at most"))
    with tempfile.TemporaryDirectory() as scratch:
        chosen = list(CRAFTED.items())[:count]
        for number in cases(0, len(chosen), minutes):
            name, make = chosen[number]
            folder = Path(scratch) / name
            folder.mkdir()
            path = folder / name
            make(path)
            began = time.monotonic()
            _read(tally, folder, [(seed, name, path)], every=1)
            tally.count(name, "seconds at most", int(time.monotonic() - began) + 1)
            path.unlink()
    return tally


def group_seeds(seeds: Iterator[int], size: int) -> Iterator[list[int]]:
    """Yield the seeds in lists of a size."""
    while batch := list(islice(seeds, size)):
        yield batch


def _read(
    tally: Tally, folder: Path, files: list[tuple[int, str, Path]], every: int = _SOUND_EVERY
) -> None:
    kinds = {path: (seed, kind) for seed, kind, path in files}
    count: list[Path] = []
    for number, (_, _, path) in enumerate(files):
        if number % every == 0:
            sound = folder / f"sound {number}.txt"
            sound.write_text(_SOUND, "utf-8")
            count.append(sound)
        members, refused = find([path])
        count += members
        for error, _ in refused:
            _judge(tally, *kinds[path], path, error)
    output_path = folder / "told"
    with _stderr_to(output_path):
        results = list(read_all(count, workers=2, limits=LIMITS))
    if [path for path, _ in results] != count:
        tally.fault(files[0][0], "files are missing in the answer, or in another order")
    for path, result in results:
        outer = next(parent for parent in (path, *path.parents) if parent.parent == folder)
        seed, kind = kinds.get(Path(str(outer).removesuffix("!")), files[0][:2])
        if path.stem.startswith("sound"):
            tally.count(kind, "sound files beside")
            if not isinstance(result, Document) or _texts(result) != _sound():
                tally.fault(seed, f"a sound file beside it was not read: {result}")
        else:
            _judge(tally, seed, kind, path, result)
    if "Traceback" in output_path.read_text("utf-8", "replace"):
        tally.fault(
            files[0][0], f"a traceback: {output_path.read_text('utf-8', 'replace')[-500:]!r}"
        )


def _judge(tally: Tally, seed: int, kind: str, path: Path, result: Document | ReadError) -> None:
    if isinstance(result, ReadError):
        tally.count(kind, _outcome(result))
        for wrong in _wrong(path, result):
            tally.fault(seed, f"{path.name}: {wrong}: {result.message[:300]!r}")
    else:
        tally.count(kind, "read")
        if not 0 < len(result.passages) <= LIMITS.passages:
            tally.fault(seed, f"{path.name}: {len(result.passages)} passages")


def _texts(document: Document) -> list[str]:
    return [passage.text for passage in document.passages]


def _outcome(error: ReadError) -> str:
    return {"out-of-time": "too slow", "reader-crash": "reader ended"}.get(error.code, "refused")


def _wrong(path: Path, error: ReadError) -> Iterator[str]:
    message = error.message
    if isinstance(error, EmptyFolderError):
        return
    if path.name not in message:
        yield "the message does not name the file"
    if "\n" in message or len(message) >= 600 or "Traceback" in message:
        yield "the message is not one line for people"
    if not message.endswith((".", ")")):
        yield "the message does not end"


@cache
def _sound() -> list[str]:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "sound.txt"
        path.write_text(_SOUND, "utf-8")
        return _texts(read(path))


@contextmanager
def _stderr_to(path: Path) -> Iterator[None]:
    """Send what this process and its readers say on stderr to a file."""
    before = os.dup(2)
    with path.open("wb") as stream:
        os.dup2(stream.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(before, 2)
            os.close(before)


# --- files that are damaged ----------------------------------------------------------------------


def _damage(folder: Path, seed: int) -> tuple[int, str, Path]:
    chance = chance_of(seed)
    kind = chance.choice(("docx", "docx", "pdf", "pdf", "pptx", "html", "md", "txt", "zip"))
    content = chance.choice(_originals(kind))
    for _ in range(chance.choice((1, 1, 2, 5))):
        mutation = chance.choice(_MUTATIONS)
        if kind in ("docx", "pptx", "zip") and chance.random() < 0.7:
            content = _within(content, chance, mutation)
        else:
            content = mutation(content, chance)
    path = folder / f"{seed}.{kind}"
    path.write_bytes(content)
    return seed, kind, path


@cache
def _originals(kind: str) -> list[bytes]:
    # The smaller half: more files in the same time.
    known = [path.read_bytes() for path in sorted(FILES.rglob(f"*.{kind}"))]
    if known:
        return sorted(known, key=len)[: len(known) // 2]
    words = sorted(FILES.rglob("*!!MSW-[EAC].docx"))[:3]
    texts = [[passage.text for passage in read(path).passages[:40]] for path in words]
    if kind == "zip":
        return [_zip({path.name: path.read_bytes()}) for path in words]
    if kind == "pptx":
        return [_slides(lines) for lines in texts]
    if kind == "html":
        return [_page(lines).encode("utf-8") for lines in texts]
    if kind == "md":
        return [
            "\n\n".join(f"## {line[:20]}\n\n* {line}" for line in all_).encode() for all_ in texts
        ]
    return [
        "\n".join(f"{position}\t{line}" for position, line in enumerate(all_)).encode()
        for all_ in texts
    ]


def _page(lines: list[str]) -> str:
    rows = "".join(f"<tr><td>{position}<td>{line}</tr>" for position, line in enumerate(lines[:9]))
    body = "".join(f"<h2>{line[:20]}</h2><p>{line}</p>" for line in lines)
    return f"<!doctype html><html><body>{body}<table>{rows}</table></body></html>"


def _slides(lines: list[str]) -> bytes:
    deck = Presentation()
    for line in lines[:8]:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = line[:40]
        slide.placeholders[1].text = line
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def _within(content: bytes, chance: random.Random, mutation: _Mutation) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        # Where the text is, more often than by the number of parts.
        likely = [name for name in members if "document.xml" in name or "slides/slide" in name]
        name = chance.choice(likely if likely and chance.random() < 0.6 else list(members))
        change = _within if name.endswith(".docx") else _plainly
        return _zip(members | {name: change(members[name], chance, mutation)})
    except Exception:  # noqa: BLE001 - damaged before, in whatever way
        return mutation(content, chance)


def _plainly(content: bytes, chance: random.Random, mutation: _Mutation) -> bytes:
    return mutation(content, chance)


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 8, 64))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: int(chance.random() * len(content))]


def _rubbish(content: bytes, chance: random.Random) -> bytes:
    position, length = _span(content, chance)
    return content[:position] + chance.randbytes(length) + content[position + length :]


def _zeros(content: bytes, chance: random.Random) -> bytes:
    position, length = _span(content, chance)
    return content[:position] + bytes(length) + content[position + length :]


def _leave_out(content: bytes, chance: random.Random) -> bytes:
    position, length = _span(content, chance)
    return content[:position] + content[position + length :]


def _double(content: bytes, chance: random.Random) -> bytes:
    position, length = _span(content, chance)
    times = chance.choice((2, 2, 50))
    return (
        content[:position]
        + content[position : position + length] * times
        + content[position + length :]
    )


def _move(content: bytes, chance: random.Random) -> bytes:
    position, length = _span(content, chance)
    to = chance.randrange(len(content) + 1)
    part, rest = (
        content[position : position + length],
        content[:position] + content[position + length :],
    )
    return rest[:to] + part + rest[to:]


def _numbers(content: bytes, chance: random.Random) -> bytes:
    """Replace a number in the text by one that stretches what it counts."""
    position = [place for place in range(len(content)) if 48 <= content[place] < 58]
    if not position:
        return content
    place = chance.choice(position)
    number = chance.choice((b"0", b"-1", b"65536", b"99999999999", b"1e308", b"NaN"))
    return content[:place] + number + content[place + 1 :]


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    return chance.randrange(len(content) + 1), chance.choice((1, 16, 256, 4096))


_MUTATIONS: Final[tuple[_Mutation, ...]] = (
    *(_flip, _cut, _rubbish, _zeros, _leave_out, _double, _move, _numbers),
)


# --- files that are made to be bad ---------------------------------------------------------------


def _word_with(body: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_originals("docx")[0])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return _zip(members | {"word/document.xml": text.encode()})


def _zip_in_zip(levels: int) -> bytes:
    content = b"text\n" * 1000
    name = "a.txt"
    for _ in range(levels):
        content, name = _zip({name: content}), "a.zip"
    return content


def _pdf(objects: list[str], prev: int | None = None) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in offsets)
    loop = f"/Prev {start if prev is None else prev}" if prev is not None else ""
    out += (
        f"trailer<</Size {len(offsets) + 1}/Root 1 0 R{loop}>>\nstartxref\n{start}\n%%EOF".encode()
    )
    return bytes(out)


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>stream\n{text}\nendstream"


def _pdf_page(page: str, *more: str, prev: int | None = None) -> bytes:
    return _pdf(
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, *more], prev
    )


def _empty_pages(path: Path) -> None:
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(10_000):
            document.new_page(595, 842).close()
        document.save(path)


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as stream:
            for _ in range(160):
                stream.write(bytes(1024**2))


_ENTITIES: Final = (
    '<!DOCTYPE w [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    + "]>"
)
_PAGE: Final = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{}>>"
_FONT: Final = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def _of(content: Callable[[], bytes]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content())

    return write


CRAFTED: Final[dict[str, Callable[[Path], None]]] = {
    "bomb.docx": _bomb,
    "entities.docx": _of(
        lambda: _zip(
            {"[Content_Types].xml": b"", "word/document.xml": f"{_ENTITIES}<w>&l9;</w>".encode()}
        )
    ),
    "outside.docx": _of(
        lambda: _zip(
            {
                "[Content_Types].xml": b"",
                "word/document.xml": b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>',
            }
        )
    ),
    "deep.docx": _of(
        lambda: _word_with("<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000)
    ),
    "tables.docx": _of(
        lambda: _word_with(
            "<w:tbl><w:tr><w:tc>" * 300
            + "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
            + "</w:tc></w:tr></w:tbl>" * 300
        )
    ),
    "spans.docx": _of(
        lambda: _word_with(
            "<w:tbl>"
            + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p/></w:tc></w:tr>'
            * 500
            + "</w:tbl>"
        )
    ),
    "paragraphs.docx": _of(lambda: _word_with("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 30_000)),
    "one line.txt": _of(lambda: b"Resolution 140 and " * 500_000),
    "brackets.txt": _of(lambda: b"(((((((((([[[[[[[[[[" * 100_000),
    "numbers.txt": _of(lambda: b"Resolutions " + b"1, " * 500_000),
    "combining.txt": _of(lambda: "a\u0301".encode() + "\u0301".encode() * 1_000_000),
    "direction.txt": _of(lambda: "\u202e\u2066\u202b".encode() * 200_000 + b"text\n"),
    "deep.html": _of(lambda: b"<html><body>" + b"<div>" * 100_000 + b"text"),
    "lists.html": _of(lambda: b"<html><body>" + b"<ul><li>" * 20_000 + b"text"),
    "tables.html": _of(lambda: b"<html><body>" + b"<table><tr><td>" * 5_000 + b"text"),
    "spans.html": _of(
        lambda: b"<html><table>" + b'<tr><td colspan="99999999" rowspan="9999999">x</tr>' * 2_000
    ),
    "attributes.html": _of(
        lambda: b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">text"
    ),
    "quotes.md": _of(lambda: b">" * 50_000 + b" text\n"),
    "emphasis.md": _of(lambda: b"*_" * 100_000 + b"text\n"),
    "links.md": _of(lambda: b"[" * 100_000 + b"text](x)\n"),
    "loop.pdf": _of(
        lambda: _pdf(
            ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99>>"], 9
        )
    ),
    "previous.pdf": _of(
        lambda: _pdf_page(_PAGE.format(_FONT), _stream("BT /F 9 Tf (x) Tj ET"), prev=9)
    ),
    "huge page.pdf": _of(
        lambda: _pdf_page(
            _PAGE.replace("595 842", "9e9 9e9").format(_FONT),
            _stream("BT /F 9e8 Tf (text here) Tj ET"),
        )
    ),
    "letters.pdf": _of(
        lambda: _pdf_page(
            _PAGE.format(_FONT), _stream("BT /F 9 Tf " + "(a) Tj 0 1 Td " * 200_000 + "ET")
        )
    ),
    "saved.pdf": _of(
        lambda: _pdf_page(_PAGE.format(_FONT), _stream("q " * 500_000 + "BT /F 9 Tf (x) Tj ET"))
    ),
    "lines.pdf": _of(
        lambda: _pdf_page(
            _PAGE.format(_FONT),
            _stream(
                "".join(
                    f"{n % 595} 0 m {n % 595} 842 l S 0 {n % 842} m 595 {n % 842} l S\n"
                    for n in range(40_000)
                )
            ),
        )
    ),
    "itself.pdf": _of(
        lambda: _pdf_page(
            _PAGE.format("/Resources<</XObject<</X 5 0 R>>>>"),
            _stream("/X Do"),
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
            "/Length 11>>stream\n/X Do /X Do\nendstream",
        )
    ),
    "empty pages.pdf": _empty_pages,
    "archives.zip": _of(lambda: _zip_in_zip(30)),
    "members.zip": _of(lambda: _zip({f"{n}.txt": b"The Group notes it." for n in range(3_000)})),
    "outside.zip": _of(
        lambda: _zip({"../../outside.txt": b"x", "/etc/outside.txt": b"y", "in.txt": b"text"})
    ),
    "same names.zip": _of(
        lambda: _zip({"a.txt": b"one text", "A.TXT": b"two text", "a.txt/": b""})
    ),
}
"""Crafted files like those that broke readers elsewhere: bombs, loops, depth, width."""
