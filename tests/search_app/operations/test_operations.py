"""Operations: what is asked and answered is written once, and every surface takes it from there."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import get_type_hints

import pytest

from corpus.errors import QueryError
from corpus.filters import Filters
from corpus.languages import BY_CODE
from corpus.parameters import describe_fields, value_of
from index import Index
from search_app.operations import (
    DossierRequest,
    FilesRequest,
    LookupRequest,
    Page,
    PassagesRequest,
    RequestContext,
    SearchRequest,
    ShowRequest,
    answer_json,
    names,
    operation,
    operation_of,
    operations,
)

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "python.md"
ALL = sorted({name for surface in ("command", "rest", "tool") for name in names(surface)})


@pytest.mark.parametrize("name", ALL)
def test_fields_have_help_in_a_sentence(name: str) -> None:
    described = operation(name)
    assert described.help[0].isupper()
    assert described.help.endswith(".")
    for field in described.fields:
        assert field.parameter.help.endswith((".", "…")), field
        assert len(field.parameter.help) <= 130, field


@pytest.mark.parametrize("name", ALL)
def test_answer_fields_have_types_that_resolve(name: str) -> None:
    described = operation(name)
    assert dataclasses.is_dataclass(described.answer)
    assert set(get_type_hints(described.answer)) == {
        field.name for field in dataclasses.fields(described.answer)
    }


def test_filters_are_among_the_fields_of_a_request() -> None:
    fields = {field.name: field for field in describe_fields(SearchRequest)}
    rows = {field.parameter.name or field.field for field in describe_fields(Filters)}
    assert rows == {
        *("language", "meeting", "series", "source", "region", "since", "until"),
    }
    assert rows < fields.keys()
    assert fields["language"].within == "filters"


@pytest.mark.parametrize("name", ["search", "questions", "answer", "positions", "dossier"])
def test_arguments_come_before_inherited_fields(name: str) -> None:
    described = [field.parameter.is_argument for field in operation(name).fields]
    assert described == sorted(described, reverse=True)


def test_a_request_field_fills_the_filter_of_its_name() -> None:
    (meeting,) = (field for field in describe_fields(DossierRequest) if field.name == "meeting")
    assert (meeting.within, meeting.is_required) == (None, True)


def test_values_by_name_make_a_request() -> None:
    request = {"query": "floods", "meeting": ["CWG-WSIS&SDG-40"], "language": ["ru"], "since": None}
    made = value_of(SearchRequest, request)
    expected = Filters(meetings=("40",), languages=("ru",))
    assert made == SearchRequest("floods", filters=expected)
    assert operation_of(made).values_of(made) | {"meeting": ("40",)} == {
        "query": "floods", "language": ("ru",), "meeting": ("40",), "series": (), "source": None,
        "region": (), "since": None, "until": None, "shown_in": None, "mode": "hybrid",
        "all_revisions": False,
    }  # fmt: skip


def test_wrong_values_are_refused_before_the_index_is_used() -> None:
    with pytest.raises(QueryError, match="is not a date"):
        operation("search").request_of({"query": "floods", "since": "yesterday"})


def test_page_of_a_list_says_how_many_there_are(reports_index: Path) -> None:
    described = operation("passages")
    request = PassagesRequest("CWG-WSIS&SDG-40/3")
    with Index.open(reports_index) as index:
        whole, part = described.look(RequestContext(index), request)
        assert part is not None
        assert not part.has_more
        page, last = described.look(RequestContext(index), request, Page(4, part.total - 4))
        assert (last, page.passages) == (part, whole.passages[-4:])
        _, first = described.look(RequestContext(index), request, Page(4))
    assert first is not None
    assert (first.total, first.has_more) == (part.total, True)


def test_filters_hide_documents_given_by_name(reports_index: Path) -> None:
    only = Filters(series=("INF",))
    with Index.open(reports_index) as index:
        with pytest.raises(QueryError, match="do not let it through"):
            operation("show").run(
                RequestContext(index), ShowRequest("CWG-WSIS&SDG-40/3", filters=only)
            )
        with pytest.raises(QueryError, match="do not let it through"):
            operation("lookup").run(
                RequestContext(index), LookupRequest("CWG-WSIS&SDG-40/3", filters=only)
            )


@pytest.mark.parametrize("language", BY_CODE)
def test_columns_of_editions_have_different_headings(reports_index: Path, language: str) -> None:
    lookup = operation("lookup")
    assert lookup.layout is not None
    with Index.open(reports_index) as index:
        trace, _ = lookup.look(RequestContext(index), LookupRequest("Council Res. 1332"))
    tables = [section.table for section in lookup.layout(trace, language).sections]
    columns = [table.columns for table in tables if table and table.form == "grid"]
    assert [len(set(names)) for names in columns] == [4]


def test_files_without_symbol_are_found_by_name(sample_index: Path) -> None:
    with Index.open(sample_index) as index:
        described = operation("files")
        by_symbol = described.run(RequestContext(index), FilesRequest("CWG-WSIS&SDG-40/3"))
        assert {file["format"] for file in answer_json(by_symbol)["files"]} >= {"docx"}
        with pytest.raises(QueryError):
            described.run(RequestContext(index), FilesRequest("nothing.docx"))


def test_a_request_without_an_index_is_refused() -> None:
    with pytest.raises(ValueError, match="give an open one"):
        operation("status").run(RequestContext(), operation("status").request_of({}))


def test_own_surface_of_the_reference_runs(
    reports_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = re.findall(r"```python\n(.*?)```", REFERENCE.read_text("utf-8"), re.DOTALL)
    (example,) = (text for text in examples if "operations(" in text)
    exec(example.replace('Path("index")', f"Path({str(reports_index)!r})"), {})  # noqa: S102 - ours
    printed = capsys.readouterr().out
    listed = re.findall(r"^(\w+) - ", printed, re.MULTILINE)
    assert listed == [name.name for name in operations("tool")]
    assert '"early warning"' in printed.replace("'", '"')
