"""Are days read in six languages, and ranges left alone?"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.dates import days, find, find_months, names_days


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 October 2023", "2023-10-12"),
        ("12th of October 2023", "2023-10-12"),
        ("October 12, 2023", "2023-10-12"),
        ("12 octobre 2023", "2023-10-12"),
        ("1er février 2024", "2024-02-01"),
        ("Le 2 AOÛT 2023", "2023-08-02"),
        ("12 de octubre de 2023", "2023-10-12"),
        ("1 de febrero de 2024", "2024-02-01"),
        ("12 октября 2023 года", "2023-10-12"),
        ("12 Октября 2023 г.", "2023-10-12"),
        ("12 أكتوبر 2023", "2023-10-12"),
        ("12 تشرين الأول/أكتوبر 2023", "2023-10-12"),
        ("٢ شباط/فبراير ٢٠٢٤", "2024-02-02"),
        ("30 كانون الثاني/يناير 2024", "2024-01-30"),
        ("2023年10月12日", "2023-10-12"),
        ("２０２３年１０月１２日", "2023-10-12"),
        ("二〇二三年十月十二日", "2023-10-12"),
        ("二〇二四年二月二十九日", "2024-02-29"),
        ("2023-10-12", "2023-10-12"),
        ("16.02.2016", "2016-02-16"),
        ("39/2, 12 October 2023", "2023-10-12"),
    ],
)
def test_a_day_is_read_in_every_form(text: str, iso: str) -> None:
    assert [date.iso for date in find(text)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "12-13 October 2023",
        "12–13 octobre 2023",
        "12 et 13 octobre 2023",
        "30 September - 4 October 2024",
        "1 October 2023 - 3 October 2023",
        "October 12-13, 2023",
        "с 12 по 13 октября 2023 года",
        "12 и 13 октября 2023 г.",
        "del 12 al 13 de octubre de 2023",
        "12 إلى 13 أكتوبر 2023",
        "يومي 2 و3 أكتوبر 2024",
        "2023年10月12-13日",
        "2023年10月12日至13日",
        "2024年9月30日至10月4日",
    ],
)
def test_a_range_is_no_day_but_names_days(text: str) -> None:
    assert find(text) == ()
    assert names_days(text)


@pytest.mark.parametrize("text", ["31 February 2024", "October 2023", "12/10/2023", "39/2", ""])
def test_texts_that_are_no_day_give_no_date(text: str) -> None:
    assert find(text) == ()


def test_spans_are_of_the_text_as_written() -> None:
    text = "Женева, 2 октября 2023 года"
    (date,) = find(text)
    assert text[date.start : date.end] == "2 октября 2023"


_FORMS = {
    "en": ("January", "June", "December", "{d} {m} {y}"),
    "fr": ("janvier", "juin", "décembre", "{d} {m} {y}"),
    "es": ("enero", "junio", "diciembre", "{d} de {m} de {y}"),
    "ru": ("января", "июня", "декабря", "{d} {m} {y} года"),
    "ar": ("يناير", "يونيو", "ديسمبر", "{d} {m} {y}"),
}


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)).filter(lambda d: d.month in {1, 6, 12}),
    st.sampled_from(sorted(_FORMS)),
)
def test_a_date_in_words_of_a_language_is_read(day: dt.date, language: str) -> None:
    *months, form = _FORMS[language]
    month = months[{1: 0, 6: 1, 12: 2}[day.month]]
    text = form.format(d=day.day, m=month, y=day.year)
    assert [date.iso for date in find(text)] == [day.isoformat()]


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_chinese_dates_are_read(day: dt.date) -> None:
    text = f"{day.year}年{day.month}月{day.day}日"
    assert [date.iso for date in find(text)] == [day.isoformat()]


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for date in find(text):
        assert 0 <= date.start < date.end <= len(text)
    for span in days(text):
        assert (span.first or "") <= (span.last or "")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Geneva, 12-13 October 2023", [("12-13 October 2023", True)]),
        ("le 12 octobre 2023 à 9 h", [("12 octobre 2023", False)]),
        ("30 September 2024 to 4 October 2024", [("30 September 2024 to 4 October 2024", True)]),
        ("2022年9月26日至2022年10月14日", [("2022年9月26日至2022年10月14日", True)]),
        ("2024年6月4-14日，日内瓦", [("2024年6月4-14日", True)]),
        ("12.10.2023, 2023-10-13", [("12.10.2023", False), ("2023-10-13", False)]),
        ("October 2023", []),
    ],
)
def test_days_and_ranges_of_days(text: str, spans: list[tuple[str, bool]]) -> None:
    dates = days(text)
    assert [(text[span.start : span.end], span.is_range) for span in dates] == spans


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Geneva, 16–17 October 2023", "2023-10-16", "2023-10-17"),
        ("30 September to 4 October 2024", "2024-09-30", "2024-10-04"),
        ("30 December – 3 January 2025", "2024-12-30", "2025-01-03"),
        ("30 December 2024 – 3 January 2025", "2024-12-30", "2025-01-03"),
        ("May 30 - June 2, 2023", "2023-05-30", "2023-06-02"),
        ("October 12-13, 2023", "2023-10-12", "2023-10-13"),
        ("1er-3 février 2024", "2024-02-01", "2024-02-03"),
        ("Genève, 29 octobre – 16 novembre 2018", "2018-10-29", "2018-11-16"),
        ("del 20 de octubre al 7 de noviembre de 2014", "2014-10-20", "2014-11-07"),
        ("Ginebra, 12 y 13 de febrero de 2024", "2024-02-12", "2024-02-13"),
        ("с 12 по 13 февраля 2024 года", "2024-02-12", "2024-02-13"),
        ("29 октября – 16 ноября 2018 года", "2018-10-29", "2018-11-16"),
        ("جنيف، 25-24 يناير 2018", "2018-01-24", "2018-01-25"),
        ("من ٣٠ سبتمبر إلى ٤ أكتوبر ٢٠٢٤", "2024-09-30", "2024-10-04"),
        ("من 29 تشرين الأول/أكتوبر إلى 16 تشرين الثاني/نوفمبر 2018", "2018-10-29", "2018-11-16"),
        ("2023年10月16-17日", "2023-10-16", "2023-10-17"),
        ("2024年9月30日至10月4日", "2024-09-30", "2024-10-04"),
        ("2024年12月30日至2025年1月3日", "2024-12-30", "2025-01-03"),
        ("2024年12月30日至1月3日", "2024-12-30", "2025-01-03"),
        ("二〇二四年二月十二日至十三日", "2024-02-12", "2024-02-13"),
        ("2 October 2024", "2024-10-02", "2024-10-02"),
        ("24, 25 and 26 January 2018", None, None),  # not sure of which three
        ("31 September - 2 October 2024", None, None),
    ],
)
def test_the_first_and_the_last_day(text: str, first: str | None, last: str | None) -> None:
    (span,) = days(text)
    assert (span.first, span.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("from March to 2 April 2024, then in May 2025", ["2024-04", "2025-05"]),
        ("в ноябре 2024 года", ["2024-11"]),
        ("2024年8月和9月", ["2024-08"]),
        ("the 13th of nothing 2024", []),
    ],
)
def test_months_with_their_years_are_found_in_a_text(text: str, months: list[str]) -> None:
    assert [month.iso for month in find_months(text)] == months
