"""A writer of PDF files in which every glyph is where a test puts it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.blocks import FileContent

PAGE = (595.0, 842.0)

LINES = [
    "The Council Working Group on WSIS and SDGs met in Geneva on the first",
    "two days of its session and considered the contributions that were made",
    "by Member States.",
]
TEXT = " ".join(LINES)


def width_of(char: str) -> int:
    """Return a character's advance in thousandths of an em: Han full, marks none, others half."""
    if "\u0300" <= char <= "\u036f" or "\u064b" <= char <= "\u0652":
        return 0
    if char == " ":
        return 250
    return 1000 if char >= "\u2e80" and not "\ufb00" <= char <= "\ufefc" else 500


@dataclass
class Pdf:
    """A PDF file in the making. Codes of its fonts are the characters' own numbers.

    Attributes:
        to_unicode: what the font's map says of a character instead of the character; None leaves
            it out of the map.
        info: entries of the document's information dictionary.
    """

    to_unicode: Mapping[str, str | None] = field(default_factory=dict)
    info: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    pages: list[list[bytes]] = field(default_factory=list)
    images: set[int] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    annotations: dict[int, list[tuple[str, bytes | None]]] = field(default_factory=dict)

    def page(self) -> Pdf:
        """Begin a page."""
        self.pages.append([])
        return self

    def text(
        self,
        x: float,
        top: float,
        text: str,
        *,
        size: float = 10,
        bold: bool = False,
        actual: str | None = None,
    ) -> float:
        """Draw glyphs from left to right, their baseline at ``top``; gives where they end."""
        self.used.update(text)
        codes = text.encode("utf-16-be").hex()
        show = f"BT /F{2 if bold else 1} {size} Tf {x} {PAGE[1] - top} Td <{codes}> Tj ET"
        if actual is not None:
            span = actual.encode("utf-16-be").hex()
            show = f"/Span <</ActualText <feff{span}>>> BDC {show} EMC"
        self.pages[-1].append(show.encode())
        return x + sum(map(width_of, text)) * size / 1000

    def paragraph(self, x: float, top: float, lines: list[str], *, step: float = 12) -> float:
        """Draw lines below each other; gives the baseline of the next."""
        for line in lines:
            self.text(x, top, line)
            top += step
        return top

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line."""
        self.pages[-1].append(f"0.5 w {x0} {PAGE[1] - top} m {x1} {PAGE[1] - bottom} l S".encode())

    def grid(self, xs: list[float], tops: list[float]) -> None:
        """Draw the rules of a table."""
        for x in xs:
            self.rule(x, tops[0], x, tops[-1])
        for top in tops:
            self.rule(xs[0], top, xs[-1], top)

    def shade(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Fill a rectangle with grey."""
        place = f"{x0} {PAGE[1] - bottom} {x1 - x0} {bottom - top}"
        self.pages[-1].append(f"q 0.9 g {place} re f Q".encode())

    def image(self) -> None:
        """Cover the page with an image."""
        self.images.add(len(self.pages))
        self.pages[-1].append(f"q {PAGE[0]} 0 0 {PAGE[1]} 0 0 cm /Im1 Do Q".encode())

    def raw(self, content: str) -> None:
        """Add operators as they are."""
        self.pages[-1].append(content.encode())

    def annotation(
        self, box: tuple[float, float, float, float], entries: str, shown: str | None = None
    ) -> None:
        """Lay an annotation or a form field over the page.

        Args:
            box: left, top, right, bottom.
            entries: of its dictionary, besides its place and appearance.
            shown: the text that its appearance draws, in one line; none where it is None.
        """
        left, top, right, bottom = box
        place = f"/Rect[{left} {PAGE[1] - bottom} {right} {PAGE[1] - top}]"
        stream = None
        if shown is not None:
            self.used.update(shown)
            codes = shown.encode("utf-16-be").hex()
            stream = (
                f"/Tx BMC q 0 0 {right - left} {bottom - top} re W n "
                f"BT /F1 10 Tf 2 4 Td <{codes}> Tj ET Q EMC"
            ).encode()
        self.annotations.setdefault(len(self.pages), []).append(
            (f"/Type/Annot{place}{entries}", stream)
        )

    def save(self, path: Path, *, user: str | None = None, owner: str | None = None) -> Path:
        """Write the file, encrypted when a password is given (RC4, 40 bits)."""
        path.write_bytes(self.as_bytes(user=user, owner=owner))
        return path

    def as_bytes(self, *, user: str | None = None, owner: str | None = None) -> bytes:
        """Return the file."""
        objects: list[tuple[bytes, bytes | None]] = [(b"", None)] * 8
        kids = " ".join(f"{9 + 2 * number} 0 R" for number in range(len(self.pages)))
        language = f"/Lang ({self.language})" if self.language else ""
        objects[0] = (f"<</Type/Catalog/Pages 2 0 R{language}>>".encode(), None)
        objects[1] = (f"<</Type/Pages/Count {len(self.pages)}/Kids[{kids}]>>".encode(), None)
        wide = " ".join(f"{ord(c)}[{width_of(c)}]" for c in sorted(self.used) if ord(c) < 65536)
        for number, name in ((2, "Test-Regular"), (4, "Test-Bold")):
            objects[number] = (
                f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
                f"/ToUnicode 8 0 R/DescendantFonts[{number + 2} 0 R]>>".encode(),
                None,
            )
            objects[number + 1] = (
                f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/DW 500/W[{wide}]"
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                f"/FontDescriptor<</Type/FontDescriptor/FontName/{name}/Flags 4/Ascent 800"
                "/Descent -200/CapHeight 700/StemV 80/ItalicAngle 0"
                "/FontBBox[0 -200 1000 800]>>>>".encode(),
                None,
            )
        pixel = zlib.compress(b"\x80")
        objects[6] = (
            b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
            b"/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>>" % len(pixel),
            pixel,
        )
        cmap = self._cmap()
        objects[7] = (b"<</Length %d>>" % len(cmap), cmap)
        first = 9 + 2 * len(self.pages)
        streams: list[tuple[bytes, bytes | None]] = []
        for number, page in enumerate(self.pages):
            content = b"\n".join(page)
            annotations = ""
            for entries, shown in self.annotations.get(number + 1, []):
                if shown is None:
                    annotations += f"<<{entries}>>"
                    continue
                annotations += f"<<{entries}/AP<</N {first + len(streams)} 0 R>>>>"
                numbers = entries.split("/Rect[")[1].split("]")[0].split()
                width, height = (float(numbers[k + 2]) - float(numbers[k]) for k in (0, 1))
                head = (
                    f"<</Type/XObject/Subtype/Form/BBox[0 0 {width} {height}]"
                    f"/Resources<</Font<</F1 3 0 R>>>>/Length {len(shown)}>>"
                )
                streams.append((head.encode(), shown))
            objects.append(
                (
                    f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {PAGE[0]} {PAGE[1]}]"
                    f"/Contents {10 + 2 * number} 0 R/Resources<</Font<</F1 3 0 R/F2 5 0 R>>"
                    f"/XObject<</Im1 7 0 R>>>>/Annots[{annotations}]>>".encode(),
                    None,
                )
            )
            objects.append((b"<</Length %d>>" % len(content), content))
        objects += streams
        info = "".join(f"/{key}({value})" for key, value in self.info.items())
        objects.append((f"<<{info}>>".encode(), None))
        trailer = f"/Root 1 0 R/Info {len(objects)} 0 R"
        key = None
        if user is not None or owner is not None:
            key, encrypt = _encryption(user or "", owner or user or "")
            objects.append((encrypt, None))
            trailer = f"/Root 1 0 R/Encrypt {len(objects)} 0 R/ID[<{ID.hex()}><{ID.hex()}>]"
        return assemble(objects, trailer, key)

    def _cmap(self) -> bytes:
        lines = []
        for char in sorted(self.used):
            target = self.to_unicode.get(char, char)
            if target is not None:
                code, text = (t.encode("utf-16-be").hex() for t in (char, target))
                lines.append(f"<{code}> <{text}>")
        blocks = "".join(
            f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
            for part in (lines[start : start + 100] for start in range(0, len(lines), 100))
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /T def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{blocks}endcmap end end"
        ).encode()


ID = b"0123456789abcdef"
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _encryption(user: str, owner: str) -> tuple[bytes, bytes]:
    """Return key and dictionary of the standard handler, revision 2 (PDF 32000-1, 7.6.3)."""
    padded = [(word.encode() + _PAD)[:32] for word in (user, owner)]
    o_value = _rc4(_md5(padded[1])[:5], padded[0])
    key = _md5(padded[0] + o_value + (-44 & 0xFFFFFFFF).to_bytes(4, "little") + ID)[:5]
    u_value = _rc4(key, _PAD)
    return key, (
        f"<</Filter/Standard/V 1/R 2/O<{o_value.hex()}>/U<{u_value.hex()}>/P -44>>".encode()
    )


def assemble(objects: list[tuple[bytes, bytes | None]], trailer: str, key: bytes | None) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, (head, stream) in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + head
        if stream is not None:
            if key is not None:
                own = _md5(key + number.to_bytes(3, "little") + b"\0\0")[:10]
                stream = _rc4(own, stream)  # noqa: PLW2901
            out += b"\nstream\n" + stream + b"\nendstream"
        out += b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        out += f"{offset:010d} 00000 n \n".encode()
    out += f"trailer\n<</Size {len(objects) + 1}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def long_document(pages: int = 5) -> Pdf:
    """Make pages with a running header, three lines that belong together, and a page number."""
    pdf = Pdf()
    for number in range(1, pages + 1):
        pdf.page()
        pdf.text(400, 40, "CWG-WSIS&SDG-39/2-E")
        pdf.paragraph(60, 100, [f"{line} ({number})" for line in LINES])
        pdf.text(290, 810, f"- {number} -")
    return pdf


def texts(reading: FileContent, kind: str | None = None) -> list[str]:
    """Return the texts of the blocks, of all or of one kind."""
    return [block.text for block in reading.blocks if kind in {None, block.kind}]
