"""Any model loses its languages, fitted on a table of translations; the index remembers how."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import EvaluationSetError
from index.evaluation.calibrate import calibrate
from index.evaluation.sets import read_parallel
from index.model import neutral
from index.model.encoder import Encoder, load
from index.model.neutral import Neutraliser
from index.retrieval.dense import Dense
from index.retrieval.questions import Question
from index.store import Store
from tests.commands import run

CODES = ("en", "fr", "ru")
CONCEPTS = 40


def _word(code: str, concept: int) -> str:
    return str(concept) if concept % 2 else f"{code}{concept}"


def _table(path: Path, rows: int) -> Path:
    """Sentences of ten concepts; half of these, as numbers are, are the same in all languages."""
    drawn = random.Random(5)  # noqa: S311 - the same sentences in every run
    lines = ["\t".join(("id", "doc", *CODES))]
    for number in range(rows):
        concepts = drawn.choices(range(CONCEPTS), k=10)
        texts = (" ".join(_word(code, concept) for concept in concepts) for code in CODES)
        lines.append("\t".join((f"s{number}", f"document {number // 5}", *texts)))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _table(tmp_path_factory.mktemp("table") / "translations.tsv", 300)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of one layer, never trained, with a word for each concept."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("model")
    vocabulary = {_word(code, concept): None for code in CODES for concept in range(CONCEPTS)}
    words = ["[PAD]", "[UNK]", *vocabulary]
    tokens = Tokenizer(
        models.WordLevel({word: position for position, word in enumerate(words)}, "[UNK]")
    )
    tokens.pre_tokenizer = pre_tokenizers.Whitespace()
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]"}
    tokenizer: Any = PreTrainedTokenizerFast  # not typed
    tokenizer(tokenizer_object=tokens, model_max_length=64, **marks).save_pretrained(
        folder / "bert"
    )
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.5,
    )
    BertModel(config).save_pretrained(folder / "bert")
    bert = Transformer(str(folder / "bert"), max_seq_length=64)
    SentenceTransformer(modules=[bert, Pooling(64)], device="cpu").save(str(folder / "whole"))
    return folder / "whole"


@pytest.fixture(scope="module")
def untrained_encoder(model: Path) -> Encoder:
    return load(str(model))


@pytest.mark.torch
@pytest.mark.thorough
def test_a_new_model_learns_which_words_are_translations(
    untrained_encoder: Encoder, table: Path
) -> None:
    result = calibrate(untrained_encoder, read_parallel(table), Neutraliser({}, {}))
    assert result.languages == CODES
    assert result.rows == 300
    assert 30 <= result.held_out <= 120
    assert result.is_better
    assert result.after.worst > result.before.worst + 0.1


@pytest.mark.torch
@pytest.mark.thorough
def test_the_index_keeps_what_was_fitted_and_searches_with_it(
    untrained_encoder: Encoder, table: Path, tmp_path: Path
) -> None:
    fitting = calibrate(untrained_encoder, read_parallel(table), Neutraliser({}, {}))
    with Store(tmp_path, create=True) as store:
        dense = Dense(store, untrained_encoder)
        assert store.vectors.neutraliser() == Neutraliser({}, {})
        (before,) = dense.questions([Question("fr2 fr4 fr6 7", language="fr")])
        store.vectors.put_neutraliser(fitting.neutraliser, "a table")
        kept = store.vectors.neutraliser()
        assert set(kept.passages) == {*CODES, ""}
        (after,) = dense.questions([Question("fr2 fr4 fr6 7", language="fr")])
        expected = neutral.neutral(
            untrained_encoder.queries(["fr2 fr4 fr6 7"]), kept, "fr", role="queries"
        )
        assert after == pytest.approx(expected[0], abs=1e-5)
        assert abs(float(before @ after)) < 0.99


def test_an_index_of_the_bundled_model_has_the_shipped_treatment(
    encoder: Encoder, tmp_path: Path
) -> None:
    with Store(tmp_path, create=True) as store:
        store.vectors.use_model(encoder)
        assert store.vectors.neutraliser() is neutral.load_neutraliser(encoder.name)


@pytest.mark.torch
@pytest.mark.thorough
def test_too_few_sentences_are_refused(untrained_encoder: Encoder, tmp_path: Path) -> None:
    small = _table(tmp_path / "small.tsv", 50)
    with pytest.raises(EvaluationSetError, match=r"small\.tsv has 50 rows .* 200 are needed"):
        calibrate(untrained_encoder, read_parallel(small), Neutraliser({}, {}))


@pytest.mark.torch
@pytest.mark.thorough
def test_the_command_reports_figures_before_and_after(
    model: Path, table: Path, tmp_path: Path
) -> None:
    command = ("calibrate", "--json", "--model", model, "--cache", tmp_path / "cache", "--parallel")
    done = run(*command, table, index=tmp_path / "ix")
    assert done.code == 0
    report = done.json()
    assert report["kept"] is True
    assert report["rows"] == 300
    assert report["languages"] == list(CODES)
    assert report["after"]["pool"]["R@5"]["mean"] > report["before"]["pool"]["R@5"]["mean"]
    with Store(tmp_path / "ix") as store:
        assert store.vectors.neutraliser().passages
    (tmp_path / "bad.tsv").write_text("a\tb\nc\td\n", "utf-8")
    refused = run(*command, tmp_path / "bad.tsv", index=tmp_path / "ix")
    assert refused.code == 2
    assert refused.out == ""
    assert "does not name two languages" in refused.err
