"""The compiled engine: the rules as SPARQL, run by Oxigraph over framework and plan.

What the framework says lies in the store once; each plan is put beside it in turn and taken
away again, so that no rule ever sees two plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from trustkg.framework import Framework
from trustkg.plans import Plan
from trustkg.validation.compiler import CompiledConstraint, CompiledShapes, Mode, compile_shapes
from trustkg.validation.compiler.literals import FUNCTIONS, AnyTerm, altered, kept, written
from trustkg.validation.engine import Result
from trustkg.validation.rules import RuleSet
from trustkg.vocab import RULE, XSD

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_THIS: Final = ox.Variable("this")
_STRING: Final = ox.NamedNode(XSD + "string")


@dataclass(frozen=True, slots=True)
class Found:
    """A validation result in Oxigraph's terms; see `trustkg.validation.engine.Result`."""

    constraint: CompiledConstraint
    focus_node: AnyTerm
    path: AnyTerm | None
    value: AnyTerm | None
    bindings: Mapping[str, AnyTerm]


@dataclass(frozen=True, slots=True)
class Batched:
    """One of many sets of data: the id it came with, and what was found in it."""

    id: str
    found: tuple[Found, ...]


class Runner:
    """Runs compiled shapes over data that change, beside a background that stays.

    Args:
        shapes: what is run.
        background: triples that all data are looked at together with. Blank nodes in it
            must not be those of any data.
    """

    def __init__(self, shapes: CompiledShapes, background: Iterable[ox.Triple]) -> None:
        self._shapes = shapes
        self._store = ox.Store()
        self._store.bulk_extend(_quad(triple) for triple in background)

    def found(self, data: Iterable[ox.Triple]) -> tuple[Found, ...]:
        """Return the results for data, in no particular order.

        Literals come back as they are written, in whatever form a store keeps them.

        Args:
            data: triples; the case of language tags is kept in what comes back.
        """
        triples = tuple(data)
        literals = {t.object for t in triples if isinstance(t.object, ox.Literal)}
        strange = altered(literals)
        quads = [_quad(_kept(triple, strange)) for triple in triples]
        new = [quad for quad in quads if quad not in self._store]
        self._store.extend(new)
        try:
            return tuple(
                found
                for constraint in self._shapes.constraints
                for found in self._of(constraint, as_written=bool(strange))
            )
        finally:
            for quad in new:
                self._store.remove(quad)

    def found_in_each(self, batch: Iterable[tuple[str, Iterable[ox.Triple]]]) -> Iterator[Batched]:
        """Yield the results for each of many sets of data, which don't see each other.

        Args:
            batch: pairs of an id and triples.
        """
        for id, data in batch:
            yield Batched(id, self.found(data))

    def _of(self, constraint: CompiledConstraint, *, as_written: bool) -> Iterator[Found]:
        text = constraint.written if as_written else constraint.text
        if constraint.mode is Mode.TOGETHER:
            yield from self._rows(constraint, text, None)
            return
        for row in self._query(constraint.focus, None):
            focus_node = row[_THIS]
            assert focus_node is not None
            yield from self._rows(constraint, text, focus_node)

    def _rows(
        self, constraint: CompiledConstraint, text: str, focus_node: AnyTerm | None
    ) -> Iterator[Found]:
        solutions = self._query(text, focus_node)
        names = [v.value for v in solutions.variables if not v.value.startswith("focus_")]
        for row in solutions:
            bindings = {name: written(term) for name in names if (term := row[name]) is not None}
            this = bindings.setdefault("this", focus_node) if focus_node else bindings["this"]
            path = bindings.get("path")
            if not isinstance(path, ox.NamedNode):
                path = constraint.path
            value = bindings.get("value")
            if value is None and constraint.value_is_focus:
                value = this
            if path is not None:
                bindings["path"] = path
            if value is not None:
                bindings["value"] = value
            yield Found(constraint, this, path, value, MappingProxyType(bindings))

    def _query(self, text: str, focus_node: AnyTerm | None) -> ox.QuerySolutions:
        solutions = self._store.query(
            text,
            substitutions=None if focus_node is None else {_THIS: focus_node},
            custom_functions=dict(FUNCTIONS),
        )
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions


class Compiled:
    """Holds plans to the rules with compiled SPARQL.

    Of the framework only those triples are loaded whose predicate some compiled text names:
    a triple pattern with a fixed predicate matches no other.

    Args:
        framework: what the rules look things up in.
        rules: their shapes are compiled where `shapes` is None.
        shapes: the rules' shapes, compiled before.
    """

    def __init__(
        self, framework: Framework, rules: RuleSet, shapes: CompiledShapes | None = None
    ) -> None:
        self.shapes = compile_shapes(triples_of(rules.shapes)) if shapes is None else shapes
        self._runner = Runner(self.shapes, background(framework, self.shapes))

    def results(self, plan: Plan) -> tuple[Result, ...]:
        """Return the results for a plan, in no particular order."""
        tags = _Tags(plan.graph)
        return tuple(_result(found, tags) for found in self._runner.found(triples_of(plan.graph)))

    def results_of_many(self, plans: Sequence[Plan]) -> tuple[tuple[Result, ...], ...]:
        """Return the results for each of several plans, which don't see each other."""
        return tuple(self.results(plan) for plan in plans)


def compiled_text(code: str, shapes: CompiledShapes) -> str:
    """Return the SPARQL of a rule's constraints, as people read it.

    Args:
        code: a rule's code (`LINK16`); its constraints and nested shapes begin with it.
        shapes: the rules' shapes, compiled.

    Returns:
        The queries, each under a comment that says what it is of; empty where the rule has
        none, as reading rules.
    """
    parts = []
    for constraint in shapes.constraints:
        name = constraint.source.removeprefix(RULE)
        if name.partition("-")[0] != code:
            continue
        component = constraint.component.rpartition("#")[2].removesuffix("ConstraintComponent")
        head = f"# {name} ({component})\n"
        if constraint.mode is Mode.ONE_BY_ONE:
            head += f"# focus nodes, for each of which the query below runs\n{constraint.focus}\n"
        parts.append(head + constraint.text)
    return "\n".join(parts)


def background(framework: Framework, shapes: CompiledShapes) -> Iterator[ox.Triple]:
    """Yield what of the framework the compiled texts can look up."""
    if shapes.vocabulary is None:
        seen = {quad.triple for quad in framework.store}
        yield from seen
        return
    for iri in sorted(shapes.vocabulary):
        for quad in framework.store.quads_for_pattern(None, ox.NamedNode(iri), None):
            yield quad.triple


def triples_of(graph: rdflib.Graph) -> Iterator[ox.Triple]:
    """Yield the triples of an rdflib graph as Oxigraph's."""
    for subject, predicate, object in graph:
        node, value = _term(subject), _term(object)
        assert not isinstance(node, ox.Literal)
        yield ox.Triple(node, ox.NamedNode(str(predicate)), value)


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _kept(triple: ox.Triple, strange: frozenset[ox.Literal]) -> ox.Triple:
    if triple.object in strange:
        assert isinstance(triple.object, ox.Literal)
        return ox.Triple(triple.subject, triple.predicate, kept(triple.object))
    return triple


def _term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        if node.datatype is None:
            return ox.Literal(str(node))
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
    raise TypeError(node)


class _Tags:
    """The language tags of a plan's texts, whose case a store folds."""

    def __init__(self, graph: rdflib.Graph) -> None:
        import rdflib

        self._known = {
            (str(node), node.language.lower()): node
            for node in graph.objects()
            if isinstance(node, rdflib.Literal) and node.language
        }

    def node(self, term: AnyTerm) -> Node:
        """Return a term as rdflib's, its tag as the plan has it."""
        import rdflib

        if isinstance(term, ox.NamedNode):
            return rdflib.URIRef(term.value)
        if isinstance(term, ox.BlankNode):
            return rdflib.BNode(term.value)
        if isinstance(term, ox.Literal):
            if term.language:
                known = self._known.get((term.value, term.language.lower()))
                return known or rdflib.Literal(term.value, lang=term.language)
            if term.datatype == _STRING:
                return rdflib.Literal(term.value)
            datatype = rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
        raise TypeError(term)


def _result(found: Found, tags: _Tags) -> Result:
    constraint = found.constraint
    return Result(
        focus_node=tags.node(found.focus_node),
        path=None if found.path is None else tags.node(found.path),
        value=None if found.value is None else tags.node(found.value),
        component=constraint.component,
        shape=constraint.shape,
        source=constraint.source,
        bindings=MappingProxyType({n: tags.node(t) for n, t in found.bindings.items()}),
    )
