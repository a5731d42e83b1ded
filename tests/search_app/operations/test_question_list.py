"""A list of questions is read from a text or a table, and each of them is answered."""

from __future__ import annotations

import codecs
import csv
import io
import json
from pathlib import Path

import docx
import pytest

from corpus.errors import QueryError
from index import Index
from search_app.api import Answers
from search_app.drafts import Draft
from search_app.operations import (
    MOST_QUESTIONS,
    QUESTIONS,
    QuestionsAnswer,
    QuestionsRequest,
    RequestContext,
)
from search_app.operations.lists.question_list import read_questions
from tests.commands import run
from tests.search_app.api.conftest import client_of

TEXT = "early warning of floods\n\nالفجوة الرقمية\r\n人工智能预警洪水\n"
PHRASES = ("early warning of floods", "الفجوة الرقمية", "人工智能预警洪水")


def _read(content: bytes, name: str = "list.txt") -> tuple[list[tuple[int, str]], str | None]:
    listed = read_questions(Draft(name=name, content=content))
    return [(each.line, each.text) for each in listed.lines], listed.column


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
)
def test_a_text_has_a_question_in_each_line(content: bytes) -> None:
    assert _read(content) == ([(1, PHRASES[0]), (3, PHRASES[1]), (4, PHRASES[2])], None)


@pytest.mark.parametrize(
    ("table", "questions", "column"),
    [
        ("Topic;Note\nfloods;urgent\n\nschools;\n", [(2, "floods"), (4, "schools")], "Topic"),
        ('No,Question\n1,floods\n2,"a, b"\n', [(2, "floods"), (3, "a, b")], "Question"),
        ("№\tВопрос\n1\tнаводнения\n", [(2, "наводнения")], "Вопрос"),
        ("السؤال\nالفيضانات\n", [(2, "الفيضانات")], "السؤال"),
        (
            "floods, storms and rain\nschools\n",
            [(1, "floods, storms and rain"), (2, "schools")],
            None,
        ),
        (
            '"""early warning"""\n"two\nlines"\nthree\n',
            [(1, '"early warning"'), (2, "two lines"), (4, "three")],
            None,
        ),
    ],
)
def test_a_table_has_questions_in_one_column(
    table: str, questions: list[tuple[int, str]], column: str | None
) -> None:
    assert _read(codecs.BOM_UTF8 + table.encode(), "list.csv") == (questions, column)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "list.txt", "list-empty"),
        (b" \n\xef\xbb\xbf\n", "list.csv", "list-empty"),
        (b"Question\n", "list.csv", "list-empty"),
        (b"floods\n" * 10_000, "list.txt", "list-too-long"),
        (b"PK\x03\x04\x00\x00\x00\xff\xfe\x00", "list.docx", "list-kind"),
        (b"a" * (20 * 1024**2 + 1), "list.txt", "list-too-large"),
        (b'"open\nend', "list.csv", "list-no-csv"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(QueryError) as refused:
        _read(content, name)
    assert refused.value.reason == reason


def test_a_list_of_the_longest_length_is_taken() -> None:
    questions, _ = _read(b"floods\n" * MOST_QUESTIONS)
    assert len(questions) == MOST_QUESTIONS


@pytest.mark.model
def test_each_question_has_its_hits_or_none(sample_index: Path) -> None:
    lines = (PHRASES[0], '"no such words anywhere"', "-gender", "x" * 50_001, PHRASES[2])
    with Index.open(sample_index) as index:
        context = RequestContext(index, reader="en")
        request = QuestionsRequest(Draft(text="\n".join(lines)), k=2)
        answer: QuestionsAnswer = QUESTIONS.run(context, request)
        alone = index.search(PHRASES[0], k=2, shown_in="en", reader="en")
    assert [each.query for each in answer.questions] == [lines[0], lines[1], lines[4]]
    assert [len(each.hits) for each in answer.questions] == [2, 0, 2]
    assert answer.questions[0].hits[0].text == alone.hits[0].found.passage.text
    assert [note.code for note in answer.questions[1].notes] == ["no-phrase"]
    assert answer.questions[2].hits[0].shown_language == "zh"
    skipped = [(each.line, each.code, len(each.text)) for each in answer.skipped]
    assert skipped == [(3, "only-excluded", 7), (4, "too-long", 80)]


@pytest.mark.model
@pytest.mark.parametrize("question", ["the of and", "и в на", "的", "من في على"])
def test_question_of_stop_words_has_no_hits_in_a_list(sample_index: Path, question: str) -> None:
    with Index.open(sample_index) as index:
        context = RequestContext(index, reader="en")
        request = QuestionsRequest(Draft(text=f"{question}\nWHO"))
        common, named = QUESTIONS.run(context, request).questions
    assert (common.query, common.hits) == (question, ())
    assert "common-words" in [note.code for note in common.notes]
    assert named.hits


@pytest.mark.model
def test_the_command_writes_word_and_values_of_a_list(sample_index: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text('Topic,Question\n1,early warning\n2,"""no such words"""\n3,-x\n', "utf-16")
    word, values = tmp_path / "a.docx", tmp_path / "a.csv"
    done = run(
        *("search", "--questions", listed, "-k", "2", "--json", "--docx", word, "--out", values),
        index=sample_index,
        WSIS_SEARCH_ADDRESSES="https://search.example.org",
    )
    assert done.code == 0, done.err
    assert "Line 4 was left out (“-x”)" in done.err
    answer = json.loads(done.out)
    assert [each["query"] for each in answer["questions"]] == ["early warning", '"no such words"']
    assert answer["column"] == "Question"
    first, second = answer["questions"]
    assert [len(first["hits"]), second["hits"]] == [2, []]
    document = docx.Document(str(word))
    targets = [relation.target_ref for relation in document.part.rels.values()]
    assert sum(target.startswith("https://search.example.org/d/CWG") for target in targets) == 2
    (table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    texts = [[text.replace("\u2011", "-") for text in row] for row in cells]
    assert texts[1][0] == "early warning"
    assert [row[0] for row in texts[2:4]] == [hit["citation"] for hit in first["hits"]]
    assert texts[4][0] == '"no such words"'
    assert texts[5][0] == ""
    assert texts[5][1].startswith("Nothing was found. No passage contains exactly")
    rows = [*csv.reader(io.StringIO(values.read_text("utf-8-sig")))]
    passages = [row for row in rows if row and row[0] == "early warning"]
    assert [row[2].partition("; ")[0] for row in passages] == [
        hit["citation"] for hit in first["hits"]
    ]
    assert all("; https://search.example.org/d/" in row[2] for row in passages)
    assert any("No passage contains exactly" in "".join(row) for row in rows)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("floods", "--questions", "list.txt"), "not both"),
        (("floods", "--docx", "a.docx"), "--questions FILE"),
        (("--questions", "nowhere.txt"), "cannot be read"),
        ((), "Missing argument"),
    ],
)
def test_wrong_use_of_a_list_is_explained(
    sample_index: Path, arguments: tuple[str, ...], expected: str
) -> None:
    done = run("search", *arguments, index=sample_index)
    assert done.code == 2
    assert expected in " ".join(done.err.replace("│", " ").split())


@pytest.mark.model
def test_programs_send_a_list_by_rest(sample_index: Path) -> None:
    answers = Answers(sample_index)
    client = client_of(answers)
    sent = client.post("questions?k=1&in=fr", json={"text": "early warning\nfloods"})
    assert sent.status_code == 200
    assert [len(each["hits"]) for each in sent.json()["questions"]] == [1, 1]
    long = {"text": "floods\n" * (MOST_QUESTIONS + 1)}
    refused = client.post("questions", json=long, headers={"Accept-Language": "zh"})
    assert refused.status_code == 422
    assert refused.json()["detail"] == "列表有1,001个问题，最多接受1,000个。请将其拆分。"
    answers.close()
