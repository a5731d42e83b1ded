"""Bibliography entries: a work, its meeting, date and authors."""

from __future__ import annotations

import pytest

from search_app.citing.work import (
    authors,
    date_name,
    documents_cited,
    meeting_name,
    work,
)
from tests.search_app.passages import LANGUAGES, passage

ENTRIES = {
    "ar": "الأمانة، «Report on the Summit»، فريق العمل التابع للمجلس المعني بالقمة "
    "العالمية لمجتمع المعلومات وأهداف التنمية المستدامة، الاجتماع 39، 2 أكتوبر 2023، الوثيقة "
    "CWG-WSIS&SDG-39/2-E (بالإنكليزية)",
    "zh": "秘书处，“Report on the Summit”，理事会信息社会世界峰会和可持续发展目标工作组"
    "第39次会议，2023年10月2日，CWG-WSIS&SDG-39/2-E（英文）",
    "en": "Secretariat, “Report on the Summit”, Council Working Group on WSIS and SDGs, "
    "39th meeting, 2 October 2023, CWG-WSIS&SDG-39/2-E (English)",
    "fr": "Secrétariat, «\u00a0Report on the Summit\u00a0», Groupe de travail du Conseil sur "
    "le SMSI et les ODD, 39e réunion, 2 octobre 2023, CWG-WSIS&SDG-39/2-E (anglais)",
    "ru": "Секретариат, «Report on the Summit», Рабочая группа Совета по ВВУИО и ЦУР, 39-е "
    "собрание, 2 октября 2023\u202fг., CWG-WSIS&SDG-39/2-E (на английском языке)",
    "es": "Secretaría, “Report on the Summit”, Grupo de Trabajo del Consejo sobre la CMSI y "
    "los ODS, 39.ª reunión, 2 de octubre de 2023, CWG-WSIS&SDG-39/2-E (inglés)",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_has_every_part(language: str) -> None:
    assert work(passage(), language).entry == ENTRIES[language]


def test_unknown_fields_are_left_out_of_an_entry() -> None:
    shown = passage(title=None, source=None, date=None, meeting=None, symbol=None, page=None)
    assert work(shown).entry == "report.docx [English]"


@pytest.mark.parametrize(
    ("symbol", "meeting", "expected"),
    [
        ("CWG-WSIS&SDG-41/2", "41", "Council Working Group on WSIS and SDGs, 41st meeting"),
        ("CWG-WSIS-32/16", "32", "Council Working Group on WSIS, 32nd meeting"),
        ("C24/8", "C24", "C24"),
        ("A/70/684", None, None),
        (None, "12", "12"),
    ],
)
def test_a_meeting_of_the_group_is_named_in_words(
    symbol: str | None, meeting: str | None, expected: str | None
) -> None:
    assert meeting_name(passage(symbol=symbol, meeting=meeting)) == expected


@pytest.mark.parametrize(
    ("iso", "language", "expected"),
    [
        ("2024-02-06", "ar", "6 فبراير 2024"),
        ("2024-02-06", "zh", "2024年2月6日"),
        ("2024-02-06", "en", "6 February 2024"),
        ("2024-02-01", "fr", "1er février 2024"),
        ("2024-02-11", "fr", "11 février 2024"),
        ("2024-02", "es", "febrero de 2024"),
        ("2024", "ru", "2024"),
        ("2024-13-40", "en", "2024-13-40"),
        ("0000-01-01", "en", "0000-01-01"),
        ("2024-00", "en", "2024-00"),
        ("soon", "en", "soon"),
        (None, "en", None),
    ],
)
def test_dates_are_written_in_the_readers_language(
    iso: str | None, language: str, expected: str | None
) -> None:
    assert date_name(iso, language) == expected


@pytest.mark.parametrize(
    ("source", "language", "expected"),
    [
        ("Contribution by Brazil and Portugal", "en", ["Brazil", "Portugal"]),
        ("Contribution du Brésil et du Portugal", "fr", ["Brésil", "Portugal"]),
        ("Вклад Бразилии и Португалии", "ru", ["Бразилия", "Португалия"]),
        ("巴西和葡萄牙的文稿", "zh", ["巴西", "葡萄牙"]),
        ("مساهمة من البرازيل والبرتغال", "ar", ["البرازيل", "البرتغال"]),
        ("Contribución del Brasil y Portugal", "es", ["Brasil", "Portugal"]),
        ("Contribution by Example Foundation, Kenya", "en", None),
        ("The secretariat", "en", None),
        (None, "en", []),
    ],
)
def test_only_a_list_of_countries_is_parted_into_authors(
    source: str | None, language: str, expected: list[str] | None
) -> None:
    names = authors(passage(source=source, language=language))
    assert names == ([source] if expected is None else expected)


def test_a_version_is_listed_once() -> None:
    excerpts = [passage(), passage(page=4), passage(language="ar")]
    entries = [each.entry.partition("CWG-WSIS&SDG-")[2] for each in documents_cited(excerpts)]
    assert entries == ["39/2-E (English)", "39/2-A (Arabic)"]
