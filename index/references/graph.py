"""Graph of citations between documents, as GraphML and as a table.

Nodes are documents, and the resolutions, decisions and recommendations that they cite. Action
lines and goals are subjects and left out. Editions are nodes of their own.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from corpus.errors import QueryError
from corpus.text import replace_unwritable
from index.references.mentions import base
from index.store import Store

_TEXTS: Final = ("document", "resolution", "decision", "recommendation")
_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_TYPES: Final = {"in_index": "boolean", "paragraphs": "int", "in_links": "int"}


@dataclass(frozen=True, slots=True)
class Node:
    """A document or a resolution.

    Attributes:
        id: symbol or canonical form; ``file:`` and the path for a document without a symbol.
        kind: document, resolution, decision or recommendation.
        base: id without an edition.
        title: in English if the index has it in English; None if there is no title.
        date: ISO 8601; None if unknown.
        in_links: number of indexed documents that cite it.
    """

    id: str
    kind: str
    base: str
    title: str | None
    date: str | None
    in_index: bool
    in_links: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A citation between node ids; ``paragraphs`` counts citing paragraphs, languages once."""

    source: str
    target: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph of citations: nodes and edges in order of their ids."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(store: Store) -> Graph:
    """Return the graph of citations of an index."""
    edges = []
    cited: dict[str, tuple[str, str]] = {}
    for row in store.mentions.citations(_TEXTS):
        name = row["canonical"]
        cited[name] = (row["kind"], base(name))
        edges.append(Edge(row["key"], name, row["paragraphs"]))
    linked: dict[str, int] = {}
    for edge in edges:
        linked[edge.target] = linked.get(edge.target, 0) + 1
    nodes = {
        name: Node(name, kind, root, None, None, in_index=False, in_links=linked.get(name, 0))
        for name, (kind, root) in cited.items()
    }
    for row in store.documents.read_titles():
        name = row["key"]
        kind, root = cited.get(name, ("document", name))
        links = linked.get(name, 0)
        nodes[name] = Node(
            name, kind, root, row["title"], row["date"], in_index=True, in_links=links
        )
    return Graph(tuple(nodes[name] for name in sorted(nodes)), tuple(edges))


def write(citations: Graph, path: Path) -> None:
    """Write a graph to ``path``, over any file there, whole or not at all.

    ``.graphml`` is GraphML. ``.csv`` has a row for each edge, in UTF-8 with a byte order mark; a
    document that cites nothing has a row without a target. Raises ``QueryError`` for other names,
    or where the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in {".graphml", ".csv"}:
        raise QueryError(
            f"{path.name} is neither GraphML nor CSV. Name a file that ends in .graphml or .csv."
        )
    written = _graphml(citations) if kind == ".graphml" else _csv(citations)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        try:
            part.write_bytes(written)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise QueryError(
            f"{path} cannot be written: {error.strerror or error}. Name another place."
        ) from error


def _graphml(citations: Graph) -> bytes:
    from xml.etree import ElementTree as ET  # here, since every look-up loads this module

    root = ET.Element("graphml", xmlns=_NAMESPACE)
    columns = [(item.name, "node") for item in fields(Node) if item.name != "id"]
    for name, owner in [*columns, ("paragraphs", "edge")]:
        kind = _TYPES.get(name, "string")
        attributes = {"id": name, "for": owner, "attr.name": name, "attr.type": kind}
        ET.SubElement(root, "key", attributes)
    inside = ET.SubElement(root, "graph", {"id": "citations", "edgedefault": "directed"})
    for node in citations.nodes:
        element = ET.SubElement(inside, "node", id=_format_value(node.id))
        values = asdict(node)
        for name, _ in columns:
            value = values[name]
            if value is not None:
                ET.SubElement(element, "data", key=name).text = _format_value(value)
    for edge in citations.edges:
        ends = {"source": _format_value(edge.source), "target": _format_value(edge.target)}
        element = ET.SubElement(inside, "edge", ends)
        ET.SubElement(element, "data", key="paragraphs").text = str(edge.paragraphs)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _csv(citations: Graph) -> bytes:
    from corpus.spreadsheets import write_csv  # here, since every look-up loads this module

    nodes = {node.id: node for node in citations.nodes}
    described = ["kind", "title", "date", "in_index"]
    ends = [f"{end}_{name}" for end in ("source", "target") for name in described]
    rows: list[list[str | int | None]] = [["source", "target", "paragraphs", *ends]]
    for edge in citations.edges:
        known = [*_describe(nodes[edge.source]), *_describe(nodes[edge.target])]
        rows.append([edge.source, edge.target, edge.paragraphs, *known])
    citing = {edge.source for edge in citations.edges}
    rows += (
        [node.id, None, 0, *_describe(node), *[None] * len(described)]
        for node in citations.nodes
        if node.in_index and node.id not in citing
    )
    return write_csv(rows)


def _describe(node: Node) -> list[str | None]:
    return [node.kind, node.title, node.date, _format_value(node.in_index)]


def _format_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return replace_unwritable(str(value))
