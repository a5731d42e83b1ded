"""Several verbs that ask different addressees for one task, in six languages."""

from __future__ import annotations

import pytest

from corpus.documents import Passage
from corpus.extract.mandates import Mandate, find, of_paragraphs
from corpus.languages import BY_CODE

TASKS = {
    "en": "to publish the list by 31 October 2027.",
    "fr": "à publier la liste d'ici au 31 octobre 2027.",
    "es": "a que publiquen la lista antes del 31 de octubre de 2027.",
    "ru": "опубликовать список до 31 октября 2027 года.",
    "ar": "إلى نشر القائمة قبل 31 أكتوبر 2027.",
    "zh": "在2027年10月31日前公布清单。",
}
PAIRS = {
    "en": (
        "Requests the Secretary-General and invites Member States {}",
        "Requests the Secretary-General, and also invites Member States, {}",
        "Urges the Secretary-General and invites Member States {}",
        "Requests the Secretary-General, invites Member States {}",
    ),
    "fr": (
        "Prie le Secrétaire général et invite les États Membres {}",
        "Prie le Secrétaire général, et invite également les États Membres, {}",
        "Charge le Secrétaire général et invite aussi les États Membres {}",
    ),
    "es": (
        "Pide al Secretario General e invita a los Estados Miembros {}",
        "Se pide al Secretario General y se invita a los Estados Miembros {}",
        "Encarga al Secretario General, y también invita a los Estados Miembros, {}",
    ),
    "ru": (
        "Поручает Генеральному секретарю и предлагает Государствам-Членам {}",
        "Поручает Генеральному секретарю, а также предлагает Государствам-Членам {}",
        "Поручается Генеральному секретарю и предлагается Государствам-Членам {}",
    ),
    "ar": (
        "يطلب من الأمين العام ويدعو الدول الأعضاء {}",
        "يطلب إلى الأمين العام، كما يدعو الدول الأعضاء، {}",
        "يكلف الأمين العام وكذلك يدعو الدول الأعضاء {}",
    ),
    "zh": (
        "请秘书长并邀请成员国{}",
        "责成秘书长并请成员国{}",
        "责成秘书长，同时请成员国{}",
        "请秘书长和邀请成员国{}",
    ),
}


@pytest.mark.parametrize(
    ("language", "pair"), [(language, pair) for language in BY_CODE for pair in PAIRS[language]]
)
def test_two_verbs_have_the_task_behind_the_second(language: str, pair: str) -> None:
    first, second = find(pair.format(TASKS[language]), language)
    assert (first.addressees, second.addressees) == (("Secretary-General",), ("Member States",))
    assert first.action == second.action == TASKS[language]
    assert first.deadline == second.deadline == "2027-10-31"
    assert first.deadline_text == second.deadline_text is not None
    assert (first.is_parallel, second.is_parallel) == (False, True)
    assert first.askers == second.askers == ()


ROWS = {
    "en": "The Council requests the Secretary-General, instructs the Director of BDT and invites "
    "Member States {}",
    "fr": "Le Conseil prie le Secrétaire général, charge le Directeur du BDT et invite les États "
    "Membres {}",
    "es": "El Consejo pide al Secretario General, encarga al Director de la BDT e invita a los "
    "Estados Miembros {}",
    "ru": "Совет поручает Генеральному секретарю, просит Директора БРЭ и предлагает "
    "Государствам-Членам {}",
    "ar": "يطلب المجلس إلى الأمين العام ويكلف مدير مكتب تنمية الاتصالات ويدعو الدول الأعضاء {}",
    "zh": "理事会责成秘书长、请电信发展局主任并邀请成员国{}",
}


@pytest.mark.parametrize("language", BY_CODE)
def test_three_verbs_have_the_task_behind_the_third(language: str) -> None:
    mandates = find(ROWS[language].format(TASKS[language]), language)
    assert [(mandate.addressees, mandate.is_parallel) for mandate in mandates] == [
        (("Secretary-General",), False),
        (("Director of BDT",), True),
        (("Member States",), True),
    ]
    assert {mandate.action for mandate in mandates} == {TASKS[language]}
    assert {mandate.deadline for mandate in mandates} == {"2027-10-31"}
    # Whom one verb asks does not ask by the next.
    assert {mandate.askers for mandate in mandates} == {("Council",)}


BEHIND_ANOTHER_TASK = {
    "en": "Requests the Director of BDT to report, requests the Secretary-General and invites "
    "Member States {}",
    "fr": "Prie le Directeur du BDT de faire rapport, prie le Secrétaire général et invite les "
    "États Membres {}",
    "es": "Pide al Director de la BDT que informe, pide al Secretario General e invita a los "
    "Estados Miembros {}",
    "ru": "Просит Директора БРЭ доложить, поручает Генеральному секретарю и предлагает "
    "Государствам-Членам {}",
    "ar": "يطلب إلى مدير مكتب تنمية الاتصالات تقديم تقرير، ويطلب إلى الأمين العام ويدعو الدول "
    "الأعضاء {}",
    "zh": "请电信发展局主任提交报告，责成秘书长并请成员国{}",
}


@pytest.mark.parametrize("language", BY_CODE)
def test_two_verbs_behind_another_task_are_parallel_to_it(language: str) -> None:
    text = BEHIND_ANOTHER_TASK[language].format(TASKS[language])
    report, first, second = find(text, language)
    assert (report.addressees, report.deadline) == (("Director of BDT",), None)
    assert report.action not in ("", TASKS[language])
    assert TASKS[language] not in report.action
    assert first.action == second.action == TASKS[language]
    assert first.is_parallel
    assert second.is_parallel


NESTED = {
    "en": (
        "Invites the Council to instruct the Secretary-General {}",
        "Invites the Council to also instruct the Secretary-General {}",
        "Calls upon the Council, instructing the Secretary-General {}",
    ),
    "fr": (
        "Invite le Conseil à charger le Secrétaire général {}",
        "Invite le Conseil également à charger le Secrétaire général {}",
    ),
    "es": (
        "Invita al Consejo a encargar al Secretario General {}",
        "Invita al Consejo a que también encargue al Secretario General {}",
    ),
    "ru": (
        "Предлагает Совету поручить Генеральному секретарю {}",
        "Предлагает Совету также поручить Генеральному секретарю {}",
    ),
    "ar": (
        "يدعو المجلس إلى تكليف الأمين العام {}",
        "يدعو المجلس إلى أن يكلف الأمين العام {}",
    ),
    "zh": (
        "请理事会责成秘书长{}",
        "请理事会还责成秘书长{}",
        "请理事会同时责成秘书长{}",
    ),
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in BY_CODE for text in NESTED[language]]
)
def test_what_a_body_is_to_ask_stays_its_action(language: str, text: str) -> None:
    whole, inner = find(text.format(TASKS[language]), language)
    assert (whole.addressees, inner.addressees) == (("Council",), ("Secretary-General",))
    assert inner.action == TASKS[language]
    assert whole.action != inner.action
    assert whole.action.endswith(inner.action)
    assert not inner.is_parallel


TWO_NESTED = {
    "en": "The Council is invited to request the Secretary-General and to invite Member States {}",
    "fr": "Le Conseil est invité à charger le Secrétaire général et à inviter les États Membres {}",
    "es": "Se invita al Consejo a encargar al Secretario General y a invitar a los Estados "
    "Miembros {}",
    "ru": "Совету предлагается поручить Генеральному секретарю и предложить Государствам-Членам {}",
    "ar": "يدعى المجلس إلى تكليف الأمين العام ودعوة الدول الأعضاء {}",
    "zh": "请理事会责成秘书长并邀请成员国{}",
}


@pytest.mark.parametrize("language", BY_CODE)
def test_two_whom_a_body_is_to_ask_have_one_task(language: str) -> None:
    whole, first, second = _read(TWO_NESTED[language].format(TASKS[language]), language=language)
    assert whole.addressees == ("Council",)
    assert (first.addressees, second.addressees) == (("Secretary-General",), ("Member States",))
    assert first.action == second.action == TASKS[language]
    assert first.deadline == second.deadline == "2027-10-31"
    assert first.is_proposal
    assert second.is_proposal
    assert whole.action.endswith(second.action)
    assert whole.action != second.action


@pytest.mark.parametrize("language", BY_CODE)
def test_list_asks_its_items_of_all_whom_the_lead_names(language: str) -> None:
    colon = "：" if language == "zh" else ":"
    lead = PAIRS[language][0].format("").rstrip() + colon
    mandates = _read(lead, TASKS[language], TASKS[language], language=language)
    assert [mandate.addressees for mandate in mandates] == [
        ("Secretary-General",),
        ("Member States",),
    ] * 2
    assert {mandate.action for mandate in mandates} == {TASKS[language]}
    assert {mandate.deadline for mandate in mandates} == {"2027-10-31"}


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("en", "Requests the Secretary-General and invites Member States to:"),
        ("es", "Pide al Secretario General e invita a los Estados Miembros a:"),
        ("fr", "Prie le Secrétaire général et invite les États Membres à:"),
        ("ar", "يطلب من الأمين العام ويدعو الدول الأعضاء إلى ما يلي:"),
    ],
)
def test_list_with_a_particle_asks_its_items_of_all(language: str, lead: str) -> None:
    item = TASKS[language].split(" ", 1)[1]
    assert [
        (mandate.addressee, mandate.action) for mandate in _read(lead, item, language=language)
    ] == [
        ("Secretary-General", item),
        ("Member States", item),
    ]


@pytest.mark.parametrize(
    ("lead", "addressees"),
    [
        ("Requests the Director of BDT to report, and invites Member States:", ["Member States"]),
        ("Invites the Council to instruct the Secretary-General:", ["Secretary-General"]),
    ],
)
def test_list_asks_its_items_of_the_last_whose_task_it_is(lead: str, addressees: list[str]) -> None:
    mandates = _read(lead, TASKS["en"], language="en")
    assert [mandate.addressee for mandate in mandates] == addressees


def test_unknown_addressee_may_precede_the_second_verb() -> None:
    text = "Requests the Secretary-General and the Post Union and invites Member States to reply."
    first, second = find(text, "en")
    assert first.addressees == ("Secretary-General", "Post Union")
    assert first.action == second.action == "to reply."


def test_russian_verb_in_active_voice_asks_in_parallel() -> None:
    """The verb begins like its passive, which is behind its addressee."""
    text = (
        "Совет поручает Генеральному секретарю подготовить доклад и предлагает "
        "Государствам-Членам опубликовать список."
    )
    first, second = find(text, "ru")
    assert (first.action, second.action) == ("подготовить доклад", "опубликовать список.")
    assert first.askers == second.askers == ("Council",)
    assert second.is_parallel


def _read(lead: str, *items: str, language: str) -> list[Mandate]:
    labels = [None, *(f"1.{number}" for number, _ in enumerate(items, start=1))]
    passages = [
        Passage("paragraph", text, label, (label,) if label else (), language=language)
        for label, text in zip(labels, (lead, *items), strict=True)
    ]
    return [entry.mandate for entry in of_paragraphs(passages)]


@pytest.mark.parametrize(
    ("language", "text", "own", "others"),
    [
        (
            "en",
            "The secretariat is requested to edit it by May 2027 and Members are invited to help.",
            "to edit it by May 2027",
            "to help.",
        ),
        (
            "en",
            "We ask the secretariat to edit it, while Members and Academia are invited to help.",
            "to edit it",
            "to help.",
        ),
        (
            "fr",
            "Le secrétariat est prié de publier la liste et les Membres sont invités à l'aider.",
            "de publier la liste",
            "à l'aider.",
        ),
        (
            "es",
            "Se pide a la secretaría que publique la lista y se invita a los Miembros a opinar.",
            "que publique la lista",
            "a opinar.",
        ),
        (
            "ru",
            "Секретариату поручается издать перечень, а Государствам-Членам предлагается помочь.",
            "издать перечень",
            "помочь.",
        ),
        (
            "ar",
            "يُطلب من الأمانة أن تنشر القائمة، وتُدعى الدول الأعضاء إلى تقديم تعليقاتها.",
            "أن تنشر القائمة",
            "إلى تقديم تعليقاتها.",
        ),
    ],
)
def test_task_ends_before_a_clause_that_asks_others(
    language: str, text: str, own: str, others: str
) -> None:
    first, second = find(text, language)
    assert (first.addressees, first.action) == (("Secretariat",), own)
    assert second.addressees[0] in {"Member States", "Members"}
    assert second.action == others
    assert second.is_parallel


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Council is invited to note it and that Members are invited to comment."),
        ("fr", "Le Conseil est invité à noter cela et que les Membres sont invités à agir."),
        ("es", "Se invita al Consejo a tomar nota y de que los Miembros están invitados a ir."),
    ],
)
def test_clause_within_a_task_stays_in_it(language: str, text: str) -> None:
    assert find(text, language)[0].action.endswith(text[-20:])
