"""Is a seventh language a folder of data? Portuguese, whose folder stands beside this file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.languages import BY_CODE
from index.store import Store
from search_app.localise import Locale

HERE = Path(__file__).parent

PROGRAM = """
import json, sys
from pathlib import Path
from typing import get_args

from corpus.languages import BY_CODE
from index import Index
from search_app.citing.citation import citation
from search_app.localise import Locale
from search_app.operations import Language

documents, folder = map(Path, sys.argv[1:])
with Index.open(folder, create=True) as index:
    index.ingest([documents])
    (document,) = index.documents()
    hit = index.search("solar power keeps radio stations running during storms").hits[0]
    tasks = index.mandates(addressee="Member States")
    trace = index.look_up("Resolution 140 (Rev. Bucharest, 2022)", "pt")
    told = {
        "codes": [list(BY_CODE), list(get_args(Language))],
        "languages": list(document.languages),
        "date": document.date,
        "text": hit.found.passage.text,
        "citation": citation(hit.found, "pt"),
        "due": [one.due for one in tasks],
        "cited_in": [one.shown.passage.label for one in trace.mentions],
        "interface": [Locale("pt").text("app.close"), Locale("pt").date("2025-03-01")],
        "names": [Locale("fr").language("pt"), Locale("pt").language("pt")],
    }
print(json.dumps(told))
"""

COVER = """
import json, sys
from pathlib import Path

from corpus import meetings
from corpus.text import sentences
from ingest.read import read

document = read(Path(sys.argv[1]))
known = document.metadata
text = "O Exmo. Sr. Presidente recordou o art. 5 da Constituição. A reunião terminou às 18 h."
told = {
    "facts": [known.symbol, known.source, known.title, known.original_language, known.agenda_item],
    "meeting": [known.meeting_place, known.meeting_days],
    "warnings": [one.code for one in document.warnings],
    "sentences": [text[start:end].strip() for start, end in sentences(text)],
    "body": meetings.names()["pt"],
}
print(json.dumps(told))
"""

BARE = """
import json, sys
from pathlib import Path

from corpus.extract.stances import stance
from index import Index
from ingest.read import read

documents, folder = map(Path, sys.argv[1:])
(file,) = documents.iterdir()
document = read(file)
with Index.open(folder, create=True) as index:
    index.ingest([documents])
    hit = index.search("energia solar", language="pt").hits[0]
    told = {
        "language": document.language,
        "warnings": [[one.code, one.message] for one in document.warnings],
        "found": hit.found.passage.text[:16],
        "mandates": len(index.mandates(addressee="Member States")),
        "positions": len(index.positions("energia solar", reader="pt").naming),
        "cited": len(index.look_up("Resolution 140 (Rev. Bucharest, 2022)", "pt").mentions),
        "stance": stance(document.passages[-1].text, "pt").name,
    }
print(json.dumps(told))
"""


def _run(program: str, languages: Path, *arguments: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "WSIS_SEARCH_LANGUAGES": str(languages)}
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return a program's answer about a Portuguese document, with the language's folder."""
    index = tmp_path_factory.mktemp("seventh") / "index"
    done = _run(PROGRAM, HERE, HERE / "documents", index)
    assert not done.returncode, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.process
@pytest.mark.model
def test_a_folder_adds_a_language_for_documents(answers: dict[str, Any]) -> None:
    assert answers["codes"] == [
        ["ar", "zh", "en", "fr", "ru", "es", "pt"],
        ["ar", "en", "es", "fr", "pt", "ru", "zh"],
    ]
    assert answers["languages"] == ["pt"]
    assert answers["date"] == "2024-09-12"


@pytest.mark.process
@pytest.mark.model
def test_an_english_question_finds_and_cites_the_new_language(answers: dict[str, Any]) -> None:
    assert answers["text"].startswith("A energia solar permite manter as estações de rádio")
    assert answers["citation"] == "CWG-WSIS&SDG-39/7-P, n.º 5"


@pytest.mark.process
@pytest.mark.model
def test_a_mandate_and_a_reference_in_it_are_known(answers: dict[str, Any]) -> None:
    assert answers["due"] == ["2025-03-15"]
    assert answers["cited_in"] == ["4."]


@pytest.mark.process
@pytest.mark.model
def test_the_interface_speaks_it_and_names_it(answers: dict[str, Any]) -> None:
    assert answers["interface"] == ["Fechar", "1 de março de 2025"]
    assert answers["names"] == ["portugais", "Português"]


@pytest.mark.process
def test_the_folders_words_read_covers_and_cut_sentences(tmp_path: Path) -> None:
    lines = (
        "Grupo de Trabalho do Conselho sobre a CMSI e os ODS",
        "Trigésima nona reunião – Genebra, 12 a 13 de setembro de 2024",
        "Documento 7-P",
        "Original: inglês",
        "Ponto da ordem de trabalhos: 3.1",
        "Contribuição conjunta do Brasil e de Portugal",
        "Avisos para os pescadores da costa norte",
        "Resumo",
        "Os pescadores recebem avisos de mau tempo.",
    )
    document = tmp_path / "S24-CWGWSIS39-C-0007!!MSW-P.txt"
    document.write_text("\n\n".join(lines), "utf-8")
    done = _run(COVER, HERE, document)
    assert not done.returncode, done.stderr
    answers = json.loads(done.stdout)
    assert answers["facts"] == [
        "CWG-WSIS&SDG-39/7",
        "Contribuição conjunta do Brasil e de Portugal",
        "Avisos para os pescadores da costa norte",
        "en",
        "3.1",
    ]
    assert answers["meeting"] == ["Genebra", "2024-09-12/2024-09-13"]
    assert answers["warnings"] == []
    assert answers["sentences"] == [
        "O Exmo. Sr. Presidente recordou o art. 5 da Constituição.",
        "A reunião terminou às 18 h.",
    ]
    assert answers["body"] == "Grupo de Trabalho do Conselho sobre a CMSI e os ODS"


@pytest.mark.process
@pytest.mark.model
def test_documents_name_the_missing_tables_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "languages" / "pt").mkdir(parents=True)
    shutil.copy(HERE / "pt" / "language.toml", tmp_path / "languages" / "pt")
    done = _run(BARE, tmp_path / "languages", HERE / "documents", tmp_path / "index")
    assert not done.returncode, done.stderr
    answer = json.loads(done.stdout)
    ((code, message),) = answer.pop("warnings")
    assert code == "missing-words"
    assert message.startswith(
        "S24-CWGWSIS39-C-0007-P.txt: Portuguese has no table of bodies, countries, cover, dates,"
    )
    assert answer == {
        "language": "pt",
        "found": "A energia solar ",
        "mandates": 0,
        "positions": 1,
        "cited": 0,
        "stance": "NONE",
    }


@pytest.mark.process
def test_an_index_of_six_languages_takes_a_seventh(tmp_path: Path) -> None:
    with Store(tmp_path / "index", create=True):
        pass
    program = """
import sys
from pathlib import Path

from corpus.text import language_of
from index.store import Store
from tests.index.building import document, put

text = "Os pescadores da costa norte recebem avisos de mau tempo por mensagem de texto."
with Store(Path(sys.argv[1])) as store:
    put(store, document("CWG-WSIS&SDG-39/7", language_of(text) or "", [text]))
    print(len(store.words.with_term("pt", "pescador")[0]))
    store.files.remove(Path("/made-up/CWG-WSIS&SDG-39-7-pt.txt"))
    print(store.checks.count_stray_words())
"""
    done = _run(program, HERE, tmp_path / "index")
    assert done.stdout.split() == ["1", "0"], done.stderr


@pytest.mark.process
def test_a_wrong_folder_or_fact_is_named(tmp_path: Path) -> None:
    missing = _run("import corpus.languages", tmp_path / "missing")
    assert f"WSIS_SEARCH_LANGUAGES names {tmp_path / 'missing'}, which is not" in missing.stderr
    facts = tmp_path / "xx" / "language.toml"
    facts.parent.mkdir()
    facts.write_text("order = 7\nletter = 'X'\n", "utf-8")
    wrong = _run("import corpus.languages", tmp_path)
    assert f"The language {facts} cannot be read" in wrong.stderr


def test_without_the_variable_there_are_the_six() -> None:
    assert list(BY_CODE) == ["ar", "zh", "en", "fr", "ru", "es"]
    assert Locale("en").language("pt") == "Portuguese"


@pytest.mark.process
@pytest.mark.parametrize("language", [None, 'order = "x', 'letter = "P"\nname = "Português"'])
def test_a_wrong_folder_of_languages_ends_in_a_sentence(
    tmp_path: Path, language: str | None
) -> None:
    folder = tmp_path / "languages"
    if language is not None:
        (folder / "pt").mkdir(parents=True)
        (folder / "pt" / "language.toml").write_text(language, "utf-8")
    program = Path(sys.executable).with_name("wsis-search")
    done = subprocess.run(
        [program, "status"],
        env={**os.environ, "WSIS_SEARCH_LANGUAGES": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert str(folder) in done.stderr
    assert len(done.stderr.splitlines()) == 1
