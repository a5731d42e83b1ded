"""A passage is embedded as a whole, under its title, and sentence by sentence, without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.indexing.texts import format_embedded_text, sentences

PARAGRAPHS = {
    "en": (
        "The trust fund received CHF 1 240 000 from six Member States. The balance will be carried "
        "over to 2025, as decided under Resolution 1332 (Rev. 2023)."
    ),
    "fr": (
        "Le fonds a reçu 1 240 000 CHF de six États Membres. Le solde sera reporté sur 2025, "
        "conformément à la Résolution 1332 (Rév. 2023)."
    ),
    "es": (
        "El fondo recibió 1 240 000 CHF de seis Estados Miembros. El saldo se transferirá a 2025, "
        "de conformidad con la Resolución 1332 (Rev. 2023)."
    ),
    "ru": (
        "В фонд поступило 1 240 000 швейцарских франков от шести Государств-Членов. Остаток будет "
        "перенесен на 2025 год в соответствии с Резолюцией 1332 (Пересм. 2023 г.)."
    ),
    "ar": (
        "تلقى الصندوق 1 240 000 فرنك سويسري من ست دول أعضاء. وسيُرحَّل الرصيد إلى عام 2025 وفقاً "
        "للقرار 1332 (المراجَع في 2023)."
    ),
    "zh": (
        "信托基金从六个成员国收到1 240 000瑞士法郎。"
        "余额将按照第1332号决议（2023年，修订版）结转至2025年。"
    ),
}


@pytest.mark.parametrize("code", sorted(PARAGRAPHS))
def test_each_sentence_is_a_window_without_the_title(code: str) -> None:
    text = PARAGRAPHS[code]
    windows = sentences(text, format_embedded_text("A title", ("Finance",), "5.1", text))
    assert len(windows) == 2
    assert windows[0].start == 0
    assert windows[1].stop == len(text)
    assert text[windows[0].stop : windows[1].start].strip() == ""
    assert "title" not in "".join(window.text for window in windows)


def test_very_short_sentences_are_joined() -> None:
    text = "Noted. Agreed. The secretariat presented the report on the trust fund. Ibid."
    (window,) = sentences(text, "something else")
    assert (window.start, window.stop) == (0, len(text))


def test_a_single_sentence_is_a_window_only_under_a_title() -> None:
    text = "The secretariat presented the report on the trust fund to the working group."
    assert sentences(text, format_embedded_text(None, (), None, text)) == []
    (window,) = sentences(text, format_embedded_text("Report", ("Finance",), None, text))
    assert window.text == text


@given(st.text(alphabet=st.sampled_from("aбم信 .。!\n\t3(")), st.text(max_size=4))
def test_windows_hold_all_that_is_written_and_nothing_twice(text: str, embedded: str) -> None:
    windows = sentences(text, embedded)
    position = 0
    for window in windows:
        assert text[position : window.start].strip() == ""
        assert window.start < window.stop
        assert text[window.start : window.stop].strip() == text[window.start : window.stop]
        position = window.stop
    if windows:
        assert text[position:].strip() == ""
