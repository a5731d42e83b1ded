"""By which words does a cover say who submits the document, in the six languages?

As in ``ingest.cover.words``, everything is matched against text folded by ``corpus.text.fold``.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.text import word_key
from ingest.cover.words import any_of

LABEL: Final = re.compile(
    any_of("source|origine|fuente|origen|procedencia|источник|المصدر|来源") + r"\s*(?::|$)\s*"
)
"""Stands before the source or, alone, above it; it is not part of it."""

STYLE: Final = re.compile(any_of("source|fuente|источник|المصدر|来源") + "$")
"""Name of the paragraph style of the line (ITU's templates have ``Source``)."""

_OFFICE = any_of("""
    secretary|secretariat|chair|director|vice-chair|president|bureau|general secretariat
    secretaire|directeur|directrice|vice-president|secretari|presiden|vicepresiden
    секретариат|генеральн|председател|директор|бюро|заместител
""")

LINE: Final = re.compile("|".join((
    r"(?:joint |multi-country |common |revised )?contributions? (?:by|from|of|submitted by)\b",
    (
        r"(?:joint |common )?(?:proposals?|input|submission|information(?: document| paper)?) "
        r"(?:by|from|submitted by)\b"
    ),
    r"(?:submitted|presented|prepared) by\b",
    r"(?:[a-z][a-z-]* ){1,4}(?:common|joint) proposals?$",
    r"(?:joint )?written statement\*? (?:submitted )?by\b",
    r"multi-?country (?:contributions?|proposals?)",
    r"(?:note|report|document|paper|summary|background paper) (?:by|from)\b",
    rf"(?:note|report) of the (?:itu )?{_OFFICE}",
    r"contributions? (?:commune |conjointe )?(?:de\b|du\b|des\b|d'|presentee|soumise)",
    r"propositions? (?:(?:\w+ )?communes?|communes? (?:de |des |du |\w+ ){1,4}\w+)$",
    r"propositions? (?:communes? )?(?:de l|du|des|d'|presente|soumise)",
    r"(?:document )?(?:soumis|presente|etabli)e? par\b",
    rf"(?:note|rapport|document) (?:du|de la|de l'|des) ?{_OFFICE}",
    r"contribucion(?:es)? (?:conjunta )?(?:de\b|del\b|presentada|sometida)",
    r"propuestas? (?:comun(?:es)? (?:\w+ ){0,3}\w+|\w+ comun(?:es)?)$",
    r"propuestas? (?:comun(?:es)? )?(?:de\b|del\b|presentada)",
    r"(?:documento )?(?:presentado|sometido|preparado) por\b",
    rf"(?:nota|informe|documento) (?:de la|del|de los) {_OFFICE}",
    word_key(r"(?:совместный |общий )?вклад\b"),
    word_key("(?:общие |совместные )?предложени[ея] (?:от|государств|администрац)"),
    word_key(r"общие предложения \w.{0,60}$"),
    word_key(r"(?:документ )?представлен[оаы]?\b"),
    rf"(?:записка|примечание|отчет|доклад) (?:\w+ )?{_OFFICE}",
    word_key("مساهمه") + r"\b",
    word_key("(?:مقترح|مقترحات|وثيقه|ورقه|مذكره|تقرير|مداخله) ")
    + rf"(?:{word_key('مشترك')}\w* )?(?:{word_key('مقدم')}\w* )?{word_key('من')}\b",
    word_key("(?:مقترح|مقترحات) ") + r"(?:\w+ )?" + word_key("مشترك") + r"\w*(?: .{0,60})?$",
    word_key("(?:مذكره|تقرير) (?:الامين|الامانه|رئيس|الرئيس|مدير|المدير)"),
    word_key("مقدم") + r"\w* " + word_key("من") + r"\b",
)))  # fmt: skip
"""How a line begins that names who submits the document; the whole line is the source."""

LINE_CHINESE: Final = re.compile(
    r"(?!关于|有关)(?:[^。；:]{1,80}?(?:的|提交的|联合|共同)"
    r"(?:文稿|提案|文件|意见|资料|输入文件|联合文稿|联合提案)"
    r"|[^。；:]{0,80}?(?:秘书长|秘书处|主席|副主席|主任|局长)(?:的|编写的|提交的)?(?:说明|报告|照会))"
)
"""A whole line such as ``日本的文稿`` or ``秘书长的报告``: Chinese puts who before what."""

_OF_WHOM = r"(?:\s(?:of|for|du|de|des|del|de la|de los)\s.{0,120})?"

OFFICE: Final = re.compile("|".join((
    r"(?:the |le |la |el )?(?:itu |uit |general )?(?:secretaria[td]?|secretariat general)",
    (
        r"(?:the |le |la |el )?(?:vice-?)?(?:chair|chairman|chairwoman|chairperson|director"
        r"|secretary-general|deputy secretary-general|president|presidente|presidenta"
        r"|vicepresidente|secretaire generale?|secretari[oa] general|directeur|directrice"
        r"|directora)" + _OF_WHOM
    ),
    word_key(r"(?:генеральный )?секретар(?:иат|ь)(?: мсэ)?"),
    word_key(r"(?:заместитель )?(?:председател\w*|директор\w*)(?:\s.{0,120})?"),
    word_key(
        "(?:الامانه|امانه الاتحاد|الامين العام|الرئيس|(?:نائب )?رئيس .{0,120}|مدير .{0,120})"
    ),
    r".{0,60}(?:秘书处|秘书长|主席|副主席|主任)",
    (
        r".{0,100}(?:member states|administrations?|etats membres|estados miembros"
        r"|administraciones)(?: of .{0,60}| de .{0,60})?"
    ),
    word_key(r"(?:администрации|государства-члены).{0,100}") + "|.{0,60}(?:主管部门|成员国)",
    word_key("(?:الدول الاعضاء|ادارات|اداره) .{0,100}"),
)))  # fmt: skip
"""A whole line that is an office or a group: who submits, without a word for it."""
