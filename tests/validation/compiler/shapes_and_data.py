"""Strategies for small shapes graphs and data graphs that cover SHACL Core.

Left out is what pySHACL 0.40 itself gets wrong by the recommendation: `sh:minLength 0` at a
blank node, ranges of `sh:languageIn` with two subtags, `sh:lessThan` between IRIs or blank
nodes, and comparing what SPARQL can't compare (ill-typed literals, unknown datatypes, numbers
with times), for which it takes rdflib's order; `test_sparql.py` has that by example.
"""

from __future__ import annotations

from dataclasses import dataclass

import rdflib
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

EX = rdflib.Namespace("urn:example:")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
NODES: list[Node] = [EX.a, EX.b, EX.c, BNode("d"), BNode("e")]
PROPERTIES = [EX.p, EX.q, EX.r]
CLASSES = [EX.Thing, EX.Part, EX.Other]


def _literal(lexical: str, datatype: URIRef | None = None, lang: str | None = None) -> Literal:
    return Literal(lexical, datatype=datatype, lang=lang, normalize=False)


NUMBERS = [
    _literal("1", XSD.integer),
    _literal("01", XSD.integer),
    _literal("2", XSD.integer),
    _literal("-3", XSD.integer),
    _literal("1.0", XSD.decimal),
    _literal("1.50", XSD.decimal),
    _literal("2.5", XSD.decimal),
    _literal("1.0E0", XSD.double),
    _literal("5", XSD.byte),
    _literal("007", XSD.nonNegativeInteger),
]
TEXTS = [
    _literal("a"),
    _literal("b"),
    _literal(""),
    _literal("long text"),
    _literal("?this {$value}"),
    _literal("a", lang="en"),
    _literal("b", lang="en-GB"),
    _literal("a", lang="zh-Hans"),
    _literal("c", lang="zh-Hans"),
    _literal("a", lang="EN"),
]
OTHERS = [
    _literal("true", XSD.boolean),
    _literal("1", XSD.boolean),
    _literal("2026-01-01", XSD.date),
    _literal("2026-03-01", XSD.date),
    _literal("x", EX.datatype),
]
ILL_TYPED = [
    _literal("abc", XSD.integer),
    _literal("None", XSD.decimal),
    _literal("300", XSD.byte),
    _literal("2026-02-30", XSD.date),
]
LITERALS = [*NUMBERS, *TEXTS, *OTHERS, *ILL_TYPED]
COMPARABLE = [*NUMBERS, *TEXTS]
"""What is in data where shapes have ranges."""


@dataclass(frozen=True)
class Case:
    """A data graph and a shapes graph."""

    data: rdflib.Graph
    shapes: rdflib.Graph


def empty() -> rdflib.Graph:
    """Return a graph that keeps its literals as they are."""
    return rdflib.Graph(bind_namespaces="none")


@st.composite
def data_graphs(draw: st.DrawFn, literals: list[Literal]) -> rdflib.Graph:
    """Triples between few nodes, with classes and literals."""
    graph = empty()
    objects = st.sampled_from([*NODES, *literals])
    triples = st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), objects)
    for triple in draw(st.lists(triples, min_size=3, max_size=14)):
        graph.add(triple)
    kinds = st.tuples(st.sampled_from(NODES), st.sampled_from(CLASSES))
    for node, kind in draw(st.lists(kinds, min_size=1, max_size=4)):
        graph.add((node, RDF.type, kind))
    if draw(st.booleans()):
        graph.add((EX.Part, RDFS.subClassOf, EX.Thing))
    return graph


class Writer:
    """Writes shapes into a graph, each with an IRI of its own."""

    def __init__(self, draw: st.DrawFn, *, ranges: bool) -> None:
        self.graph = empty()
        self._draw = draw
        self._ranges = ranges
        self._count = 0

    def name(self) -> URIRef:
        """Return an IRI that no shape has."""
        self._count += 1
        return EX[f"shape{self._count}"]

    def list(self, members: list[Node]) -> Node:
        """Write an RDF list and return its head."""
        if not members:
            return RDF.nil
        head = BNode()
        Collection(self.graph, head, members)
        return head

    def path(self, depth: int = 2) -> Node:
        """Write a path of any kind."""
        kinds = ["predicate", "predicate"]
        if depth:
            kinds += ["inverse", "sequence", "alternative", "zeroOrMore", "oneOrMore", "zeroOrOne"]
        kind = self._draw(st.sampled_from(kinds))
        if kind == "predicate":
            return self._draw(st.sampled_from(PROPERTIES))
        if kind == "sequence":
            return self.list([self.path(depth - 1), self.path(depth - 1)])
        node = BNode()
        if kind == "alternative":
            ways = self.list([self.path(depth - 1), self.path(depth - 1)])
            self.graph.add((node, SH.alternativePath, ways))
        else:
            self.graph.add((node, SH[f"{kind}Path"], self.path(depth - 1)))
        return node

    def shape(self, depth: int, *, property: bool) -> URIRef:
        """Write a shape with one to three constraints."""
        node = self.name()
        self.graph.add((node, RDF.type, SH.PropertyShape if property else SH.NodeShape))
        simple = True
        if property:
            way = self.path()
            simple = isinstance(way, URIRef)
            self.graph.add((node, SH.path, way))
        ranges = RANGES if self._ranges else []
        options = [
            *ANYWHERE,
            *ranges,
            *(WITH_PATH if property else []),
            *(NESTED if depth else []),
        ]
        chosen = self._draw(
            st.lists(st.sampled_from(options), min_size=1, max_size=3, unique=True)
        )
        for name in chosen:
            if name in ORDERED and not simple:
                continue
            self.constraint(node, name, depth)
        if self._draw(st.integers(0, 9)) == 0:
            self.graph.add((node, SH.severity, SH.Warning))
        if self._draw(st.integers(0, 19)) == 0:
            self.graph.add((node, SH.deactivated, Literal(True)))
        return node

    def constraint(self, node: Node, name: str, depth: int) -> None:
        """Write one constraint of a shape."""
        pick = self._draw
        add = self.graph.add
        if name in VALUES:
            for value in pick(st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=1)):
                add((node, SH[name], value))
        elif name in ("in", "languageIn"):
            options = [*NODES[:3], *LITERALS] if name == "in" else LANGUAGES
            members = pick(st.lists(st.sampled_from(options), max_size=4, unique=True))
            add((node, SH[name], self.list(members)))
        elif name == "closed":
            add((node, SH.closed, Literal(True)))
            add((node, SH.ignoredProperties, self.list([RDF.type, EX.q])))
            if depth:
                add((node, SH.property, self.shape(0, property=True)))
        elif name in ("and", "or", "xone"):
            shapes: list[Node] = [
                self.shape(depth - 1, property=pick(st.booleans())) for _ in range(2)
            ]
            add((node, SH[name], self.list(shapes)))
        elif name == "qualified":
            self.qualified(node, depth)
        else:
            property = name == "property" or (name == "not" and pick(st.booleans()))
            add((node, SH[name], self.shape(depth - 1, property=property)))

    def qualified(self, node: Node, depth: int) -> None:
        """Write a qualified value shape, sometimes disjoint from one of a sibling."""
        pick = self._draw
        self.graph.add((node, SH.qualifiedValueShape, self.shape(depth - 1, property=False)))
        name = pick(st.sampled_from(["qualifiedMinCount", "qualifiedMaxCount"]))
        self.graph.add((node, SH[name], Literal(pick(st.integers(0, 2)))))
        if pick(st.booleans()):
            parent, sibling = self.name(), self.name()
            self.graph.add((parent, RDF.type, SH.NodeShape))
            self.graph.add((parent, SH.property, node))
            self.graph.add((parent, SH.property, sibling))
            self.graph.add((sibling, SH.path, EX.p))
            self.graph.add((sibling, SH.qualifiedMinCount, Literal(0)))
            inner = self.shape(depth - 1, property=False)
            self.graph.add((sibling, SH.qualifiedValueShape, inner))
            self.graph.add((node, SH.qualifiedValueShapesDisjoint, Literal(True)))

    def targets(self, node: URIRef, *, property: bool) -> None:
        """Write one or two targets."""
        options: list[tuple[URIRef, Node]] = [
            *((SH.targetNode, term) for term in (EX.a, EX.b, EX.nowhere, NUMBERS[1], TEXTS[7])),
            *((SH.targetClass, kind) for kind in CLASSES),
            *((SH.targetSubjectsOf, name) for name in PROPERTIES),
            *((SH.targetObjectsOf, name) for name in PROPERTIES),
        ]
        chosen = self._draw(
            st.lists(st.sampled_from(options), min_size=1, max_size=2, unique=True)
        )
        for name, value in chosen:
            self.graph.add((node, name, value))
        if self._draw(st.integers(0, 9)) == 0:
            self.graph.add((EX.Thing, RDF.type, RDFS.Class))
            self.graph.add((EX.Thing, RDF.type, SH.NodeShape))
            self.graph.add((EX.Thing, SH.property if property else SH.node, node))


COUNTS = [Literal(number) for number in (0, 1, 2, 3)]
BOUNDS = [NUMBERS[0], NUMBERS[4], NUMBERS[6]]
LANGUAGES = [Literal("en"), Literal("zh"), Literal("de")]
VALUES: dict[str, list[Node]] = {
    "class": list(CLASSES),
    "datatype": [
        XSD.integer, XSD.decimal, XSD.double, XSD.byte, XSD.nonNegativeInteger, XSD.string,
        XSD.boolean, XSD.date, RDF.langString, EX.datatype,
    ],
    "nodeKind": [
        SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral,
        SH.IRIOrLiteral,
    ],
    "minExclusive": list(BOUNDS),
    "minInclusive": list(BOUNDS),
    "maxExclusive": list(BOUNDS),
    "maxInclusive": list(BOUNDS),
    "minLength": [Literal(1), Literal(2)],
    "maxLength": [Literal(0), Literal(1), Literal(9)],
    "pattern": [Literal("^a"), Literal("\\S"), Literal("[0-9]+$"), Literal("\"|'")],
    "hasValue": [EX.a, NUMBERS[0], NUMBERS[1], TEXTS[5], TEXTS[7], TEXTS[4]],
    "equals": list(PROPERTIES),
    "disjoint": list(PROPERTIES),
    "minCount": list(COUNTS),
    "maxCount": list(COUNTS),
    "uniqueLang": [Literal(True), Literal(False)],
    "lessThan": [EX.number],
    "lessThanOrEquals": [EX.number],
}  # fmt: skip
ANYWHERE = [
    "class", "datatype", "nodeKind", "minLength", "maxLength", "pattern", "hasValue", "equals", "disjoint", "in",
    "languageIn", "closed",
]  # fmt: skip
RANGES = ["minExclusive", "minInclusive", "maxExclusive", "maxInclusive"]
WITH_PATH = ["minCount", "maxCount", "uniqueLang", "minCount", "maxCount"]
ORDERED = ["lessThan", "lessThanOrEquals"]
NESTED = ["not", "and", "or", "xone", "node", "property"]


@st.composite
def cases(draw: st.DrawFn, *, depth: int = 2) -> Case:
    """Data, and shapes with targets."""
    ranges = draw(st.booleans())
    writer = Writer(draw, ranges=ranges)
    for _ in range(draw(st.integers(1, 2))):
        property = draw(st.booleans())
        node = writer.shape(depth, property=property)
        if property and depth and draw(st.booleans()):
            writer.qualified(node, depth)
        writer.targets(node, property=property)
    return Case(draw(data_graphs(COMPARABLE if ranges else LITERALS)), writer.graph)


@st.composite
def ordered_cases(draw: st.DrawFn) -> Case:
    """Data and shapes for sh:lessThan, whose values are literals."""
    graph = empty()
    literals = st.sampled_from([*NUMBERS, *TEXTS[:2]])
    triples = st.tuples(st.sampled_from(NODES), st.sampled_from([EX.p, EX.number]), literals)
    for triple in draw(st.lists(triples, min_size=1, max_size=8)):
        graph.add(triple)
    writer = Writer(draw, ranges=False)
    node = writer.name()
    writer.graph.add((node, RDF.type, SH.PropertyShape))
    writer.graph.add((node, SH.path, EX.p))
    writer.graph.add((node, SH.targetSubjectsOf, EX.number))
    writer.graph.add((node, SH[draw(st.sampled_from(ORDERED))], EX.number))
    if draw(st.booleans()):
        outer = writer.name()
        writer.graph.add((outer, RDF.type, SH.NodeShape))
        writer.graph.add((outer, SH.targetSubjectsOf, EX.p))
        writer.graph.add((outer, SH["not"], node))
    return Case(graph, writer.graph)
