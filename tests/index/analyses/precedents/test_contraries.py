"""Drafts that say the contrary of an earlier text, in its language or in another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus import tables
from corpus.cards import Figures
from corpus.languages import BY_CODE
from index.analyses import LanguageText
from index.analyses.precedents.contraries import Contraries, find_contraries
from index.model import Encoder
from index.retrieval import Search
from index.store import Store

COST = LanguageText("The yearly cost of each centre rose from 120 to 340 Swiss francs.", "en")
PLAN = LanguageText("The Council approves the plan before the conference in Geneva.", "en")
DEADLINE = LanguageText("Contributions are submitted at least 12 days before the meeting.", "en")
RECORDS = LanguageText("The agreement guarantees that the ship sails within 48 hours.", "en")


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Search]:
    with Store(tmp_path_factory.mktemp("none") / "index", create=True) as store:
        store.vectors.use_model(encoder)  # by which its vectors are freed of their language
        yield Search(store, encoder)


@pytest.mark.parametrize(
    ("draft", "language", "earlier", "words"),
    [
        (
            "The yearly cost of each centre fell from 120 to 340 Swiss francs.",
            *("en", COST, Figures(("fell",), ("rose",))),
        ),
        (
            "Le coût annuel de chaque centre a baissé de 120 à 340 francs suisses.",
            *("fr", COST, Figures(("baissé",), ("rose",))),
        ),
        (
            "El Consejo rechaza el plan antes de la conferencia de Ginebra.",
            *("es", PLAN, Figures(("rechaza",), ("approves",))),
        ),
        (
            "Совет утверждает план после конференции в Женеве.",
            *("ru", PLAN, Figures(("после",), ("before",))),
        ),
        (
            "文稿最多在会议开始前12天提交。",
            *("zh", DEADLINE, Figures(("最多",), ("at least",))),
        ),
        (
            "تُقدَّم المساهمات قبل الاجتماع بما لا يزيد على 12 يوماً.",
            *("ar", DEADLINE, Figures(("بما لا يزيد",), ("at least",))),
        ),
    ],
)
def test_a_word_with_the_opposite_meaning_is_a_contrary(
    search: Search, draft: str, language: str, earlier: LanguageText, words: Figures
) -> None:
    contraries = find_contraries(search, LanguageText(draft, language), earlier)
    assert contraries.opposites == words


@pytest.mark.parametrize(
    ("draft", "language", "earlier"),
    [
        ("Le coût annuel de chaque centre est passé de 120 à 340 francs suisses.", "fr", COST),
        ("El Consejo aprueba el plan antes de la conferencia de Ginebra.", "es", PLAN),
        ("文稿至少在会议开始前12天提交。", "zh", DEADLINE),
        ("L'accord garantit que le navire appareille dans les 48 heures.", "fr", RECORDS),
    ],
)
def test_a_translation_is_no_contrary(
    search: Search, draft: str, language: str, earlier: LanguageText
) -> None:
    contraries = find_contraries(search, LanguageText(draft, language), earlier)
    assert contraries in (Contraries(), Contraries(doubts=("roles",)))


@pytest.mark.parametrize(
    ("language", "draft", "earlier", "words"),
    [
        (
            *("fr", "Les réseaux communautaires coûtent le moins aux usagers."),
            *("Les réseaux communautaires sont les plus économiques pour les usagers.", Figures()),
        ),
        (
            *("es", "Las redes comunitarias son las menos costosas para los usuarios."),
            *("Las redes comunitarias son las más económicas para los usuarios.", Figures()),
        ),
        (
            *("ru", "Общинные сети менее затратны для пользователей."),
            *("Общинные сети более экономичны для пользователей.", Figures()),
        ),
        (
            *("en", "Community networks are less costly for their users."),
            *("Community networks are more economical for their users.", Figures()),
        ),
        (
            *("fr", "Les réseaux communautaires sont les moins économiques pour les usagers."),
            "Les réseaux communautaires sont les plus économiques pour les usagers.",
            Figures(("moins",), ("plus",)),
        ),
        (
            *("es", "Las redes comunitarias son las menos económicas para los usuarios."),
            "Las redes comunitarias son las más económicas para los usuarios.",
            Figures(("menos",), ("más",)),
        ),
        (
            *("en", "Community networks cost their users less."),
            *("Community networks cost their users more.", Figures(("less",), ("more",))),
        ),
        (
            *(
                "fr",
                "L'écart entre les femmes et les hommes s'est élargi de 1,5 point en deux ans.",
            ),
            "L'écart entre les femmes et les hommes s'est réduit de 1,5 point en deux ans.",
            Figures(("élargi",), ("réduit",)),
        ),
        (
            *("ru", "Никто не возражал против более мягких сроков представления документов."),
            "Никто не возражал против более строгих сроков представления документов.",
            Figures(("мягких",), ("строгих",)),
        ),
        # Nothing is added: without `plus`, `baissé` would stand against `augmenté`.
        (
            *("fr", "Les centres sont plus rapides et le nombre de pannes a baissé."),
            "Les centres sont plus efficaces et le nombre de clients a augmenté.",
            Figures(),
        ),
    ],
)
def test_words_of_degree_are_opposites_before_the_same_word(
    search: Search, language: str, draft: str, earlier: str, words: Figures
) -> None:
    sides = LanguageText(draft, language), LanguageText(earlier, language)
    assert find_contraries(search, *sides, is_taken_over=True).opposites == words


@pytest.mark.parametrize(
    ("draft", "language", "words"),
    [
        ("The agreement does not guarantee that the ship sails within 48 hours.", "en", ("not",)),
        (
            "L'accord ne garantit pas que le navire appareille dans les 48 heures.",
            *("fr", ("ne", "pas")),
        ),
    ],
)
def test_a_negation_of_one_text_is_a_contrary(
    search: Search, draft: str, language: str, words: tuple[str, ...]
) -> None:
    contraries = find_contraries(search, LanguageText(draft, language), RECORDS)
    assert contraries.negations == Figures(words)


@pytest.mark.parametrize("denial", ["لا تضمن الاتفاقية", "الاتفاقية لا تضمن"])
def test_an_arabic_negation_is_no_word_between_figures(search: Search, denial: str) -> None:
    draft = LanguageText(f"{denial} إبحار السفينة خلال 48 ساعة.", "ar")
    assert find_contraries(search, draft, RECORDS).negations.draft == ("لا",)


@pytest.mark.parametrize(
    ("draft", "language", "earlier"),
    [
        ("يظهر العطش في الأعلى بعد ثلاثة أيام بلا مطر.", "ar", "上层台地三天不雨便见旱象。"),
        ("若牲畜六个多小时一动不动，便立即报警。", "zh", "若牲畜静止六个多小时，便立即报警。"),
    ],
)
def test_a_set_phrase_denies_nothing(
    search: Search, draft: str, language: str, earlier: str
) -> None:
    contraries = find_contraries(
        search, LanguageText(draft, language), LanguageText(earlier, "zh"), is_taken_over=True
    )
    assert contraries.negations == Figures()


def test_exchanged_figures_are_contrary_in_any_language(search: Search) -> None:
    draft = LanguageText("每个中心的年度费用从340瑞士法郎变为120瑞士法郎。", "zh")
    assert find_contraries(search, draft, COST).exchanged == Figures(("340", "120"), ("120", "340"))


REACHED = LanguageText(
    "For 5 days, 38 islands with some 97 000 inhabitants could be reached only by radio.", "en"
)


@pytest.mark.parametrize(
    ("draft", "language"),
    [
        (
            "Some 97 000 inhabitants of 38 islands could, for 5 days, be reached by radio only.",
            "en",
        ),
        ("Pendant 5 jours, 97 000 habitants de 38 îles n'étaient joignables que par radio.", "fr"),
        ("В течение 5 дней с 97 000 жителей 38 островов связь была только по радио.", "ru"),
        ("在5天时间里，约有97 000名居民的38个岛屿只能通过无线电取得联系。", "zh"),
    ],
)
def test_figures_in_another_order_that_count_the_same_are_no_contrary(
    search: Search, draft: str, language: str
) -> None:
    contraries = find_contraries(search, LanguageText(draft, language), REACHED)
    assert contraries.exchanged == Figures()


@pytest.mark.parametrize(
    ("draft", "language"),
    [
        ("For 5 days, 97 000 islands with some 38 inhabitants could be reached by radio.", "en"),
        ("Pendant 5 jours, 97 000 îles de 38 habitants n'étaient joignables que par radio.", "fr"),
        ("在5天时间里，约有38名居民的97 000个岛屿只能通过无线电取得联系。", "zh"),
    ],
)
def test_figures_that_count_each_others_things_are_a_contrary(
    search: Search, draft: str, language: str
) -> None:
    exchanged = find_contraries(search, LanguageText(draft, language), REACHED).exchanged
    assert {*exchanged.draft} == {*exchanged.earlier} == {"97 000", "38"}


@pytest.mark.parametrize(
    ("draft", "earlier", "words"),
    [
        (
            LanguageText(
                "Модель может остановить или исправить любое предупреждение о наводнении, "
                "предложенное дежурным специалистом, и основания заносятся в журнал.",
                "ru",
            ),
            LanguageText(
                "A duty officer can halt or correct any flood warning proposed by a model, and the "
                "reasons are logged.",
                "en",
            ),
            Figures(("Модель", "специалистом"), ("officer", "model")),
        ),
        (
            LanguageText("El Consejo pide a la Secretaría que envíe el informe a tiempo.", "es"),
            LanguageText("The secretariat asks the Council to send the report in time.", "en"),
            Figures(("Consejo", "Secretaría"), ("secretariat", "Council")),
        ),
        (
            LanguageText(
                "Les services météorologiques étrangers représentent 58 % des téléchargements, les "
                "universités et les jeunes entreprises 14 %.",
                "fr",
            ),
            LanguageText(
                "Universities and start-ups account for 58 per cent of the downloads and foreign "
                "weather services for 14 per cent.",
                "en",
            ),
            Figures(("58", "14"), ("58", "14")),
        ),
    ],
)
def test_exchanged_things_are_contrary_across_languages(
    search: Search, draft: LanguageText, earlier: LanguageText, words: Figures
) -> None:
    assert find_contraries(search, draft, earlier).exchanged == words


def test_who_asks_whom_turned_round_is_a_contrary_in_one_language(search: Search) -> None:
    earlier = LanguageText("de charger le secrétariat de mettre à jour le tableau.", "fr")
    turned = LanguageText("Le secrétariat charge le Groupe de mettre à jour le tableau.", "fr")
    told = find_contraries(search, turned, earlier, is_taken_over=True)
    assert told.exchanged.draft == ("secrétariat", "Groupe")
    same = LanguageText("Le Groupe charge le secrétariat de mettre à jour le tableau.", "fr")
    assert not find_contraries(search, same, earlier, is_taken_over=True).exchanged


def test_addressees_of_one_request_ask_each_other_nothing(search: Search) -> None:
    both = "Государствам-Членам и Членам Секторов предлагается объявить о взносах до 28 февраля."
    one = "Государствам-Членам предлагается объявить о взносах до 28 февраля."
    sides = LanguageText(both, "ru"), LanguageText(one, "ru")
    assert not find_contraries(search, *sides, is_taken_over=True).exchanged


def test_another_order_of_the_same_figures_is_no_contrary(search: Search) -> None:
    draft = LanguageText(
        "El 14 % de las descargas corresponde a servicios meteorológicos extranjeros y el 58 % a "
        "universidades y empresas emergentes.",
        "es",
    )
    earlier = LanguageText(
        "Universities and start-ups account for 58 per cent of the downloads and foreign weather "
        "services for 14 per cent.",
        "en",
    )
    assert find_contraries(search, draft, earlier).exchanged == Figures()


def test_bodies_in_each_others_place_are_a_contrary(search: Search) -> None:
    earlier = LanguageText("The Council asks the secretariat to send the report in time.", "en")
    draft = LanguageText("The secretariat asks the Council to send the report in time.", "en")
    exchanged = find_contraries(search, draft, earlier).exchanged
    assert exchanged == Figures(("secretariat", "council"), ("council", "secretariat"))


def test_a_faithful_translation_without_figures_is_in_no_doubt(search: Search) -> None:
    draft = LanguageText("Le Conseil approuve le plan avant la conférence de Genève.", "fr")
    assert find_contraries(search, draft, PLAN) == Contraries()


@pytest.mark.parametrize(
    ("draft", "earlier"),
    [
        (
            LanguageText("加纳将主办社区网络区域论坛，肯尼亚将担任其筹备小组的主席。", "zh"),
            LanguageText(
                "Kenya will host the regional forum on community networks, and Ghana will chair "
                "its preparatory group.",
                "en",
            ),
        ),
        (
            LanguageText(
                "森林火灾导致沿海地区的移动电话网络中断，而洪水则毁坏山区的广播塔。", "zh"
            ),
            LanguageText(
                "تسبب الفيضانات انقطاع شبكات الهاتف المحمول في المناطق الساحلية، بينما تدمر حرائق "
                "الغابات أبراج الإذاعة في المناطق الجبلية.",
                "ar",
            ),
        ),
    ],
)
def test_things_that_may_have_changed_places_are_in_doubt(
    search: Search, draft: LanguageText, earlier: LanguageText
) -> None:
    assert find_contraries(search, draft, earlier) == Contraries(doubts=("roles",))


@pytest.mark.parametrize(
    ("draft", "earlier", "words"),
    [
        (
            LanguageText("附件文本具有约束力，包括有关期限的规定。", "zh"),
            LanguageText(
                "Le texte de l'annexe est contraignant, à l'exception des dispositions relatives "
                "aux délais.",
                "fr",
            ),
            Figures(("包括",), ("à l'exception",)),
        ),
        (
            LanguageText("يظل باب التسجيل الإلكتروني للمراقبين مفتوحاً حتى 3 مايو.", "ar"),
            LanguageText(
                "L'inscription en ligne des observateurs est ouverte à compter du 3 mai.", "fr"
            ),
            Figures(("حتى",), ("à compter du",)),
        ),
    ],
)
def test_opposites_are_compared_by_a_key_of_all_languages(
    search: Search, draft: LanguageText, earlier: LanguageText, words: Figures
) -> None:
    assert find_contraries(search, draft, earlier).opposites == words


def test_one_denial_of_two_is_found_in_its_clause(search: Search) -> None:
    earlier = LanguageText(
        "The order of repair was agreed with the Ministry of Health, so that nobody has to decide "
        "it during the storm.",
        "en",
    )
    draft = LanguageText(
        "El orden de reparación no se acordó con el Ministerio de Salud, de modo que nadie tiene "
        "que decidirlo durante la tormenta.",
        "es",
    )
    assert find_contraries(search, draft, earlier).negations == Figures(("no",), ())


LESSONS = LanguageText(
    "Trois mois plus tard, 64 % d'entre elles avaient réglé une facture ou pris un rendez-vous "
    "médical en ligne sans aide, contre 17 % avant le cours, et les signalements de pertes "
    "d'argent dues à des escroqueries téléphoniques avaient diminué d'un tiers.",
    "fr",
)
RETURNS = LanguageText(
    "La principal enseñanza es que la devolución debe resultar más fácil que el olvido: la tasa de "
    "retorno pasó del 31 % al 67 % cuando la entrega del equipo nuevo quedó vinculada a la "
    "devolución del viejo.",
    "es",
)


def test_a_negation_of_a_clause_that_is_left_out_denies_nothing(search: Search) -> None:
    draft = LanguageText(
        "Trois mois après le cours destiné aux personnes âgées, les signalements de pertes "
        "d'argent dues à des escroqueries téléphoniques avaient augmenté d'un tiers.",
        "fr",
    )
    expected = Contraries(opposites=Figures(("augmenté",), ("diminué",)))
    assert find_contraries(search, draft, LESSONS, is_taken_over=True) == expected


def test_a_range_that_is_turned_round_is_a_contrary_in_any_language(search: Search) -> None:
    # `Más fácil` is no amount, and a laptop of a school is not young.
    text = "При сдаче нового устройства доля возврата школьных ноутбуков упала с 67 до 31 процента."
    expected = Contraries(exchanged=Figures(("67", "31"), ("31", "67")))
    assert find_contraries(search, LanguageText(text, "ru"), RETURNS) == expected


@pytest.mark.parametrize(
    ("language", "draft", "earlier", "words"),
    [
        (
            "en",
            (
                "Fewer participants could pay a bill online, and reports of money lost to "
                "telephone fraud had risen by a third."
            ),
            (
                "Two in three had paid a bill online, and reports of money lost to telephone fraud "
                "had fallen by a third."
            ),
            Figures(("risen",), ("fallen",)),
        ),
        (
            "ru",
            (
                "Меньше участников оплатили счет через интернет, а число сообщений о потере денег "
                "из-за мошенников выросло на треть."
            ),
            (
                "Участники оплатили счет через интернет, а число сообщений о потере денег из-за "
                "мошенников сократилось на треть."
            ),
            Figures(("выросло",), ("сократилось",)),
        ),
        (
            "zh",
            "能够在网上付账的人数减少了，电话诈骗造成损失的报案数增加了三分之一。",
            "能够在网上付账的人数减少了，电话诈骗造成损失的报案数下降了三分之一。",
            Figures(("增加",), ("下降",)),
        ),
    ],
)
def test_a_word_in_the_place_of_its_opposite_is_a_contrary(
    search: Search, language: str, draft: str, earlier: str, words: Figures
) -> None:
    sides = (LanguageText(text, language) for text in (draft, earlier))
    assert find_contraries(search, *sides, is_taken_over=True).opposites == words


def test_texts_on_the_same_subject_are_not_compared(search: Search) -> None:
    draft = LanguageText("The Council should meet in Geneva after every conference.", "en")
    assert find_contraries(search, draft, DEADLINE) == Contraries()


def test_all_languages_have_words_for_the_same_concepts() -> None:
    table = tables.load("contraries")
    assert table.keys() == BY_CODE.keys()
    concepts = {code: {name: len(words) for name, words in table[code].items()} for code in table}
    assert all(each == concepts["en"] for each in concepts.values())
    assert set(concepts["en"].values()) == {1, 2}


@pytest.mark.parametrize(
    ("draft", "earlier", "language"),
    [
        (
            "The Group reviewed Council Resolutions 1334 (Rev. 2023) and 1332 (Rev. 2023).",
            "The Group reviewed Council Resolutions 1332 (Rev. 2023) and 1334 (Rev. 2023).",
            "en",
        ),
        (
            "Le Groupe a examiné les Résolutions 1334 et 1332 (Rév. 2023) du Conseil.",
            "Le Groupe a examiné les Résolutions 1332 et 1334 (Rév. 2023) du Conseil.",
            "fr",
        ),
        (
            "工作组审议了理事会第1334和1332号决议（2023年，修订版）。",
            "工作组审议了理事会第1332和1334号决议（2023年，修订版）。",
            "zh",
        ),
        (
            "استعرض الفريق قراري المجلس 1334 و1332 (المراجَعين في 2023).",
            "استعرض الفريق قراري المجلس 1332 و1334 (المراجَعين في 2023).",
            "ar",
        ),
    ],
)
def test_a_list_of_references_has_any_order(
    search: Search, draft: str, earlier: str, language: str
) -> None:
    texts = LanguageText(draft, language), LanguageText(earlier, language)
    assert find_contraries(search, *texts, is_taken_over=True) == Contraries()


def test_listed_references_that_are_for_others_respectively_have_an_order(search: Search) -> None:
    texts = [
        LanguageText(f"ITU-T and ITU-D report under Resolutions {listed} respectively.", "en")
        for listed in ("75 and 30", "30 and 75")
    ]
    assert find_contraries(search, *texts, is_taken_over=True).exchanged


def test_a_verb_that_looks_like_a_pupil_is_no_opposite(search: Search) -> None:
    draft = LanguageText("La dépense consacrée aux personnes âgées s'élève à 30 francs.", "fr")
    earlier = LanguageText("La dépense consacrée aux élèves s'élève à 30 francs.", "fr")
    assert find_contraries(search, draft, earlier, is_taken_over=True).opposites.draft
    assert not find_contraries(search, draft, draft, is_taken_over=True).opposites
    spoken = LanguageText("El gasto destinado a las personas mayores asciende a 30 francos.", "es")
    assert not find_contraries(search, spoken, draft, is_taken_over=True).opposites
