"""The graph in its formats, whole, by named graph and for each term, always in one order.

rdflib writes one term's four files in 20 ms, which makes seconds for all of them, and a store
folds the case of language tags. These writers take rdflib's terms as they are, need well
under a millisecond, and are held to rdflib's parsers by tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, cast
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from trustkg.framework import Framework
from trustkg.framework.graphs import ASSERTED, ENTAILED, ENTAILED_FROM_PAPER, ONLY_PAPER
from trustkg.framework.serialise import Format, to_rdflib
from trustkg.vocab import GRAPH, PREFIXES, RDF, XSD, tkg

Term = URIRef | BNode | Literal
Triple = tuple[Term, URIRef, Term]

_TYPE: Final = URIRef(RDF + "type")
_LOCAL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"},
)


class Data:
    """The triples that the site offers for download.

    Args:
        framework: whose graph.
    """

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        known: dict[object, Term] = {}
        self._named = {
            name.value: frozenset(
                cast("Triple", tuple(_known(node, known) for node in triple))
                for triple in _triples(framework, name)
            )
            for name in (*ASSERTED, ENTAILED_FROM_PAPER, ENTAILED)
        }
        self.whole = _canonical(self._named.values())
        self._about: dict[Term, list[Triple]] = {}
        for triple in self.whole:
            self._about.setdefault(triple[0], []).append(triple)

    def paper(self) -> tuple[Triple, ...]:
        """Return what the schema and the paper's statements say and entail."""
        return _canonical(self._named[name.value] for name in ONLY_PAPER)

    def named(self) -> Mapping[str, tuple[Triple, ...]]:
        """Return the triples of each named graph by its IRI: asserted ones, then entailed.

        Blank nodes are named across all of them, as one file of several graphs needs it.
        """
        blank = ox.Dataset()
        plain = {name: _part(graph, blank, name) for name, graph in self._named.items()}
        blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        for quad in blank:
            plain[quad.graph_name.value].append(_triple(quad))
        return {name: tuple(sorted(found, key=_key)) for name, found in plain.items()}

    def term(self, id: str) -> tuple[Triple, ...]:
        """Return a term's own triples and those of the statements that it takes part in."""
        statements = (
            *self._framework.about.get(id, ()),
            *self._framework.pointing_at.get(id, ()),
            *self._framework.conditional_on.get(id, ()),
            *self._framework.with_regard_to.get(id, ()),
        )
        subjects = {URIRef(tkg(id)), *(URIRef(s.iri) for s in statements)}
        ordered = sorted(subjects, key=_nt)  # the triples of each are in order already
        return tuple(triple for subject in ordered for triple in self._about.get(subject, ()))


def _triples(framework: Framework, name: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield the triples of a named graph.

    Asserted ones are read from the files again, because a store changes how numbers are
    written; rdflib's parser would take ten times as long.
    """
    if name in ASSERTED:
        for file in sorted((framework.folder / name.value.removeprefix(GRAPH)).glob("*.ttl")):
            for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
                yield quad.triple
    else:
        for quad in framework.store.quads_for_pattern(None, None, None, name):
            yield quad.triple


def _known(node: object, known: dict[object, Term]) -> Term:
    """Return rdflib's term for one of Oxigraph's, made once: it checks each IRI that it makes."""
    found = known.get(node)
    if found is None:
        found = known[node] = cast("Term", to_rdflib(node))
    return found


def _canonical(graphs: Iterable[Iterable[Triple]]) -> tuple[Triple, ...]:
    """Merge graphs and sort their triples, with blank nodes named by their content.

    Source: RDF Dataset Canonicalization (RDFC-1.0), which Oxigraph does in a hundredth of
    rdflib's time.
    """
    blank = ox.Dataset()
    found = {triple for graph in graphs for triple in _part(graph, blank)}
    blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    found.update(_triple(quad) for quad in blank)
    return tuple(sorted(found, key=_key))


def _part(graph: Iterable[Triple], blank: ox.Dataset, name: str | None = None) -> list[Triple]:
    """Return triples without blank nodes; those with some are added to `blank`."""
    found: list[Triple] = []
    where = ox.NamedNode(name) if name else ox.DefaultGraph()
    for triple in graph:
        if any(isinstance(node, BNode) for node in triple):
            subject, predicate, object_ = (_to_oxigraph(node) for node in triple)
            blank.add(ox.Quad(subject, predicate, object_, where))  # type: ignore[arg-type]
        else:
            found.append(triple)
    return found


def _triple(quad: ox.Quad) -> Triple:
    return cast("Triple", tuple(to_rdflib(node) for node in quad.triple))


def _to_oxigraph(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD + "string")))
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _key(triple: Triple) -> tuple[str, str, str]:
    subject, predicate, object_ = triple
    return (_nt(subject), _nt(predicate), _nt(object_))


def _nt(node: Term) -> str:
    """Write a term as N-Triples."""
    if isinstance(node, Literal):
        text = f'"{str(node).translate(_ESCAPES)}"'
        if node.language:
            return f"{text}@{node.language}"
        if node.datatype and str(node.datatype) != XSD + "string":
            return f"{text}^^<{node.datatype}>"
        return text
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def _by_subject(triples: Iterable[Triple]) -> dict[Term, dict[URIRef, list[Term]]]:
    groups: dict[Term, dict[URIRef, list[Term]]] = {}
    for subject, predicate, object_ in triples:
        groups.setdefault(subject, {}).setdefault(predicate, []).append(object_)
    return groups


class Scribe:
    """Writes triples, and remembers how it wrote each term: most come back often."""

    def __init__(self) -> None:
        self._splits: dict[str, tuple[str, str] | None] = {}
        self._short: dict[Term, str] = {}
        self._known: dict[Term, str] = {}

    def write(self, triples: Sequence[Triple], format: Format) -> bytes:
        """Write triples in one of the formats.

        Args:
            triples: sorted, blank nodes named by their content.
            format: a key of `FORMATS`.

        Returns:
            UTF-8 text; language tags keep their case.
        """
        writers: dict[Format, Callable[[Sequence[Triple]], str]] = {
            "ttl": self._turtle,
            "jsonld": self._json_ld,
            "nt": _n_triples,
            "rdf": self._rdf_xml,
        }
        return writers[format](triples).encode()

    def trig(self, graphs: Mapping[str, Sequence[Triple]]) -> bytes:
        """Write named graphs as TriG.

        Args:
            graphs: sorted triples by the graph's IRI, blank nodes named across all graphs.

        Returns:
            UTF-8 text with the graphs in the order given.
        """
        head = self._prefixes(triple for triples in graphs.values() for triple in triples)
        blocks = [
            f"<{name}> {{\n\n{self._blocks(triples)}\n\n}}\n" for name, triples in graphs.items()
        ]
        return "\n".join([head, *blocks]).encode()

    def _split(self, iri: str) -> tuple[str, str] | None:
        """Return prefix and local name by the longest namespace that fits."""
        if iri not in self._splits:
            self._splits[iri] = _split(iri)
        return self._splits[iri]

    def _used_prefixes(self, triples: Iterable[Triple]) -> dict[str, str]:
        names = {self._prefix(node) for triple in triples for node in triple}
        return {prefix: PREFIXES[prefix] for prefix in sorted(names - {""})}

    def _prefix(self, node: Term) -> str:
        """Return the prefix by which a node, or a literal's datatype, is written, if any."""
        found = self._known.get(node)
        if found is None:
            iri = node.datatype if isinstance(node, Literal) else node
            split = self._split(str(iri)) if isinstance(iri, URIRef) else None
            found = self._known[node] = split[0] if split else ""
        return found

    # -- Turtle and TriG -----------------------------------------------------------------

    def _turtle(self, triples: Sequence[Triple]) -> str:
        return f"{self._prefixes(triples)}\n{self._blocks(triples)}\n"

    def _prefixes(self, triples: Iterable[Triple]) -> str:
        used = self._used_prefixes(triples)
        return "".join(f"@prefix {p}: <{ns}> .\n" for p, ns in used.items())

    def _blocks(self, triples: Sequence[Triple]) -> str:
        blocks = []
        for subject, properties in _by_subject(triples).items():
            lines = []
            for predicate in sorted(properties, key=lambda p: (p != _TYPE, p)):
                values = " , ".join(self._compact(o) for o in properties[predicate])
                name = "a" if predicate == _TYPE else self._compact(predicate)
                lines.append(f"    {name} {values}")
            blocks.append(f"{self._compact(subject)}\n" + " ;\n".join(lines) + " .")
        return "\n\n".join(blocks)

    def _compact(self, node: Term) -> str:
        if node not in self._short:
            self._short[node] = self._shorten(node)
        return self._short[node]

    def _shorten(self, node: Term) -> str:
        if isinstance(node, Literal):
            datatype = str(node.datatype or "")
            if datatype == XSD + "integer" and re.fullmatch(r"[+-]?\d+", str(node)):
                return str(node)
            text = f'"{str(node).translate(_ESCAPES)}"'
            if node.language:
                return f"{text}@{node.language}"
            if datatype and datatype != XSD + "string":
                return f"{text}^^{self._compact(URIRef(datatype))}"
            return text
        split = self._split(str(node)) if isinstance(node, URIRef) else None
        return ":".join(split) if split else _nt(node)

    # -- JSON-LD -------------------------------------------------------------------------

    def _json_ld(self, triples: Sequence[Triple]) -> str:
        nodes = []
        for subject, properties in _by_subject(triples).items():
            node: dict[str, object] = {"@id": self._name(subject)}
            for predicate, objects in properties.items():
                if predicate == _TYPE:
                    node["@type"] = [self._name(o) for o in objects]
                else:
                    node[self._name(predicate)] = [self._value(o) for o in objects]
            nodes.append(node)
        context = json.dumps(self._used_prefixes(triples), ensure_ascii=False)
        graph = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        return f'{{"@context": {context},\n"@graph": [\n{graph}\n]}}\n'

    def _name(self, node: Term) -> str:
        if isinstance(node, BNode):
            return f"_:{node}"
        split = self._split(str(node))
        return ":".join(split) if split else str(node)

    def _value(self, node: Term) -> dict[str, str]:
        if not isinstance(node, Literal):
            return {"@id": self._name(node)}
        if node.language:
            return {"@language": node.language, "@value": str(node)}
        if node.datatype and str(node.datatype) != XSD + "string":
            return {"@type": self._name(node.datatype), "@value": str(node)}
        return {"@value": str(node)}

    # -- RDF/XML -------------------------------------------------------------------------

    def _rdf_xml(self, triples: Sequence[Triple]) -> str:
        prefixes = {"rdf": RDF} | self._used_prefixes(triples)
        spaces = "".join(f'\n  xmlns:{p}="{escape(ns)}"' for p, ns in sorted(prefixes.items()))
        parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n']
        for subject, properties in _by_subject(triples).items():
            parts.append(f"<rdf:Description {_subject(subject)}>\n")
            parts += [
                self._property(predicate, object_)
                for predicate, objects in properties.items()
                for object_ in objects
            ]
            parts.append("</rdf:Description>\n")
        return "".join(parts) + "</rdf:RDF>\n"

    def _property(self, predicate: URIRef, node: Term) -> str:
        split = self._split(str(predicate))
        if split is None:
            space, name = re.fullmatch(r"(.*[/#])([^/#]+)", str(predicate), re.DOTALL).groups()  # type: ignore[union-attr]
            tag, start = f"n:{name}", f"n:{name} xmlns:n={quoteattr(space)}"
        else:
            tag = start = ":".join(split)
        if isinstance(node, BNode):
            return f'  <{start} rdf:nodeID="{node}"/>\n'
        if isinstance(node, URIRef):
            return f"  <{start} rdf:resource={quoteattr(str(node))}/>\n"
        if node.language:
            start += f' xml:lang="{node.language}"'
        elif node.datatype and str(node.datatype) != XSD + "string":
            start += f" rdf:datatype={quoteattr(str(node.datatype))}"
        return f"  <{start}>{escape(str(node))}</{tag}>\n"


def _split(iri: str) -> tuple[str, str] | None:
    fitting = [(len(ns), prefix) for prefix, ns in PREFIXES.items() if iri.startswith(ns)]
    for length, prefix in sorted(fitting, reverse=True):
        if _LOCAL.fullmatch(iri[length:]):
            return prefix, iri[length:]
    return None


def _n_triples(triples: Sequence[Triple]) -> str:
    return "".join(f"{_nt(s)} {_nt(p)} {_nt(o)} .\n" for s, p, o in triples)


def _subject(node: Term) -> str:
    if isinstance(node, BNode):
        return f'rdf:nodeID="{node}"'
    return f"rdf:about={quoteattr(str(node))}"
