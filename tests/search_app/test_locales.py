"""Does the interface say everything in each of the six languages, as that language says it?"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import babel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.languages import BY_CODE, FOLDERS
from corpus.meetings import Days
from search_app.citing.words import words
from search_app.localise import (
    CODES,
    FALLBACK,
    PLURAL_CATEGORIES,
    Locale,
    alphabetical_key,
    negotiate_language,
    table,
)
from search_app.web.frame import PAGES
from search_app.web.parts import html

# What is the same word in two languages, by language: read by a person, one by one.
SAME_AS_ENGLISH = {
    "fr": {
        "app.navigation",
        "app.page",
        "corpus.document",
        "documents.left",
        "mandates.document",
        "page.documents",
        "page.dossier",
        "page.positions",
        "references.kind.document",
        "references.kinds.document",
        "references.mentions",
        "region.EUR",
        "search.date",
        "search.format",
        "search.view_passages",
        "series.C",
    },
    "es": {"terminal.error"},
}
NOT_WORDS = {"app.name"}
# Names that are no English: commands, options, symbols, formats.
NAMES = re.compile(
    r"\{\w+\}|--\w+|WSIS\w*|wsis-search|[A-Z]{2,}(?:[-&+/]\w+)*|BibTeX|Markdown|Word|Excel|Zotero"
)


def _texts(
    entries: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, str | dict[str, str]]]:
    for key, entry in entries.items():
        if isinstance(entry, dict) and not set(entry) <= PLURAL_CATEGORIES:
            yield from _texts(entry, f"{above}{key}.")
        else:
            yield above + key, entry


TEXTS = {code: dict(_texts(table(code))) for code in CODES}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _forms(entry: str | dict[str, str]) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert all((folder / "interface.toml").exists() for folder in FOLDERS.values())
    assert set(CODES) == set(BY_CODE)


@pytest.mark.parametrize("code", CODES)
def test_keys_stand_in_the_order_of_the_english_file(code: str) -> None:
    assert [*TEXTS[code]] == [*TEXTS[FALLBACK]]
    assert all(form.strip() for entry in TEXTS[code].values() for form in _forms(entry))


@pytest.mark.parametrize("code", CODES)
def test_each_plural_has_the_forms_of_its_language(code: str) -> None:
    tags = set(babel.Locale.parse(code).plural_form.tags) | {"other"}
    for key, entry in TEXTS[code].items():
        assert isinstance(entry, str) == isinstance(TEXTS[FALLBACK][key], str), key
        if isinstance(entry, dict):
            assert set(entry) == tags, key


@pytest.mark.parametrize("code", CODES)
def test_texts_have_the_same_places_in_each_language(code: str) -> None:
    for key, entry in TEXTS[code].items():
        expected = {place for form in _forms(TEXTS[FALLBACK][key]) for place in _places(form)}
        for form in _forms(entry):
            # "One citation" needs no number; every other place is needed in every form.
            assert expected - {"count"} <= _places(form) <= expected, (code, key)


@pytest.mark.parametrize("code", [code for code in CODES if code != FALLBACK])
def test_nothing_is_left_in_english(code: str) -> None:
    allowed = NOT_WORDS | SAME_AS_ENGLISH.get(code, set())
    same = {key for key, entry in TEXTS[code].items() if entry == TEXTS[FALLBACK][key]}
    same = {key for key in same if re.search("[A-Za-z]{2}", NAMES.sub("", str(TEXTS[code][key])))}
    assert same <= allowed
    if BY_CODE[code].script != "Latn":
        for key, entry in TEXTS[code].items():
            for form in _forms(entry):
                assert not re.search("[A-Za-z]{3,}", NAMES.sub("", form)), (code, key, form)


@pytest.mark.parametrize("code", CODES)
def test_every_page_and_language_has_a_name(code: str) -> None:
    locale = Locale(code)
    assert len({locale.text(f"page.{page}") for page in PAGES}) == len(PAGES)
    assert len({locale.language(other) for other in CODES}) == len(CODES)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "ar",
            ["لا مقاطع", "مقطع واحد", "مقطعان", "3 مقاطع", "11 مقطعاً", "100 مقطع"],
        ),
        ("en", ["0 passages", "1 passage", "2 passages", "3 passages"]),
        ("fr", ["0 passage", "1 passage", "2 passages", "3 passages"]),
        ("ru", ["0 фрагментов", "1 фрагмент", "2 фрагмента", "3 фрагмента"]),
        ("zh", ["0个段落", "1个段落", "2个段落", "3个段落"]),
        ("es", ["0 pasajes", "1 pasaje", "2 pasajes", "3 pasajes"]),
    ],
)
def test_plurals_follow_the_forms_of_each_language(code: str, expected: list[str]) -> None:
    numbers = [0, 1, 2, 3, 11, 100][: len(expected)]
    assert [Locale(code).plural("corpus.passages", number) for number in numbers] == expected


@pytest.mark.parametrize(
    ("code", "day", "month", "year", "number"),
    [
        ("ar", "2 أكتوبر 2023", "أكتوبر 2023", "2023", "12,345.6"),
        ("en", "2 October 2023", "October 2023", "2023", "12,345.6"),
        ("es", "2 de octubre de 2023", "octubre de 2023", "2023", "12\xa0345,6"),
        ("fr", "2 octobre 2023", "octobre 2023", "2023", "12\u202f345,6"),
        ("ru", "2 октября 2023\u202fг.", "октябрь 2023\u202fг.", "2023", "12\xa0345,6"),
        ("zh", "2023年10月2日", "2023年10月", "2023年", "12,345.6"),
    ],
)
def test_dates_and_numbers(code: str, day: str, month: str, year: str, number: str) -> None:
    locale = Locale(code)
    assert [locale.date(iso) for iso in ("2023-10-02", "2023-10", "2023")] == [day, month, year]
    assert locale.number(12345.6, 1) == number
    assert [locale.date(odd) for odd in (None, "2023-13", "soon")] == ["", "2023-13", "soon"]


def test_a_hundred_per_cent_is_the_whole_alone() -> None:
    assert [Locale("en").percent(share) for share in (0.754, 0.9999, 1.0)] == ["75%", "99%", "100%"]


def test_russian_shares_are_in_a_whole_phrase() -> None:
    locale = Locale("ru")
    said = locale.text("precedents.in_common", share=locale.percent(0.95))
    assert said == "совпадает на 95\xa0%"


@pytest.mark.parametrize(("code", "name"), [("ar", "مشروع النص"), ("ru", "Проект текста")])
def test_a_draft_is_named_as_one_of_a_text(code: str, name: str) -> None:
    locale = Locale(code)
    assert locale.text("page.draft") == locale.text("precedents.draft") == name


@pytest.mark.parametrize("code", CODES)
def test_a_dossier_has_one_name(code: str) -> None:
    name = Locale(code).text("page.dossier")
    assert words(code).export["dossier"].startswith(name)


@pytest.mark.parametrize("code", CODES)
def test_dates_are_read_as_they_are_written(code: str) -> None:
    locale = Locale(code)
    for iso in ("2023", "2023-10", "2024-03-01", "2025-08-31"):
        assert locale.read_date(locale.date(iso)) == iso
    for typed, iso in (
        ("12.10.2023", "2023-10-12"),
        ("10/2023", "2023-10"),
        ("Oct 2023", "2023-10"),
    ):
        assert locale.read_date(typed) == iso
    for typed in ("32.1.2023", "yesterday", ""):
        assert locale.read_date(typed) is None


def test_arabic_speaks_to_several_readers_of_precedents() -> None:
    texts = table("ar")["precedents"]
    assert not [
        text for text in texts.values() if re.search(r"\b(?:إليك|لك|تختار|اختر|الصق)\b", str(text))
    ]


def test_numbers_and_dates_follow_the_united_nations() -> None:
    assert Locale("es").number(3340) == "3340"
    assert Locale("es").number(-1234567) == "-1\xa0234\xa0567"
    assert Locale("es").number(9999.6, 1) == "9999,6"
    assert Locale("fr").date("2023-10-01") == "1er octobre 2023"
    assert Locale("fr").date("2023-10-11") == "11 octobre 2023"


@pytest.mark.parametrize(
    ("preferred", "code"),
    [
        ((None, "zh-CN,zh;q=0.9,en;q=0.8"), "zh"),
        (("fr", "zh-CN"), "fr"),
        (("de-CH, fr-CH;q=0.3, ar;q=0.7",), "ar"),
        (("de", "pt-BR"), "en"),
        (("xx", None, "ru-RU"), "ru"),
        (("ru;q=0, es;q=0.1",), "es"),
        ((), "en"),
    ],
)
def test_the_first_available_preferred_language_is_taken(
    preferred: tuple[str | None, ...], code: str
) -> None:
    assert negotiate_language(preferred) == code


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("ar", r"[,;?]|[\u0660-\u0669]|(?<!\u200e)--"),
        ("es", r"^[^¿]*\?|[«»]"),
        ("fr", r"[“”]"),
        ("ru", r"[ёЁ—“”]"),
        (
            "zh",
            r"[\u4e00-\u9fff] ?[,;:?!()]|[\u4e00-\u9fff] [A-Za-z0-9{]|[A-Za-z0-9}] [\u4e00-\u9fff]",
        ),
    ],
)
def test_marks_are_those_of_the_language(code: str, wrong: str) -> None:
    for key, entry in TEXTS[code].items():
        for form in _forms(entry):
            assert not re.search(wrong, form), (key, form)


def test_french_words_of_papers_keep_quotation_marks_with_their_text() -> None:
    said = words("fr").export.values()
    assert any("«" in text for text in said)
    assert not [text for text in said if "« " in text or " »" in text]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("ar", "غير متاحة بالعربية"),
        ("en", "not available in English"),
        ("es", "no existe en español"),
        ("fr", "n'existe pas en français"),
        ("ru", "нет версии на русском языке"),
        ("zh", "无中文版本"),
    ],
)
def test_missing_version_is_named_in_a_whole_phrase(code: str, sentence: str) -> None:
    locale = Locale(code)
    assert locale.text("search.not_in", language=locale.in_language(code)) == sentence
    assert locale.in_language("de") == locale.language("de")


@pytest.mark.parametrize(
    "names",
    [
        ["Espagne", "Estonie", "États-Unis", "Éthiopie", "Uruguay"],
        ["البرازيل", "أوروغواي", "إيطاليا", "مصر"],
    ],
)
def test_names_are_sorted_by_letters_before_accents(names: list[str]) -> None:
    assert sorted(names, key=alphabetical_key) == names


def test_french_sets_a_space_that_never_breaks_before_high_marks() -> None:
    locale = Locale("fr")
    assert locale.text("search.example_phrase") == "«\u202falerte avancée\u202f»"
    assert locale.text("upload.files", done="a:", all=2) == "Lecture des fichiers\u202f: a: sur 2"
    for key, entry in TEXTS["fr"].items():
        if isinstance(entry, str):
            assert not re.search(r"[^\s:;?!][ \xa0]?[:;?!](?:\s|$)", locale.text(key)), key


@pytest.mark.parametrize(
    ("code", "labelled", "listed"),
    [
        ("ar", "أ: ب", "أ، ب"),
        ("en", "a: b", "a, b"),
        ("fr", "a\u202f: b", "a, b"),
        ("zh", "甲：乙", "甲、乙"),
    ],
)
def test_labels_and_lists_have_the_marks_of_the_language(
    code: str, labelled: str, listed: str
) -> None:
    first, second = labelled[0], labelled[-1]
    assert Locale(code).add_label(first, second) == labelled
    assert Locale(code).join_names([first, second]) == listed


@pytest.mark.parametrize(
    ("number", "paragraphs"),
    [(1, "1 пункт"), (2, "2 пункта"), (5, "5 пунктов"), (21, "21 пункт")],
)
def test_russian_agrees_with_the_number(number: int, paragraphs: str) -> None:
    assert Locale("ru").plural("precedents.paragraphs", number) == paragraphs


@given(st.text(max_size=200))
def test_any_header_gives_a_language(header: str) -> None:
    assert negotiate_language([header]) in CODES


def test_a_missing_text_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        Locale("en").text("search.no_such_text")
    with pytest.raises(KeyError):
        Locale("en").text("corpus.passages")
    with pytest.raises(KeyError):
        Locale("en").plural("basket.add", 2)
    assert not Locale("en").has("search.no_such_text.deeper")


@pytest.mark.parametrize(
    ("code", "dated", "bare"),
    [
        ("en", "41st meeting, 2–3 October 2024", "Meeting 40"),
        ("fr", "41e réunion, 2–3 octobre 2024", "Réunion 40"),
        ("es", "41.ª reunión, 2–3 de octubre de 2024", "Reunión 40"),
        ("ru", "41-е собрание, 2–3 октября 2024 г.", "Собрание 40"),
        ("ar", "الاجتماع 41، 2–3 أكتوبر 2024", "الاجتماع 40"),
        ("zh", "第41次会议，2024年10月2日至3日", "第40次会议"),
    ],
)
def test_a_meeting_is_named_with_its_known_days(code: str, dated: str, bare: str) -> None:
    locale = Locale(code)
    days = Days(date(2024, 10, 2), date(2024, 10, 3))
    assert locale.meeting("41", days) == re.sub(
        r"(?<=\d) (?=г\.)", locale.date("2024-10-03")[-3], dated
    )
    assert locale.meeting("40") == bare
    assert locale.meeting("CWG-Internet-11") == "CWG-Internet-11"
    assert locale.meeting("C24", days).startswith(
        f"C24{'،' if code == 'ar' else '，' if code == 'zh' else ','}"
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2024, 9, 30), date(2024, 10, 11), "30 September – 11 October 2024"),
        (date(2024, 12, 30), date(2025, 1, 2), "30 December 2024 – 2 January 2025"),
        (date(2024, 10, 2), date(2024, 10, 2), "2 October 2024"),
    ],
)
def test_days_over_months_and_years(first: date, last: date, expected: str) -> None:
    assert Locale("en").days(first, last) == expected


def test_chinese_sets_no_space_between_sentences() -> None:
    assert Locale("zh").sentences(("一。", "二。")) == "一。二。"
    assert Locale("ar").sentences(("أ.", "ب.")) == "أ. ب."
    assert "<strong>一。</strong>二。" in html("parts.intro", text="一。", more="二。")
    assert "<strong>A.</strong> B." in html("parts.intro", text="A.", more="B.")


@pytest.mark.parametrize(
    ("since", "english", "chinese"),
    [
        ("2024-12-02", "1 year", "1年"),  # a day short of two years
        ("2026-10-02", "1 month", "1个月"),
        ("2026-11-29", "2 days", "2天"),
        ("2026-12-02", "", ""),
        ("2024-12", "", ""),
    ],
)
def test_age_is_in_whole_units_of_a_day(since: str, english: str, chinese: str) -> None:
    today = date(2026, 12, 1)
    assert Locale("en").age(since, today) == english
    assert Locale("zh").age(since, today) == chinese
