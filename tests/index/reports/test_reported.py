"""What a meeting asks for is found where the next one is told that it was done."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.languages import BY_CODE
from index import Index
from index.build.build import build
from index.model import Encoder
from index.store import Store
from search_app.citing.export import task_cells
from search_app.citing.words import words

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
def test_what_was_done_is_found_at_the_next_meeting(
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
    (found,) = task.reported_in
    assert (found.shown.symbol, found.shown.passage.label) == ("CWG-WSIS&SDG-45/3", "2")
    # That a group asks does not say whether it has: then that is told.
    assert task.is_proposal is None
    assert task_cells(task, language)[3].text == words(language).export["not_said"]
