"""The ontology as rdflib graphs, for the engines that read rdflib."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from trustkg.errors import InputError
from trustkg.framework.graphs import ASSERTED, ENTAILED, ENTAILED_FROM_PAPER
from trustkg.language import Text
from trustkg.vocab import GRAPH, PREFIXES

Format = Literal["ttl", "jsonld", "nt", "rdf"]
FORMATS: Final[dict[Format, str]] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


def rdflib_graph(
    folder: Path,
    store: ox.Store | None,
    graphs: Iterable[ox.NamedNode] = (*ASSERTED, ENTAILED_FROM_PAPER, ENTAILED),
) -> rdflib.Graph:
    """Return named graphs as one rdflib graph.

    Asserted graphs are read from the files again, because a store folds the case of
    language tags; entailed ones come from the store.

    Args:
        folder: the ontology's folder.
        store: holds the entailed graphs; may be None where none is asked for.
        graphs: which named graphs.

    Raises:
        InputError: a file is not Turtle.
    """
    merged = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        merged.bind(prefix, namespace)
    for name in graphs:
        if name in ASSERTED:
            for file in sorted((folder / name.value.removeprefix(GRAPH)).glob("*.ttl")):
                parse_turtle(merged, file)
        elif store is not None:
            for quad in store.quads_for_pattern(None, None, None, name):
                subject, predicate, object_ = (to_rdflib(node) for node in quad.triple)
                merged.add((subject, predicate, object_))
    return merged


def parse_turtle(graph: rdflib.Graph, file: Path) -> None:
    """Add a Turtle file to a graph.

    Args:
        graph: receives the triples; rdflib keeps their lexical forms as they are written.
        file: a Turtle file.

    Raises:
        InputError: the file is missing or not Turtle, with line and column.
    """
    try:
        graph.parse(file, format="turtle")
    except Exception as error:
        raise _located(file) from error


def _located(file: Path) -> InputError:
    """Say where a file breaks: Oxigraph knows line and column, rdflib doesn't."""
    where, detail = str(file), "rdflib"
    try:
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            del triple
    except SyntaxError as error:
        where = f"{file}:{error.lineno}:{error.offset}"
        detail = str(error.msg).split(" at line")[0]
    except (OSError, ValueError) as error:
        detail = str(error)
    return InputError(
        where,
        Text(f"不是合格的Turtle：{detail}", f"not Turtle: {detail}"),
        help=Text("请改正该处", "correct the file at that place"),
    )


def to_rdflib(node: object) -> Node:
    """Turn one of Oxigraph's terms into rdflib's; the language tags get their case back."""
    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, ox.BlankNode):
        return rdflib.BNode(node.value)
    if isinstance(node, ox.Literal):
        if node.language:
            tag = "zh-Hans" if node.language == "zh-hans" else node.language
            return rdflib.Literal(node.value, lang=tag)
        if node.datatype.value == str(rdflib.XSD.string):
            return rdflib.Literal(node.value)
        return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value))
    raise TypeError(node)
