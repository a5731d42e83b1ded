"""The main job on real input: a folder of documents in, cited passages out.

The real files stand beside the project (see ``conftest.REAL_DATA``); without them the tests skip.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.errors import ReadError
from index.indexing.build import Report, build
from index.model.encoder import Encoder
from index.retrieval.search import Search
from index.store import Store
from ingest.workers import read_all
from search_app.citing import citation
from tests.conftest import MakeOnce

REPORT = "council-2024-cwg-wsis-sdg-report.zh.txt"
LARGE = (
    "bug65649.docx",
    "drawing.docx",
    "issue-67-example.pdf",
    "stress003.docx",
    "stress010.docx",
    "stress011.docx",
    "stress018.docx",
)
"""Nine tenths of the text, and embedding it takes minutes: the large ones are read, but indexed
only where slow tests are run."""

MIDDLE = ("240-DOP-1013A.docx", "multi-column-2p.pdf", "stress015.docx")
"""Half of the text of the others."""

# Paragraph 3.14: the secretariat is to submit a first draft of ITU's contribution to WSIS+20.
QUESTIONS = {
    "en": "What first draft report on ITU's contribution to the implementation of the WSIS "
    "outcomes and its role in achieving the SDGs must the secretariat submit to Council 2024?",
    "fr": "Quelle première version de rapport sur la contribution de l'UIT à la mise en œuvre des "
    "résultats du SMSI et sur son rôle dans la réalisation des ODD le secrétariat doit-il "
    "soumettre au Conseil à sa session de 2024 ?",
    "es": "¿Qué primer borrador de informe sobre la contribución de la UIT a la aplicación de los "
    "resultados de la CMSI y su papel en el logro de los ODS debe presentar la Secretaría a la "
    "reunión de 2024 del Consejo?",
    "ru": "Какой первый проект отчета о вкладе МСЭ в выполнение решений ВВУИО и его роли в "
    "достижении ЦУР секретариат должен представить сессии Совета 2024 года?",
    "ar": "ما المسودة الأولى للتقرير عن مساهمة الاتحاد في تنفيذ نواتج القمة العالمية لمجتمع "
    "المعلومات ودوره في تحقيق أهداف التنمية المستدامة التي يُطلب من الأمانة تقديمها إلى دورة "
    "المجلس لعام 2024؟",
}


@pytest.fixture(
    scope="module",
    params=[
        "the small ones",
        pytest.param("without the large ones", marks=pytest.mark.thorough),
        pytest.param("all", marks=pytest.mark.slow),
    ],
)
def main_job(
    request: pytest.FixtureRequest,
    real_data: Path,
    encoder: Encoder,
    made_once: MakeOnce,
) -> Iterator[tuple[Report, Search]]:
    documents = [real_data / "council-report", real_data / "documents"]
    if request.param != "all":
        left_out = LARGE if request.param == "without the large ones" else (*LARGE, *MIDDLE)
        documents = [
            path
            for folder in documents
            for path in sorted(folder.rglob("*.*"))
            if path.name not in left_out
        ]

    def fill(folder: Path) -> None:
        with Store(folder, create=True) as store:
            report = build(store, encoder, documents, workers=2)
            Search(store, encoder).prepare()
        (folder / "report").write_bytes(pickle.dumps(report))

    folder = made_once(f"main job, {request.param}", fill)
    with Store(folder) as store:
        report = pickle.loads((folder / "report").read_bytes())  # noqa: S301 - our own
        yield report, Search(store, encoder)


@pytest.mark.process
@pytest.mark.parametrize("names", [LARGE[2:4], pytest.param(LARGE, marks=pytest.mark.slow)])
@pytest.mark.thorough
def test_the_large_ones_are_read(real_data: Path, names: Sequence[str]) -> None:
    paths = [next(real_data.glob(f"documents/*/{name}")) for name in names]
    for path, document in read_all(paths, workers=2):
        assert not isinstance(document, ReadError), path
        assert len(document.passages) > 150


@pytest.mark.thorough
def test_everything_is_read_or_listed_with_its_reason(main_job: tuple[Report, Search]) -> None:
    report, _ = main_job
    assert report.files == report.ingested + len(report.failed) >= 14
    failed = {Path(file).name: (code, message) for file, code, message in report.failed}
    code, message = failed.pop("right_to_left_02.pdf")
    assert code == "no-text"
    assert "right_to_left_02.pdf" in message
    # Files whose fonts have no usable map to Unicode may fail, and nothing else may.
    assert {code for code, _ in failed.values()} <= {"no-text"}
    assert set(failed) <= {"ArabicCIDTrueType.pdf"}


@pytest.mark.parametrize("code", QUESTIONS)
@pytest.mark.thorough
def test_a_paragraph_of_the_council_report_is_found(
    main_job: tuple[Report, Search], code: str
) -> None:
    _, search = main_job
    result = search.search(QUESTIONS[code], k=10)
    assert result.language == code
    labels = [
        hit.found.passage.label if hit.found.file.endswith(REPORT) else None
        for hit in result.hits[:3]
    ]
    assert "3.14" in labels


@pytest.mark.thorough
def test_paragraphs_are_cited_by_their_numbers(main_job: tuple[Report, Search]) -> None:
    _, search = main_job
    hits = search.search(
        "关于国际电联在WSIS+20审查进程及其筹备工作中的作用的讨论 WSIS+20路线图", k=5
    ).hits
    cited = [citation(hit.found) for hit in hits]
    assert f"{REPORT} [Chinese], para. 2.10.1" in cited


@pytest.mark.thorough
def test_the_artefacts_of_the_conversion_are_gone(main_job: tuple[Report, Search]) -> None:
    _, search = main_job
    store = search._store
    assert store.query("SELECT count(*) AS n FROM passage")[0]["n"] > 300
    assert store.query("SELECT text FROM passage WHERE text LIKE '%bookmark:%'") == []
    labels = {
        row["label"]
        for row in store.query(
            "SELECT label FROM passage JOIN version ON version.id = version_id "
            "JOIN file ON file.id = file_id WHERE shown LIKE ?",
            f"%{REPORT}",
        )
    }
    numbered = {f"2.{n}" for n in range(1, 15)} | {f"3.{n}" for n in range(1, 16)}
    assert labels >= numbered | {"2.10.1", "2.10.2", "2.10.3", "3.15.1", "3.15.2", "a)", "e)"}
