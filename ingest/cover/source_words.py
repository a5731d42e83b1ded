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

_KIND = any_of("""
    draft|revised|preliminary|interim|final|annual|joint|projet d[e']|avant-projet|proyecto de
    anteproyecto de|проект|предварительн\\w+|пересмотренн\\w+|مشروع|草案|经修订的
""")
TITLE: Final = re.compile(
    rf"(?:{_KIND}\s?)*"
    + any_of("""
    report|agenda|proposals?|opinion|outcomes?|summary|list|overview|statistics|road ?map|work ?plan
    action plan|programme|guidelines|contribution|input|comments?|views|considerations|thoughts
    remarks|update|review|resolution|recommendation|decision|note|statement|document|paper|response
    study|proposed|common|(?:the )?(?:implement|strengthen|improv|promot|enhanc|bridg|connect)ing
    (?:keep|support|bring|us)ing|towards?|how|why|what|on the|amendments?|modifications?
    information on|status|progress|role of|the role|preparations?|follow-up
    rapport|ordre du jour|propositions?|resultats?|liste|apercu|statistiques|feuille de route|plan
    programme|lignes directrices|contribution|observations|examen|recommandation
    etude|mise en oeuvre|renforce\\w+|promotion|vers|comment|pourquoi|role de|le role|preparation
    informe|orden del dia|propuestas?|resultados?|lista|resumen|estadisticas|hoja de ruta|programa
    directrices|contribucion|observaciones|resolucion|recomendacion|estudio|aportaciones
    aplicacion|fortalec\\w+|promocion|hacia|como|por que|papel de|el papel|preparacion
    отчет|доклад|повестк|предложени|общие предложени
    итог|список|перечень|обзор|статистик|дорожн|план
    программ|руководящ|вклад|замечани|рассмотрени|резолюци|рекомендаци|решени|исследовани|подготовк
    выполнени|осуществлени|укреплени|развити|содействи|о |об |роль
    تقرير|جدول|مقترح|نتائج|قائمة|استعراض|إحصاء|خارطة|خريطة|خطة|برنامج|مساهمة|تعليقات|قرار|توصية|دراسة
    وثيقة|تنفيذ|تعزيز|تطوير|دور|نحو|بشأن
    关于|有关|对|对于|落实|加强|促进|推动|报告|议程|建议|如何|为了|让
    """)
)
"""How a title begins, so that the line is nobody's name."""

BODY: Final = re.compile(
    any_of("""
    ministry|administration|authority|agency|union|organi[sz]ation|association|society|commission
    committee|council|university|institute|foundation|corporation|company|programme
    fund|centre|center
    regulatory|department|office|forum|alliance|chamber|federation|conference|academy|group of
    african group|arab group|arab states|league of|telecommunity|ministere|autorite|agence
    organisation
    societe|universite|institut|fondation|entreprise|conseil|comite|bureau|groupe|ligue|direction
    ministerio|autoridad|agencia|organizacion|asociacion|sociedad|universidad|instituto|fundacion
    empresa|consejo|comision|oficina|federacion|grupo|liga|direccion
    министерств|администраци|агентств|союз|организаци|ассоциаци|общество|комисси|комитет|университет
    институт|фонд|компани|федераци|групп[аы]|лига|содружеств|ведомств
    وزارة|هيئة|وكالة|منظمة|جمعية|لجنة|جامعة|معهد|مؤسسة|شركة|مجموعة|اتحاد
    部$|局$|管理局|组织|协会|学会|委员会|大学|研究院|基金会|公司|集团|联盟|电信组织
    """)
    + r"|\([a-zа-я&/ -]{2,14}\)$|\b(?:inc|ltd|llc|gmbh|s\.?a\.?|plc|ag|pjsc|оао|пао|ооо)\.?$"
)
"""Words of the names of those who submit."""

_OF_WHOM = r"(?:\s(?:of|for|du|de|des|del|de la|de los)\s.{0,120})?"

OFFICE: Final = re.compile("|".join((
    r"(?:the |le |la |el )?(?:itu |uit |general )?(?:secretaria[td]?|secretariat general)",
    (
        r"(?:the |le |la |el )?(?:vice-?)?(?:chair|chairman|chairwoman|chairperson|director"
        r"|secretary-general|deputy secretary-general|president|presidente|presidenta"
        r"|vicepresidente|secretaire generale?|secretari[oa] general|directeur|directrice"
        r"|directora)(?:,\s.{2,120})?" + _OF_WHOM
    ),
    word_key(r"(?:генеральный )?секретар(?:иат|ь)(?: мсэ)?"),
    word_key(r"(?:заместитель )?(?:председател\w*|директор\w*)(?:\s.{0,120})?"),
    word_key(
        "(?:الامانه|امانه الاتحاد|الامينه? العامه?|الرئيسه?|(?:نائبه? )?رئيسه? .{0,120}"
        "|مديره? .{0,120})"
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
