"""By when something is to be done, and what is due by no day, in six languages alike."""

from __future__ import annotations

import re

import pytest

from corpus.documents import Passage
from corpus.extract.mandates import find, of_paragraphs
from corpus.extract.mandates.deadlines import Deadline, find_deadline, parse_time
from corpus.extract.mandates.words import plain
from corpus.languages import BY_CODE

# What is counted from a meeting or a date; and what only stands near to one, with its deadline.
COUNTED = {
    "en": (
        "The secretariat is requested to reply {}.",
        ("at least six weeks before its 41st meeting", "two weeks after its 41st meeting"),
        ("not later than 14 calendar days before the start of the 41st meeting",),
        ("two months before 15 March 2025", "one year before PP-26", "six weeks before 2025"),
        (
            "41st meeting, at least six weeks before",
            "41st meeting, six weeks before its opening",
        ),
    ),
    "fr": (
        "Le secrétariat est prié de répondre {}.",
        ("au moins six semaines avant sa 41e réunion",),
        ("six semaines au moins avant le début de sa 41e réunion",),
        ("au plus tard deux mois avant le 15 mars 2025",),
        (
            "41e réunion, au moins six semaines avant",
            "41e réunion, six semaines à l'avance",
        ),
    ),
    "es": (
        "Se pide a la Secretaría que responda {}.",
        ("al menos seis semanas antes de su 41.ª reunión",),
        ("con seis semanas de antelación a su 41.ª reunión",),
        ("a más tardar dos meses antes del 15 de marzo de 2025",),
        (
            "41.ª reunión, al menos seis semanas antes",
            "41.ª reunión con al menos seis semanas de antelación",
        ),
    ),
    "ru": (
        "Секретариату предлагается ответить {}.",
        ("не позднее чем за шесть недель до ее 41-го собрания", "за месяц до 41-го собрания"),
        ("за две недели до начала 41-го собрания",),
        ("не менее чем за два месяца до 15 марта 2025",),
        (
            "41-м собрании, не позднее чем за шесть недель до него",
            "41-м собрании, за месяц до его открытия",
        ),
    ),
    "ar": (
        "يُطلب من الأمانة نشر التقرير {}.",
        ("قبل الاجتماع 41 للفريق بستة أسابيع على الأقل", "قبل الاجتماع 41 بما لا يقل عن أسبوعين"),
        ("قبل ستة أسابيع على الأقل من الاجتماع 41",),
        ("قبل 15 مارس 2025 بشهرين",),
        ("الاجتماع 41، قبل انعقاده بستة أسابيع على الأقل",),
    ),
    "zh": (
        "请秘书处{}公布报告。",
        ("至迟在第41次会议召开六周之前", "第41次会议前六周", "第41次会议之前至少六周"),
        ("提前六周向第41次会议",),
        ("2025年3月15日前两个月",),
        ("第41次会议，至少提前六周",),
    ),
}
NEAR_TO_ONE = {
    "en": (
        ("reply before its 41st meeting on the days after the flood", "meeting 41"),
        ("report on its work of three days, and to reply by 15 March 2025", "2025-03-15"),
    ),
    "fr": (("un rapport sur l'année 2024 avant sa 41e réunion", "meeting 41"),),
    "es": (("un informe del año 2024 antes de su 41.ª reunión", "meeting 41"),),
    "ru": (("отчет за 2024 год до 41-го собрания", "meeting 41"),),
    "ar": (("قبل الاجتماع 41 بشأن الأيام الثلاثة", "meeting 41"),),
    "zh": (("在2025年3月15日前", "2025-03-15"), ("在2025年的使用中", None)),
}


@pytest.mark.parametrize("language", COUNTED)
def test_a_time_counted_from_a_day_is_no_deadline(language: str) -> None:
    sentence, *kinds = COUNTED[language]
    for words in (form for kind in kinds for form in kind):
        (mandate,) = find(sentence.format(words), language)
        assert (mandate.deadline, mandate.deadline_text) == (None, words)
        assert mandate.counted_from in {"meeting 41", "2025-03-15", "PP-26", "2025"}
    for words, due in NEAR_TO_ONE[language]:
        (mandate,) = find(sentence.format(words), language)
        assert mandate.deadline == due, words


# What begins at a meeting, and is to be done by none.
BEGINS = {
    "en": (
        "The secretariat is requested to report {}.",
        ("from its 42nd meeting onwards", "as from the 42nd meeting", "starting with Council 2025"),
    ),
    "fr": (
        "Le secrétariat est prié de faire rapport {}.",
        ("à compter de sa 42e réunion", "à partir de la 42e réunion", "dès sa prochaine réunion"),
    ),
    "es": (
        "Se pide a la Secretaría que informe {}.",
        ("a partir de su 42.ª reunión", "desde la 42.ª reunión", "a partir del Consejo de 2025"),
    ),
    "ru": (
        "Секретариату предлагается отчитываться {}.",
        ("начиная с 42-го собрания", "с 42-го собрания", "начиная со следующего собрания"),
    ),
    "ar": (
        "يُطلب من الأمانة نشر التقرير {}.",
        ("اعتباراً من اجتماعه 42", "ابتداءً من الاجتماع 42", "بدءاً من الاجتماع المقبل"),
    ),
    "zh": (
        "请秘书处{}公布报告。",
        ("自第42次会议起", "从第42次会议开始", "自下次会议起"),
    ),
}
AND_ENDS = {
    "en": "from its 42nd meeting onwards, and to reply before its 43rd meeting",
    "fr": "à compter de sa 42e réunion, et de répondre avant sa 43e réunion",
    "es": "a partir de su 42.ª reunión, y que responda antes de su 43.ª reunión",
    "ru": "начиная с 42-го собрания, и ответить до 43-го собрания",
    "ar": "اعتباراً من اجتماعه 42، والرد قبل الاجتماع 43",
    "zh": "自第42次会议起并在第43次会议之前",
}


@pytest.mark.parametrize("language", BEGINS)
def test_a_task_beginning_at_a_meeting_is_not_due_there(language: str) -> None:
    sentence, begins = BEGINS[language]
    for words in begins:
        (mandate,) = find(sentence.format(words), language)
        assert (mandate.deadline, mandate.deadline_text) == (None, None), words
    (mandate,) = find(sentence.format(AND_ENDS[language]), language)
    assert mandate.deadline == "meeting 43"


# What lasts until then, and is to be done by no day; and what is to be reported in a year.
LASTS = {
    "en": (
        "invites the Council to extend its mandate until {}.",
        ("the Plenipotentiary Conference in 2026", "31 January 2026", "2026"),
    ),
    "fr": (
        "invite le Conseil à proroger son mandat jusqu'{}.",
        ("à la Conférence de plénipotentiaires de 2026", "au 31 janvier 2026"),
    ),
    "es": (
        "invita al Consejo a prorrogar su mandato hasta {}.",
        ("la Conferencia de Plenipotenciarios de 2026", "el 31 de enero de 2026", "2026"),
    ),
    "ru": (
        "приглашает Совет продлить его мандат до {}.",
        ("Полномочной конференции 2026 года", "31 января 2026 года", "2026 года"),
    ),
    "ar": (
        "يدعو المجلس إلى تمديد ولايته حتى {}.",
        ("مؤتمر المندوبين المفوضين لعام 2026", "31 يناير 2026", "2026"),
    ),
    "zh": ("请理事会将任期延长至{}。", ("2026年全权代表大会", "2026年1月31日")),
}
REPORT = {
    "en": (
        "asks the secretariat to report on its use to the Council in 2025.",
        "asks the secretariat to open a register and to report in 2025.",
        "asks the secretariat to open a register and to report on its use in 2025.",
        "asks the secretariat to report on activities carried out in 2025.",
        "asks the secretariat to open the centre planned for the Forum in 2025.",
    ),
    "fr": (
        "prie le secrétariat de rendre compte de son utilisation au Conseil en 2025.",
        "prie le secrétariat de faire rapport en 2025.",
        "prie le secrétariat d'ouvrir un registre et de rendre compte de son utilisation en 2025.",
        "prie le secrétariat de rendre compte des activités menées en 2025.",
        "prie le secrétariat d'ouvrir le centre prévu pour le Forum en 2025.",
    ),
    "es": (
        "pide a la Secretaría que informe sobre su utilización al Consejo en 2025.",
        "pide a la Secretaría que presente un informe en 2025.",
        "pide a la Secretaría que abra un registro y que informe sobre su utilización en 2025.",
        "pide a la Secretaría que informe sobre las actividades realizadas en 2025.",
        "pide a la Secretaría que abra el centro previsto para el Foro en 2025.",
    ),
    "ru": (
        "просит секретариат представить отчет о его использовании Совету в 2025 году.",
        "просит секретариат представить отчет в 2025 году.",
        "просит секретариат открыть реестр и представить отчет о его использовании в 2025 году.",
        "просит секретариат представить отчет о мероприятиях, проведенных в 2025 году.",
        "просит секретариат открыть центр, нужный для Форума в 2025 году.",
    ),
    "ar": (
        "يطلب إلى الأمانة أن تقدم تقريراً عن استعماله إلى المجلس في عام 2025.",
        "يطلب إلى الأمانة أن تقدم تقريراً في عام 2025.",
        "يطلب إلى الأمانة أن تفتح سجلاً وأن تقدم تقريراً عن استعماله في عام 2025.",
        "يطلب إلى الأمانة أن تقدم تقريراً عن الأنشطة المنفذة في عام 2025.",
        "يطلب إلى الأمانة أن تفتح المركز المقرر للمنتدى في عام 2025.",
    ),
    "zh": (
        "请秘书处在2025年向理事会报告其使用情况。",
        "请秘书处于2025年提交报告。",
        "请秘书处设立登记册，并报告其在2025年的使用情况。",
        "请秘书处报告登记册在2025年的使用情况。",
        "请秘书处设立2025年论坛所需的中心。",
    ),
}


@pytest.mark.parametrize("language", BY_CODE)
def test_a_task_that_lasts_until_a_day_has_no_deadline(language: str) -> None:
    sentence, days = LASTS[language]
    for day in days:
        (mandate,) = find(sentence.format(day), language)
        assert (mandate.deadline, mandate.deadline_text) == (None, None), day


@pytest.mark.parametrize("language", BY_CODE)
def test_a_report_for_a_year_is_due_in_it(language: str) -> None:
    """A report on `its use in 2025` may be on the use of that year."""
    due = [find(text, language)[0].deadline for text in REPORT[language]]
    assert due == ["2025", "2025", None, None, None]


TWO_CLAUSES = {
    "en": (
        "endorse the outline, and authorize the Secretary-General to forward it by {}",
        "authorize the Secretary-General to invite Member States to reply and to report by {}",
    ),
    "fr": (
        "d'approuver le plan et d'autoriser le Secrétaire général à le communiquer d'ici au {}",
        "d'autoriser le Secrétaire général à inviter les Membres à répondre et à agir d'ici au {}",
    ),
    "es": (
        "apruebe el esquema y autorice al Secretario General a remitirlo a más tardar el {}",
        "autorice al Secretario General a invitar a los miembros a hablar y a oír hasta el {}",
    ),
    "ru": (
        "одобрить план и уполномочить Генерального секретаря направить его до {} года",
        "уполномочить Генерального секретаря пригласить членов ответить и доложить до {} года",
    ),
    "ar": (
        "أن يقرّ المخطط ويأذن للأمين العام بإرساله بحلول {}",
        "أن يأذن للأمين العام بأن يدعو الدول الأعضاء إلى الرد وأن يقدم تقريراً بحلول {}",
    ),
    "zh": (
        "认可第2.2段所述国际电联贡献报告的提纲，并授权秘书长于{}之前将其送交",
        "授权秘书长邀请成员国答复，并在{}之前报告",
    ),
}
DAYS = {
    "en": "31 October 2024",
    "fr": "31 octobre 2024",
    "es": "31 de octubre de 2024",
    "ru": "31 октября 2024",
    "ar": "31 أكتوبر 2024",
    "zh": "2024年10月31日",
}
LEADS = {
    "en": "The Council is invited to:",
    "fr": "Le Conseil est invité à:",
    "es": "Se invita al Consejo a que:",
    "ru": "Совету предлагается:",
    "ar": "يدعى المجلس إلى:",
    "zh": "请理事会：",
}


@pytest.mark.parametrize("language", BY_CODE)
def test_a_deadline_is_of_whom_its_clause_asks(language: str) -> None:
    """A deadline that may be of two is nobody's."""
    clauses, doubtful = (text.format(DAYS[language]) for text in TWO_CLAUSES[language])
    paragraphs = ((None, LEADS[language]), ("1.1", clauses), ("1.2", doubtful))
    held = of_paragraphs(
        [
            Passage("paragraph", text, label, (label,) if label else (), language=language)
            for label, text in paragraphs
        ]
    )
    deadlines = [
        (entry.paragraph, entry.mandate.addressee, entry.mandate.deadline) for entry in held
    ]
    assert deadlines == [
        (1, "Council", None),
        (1, "Secretary-General", "2024-10-31"),
        (2, "Council", None),
        (2, "Secretary-General", None),
    ]
    assert held[1].mandate.verb == "authorizes"


# A text, with the deadline that it names: the name, the words, and whether it is before a meeting.
NAMED = {
    "en": (
        ("before the Council 2025", "Council 2025", "before the Council 2025", True),
        ("before 2025 session of the Council", "Council 2025", None, True),
        ("to report to C25", "Council 2025", "C25", False),
        ("to report to PP-26", "PP-26", "PP-26", False),
        ("Plenipotentiary Conference in 2026", "PP-26", None, False),
        ("at its next meeting", "next meeting", "next meeting", False),
        ("at the 41st meeting and the 42nd meeting", "meeting 41", "41st meeting", False),
        ("from its 41st meeting and at the 42nd meeting", "meeting 42", "42nd meeting", False),
        ("from its 41st meeting and before PP-26", "PP-26", "before PP-26", True),
        ("by 15 March 2025 and before its next meeting", "2025-03-15", "15 March 2025", False),
        (
            "before its next meeting and by 15 March 2025",
            "next meeting",
            "before its next meeting",
            True,
        ),
        ("on 1 May 2024, and by 15 March 2025", "2025-03-15", "15 March 2025", False),
        ("from 1 May 2024, and by 15 March 2025", "2025-03-15", "15 March 2025", False),
        ("1 May 2024 and by 2025", "2025", "by 2025", False),
        ("by 2025, and by 2026", "2025", "by 2025", False),
        ("from 2025, and by the end of 2026", "2026", "by the end of 2026", False),
        ("by 2025, and by 15 March 2026", "2025", "by 2025", False),
        ("before 15 March 2025 and by 2026", "2025-03-15", "15 March 2025", False),
        ("six weeks. before its 41st meeting", "meeting 41", "before its 41st meeting", True),
        ("six weeks before; its 41st meeting", "meeting 41", "41st meeting", False),
        ("to extend it until 2025 and by 2026", "2026", "by 2026", False),
        ("to extend it until 2025; and to reply by 2026", "2026", "by 2026", False),
        ("by 20251", None, None, False),
        ("the 41st meeting onwards", None, None, False),
        ("the 41st meeting on.", None, None, False),
        ("15 March 2025", None, None, False),
        ("to report on 15 March 2025 in 2026", None, None, False),
        ("to report in 2026", "2026", "in 2026", False),
    ),
    "fr": (
        ("avant la Conférence de plénipotentiaires de 2026", "PP-26", None, True),
        ("d'ici à la fin de 2025", "2025", "d'ici à la fin de 2025", False),
    ),
    "es": (
        ("antes del Consejo 2025", "Council 2025", "antes del Consejo 2025", True),
        ("próxima reunión", "next meeting", "próxima reunión", False),
    ),
    "ru": (
        ("до 41-го собрания", "meeting 41", "до 41-го собрания", True),
        ("Совет-2025", "Council 2025", "Совет-2025", False),
    ),
    "ar": (
        ("قبل الاجتماع 41", "meeting 41", "قبل الاجتماع 41", True),
        ("بحلول نهاية 2025", "2025", "بحلول نهاية 2025", False),
    ),
    "zh": (
        ("第41次会议之前", "meeting 41", "第41次会议之前", True),
        ("第41次会议上，第42次会议之前", "meeting 41", "第41次会议", False),
        ("在2025年3月15日之前", "2025-03-15", "2025年3月15日", False),
        ("自第42次会议起并在第43次会议之前", "meeting 43", "第43次会议之前", True),
        ("不迟于2025年", "2025", "不迟于2025", False),
        ("不迟于2025年3月15日", "2025-03-15", "2025年3月15日", False),
        ("第42次会议起", None, None, False),
        ("提前六周。第41次会议", "meeting 41", "第41次会议", False),
    ),
}


@pytest.mark.parametrize("language", NAMED)
def test_the_first_deadline_of_a_text_is_named(language: str) -> None:
    """Without words of the deadline in a case, they are the whole text."""
    for text, name, words, is_before in NAMED[language]:
        expected = None if name is None else Deadline(name, words or text, None, is_before)
        assert find_deadline(text, language) == expected, text


LATEST = {
    "en": ("{}, at the latest.", "15 March 2025", "{} at the latest meeting"),
    "fr": ("{} au plus tard.", "15 mars 2025", "{} au plus tard six semaines après"),
    "es": ("{}, a más tardar.", "15 de marzo de 2025", "{} a más tardar seis semanas después"),
    "ru": ("{} года, не позднее.", "15 марта 2025", "{} года не позднее чем через неделю"),
    "ar": ("{} كحد أقصى.", "15 مارس 2025", "{} كحد أقصى للعدد"),
}


@pytest.mark.parametrize("language", LATEST)
def test_at_the_latest_after_a_day_makes_a_deadline(language: str) -> None:
    text, day, other = LATEST[language]
    assert find_deadline(plain(text.format(day), language), language) == Deadline(
        "2025-03-15", day, None
    )
    assert find_deadline(plain(other.format(day), language), language) is None


def test_only_a_near_word_makes_a_date_a_deadline() -> None:
    """A word of two letters, and 22 letters more, are the 24 in which it counts."""
    assert find_deadline(f"by {'-' * 21}15 March 2025", "en") is not None
    assert find_deadline(f"by {'-' * 22}15 March 2025", "en") is None
    assert find_deadline(f"from {'-' * 19}15 March 2025 by", "en") is None
    assert find_deadline(f"by 15 March 2025 from {'-' * 30}", "en") is not None


@pytest.mark.parametrize(("letters", "is_due"), [(570, False), (590, True)])
def test_only_words_in_the_clause_make_dates_an_end(letters: int, is_due: bool) -> None:
    """The words `extend it until` are 15 letters of the 600 before a date."""
    text = f"extend it {'-' * letters} until 15 March 2025"
    assert (find_deadline(text, "en") is not None) is is_due


@pytest.mark.parametrize(("letters", "is_counted"), [(560, True), (600, False)])
def test_only_a_count_in_the_clause_starts_from_a_meeting(letters: int, is_counted: bool) -> None:
    deadline = find_deadline(f"six weeks before the {'-' * letters} 41st meeting", "en")
    assert deadline is not None
    assert (deadline.counted_from, deadline.name) == (
        ("meeting 41", None) if is_counted else (None, "meeting 41")
    )


def test_a_year_of_reporting_is_found_in_a_long_text() -> None:
    for letters in (0, 580, 590, 599, 600, 601, 1190, 1205, 3000):
        text = f"{'-' * letters}. to report in 2026"
        assert find_deadline(text, "en") == Deadline("2026", "in 2026", None), letters
        assert find_deadline(f"{text}. {'-' * 700}", "en") == Deadline("2026", "in 2026", None), (
            letters
        )
    # What goes on behind the year is read as well, where two stretches meet.
    for letters in range(1165, 1200):
        assert find_deadline(f"{'-' * letters}. to report in 2026 of it", "en") is None, letters


def test_a_time_is_recognised_in_any_language() -> None:
    for text, name in (
        ("41st meeting", "meeting 41"),
        ("41-м собрании", "meeting 41"),
        ("第41次会议", "meeting 41"),
        ("prochaine réunion", "next meeting"),
        ("Council 2025", "Council 2025"),
        ("by 2025", "2025"),
        (f"by{' ' * 294}2025", "2025"),
        (f"by{' ' * 295}2025", None),
        ("الاجتماع المقبل", "next meeting"),
        ("الاجتماعُ المقبل", "next meeting"),
        ("at the 41st meeting", None),
        ("2025", None),
        ("", None),
    ):
        assert parse_time(text) == name, text


# A meeting by its number, in the forms of the ordinal that a language has.
BEFORE_A_MEETING = {
    "en": ("before the {} meeting", ("42nd", "41st", "43rd", "40th")),
    "fr": ("avant la {} réunion", ("42e", "42ème", "42 ème", "42ieme", "42ᵉ", "1re", "1ère")),
    "es": ("antes de la {} reunión", ("42.ª", "42ª", "42a", "42.a", "42a.")),
    "ru": (
        "до {} собрания",
        ("42-го", "42-ого"),
    ),
    "ar": ("قبل الاجتماع {}", ("42",)),
    "zh": ("在第{}次会议之前", ("42",)),
}


@pytest.mark.parametrize("language", BY_CODE)
def test_before_a_numbered_meeting_is_a_deadline(language: str) -> None:
    form, numbers = BEFORE_A_MEETING[language]
    asked = COUNTED[language][0]
    for number in numbers:
        (mandate,) = find(asked.format(form.format(number)), language)
        name = "meeting " + re.sub("[^0-9].*", "", number)
        assert (mandate.deadline, mandate.is_before) == (name, True), number


def test_a_numbered_meeting_is_named_in_every_case_of_russian() -> None:
    for form in ("к 42-му собранию", "на 42-м собрании", "перед 42-ым собранием", "42-е собрание"):
        due = find_deadline(form, "ru")
        assert due is not None
        assert due.name == "meeting 42"
