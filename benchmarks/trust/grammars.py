"""Does any text stop what reads references, symbols and questions, or take more than linear time?

Hypothesis draws the texts: of any characters, and of pieces that the grammars know, repeated as
nobody would write them. Their time has to grow as ``benchmarks.trust.growth`` measures it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.trust.growth import superlinear
from benchmarks.trust.tally import Tally
from corpus.bounds import MAX_QUERY
from corpus.errors import QueryError
from corpus.extract import symbols
from corpus.extract.references import find
from index.retrieval.questions import read_question

PIECES: Final = (
    "Resolution ", "Resolutions ", "القرار ", "و", "第", "号决议", "决议", "Резолюции ", "1332",
    "140", "70/125", " and ", "、", "和", "–", "(Rev. ", "Bucharest, 2022)", "（2022年，",
    "修订版）", "C4", " WSIS ", "SDG ", "9.c", "para. ", "《突尼斯议程》", "Tunis Agenda", "A/RES/",
    "/", "(", ")", " ", "\n", "ﻻ", "ـ", "CWG-WSIS&SDG-39/", "ITU-T X.1", " of the Council",
    "2030 Agenda", "(III)", "目标", "!R1!", "39/2", "-R1-E", "Documents ", "جيم5", "as revised in ",
    "号文件", "C 5", "-TD-", "WSIS+20 ", "1", "1、", "第1和", "a/", "para 1 ", "goal 1 ",
    "resolution 1 (rev. ", "council ", "A/70/1/", "SDG 1, ", "39/2, ", "40/INF/1-", "2016年",
    "T25-SG13-260227-TD-", "WSIS+20 ", "action line C 5 ", "S23-CWGWSIS39-C-", "!!MSW-", '"', "«",
    "“", "「", " -", '-"', "\u202e", "\u0301", "\u200d", "٣", "３", "Ⅲ", "́", "\x00", "．",
)  # fmt: skip
"""Texts that the grammars know, and others that look like them."""


def _references(text: str) -> None:
    position = -1
    for mention in find(text):
        assert mention.text
        assert text[mention.start : mention.end] == mention.text
        position = max(position, mention.start)


def _symbols(text: str) -> None:
    for match in symbols.find(text):
        assert 0 <= match.start < match.end <= len(text)


def _names(text: str) -> None:
    symbols.parse(text)
    symbols.parse_file_name(text)


def _questions(text: str) -> None:
    try:
        question = read_question(text[:MAX_QUERY])
    except QueryError:
        return
    assert any(character.isalnum() for character in question.text)


GRAMMARS: Final[dict[str, Callable[[str], None]]] = {
    "references": _references,
    "symbols": _symbols,
    "names of files": _names,
    "questions": _questions,
}

_LONGEST: Final = 16_000
"""Characters of the longest text that repeats one."""


def run(seed: int, count: int, minutes: float | None = None) -> Tally:
    """Read texts.

    Args:
        seed: of Hypothesis.
        count: how many texts of each kind each grammar reads.
        minutes: for each grammar and kind, after which texts are read no more.
    """
    tally = Tally("Texts that nobody would write, by grammar", ("any text", "pieces", "repeated"))
    repeated = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
    kinds = {
        "any text": st.text(max_size=300),
        "pieces": st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
        "repeated": repeated,
    }
    for name, read in GRAMMARS.items():
        for kind, texts in kinds.items():
            _try_random_texts(tally, seed, count, minutes, name, kind, read, texts)
    return tally


def _try_random_texts(
    tally: Tally,
    seed: int,
    count: int,
    minutes: float | None,
    name: str,
    kind: str,
    read: Callable[[str], None],
    texts: st.SearchStrategy[str],
) -> None:
    began = time.monotonic()

    @hypothesis.seed(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts)
    def reads(text: str) -> None:
        if minutes is not None and time.monotonic() - began > 60 * minutes:
            return
        tally.count(name, kind)
        if kind == "repeated":
            slow = superlinear(read, text, _LONGEST) if text else None
            assert slow is None, slow
        else:
            read(text)

    try:
        reads()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        notes = " ".join(getattr(error, "__notes__", ()))
        tally.fault(seed, f"{name}, {kind}: {type(error).__name__}: {error} {notes}"[:600])
