"""Does reuse count what a reader would call taken over, in every script?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.precedents.figures import Figures
from index.precedents.reuse import changed_figures, differences, share_in_common

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


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text(alphabet="الabc 第九条,.\n-’", max_size=60),
)
def test_the_draft_comes_back_to_the_letter(draft: str, earlier: str) -> None:
    pieces = differences(draft, earlier)
    assert "".join(piece.text for piece in pieces if piece.kind != "earlier") == draft
    assert 0 <= share_in_common(draft, earlier) <= 1


# By hand: words that stand in both, of all words of the draft.
CHANGED = {
    "ar": (
        "يتعين اختبار الخدمات مع من سيستعملونها قبل نشرها، لا عقب ورود أولى الاحتجاجات؛",
        "ينبغي اختبار الخدمات مع من سيستعملونها قبل إطلاقها، لا بعد ورود أولى الشكاوى؛",
        9 / 13,
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


def test_every_other_word_in_common_is_chance() -> None:
    draft = "the report of the Council on all its members and of the funds for each of the years"
    earlier = "the list of a body on some of members or of two funds in each or the days"
    assert share_in_common(draft, earlier) == 0


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
        ("قرار المجلس 1332 (المراجَع في ٢٠٢٣)", "قرار المجلس 1332 (المراجع في 2023)", (), ()),
        (
            "理事会第1332号决议（2024年，修订版）",
            "理事会第1332号决议（2023年，修订版）",
            ("2024",),
            ("2023",),
        ),
        ("in 40 schools", "in all the schools of 3 regions", (), ()),
        ("twelve words of 2024", "wholly other ones that say in 2023 what is not the same", (), ()),
    ],
)
def test_a_figure_in_the_place_of_another(
    draft: str, earlier: str, own: tuple[str, ...], old: tuple[str, ...]
) -> None:
    assert changed_figures(draft, earlier) == Figures(own, old)
