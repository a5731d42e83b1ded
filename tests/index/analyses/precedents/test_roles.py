"""Bodies and countries of a sentence, and who asks whom, in six languages."""

from __future__ import annotations

import pytest

from index.analyses import LanguageText
from index.analyses.precedents import find_missing_figures, find_parties, find_turned_parties

ASKED = LanguageText("Japan proposes that the Group request the secretariat to report.", "en")


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The secretariat asks the Group for a report.", "en"),
        ("Le secrétariat demande au Groupe un rapport.", "fr"),
        ("La Secretaría pide al Grupo un informe.", "es"),
        ("Секретариат поручает Группе представить отчет.", "ru"),
        ("秘书处要求工作组提交报告。", "zh"),
        ("تطلب الأمانة من الفريق تقريراً.", "ar"),
    ],
)
def test_exchanged_askers_and_addressees_are_found(sentence: str, language: str) -> None:
    assert len(find_turned_parties(LanguageText(sentence, language), [ASKED])) == 2


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The Group asks the secretariat for a report.", "en"),
        ("Le secrétariat est prié de faire rapport.", "fr"),
        ("El Grupo pide a la Secretaría un informe.", "es"),
        ("Секретариату поручается представить отчет.", "ru"),
        ("工作组要求秘书处提交报告。", "zh"),
        ("يطلب الفريق من الأمانة تقريراً.", "ar"),
        ("The report of the Group is ready.", "en"),
    ],
)
def test_parts_that_agree_are_not_turned(sentence: str, language: str) -> None:
    assert find_turned_parties(LanguageText(sentence, language), [ASKED]) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The report was written with UNESCO and the World Health Organization.", "en"),
        ("Отчет составлен с ЮНЕСКО и Всемирной организацией здравоохранения.", "ru"),
        ("报告与教科文组织和世界卫生组织共同编写。", "zh"),
        ("أُعد التقرير مع اليونسكو ومنظمة الصحة العالمية.", "ar"),
        ("Rapport établi avec l'UNESCO et l'OMS.", "fr"),
        ("Informe preparado con la UNESCO y la OMS.", "es"),
    ],
)
def test_organizations_have_one_name_in_all_languages(text: str, language: str) -> None:
    assert [party.name for party in find_parties(LanguageText(text, language))] == ["UNESCO", "WHO"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("费用为64万瑞士法郎。", "zh"),
        ("Расходы составили 4 млн. долл. США.", "ru"),
        ("It costs 5 United States dollars, and who pays is open.", "en"),
        ("发展中国家参加了会议。", "zh"),
    ],
)
def test_a_currency_and_developing_countries_name_no_country(text: str, language: str) -> None:
    assert find_parties(LanguageText(text, language)) == ()


@pytest.mark.parametrize(
    ("sentence", "language", "missing"),
    [
        ("1.5 million people in May 2024", "en", ()),
        ("150万人，2024年6月", "zh", ("6月",)),
        ("En mayo de 2023", "es", ("mayo de 2023",)),
        ("Через полгода, в мае 2024 года, на сорок первом собрании", "ru", ()),
        ("À la quarante-deuxième réunion, sept pays", "fr", ("sept",)),
        ("في 31 مايو 2024", "ar", ("31 مايو 2024",)),
        ("三亿三亿人", "zh", ("三亿三亿",)),  # no number that can be read
    ],
)
def test_figures_and_months_that_no_text_has_are_missing(
    sentence: str, language: str, missing: tuple[str, ...]
) -> None:
    texts = [
        LanguageText("Since 1 May 2024, six months ago, 1,500,000 people took part.", "en"),
        LanguageText("See the forty-first meeting and the report of 2023.", "en"),
    ]
    assert {*find_missing_figures(LanguageText(sentence, language), texts)} == {*missing}
