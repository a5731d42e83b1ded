"""Tasks and addressees are read in six languages alike; lists take what leads into them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.mandates.__main__ import FOLDER, SETS, measure
from corpus import tables
from corpus.documents import Passage
from corpus.extract.mandates import dump, find, find_addressee, load, of_paragraphs, rules
from corpus.extract.references import DocumentFrame, find_in_document
from corpus.languages import BY_CODE
from ingest.read import read

TEXTS = Path(__file__).parents[3] / "corpus" / "sample" / "text"

# Personal and impersonal forms of one meaning: verb, addressee, deadline.
FORMS = {
    ("requests", "Secretariat", "meeting 41"): {
        "en": (
            "The Group requested the secretariat to publish the report before its 41st meeting.",
            "The secretariat was requested to publish the report before the 41st meeting.",
        ),
        "fr": (
            "Le Groupe a prié le secrétariat de publier le rapport avant sa 41e réunion.",
            "Il est demandé au secrétariat de publier le rapport avant la 41e réunion.",
        ),
        "es": (
            "El Grupo pidió a la Secretaría que publicara el informe antes de su 41.ª reunión.",
            "Se solicita a la Secretaría que publique el informe antes de la 41.ª reunión.",
        ),
        "ru": (
            "Группа просила секретариат опубликовать отчет до 41-го собрания.",
            "Секретариату предлагается опубликовать отчет до 41-го собрания.",
        ),
        "ar": (
            "طلب الفريق إلى الأمانة نشر التقرير قبل الاجتماع 41.",
            "يُطلب من الأمانة نشر التقرير قبل الاجتماع 41.",
        ),
        "zh": ("工作组要求秘书处在第41次会议之前公布报告。", "请秘书处在第41次会议之前公布报告。"),
    },
    ("encourages", "Member States", "2026"): {
        "en": (
            "encourages Member States to share their experience by 2026",
            "Member States are strongly encouraged to share their experience by the end of 2026.",
        ),
        "fr": (
            "encourage les États Membres à échanger leurs expériences d'ici à 2026",
            "Les États Membres sont vivement encouragés à le faire d'ici à la fin de 2026.",
        ),
        "es": (
            "alienta a los Estados Miembros a compartir su experiencia antes de 2026",
            "Se alienta a los Estados Miembros a hacerlo antes de finales de 2026.",
        ),
        "ru": (
            "поощряет Государства-Члены к обмену опытом до 2026 года",
            "Государства-Члены поощряются к обмену опытом до конца 2026 года.",
        ),
        "ar": (
            "يشجع الدول الأعضاء على تبادل خبراتها قبل عام 2026",
            "وتُشجَّع الدول الأعضاء على تبادل خبراتها قبل نهاية 2026.",
        ),
        "zh": ("鼓励成员国在2026年之前分享经验", "工作组还鼓励各成员国在2026年底之前分享经验。"),
    },
}


@pytest.mark.parametrize("meaning", FORMS)
def test_one_meaning_in_all_forms(meaning: tuple[str, str, str]) -> None:
    for language, forms in FORMS[meaning].items():
        for text in forms:
            (mandate, *_) = find(text, language) or (None,)
            assert mandate is not None, text
            assert (mandate.verb, mandate.addressee, mandate.deadline) == meaning, text


JOINED_BY_UNKNOWN = {
    "en": (
        "encourages Member States, Sector Members and foundations to reply",
        "encourages Member States, foundations and Sector Members to reply",
    ),
    "fr": (
        "encourage les États Membres, les Membres de Secteur et les fondations à répondre",
        "encourage les États Membres, les fondations et les Membres de Secteur à répondre",
    ),
    "es": (
        "alienta a los Estados Miembros, los Miembros de Sector y las fundaciones a responder",
        "alienta a los Estados Miembros, las fundaciones y los Miembros de Sector a responder",
    ),
    "ru": (
        "призывает Государства-Члены, Членов Секторов и фонды ответить",
        "призывает Государства-Члены, фонды и Членов Секторов ответить",
    ),
    "ar": (
        "يشجع الدول الأعضاء وأعضاء القطاعات والمؤسسات الخيرية على الرد",
        "يشجع الدول الأعضاء والمؤسسات الخيرية وأعضاء القطاعات على الرد",
    ),
    "zh": ("鼓励成员国、部门成员和基金会答复", "鼓励成员国、基金会和部门成员答复"),
}


FOUNDATIONS = {
    *("foundations", "fondations", "fundaciones", "фонды", "المؤسسات الخيرية", "基金会"),
}


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (
            "В Резолюции 140 содержится призыв к Генеральному секретарю и далее предоставлять опыт",
            "и далее предоставлять опыт",
        ),
        ("поручает Секретариату и впредь публиковать отчеты", "и впредь публиковать отчеты"),
        (
            "поручает Секретариату и впредь ежегодно публиковать отчеты",
            "и впредь ежегодно публиковать отчеты",
        ),
        (
            "поручает Секретариату и Государствам-Членам и далее публиковать отчеты",
            "и далее публиковать отчеты",
        ),
    ],
)
def test_who_is_to_go_on_is_no_part_of_the_action(text: str, action: str) -> None:
    (mandate,) = find(text, "ru")
    assert mandate.action == action
    assert {*mandate.addressees} <= {"Secretary-General", "Secretariat", "Member States"}


@pytest.mark.parametrize("language", BY_CODE)
def test_administrations_are_not_member_states(language: str) -> None:
    text = {
        "en": "Administrations with similar experience are invited to get in touch.",
        "fr": "invite les administrations à répondre",
        "es": "invita a las administraciones a responder",
        "ru": "приглашает администрации ответить",
        "ar": "يدعو الإدارات إلى الرد",
        "zh": "邀请各国主管部门答复",
    }[language]
    assert [mandate.addressees for mandate in find(text, language)] == [("Administrations",)]


THE_UNION = {
    "en": (
        "The Group invites ITU to publish the data.",
        "invites ITU Member States to publish the data",
        "invites the African Union to publish the data",
    ),
    "fr": (
        "Le Groupe invite l'UIT à publier les données.",
        "invite les États Membres de l'UIT à publier les données",
        "invite l'Union africaine à publier les données",
    ),
    "es": (
        "El Grupo invita a la UIT a publicar los datos.",
        "invita a los Estados Miembros de la UIT a publicar los datos",
        "invita a la Unión Africana a publicar los datos",
    ),
    "ru": (
        "просит МСЭ опубликовать данные",
        "просит Государства – Члены МСЭ опубликовать данные",
        "просит Африканский союз опубликовать данные",
    ),
    "ar": (
        "يدعو الفريق الاتحاد إلى نشر البيانات.",
        "يدعو الدول الأعضاء في الاتحاد إلى نشر البيانات",
        "يدعو الاتحاد الأفريقي إلى نشر البيانات",
    ),
    "zh": (
        "工作组请国际电联公布数据。",
        "请国际电联成员国公布数据",
        "请非洲联盟公布数据",
    ),
}
"""ITU is asked, its members are, and another union is."""


@pytest.mark.parametrize("language", BY_CODE)
def test_itu_is_an_addressee_and_other_unions_are_not(language: str) -> None:
    who = [[mandate.addressees for mandate in find(text, language)] for text in THE_UNION[language]]
    assert who == [[("ITU",)], [("Member States",)], []]


@pytest.mark.parametrize("language", JOINED_BY_UNKNOWN)
def test_names_of_unknown_addressees_stay_whole(language: str) -> None:
    """The action begins behind all who are asked, behind the verb where one has no end."""
    for text in JOINED_BY_UNKNOWN[language]:
        (mandate,) = find(text, language)
        assert mandate.addressee == "Member States"
        unknown = {*mandate.addressees} - {"Member States", "Sector Members"}
        if not text.endswith(
            "基金会答复"
        ):  # where nothing tells the end of his name, he is left out
            assert len(mandate.addressees) == 3, text
            assert len(unknown & FOUNDATIONS) == 1, text
        action = {"zh": "答复", "ar": "على الرد", "ru": "ответить"}.get(language)
        if len(mandate.addressees) == 3:
            assert mandate.action == (action or " ".join(text.split()[-2:]))
        else:
            assert mandate.action == text.removeprefix("鼓励")
    for doubtful, code in (
        ("يشجع الدول الأعضاء ووزارات الاتصالات على الرد", "ar"),
        ("鼓励成员国与教科文组织合作在日内瓦举办论坛", "zh"),
        ("invites Member States, in cooperation with UNESCO and others, to reply", "en"),
    ):
        assert find(doubtful, code)[0].addressees == ("Member States",)
    (written,) = find("يشجع الدول الأعضاء والمنظمات الأخرى على الرد", "ar")
    assert written.addressees[1:] == ("المنظمات الأخرى",)
    alone = {
        "en": ("requests the secretariat, in cooperation with UNESCO, to reply", "in coop"),
        "es": ("pide a la Secretaría el informe", "el informe"),
    }
    if language in alone:
        text, action = alone[language]
        assert find(text, language)[0].action.startswith(action)


@pytest.mark.parametrize("language", BY_CODE)
def test_an_item_of_several_sentences_asks_in_each(language: str) -> None:
    (file,) = TEXTS.glob(f"CWGWSIS40-C-0003-R1/{language}.txt")
    passages = read(file).passages
    entries = of_paragraphs(passages)
    mandates = [entry.mandate for entry in entries if passages[entry.paragraph].label == "5.3"]
    assert [mandate.addressees for mandate in mandates] == [("CWG-WSIS&SDG",), ("Secretariat",)]
    if language == "ar":
        assert mandates[0].action.startswith("التوصية بأن يُجرى")
    _, early = (entry.mandate for entry in entries if passages[entry.paragraph].label == "5.1")
    assert early.deadline is None
    assert "41" in (early.deadline_text or "")


@pytest.mark.parametrize(
    ("number", "owner", "askers"),
    [
        ("7", "WTSA Resolution 7 (Rev. Geneva, 2022) is in force.", ("WTSA",)),
        ("7", "The assembly of a society met.", ()),
        ("140", "ITU met.", ("Plenipotentiary Conference",)),
    ],
)
def test_a_bare_resolution_asks_as_the_body_of_its_document(
    number: str, owner: str, askers: tuple[str, ...]
) -> None:
    text = f"Resolution {number} instructs the secretariat to report each year."
    passages = [Passage("paragraph", line, language="en") for line in (owner, text)]
    frame = DocumentFrame(None, "a.docx")
    read_mentions = find_in_document(passages, frame)
    known = [
        replace(passage, mentions=own) for passage, own in zip(passages, read_mentions, strict=True)
    ]
    (entry,) = of_paragraphs(known)
    assert entry.mandate.askers == askers


@pytest.mark.parametrize("name", SETS)
def test_labelled_paragraphs_are_read_right(name: str) -> None:
    counts = measure(name)
    for code in BY_CODE:
        assert counts[code].precision >= 0.9, (code, counts[code].errors)
        assert counts[code].recall >= 0.9, (code, counts[code].errors)


def _passages(*lines: tuple[str | None, str], language: str = "en") -> list[Passage]:
    return [
        Passage("paragraph", text, label, tuple((label or "").split()), language=language)
        for label, text in lines
    ]


def test_items_take_the_verb_of_what_leads_into_them() -> None:
    entries = of_paragraphs(
        _passages(
            (None, "instructs the Secretary-General"),
            ("1", "to report to Council 2027 on progress;"),
            ("2", "to invite partners to contribute,"),
            (None, "The session was closed at noon."),
            ("3", "Floods are rare."),
        )
    )
    assert [
        (entry.paragraph, entry.mandate.verb, entry.mandate.addressee) for entry in entries
    ] == [
        (1, "instructs", "Secretary-General"),
        (2, "instructs", "Secretary-General"),
    ]
    assert entries[0].mandate.deadline == "Council 2027"
    own = of_paragraphs(
        _passages(
            ("5", "The Working Group is invited to:"),
            ("5.1", "invite Member States to reply;"),
            ("5.2", "extend the mandate of the correspondence group."),
            ("6", "Costs are shown below."),
        )
    )
    assert [(entry.paragraph, entry.mandate.verb, entry.mandate.addressee) for entry in own] == [
        (1, "invites", "CWG-WSIS&SDG"),
        (1, "invites", "Member States"),
        (2, "invites", "CWG-WSIS&SDG"),
    ]


def test_standoffs_with_their_texts_give_the_same_mandates() -> None:
    """In pieces too, and in Arabic with vowel signs, which the rules read without."""
    every = [
        *(
            row
            for name in SETS
            for row in tomllib.loads((FOLDER / f"{name}.toml").read_text())["paragraph"]
        ),
        *(
            {code: forms[language_number] for code, forms in form.items()}
            for form in FORMS.values()
            for language_number in (0, 1)
        ),
    ]
    for code in BY_CODE:
        texts = [row[code] for row in every]
        whole = _passages(
            *((str(number), text) for number, text in enumerate(texts, 1)), language=code
        )
        held = of_paragraphs(whole)
        assert len(held) > 25
        kept = load(dump(whole))
        assert [(standoff.first, standoff.read(texts[standoff.first])) for standoff in kept] == [
            (entry.paragraph, entry.mandate) for entry in held
        ]
        space = "" if code == "zh" else " "
        cut = [text.rpartition(space) if space else (text[:9], "", text[9:]) for text in texts]
        pieces = [
            replace(pair, text=text, piece=piece)
            for pair, (first, _, second) in zip(whole, cut, strict=True)
            for piece, text in enumerate((first, second), 1)
        ]
        assert [standoff.read(texts[standoff.first // 2]) for standoff in load(dump(pieces))] == [
            entry.mandate for entry in held
        ]
        assert {
            (standoff.first % 2, standoff.stop - standoff.first) for standoff in load(dump(pieces))
        } == {(0, 2)}


@pytest.mark.parametrize("language", BY_CODE)
def test_capitals_are_no_other_words(language: str) -> None:
    for forms in FORMS.values():
        for text in forms[language]:
            there = [(mandate.verb, mandate.addressees) for mandate in find(text, language)]
            assert there
            assert [
                (mandate.verb, mandate.addressees) for mandate in find(text.upper(), language)
            ] == there


@pytest.mark.parametrize("form", ["Beseeches", r"\x42eseeches"])
def test_words_of_a_user_may_have_capitals(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = f"[verbs.beseeches]\nen = {{ with = ['{form}'] }}\n"
    (tmp_path / "mandates.toml").write_text(content)
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    for verb in ("beseeches", "Beseeches", "BESEECHES"):
        mandates = find(f"The Council {verb} the secretariat to reply.", "en")
        assert [mandate.verb for mandate in mandates] == ["beseeches"]


def test_other_words_are_other_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, text = rules(), "The Council beseeches the secretariat to reply."
    assert not find(text, "en")
    (tmp_path / "mandates.toml").write_text("[verbs.beseeches]\nen = { with = ['beseeches'] }\n")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    assert [mandate.verb for mandate in find(text, "en")] == ["beseeches"]
    assert rules() != before
    monkeypatch.undo()
    assert rules() == before


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("[addressees.Funds]\nen = ['funds (']", "addressees.Funds.en has to be a regular"),
        ("[addressees.Funds]\nen = ['fund(s)']", "has to be (?:...) in the patterns of addressees"),
        ("[addressees.Funds]\nen = 'funds'", "addressees.Funds has to have, by languages, lists"),
        ("[addressees]\nen = ['funds']", "addressees.en has to have, by languages, lists"),
        ("[verbs.begs]\nen = { with = ['beg[s'] }", "verbs.begs.en.with has to be a regular"),
        ("[verbs.begs]\nen = { with = [1] }", "verbs.begs has to have, by languages, lists"),
        ("[verbs.begs]\nen = ['begs']", "verbs.begs has to have, by languages, lists"),
        ("[verbs.begs]\nen = { with = ['b{99999999999}'] }", "verbs.begs.en.with has to be a"),
        ("[deadlines.en]\nnext = 'next|(?i)coming'", "deadlines.en.next has to be a regular"),
    ],
)
def test_a_wrong_table_of_own_words_is_refused_with_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, where: str
) -> None:
    (tmp_path / "mandates.toml").write_text(content, "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    with pytest.raises(tables.TableError) as error:
        find("The Council invites the secretariat to reply.", "en")
    assert where in str(error.value)
    assert "mandates.toml" in str(error.value)
    assert str(error.value).endswith((f" Correct the file in {tmp_path}.", " Correct the file."))


def test_a_record_of_ones_own_may_be_of_one_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mandates.toml").write_text("[records.hears]\nen = ['hears']", "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    assert find("理事会请秘书处答复。", "zh")


def test_the_council_report_is_read_whole(real_data: Path) -> None:
    (file,) = (real_data / "council-report").glob("*.txt")
    passages = read(file).passages
    mandates = {
        passages[entry.paragraph].label: (
            entry.mandate.verb,
            entry.mandate.addressees,
            entry.mandate.deadline,
        )
        for entry in of_paragraphs(passages)
    }
    everybody = ("Members", "stakeholders")  # 成员, not 成员国
    assert {
        label: parts for label, parts in mandates.items() if (label or "").startswith("3.")
    } == {
        "3.1": ("requests", ("Secretariat",), "next meeting"),
        "3.2": ("invites", everybody, None),
        "3.3": ("informs", (), "Council 2024"),
        "3.4": ("invites", everybody, None),
        "3.5": ("encourages", everybody, None),
        "3.6": ("thanks", (), None),
        "3.7": ("encourages", ("Secretariat",), None),
        "3.8": ("requests", ("Secretariat",), None),
        "3.9": ("encourages", ("regional offices",), None),
        "3.10": ("invites", ("Members",), None),
        "3.11": ("invites", ("Members",), None),
        "3.12": ("notes", (), "next meeting"),
        "3.13": ("agrees", (), None),
        "3.14": ("requests", ("Secretariat",), "Council 2024"),
        "3.15": ("invites", ("Council",), "Council 2024"),
        "3.15.1": ("instructs", ("CWG-WSIS&SDG",), None),
        "3.15.2": ("instructs", ("CWG-WSIS&SDG",), "Council 2025"),
    }


def test_a_report_gives_thanks_notes_and_requests_as_mandates(real_data: Path) -> None:
    (file,) = (real_data / "council-report").glob("*.txt")
    passages = read(file).passages
    actions = {
        passages[entry.paragraph].label: entry.mandate.action for entry in of_paragraphs(passages)
    }
    assert actions["3.3"].startswith("有关2025年WSIS论坛")
    assert actions["3.6"].startswith("对UNGIS活动的最新情况")
    assert actions["3.15"].startswith("在审议关于国际电联为WSIS+20所做贡献的报告草案")
    # What is agreed on stands in paragraphs of the same rank.
    assert actions["3.13"].startswith("为筹备“对WSIS成果落实工作的全面审查")
    assert actions["3.13"].endswith("CWG-WSIS&SDG同意")
    assert all(actions.values())


@pytest.mark.parametrize(
    ("language", "lead", "item"),
    [
        ("en", "In view of the review, the Group agreed:", "requests the secretariat to report;"),
        (
            "fr",
            "Compte tenu de l'examen, le Groupe est convenu:",
            "prie le secrétariat d'en rendre compte;",
        ),
        ("es", "En vista del examen, el Grupo acordó:", "pide a la Secretaría que informe;"),
        ("ru", "С учетом обзора Группа решила:", "просит секретариат представить отчет;"),
        ("ar", "في ضوء الاستعراض، اتفق الفريق على ما يلي:", "يطلب إلى الأمانة أن تقدم تقريراً؛"),
        ("zh", "为筹备审查，工作组同意：", "请秘书处提交报告；"),
    ],
)
def test_a_lead_in_to_its_own_rank_is_a_mandate(language: str, lead: str, item: str) -> None:
    def mandates_by_label(label: str) -> dict[str | None, str]:
        passages = [
            Passage("paragraph", lead, "3.1", ("3.1",), language=language),
            Passage("paragraph", item, label, (label,), language=language),
        ]
        return {
            passages[entry.paragraph].label: entry.mandate.action
            for entry in of_paragraphs(passages)
        }

    beside = mandates_by_label("3.2")
    assert len(beside) == 2
    assert lead.startswith(beside["3.1"][:12])
    assert all(beside.values())
    assert [*mandates_by_label("3.1.1")] == ["3.1.1"]


def test_the_deciding_body_is_no_part_of_the_action() -> None:
    (agreed,) = find("اتفق الفريق على نشر التقرير قبل اجتماعه المقبل.", "ar")
    assert (agreed.verb, agreed.action) == ("agrees", "على نشر التقرير قبل اجتماعه المقبل.")


def test_an_act_at_somebodys_request_is_no_mandate() -> None:
    for text in (
        "À la question ajoutée à la demande des coordonnateurs, 46 ont répondu.",
        "Les documents sont envoyés sur demande du secrétariat.",
        "Une demande du Conseil a été reçue.",
    ):
        assert not find(text, "fr")
    (mandate,) = find("Le Groupe demande au secrétariat de faire rapport.", "fr")
    assert (mandate.verb, mandate.addressees) == ("requests", ("Secretariat",))


@pytest.mark.parametrize(
    ("language", "text", "action"),
    [
        ("en", "Invites the Council, at its 2024 session, to instruct the Group.", "to instruct"),
        ("en", "Invites Council 2024 to instruct the Group.", "to instruct"),
        ("fr", "Invite le Conseil, à sa session de 2024, à charger le Groupe.", "à charger"),
        ("es", "Invita al Consejo, en su reunión de 2024, a encargar al Grupo.", "a encargar"),
        ("ru", "Предлагает Совету на его сессии 2024 года поручить Группе.", "поручить"),
        ("ar", "يدعو المجلس في دورته لعام 2024 إلى تكليف الفريق.", "إلى تكليف"),
        ("zh", "请理事会2024年会议责成工作组。", "责成"),
    ],
)
def test_a_bodys_session_is_no_part_of_the_action(language: str, text: str, action: str) -> None:
    mandate = find(text, language)[0]
    assert (mandate.addressees, mandate.deadline) == (("Council",), "Council 2024")
    assert mandate.action.startswith(action)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Council is invited to consider, at its 2027 session, a trust fund."),
        ("en", "Requests the Secretariat to send the list to the Council, at its 2027 session."),
        ("fr", "Recommande au Conseil d'examiner, à sa session de 2027, la création d'un fonds."),
        (
            "es",
            "Recomienda al Consejo que examine, en su reunión de 2027, la creación de un fondo.",
        ),
        (
            "ru",
            "Рекомендует Совету рассмотреть на своей очередной сессии 2027 года вопрос о фонде.",
        ),
        ("ar", "يوصي المجلس بأن ينظر، في دورته لعام 2027، في إنشاء صندوق استئماني."),
        ("zh", "建议理事会在2027年会议上审议该提案。"),
    ],
)
def test_a_session_behind_the_action_is_that_of_the_named_council(language: str, text: str) -> None:
    (mandate,) = find(text, language)
    assert mandate.deadline == "Council 2027"


@pytest.mark.parametrize(
    ("language", "text", "action"),
    [
        (
            *("en", "The secretariat is requested and Member States are invited to publish it."),
            "to publish it.",
        ),
        (
            *("fr", "Le secrétariat est prié et les États Membres sont invités à le publier."),
            "à le publier.",
        ),
    ],
)
def test_two_passive_verbs_have_their_own_addressees_and_one_task(
    language: str, text: str, action: str
) -> None:
    asked = [(each.verb, each.addressees, each.action) for each in find(text, language)]
    assert asked == [
        ("requests", ("Secretariat",), action),
        ("invites", ("Member States",), action),
    ]


def test_session_of_another_addressee_is_no_deadline() -> None:
    (mandate,) = find("Invites Member States to take part at its 2027 session.", "en")
    assert mandate.deadline is None


@pytest.mark.parametrize(
    ("text", "language", "who"),
    [
        ("Секретариату было поручено составить список.", "ru", "Secretariat"),
        ("Генеральному секретарю было предложено составить список.", "ru", "Secretary-General"),
        ("Совету было рекомендовано составить список.", "ru", "Council"),
        ("责成各局主任编写清单。", "zh", "Directors of the Bureaux"),
        ("请各局的主任编写清单。", "zh", "Directors of the Bureaux"),
        ("请各主任编写清单。", "zh", "Directors of the Bureaux"),
    ],
)
def test_past_passives_and_directors_of_all_bureaux_have_their_addressee(
    text: str, language: str, who: str
) -> None:
    (mandate,) = find(text, language)
    assert mandate.addressees == (who,)
    assert mandate.action in ("составить список.", "编写清单。")


def test_people_are_known_by_their_names() -> None:
    for name, language in (
        ("secretariat", "en"),
        ("秘书处", "zh"),
        ("الأمانة", "ar"),
        ("секретариат", "ru"),
        ("Secretaría", "es"),
    ):
        assert find_addressee(name, language) == "Secretariat"
    assert find_addressee("fishermen", "en") is None


@given(st.text(max_size=60), st.sampled_from([*BY_CODE]))
def test_nothing_that_is_written_stops_it(text: str, language: str) -> None:
    for mandate in find(f"{text} requests the secretariat to {text} 请秘书处{text}", language):
        assert mandate.action is not None


def test_a_chinese_list_behind_a_colon_is_one_action() -> None:
    text = "请工作组就以下两个问题提供指导意见：是否减少交付成果；是否从2025年起轮流承办演练。"
    (mandate,) = find(text, "zh")
    assert (
        mandate.action
        == "就以下两个问题提供指导意见：是否减少交付成果；是否从2025年起轮流承办演练。"
    )
    assert (mandate.start, mandate.end) == (0, len(text))
    apart = find("请工作组：审议报告；请秘书处更新网站。", "zh")
    assert [task.addressee for task in apart] == ["CWG-WSIS&SDG", "Secretariat"]
    assert apart[0].action.endswith("审议报告；")
    in_arabic = "يدعو الفريق إلى إبداء الرأي في سؤالين: هل تقلص النواتج؛ وهل يتناوب الأعضاء."
    (same,) = find(in_arabic, "ar")
    assert same.action.endswith("وهل يتناوب الأعضاء.")


@pytest.mark.parametrize(
    ("language", "end"),
    [
        ("ar", "للمنح أو للجوائز."),
        ("zh", "与会补贴或WSIS奖。"),
        ("en", "for fellowships or for the Prizes."),
        ("fr", "aux bourses ou aux Prix."),
        ("ru", "на стипендии или на премии."),
        ("es", "a becas o a los Premios."),
    ],
)
def test_an_action_continues_behind_a_semicolon(language: str, end: str) -> None:
    passages = read(TEXTS / "CWGWSIS41-C-0006" / f"{language}.txt").passages
    (mandate,) = (
        entry.mandate
        for entry in of_paragraphs(passages)
        if passages[entry.paragraph].label == "5.3"
    )
    assert mandate.action.endswith(end)
    assert mandate.deadline == "2025-02-28"


@pytest.mark.parametrize("language", BY_CODE)
def test_an_invitation_to_recommend_is_addressed_to_the_body(language: str) -> None:
    passages = read(TEXTS / "CWGWSIS39-C-0004" / f"{language}.txt").passages
    entries = of_paragraphs(passages)
    mandates = [
        entry.mandate
        for entry in entries
        if passages[entry.paragraph].label_path[:1] == ("5.3",)
        and passages[entry.paragraph].label != "5.3"
    ]
    assert [mandate.addressee for mandate in mandates[:4]] == [
        *("CWG-WSIS&SDG", "CWG-WSIS&SDG", "CWG-WSIS&SDG", "Secretariat")
    ]


@pytest.mark.parametrize("language", BY_CODE)
def test_a_recommended_request_is_a_proposal_of_the_recommender(language: str) -> None:
    passages = read(TEXTS / "CWGWSIS40-C-0005" / f"{language}.txt").passages
    labels = ("3.1", "3.2", "3.3")
    entries = of_paragraphs(passages)
    mandates = [entry.mandate for entry in entries if passages[entry.paragraph].label in labels]
    assert [(mandate.addressee, mandate.askers) for mandate in mandates] == [
        ("Council", ("CWG-WSIS&SDG",)),
        ("Secretary-General", ("CWG-WSIS&SDG",)),
        ("Council", ("CWG-WSIS&SDG",)),
        ("Secretary-General", ("CWG-WSIS&SDG",)),
        ("Council", ("CWG-WSIS&SDG",)),
        ("Secretariat", ("CWG-WSIS&SDG",)),
    ]


@pytest.mark.parametrize(
    ("text", "language", "addressee"),
    [
        ("نطلب إلى أمانة الاتحاد مراجعة الجدول.", "ar", "Secretariat"),
        ("يهيب بالحكومات أن تدفع.", "ar", "Member States"),
        ("يكلف مديرة مكتب تنمية الاتصالات بإعداد دليل.", "ar", "Director of BDT"),
        ("恳请国际电联秘书长制定指南。", "zh", "Secretary-General"),
        ("委托秘书处设立基金。", "zh", "Secretariat"),
        ("望秘书长提交摘要。", "zh", "Secretary-General"),
        ("Призвать Государства – Члены Союза ответить на вопросы.", "ru", "Member States"),
        ("Просит Секретариат МСЭ пересмотреть таблицу.", "ru", "Secretariat"),
        ("Charge la Directrice du BDT de rédiger un guide.", "fr", "Director of BDT"),
        ("Prie le secrétariat de l'UIT de rédiger un guide.", "fr", "Secretariat"),
        ("Pide a la Secretaría de la UIT que redacte una guía.", "es", "Secretariat"),
        ("Requests the ITU secretariat to draw up a guide.", "en", "Secretariat"),
    ],
)
def test_addressees_are_read_in_the_names_of_delegates(
    text: str, language: str, addressee: str
) -> None:
    (mandate,) = find(text, language)
    assert mandate.addressees == (addressee,)
    assert not re.match("(?:МСЭ|Союза|de l'UIT|de la UIT|الاتحاد)", mandate.action)


def test_states_under_review_in_chinese_are_no_addressees() -> None:
    assert find("从守望成员国的角度看，网络很重要。", "zh") == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Members are invited to reply; Member States are invited to host.", "en"),
        ("Les membres sont invités à répondre; les États Membres sont invités à accueillir.", "fr"),
        ("Se invita a los miembros a responder. Se invita a los Estados Miembros a acoger.", "es"),
        ("Предлагает членам ответить. Предлагает Государствам-Членам принять.", "ru"),
        ("يدعو الأعضاء إلى الرد. ويدعو الدول الأعضاء إلى الاستضافة.", "ar"),
        ("请成员答复。请成员国承办。", "zh"),
    ],
)
def test_members_are_not_taken_for_member_states(text: str, language: str) -> None:
    addressees = [mandate.addressees for mandate in find(text, language)]
    assert addressees == [("Members",), ("Member States",)]
