"""Evaluations count what the contract says, through the search itself; other sets are refused."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EvaluationSetError
from index.evaluation.caching import CachingEncoder
from index.evaluation.evaluate import SetIndex, evaluate, index_set, score_rankings
from index.evaluation.sets import read_beir, read_parallel
from index.model.encoder import Encoder, Vectors
from index.retrieval.search import Search

ROWS = (
    ("The bridge was closed for repairs.", "Le pont a été fermé pour réparation.",
     "Мост был закрыт на ремонт.", "桥梁因维修而关闭。"),
    ("Bees make honey from nectar.", "Les abeilles font du miel avec le nectar.",
     "Пчелы делают мед из нектара.", "蜜蜂用花蜜酿蜜。"),
    ("The satellite broadcasts to remote schools.",
     "Le satellite diffuse vers des écoles isolées.",
     "Спутник ведет вещание для отдаленных школ.", "卫星向偏远学校播出节目。"),
    ("Taxes on tea were raised in May.", "Les taxes sur le thé ont augmenté en mai.",
     "Налоги на чай повысили в мае.", "茶叶税于五月上调。"),
)  # fmt: skip
CODES = ("en", "fr", "ru", "zh")


def table(path: Path, rows: Sequence[Sequence[str]] = ROWS) -> Path:
    lines = ["\t".join(("id", "doc", *CODES))]
    lines += [
        f"r{position}\td{position // 2}\t" + "\t".join(row) for position, row in enumerate(rows)
    ]
    path.write_text("\n".join(lines) + "\n\n", "utf-8")
    return path


def beir(
    folder: Path,
    corpus: Sequence[object],
    queries: Sequence[object],
    judged: Sequence[str],
    header: str = "query-id\tcorpus-id\tscore",
) -> Path:
    folder.mkdir(exist_ok=True)
    for name, entries in (("corpus", corpus), ("queries", queries)):
        text = "\n".join(
            entry if isinstance(entry, str) else json.dumps(entry) for entry in entries
        )
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    (folder / "qrels.tsv").write_text("\n".join((header, *judged)), "utf-8")
    return folder


@pytest.fixture(scope="module")
def set_search(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[SetIndex]:
    evaluation_set = read_parallel(table(tmp_path_factory.mktemp("set") / "rows.tsv"))
    with index_set(encoder, evaluation_set) as search:
        yield search


def test_measures_are_those_of_the_contract() -> None:
    relevant = {"many": dict.fromkeys("abcdefg", 1), "two": {"a": 1, "b": 1}, "none": {}}
    scores = score_rankings(relevant, {"many": list("axbyc"), "two": ["x", "b"], "none": ["a"]})
    assert scores.keys() == {"many", "two"}  # nothing is relevant to the third
    assert scores["many"]["R@5"] == pytest.approx(3 / 5)  # of at most five
    assert scores["two"]["R@5"] == pytest.approx(1 / 2)
    assert scores["two"]["P@1"] == 0
    assert scores["two"]["RR"] == pytest.approx(1 / 2)
    ideal = 1 + 1 / math.log2(3)
    assert scores["two"]["nDCG@10"] == pytest.approx(1 / math.log2(3) / ideal)
    assert set(score_rankings(relevant, {"two": []})["two"].values()) == {0}
    assert {"AP", "R@30"} <= scores["two"].keys()


def test_our_order_counts_and_not_the_names() -> None:
    # trec_eval breaks ties by name: it must see none.
    for order in ("ab", "ba"):
        assert score_rankings({"q": {"a": 1}}, {"q": list(order)})["q"]["P@1"] == (order[0] == "a")


def test_translations_of_a_sentence_are_relevant_to_it(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][1] = ""  # no French
    rows[1][0] = "—"  # no words
    evaluation_set = read_parallel(table(tmp_path / "rows.tsv", rows))
    assert set(evaluation_set.relevant["r0/en"]) == {"r0/ru", "r0/zh"}
    assert set(evaluation_set.relevant["r2/fr"]) == {"r2/en", "r2/ru", "r2/zh"}
    assert {"r0/fr", "r1/en"}.isdisjoint(passage.id for passage in evaluation_set.passages)
    assert "2 cells" in evaluation_set.notes[0]
    assert evaluation_set.languages == ("zh", "en", "fr", "ru")
    assert {passage.document for passage in evaluation_set.passages} == {"d0", "d1"}


def test_a_limit_takes_the_same_rows_whatever_else_is_there(tmp_path: Path) -> None:
    path = table(
        tmp_path / "rows.tsv", [[f"{code} {position}" for code in CODES] for position in range(50)]
    )
    few, more = (
        {passage.id.partition("/")[0] for passage in read_parallel(path, limit=limit).passages}
        for limit in (5, 20)
    )
    assert (len(few), len(more)) == (5, 20)
    assert few < more


@pytest.mark.thorough
def test_the_pool_is_all_languages_without_the_own_copy(set_search: SetIndex) -> None:
    result = evaluate(set_search, mode="dense")
    assert result.queries == 16
    assert result.within is None
    assert set(result.pairs) == {f"{a}-{b}" for a in CODES for b in CODES if a != b}
    # Each of the first ten is one of 15 passages, 3 of them in the language of the query: with
    # the own copy it would always be there, and the mean at least a tenth.
    search = Search(set_search.store, set_search.encoder)
    ids = {place: name for name, place in set_search.places.items()}
    shares, recalls = [], []
    for query in set_search.evaluation_set.queries:
        (question,) = search.embed_texts([query.text])
        others = [place for place in ids if ids[place] != query.id]
        ranked = [ids[place] for place, _ in search.rank(question, 10, among=others, mode="dense")]
        assert query.id not in ranked
        row, _, code = query.id.partition("/")
        shares.append(np.mean([name.endswith(f"/{code}") for name in ranked]))
        recalls.append(sum(name.startswith(f"{row}/") for name in ranked[:5]) / 3)
    assert result.own_language_share == pytest.approx(np.mean(shares))
    assert result.recall.mean == pytest.approx(np.mean(recalls))
    assert result.recall.mean > 0.9
    assert result.ndcg is not None
    assert result.ndcg.mean > 0.9


@pytest.mark.thorough
def test_every_mode_and_treatment_is_measured(set_search: SetIndex) -> None:
    words = evaluate(set_search, mode="lexical")
    both = evaluate(set_search, mode="hybrid")
    # But for words that are in others, and the few equivalents that so small a set teaches.
    assert words.recall.mean < both.recall.mean / 2
    assert both.recall.mean > 0.9
    raw = evaluate(set_search, mode="dense", neutrality="raw")
    assert raw.own_language_share > both.own_language_share
    assert evaluate(set_search, mode="dense") == evaluate(set_search, mode="dense")


def test_questions_are_scored_by_their_given_languages(tmp_path: Path, encoder: Encoder) -> None:
    corpus = [
        {"_id": f"{position}-{code}", "text": text, "group": f"g{position}"}
        for position, row in enumerate(ROWS)
        for code, text in zip(CODES, row, strict=True)
    ]
    corpus.append({"_id": "x", "text": "Die Brücke war gesperrt.", "language": "de"})
    queries = [
        {"_id": "q-en", "text": "Why was the bridge closed?", "language": "en"},
        {"_id": "q-ru", "text": "Почему закрыли мост?", "language": "ru"},
        {"_id": "q-none", "text": "What is the meaning of life?", "language": "en"},
    ]
    judged = [f"q-{language}\t0-{code}\t1" for language in ("en", "ru") for code in CODES]
    evaluation_set = read_beir(
        beir(tmp_path, corpus, queries, [*judged, "q-en\tx\t1", "q-ru\t1-ru\t0"])
    )
    assert {passage.language for passage in evaluation_set.passages} == set(CODES)
    assert (
        len(evaluation_set.notes) == 3
    )  # languages told, German left out, a query without an answer
    assert set(evaluation_set.relevant["q-ru"]) == {f"0-{code}" for code in CODES}
    with index_set(encoder, evaluation_set) as search:
        result = evaluate(search, mode="dense")
    assert result.queries == 2
    assert result.within == {"en": 1.0, "ru": 1.0}
    assert set(result.pairs) == {f"{a}-{b}" for a in ("en", "ru") for b in CODES if a != b}
    assert result.recall.mean > 0.7  # four are relevant, and five looked at


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("id\ten\nr1\tOne language only.\n", "does not name two languages"),
        ("Bees\tabeilles\n", "does not name two languages"),
        ("id\ten\tfr\n", "no sentences below"),
        ("id\ten\tfr\nr1\tBees dance.\n", "Line 2"),
        ("id\ten\tfr\nr1\tBees dance.\t…\n", "no query"),
    ],
)
def test_a_file_without_translations_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "set.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(EvaluationSetError, match=message) as caught:
        read_parallel(path)
    assert "set.tsv" in caught.value.message


def test_text_in_another_encoding_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "set.tsv").write_bytes("id\ten\tru\nr1\tBees\tПчелы\n".encode("windows-1251"))
    with pytest.raises(EvaluationSetError, match="UTF-8"):
        read_parallel(tmp_path / "set.tsv")
    with pytest.raises(EvaluationSetError, match="cannot be read"):
        read_parallel(tmp_path / "none.tsv")
    with pytest.raises(EvaluationSetError, match="no folder"):
        read_beir(tmp_path / "none")


BEE = {"_id": "1", "text": "Bees dance.", "language": "en"}


@pytest.mark.parametrize(
    ("corpus", "queries", "judged", "message"),
    [
        (["{"], [BEE], ["1\t1\t1"], "Line 1 of .*corpus.jsonl is not JSON"),
        (["[]"], [BEE], ["1\t1\t1"], "not a JSON object"),
        ([{"text": "Bees"}], [BEE], ["1\t1\t1"], "no _id"),
        ([{"_id": "1"}], [BEE], ["1\t1\t1"], "no text"),
        ([BEE, BEE], [BEE], ["1\t1\t1"], "earlier line"),
        ([BEE], [BEE], ["2\t1\t1"], "names 2, which is not in queries.jsonl"),
        ([BEE], [BEE], ["1\t2\t1"], "names 2, which is not in corpus.jsonl"),
        ([BEE], [BEE], ["1\t1\thigh"], "not a whole number"),
        ([BEE], [BEE], ["1\t1"], "2 columns"),
        ([BEE], [BEE], ["1\t1\t0"], "no query that a passage answers"),
        ([BEE], [], ["1\t1\t1"], "holds no texts"),
    ],
)
def test_a_folder_without_the_layout_of_beir_is_refused(
    tmp_path: Path,
    corpus: Sequence[object],
    queries: Sequence[object],
    judged: Sequence[str],
    message: str,
) -> None:
    with pytest.raises(EvaluationSetError, match=message):
        read_beir(beir(tmp_path, corpus, queries, judged))


def test_half_a_character_in_json_is_no_text(tmp_path: Path) -> None:
    halved = {**BEE, "text": "Bees dance \ud83d."}
    evaluation_set = read_beir(beir(tmp_path, [halved], [BEE], ["1\t1\t1"]))
    evaluation_set.passages[0].text.encode("utf-8")


def test_judgements_need_their_header(tmp_path: Path) -> None:
    with pytest.raises(EvaluationSetError, match=r"first line of .*qrels.tsv"):
        read_beir(beir(tmp_path, [BEE], [BEE], ["1\t1\t1"], header="1\t1\t1"))


class Counting:
    """The bundled model, and how many texts it was given."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimension, self.model_tokens = (
            encoder.name,
            encoder.dimension,
            encoder.model_tokens,
        )
        self.turned = False
        self.given = 0

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self.given += len(texts)
        return self._encoder.passages(texts, progress)

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.given += len(texts)
        vectors = self._encoder.queries(texts)
        return -vectors if self.turned else vectors

    def tokens(self, text: str) -> int:
        return self._encoder.tokens(text)


def test_texts_with_stored_vectors_are_not_embedded_again(tmp_path: Path, encoder: Encoder) -> None:
    texts = ["Bees dance.", "桥梁因维修而关闭。", "Bees dance."]
    counting = Counting(encoder)
    first = CachingEncoder(counting, tmp_path)
    done: list[int] = []
    vectors = first.passages(texts, done.append)
    assert sum(done) == len(texts)
    assert counting.given == 1 + 2  # the probe, and each text once
    np.testing.assert_allclose(vectors, encoder.passages(texts), atol=1e-5)
    again = CachingEncoder(counting, tmp_path)
    np.testing.assert_array_equal(again.passages(texts), vectors)
    assert counting.given == 3 + 1  # the probe alone
    again.queries(texts)  # another role, other vectors
    assert counting.given == 4 + 2
    assert again.passages([]).shape == (0, encoder.dimension)
    # Another model of the same name, and a damaged file: both are embedded anew.
    counting.turned = True
    CachingEncoder(counting, tmp_path).passages(texts)
    assert counting.given == 6 + 1 + 2
    counting.turned = False
    for path in tmp_path.rglob("*.npz"):
        path.write_bytes(path.read_bytes()[:100])
    np.testing.assert_allclose(
        CachingEncoder(counting, tmp_path).passages(texts), vectors, atol=1e-5
    )
