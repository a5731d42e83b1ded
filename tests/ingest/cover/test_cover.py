"""Is it read off the cover what a document is, and never off what it mentions?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Metadata
from ingest.blocks import Block, FileContent
from ingest.cover.facts import cover_lines, facts

COVERS = {
    "en": (
        "Council Working Group on WSIS and SDGs",
        "Thirty-ninth meeting – Geneva, 16-17 October 2023",
        "Document CWG-WSIS&SDG-39/2-E",
        "2 October 2023",
        "Original: English",
        "Agenda item: 3.1",
        "Contribution by Kenya",
        "Bringing schools online",
        "Summary",
        "This document is a revision of Document CWG-WSIS&SDG-38/7.",
    ),
    "fr": (
        "Groupe de travail du Conseil sur le SMSI et les ODD",
        "Trente-neuvième réunion – Genève, 16-17 octobre 2023",
        "Document CWG-WSIS&SDG-39/2-F",
        "2 octobre 2023",
        "Original: anglais",
        "Point de l'ordre du jour: 3.1",
        "Contribution du Kenya",
        "Connecter les écoles",
        "Résumé",
        "Le présent document est une révision du Document CWG-WSIS&SDG-38/7.",
    ),
    "es": (
        "Grupo de Trabajo del Consejo sobre la CMSI y los ODS",
        "Trigésima novena reunión – Ginebra, 16-17 de octubre de 2023",
        "Documento CWG-WSIS&SDG-39/2-S",
        "2 de octubre de 2023",
        "Original: inglés",
        "Punto del orden del día: 3.1",
        "Contribución de Kenya",
        "Conectar las escuelas",
        "Resumen",
        "Este documento es una revisión del Documento CWG-WSIS&SDG-38/7.",
    ),
    "ru": (
        "Рабочая группа Совета по ВВУИО и ЦУР",
        "Тридцать девятое собрание – Женева, 16–17 октября 2023 года",
        "Документ CWG-WSIS&SDG-39/2-R",
        "2 октября 2023 года",
        "Оригинал: английский",
        "Пункт повестки дня: 3.1",
        "Вклад Кении",
        "Подключение школ",
        "Резюме",
        "Настоящий документ является пересмотром Документа CWG-WSIS&SDG-38/7.",
    ),
    "ar": (
        "فريق العمل التابع للمجلس المعني بالقمة العالمية لمجتمع المعلومات وأهداف التنمية المستدامة",
        "الاجتماع التاسع والثلاثون – جنيف، 16-17 أكتوبر 2023",
        "الوثيقة CWG-WSIS&SDG-39/2-A",
        "2 أكتوبر 2023",
        "الأصل: بالإنكليزية",
        "بند جدول الأعمال: 3.1",
        "مساهمة من كينيا",
        "توصيل المدارس",
        "ملخص",
        "هذه الوثيقة مراجعة للوثيقة CWG-WSIS&SDG-38/7.",
    ),
    "zh": (
        "理事会信息社会世界峰会和可持续发展目标工作组",
        "第39次会议 – 2023年10月16-17日，日内瓦",
        "文件 CWG-WSIS&SDG-39/2-C",
        "2023年10月2日",
        "原文：英文",
        "议项：3.1",
        "肯尼亚的文稿",
        "让学校上网",
        "摘要",
        "本文件是CWG-WSIS&SDG-38/7号文件的修订版。",
    ),
}


def make_content(
    *lines: str | Block, running: tuple[str, ...] = (), **properties: str
) -> FileContent:
    blocks = tuple(line if isinstance(line, Block) else Block("paragraph", line) for line in lines)
    return FileContent(blocks, running, properties=properties)


def read(
    *lines: str | Block, name: str = "document.docx", running: tuple[str, ...] = (), **props: str
) -> Metadata:
    """The metadata of a cover that has no conflicts."""
    cover_facts = facts(Path(name), make_content(*lines, running=running, **props), None)
    assert cover_facts.warnings == []
    return cover_facts.metadata


def check(metadata: Metadata, cover: tuple[str, ...]) -> None:
    assert metadata.symbol == "CWG-WSIS&SDG-39/2"
    assert (metadata.meeting, metadata.series, metadata.number) == ("39", "C", "2")
    assert (metadata.revision, metadata.addendum) == (None, None)
    assert metadata.date == "2023-10-02"
    assert metadata.original_language == "en"
    assert metadata.source == cover[6]
    assert metadata.title == cover[7]


@pytest.mark.parametrize("language", COVERS)
def test_a_cover_line_by_line(language: str) -> None:
    check(read(*COVERS[language]), COVERS[language])


@pytest.mark.parametrize("language", COVERS)
def test_a_cover_whose_cells_a_reader_joined(language: str) -> None:
    group, meeting, *frame, source, title, summary, text = COVERS[language]
    check(read(group, meeting, " ".join(frame), source, title, summary, text), COVERS[language])
    check(
        read(f"{group}\n{meeting}\t" + "\n".join(frame), source, title, summary, text),
        COVERS[language],
    )


@pytest.mark.parametrize("language", COVERS)
def test_a_cover_without_symbol_takes_none_from_the_text(language: str) -> None:
    lines = [line for position, line in enumerate(COVERS[language]) if position != 2]
    assert read(*lines).symbol is None
    assert read(*lines, name="S24-CWGWSIS39-C-0002!!MSW-E.docx").symbol == "CWG-WSIS&SDG-39/2"


@pytest.mark.parametrize(
    ("line", "symbol", "revision", "addendum"),
    [
        ("Document CWG-WSIS-32/16-E Rev. 1", "CWG-WSIS-32/16(Rev.1)", "1", None),
        ("Addendum 1 to Document CWG-WSIS&SDG-39/4-E", "CWG-WSIS&SDG-39/4(Add.1)", None, "1"),
        ("Addéndum 1 al\nDocumento CWG-WSIS&SDG-39/4-S", "CWG-WSIS&SDG-39/4(Add.1)", None, "1"),
        ("Révision 1 au Document CWG-WSIS&SDG-40/3-F", "CWG-WSIS&SDG-40/3(Rev.1)", "1", None),
        ("Пересмотр 1 Документа CWG-WSIS&SDG-40/3-R", "CWG-WSIS&SDG-40/3(Rev.1)", "1", None),
        ("الإضافة 1 للوثيقة CWG-WSIS&SDG-39/4-A", "CWG-WSIS&SDG-39/4(Add.1)", None, "1"),
        ("文件 C18/35-C", "C18/35", None, None),
        ("Document CWG-WSIS&SDG-40/INF/4-E", "CWG-WSIS&SDG-40/INF/4", None, None),
    ],
)
def test_forms_of_the_symbol(
    line: str, symbol: str, revision: str | None, addendum: str | None
) -> None:
    metadata = read(line, "Original: English")
    assert (metadata.symbol, metadata.revision, metadata.addendum) == (symbol, revision, addendum)


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("CEDAW/C/BGD/6-7", "CEDAW/C/BGD/6-7"),
        ("A/HRC/52/1", "A/HRC/52/1"),
        ("E/CN.6/2020/3", "E/CN.6/2020/3"),
        ("A/70/684", "A/70/684"),
        ("- 2 -\tCWG-WSIS&SDG-39/2-E", "CWG-WSIS&SDG-39/2"),
        ("CWG-WSIS&SDG-39/2-E – 3", "CWG-WSIS&SDG-39/2"),
    ],
)
def test_the_symbol_in_a_page_header(line: str, symbol: str) -> None:
    assert read("A text", running=(line,)).symbol == symbol


@pytest.mark.parametrize(
    "line",
    [
        "See also Document C24/8-E, which was submitted to the last session.",
        "As decided in A/70/1 and in C23/5",
        "P:\\ENG\\CL\\C24-8-E.docx",
        "C24/8, C24/9",
    ],
)
def test_a_symbol_that_a_header_mentions_is_not_the_documents(line: str) -> None:
    assert read("A text", running=(line,)).symbol is None


@pytest.mark.parametrize(
    "lines",
    [
        ("References", "C24/8"),
        ("参考文件", "C24/8"),
        ("1\tIntroduction", "C24/8"),
        ("This text goes on. " * 30, "C24/8"),
        ("It was discussed in Document C24/8-E.",),
    ],
)
def test_a_symbol_outside_the_cover_is_not_the_documents(
    lines: tuple[str, ...],
) -> None:
    assert read(*lines).symbol is None


def conflict(*lines: str, name: str, running: tuple[str, ...] = ()) -> tuple[str | None, str]:
    cover_facts = facts(Path("folder", name), make_content(*lines, running=running), None)
    (warning,) = cover_facts.warnings
    assert warning.code == "metadata-conflict"
    assert name in warning.message
    return cover_facts.metadata.symbol, warning.message


def test_cover_and_file_name_disagree() -> None:
    symbol, message = conflict(
        "Document CWG-WSIS&SDG-39/4-E", name="S24-CWGWSIS39-C-0002!!MSW-E.docx"
    )
    assert symbol == "CWG-WSIS&SDG-39/4"
    assert "CWG-WSIS&SDG-39/2" in message
    assert "CWG-WSIS&SDG-39/4" in message


def test_a_revision_that_only_the_file_name_has_is_kept() -> None:
    symbol, message = conflict(
        "Document CWG-WSIS&SDG-39/2-E", name="S24-CWGWSIS39-C-0002!R1!MSW-E.docx"
    )
    assert symbol == "CWG-WSIS&SDG-39/2(Rev.1)"
    assert "CWG-WSIS&SDG-39/2," in message


def test_cover_and_page_header_disagree() -> None:
    symbol, message = conflict(
        "Document CWG-WSIS&SDG-39/4-E", name="draft.docx", running=("CWG-WSIS&SDG-39/2-E",)
    )
    assert symbol == "CWG-WSIS&SDG-39/4"
    assert "page header" in message


def test_a_covers_bare_number_is_compared_with_the_name() -> None:
    assert read("Document 2-E", name="S24-CWGWSIS39-C-0002!!MSW-E.docx").number == "2"
    symbol, message = conflict("Document 4-E", name="S24-CWGWSIS39-C-0002!!MSW-E.docx")
    assert symbol == "CWG-WSIS&SDG-39/2"
    assert "document 4" in message


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Original: English / Russian", "en"),
        ("Original: Russian / English", "ru"),
        ("English only", "en"),
        ("Original: espagnol", "es"),
        ("Original: chino", "zh"),
        ("Anglais seulement", "en"),
        ("Solamente en inglés", "en"),
        ("Оригинал: французский", "fr"),
        ("Только на английском языке", "en"),
        ("الأصل: بالعربية", "ar"),
        ("الأصل: بالصينية", "zh"),
        ("بالإنكليزية فقط", "en"),
        ("原文：法文", "fr"),
        ("仅有英文", "en"),
    ],
)
def test_the_original_language_is_read_from_the_cover(line: str, code: str) -> None:
    assert read("Document C24/8-E", line).original_language == code


@pytest.mark.parametrize("line", ["The original: a copy", "Original proposals", "Only English?"])
def test_no_original_language(line: str) -> None:
    assert read(line).original_language is None


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Source: Kenya", "Kenya"),
        ("Source :\tLe secrétariat", "Le secrétariat"),
        ("Источник: Российская Федерация", "Российская Федерация"),
        ("来源：日本", "日本"),
        ("Submitted by the Bureau", "Bureau"),
        ("Document soumis par le Bureau", "Bureau"),
        ("Presentado por la Mesa", "Mesa"),
        ("Представлено Бюро", "Бюро"),
        ("Представлено секретариатом", None),
        ("مقدمة من المكتب", "المكتب"),
        ("主席团提交", "主席团"),
        ("由主席团提交", "主席团"),
        ("Note by the secretariat", "Note by the secretariat"),
        ("Report by the Secretary-General", "Report by the Secretary-General"),
        ("Contribution conjointe de la France et du Kenya", None),
        ("Propuesta de México", None),
        ("Записка Генерального секретаря", None),
        ("مساهمة مشتركة مقدمة من مصر والأردن", None),
        ("تقرير من الأمينة العامة", None),
        ("秘书长的报告", None),
        ("中国提交的文稿", None),
        ("United States of America", None),
        ("Российская Федерация", None),
        ("The secretariat", None),
        ("秘书处", None),
    ],
)
def test_the_source_is_read_from_the_cover(line: str, source: str | None) -> None:
    assert read("Document C24/8-E", line, "Schools and their networks").source == (source or line)


@pytest.mark.parametrize(
    "line",
    ["Schools in Kenya", "关于落实工作的报告", "Report on the work of the group", "Contributions"],
)
def test_a_cover_without_source_gives_none(line: str) -> None:
    assert read("Document C24/8-E", line).source is None


def test_the_title_is_read_from_the_cover() -> None:
    heading = Block("heading", "Schools\nand their networks", level=1)
    assert read("Document C24/8-E", heading).title == "Schools and their networks"
    styled = Block("paragraph", "Schools", style="Title1")
    assert read("Document C24/8-E", "Kenya", "Something", styled).title == "Schools"
    assert read("Title: Schools", "Source: Kenya").title == "Schools"
    assert read("Schools online", "Source: Kenya", "Summary").title == "Schools online"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Schools online", "Schools online"),
        ("Microsoft Word - C24-8.docx", None),
        ("untitled", None),
        ("Normal.dot", None),
        ("PowerPoint Presentation", None),
        ("C24/8-E", None),
        ("document1", None),
        ("ЧАСТЬ II", None),
        ("", None),
    ],
)
def test_the_propertys_title_where_it_is_no_junk(written: str, title: str | None) -> None:
    assert read("A long text. " * 40, title=written).title == title


@pytest.mark.parametrize(
    "line",
    [
        "Thirty-ninth meeting – Geneva, 16-17 October 2023",
        "Geneva, 2 October 2023, opening session",
        "The decision was taken on 2 October 2023 by all.",
        "2 October 2023 and 3 October 2023",
        "Протокол №2 от 18.04.2017",
    ],
)
def test_no_date_of_the_document(line: str) -> None:
    assert read(line).date is None


def test_an_empty_document() -> None:
    assert set(read().as_dict().values()) == {None}
    assert cover_lines(make_content()) == []


@given(st.lists(st.text(), max_size=5), st.text(max_size=40), st.lists(st.text(), max_size=3))
@pytest.mark.thorough
def test_no_cover_is_too_strange(lines: list[str], name: str, running: list[str]) -> None:
    name = name.replace("/", "-").replace("\0", "") or "x"
    facts(Path(name), make_content(*lines, running=tuple(running)), None)
