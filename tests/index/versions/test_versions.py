"""A paragraph is found in the other versions of its document, in six languages."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.documents import Document, Metadata, Passage
from corpus.errors import QueryError
from index.analyses.paragraphs import in_language
from index.indexing.prepare import prepare
from index.lookup.show import show
from index.model.encoder import Encoder
from index.store import Store
from index.versions.versions import (
    align_documents,
    as_one,
    paragraph_pairs,
    passages_in,
    versions_of,
)
from tests.conftest import copy_index
from tests.index.building import put

SYMBOL = "CWG-WSIS&SDG-40/3"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.fixture
def store(sample_index: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the sample's index, to be changed."""
    folder = tmp_path / "index"
    copy_index(sample_index, folder)
    with Store(folder) as opened:
        yield opened


def _passages_by_id(store: Store) -> dict[int, tuple[str, int, str]]:
    """Language, ordinal and variant of the passages of the document in six versions."""
    rows = store.query(
        "SELECT passage.id, version.language, ordinal, variant FROM passage "
        "JOIN version ON version.id = version_id JOIN document ON document.id = document_id "
        "WHERE symbol = ? AND same_as IS NULL ORDER BY passage.id",
        SYMBOL,
    )
    return {row["id"]: (row["language"], row["ordinal"], row["variant"]) for row in rows}


def _links(store: Store, passages: Sequence[int]) -> set[tuple[int, int]]:
    return {
        (passage, other)
        for passage, versions in passages_in(store, passages).items()
        for others in versions.values()
        for other in others
    }


def _document(store: Store) -> int:
    return int(store.query("SELECT id FROM document WHERE symbol = ?", SYMBOL)[0]["id"])


def test_an_ingest_aligns_the_versions(store: Store) -> None:
    passages = _passages_by_id(store)
    paragraph = next(
        passage for passage, (code, _, key) in passages.items() if code == "en" and "4.1/2)" in key
    )
    others = versions_of(store, paragraph)
    assert sorted(others) == [code for code in LANGUAGES if code != "en"]
    assert all(passages[passage][2] == passages[paragraph][2] for (passage,) in others.values())
    assert align_documents(store) == 0


def test_versions_without_numbers_and_with_paragraphs_missing_are_aligned(store: Store) -> None:
    """The labels are taken away, and of each version one paragraph in twelve."""
    passages = _passages_by_id(store)
    labelled = _links(store, list(passages))
    gone = [
        passage
        for passage, (code, ordinal, _) in passages.items()
        if (ordinal + 2 * LANGUAGES.index(code)) % 12 == 5
    ]
    with store.transaction():
        store.run("UPDATE passage SET label = NULL, label_path = '[]'")
        for passage in gone:
            store.run("DELETE FROM passage WHERE id = ?", passage)
        store.run("DELETE FROM slots")
    assert align_documents(store) == 1
    left = [passage for passage in passages if passage not in gone]
    expected = {(passage, other) for passage, other in labelled if not {passage, other} & set(gone)}
    linked = _links(store, left)
    right: Counter[tuple[str, str]] = Counter()
    wanted: Counter[tuple[str, str]] = Counter()
    given: Counter[tuple[str, str]] = Counter()
    for links, counter in ((expected & linked, right), (expected, wanted), (linked, given)):
        counter.update((passages[link][0], passages[other][0]) for link, other in links)
    for pair in itertools.permutations(LANGUAGES, 2):
        assert right[pair] >= 0.95 * max(wanted[pair], given[pair]), pair
    assert right.total() >= 0.98 * max(wanted.total(), given.total())


def test_two_versions_are_aligned_without_omission(store: Store) -> None:
    passages = _passages_by_id(store)
    document = _document(store)
    dropped = next(passage for passage, place in passages.items() if place[:2] == ("ar", 20))
    with store.transaction():
        store.run("DELETE FROM passage WHERE id = ?", dropped)
    pairs = paragraph_pairs(store, document, "zh", "ar")
    assert [passage for left, _ in pairs for passage in left] == [
        passage for passage, (code, _, _) in passages.items() if code == "zh"
    ]
    assert [passage for _, right in pairs for passage in right] == [
        passage for passage, (code, _, _) in passages.items() if code == "ar" and passage != dropped
    ]
    assert [len(right) for _, right in pairs].count(0) == 1
    (swapped,) = [pair for pair in paragraph_pairs(store, document, "ar", "zh") if not pair[0]]
    assert swapped[1] == next(left for left, right in pairs if not right)
    with pytest.raises(QueryError, match="not in the index in de"):
        paragraph_pairs(store, document, "zh", "de")


def test_a_label_of_any_version_leads_to_the_paragraph(store: Store) -> None:
    arabic = show(store, f"{SYMBOL}#4.1 b)", "ar")
    assert [excerpt.passage.label for excerpt in arabic.passages] == ["ب)"]
    english = show(store, f"{SYMBOL}-A#ب)", "en")
    assert [excerpt.passage.label for excerpt in english.passages] == ["b)"]
    with pytest.raises(QueryError, match=r"no paragraph 99\.9"):
        show(store, f"{SYMBOL}#99.9", "ar")


_ENGLISH = (
    "The secretariat publishes the outcome of each meeting within two weeks.",
    "Seven Member States asked for more time to answer the questionnaire on digital skills.",
    "Fibre reaches 40 per cent of the schools; the rest are connected by satellite.",
    "The budget of the forum is paid from voluntary contributions.",
    "Women hold a third of the posts in regulatory authorities.",
    "The next meeting takes place in Geneva in October.",
)
_FRENCH = (
    "Le secrétariat publie les résultats de chaque réunion dans un délai de deux semaines.",
    "Sept États Membres ont demandé plus de temps pour le questionnaire sur les compétences.",
    "La fibre atteint 40 pour cent des écoles. Les autres sont connectées par satellite.",
    "Le budget du forum est financé par des contributions volontaires.",
    "Les femmes occupent un tiers des postes dans les autorités de régulation.",
    "La prochaine réunion se tiendra à Genève en octobre.",
)
_RUSSIAN = (
    "Секретариат публикует итоги каждого собрания в течение двух недель.",
    "Семь Государств-Членов попросили больше времени для вопросника о навыках.",
    "Волокно проведено в 40 процентов школ; остальные подключены через спутник.",
    "Бюджет форума оплачивается из добровольных взносов.",
    "Женщины занимают треть должностей в регуляторных органах.",
    "Следующее собрание состоится в Женеве в октябре.",
)


def _put(store: Store, encoder: Encoder, code: str, texts: Sequence[str]) -> None:
    passages = tuple(Passage("paragraph", text, language=code) for text in texts)
    document = Document(Path(f"/{code}.txt"), "txt", code, None, Metadata(symbol=SYMBOL), passages)
    needed = prepare(document).texts
    put(store, document, dict(zip(needed, encoder.passages(list(needed.values())), strict=True)))


@pytest.mark.thorough
def test_a_later_version_is_aligned_and_keeps_the_keys(tmp_path: Path, encoder: Encoder) -> None:
    with Store(tmp_path, create=True) as store:
        store.vectors.use_model(encoder)
        _put(store, encoder, "en", _ENGLISH)
        assert align_documents(store) == 0
        # French lacks the second paragraph and splits the third.
        third = _FRENCH[2].split(". ")
        _put(store, encoder, "fr", (_FRENCH[0], f"{third[0]}.", third[1], *_FRENCH[3:]))
        assert align_documents(store) == 1
        pairs = paragraph_pairs(store, _document(store), "en", "fr")
        assert [(len(left), len(right)) for left, right in pairs] == [
            (1, 1), (1, 0), (1, 2), (1, 1), (1, 1), (1, 1)
        ]  # fmt: skip
        # The pieces of the split paragraph have its key; no other two passages share one.
        keys = {
            passage: key
            for passage, (code, _, key) in _passages_by_id(store).items()
            if code == "fr"
        }
        assert len(set(keys.values())) == len(keys) - 1
        whole, pieces = pairs[2]
        assert versions_of(store, whole[0]) == {"fr": pieces}
        assert versions_of(store, pieces[1]) == {"en": whole}
        assert versions_of(store, pairs[1][0][0]) == {}

        _put(store, encoder, "ru", _RUSSIAN)
        assert align_documents(store) == 1
        # What French lacks, English and Russian have in common.
        left, right = paragraph_pairs(store, _document(store), "en", "ru")[1]
        assert len(left) == len(right) == 1
        assert versions_of(store, right[0]) == {"en": left}
        assert {key: _passages_by_id(store)[key][2] for key in keys} == keys

        # The same file once more: other passages, the same keys.
        _put(store, encoder, "en", _ENGLISH)
        before = sorted(key for _, _, key in _passages_by_id(store).values())
        assert align_documents(store) == 1
        assert sorted(key for _, _, key in _passages_by_id(store).values()) == before


def test_documents_of_one_version_are_not_searched_for_others(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        for symbol, codes in (("C24/1", ("en", "fr")), ("C24/2", ("en",)), ("C24/3", ("fr", "es"))):
            for code in codes:
                passages = tuple(
                    Passage("paragraph", "C24", f"{number}", ("1",)) for number in range(3)
                )
                file = Path(f"/none/{symbol}/{code}.txt")
                metadata = Metadata(symbol=symbol)
                put(store, Document(file, "txt", code, None, metadata, passages))
        ids = {row["symbol"]: row["id"] for row in store.documents.all()}
        with store.snapshot():
            assert store.versions.documents_beside() == {ids["C24/1"], ids["C24/3"]}
        store.files.remove(Path("/none/C24/1/fr.txt"))
        with store.snapshot():
            assert store.versions.documents_beside() == {ids["C24/3"]}


def test_a_passage_in_pieces_is_shown_whole(sample_index: Path) -> None:
    """In Arabic and Chinese 2.1.1 is one, in French two."""
    with Store(sample_index) as store:
        for code in ("ar", "zh"):
            (own,) = [
                excerpt
                for excerpt in show(store, SYMBOL, code).passages
                if excerpt.passage.label == "2.1.1" and excerpt.passage.kind == "paragraph"
            ]
            ids = versions_of(store, own.passage_id)["fr"]
            there = store.passages.excerpts(ids)
            whole = as_one(own, [there[passage] for passage in ids])
            assert whole.passage.text == " ".join(there[passage].passage.text for passage in ids)
            assert " 54 " in whole.passage.text  # sensors, of which the last sentence tells
            assert " 54 " not in there[ids[0]].passage.text
            assert whole.passage_id == ids[0]
            # A piece is that piece in another language, or the whole.
            last_piece = there[ids[-1]]
            assert as_one(last_piece, [own]) == own
            assert as_one(last_piece, [there[passage] for passage in ids]) == last_piece
            assert [
                excerpt.passage.text for excerpt in in_language(store, [own.passage_id], "fr")
            ] == [whole.passage.text]
