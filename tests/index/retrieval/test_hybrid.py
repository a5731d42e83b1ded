"""Words and meaning together: names are found, phrases are exact, no language is buried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import QueryError
from corpus.extract.submitters import regions
from corpus.filters import Filters
from index.indexing.build import build
from index.model.encoder import Encoder
from index.references import find_references, is_known
from index.retrieval import Mode, Search, facets
from index.retrieval.answers import ANSWERING
from index.store import Store
from index.words import phrases

HEADINGS = {
    "en": "Safeguards, transparency and test beds",
    "zh": "保障措施、透明度与测试平台",
    "ar": "الضمانات والشفافية والمنصات الاختبارية",
}
"""Headings of section 4 of one document; no text of the sample has these words."""

PHRASES = {
    "ar": "الذكاء الاصطناعي",
    "zh": "人工智能",
    "en": "artificial intelligence",
    "fr": "intelligence artificielle",
    "ru": "искусственного интеллекта",
    "es": "inteligencia artificial",
}


@pytest.fixture(scope="module")
def search(sample_index: Path, encoder: Encoder) -> Iterator[Search]:
    with Store(sample_index) as store:
        yield Search(store, encoder)


@pytest.mark.parametrize("code", PHRASES)
@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.thorough
def test_every_hit_has_the_phrase(search: Search, code: str, mode: Mode) -> None:
    phrase = PHRASES[code]
    everywhere = [
        row["text"]
        for row in search._store.query(
            "SELECT text FROM passage JOIN version ON version.id = version_id "
            "WHERE same_as IS NULL AND NOT leads AND passage.language = ?",
            code,
        )
        if phrases.holds(row["text"], phrase)
    ]
    hits = search.search(f'"{phrase}"', k=100, mode=mode).hits
    assert hits
    assert all(phrases.holds(hit.found.passage.text, phrase) for hit in hits)
    assert {hit.found.language for hit in hits} == {code}
    assert len(hits) == len(set(everywhere))


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_a_phrase_is_found_where_a_long_paragraph_was_cut(search: Search, mode: Mode) -> None:
    result = search.search('"recommander une évacuation. Les affluents"', mode=mode)
    assert [(hit.found.language, hit.found.passage.label) for hit in result.hits] == [
        ("fr", "2.1.1")
    ]
    assert not result.notes
    assert not search.search('"recommander une évacuation. Les stations"', mode=mode).hits


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_an_excluded_word_is_in_no_piece_of_a_hit(search: Search, mode: Mode) -> None:
    last = '"54 capteurs à ultrasons"'
    assert any("évacuation" not in hit.found.passage.text for hit in search.search(last).hits)
    for in_the_first in ('-"28 années de relevés"', "-évacuation"):
        result = search.search(f"{last} {in_the_first}", mode=mode)
        assert not result.hits
        assert not any(note.code == "no-phrase" for note in result.notes)
    assert search.search(f"{last} -séismes", mode=mode).hits


def test_an_excluded_word_is_sought_next_to_pieces_alone(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word may stand in tens of thousands of passages, and what is known of them is read anew."""
    store, looked_up = search._store, set[int]()
    every = {row["id"] for row in store.query("SELECT id FROM findable")}
    pieces = {row["id"] for row in store.query("SELECT id FROM findable WHERE part > 0")}
    real = store.facts.paragraphs_of

    def paragraphs_of(passages: Iterable[int]) -> dict[int, tuple[int, str]]:
        wanted = [*passages]
        looked_up.update(wanted)
        return real(wanted)

    monkeypatch.setattr(store.facts, "paragraphs_of", paragraphs_of)
    with store.snapshot():
        assert search._ranking.quoted._add_pieces(every) == every
        first = min(pieces)
        assert search._ranking.quoted._add_pieces({first}) > {first}
    assert looked_up <= pieces < every


def test_an_absent_phrase_is_noted(search: Search) -> None:
    result = search.search('"artificial floods of intelligence"')
    assert result.hits == ()
    assert [note.code for note in result.notes] == ["no-phrase"]


@pytest.mark.parametrize("code", ["en", "zh", "ar"])
def test_a_phrase_of_a_heading_finds_the_passages_below(search: Search, code: str) -> None:
    heading = HEADINGS[code]
    result = search.search(f'"{heading}"')
    assert [note.code for note in result.notes] == ["phrase-in-heading"]
    (hit,) = result.hits
    assert any(phrases.holds(line, heading) for line in hit.found.passage.heading)
    assert (hit.found.symbol, hit.found.passage.label) == ("CWG-WSIS&SDG-40/3", "4.1")


def test_an_unknown_reference_is_the_first_note(search: Search) -> None:
    for query, is_told in (
        ("CWG-WSIS&SDG-99/9", True),
        ("CWG-WSIS&SDG-40/3", False),
        ("CWG-WSIS&SDG-99/9 CWG-WSIS&SDG-40/3", False),
        ("how CWG-WSIS&SDG-99/9 tells of early warning", False),
    ):
        codes = [note.code for note in search.search(query, k=1).notes]
        assert (codes[:1] == ["unknown-reference"]) is is_told, query


@pytest.mark.parametrize(
    "query",
    [
        "第9999号决议说了什么？",
        "what does Resolution 9999 say",
        "que dit la Résolution 9999",
        "что говорит резолюция 9999",
        "qué dice la Resolución 9999",
        "ماذا يقول القرار 9999",
        "what does Resolution 1398 say",
    ],
)
def test_an_unknown_resolution_is_noted_where_nothing_answers(search: Search, query: str) -> None:
    assert "unknown-reference" in [note.code for note in search.search(query, k=1).notes]


def test_a_number_in_a_text_is_no_unknown_reference(search: Search) -> None:
    # 640 of them; whose resolution it might be, the grammar does not know.
    (reference,) = find_references(search._store, "what does Resolution 640 say").references
    assert (reference.canonical, is_known(search._store, reference)) == ("Res. 640", True)
    notes = search.search("what does Resolution 640 say", k=1).notes
    assert "unknown-reference" not in [note.code for note in notes]


@pytest.mark.parametrize(
    "query", ["Global Digital Compact", "全球数字契约", "التعاهد الرقمي العالمي"]
)
def test_a_name_in_texts_is_not_noted_as_absent(search: Search, query: str) -> None:
    """Texts older than what it names, where it is no reference, speak of it."""
    result = search.search(query, k=1)
    assert not [note.code for note in result.notes]
    assert not result.suggestions


def test_no_hit_has_an_excluded_word(search: Search) -> None:
    query = "early warning of floods"
    with_it = search.search(query, k=20, filters=Filters(languages=("en",))).hits
    assert any("flood" in hit.found.passage.text.lower() for hit in with_it)
    without = search.search(f"{query} -flood", k=20, filters=Filters(languages=("en",))).hits
    assert len(without) == 20
    assert not any("flood" in hit.found.passage.text.lower() for hit in without)
    phrase = search.search(f'{query} -"early warning"', k=20).hits
    assert not any(phrases.holds(hit.found.passage.text, "early warning") for hit in phrase)
    assert any("warning" in hit.found.passage.text.lower() for hit in phrase)
    with pytest.raises(QueryError, match="only says what not to find"):
        search.search("-flood")


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_scores_are_parts_of_one_and_never_rise(search: Search, mode: Mode) -> None:
    for question in ("early warning of floods", "洪水预警", "CWG-WSIS&SDG-40/3 floods", "Japan"):
        scores = [hit.score for hit in search.search(question, k=30, mode=mode).hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


@pytest.mark.thorough
def test_a_rare_name_is_found_by_its_letters(tmp_path: Path, encoder: Encoder) -> None:
    lines = [
        "The secretariat thanked Zorvaxia for its hospitality.",
        *(f"The secretariat thanked the host of meeting {number} warmly." for number in range(40)),
    ]
    (tmp_path / "a.txt").write_text("\n\n".join(lines), "utf-8")
    chinese = [f"秘书处感谢第{number}次会议的东道国。" for number in range(40)]
    (tmp_path / "b.txt").write_text("\n\n".join([*chinese, "会议在Zorvaxia举行。"]), "utf-8")
    with Store(tmp_path / "index", create=True) as store:
        build(store, encoder, [tmp_path / "a.txt", tmp_path / "b.txt"])
        search = Search(store, encoder)
        for question in ("Zorvaxia", "zorvaxia", "Which host was Zorvaxia?"):
            texts = [hit.found.passage.text for hit in search.search(question, k=3).hits]
            assert any("Zorvaxia" in text for text in texts[:1]), question
        both = [hit.found.passage.text for hit in search.search("Zorvaxia", k=3).hits]
        assert sum("Zorvaxia" in text for text in both) == 2


def test_words_do_not_bury_the_other_languages(search: Search) -> None:
    question = "How does artificial intelligence help to warn of floods early?"
    (embedded,) = search.embed_texts([question])
    languages = {}
    for mode in ("dense", "hybrid"):
        rows = search._store.query("SELECT id, language FROM passage")
        spoken = {row["id"]: row["language"] for row in rows}
        languages[mode] = [spoken[hit] for hit, _ in search.rank(embedded, 40, mode=mode)]
    # What stands in one version of a paragraph counts for the others, so places may change.
    by_meaning, by_both = (
        sum(code in {"en", "fr", "es"} for code in languages[mode]) for mode in ("dense", "hybrid")
    )
    assert abs(by_meaning - by_both) <= 6
    assert len(set(languages["hybrid"])) == 6


def test_only_questions_of_one_term_are_moved(search: Search) -> None:
    """Thresholds of what compares texts with texts were chosen by cosines of sentences."""
    (text,) = search.embed_texts(["vaccine"])
    (embedded,) = search.embed_texts(["vaccine"], are_sentences=False)
    assert text.embedding @ embedded.embedding < 0.95
    for is_sentence, question in ((True, text), (False, embedded), (True, text)):
        hit = search.search("vaccine", k=1, mode="dense", is_sentence=is_sentence).hits[0]
        ((_, score),) = search.rank(question, 1, mode="dense")
        assert hit.score == pytest.approx(score, abs=1e-6)
    long = ["Who pays for schools in the mountains?"]
    (text,), (embedded,) = search.embed_texts(long), search.embed_texts(long, are_sentences=False)
    assert (text.embedding == embedded.embedding).all()


def test_quotation_marks_in_texts_that_are_ranked_are_text(search: Search) -> None:
    (question,) = search.embed_texts(['The Group noted "no such words" -floods'])
    assert len(search.rank(question, 5)) == 5


def test_pages_follow_each_other(search: Search) -> None:
    question = "early warning of floods"
    whole = search.search(question, k=12)
    assert whole.has_more
    pages = [search.search(question, k=4, offset=offset).hits for offset in (0, 4, 8)]
    assert [hit for page in pages for hit in page] == list(whole.hits)
    last = search.search(f'"{PHRASES["en"]}"', k=1000)
    assert not last.has_more
    assert search.search(f'"{PHRASES["en"]}"', k=5, offset=len(last.hits)).hits == ()


@pytest.mark.parametrize("question", ["artificial intelligence", "洪水预警", "الإنذار المبكر"])
def test_the_newest_of_what_answers_come_first(search: Search, question: str) -> None:
    """A paper on something else is newer than all that is there on early warning."""
    by_relevance = search.search(question, k=50).hits
    hits = search.search(question, k=50, order="date").hits
    enough = ANSWERING * by_relevance[0].score
    count = sum(hit.score >= enough for hit in by_relevance)
    dates = [hit.found.date or "" for hit in hits[:count]]
    assert dates == sorted(dates, reverse=True)
    assert len({hit.found.date for hit in hits}) > 1
    assert all(hit.score >= enough for hit in hits[:count])
    assert {hit.found.passage_id for hit in hits[:count]} == {
        hit.found.passage_id for hit in by_relevance[:count]
    }
    assert [hit.found for hit in hits[count:]] == [hit.found for hit in by_relevance[count:]]
    for k, is_told in ((count, False), (count + 1, True)):
        notes = {note.code for note in search.search(question, k=k, order="date").notes}
        assert ("goes-on-by-relevance" in notes) is is_told


def test_exact_hits_of_a_reference_come_first_by_date(search: Search) -> None:
    hits = search.search("Resolution 1332", k=100, order="date").hits
    led_to = [hit for hit in hits if hit.is_exact]
    assert 1 < len(led_to) < len(hits)
    assert [*hits[: len(led_to)]] == led_to
    dates = [hit.found.date or "" for hit in led_to]
    assert dates == sorted(dates, reverse=True)
    assert len(set(dates)) > 1


def test_related_passages_are_of_other_documents(search: Search) -> None:
    (hit,) = search.search("tracking livestock herds with satellite ear tags", k=1).hits
    hits = search.find_related(hit.found.passage_id, 4)
    assert len(hits) == 4
    assert hit.found.symbol not in {hit.found.symbol for hit in hits}
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert search.find_related(10**9) == ()


def test_substantive_passages_are_read_once_a_moment(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = search._store
    some = [row["id"] for row in store.documents.all()][:3]
    roles = store.facts.roles()
    telling = {*store.passages.of_documents(some)} - roles.signs - roles.opening - roles.slight
    assert 0 < len(telling) < len(store.passages.of_documents(some))
    assert {*search.find_substantive(some)} == telling
    monkeypatch.setattr(store.facts, "roles", None)
    assert {*search.find_substantive(some)} == telling
    assert len(search.find_substantive([])) == 0


def test_a_language_outside_the_six_is_noted(search: Search) -> None:
    result = search.search("早期警報システムに人工知能をどのように活用できますか？", k=3)
    assert result.language == "ja"
    assert [note.code for note in result.notes] == ["other-language"]
    assert "Japanese" in result.notes[0].message
    assert len(result.hits) == 3


def test_facets_count_under_the_other_filters(search: Search) -> None:
    store = search._store
    counts = facets(store, Filters(languages=("ru",), series=("INF",)))
    assert {count.value for count in counts["language"]} >= {"ru"}
    assert {count.value for count in counts["series"]} == {"C", "INF"}
    for facet, chosen in (("kind", "kinds"), ("format", "formats"), ("meeting", "meetings")):
        for count in counts[facet]:
            known = Filters(languages=("ru",), series=("INF",))
            filters = replace(known, **{chosen: (count.value,)})  # type: ignore[arg-type]
            question = "communications"
            assert len(search.search(question, k=1000, filters=filters).hits) <= count.passages
            assert count.documents == 1
    assert facets(store)["language"][0].passages > counts["language"][0].passages


def test_region_is_counted_and_filtered_by_the_source(search: Search) -> None:
    store = search._store
    counts = {count.value: count.documents for count in facets(store)["region"]}
    documents = {value: store.filters.documents(Filters(regions=(value,))) for value in counts}
    assert counts == {value: len(symbols or ()) for value, symbols in documents.items()}
    assert len(counts) > 1
    for region in counts:
        hits = search.search("communications", k=50, filters=Filters(regions=(region,))).hits
        assert {region} <= {region for hit in hits for region in regions(hit.found.source or "")}
    with pytest.raises(QueryError, match="no document of the region AMS"):
        store.filters.check(Filters(regions=("AMS",)))
    with pytest.raises(QueryError, match="ABC is no region"):
        Filters(regions=("ABC",))


def test_kinds_and_formats_filter(search: Search) -> None:
    hits = search.search("warning", k=10, filters=Filters(kinds=("table",), formats=("DOCX",))).hits
    assert {hit.found.passage.kind for hit in hits} == {"table"}
    with pytest.raises(QueryError, match="picture is no kind of passage"):
        Filters(kinds=("picture",))  # type: ignore[arg-type]
