"""Does the archive say what a term is in the other languages, and do its words find it there?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.languages import BY_CODE
from index.model.encoder import Encoder
from index.retrieval.lexical import Lexical
from index.retrieval.marks import matching_spans
from index.retrieval.questions import read_question
from index.retrieval.search import Search
from index.retrieval.terms.acronyms import find_other_forms, table, term_of
from index.retrieval.terms.equivalents import Equivalents
from index.retrieval.terms.seed import load_seed, unpack_rows
from index.retrieval.terms.term_translator import TermTranslator
from index.retrieval.terms.terminology import terminology
from index.store import Store
from tests.index.building import document, put

ENGLISH = (
    "The mountain yak grazes here.",
    "A mountain yak needs salt.",
    "Nothing is said of taxes.",
    "The mountain yak sleeps.",
    "Harbours need cranes.",
    "The river floods.",
)
FRENCH = (
    "Le yack montagnard broute ici.",
    "Il faut du sel au yack montagnard.",
    "Rien n'est dit des impôts.",
    "Le yack montagnard dort.",
    "Les ports ont besoin de grues.",
    "Le fleuve déborde.",
)
CHINESE = ("高山牦牛在吃草", "给高山牦牛盐", "不谈税收", "高山牦牛睡了", "港口需要吊车", "河水泛滥")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path, create=True) as made:
        for code, texts in (("en", ENGLISH), ("fr", FRENCH), ("zh", CHINESE)):
            put(made, document("C1/1", code, texts))
        yield made


def test_terms_of_several_words_are_learned_from_the_versions(store: Store) -> None:
    equivalents = Equivalents(store).of(term_of("mountain yak", "en"), "en")
    assert equivalents["fr"][0].term == term_of("yack montagnard", "fr")
    assert equivalents["zh"][0].term == "高山 山牦 牦牛"
    assert len(equivalents["fr"][0].paragraphs) == 3


def test_a_document_that_comes_counts_at_once(store: Store) -> None:
    known = Equivalents(store)
    term = term_of("cranes", "en")
    assert not known.of(term, "en").get("fr")
    put(store, document("C1/2", "en", ("Cranes lift boxes.", "Many cranes rust.")))
    put(store, document("C1/2", "fr", ("Les grues lèvent les caisses.", "Des grues rouillent.")))
    assert known.of(term, "en")["fr"][0].term == term_of("grues", "fr")


def test_a_short_question_finds_passages_of_another_language_only(store: Store) -> None:
    put(store, document("C1/3", "fr", ("Une laine de yack montagnard.",)))
    translated = TermTranslator(store, Lexical(store))
    matched, _ = translated.matches(read_question("mountain yak"), None)["fr"]
    texts = store.passages.read_shown_texts(matched.tolist())
    assert "Une laine de yack montagnard." in texts.values()


def test_words_near_an_equivalent_do_not_count_twice(tmp_path: Path) -> None:
    """`sustainable` mostly stands beside `development`, in both languages."""
    with Store(tmp_path, create=True) as made:
        words = Equivalents(made).learn(term_of("sustainable", "en"), "en")["fr"].words
    assert words[term_of("durable", "fr")] > 5 * words[term_of("développement", "fr")]


def test_words_that_occur_together_elsewhere_are_weak_equivalents(tmp_path: Path) -> None:
    """`General Assembly` is mostly of resolutions and sessions; so are texts without it."""
    with Store(tmp_path, create=True) as made:
        term = term_of("assembly", "en")
        words = Equivalents(made).learn(term, "en")["fr"].words
    rows = load_seed().rows_with(term, "en")
    counts = np.zeros(load_seed().size)
    having, held = load_seed().mark_words([*words], "fr")
    counts[having] = held @ np.array([*words.values()])
    assert counts[rows].mean() > 0.7
    assert counts[~rows].sum() < 0.4 * rows.sum()


def test_words_of_a_topic_count_where_they_stand_together(store: Store) -> None:
    scattered = "Le yack dort. " + "Il neige ici souvent. " * 6 + "Le guide montagnard dort."
    put(store, document("C1/3", "fr", ("Le yack montagnard dort.", scattered, "Il neige.")))
    texts = store.passages.read_shown_texts(range(1, 30))
    translated = TermTranslator(store, Lexical(store))
    shares = translated.measure_spans(read_question("yack montagnard"), [*texts])
    by_text = {texts[passage]: share for passage, share in shares.items()}
    assert by_text["Le yack montagnard dort."] > 1.4 * by_text[scattered] > 0
    assert by_text["The mountain yak sleeps."] > 0.5
    assert "Il neige." not in by_text


@pytest.mark.parametrize(
    ("query", "share"), [("牦牛高山", 1.0), ("mountain yak", 1.0), ("sustainable", 0.0)]
)
def test_without_the_seed_only_words_of_the_archive_are_known(
    store: Store, query: str, share: float
) -> None:
    translated, question = TermTranslator(store, Lexical(store)), read_question(query)
    assert translated.measure_known(question, has_seed=False) == share
    assert translated.measure_known(question) == 1.0


def test_a_chinese_term_is_cut_into_words(store: Store) -> None:
    for symbol, code, texts in (
        ("C1/3", "zh", ("牦牛喜欢盐。", "盐湖边有牦牛。", "高山很高。", "高山有雪。")),
        ("C1/3", "fr", ("Le yack aime le sel.", "Un yack vit au lac salé.", "Haut.", "Neige.")),
        ("C1/4", "fr", ("La laine du yack.",)),
    ):
        put(store, document(symbol, code, texts))
    translated = TermTranslator(store, Lexical(store))
    matched, _ = translated.matches(read_question("牦牛高山"), None)["fr"]
    assert "La laine du yack." in store.passages.read_shown_texts(matched.tolist()).values()


@pytest.mark.parametrize("query", ['"mountain yak"', "yak -salt"])
def test_quoted_or_excluded_words_stay_literal(store: Store, query: str) -> None:
    assert TermTranslator(store, Lexical(store)).strength(read_question(query)) == 0


def test_the_longer_a_question_the_less_its_words_are_translated(store: Store) -> None:
    translated = TermTranslator(store, Lexical(store))
    queries = (
        "yak",
        "mountain yak salt river",
        "where do mountain yaks find salt near rivers today",
    )
    strengths = [translated.strength(read_question(query)) for query in queries]
    assert strengths == [1.0, 0.5, 0.0]


def test_an_acronym_finds_its_long_form(store: Store) -> None:
    equivalents = Equivalents(store).of("gdc", "en")
    assert term_of("Глобальный цифровой договор", "ru") in {
        equivalent.term for equivalent in equivalents["ru"]
    }
    assert term_of("Global Digital Compact", "en") in {
        equivalent.term for equivalent in equivalents["en"]
    }


@pytest.mark.parametrize(
    ("code", "text", "long_form", "acronym"),
    [
        (
            "en",
            "It joined the Alpine Yak Herders Union (AYHU) in May.",
            "Alpine Yak Herders Union",
            "AYHU",
        ),
        (
            "en",
            "A Board of the Keepers of Goats (BKG) met.",
            "Board of the Keepers of Goats",
            "BKG",
        ),
        ("fr", "L'Union des éleveurs de yacks (UEY) siège.", "Union des éleveurs de yacks", "UEY"),
        ("ru", "Создан Горный союз пастухов («ГСП»).", "Горный союз пастухов", "ГСП"),
        ("zh", "今年成立了高山牦牛联盟（AYHU）。", "高山牦牛联盟", "AYHU"),
    ],
)
def test_acronyms_are_learned_from_texts(
    tmp_path: Path, code: str, text: str, long_form: str, acronym: str
) -> None:
    with Store(tmp_path, create=True) as made:
        put(made, document("C1/1", code, (text, "(AYHU) stands alone (NOT) here.")))
        terms, other = term_of(long_form, code), term_of(acronym, code)
        assert list(find_other_forms(made, terms, code)) == [other]
        assert list(find_other_forms(made, other, code)) == [terms]


def test_an_acronym_of_the_archive_is_found_in_other_languages(store: Store) -> None:
    put(store, document("C1/3", "en", ("The Mountain Yak (MY) is a beast.",)))
    equivalents = Equivalents(store).of("my", "en")
    assert term_of("yack montagnard", "fr") in {equivalent.term for equivalent in equivalents["fr"]}


def test_a_term_of_another_language_only_counts_as_known(store: Store, encoder: Encoder) -> None:
    """A search that finds the passage does not note that nothing answers well."""
    put(store, document("C1/3", "zh", ("全球数字契约谈到高山。",)))
    search = Search(store, encoder)
    assert search.search("ГЦД").notes == ()


def test_terms_are_shown_as_written_with_their_evidence(store: Store) -> None:
    answer = terminology(store, "mountain yak")
    french = next(equivalent for equivalent in answer.equivalents if equivalent.language == "fr")
    assert answer.language == "en"
    assert french.term == "yack montagnard"
    assert {(paragraph.symbol, paragraph.shown.language) for paragraph in french.paragraphs} == {
        ("C1/1", "en")
    }
    labels = [paragraph.shown.passage.label or "" for paragraph in french.paragraphs]
    assert labels == sorted(labels)


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ("数字鸿沟", "ru", "цифровой разрыв"),
        ("الفجوة الرقمية", "zh", "数字鸿沟"),
        ("fracture numérique", "ar", "الفجوة الرقمية"),
        ("small island developing States", "en", "SIDS"),
    ],
)
def test_an_archive_without_topics_of_the_field_knows_them(
    store: Store, query: str, language: str, expected: str
) -> None:
    answer = terminology(store, query, language)
    assert answer.equivalents[0].term == expected


def test_equivalents_that_are_not_sure_are_not_shown(store: Store) -> None:
    """The surest of a language may be less than half certain."""
    term = "accessibility for persons with disabilities"
    learned = Equivalents(store).of(term_of(term, "en"), "en")
    unsure = {code for code, several in learned.items() if several[0].weight < 0.5}
    assert {"ar", "zh", "ru"} & unsure
    assert not unsure & {each.language for each in terminology(store, term).equivalents}


@pytest.mark.parametrize(
    ("query", "language", "fragment"),
    [
        ("artificial intelligence", "ru", "и"),
        ("préservation du patrimoine culturel", "zh", "然遗"),
    ],
)
def test_a_letter_or_the_ends_of_two_words_are_no_equivalent(
    store: Store, query: str, language: str, fragment: str
) -> None:
    """A stem of `ИИ` is one letter; 自然遗产 has 然遗 between its words."""
    code = read_question(query).language or "en"
    learned = Equivalents(store).of(term_of(query, code), code)[language]
    assert any(each.term == fragment and each.weight > 0.8 for each in learned)
    assert fragment not in {each.term for each in terminology(store, query, language).equivalents}


def test_a_pair_within_one_word_of_the_archive_is_no_equivalent(store: Store) -> None:
    for symbol, chinese in (("C1/3", "环境脆弱地区"), ("C1/4", "在环境脆弱处")):
        put(store, document(symbol, "en", ("A fragile lagoon.",)))
        put(store, document(symbol, "zh", (chinese,)))
    shown = terminology(store, "lagoon", "zh").equivalents
    assert "境脆" not in {each.term for each in shown}


def test_a_term_is_not_its_own_equivalent(store: Store) -> None:
    terms = {each.term for each in terminology(store, "artificial intelligence", "en").equivalents}
    assert "AI" in terms
    assert "artificial intelligence" not in terms


def test_every_term_of_the_tables_has_all_languages() -> None:
    assert {name for name, forms in table().items() if not all(map(forms.get, BY_CODE))} == set()


def test_words_alone_find_a_topic_in_another_language(store: Store) -> None:
    put(store, document("C1/3", "ar", ("تتسع الفجوة الرقمية كل عام.",)))
    put(store, document("C1/4", "ar", ("ترعى الأبقار في الوادي.",)))
    question = read_question("数字鸿沟")
    assert len(TermTranslator(store, Lexical(store)).matches(question, None)["ar"][0]) == 1


def test_an_absent_term_suggests_the_nearest(store: Store) -> None:
    answer = terminology(store, "mountian yak")
    assert not answer.equivalents
    assert answer.suggestions == ("mountain yak",)


def test_equivalents_are_marked(store: Store) -> None:
    del store
    text = "Il faut du sel au yack montagnard."
    spans = matching_spans(text, "fr", "mountain yak", [term_of("yack montagnard", "fr")])
    assert [text[start:stop] for start, stop in spans] == ["yack montagnard"]


def test_the_bundled_table_knows_terms_of_the_united_nations() -> None:
    equivalents = load_seed().of(term_of("sustainable development", "en"), "en")
    assert equivalents["fr"][0][0] == term_of("développement durable", "fr")
    assert load_seed().find_written_form(equivalents["fr"][0][0], "fr") == "développement durable"
    assert load_seed().of("sustain", "zz") == load_seed().of("", "en") == {}
    assert load_seed().find_written_form("sustain develop of a yack", "en") is None


def test_every_term_of_the_table_is_found_in_it() -> None:
    terms = load_seed().terms()
    for code in BY_CODE:
        assert all(
            load_seed().find_written_form(term_of(term, code), code) == term for term in terms[code]
        )


def test_bundled_rows_teach_an_archive_without_translations(
    tmp_path: Path,
) -> None:
    with Store(tmp_path, create=True) as made:
        put(made, document("C1/1", "ru", ("Выборы прошли тихо.", "Реки разлились.")))
        equivalents = Equivalents(made).of(term_of("elections", "en"), "en")
    assert equivalents["ru"][0].term == term_of("выборы", "ru")
    assert not equivalents["ru"][0].paragraphs


def test_lists_of_rows_are_unpacked() -> None:
    rows = [[0, 3, 4000], [7], [2, 3]]
    counts = np.array([len(own) for own in rows])
    flat = unpack_rows(np.concatenate([np.diff([0, *own]) for own in rows]), counts)
    assert flat.tolist() == [0, 3, 4000, 7, 2, 3]


@pytest.mark.parametrize("query", ["zzyzx", "q", "2031", "٢٠٣١", "ыкв", "的"])
def test_an_absent_word_has_no_equivalents_and_no_error(store: Store, query: str) -> None:
    answer = terminology(store, query)
    assert (answer.equivalents, answer.suggestions) == ((), ())
    assert all(
        not by
        for by in TermTranslator(store, Lexical(store)).matches(read_question(query), None).values()
    )


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("mountian", "mountain"),
        ("高山牦午", "高山牦牛"),
        ("пастбише", "пастбище"),
        ("المرعا", "المرعى"),
    ],
)
def test_a_slip_in_any_script_suggests_the_word(store: Store, query: str, meant: str) -> None:
    put(store, document("C1/3", "ru", ("Это пастбище для яков.",)))
    put(store, document("C1/3", "ar", ("المرعى للقطيع.",)))
    assert terminology(store, query).suggestions == (meant,)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("genre", {"en": "A genre of film.", "fr": "Le genre et les femmes."}),
        ("data", {"en": "Open data.", "es": "El informe data de mayo."}),
        ("actual", {"en": "An actual yak.", "es": "El yak actual."}),
    ],
)
def test_a_word_of_several_languages_counts_in_the_readers(
    store: Store, query: str, texts: dict[str, str]
) -> None:
    translated = TermTranslator(store, Lexical(store))
    for code, text in texts.items():
        put(store, document("C1/3", code, (text,)))
    for code in texts:
        assert translated.language(replace(read_question(query), reader=code)) == code


def test_words_unknown_in_the_readers_language_take_another(store: Store) -> None:
    """Else a French question would be read as English by whoever reads English."""
    translated = TermTranslator(store, Lexical(store))
    question = read_question("yack montagnard en crue")
    for code in ("en", "es"):
        assert translated.language(replace(question, reader=code)) == "fr"


def test_a_chinese_question_marks_words_not_pairs_across_them(store: Store) -> None:
    put(store, document("C1/3", "zh", ("牛盐很贵", "牛盐不多")))
    put(store, document("C1/3", "en", ("Ox brine is dear.", "Ox brine is rare.")))
    translated = TermTranslator(store, Lexical(store))
    marks = translated.list_marks(read_question("牦牛盐"))
    assert "ox brine" not in marks.get("en", ())
