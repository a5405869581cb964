"""The constraint components of SHACL Core → checks.

Source: SHACL, section 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from trustkg.validation.compiler.checks import (
    Check,
    Closed,
    Compared,
    Each,
    Equals,
    Fresh,
    HasValue,
    Least,
    Most,
    Test,
    UniqueLanguage,
)
from trustkg.validation.compiler.focus import INSTANCE_OF
from trustkg.validation.compiler.graph import Node, ShapesGraph, Term, refused
from trustkg.validation.compiler.literals import DATATYPE, VALUE, constant, well_formed
from trustkg.vocab import SH

Broken = Callable[[Node, str], str]
"""From a shape and a variable to the test whether that node does not conform."""

_ORDERS: Final = (
    ("minExclusive", ">"),
    ("minInclusive", ">="),
    ("maxExclusive", "<"),
    ("maxInclusive", "<="),
)
_KINDS: Final = (("IRI", "isIRI"), ("BlankNode", "isBlank"), ("Literal", "isLiteral"))
_NODE_KINDS: Final = frozenset(
    {"IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"}
)
_ONLY_WITH_PATH: Final = (
    "minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A constraint: the local name of its component in SHACL's namespace, and its check."""

    component: str
    check: Check


class Core:
    """Reads the Core constraints of shapes.

    Args:
        graph: the shapes graph.
        broken: the test whether a node does not conform to a shape.
        fresh: makes variables.
        written: whether the text is for data with altered literals.
    """

    def __init__(self, graph: ShapesGraph, broken: Broken, fresh: Fresh, *, written: bool) -> None:
        self._graph = graph
        self._broken = broken
        self._fresh = fresh
        self._written = written

    def constraints(self, node: Node) -> Iterator[Found]:
        """Yield the constraints of a shape, those of sh:property and SPARQL left out.

        Raises:
            InputError: a parameter has a value that it can't have.
        """
        has_path = bool(self._graph.objects(node, SH + "path"))
        for name in _ONLY_WITH_PATH:
            if self._graph.objects(node, SH + name) and not has_path:
                raise refused(node, f"没有sh:path的sh:{name}", f"sh:{name} without sh:path")
        yield from self._values(node)
        yield from self._strings(node)
        yield from self._pairs(node)
        yield from self._shapes(node)
        yield from self._counts(node)

    def value(self, variable: str) -> str:
        """Return the expression for a term's value."""
        return f"<{VALUE}>({variable})" if self._written else variable

    def _values(self, node: Node) -> Iterator[Found]:
        graph = self._graph
        for kind in graph.iris(node, SH + "class"):
            yield Found("Class", Each(_test(f"!EXISTS {{ {{v}} {INSTANCE_OF} {kind} . }}")))
        datatype = graph.one(node, SH + "datatype")
        if datatype is not None:
            (iri,) = graph.iris(node, SH + "datatype")
            yield Found("Datatype", Each(self._datatype(iri.value)))
        if graph.one(node, SH + "nodeKind") is not None:
            (iri,) = graph.iris(node, SH + "nodeKind")
            name = iri.value.removeprefix(SH)
            if name not in _NODE_KINDS:
                raise refused(node, f"节点种类{iri}", f"the node kind {iri}")
            tests = [f"{function}({{v}})" for kind, function in _KINDS if kind in name]
            yield Found("NodeKind", Each(_test(f"!({' || '.join(tests)})")))
        for name, sign in _ORDERS:
            bound = graph.one(node, SH + name)
            if bound is not None:
                if not isinstance(bound, ox.Literal):
                    raise refused(node, f"sh:{name}的值", f"this value of sh:{name}")
                yield Found(_capital(name), Each(self._ordered(sign, str(bound))))
        for member in graph.objects(node, SH + "hasValue"):
            yield Found("HasValue", HasValue(constant(member)))
        choice = graph.one(node, SH + "in")
        if choice is not None:
            yield Found("In", Each(_among(graph.list(choice))))

    def _datatype(self, datatype: str) -> Test:
        read = f"<{DATATYPE}>" if self._written else "DATATYPE"

        def test(_this: str, value: str) -> str:
            form = well_formed(value, datatype)
            more = "" if form == "true" else f" && {form}"
            return f"!COALESCE({read}({value}) = <{datatype}>{more}, false)"

        return test

    def _ordered(self, sign: str, bound: str) -> Test:
        return lambda _this, value: f"!COALESCE({self.value(value)} {sign} {bound}, false)"

    def _strings(self, node: Node) -> Iterator[Found]:
        graph = self._graph
        for name, sign in (("minLength", "<"), ("maxLength", ">")):
            number = graph.count(node, SH + name)
            if number is not None:
                test = f"(isBlank({{v}}) || STRLEN(STR({{v}})) {sign} {number})"
                yield Found(_capital(name), Each(_test(test)))
        flags = graph.one(node, SH + "flags")
        flag = f", {ox.Literal(flags.value)}" if flags is not None else ""
        for pattern in graph.objects(node, SH + "pattern"):
            text = str(ox.Literal(pattern.value))
            _check_pattern(node, f"{text}{flag}")
            expression = f"REGEX(STR(\0), {text}{flag})"
            yield Found("Pattern", Each(_matching(expression)))
        ranges = graph.one(node, SH + "languageIn")
        if ranges is not None:
            found = [ox.Literal(term.value) for term in graph.list(ranges)]
            tests = " || ".join(f"langMatches(LANG(\0), {text})" for text in found) or "false"
            yield Found(
                "LanguageIn",
                Each(lambda _t, v: f"!COALESCE({tests.replace(chr(0), v)}, false)"),
            )
        unique = graph.one(node, SH + "uniqueLang")
        if unique is not None and unique.value == "true":
            yield Found("UniqueLang", UniqueLanguage())

    def _pairs(self, node: Node) -> Iterator[Found]:
        graph = self._graph
        for other in graph.iris(node, SH + "equals"):
            yield Found("Equals", Equals(str(other)))
        for other in graph.iris(node, SH + "disjoint"):
            yield Found("Disjoint", Each(_test(f"EXISTS {{ {{t}} {other} {{v}} . }}")))
        for name, sign in (("lessThan", "<"), ("lessThanOrEquals", "<=")):
            for other in graph.iris(node, SH + name):
                yield Found(_capital(name), Compared(str(other), self._disordered(sign)))
        if graph.flag(node, SH + "closed"):
            ignored = graph.one(node, SH + "ignoredProperties")
            terms = graph.list(ignored) if ignored is not None else ()
            shapes = graph.nodes(node, SH + "property")
            paths = [path for shape in shapes for path in graph.objects(shape, SH + "path")]
            allowed = {t.value for t in (*terms, *paths) if isinstance(t, ox.NamedNode)}
            yield Found("Closed", Closed(tuple(sorted(allowed))))
        elif graph.objects(node, SH + "ignoredProperties") and not graph.objects(
            node, SH + "closed"
        ):
            raise refused(node, "没有sh:closed的sh:ignoredProperties",
                          "sh:ignoredProperties without sh:closed")  # fmt: skip

    def _disordered(self, sign: str) -> Test:
        return lambda one, two: f"!COALESCE({self.value(one)} {sign} {self.value(two)}, false)"

    def _shapes(self, node: Node) -> Iterator[Found]:
        graph = self._graph
        for shape in graph.nodes(node, SH + "node"):
            yield Found("Node", Each(lambda _t, v, s=shape: self._broken(s, v)))  # type: ignore[misc]
        for shape in graph.nodes(node, SH + "not"):
            yield Found("Not", Each(lambda _t, v, s=shape: f"!{self._broken(s, v)}"))  # type: ignore[misc]
        for name, combine in (("and", _all), ("or", _any), ("xone", _one)):
            for head in graph.nodes(node, SH + name):
                yield Found(_capital(name), Each(self._combined(self._listed(head), combine)))

    def _listed(self, head: Node) -> tuple[Node, ...]:
        members = self._graph.list(head)
        return tuple(shape for shape in members if not isinstance(shape, ox.Literal))

    def _combined(self, shapes: tuple[Node, ...], combine: Callable[[list[str]], str]) -> Test:
        return lambda _this, value: combine([self._broken(shape, value) for shape in shapes])

    def _counts(self, node: Node) -> Iterator[Found]:
        graph = self._graph
        least, most = graph.count(node, SH + "minCount"), graph.count(node, SH + "maxCount")
        if least:
            yield Found("MinCount", Least(least))
        if most is not None:
            yield Found("MaxCount", Most(most))
        shape = graph.one(node, SH + "qualifiedValueShape")
        if shape is None:
            return
        (shape,) = graph.nodes(node, SH + "qualifiedValueShape")
        others = self._siblings(node, shape)
        least = graph.count(node, SH + "qualifiedMinCount")
        most = graph.count(node, SH + "qualifiedMaxCount")
        if least is None and most is None:
            raise refused(node, "没有计数的sh:qualifiedValueShape",
                          "sh:qualifiedValueShape without a count")  # fmt: skip
        if least:
            yield Found("QualifiedMinCount", Least(least, self._qualified(shape, others)))
        if most is not None:
            yield Found("QualifiedMaxCount", Most(most, self._qualified(shape, others)))

    def _siblings(self, node: Node, shape: Node) -> tuple[Node, ...]:
        """Return the sibling shapes. Source: SHACL, section 4.7.3."""
        graph = self._graph
        if not graph.flag(node, SH + "qualifiedValueShapesDisjoint"):
            return ()
        found = {
            sibling
            for parent in graph.subjects(SH + "property", node)
            for property in graph.nodes(parent, SH + "property")
            for sibling in graph.nodes(property, SH + "qualifiedValueShape")
        }
        return tuple(sorted(found - {shape}, key=str))

    def _qualified(self, shape: Node, siblings: tuple[Node, ...]) -> Test:
        def test(_this: str, value: str) -> str:
            tests = [f"!{self._broken(shape, value)}"]
            tests += [self._broken(sibling, value) for sibling in siblings]
            return " && ".join(tests)

        return test


def _test(template: str) -> Test:
    return lambda this, value: template.replace("{t}", this).replace("{v}", value)


def _matching(expression: str) -> Test:
    return lambda _this, value: f"(isBlank({value}) || !{expression.replace(chr(0), value)})"


def _among(members: tuple[Term, ...]) -> Test:
    terms = [constant(term) for term in members]
    if not terms:
        return lambda _this, _value: "true"
    if all(isinstance(term, ox.NamedNode) for term in members):
        return lambda _this, value: f"{value} NOT IN ({', '.join(terms)})"
    return lambda _this, value: f"!({' || '.join(f'sameTerm({value}, {term})' for term in terms)})"


def _all(tests: list[str]) -> str:
    return f"({' || '.join(tests)})" if tests else "false"


def _any(tests: list[str]) -> str:
    return f"({' && '.join(tests)})" if tests else "true"


def _one(tests: list[str]) -> str:
    return f"({' + '.join(f'IF({test}, 0, 1)' for test in tests) or '0'}) != 1"


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _check_pattern(node: Node, arguments: str) -> None:
    """Refuse a regular expression that the store can't read: it would match nothing."""
    rows = ox.Store().query(f'SELECT (REGEX("", {arguments}) AS ?found) WHERE {{}}')
    assert isinstance(rows, ox.QuerySolutions)
    if any(row["found"] is None for row in rows):
        raise refused(node, f"正则表达式{arguments}", f"the regular expression {arguments}")
