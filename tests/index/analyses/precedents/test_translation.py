"""Is a translation told from what is on the same subject, in any language?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from corpus.cards import Figures
from corpus.paragraphs import pieces_of, whole
from corpus.sample import FILES
from index.analyses import TAKEN_OVER, LanguageText, is_translation
from index.analyses.precedents.translation import (
    match_paraphrase,
    match_rewording,
    match_translation,
)
from index.model import Encoder
from index.retrieval import Search
from index.store import Store
from ingest.read import read


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Search]:
    with Store(tmp_path_factory.mktemp("none") / "index", create=True) as store:
        store.vectors.use_model(encoder)  # by which its vectors are freed of their language
        yield Search(store, encoder)


@cache
def paragraph(document: str, label: str) -> LanguageText:
    (path,) = FILES.glob(f"*/*CWGWSIS{document}.*")
    found = read(path)
    places = pieces_of(found.passages)
    joined = (whole(found.passages[place.start : place.stop]) for place in places)
    text = next(one.text for one in joined if one.label == label and one.kind == "paragraph")
    return LanguageText(text, found.language)


SENSORS = "40-C-0003!R1!MSW-{}", "2.1.1"
SOLAR = "39-C-0007!!MSW-{}", "3.1"


@pytest.mark.parametrize(("one", "other"), [("E", "A"), ("C", "E"), ("A", "C")])
@pytest.mark.parametrize(("name", "label"), [SENSORS, SOLAR])
@pytest.mark.thorough
def test_a_paragraph_and_its_translation(
    search: Search, name: str, label: str, one: str, other: str
) -> None:
    there = paragraph(name.format(one), label), paragraph(name.format(other), label)
    assert is_translation(search, *there)


@pytest.mark.parametrize("language", ["E", "A", "C"])
def test_what_is_on_the_same_subject_is_none(search: Search, language: str) -> None:
    """Japan's sensors in rivers and China's on tea terraces; Kenya's and Uruguay's batteries."""
    solar = paragraph(SOLAR[0].format(language), SOLAR[1])
    assert not is_translation(search, solar, paragraph("39-INF-0005!!MSW-S", "3.2"))
    if language != "C":
        sensors = paragraph(SENSORS[0].format(language), SENSORS[1])
        for label in ("2.1.1", "2.2", "3.1"):
            assert not is_translation(search, sensors, paragraph("40-INF-0008!!MSW-C", label))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("40-INF-0004!!MSW-A", "5.1"), ("40-C-0005!!MSW-A", "2.1")),
        (("39-C-0002!!MSW-S", "1.2"), ("40-C-0003!!MSW-S", "1.2")),
        (("39-C-0002!!MSW-E", "1.2"), ("40-C-0003!!MSW-E", "1.2")),
    ],
)
@pytest.mark.thorough
def test_equal_references_and_dates_make_no_translation(
    search: Search, one: tuple[str, str], other: tuple[str, str]
) -> None:
    """All of these are near sentence by sentence."""
    there = paragraph(*one), paragraph(*other)
    assert match_translation(search, *there).share >= TAKEN_OVER
    assert match_paraphrase(search, *there).share == 0


LIST = LanguageText(
    "Résolutions 133, 140 et 154 (Rév. Bucarest, 2022) de la Conférence de plénipotentiaires; "
    "Résolutions 1332 (Rév. 2024) et 1334 (Rév. 2023) du Conseil; Résolution A/RES/70/125",
    "fr",
)


@pytest.mark.parametrize(
    "draft",
    [
        LanguageText(
            "Recalling Resolution 140 (Rev. Bucharest, 2022) of the Plenipotentiary Conference and "
            "Council Resolution 1332 (Rev. 2024)",
            "en",
        ),
        LanguageText("忆及全权代表大会第140号决议（2022年，布加勒斯特，修订版）", "zh"),
    ],
)
def test_a_list_with_the_drafts_references_is_no_translation(
    search: Search, draft: LanguageText
) -> None:
    assert match_translation(search, draft, LIST).share == 0


def test_list_of_a_drafts_references_is_no_rewording(search: Search) -> None:
    draft = LanguageText(
        "请理事会修订第1332号决议（2023年，修订版），"
        "而第1334号决议（2023年，修订版）在全面审查结束之前保持不变。",
        "zh",
    )
    listed = LanguageText("理事会第1332和1334号决议（2023年，修订版）；", "zh")
    assert match_rewording(search, draft, listed) == 0.0


def test_references_alone_are_no_translation(search: Search) -> None:
    """Whoever cites the same has the same list."""
    draft = LanguageText(
        "Recalling Resolutions 133, 140 and 154 (Rev. Bucharest, 2022) of the Plenipotentiary "
        "Conference, Council Resolutions 1332 (Rev. 2024) and 1334 (Rev. 2023) and A/RES/70/125",
        "en",
    )
    assert match_translation(search, draft, LIST).share == 0


TRAINED = LanguageText(
    "试点为27家茶农合作社各培训2至3名用水管理员，共68人，其中女性39人。培训为期6天，一半时间在田间进行。",
    "zh",
)


@pytest.mark.parametrize(
    ("draft", "share", "own", "old"),
    [
        (
            LanguageText(
                "Tea farmers should be trained in the use of irrigation systems, with half of the "
                "places reserved for women.",
                "en",
            ),
            *(0, (), ()),
        ),
        (
            LanguageText("El curso dura 6 días y la mitad del tiempo se pasa en el campo.", "es"),
            *(1, (), ()),
        ),
        (
            LanguageText("تستغرق الدورة التدريبية 9 أيام، ويُمضى نصف الوقت في الحقل.", "ar"),
            *(0, ("9",), ("6",)),
        ),
    ],
)
def test_figures_tell_translations_from_what_is_near(
    search: Search, draft: LanguageText, share: float, own: tuple[str, ...], old: tuple[str, ...]
) -> None:
    found = match_translation(search, draft, TRAINED)
    assert found.share == share
    assert found.figures == Figures(own, old)


YEARLY = LanguageText(
    "The Group reports each year on the digital divide, as Resolution 140 (Rev. Bucharest, 2022) "
    "of the Plenipotentiary Conference requires.",
    "en",
)
IN_OTHERS = {
    "zh": "根据全权代表大会第140号决议（{}，修订版）的要求，工作组每年就数字鸿沟提出报告。",
    "ar": "يقدم فريق العمل كل سنة تقريراً عن الفجوة الرقمية وفقاً للقرار 140 (المراجَع في {}) "
    "لمؤتمر المندوبين المفوضين.",
}


@pytest.mark.parametrize(
    ("language", "edition", "share"),
    [
        *(("zh", "2022年，布加勒斯特", 1), ("zh", "2018年，迪拜", 0)),
        *(("ar", "بوخارست، 2022", 1), ("ar", "دبي، 2018", 0)),
    ],
)
def test_another_edition_is_another_text(
    search: Search, language: str, edition: str, share: float
) -> None:
    draft = LanguageText(IN_OTHERS[language].format(edition), language)
    assert match_translation(search, draft, YEARLY).share == share


def test_a_longer_text_is_a_partial_reuse_not_a_translation(search: Search) -> None:
    own = IN_OTHERS["ar"].format("بوخارست، 2022")
    more = " يفتح المطعم أبوابه ظهراً كل يوم اثنين وخميس للموظفين والزوار الذين يحملون بطاقة دخول."
    draft = LanguageText(own + 2 * more, "ar")
    found = match_translation(search, draft, YEARLY)
    assert 0 < found.share < found.of_other == 1
    assert is_translation(search, LanguageText(own, "ar"), YEARLY)
    assert not is_translation(search, draft, YEARLY)


LICENCES = "39-C-0007!!MSW-{}", "2.3"
RELAYS = "41-C-0006!!MSW-{}", "3.1.2"
LATE = "40-C-0005!!MSW-{}", "4.1"


@pytest.mark.parametrize(
    ("name", "label", "draft", "own", "old"),
    [
        (
            *LICENCES,
            LanguageText("现在审批一份申请平均只用14天，而过去办一张普通执照要140天。", "zh"),
            *("14", "21"),
        ),
        (
            *LICENCES,
            LanguageText(
                "ويستغرق البت في الطلب 14 يوماً في المعدل مقابل 140 يوماً كان يتطلبها "
                "الترخيص المعتاد.",
                "ar",
            ),
            *("14", "21"),
        ),
        (
            *RELAYS,  # nine of them are nine in words of each
            LanguageText(
                "Help in writing rules for public purchasing that call for accessible equipment "
                "went to nine administrations; 6 of these were also assisted with relay services "
                "through which deaf people can contact emergency numbers by video or text.",
                "en",
            ),
            *("6", "4"),
        ),
        (
            *RELAYS,
            LanguageText(
                "حصلت سبع إدارات على العون في وضع قواعد للشراء العام تفرض تيسير استعمال الأجهزة، "
                "وحصلت 4 منها على العون في إقامة خدمات وسيطة تمكّن الصم من طلب الطوارئ كتابةً أو "
                "بالصورة.",
                "ar",
            ),
            *("سبع", "تسع"),
        ),
        (
            *LATE,
            LanguageText(
                "La queja más repetida fue la entrega tardía: de 23 contribuciones para la reunión "
                "de octubre, 15 se recibieron en la Secretaría cuando faltaba menos de una semana "
                "para que empezara.",
                "es",
            ),
            *("15", "11"),
        ),
    ],
)
@pytest.mark.once
def test_a_sentence_translated_anew_is_told_which_number_is_another(
    search: Search, name: str, label: str, draft: LanguageText, own: str, old: str
) -> None:
    letter = {"ar": "A", "zh": "C", "en": "E", "es": "S"}[draft.language or ""]
    found = match_paraphrase(search, draft, paragraph(name.format(letter), label))
    assert (found.share, found.figures) == (0, Figures((own,), (old,)))


@pytest.mark.parametrize(
    ("label", "draft"),
    [
        # On the same subject; but only a year is the same, no number is, or none of several is.
        ("2.3", LanguageText("Desde 2021 se expidieron 12 licencias sin fines de lucro.", "es")),
        ("2.3", LanguageText("现在审批一份申请平均只用14天。", "zh")),
        ("2.3", LanguageText("现在审批一份申请平均只用14天，而过去办一张普通执照要120天。", "zh")),
    ],
)  # fmt: skip
def test_a_sentence_without_common_numbers_reports_none(
    search: Search, label: str, draft: LanguageText
) -> None:
    letter = {"zh": "C", "es": "S"}[draft.language or ""]
    assert not match_paraphrase(search, draft, paragraph(LICENCES[0].format(letter), label)).figures


@pytest.mark.parametrize(
    "draft",
    [
        LanguageText(
            "在游牧畜牧业中，畜群从4月到10月在距离冬季营地80至400公里的地方放牧。蜂窝通信仅"
            "覆盖35%的此类牧场，在暴风雪中丢失羊群或马群的牧民往往要骑马寻找数日。在2021/22年严"
            "冬，仅三个州就有18 700头牲畜死亡或失踪。",
            "zh",
        ),
        LanguageText(
            "在游牧畜牧业中，畜群从4月到10月在距离冬季营地80至400公里的地方放牧。蜂窝通信仅"
            "覆盖35%的此类牧场，在暴风雪中丢失羊群或马群的牧民往往要骑马寻找数日。在2021-2022年"
            "严冬，仅三个州就有18 700头牲畜死亡或失踪。",
            "zh",
        ),
        LanguageText(
            "In transhumant herding, the herds graze from April to October 80–400 km from their "
            "winter quarters. Mobile coverage reaches only 35% of such pastures, and a herder who "
            "has lost a flock in a blizzard often searches on horseback for days. In the harsh "
            "winter of 2021–22, 18,700 head of livestock died or went missing in three regions "
            "alone.",
            "en",
        ),
        LanguageText(
            "En el pastoreo trashumante, los rebaños pastan de abril a octubre a una distancia de "
            "80 a 400 km de la invernada. La telefonía móvil cubre solo el 35 % de esos pastos, y "
            "el pastor que pierde su rebaño en una ventisca suele buscarlo a caballo durante "
            "varios días. En el duro invierno de 2021/2022, solo en tres regiones murieron o "
            "desaparecieron 18 700 cabezas de ganado.",
            "es",
        ),
    ],
)
@pytest.mark.thorough
def test_a_figure_is_told_whose_digits_stand_in_two_years(
    search: Search, draft: LanguageText
) -> None:
    found = match_translation(search, draft, paragraph("40-INF-0007!!MSW-R", "1.1"))
    assert found.figures == Figures(("35",), ("22",))
