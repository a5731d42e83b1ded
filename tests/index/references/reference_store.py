"""An index to look references up in: real files of the sample corpus, and no vectors.

A lookup compares nothing in meaning, so nothing has to be embedded.
"""

from __future__ import annotations

from pathlib import Path

from corpus.documents import Document, Metadata, Passage
from corpus.extract.references import find
from corpus.sample import FILES
from index.store import Store
from ingest.read import read
from tests.index.building import put

_FILES = (
    "CWGWSIS39/S23-CWGWSIS39-C-0002!!MSW-[EAC].docx",
    "CWGWSIS39/S23-CWGWSIS39-C-0004!!MSW-[EAC].docx",
    "CWGWSIS39/S23-CWGWSIS39-C-0004!A1!MSW-C.docx",
    "CWGWSIS40/S24-CWGWSIS40-C-0005!!MSW-?.docx",
    "CWGWSIS40/S24-CWGWSIS40-INF-0007!!MSW-R.docx",
    "CWGWSIS41/S24-CWGWSIS41-C-0002!!MSW-[ES].docx",
)


def build_reference_store(folder: Path) -> None:
    """Make an index of eighteen versions of six documents in ``folder``."""
    with Store(folder, create=True) as store:
        for pattern in _FILES:
            for path in sorted(FILES.glob(pattern)):
                put(store, read(path))


def put_paragraphs(
    store: Store,
    name: str,
    symbol: str | None,
    *texts: str,
    title: str | None = None,
    date: str | None = None,
) -> None:
    """Put an English document of numbered paragraphs into an index, under the name of its file."""
    passages = tuple(
        Passage(
            "paragraph", text, label=str(position), label_path=(str(position),), mentions=find(text)
        )
        for position, text in enumerate(texts, start=1)
    )
    known = Metadata(symbol=symbol, title=title, date=date)
    put(store, Document(Path(name), "txt", "en", None, known, passages))
