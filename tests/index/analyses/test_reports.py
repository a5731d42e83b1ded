"""Requests of a meeting are found where the next one hears that they were carried out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.extract.mandates import find
from corpus.languages import BY_CODE
from index import Index
from index.analyses import Task
from index.analyses.reports import _stands_in
from index.indexing.build import build
from index.model import Encoder
from index.store import Store
from search_app.citing.words import words
from search_app.operations.layouts import task_cells
from tests.search_app.passages import passage

ASKED = {
    "en": "The Group requests the secretariat to prepare a list of radio stations on islands.",
    "fr": "Le Groupe prie le secrétariat d'établir une liste des stations de radio des îles.",
    "es": "El Grupo pide a la Secretaría que prepare una lista de las radios de las islas.",
    "ru": "Группа просит секретариат подготовить перечень радиостанций на малых островах.",
    "ar": "يطلب الفريق إلى الأمانة إعداد قائمة بمحطات الإذاعة في الجزر الصغيرة.",
    "zh": "工作组要求秘书处编写小岛屿广播电台名录。",
}
DONE = {
    "en": "As Document CWG-WSIS&SDG-44/2 asks, the secretariat has prepared the list of radio "
    "stations on small islands.",
    "fr": "Comme demandé dans le Document CWG-WSIS&SDG-44/2, le secrétariat a établi la liste des "
    "stations de radio des petites îles.",
    "es": "Conforme al Documento CWG-WSIS&SDG-44/2, la Secretaría ha preparado la lista de las "
    "radios de las islas pequeñas.",
    "ru": "В соответствии с Документом CWG-WSIS&SDG-44/2 секретариат подготовил перечень "
    "радиостанций на малых островах.",
    "ar": "وفقاً للوثيقة CWG-WSIS&SDG-44/2، أعدت الأمانة قائمة محطات الإذاعة في الجزر الصغيرة.",
    "zh": "按照CWG-WSIS&SDG-44/2号文件的要求，秘书处已编写小岛屿广播电台名录。",
}
BESIDE = {
    "en": "The canteen opens at noon on Mondays and closes at two.",
    "fr": "La cantine ouvre à midi le lundi et ferme à deux heures.",
    "es": "La cantina abre a mediodía los lunes y cierra a las dos.",
    "ru": "Столовая открывается в полдень по понедельникам и закрывается в два часа.",
    "ar": "يفتح المقصف ظهر كل يوم اثنين ويغلق في الساعة الثانية.",
    "zh": "食堂每周一中午开门，两点关门。",
}


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.thorough
def test_a_report_is_found_at_the_next_meeting(
    encoder: Encoder, tmp_path: Path, language: str
) -> None:
    files = []
    letter = BY_CODE[language].letter
    for number, month, text in (("44/2", "02", ASKED), ("45/3", "09", DONE)):
        path = tmp_path / f"S26-CWGWSIS{number.replace('/', '-C-000')}!!MSW-{letter}.txt"
        path.write_text(
            f"CWG-WSIS&SDG-{number}-{letter}\n2026-{month}-03\n1\t{BESIDE[language]}\n"
            f"2\t{text[language]}\n",
            "utf-8",
        )
        files.append(path)
    with Store(tmp_path / "index", create=True) as store:
        assert not build(store, encoder, files).failed
    with Index.open(tmp_path / "index") as index:
        (task,) = index.mandates(document="CWG-WSIS&SDG-44/2")
    (report,) = task.reported_in
    assert (report.shown.symbol, report.shown.passage.label) == ("CWG-WSIS&SDG-45/3", "2")
    # That a group asks does not say whether it has: then that is told.
    assert task.is_proposal is None
    assert task_cells(task, language)[3].text == words(language).export["not_said"]


ONCE_MORE = {
    "en": (
        "E",
        "The secretariat is asked to publish a glossary of alarm terms in six languages.",
        "The secretariat is again asked to publish a glossary of alarm terms in six languages.",
        "To publish a glossary of alarm terms in six languages. The secretariat is asked more.",
    ),
    "zh": (
        "C",
        "请秘书处以六种语文出版一份供各国主管部门使用的预警术语表。",
        "再次请秘书处以六种语文出版一份供各国主管部门使用的预警术语表，因为其尚未出版。",
        "秘书处已以六种语文出版一份供各国主管部门使用的预警术语表。请秘书处不断加以更新。",
    ),
    "ar": (
        "A",
        "يُطلب من الأمانة نشر مسرد لمصطلحات الإنذار المبكر باللغات الرسمية الست للاتحاد.",
        "يُطلب مجدداً من الأمانة نشر مسرد لمصطلحات الإنذار المبكر باللغات الرسمية الست للاتحاد.",
        "نشر مسرد لمصطلحات الإنذار المبكر باللغات الرسمية الست للاتحاد. ويُرجى من الأمانة تحديثه.",
    ),
}


@pytest.mark.model
@pytest.mark.parametrize("language", ONCE_MORE)
@pytest.mark.once
def test_to_ask_once_more_is_no_report(tmp_path: Path, language: str) -> None:
    letter, sentence, again, done = ONCE_MORE[language]
    for number, (text, day) in enumerate(
        ((sentence, "2030-10-02"), (again, "2031-03-03"), (done, "2032-03-03")), start=50
    ):
        (tmp_path / f"{number}.txt").write_text(
            f"CWG-WSIS&SDG-{number}/2-{letter}\n{day}\n1\t{text}\n", "utf-8"
        )
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest(sorted(tmp_path.glob("*.txt")), workers=1)
        (task,) = index.mandates(document="CWG-WSIS&SDG-50/2", shown_in=language)
    near_only = {report.shown.symbol: report.is_near_only for report in task.reported_in}
    assert near_only == {"CWG-WSIS&SDG-51/2": True, "CWG-WSIS&SDG-52/2": False}


BY_THE_SAME_DAY = {
    "en": (
        "Members are encouraged to announce pledges by no later than 31 January 2031.",
        "The secretariat opens an exhibition by no later than 31 January 2031.",
    ),
    "fr": (
        "Les États Membres sont encouragés à annoncer leurs dons au plus tard le 31 janvier 2031.",
        "Le secrétariat ouvre une exposition au plus tard le 31 janvier 2031.",
    ),
    "es": (
        "Se alienta a los Estados Miembros a hacer donativos a más tardar el 31 de enero de 2031.",
        "La Secretaría abre una sala a más tardar el 31 de enero de 2031.",
    ),
    "ru": (
        "Государствам-Членам предлагается объявить о взносах не позднее 31 января 2031 года.",
        "Секретариат проведет выставку не позднее 31 января 2031 года.",
    ),
    "ar": (
        "تُشجَّع الدول الأعضاء على إعلان تبرعاتها في موعد أقصاه 31 يناير 2031.",
        "تفتح الأمانة المعرض في موعد أقصاه 31 يناير 2031.",
    ),
    "zh": (
        "鼓励成员国至迟于2031年1月31日宣布捐款。",
        "秘书处至迟于2031年1月31日开放展览。",
    ),
}


@pytest.mark.parametrize("language", BY_CODE)
def test_a_shared_deadline_alone_is_no_report(language: str) -> None:
    text, on_the_day = BY_THE_SAME_DAY[language]
    (mandate,) = find(text, language)
    task = Task(
        *(mandate, text, passage(text), "2031-01-31", None, (), mandate.action, language),
        asked_until=mandate.deadline_text,
    )
    assert _stands_in(task, text)
    assert _stands_in(replace(task, asked_until=None), on_the_day)
    assert not _stands_in(task, on_the_day)
