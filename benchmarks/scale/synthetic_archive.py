"""Texts and vectors of a large index, put together from the sample corpus's sentences.

A sentence is the beginning of one and the end of another, so that hardly two are the same; a
passage has one to three of them. Some passages are mandates, and some cite resolutions and other
documents (``synthetic_archive.toml``). Of twelve files six are the versions of one document, whose
passages are put together from the same sentences in each language; the other six have one language.
Documents spread over three meetings a year, and some are revisions.

The vector of a text lies between those of the sentences that it is put together from, and a little
aside by its digest, so that no two are the same.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from time import process_time
from typing import Any, Final, NamedTuple

import numpy as np

from corpus import countries
from corpus.documents import Document, Metadata, Passage
from corpus.extract.references import find
from corpus.languages import LANGUAGES
from corpus.sample import FILES
from corpus.text import sentences, unify
from index.analyses import fill_fates
from index.indexing.prepare import prepare
from index.indexing.sample_vectors import sample_vectors
from index.indexing.texts import digest_of
from index.model import MODEL_NAME, Vectors, load
from index.store import PreparedDocument, Store
from index.versions import align_documents
from ingest.read import read

A_DOCUMENT: Final = 100
"""Passages of a document."""

MEETINGS: Final = 30
FIRST_MEETING: Final = 12
"""The meetings are those from 2016 to 2025, three a year; the 39th is the last but two."""

_CODES: Final = tuple(language.code for language in LANGUAGES)
_ITEMS: Final = 6
_MONTHS: Final = (2, 6, 10)
_SECTION: Final = 10
_SOURCES: Final = (
    None,
    "EGY",
    "KEN",
    "BRA",
    "FRA",
    "CHN",
    "IND",
    "ARG",
    "JPN",
    "SEN",
    "CAN",
    "MAR",
)
_SECRETARIAT: Final = {
    "en": "Secretariat",
    "fr": "Secrétariat",
    "es": "Secretaría",
    "ru": "Секретариат",
    "ar": "الأمانة",
    "zh": "秘书处",
}

_SHARES: Final = {"mandate": 0.01, "reference": 0.04}
"""Parts of the passages that ask for something by a day, and that cite something. Of the others
one in twelve asks for something without a day, as one in fourteen of the sample corpus does."""

_ASIDE: Final = 0.35
"""Length of what is added to a vector by the digest of its text."""


class _Place(NamedTuple):
    """A file's place in the archive.

    Attributes:
        document: number of its document.
        code: its language.
        original: the language of the document's original.
    """

    document: int
    code: str
    original: str


class _Paragraph(NamedTuple):
    """A passage that is put together.

    Attributes:
        text: of it.
        pieces: the sentences that each of its sentences is put together from.
    """

    text: str
    pieces: tuple[tuple[str, ...], ...]


def document(number: int) -> Document:
    """Give the document of a made-up file; the same number gives the same one."""
    place = _place_of(number)
    code = place.code
    title = _title(place.document, code)
    passages = []
    start = 0
    for label, paragraph in enumerate(_paragraphs(number), start=1):
        section = f"{1 + (label - 1) // _SECTION}. {_subject(place.document + label // 10, code)}"
        passages.append(
            Passage(
                "paragraph",
                paragraph.text,
                f"{label}",
                (f"{label}",),
                (title, section),
                language=code,
                start=start,
                mentions=tuple(find(paragraph.text)),
            )
        )
        start += len(paragraph.text) + 1
    known = _metadata(place, title)
    return Document(Path(f"/made-up/{number}.docx"), "docx", code, None, known, tuple(passages))


def vectors_of(prepared: PreparedDocument) -> dict[bytes, Vectors]:
    """Give vectors for all texts of a document, ``(384,)`` float32, unit length, by digest."""
    number = int(prepared.document.file.stem)
    digests = [*prepared.texts]
    made = dict(zip(digests, _ASIDE * recombine(digests), strict=True))
    for passage, paragraph in zip(prepared.passages, _paragraphs(number), strict=True):
        parts = [sum(map(_vector_of, pieces)) for pieces in paragraph.pieces]
        for place, (_, digest) in enumerate(passage.sentences):
            # Short sentences were joined: each then has something of all.
            own = parts[place] if len(passage.sentences) == len(parts) else sum(parts)
            made[digest] = _unit(made[digest] + _unit(own))
        if passage.digest in made:
            made[passage.digest] = _unit(made[passage.digest] + _unit(sum(parts)))
    return made


def recombine(digests: list[bytes]) -> Vectors:
    """Vectors between three of the sample for each digest, ``(n, 384)`` float32, unit length."""
    there = _sample()
    numbers = np.frombuffer(b"".join(digests), "<u4").reshape(len(digests), -1)
    chosen = there[numbers[:, :3] % len(there)]
    shares = 0.05 + numbers[:, 3:6, None].astype(np.float32) / np.float32(1 << 32)
    made = (chosen * shares).sum(axis=1)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def fill(store: Store, count: int) -> float:
    """Store made-up documents until an index has so many passages.

    Returns:
        Seconds of the processor that it took to compute what is stored of their texts and to store
        it: words, mentions, sentences, vectors, versions. To make up texts and vectors is left out.
    """
    taken = 0.0
    for number in range(store.passages.last() // A_DOCUMENT, count // A_DOCUMENT):
        made = document(number)
        began = process_time()
        prepared = prepare(made)
        taken += process_time() - began
        vectors = vectors_of(prepared)
        began = process_time()
        store.put_document(prepared, size=1, sha256="-", reader=0, vectors=vectors)
        taken += process_time() - began
    began = process_time()
    align_documents(store)
    fill_fates(store)
    return taken + process_time() - began


# --- documents -----------------------------------------------------------------------------------


def _place_of(number: int) -> _Place:
    """Give the place of a file: of twelve, six are one document."""
    dozen, place = divmod(number, 2 * len(_CODES))
    first = dozen * (1 + len(_CODES))
    if place < len(_CODES):
        return _Place(first, _CODES[place], _CODES[dozen % len(_CODES)])
    code = _CODES[place - len(_CODES)]
    return _Place(first + 1 + place - len(_CODES), code, code)


def _metadata(place: _Place, title: str) -> Metadata:
    meeting, round_ = place.document % MEETINGS, place.document // MEETINGS
    number = 2 + round_
    base = _revised(place.document)
    if base is not None:
        number = 2 + base // MEETINGS
    year, month = 2016 + meeting // 3, _MONTHS[meeting % 3]
    country = _SOURCES[place.document % len(_SOURCES)]
    source = countries.name(country, place.code) if country else _SECRETARIAT[place.code]
    revision = "(Rev.1)" if base is not None else ""
    return Metadata(
        symbol=_symbol(meeting, number) + revision,
        title=title,
        source=source,
        countries=(country,) if country else (),
        date=f"{year}-{month:02}-{1 + round_ % 9:02}",
        meeting=f"{FIRST_MEETING + meeting}",
        series="C",
        number=f"{number}",
        revision="1" if revision else None,
        original_language=place.original,
        meeting_place="Geneva",
        meeting_days=f"{year}-{month:02}-12/{year}-{month:02}-13",
        agenda_item=f"{1 + (number - 2) % _ITEMS}",
    )


def _symbol(meeting: int, number: int) -> str:
    """Give the symbol of a document, by the name that the group had then."""
    return find(f"CWG-WSIS&SDG-{FIRST_MEETING + meeting}/{number}")[0].canonical


def _revised(number: int) -> int | None:
    """Give the number of the document that another one revises; None where it revises none.

    One in ten of a meeting's revises the one seven rounds before, which has the same languages.
    """
    round_ = number // MEETINGS
    return number - 7 * MEETINGS if round_ % 10 == 9 else None


def _title(number: int, code: str) -> str:
    base = _revised(number)
    return _subject(number if base is None else base, code).capitalize()


def _subject(number: int, code: str) -> str:
    subjects = _frames()["subject"][code]
    return str(subjects[number % len(subjects)])


# --- passages ------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _paragraphs(number: int) -> tuple[_Paragraph, ...]:
    """Put the passages of a file together; those of the versions of a document are the same."""
    place = _place_of(number)
    base = _revised(place.document)
    paragraphs = []
    for label in range(A_DOCUMENT):
        chance = random.Random(place.document * A_DOCUMENT + label)  # noqa: S311 - texts only
        if base is not None and chance.random() < 0.9:  # most of a revision stays
            chance = random.Random(base * A_DOCUMENT + label)  # noqa: S311
            chance.random()
            paragraphs.append(_paragraph(chance, base, place.code))
        else:
            if base is None:
                chance.random()
            paragraphs.append(_paragraph(chance, place.document, place.code))
    return tuple(paragraphs)


def _paragraph(chance: random.Random, number: int, code: str) -> _Paragraph:
    kinds = (*_SHARES, "plain")
    kind = chance.choices(kinds, (*_SHARES.values(), 1 - sum(_SHARES.values())))[0]
    count = chance.choices((1, 2, 3), (5, 3, 2))[0]
    crossed = [chance.choices(range(len(_pieces())), k=2) for _ in range(count)]
    texts: list[str] = []
    pieces: list[tuple[str, ...]] = []
    if kind != "plain":
        frame = chance.choice(_frames()[kind])[code]
        values = _values(chance, number)
        subject = _subject(values["subject"], code)
        texts.append(frame.format(**{**values, "subject": subject}))
        pieces.append((frame.format(**{**_USUAL, "subject": subject}),))
        crossed = crossed[1:2]
    for rows in crossed:
        pair = tuple(_pieces()[row][code] for row in rows)
        texts.append(_cross(*pair))
        pieces.append(pair)
    return _Paragraph(("" if code == "zh" else " ").join(texts), tuple(pieces))


_USUAL: Final = {
    "year": 2020,
    "meeting": 30,
    "resolution": 140,
    "council": 1332,
    "symbol": "CWG-WSIS&SDG-30/2",
}
"""Values of a frame whose text is embedded once for all others."""


def _values(chance: random.Random, number: int) -> dict[str, Any]:
    """Choose what a frame is filled with, the same for all languages."""
    meeting = number % MEETINGS
    cited = chance.randrange(max(1, number))
    return {
        "subject": chance.randrange(1000),
        "year": 2016 + meeting // 3 + chance.randrange(1, 3),
        "meeting": FIRST_MEETING + meeting + chance.randrange(1, 3),
        "resolution": chance.choice((130, 139, 140, 175, 200)),
        "council": chance.choice((1332, 1336, 1344)),
        "symbol": _symbol(cited % MEETINGS, 2 + cited // MEETINGS),
    }


@cache
def _frames() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _pieces() -> list[dict[str, str]]:
    """The sentences of the sample corpus that stand in all six languages, by language."""
    versions: dict[str, dict[str, Document]] = {}
    for path in sorted(FILES.rglob("*.docx")):
        made = read(path)
        versions.setdefault(made.metadata.symbol or "", {})[made.language or ""] = made
    return [
        piece
        for by_code in versions.values()
        if len(by_code) == len(_CODES)
        for piece in _align(by_code)
    ]


def _align(versions: dict[str, Document]) -> Iterator[dict[str, str]]:
    by_label = [
        {passage.label_path: passage for passage in versions[code].passages if passage.label_path}
        for code in _CODES
    ]
    for label in sorted(set(by_label[0]).intersection(*by_label[1:])):
        passages = [own[label] for own in by_label]
        cut = [_cut(passage.text) for passage in passages]
        if all(passage.kind == "paragraph" for passage in passages) and len({*map(len, cut)}) == 1:
            for same in zip(*cut, strict=True):
                yield dict(zip(_CODES, same, strict=True))


def _cut(text: str) -> list[str]:
    return [part for start, stop in sentences(text) if (part := text[start:stop].strip())]


def _cross(text: str, other: str) -> str:
    """The beginning of a sentence and the end of another."""
    space = " " if " " in text else ""
    first, second = (text.split() if space else list(text) for text in (text, other))
    return space.join([*first[: len(first) // 2], *second[len(second) // 2 :]])


# --- vectors -------------------------------------------------------------------------------------


def _vector_of(piece: str) -> Vectors:
    return _piece_vectors()[piece]


@cache
def _piece_vectors() -> dict[str, Vectors]:
    """The vectors of all that passages are put together from; the sample's come along."""
    there = sample_vectors(MODEL_NAME)
    texts = [text for piece in _pieces() for text in piece.values()]
    frames = _frames()
    texts += [
        frame[code].format(**_USUAL, subject=_subject(number, code))
        for kind in _SHARES
        for frame in frames[kind]
        for code in _CODES
        for number in range(len(frames["subject"][code]))
    ]
    digests = {text: digest_of(unify(text)) for text in texts}
    lacking = [text for text, digest in digests.items() if digest not in there]
    new = dict(zip(lacking, load().passages([*map(unify, lacking)]), strict=True))
    return {
        text: there[digest] if digest in there else new[text] for text, digest in digests.items()
    }


def _unit(vector: Any) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


@cache
def _sample() -> Vectors:
    vectors = np.stack([*sample_vectors(MODEL_NAME).values()])
    return np.asarray(vectors - vectors.mean(axis=0), np.float32)
