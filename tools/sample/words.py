"""Words of the group's covers in each of the six languages.

The forms are those of ITU's published covers; those of the French, Chinese and Russian revision
and addendum lines are made by analogy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from corpus.languages import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tools.sample.texts import SampleDocument


@dataclass(frozen=True, slots=True)
class CoverWords:
    """The fixed words of a cover in one language.

    Attributes:
        group: name of the working group.
        meetings: by number, which meeting it is, where and when.
        months: January to December, as a date has them.
        date: pattern of a date.
        document: pattern of the line with the symbol.
        addendum: pattern of the lines of an addendum.
        revision: pattern of the lines of a revision.
        original: pattern of the line that names the original language.
        language_names: the languages as that line has them.
        only: the line of a document that exists in this language alone.
        agenda_item: pattern of the line with the agenda item.
        summary: head of the summary.
        action: head of the action required.
        references: head of the references.
    """

    group: str
    meetings: Mapping[int, str]
    months: tuple[str, ...]
    date: str
    document: str
    addendum: str
    revision: str
    original: str
    language_names: Mapping[str, str]
    only: str
    agenda_item: str
    summary: str
    action: str
    references: str


NOTICES: Final[Mapping[str, str]] = {
    "ar": "نص توضيحي كُتب من أجل برنامج wsis-search، وليس وثيقة من وثائق الاتحاد",
    "zh": "为wsis-search编写的示例文本，并非国际电联文件",
    "en": "Illustrative text written for wsis-search; not an ITU document",
    "fr": "Texte d'illustration rédigé pour wsis-search; ceci n'est pas un document de l'UIT",
    "ru": "Иллюстративный текст, написанный для wsis-search; не является документом МСЭ",
    "es": "Texto ilustrativo redactado para wsis-search; no es un documento de la UIT",
}
"""The notice on every page, by language: that the text is invented."""

WORDS: Final[Mapping[str, CoverWords]] = {
    "ar": CoverWords(
        group="فريق العمل التابع للمجلس المعني بالقمة العالمية لمجتمع المعلومات "
        "وأهداف التنمية المستدامة",
        meetings={
            39: "الاجتماع التاسع والثلاثون – جنيف، 16-17 أكتوبر 2023",
            40: "الاجتماع الأربعون – جنيف، 12-13 فبراير 2024",
            41: "الاجتماع الحادي والأربعون – جنيف، 2-3 أكتوبر 2024",
        },
        months=(
            *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
            *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
        ),
        date="{day} {month} {year}",
        document="الوثيقة {symbol}",
        addendum="الإضافة {number}\nللوثيقة {symbol}",
        revision="المراجعة {number}\nللوثيقة {symbol}",
        original="الأصل: {language}",
        language_names={
            "ar": "بالعربية",
            "en": "بالإنكليزية",
            "fr": "بالفرنسية",
            "es": "بالإسبانية",
            "ru": "بالروسية",
            "zh": "بالصينية",
        },
        only="بالعربية فقط",
        agenda_item="بند جدول الأعمال: {item}",
        summary="ملخص",
        action="الإجراء المطلوب",
        references="المراجع",
    ),
    "zh": CoverWords(
        group="理事会信息社会世界峰会和可持续发展目标工作组",
        meetings={
            39: "第三十九次会议 – 2023年10月16-17日，日内瓦",
            40: "第四十次会议 – 2024年2月12-13日，日内瓦",
            41: "第四十一次会议 – 2024年10月2-3日，日内瓦",
        },
        months=tuple(str(month) for month in range(1, 13)),
        date="{year}年{month}月{day}日",
        document="文件 {symbol}",
        addendum="补遗{number}\n文件 {symbol}",
        revision="修订{number}\n文件 {symbol}",
        original="原文：{language}",
        language_names={
            "ar": "阿拉伯文",
            "en": "英文",
            "fr": "法文",
            "es": "西班牙文",
            "ru": "俄文",
            "zh": "中文",
        },
        only="仅有中文",
        agenda_item="议项：{item}",
        summary="概要",
        action="需采取的行动",
        references="参考文件",
    ),
    "en": CoverWords(
        group="Council Working Group on WSIS and SDGs",
        meetings={
            39: "Thirty-ninth meeting – Geneva, 16–17 October 2023",
            40: "Fortieth meeting – Geneva, 12–13 February 2024",
            41: "Forty-first meeting – Geneva, 2–3 October 2024",
        },
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        date="{day} {month} {year}",
        document="Document {symbol}",
        addendum="Addendum {number} to\nDocument {symbol}",
        revision="Revision {number} to\nDocument {symbol}",
        original="Original: {language}",
        language_names={
            "ar": "Arabic",
            "en": "English",
            "fr": "French",
            "es": "Spanish",
            "ru": "Russian",
            "zh": "Chinese",
        },
        only="English only",
        agenda_item="Agenda item: {item}",
        summary="Summary",
        action="Action required",
        references="References",
    ),
    "fr": CoverWords(
        group="Groupe de travail du Conseil sur le SMSI et les ODD",
        meetings={
            39: "Trente-neuvième réunion – Genève, 16-17 octobre 2023",
            40: "Quarantième réunion – Genève, 12-13 février 2024",
            41: "Quarante et unième réunion – Genève, 2-3 octobre 2024",
        },
        months=(
            *("janvier", "février", "mars", "avril", "mai", "juin"),
            *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        ),
        date="{day} {month} {year}",
        document="Document {symbol}",
        addendum="Addendum {number} au\nDocument {symbol}",
        revision="Révision {number} au\nDocument {symbol}",
        original="Original: {language}",
        language_names={
            "ar": "arabe",
            "en": "anglais",
            "fr": "français",
            "es": "espagnol",
            "ru": "russe",
            "zh": "chinois",
        },
        only="Français seulement",
        agenda_item="Point de l'ordre du jour: {item}",
        summary="Résumé",
        action="Suite à donner",
        references="Références",
    ),
    "ru": CoverWords(
        group="Рабочая группа Совета по ВВУИО и ЦУР",
        meetings={
            39: "Тридцать девятое собрание – Женева, 16–17 октября 2023 года",
            40: "Сороковое собрание – Женева, 12–13 февраля 2024 года",
            41: "Сорок первое собрание – Женева, 2–3 октября 2024 года",
        },
        months=(
            *("января", "февраля", "марта", "апреля", "мая", "июня"),
            *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
        ),
        date="{day} {month} {year} года",
        document="Документ {symbol}",
        addendum="Дополнительный документ {number}\nк Документу {symbol}",
        revision="Пересмотр {number}\nДокумента {symbol}",
        original="Оригинал: {language}",
        language_names={
            "ar": "арабский",
            "en": "английский",
            "fr": "французский",
            "es": "испанский",
            "ru": "русский",
            "zh": "китайский",
        },
        only="Только на русском языке",
        agenda_item="Пункт повестки дня: {item}",
        summary="Резюме",
        action="Необходимые действия",
        references="Справочные материалы",
    ),
    "es": CoverWords(
        group="Grupo de Trabajo del Consejo sobre la CMSI y los ODS",
        meetings={
            39: "Trigésima novena reunión – Ginebra, 16-17 de octubre de 2023",
            40: "Cuadragésima reunión – Ginebra, 12-13 de febrero de 2024",
            41: "Cuadragésima primera reunión – Ginebra, 2-3 de octubre de 2024",
        },
        months=(
            *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
            *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        ),
        date="{day} de {month} de {year}",
        document="Documento {symbol}",
        addendum="Addéndum {number} al\nDocumento {symbol}",
        revision="Revisión {number} al\nDocumento {symbol}",
        original="Original: {language}",
        language_names={
            "ar": "árabe",
            "en": "inglés",
            "fr": "francés",
            "es": "español",
            "ru": "ruso",
            "zh": "chino",
        },
        only="Español solamente",
        agenda_item="Punto del orden del día: {item}",
        summary="Resumen",
        action="Acción solicitada",
        references="Referencias",
    ),
}
"""By language, the words of its covers."""


def cover_date(day: date, language: str) -> str:
    """The date as a cover in ``language`` has it; French writes the first of a month ``1er``."""
    words = WORDS[language]
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return words.date.format(day=number, month=words.months[day.month - 1], year=day.year)


def document_lines(document: SampleDocument, language: str) -> tuple[str, ...]:
    """The line with the symbol, or the two lines of an addendum or a revision."""
    words = WORDS[language]
    pattern = {"": words.document, "A": words.addendum, "R": words.revision}[document.issue[:1]]
    symbol = f"{document.base_symbol}-{BY_CODE[language].letter}"
    return tuple(pattern.format(number=document.issue[1:], symbol=symbol).split("\n"))


def original_line(document: SampleDocument, language: str) -> str:
    """``Original: English``, or ``English only`` where there is no other version."""
    words = WORDS[language]
    if len(document.languages) == 1:
        return words.only
    return words.original.format(language=words.language_names[document.original])
