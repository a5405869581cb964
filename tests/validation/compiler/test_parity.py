"""The compiled shapes find what pySHACL finds, for every Core component and kind of path."""

from __future__ import annotations

import collections

import pyoxigraph as ox
import pyshacl
import rdflib
from hypothesis import HealthCheck, given, settings
from rdflib.term import BNode, Node
from validation.compiler.shapes_and_data import SH, Case, cases, ordered_cases

from trustkg.validation.compiled import Runner, triples_of
from trustkg.validation.compiler import compile_shapes
from trustkg.validation.compiler.graph import ShapesGraph
from trustkg.validation.compiler.literals import AnyTerm
from trustkg.validation.compiler.paths import path as read_path

Row = tuple[str | None, ...]


def term(node: AnyTerm | Node | None) -> str | None:
    """Return a term so that both libraries' agree; language tags have no case."""
    if node is None:
        return None
    if isinstance(node, (ox.BlankNode, BNode)):
        return f"_:{node.value if isinstance(node, ox.BlankNode) else node}"
    if isinstance(node, (ox.NamedNode, rdflib.URIRef)):
        return str(node.value if isinstance(node, ox.NamedNode) else node)
    if isinstance(node, ox.Literal):
        tag = node.language.lower() if node.language else node.datatype.value
        return f"{node.value!r} {tag}"
    assert isinstance(node, rdflib.Literal)
    language = node.language.lower() if node.language else None
    return f"{str(node)!r} {language or node.datatype or rdflib.XSD.string}"


def path_text(shapes: rdflib.Graph, node: AnyTerm | Node | None) -> str | None:
    """Return a path as SPARQL, because the two engines call its blank node differently."""
    if node is None:
        return None
    if isinstance(node, rdflib.URIRef):
        node = ox.NamedNode(str(node))
    elif isinstance(node, BNode):
        node = ox.BlankNode(str(node))
    assert isinstance(node, (ox.NamedNode, ox.BlankNode))
    return read_path(ShapesGraph.of(triples_of(shapes)), node).text


def by_pyshacl(case: Case) -> collections.Counter[Row]:
    """Return pySHACL's results."""
    _, report, text = pyshacl.validate(
        case.data, shacl_graph=case.shapes, inplace=True, inference=None, advanced=False
    )
    assert isinstance(report, rdflib.Graph), text
    return collections.Counter(
        (
            term(report.value(result, SH.focusNode)),
            path_text(report, report.value(result, SH.resultPath)),
            term(report.value(result, SH.value)),
            term(report.value(result, SH.sourceConstraintComponent)),
            term(report.value(result, SH.resultSeverity)),
            term(report.value(result, SH.sourceShape)),
        )
        for result in report.objects(None, SH.result)
    )


def by_compiled(case: Case) -> collections.Counter[Row]:
    """Return what the compiled shapes find."""
    shapes = compile_shapes(triples_of(case.shapes))
    return collections.Counter(
        (
            term(found.focus_node),
            path_text(case.shapes, found.path),
            term(found.value),
            found.constraint.component,
            found.constraint.severity,
            found.constraint.shape,
        )
        for found in Runner(shapes, []).found(triples_of(case.data))
    )


SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(cases())
def test_core(case: Case) -> None:
    """Every Core component and path, nested or not, on every sort of node and literal."""
    assert by_pyshacl(case) == by_compiled(case)


@SETTINGS
@given(ordered_cases())
def test_order_of_pairs(case: Case) -> None:
    """sh:lessThan and sh:lessThanOrEquals, values that can't be compared included."""
    assert by_pyshacl(case) == by_compiled(case)
