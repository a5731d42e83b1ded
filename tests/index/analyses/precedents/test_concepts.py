"""Requests that begin with words that deny them."""

from __future__ import annotations

import pytest

from index.analyses.precedents import LanguageText, cut_first_denial


@pytest.mark.parametrize(
    ("language", "denied", "stopped", "asked"),
    [
        ("ar", "عدم نشر القائمة", "التوقف عن نشر القائمة", "نشر ما لا يوجد من القوائم"),
        ("ar", "ألا ينشر القائمة", "وقف نشر القائمة", "التعليق على القائمة"),
        ("zh", "不再公布供应商名单", "停止公布供应商名单", "公布尚未公布的名单"),
        ("zh", "勿公布名单", "暂停公布名单", "公布停止运行的电台名单"),
        ("en", "not to publish it", "to stop publishing it", "to publish what does not exist"),
        ("en", "never to publish it", "to discontinue the publication", "to publish what ceased"),
        ("fr", "de ne pas publier la liste", "de cesser de la publier", "d'arrêter la liste"),
        (
            "fr",
            "de ne plus la publier",
            "de mettre fin à sa publication",
            "publier ce qui cesse",
        ),
        (
            "ru",
            "не публиковать список",
            "прекратить публикацию",
            "опубликовать то, чего нет",
        ),
        ("ru", "не публиковать его", "перестать публиковать его", "остановиться на этом вопросе"),
        (
            "es",
            "que no publique la lista",
            "que deje de publicarla",
            "que publique lo que no hay",
        ),
        (
            "es",
            "no publicar la lista",
            "dejar de publicarla",
            "publicar lo que deja de existir",
        ),
    ],
)
def test_only_words_at_its_beginning_deny_a_request(
    language: str, denied: str, stopped: str, asked: str
) -> None:
    assert cut_first_denial(LanguageText(denied, language)) is not None
    assert cut_first_denial(LanguageText(stopped, language)) is not None
    assert cut_first_denial(LanguageText(asked, language)) is None
