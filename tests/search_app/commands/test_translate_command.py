"""The command `show --translate` over real HTTP: translations, their store, marks and labels."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from index import Index
from index.access import ALL, Class
from search_app.localise import CODES, Locale
from search_app.operations import PassageTranslator, RequestContext, ShowRequest, operation
from search_app.operations.answering import translating
from search_app.writers import TranslatorSettings
from tests.commands import PROGRAM, run
from tests.conftest import copy_index
from tests.index.access.archive import HIDDEN
from tests.translation_server import TranslationServer, translation_server
from tests.writer_server import writer_server

RUSSIAN = "CWG-WSIS&SDG-40/INF/7"
WORDS = ("show", RUSSIAN, "--translate", "en")


def _translate(text: str, _: str) -> str:
    """Return an English sentence with each word of a text that has a digit."""
    figures = " ".join(word for word in text.split() if any(map(str.isdigit, word)))
    return f"This is the English text of a paragraph on the work of the Group. {figures}".strip()


@pytest.fixture
def translator(monkeypatch: pytest.MonkeyPatch) -> Iterator[TranslationServer]:
    """A translator on this machine, which the environment names."""
    with translation_server() as running:
        running.translate = _translate
        monkeypatch.delenv("WSIS_SEARCH_WRITER", raising=False)
        monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR", running.name("libretranslate"))
        yield running


@pytest.fixture
def index(sample_index: Path, tmp_path: Path) -> Path:
    """A copy of the sample's index, next to which translations are stored."""
    return copy_index(sample_index, tmp_path / "index")


def test_a_translation_is_labelled_and_costs_once(
    index: Path, translator: TranslationServer
) -> None:
    first = run(*WORDS, "--json", index=index)
    assert first.code == 0, first.err
    passages = first.json()["passages"]
    translations = [each["translation"] for each in passages if each["translation"]]
    assert translations
    assert {each["language"] for each in passages if each["translation"]} == {"ru"}
    assert all(each["language"] == "en" and not each["kept"] for each in translations)
    assert {each["by"] for each in translations} == {"LibreTranslate"}
    assert "notes" not in first.json()
    sent = len(translator.requests)
    assert 0 < sent <= len(translations)
    assert {request["source"] for request in translator.requests} == {"ru"}
    second = run(*WORDS, "--json", index=index).json()
    assert len(translator.requests) == sent
    again = [each["translation"] for each in second["passages"] if each["translation"]]
    assert again == [{**each, "kept": True} for each in translations]
    printed = " ".join(run(*WORDS, index=index).out.split())
    assert "Machine translation from Russian by LibreTranslate, not an official text" in printed
    assert all(each["citation"] in printed for each in passages)


@pytest.mark.parametrize("code", CODES)
def test_word_has_the_label_below_the_original(
    index: Path, translator: TranslationServer, tmp_path: Path, code: str
) -> None:
    word, target = tmp_path / "shown.docx", "fr" if code != "fr" else "es"
    sentences = {
        "fr": "Voici le texte du paragraphe sur les travaux du Groupe.",
        "es": "Este es el texto del párrafo sobre los trabajos del Grupo.",
    }
    translator.translate = lambda _, target: sentences[target]
    words = ("show", RUSSIAN, "--translate", target, "--docx", word)
    outcome = run(*words, index=index, LC_ALL=code)
    assert outcome.code == 0, outcome.err
    texts = [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    locale = Locale(code)
    label = locale.text(
        "translation.by", language=locale.language("ru"), translator="LibreTranslate"
    )
    place = next(number for number, text in enumerate(texts) if label in text)
    assert sentences[target] in texts[place + 1]
    assert re.search("[а-я]{4}", texts[place - 1])


def test_a_changed_figure_is_marked(index: Path, translator: TranslationServer) -> None:
    translator.translate = lambda *_: "The Group met in 1834 and adopted the report on networks."
    outcome = run(*WORDS, "--json", index=index)
    translations = [each["translation"] for each in outcome.json()["passages"]]
    assert all("1834" in each["differs"] for each in translations if each)
    assert "Differs from the original: " in " ".join(run(*WORDS, index=index).out.split())


def test_a_version_takes_the_place_of_a_translation(
    index: Path, translator: TranslationServer
) -> None:
    shown = run("show", "CWG-WSIS&SDG-40/3#2.1", "--translate", "fr", "--json", index=index).json()
    assert shown["language"] == "fr"
    assert [each["translation"] for each in shown["passages"]] == [None] * len(shown["passages"])
    plain = run("show", RUSSIAN, "--json", index=index).json()
    assert {each["translation"] for each in plain["passages"]} == {None}
    assert translator.requests == []


def test_a_translator_that_fails_leaves_the_document(
    index: Path, translator: TranslationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    translator.status = 503
    busy = run(*WORDS, "--json", index=index)
    assert (busy.code, len(translator.requests)) == (0, 1)
    assert {each["translation"] for each in busy.json()["passages"]} == {None}
    assert [note["code"] for note in busy.json()["notes"]] == ["translation-busy"]
    assert "Other texts are being translated." in busy.err
    translator.status = 200
    translator.body = lambda: [b"<html>"]
    assert run(*WORDS, "--json", index=index).json()["notes"][0]["code"] == "translation-foreign"
    monkeypatch.delenv("WSIS_SEARCH_TRANSLATOR")
    none = run(*WORDS, "--json", index=index)
    assert none.json()["notes"][0]["code"] == "translation-none"
    assert none.json()["passages"]
    assert "WSIS_SEARCH_TRANSLATOR names one" in none.err
    monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR", "apertium:localhost")
    assert "WSIS_SEARCH_TRANSLATOR names no protocol" in run(*WORDS, index=index).err
    unknown = run("show", RUSSIAN, "--translate", "Spanish", index=index)
    assert unknown.code == 2
    assert "Spanish is not one of the six languages" in unknown.err


def test_a_damaged_store_of_translations_costs_a_request_only(
    index: Path, translator: TranslationServer
) -> None:
    (index / "translations.sqlite3").write_bytes(b"no database" * 1000)
    outcome = run(*WORDS, "--json", index=index)
    assert outcome.code == 0, outcome.err
    assert any(each["translation"] for each in outcome.json()["passages"])
    assert translator.requests


@pytest.mark.thorough
def test_translations_outlast_a_backup_and_a_new_index(
    index: Path, translator: TranslationServer, tmp_path: Path
) -> None:
    run(*WORDS, "--json", index=index)
    sent = len(translator.requests)
    copy, restored = tmp_path / "copy.zip", tmp_path / "restored"
    assert run("backup", copy, index=index).code == 0
    assert run("restore", copy, index=restored).code == 0
    for suffix in ("", "-wal", "-shm"):
        (index / f"index.sqlite3{suffix}").unlink(missing_ok=True)
    shutil.copy(restored / "index.sqlite3", index)
    for folder in (restored, index):
        outcome = run(*WORDS, "--json", index=folder)
        kept = {each["translation"]["kept"] for each in outcome.json()["passages"] if each["label"]}
        assert kept == {True}
    assert len(translator.requests) == sent


def test_a_backup_leaves_out_damaged_translations(index: Path, tmp_path: Path) -> None:
    (index / "translations.sqlite3").write_bytes(b"no database" * 1000)
    assert run("backup", tmp_path / "copy", index=index).code == 0
    assert not (tmp_path / "copy" / "translations.sqlite3").exists()
    assert run("restore", tmp_path / "copy", index=tmp_path / "restored").code == 0


@pytest.mark.thorough
def test_each_translator_has_translations_of_its_own(
    index: Path, translator: TranslationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*WORDS, "--json", index=index)
    sent = len(translator.requests)
    monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR", translator.name("apertium"))
    outcome = run(*WORDS, "--json", index=index)
    assert len(translator.requests) == 2 * sent
    made = [each["translation"] for each in outcome.json()["passages"] if each["translation"]]
    assert {each["by"] for each in made} == {"Apertium"}
    with sqlite3.connect(index / "translations.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM translation").fetchone() == (2 * sent,)
    database.close()


@pytest.mark.thorough
def test_a_second_run_asks_only_for_what_an_interrupted_one_lacks(
    index: Path, translator: TranslationServer
) -> None:
    reached, goes_on = threading.Event(), threading.Event()

    def translate(text: str, target: str) -> str:
        if len(translator.requests) == 6:
            reached.set()
            goes_on.wait(60)
        return _translate(text, target)

    translator.translate = translate
    environment = {**os.environ, "WSIS_SEARCH_INDEX": str(index)}
    process = subprocess.Popen([PROGRAM, *WORDS], env=environment, stdout=subprocess.DEVNULL)
    assert reached.wait(60)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) != 0
    goes_on.set()
    first = {request["q"] for request in translator.requests[:5]}
    assert run(*WORDS, index=index).code == 0
    texts = [request["q"] for request in translator.requests[6:]]
    assert not first & set(texts)
    assert translator.requests[5]["q"] in texts
    assert len(texts) == len(set(texts)) > 20


@pytest.mark.thorough
def test_the_command_goes_on_where_a_server_would_stop(
    index: Path, translator: TranslationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translating, "_SECONDS", -1.0)
    outcome = run(*WORDS, "--json", index=index)
    assert "notes" not in outcome.json()
    translator.translate = lambda *_: "Voici le texte du paragraphe sur les travaux du Groupe."
    with Index.open(index) as opened:
        request = ShowRequest(RUSSIAN, translate="fr")
        answer = operation("show").run(RequestContext(opened), request)
    assert [note.code for note in answer.notes] == ["translation-slow"]


@pytest.mark.parametrize(
    ("limit", "seen", "is_sent"),
    [("members", ALL, True), ("public", ALL, False), ("public", "members", False)],
)
def test_what_is_above_the_limit_is_not_sent(
    classed_index: Path,
    tmp_path: Path,
    translator: TranslationServer,
    monkeypatch: pytest.MonkeyPatch,
    limit: Class,
    seen: Class,
    *,
    is_sent: bool,
) -> None:
    copy = copy_index(classed_index, tmp_path / "classed")
    monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR_CLASS", limit)
    monkeypatch.setenv("WSIS_SEARCH_AS", seen)
    translator.translate = lambda *_: "El presupuesto de los telecentros es de 700 000 francos."
    words = ("show", HIDDEN, "--in", "en", "--translate", "es", "--json")
    outcome = run(*words, index=copy)
    assert outcome.code == 0, outcome.err
    assert ("700 000" in str(translator.requests)) is is_sent
    assert any(each["translation"] for each in outcome.json()["passages"]) is is_sent
    notes = [note["code"] for note in outcome.json().get("notes", ())]
    assert notes == ([] if is_sent else ["translation-class"])


@pytest.mark.thorough
def test_of_the_passages_of_a_page_only_those_within_the_limit_are_sent(
    classed_index: Path,
    tmp_path: Path,
    translator: TranslationServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR_CLASS", "public")
    settings = TranslatorSettings.from_environment()
    assert settings
    translator.translate = lambda *_: "Este es el texto del párrafo sobre los trabajos del Grupo."
    copy = copy_index(classed_index, tmp_path / "classed")
    with Index.open(copy) as index:
        hidden, public = (
            index.show(symbol, "en").passages for symbol in (HIDDEN, "CWG-WSIS&SDG-40/2")
        )
        page = PassageTranslator(index, settings, "es")
        translated = [*page.translate([*hidden, *public])]
    assert page.failure is not None
    assert page.failure.reason == "class"
    sent = {request["q"] for request in translator.requests}
    assert sent == {shown.passage.text for shown in public}
    has_translation = [bool(shown.translation) for shown in translated]
    assert has_translation == [False] * len(hidden) + [True] * len(public)


def test_what_leaves_the_machine_is_in_the_audit_log(
    classed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(Index, "note", lambda _, event, **facts: events.append((event, facts)))
    monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR", "apertium+http://translate.invalid")
    spanish = "Este es el texto del párrafo sobre los trabajos del Grupo."
    monkeypatch.setattr(translating, "translate_text", lambda *_: spanish)  # nothing is looked up
    copy = copy_index(classed_index, tmp_path / "classed")
    with Index.open(copy) as index:
        for symbol in (HIDDEN, "CWG-WSIS&SDG-40/2"):
            request = ShowRequest(symbol, shown_in="en", translate="es")
            operation("show").look(RequestContext(index), request)
    exports = [facts for event, facts in events if event == "export"]
    documents = ["CWG-WSIS&SDG-40/2"]
    assert exports == [{"what": "translator", "to": "translate.invalid", "documents": documents}]


@pytest.mark.thorough
def test_a_writer_gets_acronyms_as_the_archive_writes_them(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writer_server() as writer:
        monkeypatch.delenv("WSIS_SEARCH_TRANSLATOR", raising=False)
        monkeypatch.setenv("WSIS_SEARCH_WRITER", writer.address)
        writer.say("This is the English text of a paragraph on the work of the Group.")
        outcome = run(*WORDS, "--json", index=index)
        sent = [request["messages"][1]["content"] for request in writer.requests]
    made = [each["translation"] for each in outcome.json()["passages"] if each["translation"]]
    assert {each["by"] for each in made} == {"small"}
    assert any("<term>МСЭ = ITU</term>" in content for content in sent)
