"""The reference engine: pySHACL on the plan merged with what the framework says.

`ont_graph=` is not used: it would leave the framework's individuals out of the data graph,
and every rule that looks them up would pass in silence.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, cast

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult
from rdflib.term import Identifier, Node

from trustkg.framework import Framework
from trustkg.plans import Plan
from trustkg.validation.engine import Result
from trustkg.validation.rules import RuleSet, Source
from trustkg.vocab import SH

_SH = rdflib.Namespace(SH)
_BOOLEAN = rdflib.XSD.boolean
_Pending = dict[tuple[str, str], list[dict[str, Node]]]
"""Rows of a constraint for a focus node that no result has been matched with yet."""


class PreparedGraph(rdflib.Graph):
    """A graph that knows the rules' queries in parsed form.

    pySHACL hands over the same text again for every focus node, and parsing it is most of
    its time. It puts declarations of prefixes in front, always the rules' own.
    """

    def __init__(self, prepared: Mapping[str, Query]) -> None:
        super().__init__(bind_namespaces="none")
        self._prepared = prepared

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> QueryResult:
        """Evaluate a query, in its parsed form where it is a rule's."""
        if isinstance(query_object, str):
            query_object = self._prepared.get(_body(query_object), query_object)
        return super().query(query_object, *args, **kwargs)


def _body(query: str) -> str:
    lines = query.splitlines()
    return "\n".join(line for line in lines if not line.startswith("PREFIX ")).strip()


class Reference:
    """Holds plans to the rules with pySHACL.

    Of the framework only those triples are handed over whose predicate some shape names.
    The results are the same: a triple pattern with a fixed predicate matches no other
    triple, targets and `sh:class` look at rdf:type and rdfs:subClassOf only, and `RuleSet`
    refuses shapes with a variable for a predicate.
    """

    def __init__(self, framework: Framework, rules: RuleSet) -> None:
        self._rules = rules
        self._prepared = {
            _body(source.select): source.query
            for source in rules.sources.values()
            if source.select is not None and source.query is not None
        }
        self._background = [
            (_rdflib(quad.subject), rdflib.URIRef(predicate), _rdflib(quad.object))
            for predicate in sorted(rules.predicates)
            for quad in framework.store.quads_for_pattern(None, ox.NamedNode(predicate), None)
        ]

    def results(self, plan: Plan) -> tuple[Result, ...]:
        """Return the results for a plan, in no particular order.

        Source: SHACL, section 3.6; only `sh:report/sh:result` counts, not `sh:detail`.
        """
        data = PreparedGraph(self._prepared)
        data.addN((*triple, data) for triple in self._background)
        data.addN((*triple, data) for triple in plan.graph)
        report = _report(data, self._rules.shapes)
        found = sorted(
            report.objects(None, _SH.result),
            key=lambda result: [str(part) for part in _parts(report, result)],
        )
        pending: _Pending = {}
        return tuple(self._result(data, report, node, pending) for node in found)

    def _result(
        self, data: rdflib.Graph, report: rdflib.Graph, node: Node, pending: _Pending
    ) -> Result:
        focus, path, value = (report.value(node, p) for p in _PLACES)
        shape = str(report.value(node, _SH.sourceShape))
        constraint = report.value(node, _SH.sourceConstraint)
        source = str(constraint) if constraint is not None else shape
        known = self._rules.sources[source]
        assert focus is not None
        bindings = {"this": focus}
        if path is not None:
            bindings["path"] = path
        if value is not None:
            bindings["value"] = value
        if known.query is not None:
            key = (source, str(focus))
            if key not in pending:
                pending[key] = self._rows(data, known, focus)
            rows = pending[key]
            fitting = (
                row for row in rows if row.get("path") == path and row.get("value", value) == value
            )
            chosen = next(fitting, {})
            if chosen:
                rows.remove(chosen)
            bindings |= chosen
        elif known.compared_with is not None:
            other = data.value(focus, rdflib.URIRef(known.compared_with))
            bindings |= {} if other is None else {"other": other}
        return Result(
            focus_node=focus,
            path=path,
            value=value,
            component=str(report.value(node, _SH.sourceConstraintComponent)),
            shape=shape,
            source=source,
            bindings=MappingProxyType(bindings),
        )

    @staticmethod
    def _rows(data: rdflib.Graph, source: Source, focus: Node) -> list[dict[str, Node]]:
        """Run a constraint's query again for one focus node, because reports drop bindings."""
        assert source.query is not None
        # SAMPLE of nothing leaves None behind, whatever rdflib's types say.
        rows: Any = data.query(source.query, initBindings={"this": cast("Identifier", focus)})
        found: list[dict[str, Node]] = [
            {str(name): value for name, value in row.items() if value is not None}
            for row in rows.bindings
        ]
        return sorted(found, key=lambda row: sorted((k, str(v)) for k, v in row.items()))


def shacl_results(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[Result, ...]:
    """Hold any graph to Core shapes.

    Args:
        data: what is validated; pySHACL is told to leave it as it is.
        shapes: the shapes, each with an IRI.

    Returns:
        The results, in no particular order, with no bindings.

    Source: SHACL, section 3.6; only `sh:report/sh:result` counts, not `sh:detail`.
    """
    report = _report(data, shapes)
    return tuple(
        Result(
            focus_node=focus,
            path=report.value(node, _SH.resultPath),
            value=report.value(node, _SH.value),
            component=str(report.value(node, _SH.sourceConstraintComponent)),
            shape=str(report.value(node, _SH.sourceShape)),
            source=str(report.value(node, _SH.sourceShape)),
            bindings=MappingProxyType({}),
        )
        for node in report.objects(None, _SH.result)
        if (focus := report.value(node, _SH.focusNode)) is not None
    )


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    with _contained():
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inplace=True, inference=None, advanced=False
        )
    if not isinstance(report, rdflib.Graph):
        raise TypeError(text)
    return report


_PLACES = (_SH.focusNode, _SH.resultPath, _SH.value)


def _parts(report: rdflib.Graph, result: Node) -> list[Node | None]:
    names = (*_PLACES, _SH.sourceShape, _SH.sourceConstraint)
    return [report.value(result, name) for name in names]


def _rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    raise TypeError(term)


@contextmanager
def _contained() -> Iterator[None]:
    """Put back what pySHACL changes in rdflib and in logging while it runs."""
    conversions = rdflib.term._toPythonMapping  # noqa: SLF001 -- that is what pySHACL patches
    boolean, normalise = conversions[_BOOLEAN], rdflib.NORMALIZE_LITERALS
    logger = logging.getLogger("pyshacl-validate")
    handlers, level = list(logger.handlers), logger.level
    try:
        yield
    finally:
        conversions[_BOOLEAN] = boolean
        rdflib.NORMALIZE_LITERALS = normalise
        logger.handlers[:] = handlers
        logger.setLevel(level)
