"""Graphs → Turtle, JSON-LD, N-Triples, RDF/XML; the same triples give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox
import rdflib
from rdflib.compare import to_canonical_graph

from trustkg.framework.graphs import ASSERTED, ENTAILED, ENTAILED_FROM_PAPER
from trustkg.vocab import GRAPH, PREFIXES

Format = Literal["ttl", "jsonld", "nt", "rdf"]
FORMATS: Final[dict[Format, str]] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
_RDFLIB: Final[dict[Format, str]] = {
    "ttl": "longturtle",
    "jsonld": "json-ld",
    "nt": "nt11",
    "rdf": "xml",
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
    """
    merged = new_graph()
    for name in graphs:
        if name in ASSERTED:
            for file in sorted((folder / name.value.removeprefix(GRAPH)).glob("*.ttl")):
                merged.parse(file, format="turtle")
        elif store is not None:
            for quad in store.quads_for_pattern(None, None, None, name):
                merged.add(tuple(rdflib.URIRef(n.value) for n in quad.triple))  # type: ignore[arg-type]
    return merged


def new_graph() -> rdflib.Graph:
    """Return an empty graph that has the project's prefixes and no others."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def serialise(graph: rdflib.Graph, format: Format) -> bytes:
    """Write a graph.

    Args:
        graph: what to write.
        format: a key of `FORMATS`.

    Returns:
        UTF-8 text that depends on the triples only: blank nodes are named by their content
        and lines are sorted.
    """
    canonical = new_graph()
    for triple in sorted(to_canonical_graph(graph)):
        canonical.add(triple)
    if format == "jsonld":
        context = {prefix: str(iri) for prefix, iri in canonical.namespaces()}
        text = canonical.serialize(
            format="json-ld", context=context, indent=1, sort_keys=True, ensure_ascii=False
        )
    else:
        text = canonical.serialize(format=_RDFLIB[format])
    if format == "nt":
        text = "".join(sorted(text.splitlines(keepends=True)))
    return text.encode()
