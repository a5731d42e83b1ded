"""By which words does a cover page say what stands next to them, in the six languages?

Everything here is matched against text folded by ``corpus.text.fold``: lower case, no accents, no
tatweel, Arabic ``ة`` as ``ه`` and ``ى`` as ``ي``, full-width signs as ASCII.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.text import word_key


def any_of(words: str) -> str:
    """An alternation of patterns that stand one a line or between bars, longest first.

    Bars within brackets divide nothing.
    """
    parts = {
        word_key(part.strip()) for part in re.split(r"[|\n](?![^()\n]*\))", words) if part.strip()
    }
    return "(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")"


# Russian adjectives in any case form; Arabic ones with or without "in" and the article.
_ENGLISH = r"english|anglais|ingles|английск\w+|\w{0,3}إنكليزية|\w{0,3}إنجليزية|英文|英语"
_FRENCH = r"french|francais|frances|французск\w+|\w{0,3}فرنسية|法文|法语"
_SPANISH = r"spanish|espagnol|espanol|испанск\w+|\w{0,3}إسبانية|西班牙文|西班牙语|西文"
_RUSSIAN = r"russian|russe|ruso|русск\w+|\w{0,3}روسية|俄文|俄语"
_ARABIC = r"arabic|arabe|арабск\w+|\w{0,3}عربية|阿文|阿拉伯文|阿拉伯语"
_CHINESE = r"chinese|chinois|chino|китайск\w+|\w{0,3}صينية|中文|汉语"

LANGUAGE_NAMES: Final = tuple(
    (code, re.compile(rf"(?<![^\W\d_]){any_of(names)}"))
    for code, names in (
        ("en", _ENGLISH), ("fr", _FRENCH), ("es", _SPANISH),
        ("ru", _RUSSIAN), ("ar", _ARABIC), ("zh", _CHINESE),
    )
)  # fmt: skip
"""The names of the six in each of them, as they stand behind ``Original:``."""

_ANY_LANGUAGE = any_of(f"{_ENGLISH}|{_FRENCH}|{_SPANISH}|{_RUSSIAN}|{_ARABIC}|{_CHINESE}")

ORIGINAL: Final = re.compile(
    rf"(?<![^\W\d_])(?:{any_of('original|язык оригинала|оригинал|الأصل|النص الأصلي|原文|原件')})"
    rf"\s*:\s*(?P<languages>{_ANY_LANGUAGE}"
    rf"(?:\s*(?:/|,|、|;|&|\+|and|et|y|и|و|和)\s*{_ANY_LANGUAGE})*)"
)
"""``Original: English / Russian``, ``Оригинал: английский``, ``原文：英文``."""

ONLY: Final = re.compile(
    rf"(?P<languages>{_ANY_LANGUAGE})\s+(?:only|seulement|uniquement|solamente|unicamente|только|فقط)"
    rf"|(?:solamente|unicamente|solo|uniquement|seulement)(?:\s+en)?\s+(?P<languages2>{_ANY_LANGUAGE})"
    rf"|только(?:\s+на)?\s+(?P<languages3>{_ANY_LANGUAGE})"
    rf"|(?:仅有|只有|仅|只)\s*(?P<languages4>{_ANY_LANGUAGE})"
)
"""``English only`` and its like: the document has one version, which is its original."""

DOCUMENT: Final = any_of("document|documento|документ[ауе]?|الوثيقة|للوثيقة|وثيقة|文件|文档")

_LABELS = any_of("""
    agenda item|agenda items|point de l'ordre du jour|punto del orden del dia|пункт повестки дня
    بند جدول الأعمال|议项|议程项目|contact|contacto|контактное лицо|للاتصال|联系人|keywords
    mots cles|palabras clave|ключевые слова|distr[ .]*|date|fecha|дата|التاريخ|日期
""")

LABEL: Final = re.compile(_LABELS + r"\s*(?:[:\d(]|$)")
"""What else stands on a cover before a colon, a number or nothing."""

LABEL_ANYWHERE: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_LABELS}|{any_of('source|fuente|источник|المصدر|来源|title|titre|titulo|标题')})\s*:"
)
"""Where a part of a cover begins, in a line that a reader joined."""

TITLE_LABEL: Final = re.compile(
    any_of("title|titre|titulo|название|наименование|العنوان|标题|题目") + r"\s*(?::|$)\s*"
)

END: Final = re.compile(
    r"[\d.\s]*"
    + any_of("""
    summary|executive summary|abstract|purpose|resume|sommaire|objet|resumen|objeto|objetivo
    finalidad|резюме|краткое содержание|цель|ملخص|الملخص|الغرض|المقدمة|مقدمة|概要|摘要|目的|内容提要
    action required|action requested|required action|suite a donner|mesures? a prendre
    accion solicitada|medida solicitada|необходимые действия|требуемые действия|мероприятие
    الإجراء المطلوب|需采取的行动|要求采取的行动|理事会需采取的行动
    relevant link.{0,60}|lien pertinent.{0,60}|vinculo pertinente.{0,60}|lien avec.{0,60}
    связь со стратегическим.{0,60}|соответствующая связь.{0,60}|الصلة بالخطة.{0,60}|与.{0,40}的关联
    financial implications?|incidences? financieres?|repercusiones financieras
    consecuencias financieras|implicaciones financieras|финансовые последствия|الآثار المالية
    财务影响|references?|referencias?|справочные материалы|ссылки|المراجع|参考文件|参考资料
    introduction|introduccion|введение|引言|导言|background|contexte|antecedentes
    базовая информация|contents|table of contents|table des matieres|indice|содержание
    المحتويات|目录
    annex.{0,10}|annexe.{0,10}|anexo.{0,10}|приложение.{0,10}|附件.{0,4}
    """)
    + r"\s*(?:\d{0,3}|[:.].*)$"
)
"""Headings behind which the cover's own lines are over, and which are nobody's title."""

ORGANISATION: Final = re.compile(
    any_of("""
    international telecommunication union|union internationale des telecommunications
    union internacional de telecomunicaciones|международный союз электросвязи
    الاتحاد الدولي للاتصالات|国际电信联盟|united nations|nations unies|naciones unidas
    организация объединенных наций|объединенные нации|الأمم المتحدة|联合国
    general assembly|assemblee generale|asamblea general|генеральная ассамблея|الجمعية العامة|大会
    economic and social council|conseil economique et social|consejo economico y social
    council working group.*|groupe de travail du conseil.*|grupo de trabajo del consejo.*
    рабочая группа совета.*|فريق العمل التابع للمجلس.*|理事会.{0,40}工作组
    council|conseil|consejo|совет|المجلس|理事会
    (?:committee|commission) (?:on|for) .{0,80}|комитет по.{0,80}
    (?:comite|comision|commission) (?:pour|de|contre|des|del|para) .{0,80}
    لجنة .{0,80}|.{0,30}委员会
    """)
    + r"(?:\s*(?:\d{4}|\(.*\)|年会议))*$"
)
"""Who holds the meeting; such a line is not a title."""

MEETING_NAME: Final = re.compile(
    r"(?:\S+ ){0,2}(?:meeting|session|reunion|periodo de sesiones|собрание|совещание|сессия)"
    + word_key(r"|(?:الاجتماع|الدوره) .{0,40}|第.{1,6}(?:次会议|届会议)")
)
"""A whole line such as ``Thirty-ninth meeting``."""

MEETING: Final = re.compile(
    any_of("""
    meeting|session|reunion|periodo de sesiones|собрание|совещание|сессия|الاجتماع|اجتماع|الدورة
    会议|geneva|geneve|ginebra|женева|جنيف|日内瓦|virtual|hybrid
    """)
)

SUBJECT: Final = re.compile(
    any_of("subject|objet|asunto|тема|предмет|الموضوع|主题|事由|题目") + r"\s*:\s*\S.{0,250}$"
)
"""``Subject: …``: the title, where it is told on one line."""

SITTING: Final = re.compile(
    any_of("""
    plenary meeting|plenary|seance pleniere|pleniere|sesion plenaria|plenaria|пленарное заседание
    الجلسة العامة|全体会议|(?:committee|commission|comision|комитет|اللجنة) \\d|第.{1,2}委员会
    """)
)
"""For which sitting of a conference the document is; it stands alone on its line."""

BODY: Final = re.compile(
    any_of("""
    world summit|sommet mondial|cumbre mundial|всемирн\\w+ встреч\\w+|القمة العالمية|بالقمة العالمية
    plenipotentiary|conference de plenipotentiaires|conferencia de plenipotenciarios
    полномочная конференция|مؤتمر المندوبين|全权代表|世界峰会|峰会
    """)
)
"""How a line of the cell begins that says whose meeting it is."""

TITLE_STYLE: Final = re.compile(
    any_of("""
    title|title ?[1-4]|doctitle|doc title|res_title|restitle|rectitle|rec_title|titre
    titulo|название|заголовок|العنوان|عنوان|标题|文档标题|_ ?title.*|.*_title_gs
    """)
    + r"$"
)
