"""Askers, and whether they propose, are read from a clause in six languages alike."""

from __future__ import annotations

import pytest

from corpus.documents import Passage
from corpus.extract.mandates import find, is_draft, is_outcome, of_paragraphs
from corpus.languages import BY_CODE

SAID = {
    "a state proposes that a body ask": (
        ("BRA",),
        True,
        {
            "en": "Brazil proposes that the Group request the secretariat to draw up a guide.",
            "fr": "Le Brésil propose que le Groupe prie le secrétariat d'établir un guide.",
            "es": "Brasil propone que el Grupo pida a la Secretaría que elabore una guía.",
            "ru": "Бразилия предлагает, чтобы Группа просила секретариат подготовить руководство.",
            "ar": "تقترح البرازيل أن يطلب الفريق إلى الأمانة إعداد دليل.",
            "zh": "巴西建议工作组请秘书处编写一份指南。",
        },
    ),
    "the authors ask": (
        (),
        True,
        {
            "en": "We invite the Council to endorse the plan.",
            "fr": "Nous invitons le Conseil à approuver le plan.",
            "es": "Invitamos al Consejo a aprobar el plan.",
            "ru": "Мы приглашаем Совет одобрить план.",
            "ar": "ندعو المجلس إلى إقرار الخطة.",
            "zh": "我们请理事会批准该计划。",
        },
    ),
    "it is proposed": (
        (),
        True,
        {
            "en": "It is proposed to instruct the Secretary-General to report.",
            "fr": "Il est proposé de charger le Secrétaire général de faire rapport.",
            "es": "Se propone encargar al Secretario General que informe.",
            "ru": "Предлагается поручить Генеральному секретарю представить отчет.",
            "ar": "يُقترح تكليف الأمين العام بتقديم تقرير.",
            "zh": "建议责成秘书长提交报告。",
        },
    ),
    "a state asks": (
        ("KEN",),
        True,
        {
            "en": "Kenya requests the secretariat to draw up a guide.",
            "fr": "Le Kenya prie le secrétariat d'établir un guide.",
            "es": "Kenya pide a la Secretaría que elabore una guía.",
            "ru": "Кения просит секретариат подготовить руководство.",
            "zh": "肯尼亚请秘书处编写一份指南。",
        },
    ),
    "a body asked": (
        ("CWG-WSIS&SDG",),
        False,
        {
            "en": "The Group requested the secretariat to draw up a guide.",
            "fr": "Le Groupe a prié le secrétariat d'établir un guide.",
            "es": "El Grupo pidió a la Secretaría que elaborara una guía.",
            "ru": "Группа просила секретариат подготовить руководство.",
            "ar": "طلب الفريق إلى الأمانة إعداد دليل.",
        },
    ),
    "a resolution asks": (
        ("Plenipotentiary Conference",),
        False,
        {
            "en": "Resolution 140 (Rev. Bucharest, 2022) instructs the Council to oversee it.",
            "fr": "La Résolution 140 (Rév. Bucarest, 2022) charge le Conseil de le superviser.",
            "es": "La Resolución 140 (Rev. Bucarest, 2022) encarga al Consejo que la supervise.",
            "ru": "Резолюция 140 (Пересм. Бухарест, 2022 г.) поручает Совету следить за работой.",
            "ar": "والقرار 140 (المراجَع في بوخارست، 2022) يكلف المجلس بالإشراف على العمل.",
            "zh": "第140号决议（2022年，布加勒斯特，修订版）责成理事会监督工作。",
        },
    ),
    "nobody says who": (
        (),
        None,
        {
            "en": "The secretariat is requested to draw up a guide.",
            "fr": "Le secrétariat est prié d'établir un guide.",
            "es": "Se pide a la Secretaría que elabore una guía.",
            "ru": "Секретариату предлагается подготовить руководство.",
            "ar": "يُطلب من الأمانة إعداد دليل.",
            "zh": "请秘书处编写一份指南。",
        },
    ),
    "on the strength of a resolution": (
        (),
        None,
        {
            "en": "Acting under Resolution 140 (Rev. Bucharest, 2022), the Group is asked to meet.",
            "ar": "بموجب القرار 140 (المراجَع في بوخارست، 2022)، يُرجى من الفريق النظر في الأمر.",
            "zh": "根据第140号决议（2022年，布加勒斯特，修订版），请工作组审议此事。",
        },
    ),
    "what ought to be": (
        (),
        True,
        {
            "en": "The Council should instruct the Secretary-General to report.",
            "fr": "Le Conseil devrait charger le Secrétaire général de faire rapport.",
            "es": "El Consejo debería encargar al Secretario General que informe.",
            "ru": "Совету следует поручить Генеральному секретарю представить отчет.",
            "ar": "ينبغي أن يكلف المجلس الأمين العام بتقديم تقرير.",
            "zh": "理事会宜责成秘书长提交报告。",
        },
    ),
}


@pytest.mark.parametrize(
    ("language", "lead", "item"),
    [
        (
            "en",
            "The Group met twice and recommends that:",
            "the Secretariat is requested to keep a register;",
        ),
        ("zh", "工作组审议了各项文稿，并提出以下建议：", "请秘书处保存一份登记册；"),
    ],
)
def test_a_recommendation_has_the_body_as_its_asker(language: str, lead: str, item: str) -> None:
    passages = [
        Passage("paragraph", lead, "3", ("3",), language=language),
        Passage("paragraph", item, "3.1", ("3", "3.1"), language=language),
    ]
    (mandate,) = (entry.mandate for entry in of_paragraphs(passages) if entry.paragraph == 1)
    assert (mandate.addressees, mandate.askers) == (("Secretariat",), ("CWG-WSIS&SDG",))
    assert mandate.is_proposal is None


@pytest.mark.parametrize("meaning", SAID)
def test_one_meaning_in_all_languages(meaning: str) -> None:
    askers, is_proposal, texts = SAID[meaning]
    for language, text in texts.items():
        mandates = find(text, language)
        assert mandates, text
        assert {(mandate.askers, mandate.is_proposal) for mandate in mandates} == {
            (askers, is_proposal)
        }, text


@pytest.mark.parametrize(
    ("language", "lead", "item"),
    [
        ("en", "The Group is invited to:", "request the secretariat to draw up a guide;"),
        ("zh", "请工作组：", "要求秘书处编写一份指南；"),
        ("ar", "والفريق مدعو إلى القيام بما يلي:", "أن يطلب إلى الأمانة إعداد دليل؛"),
    ],
)
def test_a_request_that_a_body_is_to_make_is_proposed(language: str, lead: str, item: str) -> None:
    passages = [
        Passage("paragraph", lead, "1", ("1",), language=language),
        Passage("paragraph", item, "a)", ("1", "a)"), language=language),
    ]
    body, mandate = (entry.mandate for entry in of_paragraphs(passages) if entry.paragraph == 1)
    assert (body.addressees, body.action) == (("CWG-WSIS&SDG",), item)
    assert (mandate.addressees, mandate.is_proposal) == (("Secretariat",), True)


def test_mandates_under_the_heading_of_a_draft_are_proposed() -> None:
    for language, heading, text in (
        ("en", "3 Draft decision", "instructs the Secretary-General to report"),
        ("fr", "3 Projet de décision", "charge le Secrétaire général de faire rapport"),
        ("es", "3 Proyecto de acuerdo", "encarga al Secretario General que informe"),
        ("ru", "3 Проект решения", "поручает Генеральному секретарю представить отчет"),
        ("ar", "3 مشروع مقرر", "يكلف الأمين العام بتقديم تقرير"),
        ("zh", "3 决定草案", "责成秘书长提交报告"),
    ):
        passage = Passage("paragraph", text, "3.1", ("3.1",), (heading,), language=language)
        assert [entry.mandate.is_proposal for entry in of_paragraphs([passage])] == [True], language


TITLES = {
    "en": (
        "Draft elements of the report",
        "Report of the 39th meeting",
        "Report on ITU activities",
    ),
    "fr": (
        "Projet d'éléments du rapport",
        "Rapport de la 39e réunion",
        "Rapport sur les activités",
    ),
    "es": ("Proyecto de elementos", "Informe de la 39.ª reunión", "Informe sobre las actividades"),
    "ru": ("Проект элементов отчета", "Отчет о 39-м собрании", "Отчет о деятельности МСЭ"),
    "ar": ("مشروع عناصر تقرير الفريق", "تقرير الاجتماع 39", "تقرير عن أنشطة الاتحاد"),
    "zh": ("工作组报告草案", "工作组第39次会议报告", "关于国际电联活动的报告"),
}


@pytest.mark.parametrize("language", BY_CODE)
def test_a_title_says_what_a_document_is(language: str) -> None:
    draft, outcome, other = TITLES[language]
    drafts = [
        (is_draft(passage, language), is_outcome(passage, language)) for passage in (outcome, other)
    ]
    assert is_draft(draft, language)
    assert drafts == [(False, True), (False, False)]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        (
            "en",
            "Member States, Sector Members and foundations are invited to contribute.",
            ("Member States", "Sector Members", "foundations"),
        ),
        (
            "en",
            "Member States, foundations and Sector Members are invited to contribute.",
            ("Member States", "foundations", "Sector Members"),
        ),
        ("en", "Member States in the region and Sector Members are invited to contribute.", None),
        (
            "fr",
            "Les États Membres et les fondations sont invités à contribuer.",
            ("Member States", "fondations"),
        ),
        (
            "ru",
            "Государствам-Членам и фондам предлагается внести вклад.",
            ("Member States", "фондам"),
        ),
        ("ar", "الدول الأعضاء والمؤسسات مدعوة إلى المساهمة.", ("Member States", "المؤسسات")),
    ],
)
def test_an_unknown_addressee_is_found_before_a_passive_verb(
    language: str, text: str, names: tuple[str, ...] | None
) -> None:
    assert find(text, language)[0].addressees == (names or ("Sector Members",))
