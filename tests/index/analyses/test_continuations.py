"""Items of an agenda show the earlier passages that they continue, and name what they lack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.dossier.__main__ import Outcome, measure
from benchmarks.dossier.archive import read_items, write_files
from corpus.languages import BY_CODE
from index import Index
from index.indexing import build
from index.model.encoder import Encoder
from index.retrieval import Search
from index.store import Store
from tests.commands import run
from tests.conftest import of_texts


@pytest.fixture(scope="session")
def outcomes(made_once: Callable[..., Path], encoder: Encoder) -> list[Outcome]:
    def fill(folder: Path) -> None:
        files = folder / "files"
        files.mkdir()
        write_files(files)
        with Store(folder, create=True) as store:
            assert not build(store, encoder, sorted(files.glob("*.txt"))).failed

    return measure(made_once("dossier_archive", fill), read_items())


@pytest.mark.thorough
@pytest.mark.parametrize("is_held_out", [False, True])
def test_judged_items_find_what_they_continue(
    outcomes: list[Outcome], *, is_held_out: bool
) -> None:
    own = [outcome for outcome in outcomes if outcome.item.is_held_out == is_held_out]
    continuing = [outcome for outcome in own if outcome.item.continues]
    assert sum(outcome.is_found for outcome in continuing) >= 0.85 * len(continuing)
    verdicts = [verdict for outcome in own for verdict in outcome.verdicts]
    assert sum(verdicts) >= 0.75 * len(verdicts)


@pytest.mark.thorough
@pytest.mark.parametrize("language", BY_CODE)
def test_judged_items_are_found_in_each_language(outcomes: list[Outcome], language: str) -> None:
    own = [outcome for outcome in outcomes if outcome.item.language == language]
    continuing = [outcome for outcome in own if outcome.item.continues]
    assert len(continuing) == 5
    assert sum(outcome.is_found for outcome in continuing) >= 4


@pytest.mark.thorough
def test_preambles_and_requests_to_the_meeting_are_not_continued(outcomes: list[Outcome]) -> None:
    shown = {name.partition("#")[2] for outcome in outcomes for name in outcome.shown}
    assert shown
    assert not shown & {"1", "7"}


SCHOOLS = (
    "1\tOf the links of schools that were set up in 2020, one third no longer worked after three "
    "years, since nobody paid for new batteries and routers.\n"
)
FILTERS = (
    "2\tLists of blocked pages that a school keeps on its own server go out of date within weeks, "
    "and teachers can no longer open pages on anatomy.\n"
)
LATER = (
    "1\tTwo in five of the links of schools from 2020 had stopped working by 2023, because there "
    "was no budget for new batteries and routers.\n"
    "2\tSchools blocked pages by lists on their own server, which were out of date after a few "
    "weeks and kept teachers from opening pages on anatomy.\n"
)


def _write(folder: Path, symbol: str, day: str, title: str, text: str) -> None:
    meeting, _, rest = symbol.partition("/")
    number, _, revision = rest.partition("(")
    suffix = f"!R{revision[4]}" if revision else "!"
    (folder / f"S25-CWGWSIS{meeting}-C-{int(number):04}{suffix}!MSW-E.txt").write_text(
        f"CWG-WSIS&SDG-{meeting}/{number}-E{'(' + revision if revision else ''}\n{day}\n"
        f"Agenda item: 5\nSource: Kenya\n{title}\n{text}",
        "utf-8",
    )


def test_superseded_text_counts_where_its_revision_lacks_it(
    encoder: Encoder, tmp_path: Path
) -> None:
    more = "".join(
        f"{number}\t{text}\n"
        for number, text in enumerate(
            (
                "The canteen of the school opens at noon on Mondays and on Fridays for all pupils.",
                "Buses of the district bring the pupils of six villages to the school in winter.",
                "The library lends each pupil three books a month, and one film for the holidays.",
            ),
            3,
        )
    )
    _write(tmp_path, "52/2", "3 February 2025", "Schools", SCHOOLS + FILTERS + more)
    revised = SCHOOLS + more.replace("3\t", "2\t").replace("4\t", "3\t").replace("5\t", "4\t")
    _write(tmp_path, "52/2(Rev.1)", "5 February 2025", "Schools", revised)
    _write(tmp_path, "53/2", "3 October 2025", "Schools", LATER)
    with Index.open(of_texts(tmp_path, encoder)) as index:
        (item,) = index.dossier("53").items
    shown = {(before.shown.symbol, before.shown.passage.label) for before in item.before}
    assert shown == {("CWG-WSIS&SDG-52/2(Rev.1)", "1"), ("CWG-WSIS&SDG-52/2", "2")}


@pytest.mark.parametrize(
    ("source", "shown"), [("Document CWG-WSIS&SDG-52/2 says", {"1"}), ("it is known", set())]
)
def test_paragraph_that_cites_document_continues_its_nearest_passage(
    encoder: Encoder, tmp_path: Path, source: str, shown: set[str]
) -> None:
    text = (
        f"Vans that mend bicycles now call on teachers, too: {source} what a school does without, "
        "and a spare costs less than a new contract."
    )
    _write(tmp_path, "52/2", "3 February 2025", "Schools", SCHOOLS + FILTERS)
    _write(tmp_path, "53/2", "3 October 2025", "Vans", f"1\t{text}\n")
    with Index.open(of_texts(tmp_path, encoder)) as index:
        (item,) = index.dossier("53").items
    assert {before.shown.passage.label for before in item.before} == shown


def test_documents_are_not_embedded_again(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("texts of the index are embedded again")

    with Index.open(reports_index) as index:
        mandates = sum(len(item.mandates) for item in index.dossier("39").items)
        monkeypatch.setattr(Search, "embed_texts", refuse)
        items = index.dossier("39").items
    assert (mandates, bool(items)) == (0, True)


def test_mandate_without_words_is_left_out_and_named(encoder: Encoder, tmp_path: Path) -> None:
    texts = {
        "E": "1\tThe secretariat is requested to report to Council 2025 on alerts for herders.",
        # An earlier reading took what is behind the addressee for the action: a full stop.
        "A": "1\tيُدعى فريق العمل التابع للمجلس إلى المجلس في دورته لعام 2025.",
    }
    for number, (letter, text) in enumerate(texts.items(), 2):
        (tmp_path / f"S24-CWGWSIS54-C-000{number}!!MSW-{letter}.txt").write_text(
            f"CWG-WSIS&SDG-54/{number}-{letter}\n2024-02-20\nTitle {number}\n{text}\n", "utf-8"
        )
    _write(tmp_path, "55/2", "3 February 2025", "Alerts", "1\tHerders get alerts by radio.\n")
    folder = of_texts(tmp_path, encoder)
    with Index.open(folder) as index:
        dossier = index.dossier("55")
    assert [task.shown.symbol for item in dossier.items for task in item.mandates] == [
        "CWG-WSIS&SDG-54/2"
    ]
    assert [shown.symbol for shown in dossier.unread] == ["CWG-WSIS&SDG-54/3"]
    outcome = run("dossier", "55", "--json", index=folder)
    assert [each["symbol"] for each in outcome.json()["unread_mandates"]] == ["CWG-WSIS&SDG-54/3"]
    assert "CWG-WSIS&SDG-54/3" in run("dossier", "55", index=folder).out


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ru"])
def test_nearest_sentence_of_a_long_passage_is_quoted(
    word_index: Path, tmp_path: Path, language: str
) -> None:
    """In Russian the passage is of two pieces."""
    with Index.open(word_index) as index:
        (item,) = (item for item in index.dossier("41", language).items if item.item == "6")
    (survey,) = (
        before
        for before in item.before
        if (before.shown.symbol, before.shown.passage.label) == ("CWG-WSIS&SDG-40/INF/4", "3.2")
    )
    assert survey.sentence is not None
    text = survey.shown.passage.text
    sentence = text[slice(*survey.sentence)].strip()
    assert 0 < len(sentence) < len(text) / 2
    written = tmp_path / "dossier.md"
    assert run("dossier", "41", "--in", language, "--out", written, index=word_index).code == 0
    paper = written.read_text("utf-8")
    assert sentence[:40] in paper
    assert text[:40] not in paper


def test_nearest_paragraphs_are_ranked_by_stored_vectors(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        search = Search(index.store, index.encoder)
        passage = index.search("cybersecurity exercises").hits[0].found.passage_id
        everything = index.store.passages.of_documents([entry.id for entry in index.documents()])
        own = index.store.passages.of_documents([index.documents()[0].id])
        hits, of_unknown, of_own = search.rank_near(
            [(passage, everything), (10**9, everything), (passage, own)], 5
        )
        (question,) = search.embed_texts(["cybersecurity exercises"])
        nearest = search.find_nearest([question], everything)
        nothing = search.find_nearest([question], [])
    assert hits[0][0] == passage
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    assert of_unknown == []
    assert of_own
    assert {other for other, _ in of_own} <= {*own}
    assert nearest[0] is not None
    assert nothing == [None]
