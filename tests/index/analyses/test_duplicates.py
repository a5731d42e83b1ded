"""Mandates on one matter: those that a draft repeats, and those that a later text overtakes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.languages import BY_CODE
from index import Index
from index.analyses import Task
from index.model import Encoder
from search_app.drafts import draft_of_text
from tests.conftest import of_texts

MATRIX = "CWG-WSIS&SDG-40/5#3.3"


def _write(folder: Path, number: str, date: str, *paragraphs: str, letter: str = "E") -> None:
    name = f"S26-CWGWSIS{number.replace('/', '-C-000')}!!MSW-{letter}.txt"
    lines = [f"{place}\t{text}" for place, text in enumerate(paragraphs, start=1)]
    head = (f"CWG-WSIS&SDG-{number}-{letter}", date)
    folder.joinpath(name).write_text("\n".join((*head, *lines)), "utf-8")


AGAIN = (
    "revise twice a year the matrix that relates WSIS action lines to the Global Digital Compact."
)
LIST = "The Group requests the secretariat to prepare a list of radio stations on small islands."


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        (f"Requests the secretariat to {AGAIN}", MATRIX),
        # The document has no version in Russian here.
        (
            "Предлагает Совету продлить мандат группы до Полномочной конференции 2026 года.",
            "CWG-WSIS&SDG-40/5#3.6",
        ),
        ("请秘书处每六个月更新一次WSIS行动方面与全球数字契约的对照表。", MATRIX),
        # The Secretary-General directs the secretariat, which the archive asks.
        (f"Requests the Secretary-General to {AGAIN}", MATRIX),
    ],
)
def test_same_task_is_found_in_other_words_and_languages(
    reports_index: Path, text: str, paragraph: str
) -> None:
    with Index.open(reports_index) as index:
        (mandate,) = index.find_earlier_mandates(draft_of_text(text))
    assert {_name(earlier.task) for earlier in mandate.earlier} == {paragraph}


@pytest.mark.parametrize(
    "text",
    [
        "Requests the secretariat to buy a boat.",
        # The same task, but of somebody else.
        f"Invites Member States to {AGAIN}",
    ],
)
def test_other_task_or_addressee_is_not_found(reports_index: Path, text: str) -> None:
    with Index.open(reports_index) as index:
        (mandate,) = index.find_earlier_mandates(draft_of_text(text))
    assert mandate.earlier == ()


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        (f"Requests the secretariat not to {AGAIN}", MATRIX),
        ("请秘书处不再每六个月更新WSIS行动方面与全球数字契约的对照表。", MATRIX),
        (f"Requests the secretariat to stop having to {AGAIN}", MATRIX),
        ("请秘书处停止每六个月更新WSIS行动方面与全球数字契约的对照表。", MATRIX),
        # An opposite word.
        (
            "Invites the Council to shorten the mandate of the group, which would end before 2026.",
            "CWG-WSIS&SDG-40/5#3.6",
        ),
        (
            "Предлагает Совету сократить срок действия мандата группы до 2026 года.",
            "CWG-WSIS&SDG-40/5#3.6",
        ),
    ],
)
def test_contrary_task_is_found_as_contrary(reports_index: Path, text: str, paragraph: str) -> None:
    with Index.open(reports_index) as index:
        (mandate,) = index.find_earlier_mandates(draft_of_text(text))
    found = {_name(earlier.task): earlier.is_contrary for earlier in mandate.earlier}
    assert found == {paragraph: True}


@pytest.mark.parametrize(
    "text", [f"Requests the secretariat {to} {AGAIN}" for to in ("to", "not to")]
)
def test_reader_of_any_language_sees_the_same_tasks(reports_index: Path, text: str) -> None:
    with Index.open(reports_index) as index:
        found = [
            index.find_earlier_mandates(draft_of_text(text), shown_in=language)[0].earlier
            for language in BY_CODE
        ]
    assert {earlier.task.key for earlier in found[0]}
    assert len({tuple((each.task.key, each.score) for each in earlier) for earlier in found}) == 1
    assert {earlier[0].task.shown.passage.language for earlier in found} >= {"en", "zh"}


def test_draft_in_three_languages_is_shown_in_each(reports_index: Path) -> None:
    text = (
        "Requests the secretariat to update every six months the matrix on the Compact.\n"
        "请秘书处每六个月更新一次WSIS行动方面与全球数字契约的对照表。\n"
        "Se ruega a la Secretaría que publique las presentaciones.\n"
    )
    with Index.open(reports_index) as index:
        english, chinese, spanish = index.find_earlier_mandates(draft_of_text(text))
    languages = [mandate.earlier[0].task.shown.language for mandate in (english, chinese)]
    assert languages == ["en", "zh"]
    assert spanish.passage.language == "es"


def test_draft_does_not_repeat_its_own_document(reports_index: Path) -> None:
    draft = draft_of_text("Requests the secretariat to update the matrix every six months.")
    own = replace(draft, metadata=replace(draft.metadata, symbol="CWG-WSIS&SDG-40/5"))
    with Index.open(reports_index) as index:
        (mandate,) = index.find_earlier_mandates(draft)
        (alone,) = index.find_earlier_mandates(own)
    assert MATRIX in {_name(earlier.task) for earlier in mandate.earlier}
    assert alone.earlier == ()


def test_later_text_overtakes_an_earlier_mandate_only(tmp_path: Path, encoder: Encoder) -> None:
    _write(tmp_path, "44/2", "2026-02-03", LIST)
    again = "The Group requests the secretariat to draw up a list of the radio stations of islands."
    _write(tmp_path, "45/3", "2026-09-03", again, "The Group requests the secretariat to dance.")
    with Index.open(of_texts(tmp_path, encoder)) as index:
        tasks = index.find_task_fates(index.mandates(with_reports=False))
    fates = {_name(task): (task.fate, task.overtaken_by) for task in tasks}
    fate, later = fates["CWG-WSIS&SDG-44/2#1"]
    assert later is not None
    assert (fate, [shown.symbol for shown in later]) == ("overtaken", ["CWG-WSIS&SDG-45/3"])
    assert fates["CWG-WSIS&SDG-45/3#1"] == fates["CWG-WSIS&SDG-45/3#2"] == (None, ())


@pytest.mark.parametrize("language", ["ar", "zh", "en"])
def test_request_to_make_a_request_has_the_later_text_of_both(
    word_index: Path, language: str
) -> None:
    with Index.open(word_index) as index:
        tasks = index.mandates(with_reports=False, shown_in=language, reader=language)
        fund = [task for task in tasks if _name(task) == "CWG-WSIS&SDG-39/4#5.3 e)"]
        fates = index.find_task_fates(fund)
    assert [task.mandate.addressees for task in fates] == [
        ("CWG-WSIS&SDG",),
        ("Member States", "Sector Members"),
    ]
    for task in fates:
        assert [shown.symbol for shown in task.overtaken_by or ()] == ["CWG-WSIS&SDG-39/4(Add.1)"]


STATIONS = {
    "ar": (
        "يطلب الفريق إلى الأمانة نشر قائمة بالمحطات الإذاعية في الجزر الصغيرة.",
        "يطلب الفريق إلى الأمانة التوقف عن نشر قائمة بالمحطات الإذاعية في الجزر الصغيرة.",
    ),
    "zh": ("工作组请秘书处公布小岛屿无线电台清单。", "工作组请秘书处停止公布小岛屿无线电台清单。"),
    "en": (
        "The Group requests the secretariat to publish a list of radio stations on small islands.",
        "The Group requests the secretariat to discontinue publishing the list of radio stations.",
    ),
    "fr": (
        "Prie le secrétariat de publier une liste des stations de radio des petites îles.",
        "Prie le secrétariat de cesser de publier une liste des stations de radio des îles.",
    ),
    "ru": (
        "Просит секретариат публиковать список радиостанций на малых островах.",
        "Просит секретариат прекратить публикацию списка радиостанций на малых островах.",
    ),
    "es": (
        "Pide a la Secretaría que publique una lista de estaciones de radio de las islas.",
        "Pide a la Secretaría que deje de publicar una lista de estaciones de radio de las islas.",
    ),
}


@pytest.mark.parametrize(("letter", "language"), [("E", "en"), ("A", "ar"), ("C", "zh")])
def test_request_to_stop_is_the_contrary_of_the_request(
    tmp_path: Path, encoder: Encoder, letter: str, language: str
) -> None:
    asked, stopped = STATIONS[language]
    _write(tmp_path, "44/2", "2026-02-03", asked, letter=letter)
    _write(tmp_path, "45/3", "2026-09-03", stopped, letter=letter)
    with Index.open(of_texts(tmp_path, encoder)) as index:
        tasks = index.find_task_fates(index.mandates(with_reports=False))
        found = {
            code: [
                {_name(earlier.task): earlier.is_contrary for earlier in mandate.earlier}
                for text in texts
                for mandate in index.find_earlier_mandates(draft_of_text(text))
            ]
            for code, texts in STATIONS.items()
        }
    to_ask, to_stop = "CWG-WSIS&SDG-44/2#1", "CWG-WSIS&SDG-45/3#1"
    expected = [{to_ask: False, to_stop: True}, {to_stop: False, to_ask: True}]
    assert found[language] == expected
    # A contrary in another language may be too far to be seen.
    for texts in found.values():
        assert [{key for key in row if not row[key]} for row in texts] == [{to_ask}, {to_stop}]
        assert all(row.items() <= every.items() for row, every in zip(texts, expected, strict=True))
    assert [task.overtaken_by for task in tasks] == [(), ()]


RADIO_LISTS = {
    "E": (
        (
            "The Group requests the Secretary-General and invites Member States to prepare a list"
            " of radio stations on small islands."
        ),
        "Requests the Secretary-General to draw up a list of the radio stations of islands.",
        "Invites Member States to draw up a list of the radio stations of islands.",
    ),
    "A": (
        (
            "يطلب الفريق إلى الأمين العام ويدعو الدول الأعضاء إلى إعداد قائمة بالمحطات الإذاعية في"
            " الجزر الصغيرة."
        ),
        "يطلب إلى الأمين العام وضع قائمة بمحطات الإذاعة في الجزر.",
        "يدعو الدول الأعضاء إلى وضع قائمة بمحطات الإذاعة في الجزر.",
    ),
    "C": (
        "工作组请秘书长并邀请成员国编写小岛屿无线电台清单。",
        "请秘书长编制岛屿无线电台一览表。",
        "邀请成员国编制岛屿无线电台一览表。",
    ),
    "F": (
        (
            "Le Groupe prie le Secrétaire général et invite les États Membres à établir une liste"
            " des stations de radio des petites îles."
        ),
        "Prie le Secrétaire général de dresser la liste des stations de radio des îles.",
        "Invite les États Membres à dresser la liste des stations de radio des îles.",
    ),
    "R": (
        (
            "Группа поручает Генеральному секретарю и предлагает Государствам-Членам составить"
            " список радиостанций на малых островах."
        ),
        "Поручает Генеральному секретарю подготовить список радиостанций островов.",
        "Предлагает Государствам-Членам подготовить список радиостанций островов.",
    ),
    "S": (
        (
            "El Grupo pide al Secretario General e invita a los Estados Miembros a que preparen una"
            " lista de estaciones de radio de las islas pequeñas."
        ),
        "Pide al Secretario General que elabore la lista de estaciones de radio de las islas.",
        "Invita a los Estados Miembros a elaborar la lista de estaciones de radio de las islas.",
    ),
}


@pytest.mark.parametrize("letter", RADIO_LISTS)
@pytest.mark.once
def test_later_text_overtakes_one_task_of_two_addressees_for_both(
    tmp_path: Path, encoder: Encoder, letter: str
) -> None:
    paragraph, *later = RADIO_LISTS[letter]
    _write(tmp_path, "44/2", "2026-02-03", paragraph, letter=letter)
    _write(tmp_path, "45/3", "2026-09-03", *later, letter=letter)
    with Index.open(of_texts(tmp_path, encoder)) as index:
        tasks = index.find_task_fates(index.mandates(with_reports=False))
        repeated = index.find_earlier_mandates(draft_of_text(paragraph))
    overtaken = {
        task.mandate.addressee: [shown.passage.label for shown in task.overtaken_by or ()]
        for task in tasks
        if _name(task) == "CWG-WSIS&SDG-44/2#1"
    }
    assert overtaken == {"Secretary-General": ["1"], "Member States": ["2"]}
    assert [mandate.mandate.addressee for mandate in repeated] == list(overtaken)
    assert all(mandate.earlier for mandate in repeated)


def test_newer_edition_is_named_for_a_cited_resolution(tmp_path: Path, encoder: Encoder) -> None:
    older = f"{LIST[:-1]}, as Resolution 140 (Rev. Dubai, 2018) says."
    _write(tmp_path, "44/2", "2026-02-03", older, LIST)
    _write(tmp_path, "45/3", "2026-09-03", "See Resolution 140 (Rev. Bucharest, 2022) on WSIS.")
    with Index.open(of_texts(tmp_path, encoder)) as index:
        cites, plain = index.find_task_fates(index.mandates(with_reports=False))
    assert (cites.fate, cites.newest_editions) == (
        "older-edition",
        ("PP Res. 140 (Rev. Bucharest, 2022)",),
    )
    assert (plain.fate, plain.newest_editions) == (None, ())


def test_resolution_without_an_edition_is_of_no_older_one(tmp_path: Path, encoder: Encoder) -> None:
    _write(tmp_path, "44/2", "2026-02-03", f"{LIST[:-1]}, as Resolution 140 says.")
    _write(tmp_path, "45/3", "2026-09-03", "See Resolution 140 (Rev. Bucharest, 2022) on WSIS.")
    with Index.open(of_texts(tmp_path, encoder)) as index:
        (cites,) = index.find_task_fates(index.mandates(with_reports=False))
    assert cites.references
    assert (cites.fate, cites.newest_editions) == (None, ())


def test_mandate_without_words_is_named_and_ends_nothing(tmp_path: Path, encoder: Encoder) -> None:
    _write(tmp_path, "44/2", "2026-02-03", "instructs the Secretary-General …", LIST)
    _write(tmp_path, "45/3", "2026-09-03", "The canteen opens at noon on Mondays.")
    without_words: list[Task] = []
    with Index.open(of_texts(tmp_path, encoder)) as index:
        (task,) = index.mandates(leave_out=without_words.append)
        assert index.find_reports([*without_words, task])[0].reported_in == ()
        assert index.dossier("44").meeting == "44"
    assert _name(task) == "CWG-WSIS&SDG-44/2#2"
    assert [_name(left) for left in without_words] == ["CWG-WSIS&SDG-44/2#1"]


def test_key_is_the_same_for_every_reader(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        keys = [
            [task.key for task in index.mandates(with_reports=False, shown_in=code)]
            for code in ("en", "zh", "fr")
        ]
    assert keys[0] == keys[1] == keys[2]
    assert len({*keys[0]}) == len(keys[0])


def _name(task: Task) -> str:
    return task.key.rsplit(":", 2)[0]
