"""A shapes graph → compiled constraints."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from trustkg.validation.compiler.checks import Fresh, any_of
from trustkg.validation.compiler.components import Components, messages
from trustkg.validation.compiler.core import Core
from trustkg.validation.compiler.focus import THIS, Focus, Reached, targets
from trustkg.validation.compiler.graph import Node, ShapesGraph, refused
from trustkg.validation.compiler.literals import AS_WRITTEN, FUNCTIONS
from trustkg.validation.compiler.model import CompiledConstraint, CompiledShapes, Mode
from trustkg.validation.compiler.paths import Path, path
from trustkg.validation.compiler.readable import readable
from trustkg.validation.compiler.sparql import Constraint
from trustkg.vocab import RDF, RDFS, SH

_KNOWN: Final = frozenset(
    SH + name
    for name in (
        # what a shape is, looks at and says
        "path", "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf",
        "deactivated", "severity", "message", "name", "description", "order", "group",
        "defaultValue", "prefixes", "select", "declare", "labelTemplate", "optional",
        # constraints
        "class", "datatype", "nodeKind", "minCount", "maxCount",
        "minExclusive", "minInclusive", "maxExclusive", "maxInclusive",
        "minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang",
        "equals", "disjoint", "lessThan", "lessThanOrEquals",
        "not", "and", "or", "xone", "node", "property",
        "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount",
        "qualifiedValueShapesDisjoint", "closed", "ignoredProperties", "hasValue", "in",
        "sparql",
    )
)  # fmt: skip
"""What a shape may have of SHACL's vocabulary; everything else is refused."""

_TARGETING: Final = tuple(
    SH + name
    for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "target")
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A constraint in one of its two texts."""

    shape: Node
    component: str
    constraint: Node | None
    path: Path | None
    messages: tuple[ox.Literal, ...]
    text: str
    focus: Focus
    single: bool
    selects: bool = False


def compile_shapes(triples: Iterable[ox.Triple]) -> CompiledShapes:
    """Compile a shapes graph.

    Args:
        triples: the shapes graph.

    Returns:
        What to run. Shapes without targets that nothing refers to are left out.

    Raises:
        InputError: something in it is not compiled: recursive shapes, what SHACL Core and
            SHACL-SPARQL don't have, SPARQL that constraints may not use.
    """
    graph = ShapesGraph.of(triples)
    plain = _Builder(graph, written=False)
    parts = list(plain.parts())
    written = [part.text for part in _Builder(graph, written=True).parts()]
    constraints = tuple(
        _compiled(graph, part, text) for part, text in zip(parts, written, strict=True)
    )
    for constraint in constraints:
        _check(constraint)
    vocabulary = None if plain.any_predicate else frozenset(plain.vocabulary)
    return CompiledShapes(constraints, vocabulary)


def _compiled(graph: ShapesGraph, part: _Part, written: str) -> CompiledConstraint:
    severity = graph.one(part.shape, SH + "severity")
    component = part.component
    focus = ""
    if part.single:
        keys = " ".join((*part.focus.chain, THIS))
        focus = readable(f"SELECT {keys} WHERE {{ {part.focus.pattern(THIS)} }}")
    term = part.path.term if part.path is not None else None
    assert not isinstance(term, ox.Literal)
    return CompiledConstraint(
        source=_name(part.constraint or part.shape),
        shape=_name(part.shape),
        component=component if ":" in component else f"{SH}{component}ConstraintComponent",
        severity=severity.value if severity is not None else SH + "Violation",
        path=term,
        messages=part.messages or messages(graph, part.shape),
        mode=Mode.ONE_BY_ONE if part.single else Mode.TOGETHER,
        value_is_focus=part.selects and part.path is None,
        # A literal of the shapes that a store alters can be a focus node in any data.
        text=readable(written if AS_WRITTEN in part.text else part.text),
        written=readable(written),
        focus=focus,
    )


def _name(node: Node) -> str:
    return node.value


def _check(constraint: CompiledConstraint) -> None:
    """Have Oxigraph read the text: a mistake in a constraint's SPARQL shows here."""
    for text in (constraint.text, constraint.focus):
        try:
            if text:
                ox.Store().query(text, custom_functions=dict(FUNCTIONS))
        except (SyntaxError, RuntimeError) as error:
            raise refused(
                constraint.source,
                f"不合格的SPARQL（{error}）",
                f"SPARQL that is not well-formed ({error})",
            ) from error


@dataclass
class _Builder:
    graph: ShapesGraph
    written: bool
    vocabulary: set[str] = field(default_factory=set)
    any_predicate: bool = False

    def __post_init__(self) -> None:
        numbers = itertools.count(1)
        self._fresh: Fresh = lambda: f"?x{next(numbers)}"
        self._components = Components(self.graph, self._fresh, written=self.written)
        self._core = Core(self.graph, self._broken, self._fresh, written=self.written)
        self._inside: list[Node] = []

    def parts(self) -> Iterator[_Part]:
        for node in sorted(self.graph.objects_of, key=str):
            if self._is_shape(node) and not self.graph.flag(node, SH + "deactivated"):
                focus = targets(self.graph, node)
                if focus is not None:
                    yield from self._of(node, focus)

    def _is_shape(self, node: Node) -> bool:
        graph = self.graph
        kinds = {SH + "NodeShape", SH + "PropertyShape"}
        return any(graph.objects(node, name) for name in _TARGETING) or any(
            kind.value in kinds for kind in graph.nodes(node, RDF + "type")
        )

    def _enter(self, node: Node) -> Path | None:
        """Check a shape and note what it looks at; pair it with `_leave`."""
        if node in self._inside:
            raise refused(node, "递归的形状", "recursive shapes")
        allowed = _KNOWN | self._components.parameters
        for name in self.graph.properties(node):
            if name.startswith(SH) and name not in allowed:
                term = name.removeprefix(SH)
                raise refused(node, f"sh:{term}", f"sh:{term}")
        self._inside.append(node)
        found = self.graph.one(node, SH + "path")
        for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals"):
            self.vocabulary |= {iri.value for iri in self.graph.iris(node, SH + name)}
        if self.graph.objects(node, SH + "class"):
            self.vocabulary |= {RDF + "type", RDFS + "subClassOf"}
        self.any_predicate = self.any_predicate or self.graph.flag(node, SH + "closed")
        if found is None:
            return None
        way = path(self.graph, found)
        self.vocabulary |= way.predicates
        return way

    def _of(self, node: Node, focus: Focus) -> Iterator[_Part]:
        """Yield the constraints of a shape at some focus nodes, and those of its properties."""
        way = self._enter(node)
        self.vocabulary |= focus.predicates
        for found in self._core.constraints(node):
            text = found.check.query(focus, way).text(focus)
            yield _Part(node, found.component, None, way, (), text, focus, single=False)
        for custom in self._components.constraints(node, way):
            self._note(custom.predicates)
            single = False
            if isinstance(custom.check, Constraint):
                text = custom.check.source.select(focus)
                single = custom.check.source.one_by_one(focus)
            else:
                text = custom.check.query(focus, way).text(focus)
            yield _Part(
                node, custom.component, custom.constraint, way, custom.messages, text, focus, single,
                selects=isinstance(custom.check, Constraint),
            )  # fmt: skip
        for shape in self._properties(node):
            inner = focus if way is None else Reached(focus, way)
            yield from self._of(shape, inner)
        self._inside.pop()

    def _note(self, predicates: frozenset[str] | None) -> None:
        self.any_predicate = self.any_predicate or predicates is None
        self.vocabulary |= predicates or frozenset()

    def _properties(self, node: Node) -> Iterator[Node]:
        for shape in self.graph.nodes(node, SH + "property"):
            if not self.graph.objects(shape, SH + "path"):
                raise refused(shape, "没有sh:path的属性形状", "a property shape without sh:path")
            if not self.graph.flag(shape, SH + "deactivated"):
                yield shape

    def _broken(self, node: Node, this: str) -> str:
        """Return the test whether a node does not conform to a shape."""
        if node not in self.graph.objects_of:
            raise refused(node, "不存在的形状", "a shape that does not exist")
        if self.graph.flag(node, SH + "deactivated"):
            return "false"
        return any_of(self._tests(node, this))

    def _tests(self, node: Node, this: str) -> Iterator[str]:
        way = self._enter(node)
        for found in self._core.constraints(node):
            yield found.check.broken(this, way, self._fresh)
        for custom in self._components.constraints(node, way):
            self._note(custom.predicates)
            yield custom.check.broken(this, way, self._fresh)
        for shape in self._properties(node):
            if way is None:
                yield self._broken(shape, this)
                continue
            value = self._fresh()
            test = self._broken(shape, value)
            if test != "false":
                yield f"EXISTS {{ {way.pattern(this, value)} FILTER ({test}) }}"
        self._inside.pop()
