"""Figures of the field, on sets so small that their values can be told by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.field import FieldError, mine_bitext, read_answers, read_parallel_sentences
from benchmarks.field import main as print_figures

TEXTS = {
    "en": ("The centre opened in 2019. It trains 36 farmers a year.", "How many does it train?"),
    "es": ("El centro abrió en 2019. Forma a 36 agricultores.", "¿A cuántos forma?"),
    "zh": ("该中心于2019年开放。每年培训36名农民。", "每年培训多少农民？"),
}


def _write_answers(folder: Path) -> None:
    for code, (context, question) in TEXTS.items():
        answers = [{"text": "36", "answer_start": context.index("36")}]
        paragraph = {"context": context, "qas": [{"question": question, "answers": answers}]}
        text = json.dumps({"data": [{"paragraphs": [paragraph]}]}, ensure_ascii=False)
        (folder / f"xquad.{code}.json").write_text(text, "utf-8")


def test_f1_counts_a_row_of_two_choices_as_half() -> None:
    right = np.eye(3, dtype=np.float32)
    left = right.copy()
    left[2] = right[1] * 0.9 + right[2] * 0.1
    assert mine_bitext(right, right, has_margin=False) == 1
    assert mine_bitext(left, right, has_margin=False) == pytest.approx((1 + 2 / 3 + 0) / 3)


def test_margin_frees_a_sentence_that_is_near_to_all() -> None:
    scores = np.array([[0.8, 0.85, 0.1], [0.3, 0.9, 0.1], [0.1, 0.8, 0.75]], np.float32)
    left = np.eye(3, dtype=np.float32)
    assert mine_bitext(left, scores.T, has_margin=False) < 1
    assert mine_bitext(left, scores.T, has_margin=True) == 1


def test_answer_sentences_are_read_from_xquad(tmp_path: Path) -> None:
    _write_answers(tmp_path)
    read = read_answers(tmp_path)
    assert read.questions.keys() == TEXTS.keys()
    for code, candidates in read.candidates.items():
        assert "36" in candidates[read.answers[code][0]][0]
        assert {row for _, row in candidates} == {0}


def test_folder_without_the_set_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FieldError):
        read_parallel_sentences(tmp_path)
    assert print_figures(["answers", str(tmp_path)]) == 2
    assert "xquad.CODE.json" in capsys.readouterr().err
    (tmp_path / "en.json").write_text("[]", "utf-8")
    assert print_figures(["answers", str(tmp_path)]) == 2
    assert "another layout" in capsys.readouterr().err
