"""SPARQL-based constraints and constraint components of a shapes graph.

Source: SHACL, sections 5 and 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from trustkg.validation.compiler.checks import Check, Each, Fresh
from trustkg.validation.compiler.focus import types
from trustkg.validation.compiler.graph import Node, ShapesGraph, Term, refused
from trustkg.validation.compiler.literals import constant
from trustkg.validation.compiler.paths import Path
from trustkg.validation.compiler.sparql import Constraint, Source, asked
from trustkg.vocab import SH


@dataclass(frozen=True, slots=True)
class Custom:
    """A constraint by SPARQL.

    `component` is an IRI; `constraint` is the value of sh:sparql where it is one.
    """

    component: str
    constraint: Node | None
    check: Check
    messages: tuple[ox.Literal, ...]
    predicates: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component: the IRIs of its parameters."""

    node: ox.NamedNode
    mandatory: tuple[str, ...]
    optional: tuple[str, ...]


class Components:
    """Reads SPARQL-based constraints of shapes."""

    def __init__(self, graph: ShapesGraph, fresh: Fresh, *, written: bool) -> None:
        self._graph = graph
        self._fresh = fresh
        self._written = written
        self._all = tuple(self._declared())

    @property
    def parameters(self) -> frozenset[str]:
        """The IRIs of all parameters."""
        return frozenset(p for c in self._all for p in (*c.mandatory, *c.optional))

    def _declared(self) -> Iterator[Component]:
        base = ox.NamedNode(SH + "ConstraintComponent")
        for node in sorted(self._graph.objects_of, key=str):
            if not self._graph.objects(node, SH + "parameter") or base not in types(
                self._graph, node
            ):
                continue
            if not isinstance(node, ox.NamedNode):
                raise refused(node, "没有IRI的约束组件", "a constraint component without an IRI")
            mandatory: list[str] = []
            optional: list[str] = []
            for parameter in self._graph.nodes(node, SH + "parameter"):
                (path,) = self._graph.iris(parameter, SH + "path")
                flag = self._graph.flag(parameter, SH + "optional")
                (optional if flag else mandatory).append(path.value)
            yield Component(node, tuple(sorted(mandatory)), tuple(sorted(optional)))

    def constraints(self, node: Node, path: Path | None) -> Iterator[Custom]:
        """Yield the constraints of a shape.

        Raises:
            InputError: one is not compiled; see `refused`.
        """
        for constraint in self._graph.nodes(node, SH + "sparql"):
            if not self._graph.flag(constraint, SH + "deactivated"):
                yield self._constraint(constraint, path)
        for component in self._all:
            for values in self._given(node, component):
                yield self._validated(node, component, values, path)

    def _constraint(self, node: Node, path: Path | None) -> Custom:
        text = self._text(node, "select")
        source = Source.read(
            node, text, self._prefixes(node), path=path, parameters={}, written=self._written
        )
        return Custom(
            SH + "SPARQLConstraintComponent",
            node,
            Constraint(source),
            messages(self._graph, node),
            source.predicates,
        )

    def _given(self, node: Node, component: Component) -> Iterator[Mapping[str, Term]]:
        """Yield the values of a component's parameters at a shape, each combination once."""
        found = {
            name: self._graph.objects(node, name)
            for name in (*component.mandatory, *component.optional)
        }
        if not component.mandatory or not all(found[name] for name in component.mandatory):
            return
        if len(found) == 1:
            (name,) = found
            yield from ({name: value} for value in found[name])
            return
        for name, values in found.items():
            if len(values) > 1:
                raise refused(node, f"参数<{name}>的多个值", f"several values of <{name}>")
        yield {name: values[0] for name, values in found.items() if values}

    def _validated(
        self, node: Node, component: Component, given: Mapping[str, Term], path: Path | None
    ) -> Custom:
        graph = self._graph
        own = "nodeValidator" if path is None else "propertyValidator"
        validators = graph.nodes(component.node, SH + own)
        validators = validators or graph.nodes(component.node, SH + "validator")
        if not validators:
            raise refused(component.node, "没有SPARQL校验器的约束组件",
                          "a constraint component without a SPARQL validator")  # fmt: skip
        validator = validators[0]
        parameters = {}
        for name, value in given.items():
            if isinstance(value, ox.BlankNode):
                raise refused(node, f"参数<{name}>的空白节点", f"a blank node as <{name}>")
            parameters[_local(name)] = constant(value)
        form = "ask" if graph.objects(validator, SH + "ask") else "select"
        source = Source.read(
            validator,
            self._text(validator, form),
            self._prefixes(validator),
            path=path,
            parameters=parameters,
            written=self._written,
        )
        check: Check = Constraint(source)
        if form == "ask":
            check = Each(asked(source, self._fresh))
        found = messages(graph, validator) or messages(graph, component.node)
        return Custom(component.node.value, None, check, found, source.predicates)

    def _text(self, node: Node, form: str) -> str:
        value = self._graph.one(node, SH + form)
        if not isinstance(value, ox.Literal):
            raise refused(node, f"没有sh:{form}的约束", f"a constraint without sh:{form}")
        return value.value

    def _prefixes(self, node: Node) -> Mapping[str, str]:
        """Return the namespaces that a constraint declares. Source: SHACL, section 5.2.1."""
        graph = self._graph
        found: dict[str, str] = {}
        imports = list(graph.nodes(node, SH + "prefixes"))
        seen: set[Node] = set()
        while imports:
            ontology = imports.pop()
            if ontology in seen:
                continue
            seen.add(ontology)
            imports.extend(graph.nodes(ontology, "http://www.w3.org/2002/07/owl#imports"))
            for declared in graph.nodes(ontology, SH + "declare"):
                prefix, namespace = (graph.one(declared, SH + n) for n in ("prefix", "namespace"))
                if prefix is None or namespace is None:
                    raise refused(ontology, "不完整的sh:declare", "an incomplete sh:declare")
                if found.setdefault(prefix.value, namespace.value) != namespace.value:
                    raise refused(ontology, f"前缀{prefix.value}的两个含义",
                                  f"two meanings of the prefix {prefix.value}")  # fmt: skip
        return found


def messages(graph: ShapesGraph, node: Node) -> tuple[ox.Literal, ...]:
    """Return the messages of a shape or constraint."""
    return tuple(m for m in graph.objects(node, SH + "message") if isinstance(m, ox.Literal))


def _local(iri: str) -> str:
    """Return the name of a parameter's variable. Source: SHACL, section 6.2.1."""
    name = re.search(r"[^\W\d]\w*$", iri)
    if name is None:
        raise refused(ox.NamedNode(iri), "没有局部名的参数", "a parameter without a local name")
    return name[0]
