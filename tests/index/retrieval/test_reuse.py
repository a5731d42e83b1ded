"""Does reuse count what a reader would call taken over, in every script?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.reuse import differences, numbers_differ, share_in_common

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


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Geneva, 10–11 February 2025", "جنيف، 11-10 فبراير 2025", False),
        ("Geneva, 10–11 February 2025", "日内瓦，2025年2月10-11日", False),
        ("Geneva, 10–11 February 2025", "日内瓦，2024年9月12-13日", True),
        ("on 3 February 2025", "в 03.02.2025", False),
        ("on 3 February 2025", "le 3 mars 2025", True),
        ("1,500 schools", "1 500 écoles", False),
        ("1,500 schools", "1 600 écoles", True),
        ("three of 40 schools", "3 des 40 écoles", False),
        ("12. In 22 of 40 schools", "في 22 من 40 مدرسة", False),  # what numbers a paragraph
        ("483,918 people, 196,616 of them", "لـ 918 483 شخصا، منهم 616 196", False),
        ("100,000 and $10,600", "000 100 و600 10 دولار", False),
        ("2,014 schools in 2015", "٢٠١٤ مدرسة في عام ٢٠١٥", False),
        ("2,014 schools in 2015", "٢٠١٦ مدرسة في عام ٢٠١٥", True),
        ("100,000 and $10,700", "000 100 و600 10 دولار", True),
        ("1.5 million people", "150万人", False),
        ("1.5 million people", "1,7 миллиона человек", True),
        ("€2.779 million", "2,779 millions d'euros", False),
        ("100,000 births", "100 mil nacimientos", False),
        ("at 3 p.m. in room 2", "下午3时，2号会议室", False),
        ("at 12.40 p.m. in room 2", "à 12 h 40, salle 2", False),
        ("at 12.40 p.m. in room 2", "à 12 h 40, salle 3", True),
        ("at 3 p.m. in room 2", "à 16 heures, salle 2", True),
    ],
)
def test_numbers_and_dates_are_compared_in_any_language(one: str, other: str, differ: bool) -> None:
    assert numbers_differ(one, other) is differ
    assert numbers_differ(other, one) is differ
