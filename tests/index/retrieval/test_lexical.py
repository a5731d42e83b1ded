"""Words are found in the forms of their language, in tables that follow the passages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document, Metadata, Passage
from index import words
from index.retrieval.lexical import Lexical
from index.retrieval.marks import matching_spans
from index.retrieval.passage_filters import PassageMask
from index.store import Store
from index.store.schema import MIGRATIONS, TABLES, table
from index.words import analysis
from index.words.analysis import analyse
from tests.index.building import put


def _put(store: Store, name: str, texts: Sequence[tuple[str, str | None]]) -> None:
    passages = tuple(
        Passage("paragraph", text, label=str(number), language=code)
        for number, (text, code) in enumerate(texts, start=1)
    )
    document = Document(Path("/made-up") / name, "txt", "en", None, Metadata(), passages)
    put(store, document)


@pytest.mark.parametrize(
    ("code", "form", "other"),
    [
        ("en", "connecting rural schools", "A school is connected"),
        ("fr", "développer les réseaux numériques", "développement d'un réseau numérique"),
        ("es", "las sociedades de la información", "sociedad e INFORMACION"),
        ("ru", "информационного общества", "информационному обществу"),
        ("ru", "ещё", "еще"),
        ("ar", "الاتصالات والمعلومات", "للاتصالات معلومات"),
        ("ar", "إدارة", "ادارة"),
        ("ar", "تعد مسرداً", "المسرد"),
        ("ar", "لجاناً", "لجان"),
        ("ar", "القمّـــة", "القمة"),
        ("zh", "数字鸿沟", "弥合数字鸿沟"),
        (None, "Ｗsis ２０", "WSIS 20"),
    ],
)
def test_forms_of_a_word_are_one(code: str | None, form: str, other: str) -> None:
    assert set(analyse(form, code).words) & set(analyse(other, code).words)
    if code != "zh":
        first, second = analyse(form, code).words[-1], analyse(other, code).words
        assert first in second


def test_symbols_and_names_are_kept_whole() -> None:
    text = "The WSIS+20 review, CWG-WSIS&SDG‑39/2, para. 2.10.1, and SDGs (A/RES/70/125)"
    wholes = analyse(text, "en").wholes
    assert {"wsis+20", "cwg-wsis&sdg-39/2", "2.10.1", "sdg", "a/res/70/125", "wsis"} <= set(wholes)
    for code, name in {"fr": "le SMSI", "ru": "ВВУИО", "zh": "信息社会世界峰会"}.items():
        assert "wsis" in analyse(name, code).wholes


@given(
    st.text(st.characters() | st.sampled_from("数字鸿沟豈㊥aÉж٣ -")),
    st.sampled_from([*TABLES, None]),
)
def test_stored_words_are_read_as_those_of_questions(text: str, code: str | None) -> None:
    assert list(analyse(text, code).words) == [word.term for word in words.words(text, code)]


@given(st.text(), st.sampled_from([*TABLES, None]))
def test_any_text_has_words_where_it_says(text: str, code: str | None) -> None:
    for word in analysis.words(text, code):
        assert 0 <= word.start < word.stop <= len(text)
        assert word.term
        assert '"' not in word.term
    position = 0
    for start, stop in matching_spans(text, code, "flood 洪水 القمة наводнение WSIS"):
        assert position <= start < stop <= len(text)
        position = stop


@pytest.mark.parametrize(
    ("text", "code", "question", "marked"),
    [
        ("Floods warned of early.", "en", "early flood warnings", ["Floods", "warned", "early"]),
        ("The gap between the two", "en", "the gap of the", ["gap"]),
        ("弥合性别数字鸿沟", "zh", "数字鸿沟", ["数字鸿沟"]),
        ("Les résultats du SMSI", "fr", "WSIS outcomes", ["SMSI"]),
        ("信息社会世界峰会的成果", "zh", "ВВУИО", ["信息社会世界峰会"]),
        ("نتائج القمة", "ar", "القمة", ["القمة"]),
        (
            "a digital, not a digital divide",
            "en",
            '"digital divide"',
            ["digital", "digital divide"],
        ),
        ("gender and floods", "en", "floods -gender", ["floods"]),
    ],
)
def test_matching_words_can_be_marked(
    text: str, code: str, question: str, marked: list[str]
) -> None:
    marked_texts = [text[start:stop] for start, stop in matching_spans(text, code, question)]
    assert marked_texts == marked


def _matches(
    lexical: Lexical, text: str, code: str, among: PassageMask | None = None
) -> list[tuple[int, float]]:
    return lexical.matches({code: (lexical.terms(text, code), None)}, 5, among)[code]


def test_tables_follow_the_passages(tmp_path: Path) -> None:
    with Store(tmp_path, create=True) as store:
        lexical = Lexical(store)
        _put(store, "a.txt", [("Bees dance.", "en"), ("蜜蜂跳舞", "zh"), ("Bienen tanzen", "de")])
        matches = {
            code: _matches(lexical, text, code)
            for code, text in {"en": "dancing bee", "zh": "蜜蜂", "other": "bienen"}.items()
        }
        assert [passage for ((passage, _),) in matches.values()] == [1, 2, 3]
        _put(store, "a.txt", [("Whales sing.", "en")])
        assert _matches(lexical, "bee", "en") == []
        assert len(_matches(lexical, "whale", "en")) == 1
        store.files.remove(Path("/made-up/a.txt"))
        for code in TABLES:
            assert store.query(f"SELECT * FROM {table(code)}") == []  # noqa: S608


def test_a_word_is_weighed_in_its_own_language(tmp_path: Path) -> None:
    common = [("La société de l'information avance.", "fr")] * 9
    rare = [("Information is rare here.", "en"), *[("Whales sing.", "en")] * 9]
    with Store(tmp_path, create=True) as store:
        _put(store, "a.txt", [*common, *rare])
        lexical = Lexical(store)
        ((english,), (french,)) = (lexical.terms("information", code) for code in ("en", "fr"))
        assert english.passages == 1
        assert french.passages == 9
        assert english.weight > french.weight


def test_scores_grow_with_the_matched_part_of_the_question(tmp_path: Path) -> None:
    filler = [(f"Number {number} says nothing of it.", "en") for number in range(40)]
    with Store(tmp_path, create=True) as store:
        _put(store, "a.txt", [("Bees dance over there.", "en"), ("Bees fly there.", "en"), *filler])
        lexical = Lexical(store)
        matches = dict(_matches(lexical, "Do bees dance?", "en"))
        assert 0.8 < matches[1] < 1.5
        assert 0.2 < matches[2] < 0.6
        among = _matches(lexical, "bees dance", "en", PassageMask.of([2]))
        assert [passage for passage, _ in among] == [2]


def test_an_older_index_gets_its_words_when_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path, create=True) as store:
        _put(store, "a.txt", [("Bees dance.", "en")])
        with store.transaction():
            for code in TABLES:
                store.run(f"DROP TABLE {table(code)}_terms")
                store.run(f"DROP TABLE {table(code)}")
            store.run("DROP TRIGGER passage_words")
            store.run("DELETE FROM setting WHERE name = 'words'")
            step = dict(MIGRATIONS)["words"]
            step(store.connection)
    with Store(tmp_path) as store:
        lexical = Lexical(store)
        assert _matches(lexical, "bees", "en")
        with store.transaction():
            store.run(f"DELETE FROM {table('en')}")  # noqa: S608
    monkeypatch.setattr(words, "VERSION", words.VERSION + 1)
    with Store(tmp_path) as store:
        lexical = Lexical(store)
        assert _matches(lexical, "bees", "en")


@pytest.mark.parametrize(
    "text", ['"', 'NEAR("a" b)', "a* OR ^b", "x:y", "﷽ ⑴ ½", "words:a AND NOT b"]
)
def test_no_text_is_taken_for_an_expression(tmp_path: Path, text: str) -> None:
    with Store(tmp_path, create=True) as store:
        _put(store, "a.txt", [(text + " flood", "en"), (text, None)])
        lexical = Lexical(store)
        for code in ("en", "other", "ar"):
            _matches(lexical, text, code)
            lexical.with_all(text, code)
        assert lexical.with_all("flood", "en") == {1}


@pytest.mark.parametrize(
    ("code", "parts", "apart", "texts", "expected"),
    [
        (
            "en",
            ("digital", "divide"),
            5,
            [
                "To bridge digital divides.",
                "A divide that is no longer only digital.",
                "Digital one two three four five divide.",
                "Digital one two three four five six divide.",
                "A digital village.",
            ],
            {1, 2, 3},
        ),
        (
            "fr",
            ("fracture", "numérique"),
            1,
            ["La fracture très numérique", "Le numérique et la fracture"],
            {1},
        ),
        (
            "ru",
            ("цифровой", "разрыв"),
            2,
            ["Преодоление цифрового гендерного разрыва", "Разрыв есть и в том, что не цифровой"],
            {1},
        ),
        (
            "ar",
            ("الفجوة", "الرقمية"),
            1,
            ["سد الفجوة الرقمية", "وبالفجوة بين الجنسين الرقمية", "فجوة بين كل بلد ورقمية"],
            {1},
        ),
        (
            "zh",
            ("数字", "鸿沟"),
            2,
            ["弥合数字鸿沟。", "数字性别鸿沟", "鸿沟不只是数字", "数字技术发展中的鸿沟"],
            {1, 2, 3},
        ),
    ],
)
def test_words_are_near_within_a_number_of_words(
    tmp_path: Path,
    code: str,
    parts: tuple[str, str],
    apart: int,
    texts: list[str],
    expected: set[int],
) -> None:
    with Store(tmp_path, create=True) as store:
        _put(store, "a.txt", [(text, code) for text in texts])
        lexical = Lexical(store)
        assert lexical.with_near(parts, [apart], code) == expected
        assert lexical.with_near(parts[::-1], [apart], code) == expected
        assert lexical.with_near((*parts, "quagga"), [apart, 99], code) == set()
