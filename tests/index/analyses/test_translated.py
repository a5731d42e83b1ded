"""Mandates in versions whose words the rules do not know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.extract.mandates import find
from index import Index
from index.analyses.mandates import _find_other_verb, _find_sentence

ENGLISH = (
    "Eight groups met. Resolution 140 calls on the secretariat to keep a roadmap up to date. "
    "The last one stands in Document 38/5."
)
TRANSLATED = {
    "fr": (
        "Huit groupes se sont réunis. ",
        "Aux termes de la Résolution 140, le secrétariat doit tenir à jour un plan.",
        " La dernière figure dans le Document 38/5.",
    ),
    "es": (
        "Se reunieron ocho grupos. ",
        "Según la Resolución 140, corresponde a la Secretaría mantener al día una hoja de ruta.",
        " La última figura en el Documento 38/5.",
    ),
    "ru": (
        "Провели собрания восемь групп. ",
        "Согласно Резолюции 140 секретариат должен обновлять дорожную карту.",
        " Последняя содержится в Документе 38/5.",
    ),
    "ar": (
        "اجتمعت ثمانية أفرقة. ",
        "وفقاً للقرار 140، تواظب الأمانة على تحديث خارطة طريق.",
        " وترد آخرها في الوثيقة 38/5.",
    ),
    "zh": (
        "八个小组举行了会议。",
        "根据第140号决议，秘书处须不断更新路线图。",
        "最近一份载于38/5号文件。",
    ),
}


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_sentence_at_its_place_says_it(language: str) -> None:
    before, text, behind = TRANSLATED[language]
    (mandate,) = find(ENGLISH, "en")
    assert find(text, language) == ()
    assert _find_sentence(before + text + behind, language, mandate, ENGLISH) == text
    # Two sentences are one in translation.
    joined = f"{before}{text[:-1]}, {behind.strip()}"
    assert _find_sentence(joined, language, mandate, ENGLISH) == joined.removeprefix(before)
    # All of it says it where nobody is named who is asked, and where all of it is asked.
    assert _find_sentence(before * 3, language, mandate, ENGLISH) == before * 3
    item = replace(mandate, start=0, end=len(ENGLISH), verb_at=0)
    whole = before + text
    assert _find_sentence(whole, language, item, ENGLISH) == whole


def test_a_sentence_without_request_is_not_copied(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        tasks = index.mandates(with_reports=False, document="CWG-WSIS&SDG-39/2", shown_in="ar")
    (task,) = (task for task in tasks if task.shown.passage.label == "1.2")
    assert task.shown.language == "ar"
    assert task.mandate.action.endswith("وأهداف التنمية المستدامة.")
    assert "38/5" in task.text
    assert "38/5" not in task.mandate.action


def test_one_word_for_two_and_another_act_change_no_verb() -> None:
    assert _find_other_verb("invites", "requests", "zh") is None  # 请
    assert _find_other_verb("invites", "requests", "fr") == "invites"
    assert _find_other_verb("encourages", "recommends", "ru") is None  # рекомендовать
