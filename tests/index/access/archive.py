"""An archive in three languages, of which some documents are not for everybody."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from corpus.documents import Document, Metadata, Passage
from corpus.extract.references import find
from index import Index
from index.indexing import add
from index.model import Encoder
from index.versions import align_documents

RULES: Final = """
default = "public"
[[documents]]
path = "*/open/*"
class = "public"

[[documents]]
symbol = "CWG-WSIS&SDG-40/3*"
class = "members"

[[documents]]
symbol = "cwg-wsis&sdg-40/2(Rev.1)"
class = "member-states"

[[documents]]
path = "*/drafts/*"
class = "member-states"
"""

HIDDEN: Final = "CWG-WSIS&SDG-40/3"

_TEXTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "40/2": {
        "en": (
            "The mountain yak grazes beside the telecentre of the village.",
            "Member States are invited to report on the mountain yak by 30 June 2025.",
            "Document CWG-WSIS&SDG-40/3 sets out the budget of the telecentres.",
            "Telecentres bring connectivity to schools in rural areas.",
        ),
        "fr": (
            "Le yack montagnard broute près du télécentre du village.",
            "Les États Membres sont invités à rendre compte du yack montagnard avant juin 2025.",
            "Le document CWG-WSIS&SDG-40/3 présente le budget des télécentres.",
            "Les télécentres apportent la connectivité aux écoles des zones rurales.",
        ),
        "zh": (
            "高山牦牛在村庄的电信中心旁边吃草。",
            "请成员国在2025年6月30日之前报告高山牦牛的情况。",
            "CWG-WSIS&SDG-40/3号文件列出了电信中心的预算。",
            "电信中心为农村地区的学校带来连接。",
        ),
    },
    "40/2(Rev.1)": {
        "en": (
            "The mountain yak of the quagga reserve grazes beside the telecentre.",
            "The Secretariat is requested to hide the mountain yak by 1 May 2025.",
        ),
    },
    "40/3": {
        "en": (
            "The quagga budget of the telecentres is 700 000 Swiss francs.",
            "The Secretariat is requested to keep the quagga budget of 40/2 by 1 May 2025.",
            "The mountain yak of document CWG-WSIS&SDG-40/2 costs more than schools.",
        ),
        "fr": (
            "Le budget quagga des télécentres est de 700 000 francs suisses.",
            "Le secrétariat est prié de garder le budget quagga du 40/2 avant le 1er mai 2025.",
            "Le yack montagnard du document CWG-WSIS&SDG-40/2 coûte plus que les écoles.",
        ),
    },
    "40/5": {
        "en": (
            "Schools need electricity before they need connectivity.",
            "As document CWG-WSIS&SDG-40/2 says, the mountain yak is well.",
        ),
        "fr": (
            "Les écoles ont besoin d'électricité avant la connectivité.",
            "Comme le dit le document CWG-WSIS&SDG-40/2, le yack montagnard va bien.",
        ),
    },
}


def write_rules(folder: Path, content: str) -> Path:
    """Write the rules of an index as a file that nobody is writing to any more.

    Returns:
        The path of the file.
    """
    path = folder / "access.toml"
    path.write_text(content, "utf-8")
    long_ago = path.stat().st_mtime - 60
    os.utime(path, (long_ago, long_ago))
    return path


def archive() -> list[Document]:
    """All of it, the documents that are not for everybody between the others."""
    documents = []
    for symbol, versions in _TEXTS.items():
        for code, texts in versions.items():
            path = Path(f"/archive/{symbol.replace('/', '-')}-{code.upper()}.txt")
            documents.append(_document(path, code, texts, f"CWG-WSIS&SDG-{symbol}"))
    secret = ("A draft without a symbol speaks of quagga schools.",)
    return [
        *documents[:2],
        _document(Path("/archive/drafts/note.txt"), "en", secret),
        *documents[2:],
    ]


def make(folder: Path, encoder: Encoder, documents: Iterable[Document]) -> Index:
    """Make an index of documents, all but the rules of who may see them."""
    index = Index.open(folder, create=True)
    index.encoder = encoder
    put(index, documents)
    return index


def put(index: Index, documents: Iterable[Document]) -> None:
    """Put documents into it, as an ingest would."""
    add(index.store, index.encoder, documents)
    align_documents(index.store)


def _document(path: Path, code: str, texts: Iterable[str], symbol: str | None = None) -> Document:
    passages = tuple(
        Passage(
            "paragraph",
            text,
            str(position),
            (str(position),),
            language=code,
            mentions=find(text),
            start=position,
        )
        for position, text in enumerate(texts, start=1)
    )
    country = {"en": "Japan", "fr": "Japon", "zh": "日本"}[code] if symbol else "Brazil"
    known = Metadata(
        symbol=symbol,
        title=f"Contribution {symbol or 'quagga'}",
        source=country,
        countries=("JPN",) if symbol else ("BRA",),
        date="2024-02-01" if symbol else None,
        meeting="40" if symbol else None,
        series="C" if symbol else None,
        number=symbol.partition("/")[2] if symbol else None,
    )
    return Document(path, "txt", code, None, known, passages)
