"""Place, agenda item, countries, and where each fact was read: in all six languages?"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reading.metadata import files, read_facts, true_facts
from ingest.blocks import Block, FileContent
from ingest.cover import agenda as cover_agenda
from ingest.cover import place as cover_place
from ingest.cover.facts import CoverFacts, facts
from ingest.read import read

COUNCIL = {
    "en": (
        "COUNCIL 2024", "Geneva, 4–14 June 2024", "Agenda item: PL 1.3", "Document C24/8-E",
        "12 March 2024", "Original: English", "Contribution by Brazil and Portugal", "Schools",
    ),
    "fr": (
        "CONSEIL 2024", "Genève, 4-14 juin 2024", "Point de l'ordre du jour: PL 1.3",
        "Document C24/8-F", "12 mars 2024", "Original: anglais",
        "Contribution du Brésil et du Portugal", "Écoles",
    ),
    "es": (
        "CONSEJO 2024", "Ginebra, 4-14 de junio de 2024", "Punto del orden del día: PL 1.3",
        "Documento C24/8-S", "12 de marzo de 2024", "Original: inglés",
        "Contribución del Brasil y Portugal", "Escuelas",
    ),
    "ru": (
        "СОВЕТ 2024", "Женева, 4–14 июня 2024 года", "Пункт повестки дня: PL 1.3",
        "Документ C24/8-R", "12 марта 2024 года", "Оригинал: английский",
        "Вклад Бразилии и Португалии", "Школы",
    ),
    "ar": (
        "المجلس 2024", "جنيف، 14-4 يونيو 2024", "بند جدول الأعمال: PL 1.3", "الوثيقة C24/8-A",
        "12 مارس 2024", "الأصل: بالإنكليزية", "مساهمة من البرازيل والبرتغال", "المدارس",
    ),
    "zh": (
        "理事会2024年会议", "2024年6月4-14日，日内瓦", "议项：PL 1.3", "文件 C24/8-C",
        "2024年3月12日", "原文：英文", "巴西和葡萄牙的文稿", "让学校上网",
    ),
}  # fmt: skip
PLACES = {
    "en": "Geneva", "fr": "Genève", "es": "Ginebra", "ru": "Женева", "ar": "جنيف", "zh": "日内瓦",
}  # fmt: skip


def read_cover(
    *lines: str, name: str = "x.docx", running: tuple[str, ...] = (), **props: str
) -> CoverFacts:
    """The facts of a document with this cover."""
    blocks = tuple(Block("paragraph", line) for line in lines)
    return facts(Path(name), FileContent(blocks, running, properties=props), "en")


@pytest.mark.parametrize("language", COUNCIL)
def test_a_cover_of_the_council(language: str) -> None:
    cover_facts = read_cover(*COUNCIL[language])
    metadata = cover_facts.metadata
    assert (metadata.symbol, metadata.date, metadata.original_language) == (
        "C24/8", "2024-03-12", "en",
    )  # fmt: skip
    assert (metadata.meeting_place, metadata.agenda_item) == (PLACES[language], "PL 1.3")
    assert metadata.meeting_days == "2024-06-04/2024-06-14"
    assert (metadata.source, metadata.title) == COUNCIL[language][-2:]
    assert metadata.countries == ("BRA", "PRT")
    assert cover_facts.warnings == []


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("Forty-first meeting – Geneva, 2–3 October 2024",), "Geneva"),
        (("Thirty-ninth meeting (Geneva, from 16 to 17 October 2023)",), "Geneva"),
        (("COUNCIL 2024, Geneva, Switzerland, 4-14 June 2024",), "Geneva"),
        (("PP-22 Conference", "Bucharest, 26 September – 14 October 2022"), "Bucharest"),
        (("WTSA-24 Assembly", "New Delhi, India, 15-24 October 2024"), "New Delhi"),
        (("Conférence", "Bucarest, du 26 septembre au 14 octobre 2022"), "Bucarest"),
        (("Grupo de Trabajo", "Ginebra, del 16 al 17 de octubre de 2023"), "Ginebra"),
        (("Рабочая группа Совета", "г. Женева, с 16 по 17 октября 2023 г."), "Женева"),
        (("مؤتمر المندوبين المفوضين", "بوخارست، 26 سبتمبر - 14 أكتوبر 2022"), "بوخارست"),
        (("فريق العمل", "في جنيف، من 16 إلى 17 أكتوبر 2023"), "جنيف"),
        (("全权代表大会", "2022年9月26日至10月14日，布加勒斯特"), "布加勒斯特"),
        (("第40次会议 – 2024年2月12-13日，日内瓦（线上线下结合）",), "日内瓦"),
        (("Groupe de travail", "41ème réunion - Genève (Suisse), 2-3 octobre 2024"), "Genève"),
        (("فريق العمل", "جنيف (سويسرا)، 2 و3 أكتوبر 2024"), "جنيف"),
        (("第41次会议，瑞士日内瓦，2024年10月2日和3日",), "日内瓦"),
        (("第四十次会议，日内瓦，2024年2月12日至13日",), "日内瓦"),
        (("Thirty-sixth meeting – Virtual meeting, 28-29 January 2021",), "Virtual meeting"),
        (("Groupe de travail", "Réunion virtuelle, 28-29 janvier 2021"), "Réunion virtuelle"),
        (("Human Rights Council", "Monday, 27 February 2023"), None),
        (("Human Rights Council", "Fifty-second session", "27 February–4 April 2023"), None),
        (("Geneva, 12-13 October 2023",), None),
        (("Training workshop, 12-13 October 2023",), None),
        (("Report of the 38th meeting (Geneva, 12-13 October 2023)",), None),
        (("Council", "The group met in Geneva and in Bonn on 3 May and 4 June 2023"), None),
        (("Council 2024", "date: 2 October 2023"), None),
    ],
)
def test_the_place_is_read_from_the_cover(lines: tuple[str, ...], place: str | None) -> None:
    assert cover_place.find(lines) == place


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Agenda item: 3.1", "3.1"),
        ("Agenda item(s): 2 and 3", "2 and 3"),
        ("Agenda Item ADM 12", "ADM 12"),
        ("Agenda item 4.1: Roadmaps", "4.1"),
        ("Item 3 (a) of the provisional agenda*", "3 (a)"),
        ("Point 3 a) de l'ordre du jour provisoire", "3 a)"),
        ("Tema 3 a) del programa provisional*", "3 a)"),
        ("Puntos del orden del día: 4, 5 y 6.2", "4, 5 y 6.2"),
        ("Пункт 3 а) предварительной повестки дня", "3 а)"),
        ("Пункт повестки дня 7", "7"),
        ("البند ٣ (أ) من جدول الأعمال المؤقت*", "3 (أ)"),
        ("بند جدول الأعمال: ٣.١", "3.1"),
        ("临时议程项目3(a)", "3(a)"),
        ("议程项目：５", "5"),
        ("Agenda item: to be decided", None),
        ("Item 3 of the list of schools", None),
        ("Agenda", None),
        ("3.1", None),
        ("The agenda item 3 was discussed", None),
    ],
)
def test_agenda_items_are_read_from_the_cover(line: str, item: str | None) -> None:
    assert cover_agenda.on_line(line) == item


def test_an_agenda_item_below_its_label_is_no_title() -> None:
    meeting_facts = read_cover(
        "Document C24/8-E", "Source: Kenya", "Agenda item:", "4.2", "Schools"
    ).metadata
    assert (meeting_facts.agenda_item, meeting_facts.title) == ("4.2", "Schools")
    item = "Item 3 (a) of the provisional agenda*"
    assert read_cover("Document C24/8-E", "Kenya", item, "Schools").metadata.title == "Schools"


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("Contribution de la République de Corée, du Japon et de la Suisse", ("KOR", "JPN", "CHE")),
        ("Вклад Республики Корея, Японии и Швейцарской Конфедерации", ("KOR", "JPN", "CHE")),
        ("大韩民国、日本和瑞士提交的文稿", ("KOR", "JPN", "CHE")),
        ("مساهمة من الأردن والمغرب", ("JOR", "MAR")),
        ("European Common Proposals", ()),
        ("Propositions européennes communes", ()),
        ("Propuestas Comunes Europeas", ()),
        ("Общие предложения европейских стран", ()),
        ("مقترحات أوروبية مشتركة", ()),
        ("欧洲共同提案", ()),
        ("Arab States Administrations", ()),
    ],
)
def test_the_submitters_are_read_from_the_cover(source: str, codes: tuple[str, ...]) -> None:
    metadata = read_cover("Document C24/8-E", source, "Schools and their networks").metadata
    assert (metadata.source, metadata.countries) == (source, codes)


def test_a_title_is_no_source() -> None:
    title = "ПРЕДЛОЖЕНИЯ ДЛЯ РАБОТЫ КОНФЕРЕНЦИИ"
    metadata = read_cover("Документ 44-R", "Общие предложения европейских стран", title).metadata
    assert (metadata.source, metadata.title) == ("Общие предложения европейских стран", title)


def test_a_numbered_cover_without_its_meeting_names_its_source() -> None:
    metadata = read_cover("Addendum 2 to Document 44-E", "Japan", "Proposals").metadata
    assert (metadata.symbol, metadata.source) == (None, "Japan")


def test_each_fact_has_its_provenance() -> None:
    cover = ("Document CWG-WSIS&SDG-39/2-E", "2 October 2023", "Contribution by Kenya", "Summary")
    name = "S23-CWGWSIS39-C-0002!!MSW-E.docx"
    header = ("Original: French", "CWG-WSIS&SDG-39/2(Rev.1)-E")
    cover_facts = read_cover(*cover, name=name, running=header, title="Schools online")
    assert cover_facts.metadata.revision == "1"
    assert cover_facts.provenance == {
        "symbol": "cover",
        "meeting": "cover",
        "series": "cover",
        "number": "cover",
        "revision": "page-header",
        "title": "core-properties",
        "source": "cover",
        "countries": "cover",
        "date": "cover",
        "original_language": "page-header",
        "language": "file-name",
    }


def test_a_text_without_cover_takes_facts_from_its_name() -> None:
    cover_facts = read_cover("A text", name="S23-CWGWSIS39-INF-0002!A1!MSW-E.docx")
    parts = ("symbol", "meeting", "series", "number", "addendum", "language")
    assert cover_facts.provenance == dict.fromkeys(parts, "file-name")


def test_every_fact_has_its_provenance_and_nothing_else_has() -> None:
    cover_facts = read_cover(*COUNCIL["en"])
    stated = {name for name, value in cover_facts.metadata.as_dict().items() if value is not None}
    assert set(cover_facts.provenance) == stated | {"language"}


@pytest.mark.parametrize(
    ("header", "cover", "other"),
    [
        ("13 March 2024", "2024-03-12", "2024-03-13"),
        ("Original: French", "en", "fr"),
        ("Agenda item: PL 2", "PL 1.3", "PL 2"),
        ("Council – Bucharest, 4-14 June 2024", "Geneva", "Bucharest"),
        ("Council – Geneva, 4-15 June 2024", "2024-06-04/2024-06-14", "2024-06-04/2024-06-15"),
    ],
)
def test_cover_and_page_header_disagree(header: str, cover: str, other: str) -> None:
    (warning,) = read_cover(*COUNCIL["en"], name="C24-8-E.docx", running=(header,)).warnings
    assert warning.code == "metadata-conflict"
    for part in ("C24-8-E.docx", cover, other):
        assert part in warning.message


def test_properties_that_a_program_wrote_are_no_conflict() -> None:
    cover_facts = read_cover(
        *COUNCIL["en"], title="Draft", created="2019-01-01T00:00:00", language="fr"
    )
    assert cover_facts.warnings == []
    assert (cover_facts.metadata.title, cover_facts.metadata.date) == ("Schools", "2024-03-12")


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        # A line that a page joins; "information" has the French "formation" in it.
        (
            ("World Summit on the Information Society 32nd meeting – Geneva, 24-25 January 2018",),
            "2018-01-24/2018-01-25",
        ),
        (("Forty-first meeting – Geneva, 2 October 2024",), "2024-10-02/2024-10-02"),
        (
            ("PP-22 Conference", "Bucharest, 26 September – 14 October 2022"),
            "2022-09-26/2022-10-14",
        ),
        (("فريق العمل", "جنيف، من 30 سبتمبر إلى 4 أكتوبر 2024"), "2024-09-30/2024-10-04"),
        (("第41次会议", "2024年9月30日至10月4日，日内瓦"), "2024-09-30/2024-10-04"),
        # A day beside nothing is the document's; a period is none of a meeting; nor is another's.
        (("Forty-first meeting", "20 September 2024"), None),
        (("Council 2024 5 June 2024",), None),
        (("Working group", "1 January – 31 August 2024"), None),
        (("Report of the 32nd meeting, Geneva, 24-25 January 2018",), None),
        (("Geneva, 2-3 October 2024",), None),
        (("第41次会议", "2024年9月20日"), None),
    ],
)
def test_the_days_of_the_meeting(lines: tuple[str, ...], days: str | None) -> None:
    assert cover_place.days(lines) == days


@given(st.lists(st.text(), max_size=4))
def test_no_line_is_too_strange(lines: list[str]) -> None:
    cover_place.find(lines)
    cover_place.days(lines)
    cover_agenda.find(lines)


@pytest.mark.thorough
def test_the_sample_is_read_as_it_was_written() -> None:
    """The Word files; ``python -m benchmarks.reading.metadata`` reads the PDF files as well."""
    count = 0
    for version, path in files(("ar", "zh", "ru")):
        if path.suffix == ".docx":
            document = read(path)
            assert read_facts(document) == true_facts(version.document, version.language)
            assert document.warnings == ()
            count += 1
    assert count > 30


RESOLUTIONS = {
    "en": (
        "United Nations", "General Assembly", "Seventy-third session", "Agenda item 129",
        "Resolution adopted by the General Assembly on 10 October 2018",
        "73/3.\tClean water for mountain villages", "The General Assembly,",
        "Recalling its resolution 70/1 of 25 September 2015,",
    ),
    "fr": (
        "Nations Unies", "Assemblée générale", "Soixante-treizième session",
        "Point 129 de l’ordre du jour",
        "Résolution adoptée par l’Assemblée générale le 10 octobre 2018",
        "73/3.\tDe l’eau pour les villages de montagne", "L’Assemblée générale,",
        "Rappelant sa résolution 70/1 du 25 septembre 2015,",
    ),
    "es": (
        "Naciones Unidas", "Asamblea General", "Septuagésimo tercer período de sesiones",
        "Tema 129 del programa",
        "Resolución aprobada por la Asamblea General el 10 de octubre de 2018",
        "73/3.\tAgua limpia para las aldeas de montaña", "La Asamblea General,",
        "Recordando su resolución 70/1, de 25 de septiembre de 2015,",
    ),
    "ru": (
        "Организация Объединенных Наций", "Генеральная Ассамблея", "Семьдесят третья сессия",
        "Пункт 129 повестки дня",
        "Резолюция, принятая Генеральной Ассамблеей 10 октября 2018 года",
        "73/3.\tЧистая вода для горных деревень", "Генеральная Ассамблея,",
        "ссылаясь на свою резолюцию 70/1 от 25 сентября 2015 года,",
    ),
    "ar": (
        "الأمم المتحدة", "الجمعية العامة", "الدورة الثالثة والسبعون", "البند 129 من جدول الأعمال",
        "قرار اتخذته الجمعية العامة في 10 تشرين الأول/أكتوبر 2018",
        "73/3 - المياه النظيفة لقرى الجبال", "إن الجمعية العامة،",
        "إذ تشير إلى قرارها 70/1 المؤرخ 25 أيلول/سبتمبر 2015،",
    ),
    "zh": (
        "联合国", "大会", "第七十三届会议", "议程项目129", "2018年10月10日大会决议",
        "73/3. 山村清洁用水", "大会，", "回顾2015年9月25日第70/1号决议，",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", RESOLUTIONS)
def test_a_resolution_of_the_assembly_has_its_own_title(language: str, tmp_path: Path) -> None:
    organisation, body, *lines, title, begins, recalling = RESOLUTIONS[language]
    document = docx.Document()
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = f"{organisation}\n{body}", "A/RES/73/3\n18 October 2018"
    for line in (*lines, title):
        document.add_paragraph().add_run(line).bold = True
    for line in (begins, recalling, f"{COUNCIL[language][6]},"):
        document.add_paragraph(line)
    path = tmp_path / "resolution.docx"
    document.save(str(path))
    about = read(path).metadata
    assert about.title == title.removeprefix("73/3").lstrip(".-\t ")
    assert (about.symbol, about.agenda_item) == ("A/RES/73/3", "129")
    assert (about.meeting_place, about.meeting_days, about.source) == (None, None, None)


BESIDE = {
    "en": ("Implementors’ Guide for Recommendation ITU-T H.7", "Erratum 1 (03/2010)"),
    "fr": ("Guide à l’intention des responsables de l’implémentation", "Erratum 1"),
    "es": ("Guía para los implementadores", "Fe de erratas"),
    "ru": ("Руководство для разработчиков", "Список опечаток"),
    "ar": ("دليل المنفذين", "تصويب خطأ"),
    "zh": ("实施者指南", "勘误表"),
}


@pytest.mark.parametrize("language", BESIDE)
def test_what_belongs_to_a_recommendation_is_none(language: str, tmp_path: Path) -> None:
    for kind in BESIDE[language]:
        document = docx.Document()
        for line in ("ITU-T H.7", "(03/2010)", "ITU-T", kind):
            document.add_paragraph().add_run(line).bold = True
        path = tmp_path / "T-REC-H.7-201003-I.docx"
        document.save(str(path))
        assert read(path).metadata.symbol is None


def test_a_year_behind_a_conference_is_no_number_of_a_document(tmp_path: Path) -> None:
    path = tmp_path / "T-RES-T.1-2016.txt"
    path.write_text("WTSA-16 2000\n\nResolution 1\n\nRules of procedure\n", "utf-8")
    assert read(path).metadata.symbol is None
    path.write_text("WTSA-16/2000\n\nResolution 1\n\nRules of procedure\n", "utf-8")
    assert read(path).metadata.symbol == "WTSA16/2000"
