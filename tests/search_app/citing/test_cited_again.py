"""Does a citation that is pasted into the box lead back to its paragraph?"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.languages import BY_CODE
from index import Index
from index.lookup import look_up
from index.store import Store
from search_app.citing import citation
from search_app.localise import Locale
from tests.commands import run


@pytest.mark.parametrize(
    ("name", "least"),
    [pytest.param("word_index", 1700, marks=pytest.mark.thorough), ("sample_index", 200)],
)
def test_each_citation_of_a_numbered_paragraph_leads_to_it(
    request: pytest.FixtureRequest, name: str, least: int
) -> None:
    with Store(request.getfixturevalue(name)) as store:
        cited = 0
        for document in store.documents.all():
            for version in store.versions.read_shown(document["id"]):
                ids = store.passages.ids_in(version["id"])
                for passage, shown in store.passages.excerpts(ids).items():
                    if not shown.passage.label:
                        continue
                    written = citation(shown, version["language"])
                    quoted = look_up(store, written, version["language"]).quoted
                    labels = {tuple(each.passage.label_path) for each in quoted}
                    assert passage in {each.passage_id for each in quoted}, written
                    assert shown.passage.kind == "heading" or len(labels) == 1, written
                    cited += 1
        assert cited >= least


@pytest.mark.parametrize(
    "typed",
    [
        "para. 5.3 of Document CWG-WSIS&SDG-41/2",
        "le paragraphe 5.3 du document CWG-WSIS&SDG-41/2",
        "el párrafo 5.3 del documento CWG-WSIS&SDG-41/2",
        "п. 5.3 документа CWG-WSIS&SDG-41/2",
        "الفقرة 5.3 من الوثيقة CWG-WSIS&SDG-41/2",
        "CWG-WSIS&SDG-41/2号文件第5.3段",
        "41/2, para. 5.3",
        "41/2, п. 5.3",
        "41/2 第5.3段",
    ],
)
def test_a_typed_paragraph_of_a_document_is_quoted(word_index: Path, typed: str) -> None:
    with Index.open(word_index) as index:
        trace = index.look_up(typed, "fr")
        assert [citation(shown, "fr") for shown in trace.quoted] == [
            "CWG-WSIS&SDG-41/2-F, par. 5.3"
        ]
        first = index.search(typed, k=3, shown_in="fr").hits[0]
        assert first.is_exact
        assert first.shown.passage.label == "5.3"


def test_a_paragraph_of_another_versions_letter_is_given_in_the_readers_language(
    word_index: Path,
) -> None:
    with Store(word_index) as store:
        quoted = look_up(store, "CWG-WSIS&SDG-41/6-A، الفقرة 3.3 ب)", "zh").quoted
        assert [shown.passage.text for shown in quoted] == [
            "应当为无法使用数字服务的人保留电话专线或服务柜台；"
        ]


@pytest.mark.parametrize("code", BY_CODE)
def test_a_paragraph_that_a_document_lacks_is_said_to_be_absent(
    word_index: Path, code: str
) -> None:
    done = run("lookup", "CWG-WSIS&SDG-41/2, para. 9.9", "--in", code, index=word_index)
    said = Locale(code).text("documents.no_paragraph", label="9.9")
    assert "".join(said.split()) in "".join(done.out.split())
