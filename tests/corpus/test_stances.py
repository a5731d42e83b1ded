"""Who proposes, offers or considers is told from who tells a fact, in all six languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import tables
from corpus.languages import BY_CODE
from corpus.sample.writing.build import SAMPLE
from corpus.stances import Stance, stance
from corpus.text import sentences

FOLDERS = {
    "39/2": "CWGWSIS39-C-0002",
    "39/4": "CWGWSIS39-C-0004",
    "39/7": "CWGWSIS39-C-0007",
    "40/3": "CWGWSIS40-C-0003-R1",
    "40/INF/4": "CWGWSIS40-INF-0004",
    "41/2": "CWGWSIS41-C-0002",
    "41/6": "CWGWSIS41-C-0006",
}


def written(document: str, paragraph: str, at: int, language: str) -> str:
    """A sentence of the sample corpus, from the start or the end of its paragraph."""
    path = SAMPLE / "text" / FOLDERS[document] / f"{language}.txt"
    lines = path.read_text("utf-8").splitlines()
    text = next(line for line in lines if line.startswith(f"{paragraph}\t")).split("\t")[1]
    return text[slice(*sentences(text)[at])]


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.parametrize(
    ("document", "paragraph", "at", "told"),
    [
        ("39/4", "2.1", -1, Stance.TAKES),  # Brazil and Portugal suggest
        ("39/4", "2.3", 0, Stance.TAKES),  # a network of hubs is proposed
        ("39/4", "3.1", -1, Stance.TAKES),  # in the view of the two countries
        ("39/2", "5.2", -1, Stance.TAKES),  # the secretariat proposes
        ("40/3", "5.3", 1, Stance.TAKES),  # Japan is ready
        ("41/2", "5.3", 0, Stance.TAKES),  # the secretariat is asked
        ("41/2", "5.4", 0, Stance.TAKES),  # they offer to hold a workshop
        ("40/INF/4", "2.3", 1, Stance.TAKES),  # the statement recommends
        ("39/4", "2.2", 0, Stance.NONE),  # what a hub is
        ("39/4", "1.2", 0, Stance.NONE),  # workshops that were held
        ("39/2", "4.2", -1, Stance.NONE),  # what participants asked for
        ("41/2", "4.2", 1, Stance.NONE),  # who took part
        ("41/6", "5.1", 0, Stance.NONE),  # what the fund had received
    ],
)
def test_a_position_is_told_from_a_fact(
    document: str, paragraph: str, at: int, told: Stance, language: str
) -> None:
    text = written(document, paragraph, at, language)
    assert stance(text, language) is told


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("We do not support a new body.", "en", Stance.TAKES),
        ("The fund would be open to all.", "en", Stance.TENDS),
        ("Resolution 140 instructs the Council to oversee the work.", "en", Stance.NONE),
        ("La France s’oppose à un nouvel organe.", "fr", Stance.TAKES),
        ("Le fonds serait ouvert à tous.", "fr", Stance.TENDS),
        ("Le texte a été proposé en 2019.", "fr", Stance.NONE),
        ("España se opone a un nuevo órgano.", "es", Stance.TAKES),
        ("El fondo estaría abierto a todos.", "es", Stance.TENDS),
        ("La Secretaría está en Ginebra.", "es", Stance.NONE),
        ("Россия возражает против нового органа.", "ru", Stance.TAKES),
        ("Фонд был бы открыт для всех.", "ru", Stance.TENDS),
        ("ترحب مصر بتبادل الخبرات في هذا المجال.", "ar", Stance.TAKES),
        ("سيكون الصندوق مفتوحاً للجميع.", "ar", Stance.TENDS),
        ("يعمل الأمن السيبراني على حماية الشبكات.", "ar", Stance.NONE),
        ("中国反对设立新机构。", "zh", Stance.TAKES),
        ("基金应向所有人开放。", "zh", Stance.TENDS),
        ("该建议的草案被认为过长。", "zh", Stance.NONE),
        ("Wir schlagen das vor.", None, Stance.NONE),
    ],
)
def test_what_is_said_in_other_words(text: str, language: str | None, told: Stance) -> None:
    assert stance(text, language) is told


def test_a_pattern_of_ones_own_that_is_wrong_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stances.toml").write_text("[en]\ntakes = ['favours (']\n", "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    with pytest.raises(tables.TableError, match="stances.toml"):
        stance("Kenya favours it.", "en")
