"""Does reuse count what a reader would call taken over, in every script?"""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analyses.precedents.reuse import (
    TAKEN_OVER,
    differences,
    find_common_part,
    is_verbatim,
    share_in_common,
)
from index.words import parts

SENTENCES = {
    "en": "The Group invites the secretariat to report on progress at its next meeting.",
    "fr": "Le Groupe invite le secrétariat à faire rapport sur l'avancement à sa réunion.",
    "es": "El Grupo invita a la Secretaría a que informe sobre los avances en su próxima reunión.",
    "ru": "Группа предлагает секретариату представить отчет о ходе работы на следующем собрании.",
    "ar": "يدعو الفريق الأمانة إلى تقديم تقرير عن التقدم المحرز في اجتماعه المقبل.",
    "zh": "工作组请秘书处在下次会议上报告进展情况，并提出建议。",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_in_a_longer_text_is_taken_over(code: str) -> None:
    text = SENTENCES[code]
    assert share_in_common(text, f"… {text} …") == 1
    assert share_in_common(f"{text} {text[::-1]}", text) == pytest.approx(0.5, abs=0.1)


def test_what_readers_do_not_see_makes_no_difference() -> None:
    assert share_in_common("يُدعى الفريقُ إلى تقديم تقريـــر", "يدعى الفريق إلى تقديم تقرير") == 1
    assert share_in_common("THE MEMBER STATES’ own plans", "the member states' own plans") == 1


@pytest.mark.parametrize("code", SENTENCES)
def test_least_share_leaves_greater_shares_as_they_are(code: str) -> None:
    text = SENTENCES[code]
    assert share_in_common(text, f"… {text} …", least=TAKEN_OVER) == 1
    assert share_in_common(text, SENTENCES["fr" if code == "ru" else "ru"], least=TAKEN_OVER) == 0
    # Arabic joins `and` to a number, so that it is a word of its own before a reference alone.
    cited = "قرارا المجلس 1332 و1334 و1336 و1344 و1334 و1336 و1344"
    assert share_in_common(cited, cited, least=TAKEN_OVER) == 1


def test_chance_is_no_reuse() -> None:
    assert (
        share_in_common(
            "The report of the Secretary-General was discussed by the Member States.",
            "A table of the Member States and of the funds of the Secretary-General.",
        )
        == 0
    )
    assert share_in_common("", "anything") == 0


def test_differences_show_what_was_changed() -> None:
    pieces = differences(
        "invites the Director to report annually", "invites the Secretary-General to report"
    )
    assert [(piece.kind, piece.text.strip()) for piece in pieces] == [
        ("same", "invites the"),
        ("earlier", "Secretary-General"),
        ("draft", "Director"),
        ("same", "to report"),
        ("draft", "annually"),
    ]
    chinese = differences("请秘书处报告", "请主任报告")
    assert ("draft", "秘书处") in [(piece.kind, piece.text) for piece in chinese]


ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
WORDS = st.text(alphabet="الabAB 第九条,.\n-’'\u0640\u00ad", max_size=60)


@given(st.one_of(ANY, WORDS), WORDS)
def test_both_texts_come_back_to_the_letter(draft: str, earlier: str) -> None:
    pieces = differences(draft, earlier)
    assert "".join(piece.draft for piece in pieces) == draft
    assert "".join(piece.earlier for piece in pieces) == earlier
    assert 0 <= share_in_common(draft, earlier) <= 1


@pytest.mark.parametrize(
    ("draft", "earlier", "laid"),
    [
        (
            "每年召开三次实体会议。",
            "每年召开两次实体会议，并开放远程参会。",
            "每年召开[-两-]{+三+}次实体会议[-，并开放远程参会-]。",
        ),
        (
            "يمكن تدريبه. ويُدعى الفريق",
            "يمكن تدريبه، والرجوع إليه. ويُدعى الفريق",
            "يمكن تدريبه[-، والرجوع إليه-]. ويُدعى الفريق",
        ),
        (
            "The group’s report; it",
            "the group's report, it",
            "[-the -]{+The +}group’s report[-, -]{+; +}it",
        ),
    ],
)
def test_a_sign_beside_a_change_is_told(draft: str, earlier: str, laid: str) -> None:
    signs = {"same": "{}", "draft": "{{+{}+}}", "earlier": "[-{}-]"}
    pieces = differences(draft, earlier)
    assert "".join(signs[piece.kind].format(piece.text) for piece in pieces) == laid


def test_what_is_too_long_to_compare_comes_back() -> None:
    draft = " ".join(f"word{number}" for number in range(3_200))
    earlier = draft.replace("word3100 ", "other, ")
    pieces = differences(draft, earlier)
    assert "".join(piece.draft for piece in pieces) == draft
    assert "".join(piece.earlier for piece in pieces) == earlier


# By hand: words that stand in both, of all words of the draft; articles are words.
CHANGED = {
    "ar": (
        "يتعين اختبار الخدمات مع من سيستعملونها قبل نشرها، لا عقب ورود أولى الاحتجاجات؛",
        "ينبغي اختبار الخدمات مع من سيستعملونها قبل إطلاقها، لا بعد ورود أولى الشكاوى؛",
        12 / 16,
    ),
    "fr": (
        "Le secrétariat a publié l’inventaire d’un projet pour qu’elle serve aux autres écoles.",
        "Le secrétariat a publié l'inventaire d'un projet afin qu'elle serve aux autres écoles.",
        15 / 16,
    ),
    "ru": (
        "Совет предложил секретариату представить этот отчёт на следующем собрании Группы.",
        "Совет предложил секретариату представлять этот отчет на каждом собрании Группы.",
        8 / 10,
    ),
    "zh": ("请秘书处在下次会议上汇报进展情况", "请秘书处在下次会议上报告进展情况", 15 / 16),
    "en": (
        "The group asked each member to report twice on what it had done for rural schools.",
        "The group invited each member to report once on what it has done for rural schools.",
        13 / 16,
    ),
}


@pytest.mark.parametrize("code", CHANGED)
def test_the_share_is_what_a_reader_counts(code: str) -> None:
    draft, earlier, share = CHANGED[code]
    assert share_in_common(draft, earlier) == pytest.approx(share)


# Six words in common, the resolution among them where its edition is the same.
CITING: Final = {
    "ar": ("يقع هذا الموضوع في نطاق القرار 140 (المراجَع في {})", "بوخارست، 2022", "دبي، 2018"),
    "zh": ("主题属于第140号决议（{}，修订版）范围", "2022年，布加勒斯特", "2018年，迪拜"),
    "en": ("It is in the scope of Resolution 140 (Rev. {})", "Bucharest, 2022", "Dubai, 2018"),
    "fr": ("Ce sujet relève bien de la Résolution 140 (Rév. {})", "Bucarest, 2022", "Dubaï, 2018"),
    "ru": (
        "Это не относится к теме Резолюции 140 (Пересм. {} г.)",
        "Бухарест, 2022",
        "Дубай, 2018",
    ),
    "es": ("Entra en el ámbito de la Resolución 140 (Rev. {})", "Bucarest, 2022", "Dubái, 2018"),
}


@pytest.mark.parametrize("code", CITING)
def test_a_resolution_is_one_word_whatever_its_edition(code: str) -> None:
    text, edition, other = CITING[code]
    draft, earlier = text.replace("{}", other), text.replace("{}", edition)
    assert share_in_common(draft, draft) == 1
    # No more than the one word is another.
    assert 5 / 6 <= share_in_common(draft, earlier) < 1


AND: Final = {
    "en": (
        "The Council invites Member States to support developing countries, {}to strengthen "
        "cooperation, {}exchange of data, {}training of women, {}of young people and of children."
    ),
    "ar": (
        "يدعو المجلس الدول الأعضاء إلى دعم البلدان النامية، {}إلى تعزيز التعاون، {}التبادل "
        "للبيانات، {}التدريب للمرأة، {}الشباب، {}الأطفال، {}المسنين في المناطق الريفية."
    ),
}


@pytest.mark.parametrize("code", AND)
def test_an_and_more_or_less_changes_no_word_beside_it(code: str) -> None:
    draft, earlier = (
        AND[code].replace("{}", joined) for joined in ("", {"en": "and ", "ar": "و"}[code])
    )
    assert share_in_common(draft, earlier) > 0.9
    assert share_in_common(earlier, draft) > 0.7


def test_what_arabic_writes_with_a_word_is_told_apart() -> None:
    assert parts("وبالقرار") == ("و", "ب", "ال", "قرار")
    assert parts("للامانه") == ("ل", "ال", "امانه")
    # Its first letter is no `and`, but goes wherever the word stands.
    assert parts("الوثيقه")[1:] == parts("وثيقه")
    assert (parts("فريق"), parts("ولا"), parts("report")) == (("فريق",), ("ولا",), ("report",))


def test_every_other_word_in_common_is_chance() -> None:
    draft = "the report of the Council on all its members and of the funds for each of the years"
    earlier = "the list of a body on some of members or of two funds in each or the days"
    assert share_in_common(draft, earlier) == 0


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_a_number_with_spaces_differs_as_a_whole(space: str) -> None:
    pieces = differences(f"مبلغ 380{space}000 فرنك", f"مبلغ 390{space}000 فرنك")
    assert [piece.text.strip() for piece in pieces if piece.kind != "same"] == [
        *(f"390{space}000", f"380{space}000")
    ]


@pytest.mark.parametrize(
    ("draft", "earlier"),
    [
        ("affecter 420\u202f000 francs aux bourses", "affecter 420,000 francs aux bourses"),
        ("تخصيص ٤٢٠٬٠٠٠ فرنك للمنح", "تخصيص 420 000 فرنك للمنح"),
        ("تخصيص 420،000 فرنك للمنح", "تخصيص 420\u00a0000 فرنك للمنح"),
        ("выделить 1 420 000 франков", "выделить 1.420.000 франков"),
        ("拨款420,000瑞士法郎", "拨款420 000瑞士法郎"),
    ],
)
def test_separators_of_thousands_are_no_change(draft: str, earlier: str) -> None:
    assert is_verbatim(draft, earlier)
    assert share_in_common(draft, earlier) == 1
    assert [piece.kind for piece in differences(draft, earlier)] == ["same"]


def test_another_number_of_thousands_is_a_change() -> None:
    draft, earlier = "allocate 420 000 francs", "allocate 421,000 francs"
    assert not is_verbatim(draft, earlier)
    pieces = {piece.kind: piece.text for piece in differences(draft, earlier)}
    assert (pieces["draft"], pieces["earlier"]) == ("420 000 ", "421,000 ")


@pytest.mark.parametrize(
    ("draft", "earlier", "part"),
    [
        (
            "It set aside 420 000 francs for fellowships.",
            "The Group met. It set aside 420,000 francs for fellowships. Members gave thanks.",
            "It set aside 420,000 francs for fellowships.",
        ),
        ("召开三次会议。", "工作组感谢主席。召开两次会议。成员表示感谢。", "召开两次会议。"),
        ("Nothing alike.", "The Group met. It agreed.", "The Group met. It agreed."),
    ],
)
def test_common_part_has_the_sentences_that_a_draft_repeats(
    draft: str, earlier: str, part: str
) -> None:
    start, end = find_common_part(draft, earlier)
    assert earlier[start:end].strip() == part
