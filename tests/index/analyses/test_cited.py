"""The documents that those of an item cite, each with the paragraphs that do so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.extract.references import find
from index import Index
from index.access import CLASSES
from index.analyses import CitedDocument
from index.model import Encoder
from index.references import base
from index.store import Store, strip_revision
from tests.conftest import of_texts
from tests.index.access.archive import HIDDEN

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def _cited_by_item(
    index: Index, meeting: str, language: str
) -> dict[str | None, list[CitedDocument]]:
    return {item.item: list(item.cites) for item in index.dossier(meeting, language).items}


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.thorough
def test_cited_documents_come_with_the_citing_passages(reports_index: Path, language: str) -> None:
    with Index.open(reports_index) as index:
        by_item = {
            name: cited_documents
            for meeting in ("39", "40", "41")
            for name, cited_documents in _cited_by_item(index, meeting, language).items()
        }
    for document in (document for documents in by_item.values() for document in documents):
        assert document.cited_in
        for shown in document.cited_in:
            there = {strip_revision(mention.canonical) for mention in find(shown.passage.text)}
            assert strip_revision(document.symbol) in there
    assert [document.symbol for document in by_item["7"]] == [
        *("CWG-WSIS&SDG-39/2", "CWG-WSIS&SDG-39/4", "CWG-WSIS&SDG-40/3"),
        *("C24/8", "WSIS-03/GENEVA/DOC/5", "WSIS-05/TUNIS/DOC/6(Rev.1)"),
    ]
    held = [document.entry is not None for document in by_item["7"]]
    assert held == [True, True, True, False, False, False]
    first, second, revised, council, *_ = by_item["7"]
    assert {excerpt.language for excerpt in first.cited_in} == {"zh" if language == "zh" else "en"}
    assert first.entry
    assert first.title == first.entry.title
    assert first.entry.title_language == language
    assert [submitter.key for submitter in second.submitters] == ["BRA", "PRT"]
    assert revised.superseded_by == "CWG-WSIS&SDG-40/3(Rev.1)"
    assert [excerpt.passage.label for excerpt in revised.cited_in] == [None, "2.3.2"]
    assert (council.title, council.superseded_by) == (None, None)
    # What a document revises is no other document; an addendum and what it is added to are two.
    assert [document.symbol for document in by_item["4.1"]] == [
        *("CWG-WSIS&SDG-39/2", "WSIS-03/GENEVA/DOC/5", "WSIS-05/TUNIS/DOC/6(Rev.1)")
    ]
    added, tunis = by_item["4.2"]
    assert added.symbol == "CWG-WSIS&SDG-39/4(Add.1)"
    assert {excerpt.symbol for excerpt in added.cited_in} == {"CWG-WSIS&SDG-39/4"}
    assert tunis.symbol == "WSIS-05/TUNIS/DOC/6(Rev.1)"
    assert "109" in tunis.named_paragraphs
    # What a revision has replaced does not cite beside it.
    places = [(excerpt.symbol, excerpt.passage.label) for excerpt in by_item["4.1"][0].cited_in]
    assert places == [("CWG-WSIS&SDG-40/3(Rev.1)", None), ("CWG-WSIS&SDG-40/3(Rev.1)", "5.2")]


@pytest.mark.slow  # it reads the Word files of all documents
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_each_resolution_comes_with_the_citing_passages(word_index: Path, language: str) -> None:
    with Index.open(word_index) as index:
        cited_references = {
            (meeting, item.item): {reference.canonical: reference for reference in item.references}
            for meeting in ("39", "40")
            for item in index.dossier(meeting, language).items
        }
    for reference in (
        reference for cited in cited_references.values() for reference in cited.values()
    ):
        assert reference.paragraphs == len(reference.cited_in) > 0
        for shown in reference.cited_in:
            assert reference.canonical in {each.canonical for each in find(shown.passage.text)}
    # 39/7 names one in a single paragraph, and so does 40/5.
    for where, canonical, symbol, label in (
        (("39", "5"), "PP Res. 203 (Rev. Bucharest, 2022)", "CWG-WSIS&SDG-39/7", "2.2"),
        (("40", "7"), "A/RES/70/1", "CWG-WSIS&SDG-40/5", "1.1"),
    ):
        places = cited_references[where][canonical].cited_in
        assert [(excerpt.symbol, excerpt.passage.label) for excerpt in places] == [(symbol, label)]
    counted = [reference.paragraphs for reference in cited_references["40", "7"].values()]
    assert counted == sorted(counted, reverse=True)


@pytest.mark.thorough
def test_revisions_of_a_document_are_one(encoder: Encoder, tmp_path: Path) -> None:
    texts = {
        ("41", "0003!R2", "41/3(Rev.2)"): "1\tHerders get alerts by radio.",
        ("41", "0004", "41/4"): "1\tWool is sold in spring.",
        ("42", "0002", "42/2"): (
            "1\tDocument CWG-WSIS&SDG-41/3 proposed alerts.\n"
            "2\tDocument CWG-WSIS&SDG-41/3(Rev.1) made them fewer, as CWG-WSIS&SDG-42/2 says.\n"
            "3\tDocuments A/71/212, CWG-WSIS&SDG-41/10 and CWG-WSIS&SDG-41/4 are on wool."
        ),
    }
    for (meeting, number, symbol), text in texts.items():
        part = number if "!" in number else f"{number}!"
        (tmp_path / f"S25-CWGWSIS{meeting}-C-{part}!MSW-E.txt").write_text(
            f"CWG-WSIS&SDG-{symbol}-E\nAgenda item: 5\nSource: Kenya\nAlerts and wool\n{text}\n",
            "utf-8",
        )
    with Index.open(of_texts(tmp_path, encoder)) as index:
        (cites,) = _cited_by_item(index, "42", "en").values()
    assert [
        (reference.symbol.partition("-41")[2], reference.entry is not None) for reference in cites
    ] == [*(("/4", True), ("/3(Rev.1)", False), ("/10", False), ("", False))]
    assert cites[-1].symbol == "A/71/212"
    named = cites[1]
    assert named.superseded_by == "CWG-WSIS&SDG-41/3(Rev.2)"
    assert [excerpt.passage.label for excerpt in named.cited_in] == ["1", "2"]


def test_a_hidden_document_has_no_entry_among_the_cited(classed_index: Path) -> None:
    with Index.open(classed_index) as whole:
        cited_by_class = {
            seen: [
                document
                for documents in _cited_by_item(whole.view_for(seen), "40", "en").values()
                for document in documents
            ]
            for seen in CLASSES[:2]
        }
    for seen, cites in cited_by_class.items():
        (hidden,) = [document for document in cites if document.symbol == HIDDEN]
        assert (hidden.entry is None) == (not hidden.title) == (seen == "public")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.once
def test_a_united_nations_resolution_is_named_by_its_symbol(
    reports_index: Path, language: str
) -> None:
    """``Resolution 68/302``, as 39/4 writes it, does not say whose it is."""
    with Index.open(reports_index) as index:
        names = {
            rest.canonical: rest.name
            for item in index.dossier("39", language).items
            for rest in item.references
        }
    assert names["A/RES/68/302"] == "A/RES/68/302"


def test_references_of_many_documents_are_read_at_once(sample_index: Path) -> None:
    with Store(sample_index) as store:
        documents = [row["id"] for row in store.documents.all()]
        every = store.mentions.canonicals_in(documents)
        for document in documents:
            alone = store.mentions.canonicals_of(store.passages.of_documents([document]))
            assert every[document] == {form for forms in alone.values() for form in forms}


def test_editions_of_a_resolution_have_their_years(sample_index: Path) -> None:
    with Store(sample_index) as store:
        forms = [form for form in store.mentions.canonicals() if base(form) != form]
        years = {form: year[1] for form in forms if (year := re.search(r"(\d{4})\)$", form))}
        assert years
        for name in {base(form) for form in years}:
            editions = store.mentions.read_editions(name)
            assert editions == {form: years[form] for form in sorted(years) if base(form) == name}
            assert [*editions] == sorted(editions)
        assert store.mentions.read_editions("Res. 0") == {}
