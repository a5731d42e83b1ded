"""The graph of citations: right numbers, files that other programs read, and no surprises."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from corpus.errors import QueryError
from index.references.graph import Edge, Graph, Node, graph, write
from index.store import Store
from tests.index.references.reference_store import put_paragraphs
from tests.spreadsheets import formulas

REPORT = "CWG-WSIS&SDG-40/5"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def store(reference_index: Path) -> Iterator[Store]:
    with Store(reference_index) as opened:
        yield opened


def test_paragraphs_are_counted_once_whatever_the_languages(store: Store) -> None:
    edges = {(edge.source, edge.target): edge.paragraphs for edge in graph(store).edges}
    assert edges[REPORT, "C24/8"] == 1  # six languages
    assert edges[REPORT, "Council Res. 1332 (Rev. 2023)"] == 3
    assert edges["CWG-WSIS&SDG-40/INF/7", "A/RES/70/125"] == 2  # one language
    assert all(source != target for source, target in edges)


def test_nodes_say_what_they_are(store: Store) -> None:
    nodes = {node.id: node for node in graph(store).nodes}
    report = nodes[REPORT]
    assert (report.kind, report.date, report.in_index) == ("document", "2024-02-01", True)
    assert report.title == "Draft elements of the group's report to Council 2024"
    resolution = nodes["Council Res. 1332 (Rev. 2023)"]
    assert (resolution.kind, resolution.base) == ("resolution", "Council Res. 1332")
    assert not resolution.in_index
    assert nodes["C24/8"] == Node("C24/8", "document", "C24/8", None, None, False, 1)
    assert {node.kind for node in nodes.values()} == {"document", "resolution", "decision"}
    ends = {end for edge in graph(store).edges for end in (edge.source, edge.target)}
    assert ends <= set(nodes)


def test_in_links_count_the_documents_that_cite(store: Store) -> None:
    links = {node.id: node.in_links for node in graph(store).nodes if node.in_index}
    assert links["CWG-WSIS&SDG-39/4"] == 2  # the report, and the addendum
    assert links["CWG-WSIS&SDG-39/4(Add.1)"] == 1
    assert links["CWG-WSIS&SDG-40/INF/7"] == 0
    assert set(links) == {
        row["symbol"] for row in store.query("SELECT symbol FROM document WHERE symbol NOT NULL")
    }


def test_graphml_holds_all(store: Store, tmp_path: Path) -> None:
    citation_graph = graph(store)
    path = tmp_path / "citations.graphml"
    write(citation_graph, path)
    root = ET.parse(path).getroot()  # noqa: S314 - what was written a line above
    types = {key.get("id"): key.get("attr.type") for key in root.iter(f"{GRAPHML}key")}
    assert types["in_index"] == "boolean"
    assert types["paragraphs"] == "int"
    assert [node.get("id") for node in root.iter(f"{GRAPHML}node")] == [
        n.id for n in citation_graph.nodes
    ]
    edges = [
        Edge(
            edge.get("source", ""), edge.get("target", ""), int(edge.findtext(f"{GRAPHML}data", ""))
        )
        for edge in root.iter(f"{GRAPHML}edge")
    ]
    assert tuple(edges) == citation_graph.edges
    networkx = pytest.importorskip("networkx", reason="networkx reads GraphML")
    read = networkx.read_graphml(path)
    assert read[REPORT]["C24/8"]["paragraphs"] == 1
    assert read.nodes[REPORT]["in_index"] is True


def test_csv_holds_all(store: Store, tmp_path: Path) -> None:
    citation_graph = graph(store)
    path = tmp_path / "citations.CSV"
    write(citation_graph, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    edges = [(row["source"], row["target"], int(row["paragraphs"])) for row in rows]
    assert edges == [(edge.source, edge.target, edge.paragraphs) for edge in citation_graph.edges]
    first = next(row for row in rows if (row["source"], row["target"]) == (REPORT, "C24/8"))
    assert first["source_date"] == "2024-02-01"
    assert (first["source_in_index"], first["target_in_index"]) == ("true", "false")


def test_odd_titles_do_no_harm(tmp_path: Path) -> None:
    with Store(tmp_path / "index", create=True) as store:
        for name, symbol, title, text in (
            ("a", "C24/1", '=HYPERLINK("http://example.org") & <b>\x01', "See C24/2."),
            ("b", "C24/2", "كلمة\n第二", "Nothing is cited."),
            ("c", None, None, "See C24/2 and C24/2."),
            ("d", "C24/4", "x;=1+1", "See C24/2."),
        ):
            put_paragraphs(store, name, symbol, text, title=title)
        citation_graph = graph(store)
    for name in ("a.graphml", "a.csv"):
        write(citation_graph, tmp_path / name)
    titles = [
        data.text
        for data in ET.parse(tmp_path / "a.graphml").getroot().iter(f"{GRAPHML}data")  # noqa: S314
        if data.get("key") == "title"
    ]
    assert titles == ['=HYPERLINK("http://example.org") & <b>\ufffd', "كلمة\n第二", "x;=1+1"]
    assert formulas((tmp_path / "a.csv").read_bytes()) == []
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["source_title"].startswith("'=HYPERLINK")
    assert [(row["source"], row["target"]) for row in rows] == [
        ("C24/1", "C24/2"),
        ("C24/4", "C24/2"),
        ("file:c", "C24/2"),
        ("C24/2", ""),  # cites nothing, and is there all the same
    ]


def test_an_empty_index_gives_an_empty_graph(tmp_path: Path) -> None:
    with Store(tmp_path / "index", create=True) as store:
        assert graph(store) == Graph((), ())
        write(graph(store), tmp_path / "a.graphml")
    assert (tmp_path / "a.graphml").stat().st_size > 0


def test_a_graph_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"a\.txt is neither GraphML nor CSV"):
        write(Graph((), ()), tmp_path / "a.txt")
    with pytest.raises(QueryError, match=r"cannot be written: No such file"):
        write(Graph((), ()), tmp_path / "nowhere" / "a.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(QueryError, match="cannot be written"):
        write(Graph((), ()), tmp_path / "folder.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]
