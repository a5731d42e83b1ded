"""Are numbers told that stand in a draft in the place of others, in figures and in words?"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import sample, tables
from corpus.cards import Figures
from index.analyses.precedents.substitutions import (
    find_changed_countries,
    find_changed_figures,
    find_changed_negations,
)

NONE: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("draft", "earlier", "own", "old"),
    [
        (
            "by Council Resolution 1332 (Rev. 2024) on 12,5 % of it",
            "by Council Resolution 1332 (Rev. 2023) on 13,5 % of it",
            ("2024", "12,5"),
            ("2023", "13,5"),
        ),
        (
            "قرار المجلس 1332 (المراجَع في ٢٠٢٤)",
            "قرار المجلس 1332 (المراجع في 2023)",
            ("٢٠٢٤",),
            ("2023",),
        ),
        ("قرار المجلس 1332 (المراجَع في ٢٠٢٣)", "قرار المجلس 1332 (المراجع في 2023)", NONE, NONE),
        (
            "理事会第1332号决议（2024年，修订版）",
            "理事会第1332号决议（2023年，修订版）",
            ("2024",),
            ("2023",),
        ),
        ("in 40 schools", "in all the schools of 3 regions", NONE, NONE),
        (
            "twelve words of 2024",
            "wholly other ones that say in 2023 what is not the same",
            *2 * [NONE],
        ),
        # Two years, one after the other, however they are written.
        ("the budget of 2024/25 as it is", "the budget of 2024–2025 as it is", NONE, NONE),
        ("the budget of 2024-25 as it is", "the budget of 2024/2025 as it is", NONE, NONE),
        ("ميزانية ٢٠٢٤/٢٥ كما هي", "ميزانية 2024-2025 كما هي", NONE, NONE),
        (
            "the budget of 2025/26 as it is",
            "the budget of 2024–2025 as it is",
            ("2025/26",),
            ("2024–2025",),
        ),
        ("12 women and 15 men", "15 women and 12 men", ("12", "15"), ("15", "12")),
        # The draft ends, or begins, where the earlier text goes on.
        (
            "تكييف خطط عملهم بحلول نهاية عام 2026.",
            "تكييف خطط عملهم بحلول منتصف عام 2025. وتقدم الوثيقة مثالاً عملياً في هذا المجال.",
            ("2026",),
            ("2025",),
        ),
        (
            "2026 plans of each of the regions",
            "Nothing else was said of it in any year, and of the 2025 plans of each of the regions",
            ("2026",),
            ("2025",),
        ),
    ],
)
def test_a_figure_in_the_place_of_another(
    draft: str, earlier: str, own: tuple[str, ...], old: tuple[str, ...]
) -> None:
    assert find_changed_figures(draft, earlier) == Figures(own, old)


@pytest.mark.parametrize(
    ("language", "draft", "earlier", "own", "old"),
    [
        (
            "zh",
            "延长至2027年全权代表大会，每年召开三次实体会议。",
            "延长至2026年全权代表大会，每年召开两次实体会议，并开放远程参会。",
            ("2027", "三"),
            ("2026", "两"),
        ),
        ("zh", "第二十三次会议", "第二十二次会议", ("二十三",), ("二十二",)),
        ("zh", "第四号决议", "第3号决议", ("四",), ("3",)),
        # What is put into a number makes it another one.
        ("zh", "会后十五个工作日内", "会后十个工作日内", ("十五",), ("十",)),
        ("zh", "会后二十个工作日内", "会后十个工作日内", ("二十",), ("十",)),
        ("zh", "至迟提前二周公布", "至迟提前十二周公布", ("二",), ("十二",)),
        ("zh", "5月举行三天会议", "3月举行两天会议", ("5", "三"), ("3", "两")),
        (
            "ar",
            "مع عقد ثلاثة اجتماعات حضورية سنوياً في مارس",
            "مع عقد اجتماعين حضوريين سنوياً في أبريل",
            ("ثلاثة", "مارس"),
            ("اجتماعين", "أبريل"),
        ),
        ("ar", "الاجتماع الثالث عشر", "الاجتماع الثاني عشر", ("الثالث عشر",), ("الثاني عشر",)),
        (
            "en",
            "three meetings a year by March, the first for 4 days",
            "two meetings a year by June, the twelfth for five days",
            ("three", "March", "first", "4"),
            ("two", "June", "twelfth", "five"),
        ),
        ("en", "two million pupils", "three million pupils", ("two",), ("three",)),
        ("fr", "trois fois en mai", "deux fois en août", ("trois", "mai"), ("deux", "août")),
        ("fr", "le 3 février 2025", "le 3 août 2025", ("février",), ("août",)),
        ("fr", "à sa dixième réunion", "à sa première réunion", ("dixième",), ("première",)),
        ("es", "su décimo período, en tres salas", "su undécimo período, en dos salas",
         ("décimo", "tres"), ("undécimo", "dos")),
        ("ru", "на третьей сессии трёх групп", "на четвёртой сессии двух групп",
         ("третьей", "трёх"), ("четвёртой", "двух")),
    ],
)  # fmt: skip
def test_a_word_for_a_number_in_the_place_of_another(
    language: str, draft: str, earlier: str, own: tuple[str, ...], old: tuple[str, ...]
) -> None:
    assert find_changed_figures(draft, earlier, language) == Figures(own, old)
    assert find_changed_figures(earlier, draft, language) == Figures(old, own)


@pytest.mark.parametrize(
    ("language", "draft", "earlier"),
    [
        ("en", "in three schools", "in 3 schools"),
        ("en", "in two hundred schools", "in 200 schools"),
        ("en", "in three million schools", "in 3 million schools"),
        ("en", "in twenty-one schools", "in twenty-two schools"),
        ("en", "one may report", "one should report"),
        ("en", "in three schools", "in the schools"),
        ("fr", "vingt et une écoles", "vingt et deux écoles"),
        ("es", "treinta y dos escuelas", "treinta y tres escuelas"),
        ("ru", "в двадцати двух школах", "в двадцати трёх школах"),
        ("ar", "عقد أربعة وعشرين اجتماعا", "عقد خمسة وعشرين اجتماعا"),
        ("ar", "في تشرين الأول", "في تشرين الثاني"),
        ("ar", "عقد أحد الاجتماعات", "عقد ثلاثة الاجتماعات"),
        ("zh", "三百所学校", "300所学校"),
        ("zh", "十几个国家", "两个国家"),
        ("es", "con una antelación", "con 15 horas"),
        ("zh", "会议应一致支持", "会议应两次支持"),
        # What a fraction counts is no number of things.
        ("fr", "Les deux tiers des entrées", "Les 826 entrées"),
        ("en", "Two-thirds of the entries concern women", "Of the 826 entries concern women"),
        ("en", "Three quarters of the entries", "Eight of the entries"),
        ("es", "Las tres cuartas partes de las entradas", "Las 826 entradas"),
        ("ru", "Две трети записей о женщинах", "Из 826 записей о женщинах"),
        ("ar", "ثلاثة أرباع المشاريع", "826 من المشاريع"),
        ("zh", "三分之二的条目", "826个条目"),
        ("zh", "两成的条目", "三个条目"),
    ],
)
def test_in_doubt_no_word_is_told(language: str, draft: str, earlier: str) -> None:
    assert find_changed_figures(draft, earlier, language) == Figures()
    assert find_changed_figures(earlier, draft, language) == Figures()


@pytest.mark.parametrize(
    ("language", "own", "old", "around"),
    [
        ("en", "one third", "two-thirds", "The secretariat reached {} of the entries."),
        ("fr", "deux tiers", "trois quarts", "Le secrétariat a lu les {} des entrées."),
        ("es", "dos tercios", "tres cuartos", "La Secretaría leyó {} de las entradas."),
        ("ru", "две трети", "три четверти", "Секретариат прочитал {} записей."),
        ("ar", "ثلاثة أرباع", "أربعة أخماس", "قرأت الأمانة {} المشاريع."),
        ("zh", "三分之二", "四分之三", "秘书处读了{}的条目。"),
    ],
)
def test_a_fraction_in_the_place_of_another_is_one_number(
    language: str, own: str, old: str, around: str
) -> None:
    draft, earlier = (around.format(fraction) for fraction in (own, old))
    assert find_changed_figures(draft, earlier, language) == Figures((own,), (old,))


@pytest.mark.parametrize(
    ("language", "draft", "earlier"),
    [
        ("zh", "设备投入为26 000元，由财政", "设备投入为2.6万元，由财政"),
        ("zh", "设备投入为260 000 000元", "设备投入为2.6亿元"),
        ("zh", "设备投入为26 000亿元", "设备投入为2.6万亿元"),
        ("zh", "三万个用户", "3万个用户"),
        ("zh", "30 000个用户", "三万个用户"),
        ("en", "a cost of 2,600,000 francs", "a cost of 2.6 million francs"),
        ("en", "a cost of 2,779,000 francs", "a cost of 2.779 million francs"),
        ("en", "for 3 000 000 pupils", "for three million pupils"),
        ("fr", "coûte 2 600 000 francs", "coûte 2,6 millions de francs"),
        ("es", "cuesta 2 600 000 francos", "cuesta 2,6 millones de francos"),
        ("ru", "стоит 2 600 000 франков", "стоит 2,6 млн франков"),
        ("ar", "تبلغ 2 600 000 فرنك", "تبلغ 2.6 مليون فرنك"),
        ("ar", "تبلغ 2 600 000 فرنك", "تبلغ ٢٫٦ مليون فرنك"),
    ],
)
def test_what_a_number_is_counted_in_multiplies_it(language: str, draft: str, earlier: str) -> None:
    assert find_changed_figures(draft, earlier, language) == Figures()
    assert find_changed_figures(earlier, draft, language) == Figures()


@pytest.mark.parametrize(
    ("language", "draft", "earlier", "own", "old"),
    [
        ("zh", "设备投入为27 000元，由财政", "设备投入为2.6万元，由财政", "27 000", "2.6万"),
        ("zh", "设备投入为2.6亿元，由财政", "设备投入为2.6万元，由财政", "2.6亿", "2.6万"),
        ("en", "a cost of 2,700,000 francs", "a cost of 2.6 million francs",
         "2,700,000", "2.6 million"),
        ("en", "a cost of 2.6 billion francs", "a cost of 2.6 million francs",
         "2.6 billion", "2.6 million"),
    ],
)  # fmt: skip
def test_a_number_is_told_with_what_it_is_counted_in(
    language: str, draft: str, earlier: str, own: str, old: str
) -> None:
    assert find_changed_figures(draft, earlier, language) == Figures((own,), (old,))


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009", ".", ",", "’", "٬"])
@pytest.mark.parametrize("language", ["zh", "en", "fr", "ar"])
def test_a_number_whose_thousands_are_parted_is_one(space: str, language: str) -> None:
    draft = (
        f"of 720{space}000 francs, for 150 grants of 2{space}800, which are 420{space}000 in all"
    )
    earlier = draft.replace("720", "694").replace("150", "140").replace("420", "392")
    earlier = earlier.replace(f"694{space}000", f"694{space}200")
    told = find_changed_figures(draft, earlier, language)
    assert told.draft == (f"720{space}000", "150", f"420{space}000")
    assert told.earlier == (f"694{space}200", "140", f"392{space}000")
    assert find_changed_figures(draft, draft.replace(space, ""), language) == Figures()


@pytest.mark.parametrize(
    ("language", "draft", "earlier", "own", "old"),
    [
        ("en", "Members shall not report in 2026", "Members shall report in 2026", ("not",), NONE),
        ("en", "it cannot be held here", "it may not be held here", NONE, NONE),
        ("fr", "le Groupe ne publie pas le rapport", "le Groupe publie le rapport",
         ("ne", "pas"), NONE),
        ("fr", "le Groupe n'adopte pas le rapport", "le Groupe adopte le rapport",
         ("n'", "pas"), NONE),
        ("es", "el Grupo publica el informe", "el Grupo no publica el informe", NONE, ("no",)),
        ("ru", "Группа не публикует отчет", "Группа публикует отчет", ("не",), NONE),
        ("zh", "会议前两周不举行非正式会议，也不归并提案", "会议前两周举行非正式会议，并归并提案",
         ("不", "也不"), NONE),
        ("zh", "同步举行非正式会议", "不断举行会议", NONE, NONE),
        ("ar", "لا ينشر الفريق التقرير السنوي", "ينشر الفريق التقرير السنوي", ("لا",), NONE),
        ("ar", "ينشر الفريق التقرير، ولا سيما الجداول", "ينشر الفريق التقرير والجداول", NONE, NONE),
        ("en", "A plan is needed. All those who spoke here said that we do not want this one.",
         "A plan is needed.", NONE, NONE),
        ("en", "all non-governmental bodies", "all public bodies", NONE, NONE),
        ("fr", "les organisations non gouvernementales", "les organisations publiques", NONE, NONE),
        ("fr", "les pays non membres du Groupe", "les pays membres du Groupe", ("non",), NONE),
        ("es", "las organizaciones no gubernamentales", "las organizaciones públicas", NONE, NONE),
        ("zh", "支持非营利组织和妇女", "支持公益性组织和妇女", NONE, NONE),
        ("zh", "支持非营利网络", "支持营利网络", ("非",), NONE),
        ("fr", "les organismes non lucratifs", "les organismes lucratifs", ("non",), NONE),
        ("zh", "会议并非公开举行", "会议公开举行", ("并非",), NONE),
        ("ar", "المنظمات غير الحكومية في البلد", "المنظمات العامة في البلد", NONE, NONE),
        ("ar", "الدول غير الأعضاء في الفريق", "الدول الأعضاء في الفريق", ("غير",), NONE),
        (None, "Members shall not report", "Members shall report", NONE, NONE),
    ],
)  # fmt: skip
def test_a_negation_that_the_other_text_lacks_is_reported(
    language: str | None, draft: str, earlier: str, own: tuple[str, ...], old: tuple[str, ...]
) -> None:
    assert find_changed_negations(draft, earlier, language) == Figures(own, old)
    assert find_changed_negations(earlier, draft, language) == Figures(old, own)


@pytest.mark.parametrize(
    ("language", "draft", "earlier"),
    [
        # Whether, and whether or not.
        ("zh", "由各国决定向公众转发洪水告警", "由各国决定是否向公众转发洪水告警"),
        ("zh", "各国能否转发、可否转发和与否的告警", "各国转发和的告警"),
        ("zh", "各国应转发洪水告警，否则不同国家不断不仅转发", "各国应转发洪水告警，国家转发"),
        ("zh", "会议要不要公开举行", "会议公开举行"),
        ("en", "decide whether or not to publish it", "decide to publish it"),
        ("en", "decide whether to publish it or not.", "decide whether to publish it."),
        ("fr", "décide de publier ou non le rapport", "décide de publier le rapport"),
        ("es", "decide si procede o no publicar el informe", "decide publicar el informe"),
        ("ru", "решить, публиковать отчет или нет", "решить публиковать отчет"),
        ("ru", "решить, не следует ли публиковать отчет", "решить и публиковать отчет"),
        ("ar", "يقرر الفريق ما إذا كان سينشر التقرير أم لا", "يقرر الفريق أن ينشر التقرير"),
        # The French `ne` that denies nothing.
        ("fr", "avant que le Groupe ne publie le rapport", "avant que le Groupe publie le rapport"),
        ("fr", "à moins qu’il n’adopte le rapport", "à moins qu’il adopte le rapport"),
        ("es", "hasta que no se publique el informe", "hasta que se publique el informe"),
        ("ru", "пока не опубликован отчет Группы", "пока опубликован отчет Группы"),
        ("ru", "каким бы ни был отчет Группы", "каким бы был отчет Группы"),
        # Not only; however; bounds.
        ("en", "shall not only report but publish", "shall report and publish"),
        ("en", "shall report no later than in May", "shall report in May"),
        ("fr", "publie non seulement le rapport", "publie le rapport"),
        ("es", "publica no solo el informe", "publica el informe"),
        ("es", "No obstante, publica el informe", "Además, publica el informe"),
        ("ru", "публикует не только отчет", "публикует отчет"),
        ("ru", "Тем не менее Группа публикует отчет", "Затем Группа публикует отчет"),
        ("ar", "لا يزال الفريق ينشر التقرير", "كان الفريق ينشر التقرير"),
        ("ar", "غير أنه ينشر التقرير السنوي", "كما أنه ينشر التقرير السنوي"),
        ("zh", "包括但不限于提交年度报告", "包括提交年度报告"),
        ("zh", "秘书处不得不提交年度报告", "秘书处提交年度报告"),
        # What the draft does not take over of the earlier text.
        ("en", "The plan of the Group is published in May.",
         "The plan of the Group is published in May. Nobody spoke of it at the last meeting."),
        ("zh", "工作组每年五月发布年度报告。", "工作组每年五月发布年度报告。未收到其他意见。"),
    ],
)  # fmt: skip
def test_what_denies_nothing_is_not_told(language: str, draft: str, earlier: str) -> None:
    assert find_changed_negations(draft, earlier, language) == Figures()
    assert find_changed_negations(earlier, draft, language) == Figures()


@pytest.mark.parametrize(
    ("language", "draft", "earlier", "own"),
    [
        ("zh", "理事会不同意这份年度报告", "理事会同意这份年度报告", ("不",)),
        ("zh", "理事会否决这份年度报告", "理事会批准这份年度报告", ("否决",)),
        ("zh", "会议不同步举行", "会议同步举行", ("不",)),
        ("en", "implemented in part or not at all", "implemented in part or at all", ("not",)),
        ("fr", "Personne ne publie le rapport", "Chacun publie le rapport", ("Personne",)),
        ("fr", "le Groupe ne peut publier le rapport", "le Groupe peut publier le rapport",
         ("ne",)),
        ("es", "el Grupo no solicita el informe", "el Grupo solicita el informe", ("no",)),
        ("ru", "Группа не решила, следует ли публиковать", "Группа решила, следует ли публиковать",
         ("не",)),
        ("ar", "لا يقرر الفريق ما إذا كان سينشر التقرير", "يقرر الفريق ما إذا كان سينشر التقرير",
         ("لا",)),
    ],
)  # fmt: skip
def test_what_denies_beside_it_is_told(
    language: str, draft: str, earlier: str, own: tuple[str, ...]
) -> None:
    assert find_changed_negations(draft, earlier, language) == Figures(own, NONE)


SHOULD_NOT = {
    "ar": "ولا ينبغي للأمانة أن تنشر مشروعاً أول لا يتجاوز 40 صفحة بحلول 15 مارس 2024.",
    "zh": "秘书处不应于2024年3月15日之前公布不超过40页的初稿。",
    "en": "The secretariat should not post a first draft of no more than 40 pages by 15 March.",
    "fr": "Le secrétariat ne devrait pas publier un premier projet de 40 pages au maximum d'ici.",
    "ru": "Секретариату не следует публиковать первый проект объемом не более 40 страниц.",
    "es": "La Secretaría no debería publicar un primer proyecto de 40 páginas como máximo.",
}
"""A sentence of the sample that says what will be done, denied; how many pages at most is not."""

DENYING = {"ar": ("ولا",), "zh": ("不",), "en": ("not",), "fr": ("ne", "pas"), "ru": ("не",),
           "es": ("no",)}  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "earlier"),
    [
        (
            "应当在出现首批投诉之后而不是在服务推出之前与未来的使用者一起测试服务；",
            "应当在服务推出之前而不是在出现首批投诉之后与未来的使用者一起测试服务；",
        ),
        (
            "声明建议另设新的大会承担后续工作，而不是交由一年一度的WSIS论坛和互联网治理论坛承担。",
            "声明建议将后续工作交由一年一度的WSIS论坛和互联网治理论坛承担，而不是另设新的大会。",
        ),
    ],
)
def test_a_negation_that_moved_is_of_both_texts(draft: str, earlier: str) -> None:
    assert find_changed_negations(draft, earlier, "zh") == Figures(("不",), ("不",))


@pytest.mark.parametrize("denial", ["不延长", "不再延长", "不应延长"])
def test_chinese_denial_is_found_though_the_verb_moved(denial: str) -> None:
    """The verb precedes its object in one text, and follows it in the other."""
    draft = f"请理事会{denial}工作组的任期。"
    earlier = "将工作组的任期延长至2026年，每年召开两次会议。"
    told = Figures(("不",), ())
    assert find_changed_negations(draft, earlier, "zh") == told
    assert find_changed_negations(draft, earlier.replace("延长", "缩短"), "zh") == Figures()


def late(language: str) -> str:
    """A paragraph of the sample in which other sentences deny something too."""
    path = sample.FILES.with_name("text") / "CWGWSIS40-C-0005" / f"{language}.txt"
    (line,) = (line for line in path.read_text("utf-8").splitlines() if line.startswith("2.2\t"))
    return line.partition("\t")[2]


@pytest.mark.parametrize("language", SHOULD_NOT)
def test_a_word_that_denies_is_compared_within_its_sentence(language: str) -> None:
    told = find_changed_negations(SHOULD_NOT[language], late(language), language)
    assert told == Figures(DENYING[language], NONE)


@pytest.mark.parametrize(
    ("language", "neither"),
    [
        ("ar", "وينبغي للأمانة أن تنشر مشروعاً أول لا يتجاوز 40 صفحة بحلول 15 مارس 2024."),
        ("ru", "Секретариату следует опубликовать первый проект объемом не более 40 страниц."),
        ("zh", "秘书处应于2024年3月15日之前公布不超过40页的初稿。"),
    ],
)
def test_what_other_sentences_of_a_paragraph_deny_is_not_told(language: str, neither: str) -> None:
    assert find_changed_negations(neither, late(language), language) == Figures()


@pytest.mark.parametrize(
    ("table", "content", "place"),
    [("negations", "en = 'not|('", "en"), ("numbers", "[en.words]\n7 = '('", "en.words.7")],
)
def test_errors_in_a_users_word_table_name_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, content: str, place: str
) -> None:
    (tmp_path / f"{table}.toml").write_text(content, "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    changed = {"negations": find_changed_negations, "numbers": find_changed_figures}[table]
    with pytest.raises(tables.TableError, match=rf"{table}\.toml, {place} has to be a regular"):
        changed("Members shall not report in 2026", "Members shall report in 2027", "en")


@pytest.mark.parametrize(
    ("draft", "earlier", "codes"),
    [
        (
            "In Uganda's view, many administrations face the same choices.",
            "In Kenya's view, many administrations face the same choices. It would gain from them.",
            (("UGA",), ("KEN",)),
        ),
        (
            "По мнению Египта, многие администрации сталкиваются с таким же выбором.",
            "По мнению Кении, многие администрации сталкиваются с таким же выбором.",
            (("EGY",), ("KEN",)),
        ),
        (
            "ترى مصر أن إدارات كثيرة تواجه الخيارات ذاتها وتستفيد من إرشادات عملية.",
            "ترى كينيا أن إدارات كثيرة تواجه الخيارات ذاتها وتستفيد من إرشادات عملية.",
            (("EGY",), ("KEN",)),
        ),
        (
            "乌干达认为，许多主管部门都面临同样的选择。",
            "肯尼亚认为，许多主管部门都面临同样的选择。",
            (("UGA",), ("KEN",)),
        ),
        (
            "Brésil, Kenya et Portugal ont financé les centres de formation des enseignants.",
            "Brésil, Kenya et Chili ont financé les centres de formation des enseignants.",
            (("PRT",), ("CHL",)),
        ),
        # One more country replaces none.
        (
            "In the view of Kenya and Uganda, many administrations face the same choices.",
            "In the view of Kenya, many administrations face the same choices.",
            (NONE, NONE),
        ),
        # Both texts name both countries.
        (
            "In Uganda's view, many administrations face the same choices. Kenya agrees.",
            "In Kenya's view, many administrations face the same choices. Uganda agrees.",
            (NONE, NONE),
        ),
        # The country that is left out is in another sentence, and so is the new one.
        (
            "The centres train teachers of digital skills in every region. Peru pays for it.",
            "Kenya was host. The centres train teachers of digital skills in every region.",
            (NONE, NONE),
        ),
    ],
)
def test_a_country_that_replaces_another_is_found(
    draft: str, earlier: str, codes: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    assert find_changed_countries(draft, earlier) == Figures(*codes)
