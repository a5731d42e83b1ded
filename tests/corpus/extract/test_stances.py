"""Proposals, offers and opinions are told apart from facts, in all six languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import countries, tables
from corpus.extract.stances import Stance, stance, voice
from corpus.extract.submitters import Submitter, submitters
from corpus.languages import BY_CODE
from corpus.text import sentences
from tools.sample.build import SAMPLE

FOLDERS = {
    "39/2": "CWGWSIS39-C-0002",
    "39/4": "CWGWSIS39-C-0004",
    "39/7": "CWGWSIS39-C-0007",
    "40/3": "CWGWSIS40-C-0003-R1",
    "40/5": "CWGWSIS40-C-0005",
    "40/INF/4": "CWGWSIS40-INF-0004",
    "41/2": "CWGWSIS41-C-0002",
    "41/6": "CWGWSIS41-C-0006",
}


def sentence_at(document: str, paragraph: str, position: int, language: str) -> str:
    """A sentence of the sample corpus, from the start or the end of its paragraph."""
    return every_sentence(document, paragraph, language)[position]


def every_sentence(document: str, paragraph: str, language: str) -> list[str]:
    text = line_of(document, f"{paragraph}\t", language).split("\t")[1]
    return [text[slice(*span)] for span in sentences(text)]


def line_of(document: str, begins: str, language: str) -> str:
    path = SAMPLE / "text" / FOLDERS[document] / f"{language}.txt"
    lines = path.read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith(begins))


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.parametrize(
    ("document", "paragraph", "position", "expected"),
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
def test_a_sentence_has_its_labelled_stance(
    document: str, paragraph: str, position: int, expected: Stance, language: str
) -> None:
    text = sentence_at(document, paragraph, position, language)
    assert stance(text, language) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
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
def test_a_stance_in_other_words_is_found(
    text: str, language: str | None, expected: Stance
) -> None:
    assert stance(text, language) is expected


def test_a_pattern_of_ones_own_that_is_wrong_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stances.toml").write_text("[en]\ntakes = ['favours (']\n", "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    with pytest.raises(tables.TableError, match="stances.toml"):
        stance("Kenya favours it.", "en")


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.parametrize(
    ("document", "paragraph", "position", "is_reported"),
    [
        ("39/2", "3.3", 0, True),  # a participant pleaded
        ("39/2", "4.2", 1, True),  # what participants asked for
        ("39/4", "1.1", 0, True),  # the General Assembly called for a meeting
        ("39/7", "3.2", 3, True),  # a head teacher is quoted
        ("40/5", "2.1", -1, True),  # several delegations asked
        ("40/INF/4", "2.1", 1, True),  # signed by 19 organizations, it asked
        ("40/INF/4", "2.2", -1, True),  # 22 organizations undertake
        ("40/INF/4", "2.3", 1, True),  # the statement of others recommends
        ("41/2", "3.3", -1, True),  # a librarian is quoted
        ("41/2", "3.4", 1, True),  # a resolution calls for something
        ("39/4", "2.1", -1, False),  # Brazil and Portugal suggest
        ("39/4", "3.1", -1, False),  # in the view of the two countries
        ("39/4", "5.2", 0, False),  # they will pay
        ("39/2", "5.2", -1, False),  # the secretariat proposes
        ("39/7", "5.1", 0, False),  # in Kenya's view
        ("39/7", "5.2", -1, False),  # Kenya estimates
        ("40/3", "5.3", 1, False),  # Japan is ready
        ("40/5", "4.2", 0, False),  # the Chair proposes
        ("41/2", "5.3", 0, False),  # the secretariat is asked
        ("41/2", "5.4", 0, False),  # they offer to hold a workshop
    ],
)
def test_words_of_others_are_no_words_of_the_submitters(
    document: str, paragraph: str, position: int, is_reported: bool, language: str
) -> None:
    source = line_of(document, "source: ", language).removeprefix("source: ")
    by = submitters(source, countries.find(source))
    sentences = every_sentence(document, paragraph, language)
    position %= len(sentences)
    before = sentences[position - 1] if position else ""
    assert voice(sentences[position], language, by, before).is_reported is is_reported


KENYA = (Submitter("country", "KEN"),)
CHAIR = (Submitter("office", "Chair"),)
UNESCO = (Submitter("other", "UNESCO"),)


@pytest.mark.parametrize(
    ("text", "language", "by", "is_reported"),
    [
        ("Japan proposed a new fund.", "en", KENYA, True),
        ("Kenya, together with UNESCO, proposes a new fund.", "en", KENYA, False),
        ("In paragraph 3 of resolution 70/125, the programme recommends it.", "en", KENYA, False),
        ("Member States are invited to say whether they wish to.", "en", KENYA, False),
        ("UNESCO recommends a new fund.", "en", UNESCO, False),
        ("UNESCO recommends a new fund.", "en", KENYA, True),
        ("Le Japon a proposé un nouveau fonds.", "fr", KENYA, True),
        ("Le Kenya, avec l’UNESCO, propose un nouveau fonds.", "fr", KENYA, False),
        ("El Japón propuso un nuevo fondo.", "es", KENYA, True),
        ("Kenya propone un nuevo fondo.", "es", KENYA, False),
        ("Япония предложила создать фонд.", "ru", KENYA, True),
        ("Кения предлагает создать фонд.", "ru", KENYA, False),
        ("اقترحت اليابان صندوقاً جديداً.", "ar", KENYA, True),
        ("تقترح كينيا صندوقاً جديداً.", "ar", KENYA, False),
        ("日本建议设立新基金。", "zh", KENYA, True),
        ("肯尼亚建议设立新基金。", "zh", KENYA, False),
        ("Japan schlug einen Fonds vor.", None, KENYA, False),
    ],
)
def test_reported_words_are_recognised(
    text: str, language: str | None, by: tuple[Submitter, ...], is_reported: bool
) -> None:
    assert voice(text, language, by).is_reported is is_reported


def test_words_of_a_body_in_a_draft_are_not_reported() -> None:
    text, past = "The Group requests the secretariat to go on.", "The Group requested a text."
    assert voice(text, "en", CHAIR).is_reported
    assert not voice(text, "en", CHAIR, is_draft=True).is_reported
    assert voice(past, "en", CHAIR, is_draft=True).is_reported


def test_a_speaker_is_found_in_the_sentence_before() -> None:
    sentence, before = "It recommends a new fund.", "The statement was published in May."
    assert voice(sentence, "en", KENYA, before).stands_before
    assert not voice(sentence, "en", KENYA, "Kenya published its plan in May.").is_reported
    assert not voice(sentence, "en", KENYA).is_reported
