"""Are numbers, dates and editions compared by what they say, in any language?"""

from __future__ import annotations

from itertools import product

import pytest

from corpus.cards import Editions, Figures
from corpus.extract.references import find
from index.analyses.precedents.figures import (
    besides_references,
    numbers_differ,
    other_editions,
    other_figures,
)
from index.analyses.precedents.reuse import LanguageText
from index.analyses.precedents.substitutions import find_changed_figures


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Geneva, 10–11 February 2025", "جنيف، 11-10 فبراير 2025", False),
        ("Geneva, 10–11 February 2025", "日内瓦，2025年2月10-11日", False),
        ("Geneva, 10–11 February 2025", "日内瓦，2024年9月12-13日", True),
        ("on 3 February 2025", "в 03.02.2025", False),
        ("on 3 February 2025", "le 3 mars 2025", True),
        ("1,500 schools", "1 500 écoles", False),
        ("1,500 schools", "1 600 écoles", True),
        ("in 5.4 seconds", "en 5,4 secondes", False),
        ("in 5.4 seconds", "en 4,5 secondes", True),
        ("three of 40 schools", "3 des 40 écoles", False),
        ("12. In 22 of 40 schools", "في 22 من 40 مدرسة", False),  # what numbers a paragraph
        ("483,918 people, 196,616 of them", "لـ 918 483 شخصا، منهم 616 196", False),
        ("100,000 and $10,600", "000 100 و600 10 دولار", False),
        ("2,014 schools in 2015", "٢٠١٤ مدرسة في عام ٢٠١٥", False),
        ("2,014 schools in 2015", "٢٠١٦ مدرسة في عام ٢٠١٥", True),
        ("100,000 and $10,700", "000 100 و600 10 دولار", True),
        ("1.5 million people", "150万人", False),
        ("1.5 million people", "1,7 миллиона человек", True),
        ("€2.779 million", "2,779 millions d'euros", False),
        ("100,000 births", "100 mil nacimientos", False),
        ("at 3 p.m. in room 2", "下午3时，2号会议室", False),
        ("at 12.40 p.m. in room 2", "à 12 h 40, salle 2", False),
        ("at 12.40 p.m. in room 2", "à 12 h 40, salle 3", True),
        ("at 3 p.m. in room 2", "à 16 heures, salle 2", True),
        ("30 million people", "3千万人", False),
        ("2 600 billion francs", "2.6万亿法郎", False),
        ("masts 5 km apart", "天线杆相距5千米", False),
        # Two years, one after the other, however they are written.
        ("the winter of 2021/22", "2021-2022年冬季", False),
        ("the winter of 2021–22", "зима 2021/22 года", False),
        ("the winter of 2021-22", "l’hiver 2021/2022", False),
        ("the winters of 2021 and 2022", "los inviernos de 2021/22", False),
        ("the winter of 2021/22", "شتاء ٢٠٢١-٢٠٢٢", False),
        ("the turn of 1999/00", "конец 1999–2000 года", False),
        ("35% in 2021/22", "22 % en 2021/22", True),
        ("the winter of 2021/22", "зима 2022/23 года", True),
        ("in 2021 of 24", "в 2021/24", False),  # no year after the other
    ],
)
def test_numbers_and_dates_are_compared_in_any_language(one: str, other: str, differ: bool) -> None:
    there = LanguageText(one, None), LanguageText(other, None)
    assert numbers_differ(*there) is numbers_differ(*there[::-1]) is differ


def test_two_years_that_differ_are_told_together() -> None:
    told = other_figures(
        LanguageText("2022-2023年冬季", "zh"), LanguageText("зима 2021/22 года", "ru")
    )
    assert told == Figures(("2022-2023",), ("2021/22",))


def test_what_differs_is_told_as_it_is_written() -> None:
    told = other_figures(
        LanguageText("三次会议于2025年2月3日在250所学校举行", None),
        LanguageText("three meetings on 3 March 2025 in 250 schools", None),
    )
    assert told == Figures(("2025年2月3日",), ("3 March 2025",))


@pytest.mark.parametrize(
    ("draft", "earlier", "own", "old"),
    [
        (("en", "Nine of them received help."), ("ar", "تلقت تسع منها المساعدة."), "", ""),
        (("en", "Seven of them got help."), ("ar", "تلقت تسع منها المساعدة."), "Seven", "تسع"),
        (("fr", "Elle se réunit cinq fois."), ("zh", "它召开了三次会议。"), "cinq", "三"),
        (("ru", "Она провела 5 собраний."), ("es", "Celebró tres reuniones."), "5", "tres"),
        (("en", "in three of 40 schools"), ("fr", "dans 3 écoles sur 40"), "", ""),
        (("en", "in three of 40 schools"), ("fr", "dans 3 écoles sur 45"), "40", "45"),
        # What a language says in other words, or in words that have no table, is no other number.
        (("en", "by a two-thirds majority"), ("zh", "以三分之二多数"), "", ""),
        (("es", "del sexagésimo noveno período"), ("zh", "第六十九届会议"), "", ""),
        (("en", "in forty schools of 2024"), ("fr", "dans 40 écoles en 2024"), "", ""),
        (("en", "three of the seven countries"), ("fr", "cinq des huit pays"), "", ""),
    ],
)  # fmt: skip
def test_numbers_in_words_are_compared_between_languages(
    draft: tuple[str, str], earlier: tuple[str, str], own: str, old: str
) -> None:
    told = other_figures(*(LanguageText(text, language) for language, text in (draft, earlier)))
    assert (told.draft, told.earlier) == ((own,) if own else (), (old,) if old else ())


_EVERY: dict[str, dict[str, str]] = {
    "ar": {"سنتين": "2", "عامين": "2", "10 سنوات": "10", "عشر سنوات": "10", "20 سنة": "20"},
    "zh": {"两年": "2", "2年": "2", "10年": "10", "十年": "10", "二十年": "20"},
    "en": {"two years": "2", "2 years": "2", "ten years": "10", "10 years": "10", "20 years": "20"},
    "fr": {"deux ans": "2", "2 ans": "2", "dix ans": "10", "10 ans": "10", "20 ans": "20"},
    "ru": {"два года": "2", "2 года": "2", "десять лет": "10", "10 лет": "10", "20 лет": "20"},
    "es": {"dos años": "2", "2 años": "2", "diez años": "10", "10 años": "10", "20 años": "20"},
}
"""Durations by language, each with its number of years."""

_SENTENCES = {
    "ar": "يجتمع المنتدى كل {} في جنيف.",
    "zh": "论坛每{}在日内瓦举行会议。",
    "en": "The Forum meets every {} in Geneva.",
    "fr": "Le Forum se réunit tous les {} à Genève.",
    "ru": "Форум собирается раз в {} в Женеве.",
    "es": "El Foro se reúne cada {} en Ginebra.",
}


@pytest.mark.parametrize("language", _EVERY)
@pytest.mark.parametrize("other", _EVERY)
def test_a_duration_is_another_where_its_number_is(language: str, other: str) -> None:
    for (draft, own), (earlier, old) in product(_EVERY[language].items(), _EVERY[other].items()):
        sides = (language, draft), (other, earlier)
        texts = [LanguageText(_SENTENCES[code].format(said), code) for code, said in sides]
        told = other_figures(*texts)
        assert bool(told) is (own != old), (draft, earlier, told)


@pytest.mark.parametrize(
    ("draft", "earlier", "own", "old"),
    [
        # What is told is the number as it is written; a dual has its unit in it.
        (("zh", "任期两年。"), ("en", "The term is 10 years."), "两", "10"),
        (("ar", "مدة الولاية سنتين."), ("zh", "任期10年。"), "سنتين", "10"),
        (("ar", "خلال شهرين"), ("fr", "dans un délai de 20 mois"), "شهرين", "20"),
        (("ar", "لمدة أسبوعين"), ("es", "durante 15 semanas"), "أسبوعين", "15"),
        (("ar", "قبل يومين"), ("ru", "за 14 дней"), "يومين", "14"),
        (("ar", "يجتمع مرتين في السنة."), ("zh", "每年开会四次。"), "مرتين", "四"),
        (("en", "a two-year term"), ("en", "a term of 20 years"), "two", "20"),
        (("fr", "sous deux mois"), ("zh", "20个月内"), "deux", "20"),
        # The same in other words, or of another unit, is no other duration.
        (("en", "every two years"), ("fr", "tous les 24 mois"), "", ""),
        (("en", "in half a year, or two years"), ("zh", "半年或两年"), "", ""),
        (("fr", "durant les 10 premiers jours"), ("en", "in the first 10 days"), "", ""),
        (("fr", "pendant les 1 000 premiers jours"), ("zh", "最初的1 000天"), "", ""),
        (("en", "ages of 10 to 24, in 15 years"), ("fr", "10 à 24 ans, en 15 années"), "", ""),
        (("zh", "第三个国际十年：七十周年"), ("fr", "la troisième Décennie : les 70 ans"), "", ""),
        (("zh", "1990年代的10年"), ("en", "in the 10 years of the 1990s"), "", ""),
        # Counts of two, and signs that are no numbers.
        (("ar", "عقد اجتماعين."), ("en", "It held ten meetings."), "اجتماعين", "ten"),
        (("zh", "它召开了两次会议。"), ("en", "It held three meetings."), "两", "three"),
        (("zh", "2015年下半年公布"), ("en", "in the second half of 2015"), "", ""),
        (("zh", "合作十分重要"), ("fr", "les relations entre les deux États"), "", ""),
        (("zh", "星期三举行"), ("en", "on Wednesday, in two sessions"), "", ""),
    ],
)
def test_other_durations_and_counts_of_two_are_found(
    draft: tuple[str, str], earlier: tuple[str, str], own: str, old: str
) -> None:
    told = other_figures(*(LanguageText(text, language) for language, text in (draft, earlier)))
    assert (told.draft, told.earlier) == ((own,) if own else (), (old,) if old else ())


@pytest.mark.parametrize(
    ("draft", "earlier", "told"),
    [
        (
            "قرار المجلس 1332 (المراجَع في 2024)",
            "Council Resolutions 1332 and 1334 (Rev. 2023)",
            (Editions("Council Res. 1332 (Rev. 2024)", "Council Res. 1332 (Rev. 2023)"),),
        ),
        (
            "全权代表大会第140号决议（2022年，布加勒斯特，修订版）",
            "Resolución 140 (Rev. Dubái, 2018)",
            (Editions("PP Res. 140 (Rev. Bucharest, 2022)", "PP Res. 140 (Rev. Dubai, 2018)"),),
        ),
        ("Council Resolution 1332", "Council Resolution 1332 (Rev. 2023)", ()),
        (
            "Council Resolution 1332 (Rev. 2024)",
            "Council Resolution 1332 (Rev. 2023), as Council Resolution 1332 (Rev. 2024) has it",
            (),
        ),
    ],
)
def test_another_edition_is_told(draft: str, earlier: str, told: tuple[Editions, ...]) -> None:
    assert other_editions(find(draft), find(earlier)) == told


@pytest.mark.parametrize(
    ("draft", "earlier", "told"),
    [
        (
            "忆及全权代表大会第140号决议（2018年，迪拜，修订版），请在5次会议上报告。",
            "忆及全权代表大会第140号决议（2022年，布加勒斯特，修订版），请在6次会议上报告。",
            Figures(("5",), ("6",)),
        ),
        (
            "Recalling Council Resolution 1332 (Rev. 2023), it reports in 2023.",
            "Recalling Council Resolution 1332 (Rev. 2024), it reports in 2024.",
            Figures(("2023",), ("2024",)),
        ),
        (
            "إذ يشير إلى القرار 140 (المراجَع في دبي، 2018) بشأن دور الاتحاد",
            "إذ يشير إلى القرار 140 (المراجَع في بوخارست، 2022) بشأن دور الاتحاد",
            Figures(),
        ),
        (  # others that the earlier text cites in the same year are no reason to tell it again
            "属于第140号决议（2018年，迪拜，修订版）的范围，与第77号决议（2018年，迪拜）有关",
            "属于第140号决议（2022年，布加勒斯特，修订版）的范围，与第136号决议（2022年，布加勒斯特，修订版）有关",
            Figures(("77",), ("136",)),
        ),
        (
            "属于第140号决议（2018年，迪拜，修订版）的范围，自2018年起",
            "属于第140号决议（2022年，布加勒斯特，修订版）的范围，自2018年起",
            Figures(),
        ),
    ],
)
def test_the_year_of_another_edition_is_told_once(draft: str, earlier: str, told: Figures) -> None:
    sides = (draft, find(draft)), (earlier, find(earlier))
    editions = other_editions(*(mentions for _, mentions in sides))
    assert editions
    assert besides_references(find_changed_figures(draft, earlier), editions, *sides) == told


@pytest.mark.parametrize(
    ("draft", "earlier", "differing", "told"),
    [
        (  # what both cite is no number that is another, nor is an edition's year beside a day's
            "pay on a fixed date, under Council Resolution 1332 (Rev. 2023)",
            "essayées en 2022, dans l'esprit de la Résolution 1332 (Rév. 2024) du Conseil",
            Figures(("1332", "2023"), ("2022",)),
            Figures(),
        ),
        (  # nor is what only one of them cites, beside what the other counts
            "in 40 schools, as Document CWG-WSIS&SDG-38/5 and A/RES/70/125 have it",
            "dans 40 écoles, en 2022",
            Figures(("38", "5", "70", "125"), ("2022",)),
            Figures(),
        ),
        (
            "في ٤٠ مدرسة وفقاً لقرار المجلس ١٣٣٢ (المراجَع في ٢٠٢٣)",
            "in 50 schools, under Council Resolution 1334 (Rev. 2023)",
            Figures(("40", "1332"), ("50", "1334")),
            Figures(("40", "1332"), ("50", "1334")),
        ),
    ],
)
def test_a_number_of_a_reference_stands_for_no_other_number(
    draft: str, earlier: str, differing: Figures, told: Figures
) -> None:
    sides = (draft, find(draft)), (earlier, find(earlier))
    editions = other_editions(*(mentions for _, mentions in sides))
    assert besides_references(differing, editions, *sides) == told
