"""A sentence that refers to the one before it is found by its first words, in each language."""

from __future__ import annotations

import pytest

from corpus.text import find_antecedent

REFERRING = {
    "ar": (
        "تعرض المساهمة المشاريع.",
        *("وهي تستند إلى محادثات.", "وتُعنى ثلاثة منها بالنفاذ.", "ومثل هذه المشاريع جديد."),
    ),
    "en": (
        *("Seven projects won.", "Three deal with accessibility.", "Of these, two are new."),
        *("They last a year.", "Such projects are new."),
    ),
    "es": (
        *("Ganaron siete proyectos.", "Tres tratan de la accesibilidad.", "De ellos, dos duran."),
        "Dichos proyectos son nuevos.",
    ),
    "fr": (
        *("Sept projets ont été primés.", "Chacun d'eux dure un an.", "Ils sont nouveaux."),
        "De telles réunions sont rares.",
    ),
    "ru": (
        *("Победили семь проектов.", "Из них два новые.", "Они длятся год."),
        "Такие проекты редки.",
    ),
    "zh": ("有七个项目获奖。", "其中三个涉及无障碍。", "它们为期一年。", "此类项目很少。"),
}
ALONE = {
    "ar": "ومنذ ذلك الحين زاد العدد.",
    "en": "It is proposed that the Council meet.",
    "es": "Surinam tiene dos.",
    "fr": "Il faut deux connexions.",
    "ru": "Таким образом, портал открыт.",
    "zh": "其他项目为期一年。",
}


@pytest.mark.parametrize("language", REFERRING)
def test_antecedent_is_the_sentence_right_before(language: str) -> None:
    first, *others = REFERRING[language]
    space = "" if language == "zh" else " "
    for other in others:
        text = space.join((ALONE[language], first, other))
        assert find_antecedent(text, text.index(other), language) == first
        assert find_antecedent(other, 0, language) == ""


@pytest.mark.parametrize("language", ALONE)
def test_sentence_that_speaks_for_itself_has_no_antecedent(language: str) -> None:
    text = f"{REFERRING[language][0]} {ALONE[language]}"
    assert find_antecedent(text, text.index(ALONE[language]), language) == ""
    assert find_antecedent(text, text.index(ALONE[language]), None) == ""
