"""Who is asked to do what is read in six languages alike; lists take what leads into them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.mandates.__main__ import FOLDER, SETS, measure
from corpus.documents import Passage
from corpus.languages import BY_CODE
from corpus.mandates import dump, find, load, named, of_paragraphs, rules
from ingest.read import read

TEXTS = Path(__file__).parents[2] / "corpus" / "sample" / "text"

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
            (one, *_) = find(text, language) or (None,)
            assert one is not None, text
            assert (one.verb, one.addressee, one.deadline) == meaning, text


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
def test_what_is_counted_from_a_day_is_not_due_on_it(language: str) -> None:
    sentence, *kinds = COUNTED[language]
    for words in (one for kind in kinds for one in kind):
        (one,) = find(sentence.format(words), language)
        assert (one.deadline, one.deadline_text) == (None, words)
        assert one.counted_from in {"meeting 41", "2025-03-15", "PP-26", "2025"}
    for words, deadline in NEAR_TO_ONE[language]:
        (one,) = find(sentence.format(words), language)
        assert one.deadline == deadline, words


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
def test_what_begins_at_a_meeting_is_not_due_at_it(language: str) -> None:
    sentence, begins = BEGINS[language]
    for words in begins:
        (one,) = find(sentence.format(words), language)
        assert (one.deadline, one.deadline_text) == (None, None), words
    (one,) = find(sentence.format(AND_ENDS[language]), language)
    assert one.deadline == "meeting 43"


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
        "asks the secretariat to open a register and to report on its use in 2025.",
        "asks the secretariat to report on activities carried out in 2025.",
        "asks the secretariat to open the centre planned for the Forum in 2025.",
    ),
    "fr": (
        "prie le secrétariat d'ouvrir un registre et de rendre compte de son utilisation en 2025.",
        "prie le secrétariat de rendre compte des activités menées en 2025.",
        "prie le secrétariat d'ouvrir le centre prévu pour le Forum en 2025.",
    ),
    "es": (
        "pide a la Secretaría que abra un registro y que informe sobre su utilización en 2025.",
        "pide a la Secretaría que informe sobre las actividades realizadas en 2025.",
        "pide a la Secretaría que abra el centro previsto para el Foro en 2025.",
    ),
    "ru": (
        "просит секретариат открыть реестр и представить отчет о его использовании в 2025 году.",
        "просит секретариат представить отчет о мероприятиях, проведенных в 2025 году.",
        "просит секретариат открыть центр, нужный для Форума в 2025 году.",
    ),
    "ar": (
        "يطلب إلى الأمانة أن تفتح سجلاً وأن تقدم تقريراً عن استعماله في عام 2025.",
        "يطلب إلى الأمانة أن تقدم تقريراً عن الأنشطة المنفذة في عام 2025.",
        "يطلب إلى الأمانة أن تفتح المركز المقرر للمنتدى في عام 2025.",
    ),
    "zh": (
        "请秘书处设立登记册，并在2025年向工作组报告其使用情况。",
        "请秘书处报告登记册在2025年的使用情况。",
        "请秘书处设立2025年论坛所需的中心。",
    ),
}


@pytest.mark.parametrize("language", BY_CODE)
def test_what_lasts_until_a_day_is_not_due_on_it(language: str) -> None:
    sentence, days = LASTS[language]
    for day in days:
        (one,) = find(sentence.format(day), language)
        assert (one.deadline, one.deadline_text) == (None, None), day


@pytest.mark.parametrize("language", BY_CODE)
def test_a_report_is_due_in_the_year_that_it_is_asked_for_in(language: str) -> None:
    due = [find(text, language)[0].deadline for text in REPORT[language]]
    assert due == ["2025", None, None]


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
    """Where two may be meant it is nobody's."""
    clauses, doubtful = (text.format(DAYS[language]) for text in TWO_CLAUSES[language])
    held = of_paragraphs(
        _passages((None, LEADS[language]), ("1.1", clauses), ("1.2", doubtful), language=language)
    )
    told = [(one.paragraph, one.mandate.addressee, one.mandate.deadline) for one in held]
    assert told == [
        (1, "Council", None),
        (1, "Secretary-General", "2024-10-31"),
        (2, "Secretary-General", None),
    ]
    assert held[1].mandate.verb == "authorizes"


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
    assert [one.addressees for one in find(text, language)] == [("Administrations",)]


@pytest.mark.parametrize("language", JOINED_BY_UNKNOWN)
def test_who_is_not_known_is_not_cut(language: str) -> None:
    """The action begins behind the verb where the list of those who are asked has others."""
    for text in JOINED_BY_UNKNOWN[language]:
        (one,) = find(text, language)
        assert one.addressee == "Member States"
        unknown = {*one.addressees} - {"Member States", "Sector Members"}
        if not text.endswith(
            "基金会答复"
        ):  # where nothing tells the end of his name, he is left out
            assert len(one.addressees) == 3, text
            assert len(unknown & FOUNDATIONS) == 1, text
        verb = "鼓励" if language == "zh" else text.split()[0]
        assert one.action == text.removeprefix(verb).strip()
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
    found = of_paragraphs(passages)
    asked = [one.mandate for one in found if passages[one.paragraph].label == "5.3"]
    assert [(one.verb, one.addressees) for one in asked] == [
        ("recommends", ()),
        ("requests", ("Secretariat",)),
    ]
    if language == "ar":
        assert asked[0].action.startswith("بأن يُجرى")
    (early, *_) = (one.mandate for one in found if passages[one.paragraph].label == "5.1")
    assert early.deadline is None
    assert "41" in (early.deadline_text or "")


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
    found = of_paragraphs(
        _passages(
            (None, "instructs the Secretary-General"),
            ("1", "to report to Council 2027 on progress;"),
            ("2", "to invite partners to contribute,"),
            (None, "The session was closed at noon."),
            ("3", "Floods are rare."),
        )
    )
    assert [(one.paragraph, one.mandate.verb, one.mandate.addressee) for one in found] == [
        (1, "instructs", "Secretary-General"),
        (2, "instructs", "Secretary-General"),
    ]
    assert found[0].mandate.deadline == "Council 2027"
    own = of_paragraphs(
        _passages(
            ("5", "The Working Group is invited to:"),
            ("5.1", "invite Member States to reply;"),
            ("5.2", "extend the mandate of the correspondence group."),
            ("6", "Costs are shown below."),
        )
    )
    assert [(one.paragraph, one.mandate.verb, one.mandate.addressee) for one in own] == [
        (1, "invites", "Member States"),
        (2, "invites", "CWG-WSIS&SDG"),
    ]


def test_what_is_kept_says_the_same_with_the_texts() -> None:
    """In pieces too, and in Arabic with vowel signs, which the rules read without."""
    every = [
        *(
            row
            for name in SETS
            for row in tomllib.loads((FOLDER / f"{name}.toml").read_text())["paragraph"]
        ),
        *(
            {code: forms[at] for code, forms in said.items()}
            for said in FORMS.values()
            for at in (0, 1)
        ),
    ]
    for code in BY_CODE:
        texts = [row[code] for row in every]
        whole = _passages(*((str(at), text) for at, text in enumerate(texts, 1)), language=code)
        held = of_paragraphs(whole)
        assert len(held) > 25
        kept = load(dump(whole))
        assert [(one.first, one.read(texts[one.first])) for one in kept] == [
            (one.paragraph, one.mandate) for one in held
        ]
        space = "" if code == "zh" else " "
        cut = [text.rpartition(space) if space else (text[:9], "", text[9:]) for text in texts]
        pieces = [
            replace(one, text=text, piece=piece)
            for one, (first, _, second) in zip(whole, cut, strict=True)
            for piece, text in enumerate((first, second), 1)
        ]
        assert [one.read(texts[one.first // 2]) for one in load(dump(pieces))] == [
            one.mandate for one in held
        ]
        assert {(one.first % 2, one.stop - one.first) for one in load(dump(pieces))} == {(0, 2)}


def test_other_words_are_other_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, text = rules(), "The Council beseeches the secretariat to reply."
    assert not find(text, "en")
    (tmp_path / "mandates.toml").write_text("[verbs.beseeches]\nen = { with = ['beseeches'] }\n")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    assert [one.verb for one in find(text, "en")] == ["beseeches"]
    assert rules() != before
    monkeypatch.undo()
    assert rules() == before


def test_the_council_report_is_read_whole(real_data: Path) -> None:
    (file,) = (real_data / "council-report").glob("*.txt")
    passages = read(file).passages
    found = {
        passages[one.paragraph].label: (
            one.mandate.verb,
            one.mandate.addressees,
            one.mandate.deadline,
        )
        for one in of_paragraphs(passages)
    }
    everybody = ("Member States", "stakeholders")
    assert {label: told for label, told in found.items() if (label or "").startswith("3.")} == {
        "3.1": ("requests", ("Secretariat",), "next meeting"),
        "3.2": ("invites", everybody, None),
        "3.3": ("informs", (), "Council 2024"),
        "3.4": ("invites", everybody, None),
        "3.5": ("encourages", everybody, None),
        "3.6": ("thanks", (), None),
        "3.7": ("encourages", ("Secretariat",), None),
        "3.8": ("requests", ("Secretariat",), None),
        "3.9": ("encourages", ("regional offices",), None),
        "3.10": ("invites", ("Member States",), None),
        "3.11": ("invites", ("Member States",), None),
        "3.12": ("notes", (), "next meeting"),
        "3.13": ("agrees", (), None),
        "3.14": ("requests", ("Secretariat",), "Council 2024"),
        "3.15": ("invites", ("Council",), "Council 2024"),
        "3.15.1": ("instructs", ("CWG-WSIS&SDG",), None),
        "3.15.2": ("instructs", ("CWG-WSIS&SDG",), "Council 2025"),
    }


def test_people_are_known_by_their_names() -> None:
    for name, language in (
        ("secretariat", "en"),
        ("秘书处", "zh"),
        ("الأمانة", "ar"),
        ("секретариат", "ru"),
        ("Secretaría", "es"),
    ):
        assert named(name, language) == "Secretariat"
    assert named("fishermen", "en") is None


@given(st.text(max_size=60), st.sampled_from([*BY_CODE]))
def test_nothing_that_is_written_stops_it(text: str, language: str) -> None:
    for one in find(f"{text} requests the secretariat to {text} 请秘书处{text}", language):
        assert one.action is not None
