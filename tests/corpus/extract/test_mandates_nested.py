"""Tasks that a body is to ask of others, and the ends of tasks."""

from __future__ import annotations

import pytest

from corpus.documents import Passage
from corpus.extract import references
from corpus.extract.mandates import Mandate, addressee_names, find, of_paragraphs
from corpus.languages import BY_CODE
from corpus.sample import FILES
from ingest.read import read

LEADS = {
    "en": "The Group recommends that the Council:",
    "fr": "Le Groupe recommande au Conseil:",
    "es": "El Grupo recomienda que el Consejo:",
    "ru": "Группа рекомендует Совету:",
    "ar": "يوصي الفريق المجلس بما يلي:",
    "zh": "工作组建议理事会：",
}
ITEMS = {
    "en": "take note of the work, and request the Secretary-General to transmit the summary;",
    "fr": "de prendre note des travaux et de demander au Secrétaire général de l'envoyer;",
    "es": "tome nota de los trabajos y pida al Secretario General que transmita el resumen;",
    "ru": "принять к сведению работу и просить Генерального секретаря передать резюме;",
    "ar": "أن يحيط علماً بالأعمال، ويطلب إلى الأمين العام إحالة الملخص؛",
    "zh": "注意到筹备情况，并请秘书长转呈总结；",
}
SENTENCES = {
    "en": "The Council is invited to note this, to invite Member States to reply to the questions, "
    "and to request the secretariat to prepare the compilation.",
    "fr": "Le Conseil est invité à prendre note, à inviter les États Membres à répondre aux "
    "questions, et à charger le secrétariat d'établir la compilation.",
    "es": "Se invita al Consejo a tomar nota, a invitar a los Estados Miembros a responder a las "
    "preguntas y a encargar a la Secretaría que prepare la recopilación.",
    "ru": "Совету предлагается принять это к сведению, пригласить Государства-Члены ответить на "
    "вопросы и просить секретариат подготовить подборку.",
    "ar": "يدعى المجلس إلى الإحاطة علماً بذلك، ودعوة الدول الأعضاء إلى الرد على الأسئلة، وتكليف "
    "الأمانة بإعداد المجموعة.",
    "zh": "请理事会注意到本文件，邀请成员国答复问卷，并要求秘书处编写汇编。",
}
RECITED = {
    "en": "Resolution 140 calls on the Secretary-General to serve UNGIS, and E/RES/2023/3 takes "
    "note of it.",
    "fr": "Le Secrétaire général est appelé à servir l'UNGIS; dans la résolution E/RES/2023/3, il "
    "en est pris note.",
    "es": "En la Resolución 140 se pide al Secretario General que sirva al UNGIS, y en la "
    "resolución E/RES/2023/3 se toma nota.",
    "ru": "Резолюция 140 просит Генерального секретаря служить ЮНГИС, а в резолюции E/RES/2023/3 "
    "это принимается к сведению.",
    "ar": "يدعو المجلس الأمين العام إلى خدمة الفريق، ويحيط القرار E/RES/2023/3 علماً بذلك.",
    "zh": "第140号决议要求秘书长为UNGIS服务，E/RES/2023/3号决议注意到该小组的活动。",
}


def _read(*paragraphs: tuple[str | None, str], language: str) -> list[Mandate]:
    passages = [
        Passage(
            *("paragraph", text, label, (label,) if label else ()),
            language=language,
            mentions=references.find(text),
        )
        for label, text in paragraphs
    ]
    return [entry.mandate for entry in of_paragraphs(passages)]


@pytest.mark.parametrize("language", BY_CODE)
def test_the_one_a_body_is_to_ask_is_an_addressee(language: str) -> None:
    outer, inner = _read((None, LEADS[language]), ("3.1", ITEMS[language]), language=language)
    assert (outer.verb, outer.addressees) == ("recommends", ("Council",))
    assert (inner.verb, inner.addressees) == ("requests", ("Secretary-General",))
    assert inner.action in outer.action
    assert inner.is_proposal


@pytest.mark.parametrize("language", BY_CODE)
def test_each_of_several_has_what_he_is_to_do(language: str) -> None:
    whole, first, second = _read((None, SENTENCES[language]), language=language)
    assert [mandate.addressees for mandate in (whole, first, second)] == [
        ("Council",),
        ("Member States",),
        ("Secretariat",),
    ]
    assert first.action in whole.action
    assert second.action in whole.action
    assert second.action not in first.action
    assert whole.action.endswith(second.action)
    behind = SENTENCES[language].split(first.action)[1]
    assert behind.lstrip("，،, ").startswith(("and", "et", "y a", "и", "و", "并"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("instructs the secretariat to invite Member States to reply", "en"),
        ("责成秘书处邀请成员国答复", "zh"),
        ("يكلف الأمانة بدعوة الدول الأعضاء إلى الرد", "ar"),
        ("requests the Council to authorize the Secretary-General to invite Member States", "en"),
    ],
)
def test_whom_an_office_is_to_ask_is_its_own_affair(text: str, language: str) -> None:
    addressees = [mandate.addressee for mandate in _read((None, text), language=language)]
    assert addressees in (["Secretariat"], ["Council", "Secretary-General"])


@pytest.mark.parametrize("language", BY_CODE)
def test_a_summary_of_another_resolution_is_no_mandate(language: str) -> None:
    (mandate,) = find(RECITED[language], language)
    assert mandate.addressees == ("Secretary-General",)
    assert mandate.action
    assert "E/RES" not in mandate.action
    assert "UNGIS" in mandate.action or language in ("ru", "ar")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("requests the secretariat to report on the Forum, and Resolution 140 as amended", "en"),
        ("要求秘书处报告论坛情况，以及第140号决议的落实情况", "zh"),
    ],
)
def test_a_resolution_to_report_on_belongs_to_it(text: str, language: str) -> None:
    assert "140" in find(text, language)[0].action


REQUESTED = {
    "en": "The Group requests the Secretary-General to publish the report by 31 October 2024",
    "fr": "Le Groupe prie le Secrétaire général de publier le rapport d'ici au 31 octobre 2024",
    "es": "El Grupo pide al Secretario General que publique algo antes del 31 de mayo de 2024",
    "ru": "Группа просит Генерального секретаря опубликовать отчет до 31 октября 2024 года",
    "ar": "يطلب الفريق إلى الأمين العام نشر التقرير قبل 31 أكتوبر 2024",
    "zh": "工作组要求秘书长在2024年10月31日前发布报告",
}
BESIDE = {
    "en": (
        ", and the Director of BDT to organize a workshop.",
        ", and requests the Director of BDT to organize a workshop.",
        " and invites Member States to send comments.",
    ),
    "fr": (
        ", et le Directeur du BDT d'organiser un atelier.",
        ", et prie le Directeur du BDT d'organiser un atelier.",
        " et invite les États Membres à envoyer leurs observations.",
    ),
    "es": (
        ", y al Director de la BDT que organice un taller.",
        ", y pide al Director de la BDT que organice un taller.",
        " e invita a los Estados Miembros a enviar sus comentarios.",
    ),
    "ru": (
        ", а Директора БРЭ – организовать семинар-практикум.",
        " и просит Директора БРЭ организовать семинар-практикум.",
        " и предлагает Государствам-Членам направить свои замечания.",
    ),
    "ar": (
        "، وإلى مدير مكتب تنمية الاتصالات تنظيم ورشة عمل.",
        "، ويطلب إلى مدير مكتب تنمية الاتصالات تنظيم ورشة عمل.",
        "، ويدعو الدول الأعضاء إلى إرسال تعليقاتها.",
    ),
    "zh": (
        "，电信发展局主任举办讲习班。",
        "，并要求电信发展局主任举办讲习班。",
        "，并请成员国提交意见。",
    ),
}


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_two_addressees_in_one_sentence_have_a_mandate_each(language: str, which: int) -> None:
    text = REQUESTED[language] + BESIDE[language][which]
    first, second = _read((None, text), language=language)
    expected = ("invites", "Member States") if which == 2 else ("requests", "Director of BDT")
    assert (first.verb, first.addressee, first.deadline) == (
        "requests",
        "Secretary-General",
        "2024-05-31" if language == "es" else "2024-10-31",
    )
    assert (second.verb, second.addressee, second.deadline) == (*expected, None)
    assert first.action
    assert second.action not in first.action
    assert text.endswith(second.action)
    assert first.askers == second.askers == ("CWG-WSIS&SDG",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        # What an office is to do with others, or with a list of them.
        ("instructs the secretariat to prepare a report, and invite Member States to reply", "en"),
        ("requests the secretariat to invite the Chair, and the Director of BDT to attend", "en"),
        (
            "requests that the Secretary-General publishes it and invites Member States to reply",
            "en",
        ),
        ("requests the secretariat to enable Member States and the Chair to meet", "en"),
        (
            "demande que le secrétariat publie le rapport et invite les États Membres à répondre",
            "fr",
        ),
        (
            "pide a la Secretaría que publique el informe e invite a los Estados Miembros a leer",
            "es",
        ),
        ("поручает секретариату подготовить отчет и предложить Государствам-Членам ответить", "ru"),
        ("يطلب إلى الأمين العام أن ينشر التقرير ويدعو الدول الأعضاء إلى الرد", "ar"),
        ("يطلب إلى الأمين العام إرسال التقرير إلى المجلس، وإلى الأمين العام للإعلام", "ar"),
        ("责成秘书处编写报告，并邀请成员国答复", "zh"),
        ("请秘书长发布报告，成员国可提出意见", "zh"),
        ("请秘书长发布报告，理事会审议后实施", "zh"),
    ],
)
def test_a_task_shared_with_others_stays_one_action(text: str, language: str) -> None:
    (mandate,) = _read((None, text), language=language)
    assert mandate.action in text
    assert text.endswith(mandate.action)


RESUMED = {
    "en": (
        "The Council is invited to request the secretariat to compile the replies received, and to "
        "recommend the exercise."
    ),
    "fr": (
        "Le Conseil est invité à charger le secrétariat d'établir la compilation et à recommander "
        "l'exercice."
    ),
    "es": (
        "Se invita al Consejo a encargar a la Secretaría que prepare la recopilación y a "
        "recomendar el ejercicio."
    ),
    "ru": (
        "Совету предлагается просить секретариат подготовить подборку, описанную выше, и "
        "рекомендовать проведение учений."
    ),
    "ar": "يُدعى المجلس إلى تكليف الأمانة بإعداد المجموعة المذكورة، والتوصية بإجراء التمرين.",
    "zh": "请理事会要求秘书处编写上述汇编，并建议开展演练。",
}
EXERCISE = {"en": "exercise", "fr": "exercice", "es": "ejercicio", "ru": "учений"}
EXERCISE |= {"ar": "التمرين", "zh": "演练"}


@pytest.mark.parametrize("language", BY_CODE)
def test_an_action_continues_behind_a_request_to_another(language: str) -> None:
    body, office = _read((None, RESUMED[language]), language=language)
    assert (body.addressee, office.addressee) == ("Council", "Secretariat")
    assert EXERCISE[language] in body.action
    assert EXERCISE[language] not in office.action
    assert office.action in body.action


@pytest.mark.parametrize(
    ("text", "language"),
    [
        # What the office itself is to do goes on.
        ("The Council is invited to ask the secretariat to prepare and to recommend a text.", "en"),
        ("Le Conseil est invité à charger le secrétariat d'établir et de recommander un x.", "fr"),
        ("Se invita al Consejo a pedir a la Secretaría que prepare y que recomiende un x.", "es"),
        ("Совету предлагается просить секретариат подготовить и рекомендовать текст x.", "ru"),
        ("يُدعى المجلس إلى تكليف الأمانة بأن تعدّ نصاً، وأن توصي به x.", "ar"),
        ("请理事会要求秘书处编写和建议案文x。", "zh"),
    ],
)
def test_the_second_action_of_a_sentence_is_whole(text: str, language: str) -> None:
    assert _read((None, text), language=language)[1].action.endswith(text[-2:])


@pytest.mark.parametrize(
    "text",
    [
        "请工作组要求秘书处与担任推进方的教科文组织共同编写导则。",
        "要求秘书处与教科文组织合作编写导则。",
    ],
)
def test_a_helper_of_the_addressee_is_part_of_the_action(text: str) -> None:
    mandate = _read((None, text), language="zh")[-1]
    assert mandate.addressees == ("Secretariat",)
    assert mandate.action.startswith("与")


TO_RECOMMEND = {
    "en": ("The Group is invited to:", "recommend that the secretariat establish a fund;"),
    "fr": ("Le Groupe est invité à:", "recommander que le secrétariat crée un fonds;"),
    "es": ("Se invita al Grupo a:", "recomendar que la Secretaría cree un fondo;"),
    "ru": ("Группе предлагается:", "рекомендовать секретариату создать фонд;"),
    "ar": ("والفريق مدعو إلى ما يلي:", "التوصية بأن تُنشئ الأمانة صندوقاً؛"),
    "zh": ("请工作组：", "建议秘书处设立一个基金；"),
}


@pytest.mark.parametrize("language", BY_CODE)
def test_a_recommendation_to_others_is_addressed_to_both(language: str) -> None:
    lead, item = TO_RECOMMEND[language]
    body, office = _read((None, lead), ("b)", item), language=language)
    assert (body.verb, body.addressee, body.action) == ("invites", "CWG-WSIS&SDG", item)
    assert (office.verb, office.addressee) == ("recommends", "Secretariat")
    assert office.action in item
    # An Arabic verb stands before the one who is to do it.
    assert language != "ar" or office.action.startswith("بأن تُنشئ")


DUTIES = {
    "en": "Under Resolution 140, it is incumbent upon the secretariat to report.",
    "fr": "Aux termes de la Résolution 140, il incombe au secrétariat de faire rapport.",
    "es": "En virtud de la Resolución 140, incumbe a la Secretaría presentar un informe.",
    "ru": "Согласно Резолюции 140 секретариату надлежит представлять отчет.",
    "ar": "يقضي القرار 140 (المراجَع في بوخارست، 2022) بأن تقدم الأمانة تقريراً.",
}
NOBODY_ASKS = {
    "en": "It is incumbent upon Member States to protect children.",
    "fr": "Il incombe aux États Membres de protéger les enfants.",
    "es": "Incumbe a los Estados Miembros proteger a los niños.",
    "ru": "Государствам-Членам надлежит защищать детей.",
    "ar": "يقضي الواجب بأن تحمي الدول الأعضاء الأطفال.",
}


@pytest.mark.parametrize("language", DUTIES)
def test_a_duty_is_one_where_a_resolution_says_so(language: str) -> None:
    (mandate,) = _read((None, DUTIES[language]), language=language)
    assert (mandate.verb, mandate.addressees) == ("instructs", ("Secretariat",))
    assert (mandate.askers, mandate.is_proposal) == (("Plenipotentiary Conference",), False)
    assert language != "ar" or mandate.action == "بأن تقدم الأمانة تقريراً."
    assert _read((None, NOBODY_ASKS[language]), language=language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il prie le Conseil de sécurité de se réunir."),
        ("es", "Pide al Consejo de Seguridad que autorice un aumento."),
        ("ru", "Мы призываем Совет Безопасности подтвердить свое требование."),
        ("ar", "ويحث المجلس الوطني للمرأة الأحزاب على التفكير."),
        # It is the one who asks.
        ("ar", "ودعا المجلس جميع الدول التي أبرمت بروتوكولات إلى تعديلها."),
        ("ar", "ويحث المجلس بوروندي على المضي قدما."),
        # Nothing is decided.
        ("zh", "秘书处向理事会提交报告和建议。"),
    ],
)
def test_another_council_is_neither_addressee_nor_asker(language: str, text: str) -> None:
    assert _read((None, text), language=language) == []


@pytest.mark.parametrize(
    "text",
    [
        "ويدعو الفريق المجلس إلى النظر في الأمر.",
        "يُدعى المجلس إلى النظر في الأمر.",
        "يحث المجلس على النظر في الأمر.",
    ],
)
def test_an_arabic_body_before_its_action_is_the_addressee(text: str) -> None:
    (mandate,) = _read((None, text), language="ar")
    assert (mandate.addressees, mandate.action) == (
        ("Council",),
        text[text.index("إلى" if "إلى" in text else "على") :],
    )


def test_a_resolution_behind_the_addressee_is_the_asker() -> None:
    text = "كُلِّف المجلس بموجب القرار 140 (المراجَع في بوخارست، 2022) بأن يشرف على العمل."
    (mandate,) = _read((None, text), language="ar")
    assert (mandate.addressees, mandate.action) == (("Council",), "بأن يشرف على العمل.")
    assert (mandate.askers, mandate.is_proposal) == (("Plenipotentiary Conference",), False)


@pytest.mark.parametrize(
    ("language", "lead", "item"),
    [
        ("en", "Under this item, the group would:", "agree on one conclusion."),
        ("zh", "在该议项下，工作组将在每次会议上：", "商定一项结论。"),
    ],
)
def test_a_proposing_list_without_addressee_is_no_mandate(
    language: str, lead: str, item: str
) -> None:
    heading = ("提案草案",) if language == "zh" else ("5 Proposal",)
    passages = [
        Passage("paragraph", text, label, (label,), heading, language=language)
        for label, text in (("5.2", lead), ("5.2.1", item))
    ]
    assert of_paragraphs(passages) == []
    assert len(of_paragraphs(passages[1:])) == 1


@pytest.mark.parametrize("name", sorted({path.name[:-6] for path in FILES.rglob("*MSW-?.docx")}))
@pytest.mark.once
def test_the_versions_of_a_document_ask_the_same(name: str) -> None:
    """Translations ask the same people, by the same time; how firmly is a translator's choice."""
    by_language = {}
    for path in FILES.rglob(f"{name}?.docx"):
        passages = read(path).passages
        by_language[path.stem[-1]] = [
            (
                _number(passages[entry.paragraph].label),
                entry.mandate.act,
                [who if who in addressee_names() else "" for who in entry.mandate.addressees],
                (
                    entry.mandate.deadline,
                    entry.mandate.counted_from,
                    entry.mandate.is_before,
                ),
                (entry.mandate.askers, entry.mandate.is_proposal),
                entry.mandate.verb in FIRM or entry.mandate.verb,
            )
            for entry in of_paragraphs(passages)
        ]
    first = next(iter(by_language.values()))
    assert first
    assert all(own == first for own in by_language.values()), by_language


FIRM = {"requests", "invites", "calls upon", "instructs", "encourages"}


def _number(label: str | None) -> str | None:
    letters = str.maketrans("أبجدهabcde", "1234512345")
    return label and label.translate(letters)


def test_an_arabic_resolution_asks_behind_its_verb() -> None:
    text = (
        "ويدعو القرار 140 (المراجَع في بوخارست، 2022) لمؤتمر المندوبين المفوضين وقرار المجلس 1332 "
        "(المراجَع في 2023) الأمين العام إلى مواصلة تسخير خبرة الاتحاد. وهذه الوثيقة مكمّلة لغيرها."
    )
    (mandate,) = _read((None, text), language="ar")
    assert (mandate.verb, mandate.addressees) == ("invites", ("Secretary-General",))
    assert mandate.action == "إلى مواصلة تسخير خبرة الاتحاد."
    assert (mandate.askers, mandate.is_proposal) == (
        ("Plenipotentiary Conference", "Council"),
        False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "ويدعو القرار 140 (المراجَع في بوخارست، 2022) لمؤتمر المندوبين المفوضين إلى تبادل التجارب.",
        "ويدعو القرار 1332 (المراجَع في 2023) للمجلس إلى تبادل التجارب الوطنية.",
        "ويدعو القرار 1332 الصادر عن المجلس إلى تبادل التجارب الوطنية.",
        "ويدعو قرار المجلس 1332 (المراجَع في 2023) إلى تبادل التجارب الوطنية.",
    ],
)
def test_the_body_of_an_arabic_resolution_is_no_addressee(text: str) -> None:
    assert _read((None, text), language="ar") == []


def test_an_addressee_is_found_behind_an_arabic_resolutions_body() -> None:
    text = "ويدعو القرار 140 (المراجَع في 2022) لمؤتمر المندوبين المفوضين الدول الأعضاء إلى الرد."
    (mandate,) = _read((None, text), language="ar")
    assert mandate.addressees == ("Member States",)


OWN_REQUESTS = {
    "en": (
        "hold an exercise during the Forum.",
        "Japan is ready to send four instructors, and asks the secretariat to draw up a glossary.",
    ),
    "fr": (
        "d'organiser un exercice pendant le Forum.",
        "Le Japon prie le secrétariat d'établir un glossaire.",
    ),
    "ru": (
        "провести учения в ходе Форума.",
        "Япония просит секретариат подготовить глоссарий.",
    ),
    "zh": ("在论坛期间举行演练。", "日本请秘书处编写词汇表。"),
}


@pytest.mark.parametrize("language", OWN_REQUESTS)
def test_an_item_ends_before_another_sentence_that_asks(language: str) -> None:
    own, other = OWN_REQUESTS[language]
    text = own + ("" if language == "zh" else " ") + other
    asked = _read((None, LEADS[language]), ("a)", text), language=language)
    assert own.rstrip(".。") in [mandate.action.rstrip(".。") for mandate in asked]
